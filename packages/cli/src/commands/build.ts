import type { Command } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { HOST } from "../firmware/device-host.js";
import { endWith } from "../terminal/end-with.js";

export function addBuild(program: Command): void {
  program
    .command("build")
    .description("make firmware of an application: one file for one target")
    .argument("<app>", "its TypeScript, whose default export is the main function")
    .requiredOption("--target <name>", `what it is for: ${TARGET_HELP}`)
    .option("--out <file>", "what to write; dist/<target>/<app>.js unless given, .img for an image")
    .option("--config <file>", "the JSON that it imports as @ws2kit/config; config.json beside it unless given")
    .option("--layers <file>", "the JSON list of layers to put on, the first nearest to the application")
    .option("--image", "compile it to bytecode, by the device host")
    .option("--host <file>", "the device host", HOST)
    .option("--no-minify", "leave it readable, and larger")
    .action(endWith(async (app, words) => (await import("../firmware/build.js")).buildCommand(app, words)));
}
