import { readFileSync } from "node:fs";
import type { JsonText } from "@ws2kit/build/json-text";
import { Ajv } from "ajv";
import { asUsage } from "../files/json-file.js";
import type { Report } from "./report.js";

const SCHEMA = JSON.parse(readFileSync(new URL("../../report.schema.json", import.meta.url), "utf8"));

/** Validates JSON by `report.schema.json`. Throws a UsageError with line and column if it is not a report. */
export function readReportShape({ value, mistake }: JsonText): Report {
  const { format, version } = (value ?? {}) as Partial<Report>;
  if (format !== "ws2kit-report") throw asUsage(mistake(["format"], "this is JSON, but not a report of ws2kit check."));
  if (version !== 1) {
    throw asUsage(mistake(["version"], `this is a report of version ${version}; this ws2kit reads version 1.`));
  }
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  if (!ajv.validate(SCHEMA, value)) {
    const [{ instancePath, message }] = ajv.errors ?? [];
    throw asUsage(mistake(pathOf(instancePath), `a report ${message} here; see report.schema.json.`));
  }
  return value as Report;
}

/** Splits a JSON pointer into a path. */
function pathOf(pointer: string): (string | number)[] {
  const names = pointer.split("/").slice(1);
  const unescaped = names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return unescaped.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
}
