import type { Command } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { HOST } from "../firmware/device-host.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addBuild(program: Command): void {
  program
    .command("build")
    .addHelpText("after", example("ws2kit build app.ts --target ce --out app.js"))
    .description("build an application as firmware: one file for one target")
    .argument("<app>", "the application's TypeScript file; its default export is the main function")
    .requiredOption("--target <name>", `the target: ${TARGET_HELP}`)
    .option("--out <file>", "the file to write (default: dist/<target>/<app>.js, or .img for an image)")
    .option(
      "--config <file>",
      "the JSON file that the application imports as @ws2kit/config (default: config.json in its folder)",
    )
    .option("--layers <file>", "a JSON list of layers to install; the first is the nearest to the application")
    .option("--image", "also compile the bundle to bytecode, with the device host")
    .option("--host <file>", "the device host's program", HOST)
    .option("--no-minify", "do not minify: the file is readable, and larger")
    .option("--lines", "break lines as the sources do, so that a device's stacks lead to them; an image is 30 % larger")
    .option("--watch", "build again when a file changes that it depends on; Ctrl-C ends it, with exit code 0")
    .action(endWith(async (app, words) => (await import("../firmware/build.js")).buildCommand(app, words)));
}
