import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { assert } from "chai";
import { HOST } from "#cli/firmware/device-host.js";
import { Applications } from "../cli/firmware.js";
import { ROOT, ws2kit } from "../cli/ws2kit.js";
import { describeX64 } from "./x64.js";

const APP = `class Panel {
  #rows = 2;

  show(depth: number): number {
    if (depth === this.#rows) throw new RangeError("too deep");
    return this.show(depth + 1) + 1;
  }
}

const draw = (panel: Panel): number =>
  panel.show(0);

export default function main(): void {
  const panel = new Panel();
  draw(panel);
}
`;

/** The functions and lines of the application in its stack. */
const FRAMES = [
  ["Panel.show", 5],
  ["Panel.show", 6],
  ["Panel.show", 6],
  ["draw", 11],
  ["main", 15],
] as const;

describeX64(() => {
  const applications = new Applications();
  const app = applications.write("panel.ts", APP);
  const words = ["--target", "ce"];
  const frames = FRAMES.map(([name, line]) => `    at ${name} (PANEL:${line})\n`).join("");
  after(() => applications.remove());

  /** A text with PANEL in place of the application's path. */
  const named = (text: string) => text.replaceAll(/[^ (]*panel\.ts/g, "PANEL");

  it("run shows the application's functions and lines where it threw", async () => {
    const { status, err } = await ws2kit("run", app, ...words, "--engine", "device");
    assert.equal(status, 1);
    assert.include(named(err), `threw RangeError: too deep\n${frames}`);
  });

  it("ws2kit stack finds them for an image that was built with --lines", async () => {
    const image = `${applications.folder}/panel.img`;
    const built = await ws2kit("build", app, ...words, "--image", "--lines", "--out", image);
    assert.equal(built.status, 0, built.err);
    const { stderr } = spawnSync(resolve(ROOT, HOST), [image], { encoding: "utf8" });
    assert.match(stderr, /too deep\n {4}at \w+ \(panel\.js:\d+\)/);
    const log = applications.write("panel.log", stderr);
    const { status, out, err } = await ws2kit("stack", image.replace(".img", ".js"), log);
    assert.equal(status, 0, err);
    assert.include(named(out), `threw RangeError: too deep\n${frames}`);
  });
});
