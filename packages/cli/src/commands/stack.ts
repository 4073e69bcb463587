import type { Command } from "commander";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addStack(program: Command): void {
  program
    .command("stack")
    .addHelpText("after", example("ws2kit stack dist/ce/app.js panel.log"))
    .description("show the lines of the sources in a stack that a device printed")
    .argument("<firmware>", "the firmware that ws2kit build wrote; its source map is in the same folder")
    .argument("[file]", "the text with the stack, such as a log; - is standard input", "-")
    .action(endWith(async (firmware, file) => (await import("../firmware/stack.js")).stackCommand(firmware, file)));
}
