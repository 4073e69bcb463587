import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { requireWritable } from "../files/text-file.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { inputsOf } from "../watch/inputs.js";
import { watchInputs } from "../watch/watch.js";
import { type ApplicationWords, build, readApplication } from "./application.js";
import { compileImage, findHost } from "./device-host.js";

export interface BuildWords extends ApplicationWords {
  readonly out?: string;
  readonly image?: boolean;
  readonly host: string;
  readonly minify: boolean;
  readonly lines?: true;
  readonly watch?: true;
}

/**
 * Runs `ws2kit build`: builds the application `app`, and with `--image` compiles the bundle to bytecode. Returns
 * `EXIT.difference` if it does not compile. Throws a UsageError for a wrong option or file.
 */
export async function buildCommand(app: string, words: BuildWords): Promise<ExitCode> {
  if (words.watch) return watchInputs(() => inputsOf([app], [words.config, words.layers]));
  const application = await readApplication(app, words);
  const { name, profile } = application;
  if (words.image) findHost(words.host);
  const out = words.out ?? join("dist", profile.name, name + (words.image ? ".img" : ".js"));
  const bundle = words.image ? `${out.replace(/\.\w+$/, "")}.js` : out;
  for (const file of [bundle, out]) requireWritable(file);
  const { minify, lines = false } = words;
  if (!(await build(application, { out: bundle, minify, lines }))) return EXIT.difference;
  const files = [[bundle, `an ES module for ${profile.title}; its source map is in the same folder`]];
  if (words.image) {
    mkdirSync(dirname(out), { recursive: true });
    compileImage(words.host, bundle, out, profile, lines);
    files.push([out, "the same module as bytecode"]);
  }
  for (const [file, what] of files) console.log(`${file}: ${statSync(file).size.toLocaleString("en")} bytes, ${what}`);
  return EXIT.holds;
}
