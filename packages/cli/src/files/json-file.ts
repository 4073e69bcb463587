import { JsonMistake, type JsonText, readJson } from "@ws2kit/build/json-text";
import { UsageError } from "../terminal/usage-error.js";
import { nameOf, readText } from "./text-file.js";

/**
 * Reads JSON from a file that the command line names; "-" is standard input. Throws a UsageError with line and column
 * if it is not JSON.
 */
export function readJsonFile(file: string, text = readText(file)): JsonText {
  try {
    return readJson(nameOf(file), text);
  } catch (error) {
    throw error instanceof JsonMistake ? asUsage(error) : error;
  }
}

/** Makes a UsageError of a mistake in a file that the command line names. */
export function asUsage({ message }: JsonMistake): UsageError {
  return new UsageError(message);
}
