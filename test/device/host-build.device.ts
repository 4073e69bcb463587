import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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
    const headers = readFileSync(join(root, "dist/device/x64/objects/quickjs/inside.d"), "utf8");
    assert.match(headers, /quickjs\/inside\.h:/);
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

  describe("with a compiler that only lists the files that it writes", () => {
    const out = join(root, "dist/device/listed");
    const boards = join(root, "boards");
    before(() => {
      mkdirSync(join(root, "others"));
      mkdirSync(boards, { recursive: true });
      const compiler = `#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\necho "$2" >> compiled\n: > "$2"\n`;
      writeFileSync(join(boards, "compiler"), compiler, { mode: 0o755 });
      writeFileSync(join(boards, "sdk.mk"), "CFLAGS = -Os\n");
      const board = "# A board.\ninclude $(dir $(HOST))sdk.mk\nCC = $(dir $(HOST))compiler\nPORT = posix\n";
      writeFileSync(join(boards, "listed.mk"), board);
      writeFileSync(
        join(root, "others/listed.mk"),
        "# Another.\nCC = $(dir $(HOST))../boards/compiler\nPORT = posix\n",
      );
    });

    /** Builds a host, and returns the names of the files that the compiler wrote. */
    function compiled(...words: string[]): string[] {
      rmSync(join(out, "compiled"), { force: true });
      hostBuild(...words);
      const list = join(out, "compiled");
      return existsSync(list) ? readFileSync(list, "utf8").trim().split("\n").sort() : [];
    }

    it("compiles everything again after an edit of the host's file, or of a file that it includes", () => {
      const all = compiled("boards/listed.mk");
      assert.includeMembers(all, ["objects/c/main.o", "objects/port/system.o", "objects/quickjs/inside.o"]);
      assert.deepEqual(compiled("boards/listed.mk"), []);
      for (const file of ["listed.mk", "sdk.mk"]) {
        appendFileSync(join(boards, file), "CFLAGS += -mthumb\n");
        assert.deepEqual(compiled("boards/listed.mk"), all, file);
      }
    });

    it("compiles everything again for another host of the same name", () => {
      const all = compiled("others/listed.mk");
      assert.include(all, "objects/quickjs/inside.o");
      assert.deepEqual(compiled("others/listed.mk"), []);
      assert.deepEqual(compiled("boards/listed.mk"), all);
    });

    it("removes old objects before it writes what the new ones are built from", () => {
      rmSync(join(out, "built-from"));
      mkdirSync(join(out, "built-from"));
      const words = [COMMAND, "host", "build", "boards/listed.mk"];
      assert.notEqual(spawnSync(process.execPath, words, { cwd: root }).status, 0);
      assert.isFalse(existsSync(join(out, "objects")));
      rmSync(join(out, "built-from"), { recursive: true });
    });
  });
});
