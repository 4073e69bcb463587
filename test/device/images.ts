import { mkdirSync, writeFileSync } from "node:fs";
import { buildFirmware } from "@ws2kit/build";
import { type Host, ROOT } from "@ws2kit/example-device/hosts";
import { compileImage } from "@ws2kit/example-device/image";

/** Where the tests put what they build. */
export const SCRATCH = `${ROOT}dist/device/test/`;

/** The image of a firmware of `examples/device/firmware`, for ce, with its configuration. */
export async function firmwareImage(host: Host, name: string, settings: object = {}): Promise<string> {
  const bundle = `${SCRATCH}${name}.js`;
  const config = scratchFile(`${name}.json`, JSON.stringify(settings));
  await buildFirmware({ app: `${ROOT}examples/device/firmware/${name}.ts`, target: "ce", out: bundle, config });
  await compileImage(host, bundle, "ce", `${SCRATCH}${name}.img`);
  return `${SCRATCH}${name}.img`;
}

/** The image of ce's echo server. */
export async function echoImage(host: Host): Promise<string> {
  mkdirSync(SCRATCH, { recursive: true });
  const image = `${SCRATCH}${host.name}-echo.img`;
  await compileImage(host, `${ROOT}dist/ce/echo.js`, "ce", image);
  return image;
}

/** A file of some bytes. */
export function scratchFile(name: string, bytes: Uint8Array | string): string {
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(`${SCRATCH}${name}`, bytes);
  return `${SCRATCH}${name}`;
}
