import { execFileSync, spawnSync } from "node:child_process";
import { WSAENETDOWN } from "@ws2kit/spi";
import { assert } from "chai";
import { COMMAND, ROOT } from "../cli/ws2kit.js";

const PRETEND = "--import=data:text/javascript,Object.defineProperty(process,'platform',{value:'sunos'})";

/** Runs Node as on a system whose sockets platform-node does not know. */
function elsewhere(...words: string[]): string {
  return execFileSync(process.execPath, [PRETEND, ...words], { encoding: "utf8", cwd: ROOT });
}

describe("platform-node on a system whose sockets it does not know", () => {
  it("opens no socket for a program that may do without", () => {
    const script = `import { nodePlatform } from "@ws2kit/platform-node";
      const platform = nodePlatform({ needsSockets: false, log: (text) => console.log(/Linux or 64-bit Windows/.test(text)) });
      console.log(platform.network.open(2, 1, 6), platform.network.open(2, 1, 6), platform.wait(-1), platform.wait(1));`;
    assert.equal(elsewhere("--input-type=module", "-e", script), `true\n${-WSAENETDOWN} ${-WSAENETDOWN} false true\n`);
  });

  it("runs a program in QuickJS that opens no socket", () => {
    const script = `import { Guest } from "@ws2kit/engine-quickjs";
      const budgets = { heap: 1 << 20, stack: 1 << 16, watchdog: 2000 };
      const guest = await Guest.boot({ code: "export const sum = (a, b) => a + b;", ...budgets });
      console.log(guest.ended.outcome, guest.call("sum", 2, 3).value);`;
    assert.equal(elsewhere("--input-type=module", "-e", script), "done 5\n");
  });

  it("runs checks on the simulated network", () => {
    const words = ["check", "--target", "ce", "--engine", "node", "--only", "bind/twice"];
    const options = { encoding: "utf8", cwd: ROOT, env: { ...process.env, NODE_OPTIONS: PRETEND } } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], options);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Every rule holds/);
  });
});
