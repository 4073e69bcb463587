import { colours } from "../terminal/colours.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { PARTS, type Part } from "./parts.js";

/** Lists what ws2kit uses of this machine; fails if a part is missing that every user needs. */
export async function doctor(): Promise<ExitCode> {
  const width = Math.max(...PARTS.map(({ name }) => name.length));
  let isWell = true;
  for (const part of PARTS) {
    const [found, why] = await look(part);
    if (found === null && part.isNeeded) isWell = false;
    const state = found !== null ? colours.green("ready  ") : (part.isNeeded ? colours.red : colours.yellow)("missing");
    console.log(`${state}  ${part.name.padEnd(width)}  ${found ?? why}`);
    console.log(`${" ".repeat(9 + width)}  ${colours.dim(found === null ? `${part.use}. ${part.source}` : part.use)}`);
  }
  return isWell ? EXIT.holds : EXIT.difference;
}

/** What a part says of itself, or `null` and why it is missing. */
async function look(part: Part): Promise<readonly [found: string | null, why: string]> {
  try {
    return [await part.find(), ""];
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    return [null, isAbsent ? "not found" : error instanceof Error ? error.message : String(error)];
  }
}
