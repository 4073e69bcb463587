import type { LayerRow } from "@ws2kit/build";
import { BadLayer, checkLayers, layerNames } from "@ws2kit/build/layers";
import { asUsage, readJsonFile } from "../files/json-file.js";
import { nearestOf } from "../terminal/usage-error.js";

/**
 * The layers that a file lists, all of which can be installed. Throws a UsageError that says where in the file one
 * cannot.
 */
export function readLayers(file: string): readonly LayerRow[] {
  const { value, mistake } = readJsonFile(file);
  if (!Array.isArray(value)) throw asUsage(mistake([], `this must be a list of layers, as [{ "layer": "trace" }].`));
  for (const [at, row] of value.entries()) {
    if (typeof row?.layer !== "string") {
      throw asUsage(mistake([at, "layer"], `this must be an object that names its layer, as { "layer": "trace" }.`));
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
