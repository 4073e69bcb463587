import { mkdirSync, writeFileSync } from "node:fs";
import { buildFirmware } from "@ws2kit/build";
import { type Host, ROOT } from "@ws2kit/example-device/hosts";
import { compileImage } from "@ws2kit/example-device/image";

/** The folder for files that the tests build. */
export const SCRATCH = `${ROOT}dist/device/test/`;

/** Bundles that were already built: bundling takes longest, and a bundle is the same for every host. */
const bundles = new Map<string, Promise<string>>();

/** The image of a firmware of `examples/device/firmware`, for ce, with its configuration. */
export async function firmwareImage(host: Host, name: string, settings: object = {}): Promise<string> {
  const text = JSON.stringify(settings);
  const known = bundles.get(name + text) ?? bundle(name, `${name}-${bundles.size}`, text);
  bundles.set(name + text, known);
  const path = await known;
  const image = path.replace(/js$/, "img");
  await compileImage(host, path, "ce", image);
  return image;
}

async function bundle(app: string, name: string, settings: string): Promise<string> {
  const out = `${SCRATCH}${name}.js`;
  const config = scratchFile(`${name}.json`, settings);
  await buildFirmware({ app: `${ROOT}examples/device/firmware/${app}.ts`, target: "ce", out, config });
  return out;
}

/** The image of ce's echo server. */
export async function echoImage(host: Host): Promise<string> {
  mkdirSync(SCRATCH, { recursive: true });
  const image = `${SCRATCH}${host.name}-echo.img`;
  await compileImage(host, `${ROOT}dist/ce/echo.js`, "ce", image);
  return image;
}

/** Writes bytes to a file. */
export function scratchFile(name: string, bytes: Uint8Array | string): string {
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(`${SCRATCH}${name}`, bytes);
  return `${SCRATCH}${name}`;
}
