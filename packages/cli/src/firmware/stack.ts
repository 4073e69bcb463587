import { existsSync } from "node:fs";
import { basename } from "node:path";
import { sourceStack } from "@ws2kit/build/stacks";
import { nameOf, readText, requireFile } from "../files/text-file.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { UsageError } from "../terminal/usage-error.js";

/**
 * Runs `ws2kit stack`: prints the text of `file` with the positions and names of the sources of `firmware`. Returns
 * `EXIT.difference` if it found no such position. Throws a UsageError for a file that cannot be read, and for firmware
 * without a source map.
 */
export async function stackCommand(firmware: string, file: string): Promise<ExitCode> {
  requireFile(firmware);
  if (!existsSync(`${firmware}.map`)) {
    throw new UsageError(
      `${firmware}.map is missing: ws2kit build writes the source map and the firmware's .js together.`,
    );
  }
  const text = readText(file);
  const found = await mapped(text, firmware);
  process.stdout.write(found);
  if (found !== text) return EXIT.holds;
  console.error(
    `[ws2kit] ${nameOf(file)} has no position in ${basename(firmware)} that leads to a source. ` +
      "A stack without columns, such as the C host's, needs firmware that was built with --lines.",
  );
  return EXIT.difference;
}

async function mapped(text: string, firmware: string): Promise<string> {
  try {
    return await sourceStack(text, firmware);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${firmware}.map is not a source map: ${error.message}.`);
  }
}
