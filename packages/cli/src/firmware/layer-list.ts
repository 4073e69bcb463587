import type { LayerRow } from "@ws2kit/build";
import { BadLayer, checkLayers, layerNames } from "@ws2kit/build/layers";
import { asUsage, readJsonFile } from "../files/json-file.js";
import { nearestOf } from "../terminal/usage-error.js";

/**
 * Reads the layers that a file lists. Throws a UsageError with line and column if a layer or its options are wrong.
 */
export function readLayers(file: string): readonly LayerRow[] {
  const { value, mistake } = readJsonFile(file);
  if (!Array.isArray(value))
    throw asUsage(mistake([], `this must be a list of layers, such as [{ "layer": "trace" }].`));
  for (const [at, row] of value.entries()) {
    if (typeof row?.layer !== "string") {
      throw asUsage(
        mistake([at, "layer"], `this must be an object with the name of a layer, such as { "layer": "trace" }.`),
      );
    }
    const names = layerNames();
    if (names.includes(row.layer)) continue;
    throw asUsage(mistake([at, "layer"], `there is no layer "${row.layer}"${nearestOf(row.layer, names)}.`));
  }
  try {
    checkLayers(value);
  } catch (error) {
    throw error instanceof BadLayer ? asUsage(mistake(error.path, error.reason)) : error;
  }
  return value;
}
