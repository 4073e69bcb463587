import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { type ApplicationWords, build, readApplication } from "../application.js";
import { compileImage, findHost, HOST } from "../device-host.js";
import { endWith } from "../end-with.js";
import { EXIT, type ExitCode } from "../exit-code.js";

interface BuildWords extends ApplicationWords {
  readonly out?: string;
  readonly image?: boolean;
  readonly host: string;
  readonly minify: boolean;
}

export function addBuild(program: Command): void {
  program
    .command("build")
    .description("make firmware of an application: one file for one target")
    .argument("<app>", "its TypeScript, whose default export is the main function")
    .requiredOption("--target <name>", "what it is for: ce, or another target that is installed")
    .option("--out <file>", "what to write; dist/<target>/<app>.js unless given, .img for an image")
    .option("--config <file>", "the JSON that it imports as @ws2kit/config; config.json beside it unless given")
    .option("--image", "compile it to bytecode, by the device host")
    .option("--host <file>", "the device host", HOST)
    .option("--no-minify", "leave it readable, and larger")
    .action(endWith(act));
}

async function act(app: string, words: BuildWords): Promise<ExitCode> {
  const application = await readApplication(app, words);
  const { name, profile } = application;
  if (words.image) findHost(words.host);
  const out = words.out ?? join("dist", profile.name, name + (words.image ? ".img" : ".js"));
  const bundle = words.image ? `${out.replace(/\.\w+$/, "")}.js` : out;
  if (!(await build(application, { out: bundle, minify: words.minify }))) return EXIT.difference;
  const files = [[bundle, `an ES module for ${profile.title}; its source map is beside it`]];
  if (words.image) {
    mkdirSync(dirname(out), { recursive: true });
    compileImage(words.host, bundle, out, profile);
    files.push([out, "the same as bytecode"]);
  }
  for (const [file, what] of files) console.log(`${file}: ${statSync(file).size.toLocaleString("en")} bytes, ${what}`);
  return EXIT.holds;
}
