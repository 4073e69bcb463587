import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { COMMAND } from "../cli/ws2kit.js";

/** The ports of the package, for a board whose port differs in one file. */
const PORT = `${ROOT}packages/device-host/port/posix`;

describe("ws2kit host build", function () {
  this.timeout(300_000);
  const root = mkdtempSync(join(tmpdir(), "ws2kit host "));
  after(() => rmSync(root, { recursive: true }));

  function hostBuild(...words: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "host", "build", ...words], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  it("builds this machine's host in a project with a space in its path, and uses it again", () => {
    const said = hostBuild();
    const program = join(root, "dist/device/x64/ws2kit-device");
    const { size, mtimeMs } = statSync(program);
    assert.equal(
      said,
      `dist/device/x64/ws2kit-device: ${size.toLocaleString("en")} bytes, x86-64 Linux: the desk's own.\n` +
        "ws2kit run --engine device uses it.\n",
    );
    assert.equal(hostBuild(), said);
    assert.equal(statSync(program).mtimeMs, mtimeMs, "it was built again");
    writeFileSync(join(root, "hello.js"), `ws2host.log("hello");`);
    assert.equal(execFileSync(program, [join(root, "hello.js")], { encoding: "utf8" }), "hello\n");
  });

  it("builds it again for another version of the package", () => {
    const program = join(root, "dist/device/x64/ws2kit-device");
    const { mtimeMs } = statSync(program);
    writeFileSync(join(root, "dist/device/x64/built-from"), "another version\n");
    hostBuild();
    assert.isAbove(statSync(program).mtimeMs, mtimeMs);
  });

  it("builds a board of the project, with its own port", () => {
    const boards = join(root, "boards");
    mkdirSync(boards);
    execFileSync("cp", ["-r", PORT, join(boards, "mine")]);
    const system = join(boards, "mine/system.c");
    writeFileSync(system, readFileSync(system, "utf8").replace("double port_now", "int mine = 1;\ndouble port_now"));
    writeFileSync(join(boards, "gateway.mk"), "# A gateway.\nCC = gcc\nPORT = mine\nPACKAGES = gcc libc6-dev\n");
    assert.match(hostBuild("boards/gateway.mk"), /^dist\/device\/gateway\/ws2kit-device: [\d,]+ bytes, A gateway\.\n/);
    const symbols = execFileSync("nm", [join(root, "dist/device/gateway/objects/port/system.o")], { encoding: "utf8" });
    assert.match(symbols, / mine$/m);
  });
});
