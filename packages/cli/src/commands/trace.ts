import type { Command } from "commander";
import { TRACE_FORMATS } from "../firmware/trace-formats.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";

export function addTrace(program: Command): void {
  program
    .command("trace")
    .addHelpText("after", example("ws2kit trace calls.ndjson --out calls.html --out calls.pcapng"))
    .description("convert a trace or a recording of ws2kit run")
    .argument("<file>", "a file that run --trace FILE.ndjson or --record wrote; - is standard input")
    .requiredOption("--out <file...>", `the files to write: ${TRACE_FORMATS}`)
    .action(endWith(trace));
}

async function trace(file: string, { out }: { readonly out: readonly string[] }): Promise<ExitCode> {
  const { convertTrace, requireTraceFiles } = await import("../firmware/trace-files.js");
  const { nameOf, readText } = await import("../files/text-file.js");
  requireTraceFiles(out);
  await convertTrace(readText(file), nameOf(file), out);
  return EXIT.holds;
}
