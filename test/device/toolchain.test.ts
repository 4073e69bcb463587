import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildHost, HostError, installCommand, missingPrograms, readHost } from "@ws2kit/device-host";
import { expect } from "chai";
import { engineSources } from "#device-host/engine-sources.js";

/** Lines of a board's file, and the compiler and the missing programs that follow from them. */
const COMPILERS: readonly (readonly [lines: string, compiler: string, missing: readonly string[]])[] = [
  ["CC = arm-gcc", "arm-gcc", ["arm-gcc"]],
  ["CC=arm-gcc", "arm-gcc", ["arm-gcc"]],
  ["CC := arm-gcc", "arm-gcc", ["arm-gcc"]],
  ["CC ::= arm-gcc\r", "arm-gcc", ["arm-gcc"]],
  ["CC ?= arm-gcc # of the vendor", "arm-gcc", ["arm-gcc"]],
  ["CC =\nCFLAGS = -mthumb", "cc", ["cc"]],
  ["CFLAGS = -mthumb", "cc", ["cc"]],
  ["CC = ccache arm-gcc", "ccache arm-gcc", []],
  ["CC = arm-gcc --sysroot=/opt/board", "arm-gcc --sysroot=/opt/board", ["arm-gcc"]],
  ["CC = $(SDK)/bin/gcc -m32", "$(SDK)/bin/gcc -m32", []],
  ["SDK = /opt/board\nCC = $" + "{SDK}/bin/gcc", "$" + "{SDK}/bin/gcc", []],
];

describe("the tool-chain of a host", () => {
  const root = mkdtempSync(join(tmpdir(), "ws2kit-toolchain-"));
  const { PATH } = process.env;
  before(() => {
    mkdirSync(join(root, "bin"));
    for (const program of ["ccache", "make"]) writeFileSync(join(root, "bin", program), "", { mode: 0o755 });
    process.env.PATH = join(root, "bin");
  });
  after(() => {
    process.env.PATH = PATH;
    rmSync(root, { recursive: true });
  });

  function board(lines: string) {
    const file = join(root, "board.mk");
    writeFileSync(file, `# A board.\n${lines}\n`);
    return readHost(file);
  }

  async function refusal(build: () => Promise<unknown>): Promise<string> {
    try {
      await build();
    } catch (error) {
      expect(error).to.be.instanceOf(HostError);
      return (error as HostError).message;
    }
    return expect.fail("it was built");
  }

  for (const [lines, compiler, missing] of COMPILERS) {
    it(`looks for the first word of the compiler's command: ${JSON.stringify(lines)}`, () => {
      const host = board(lines);
      expect([host.compiler, missingPrograms(host, "build")]).to.deep.equal([compiler, missing]);
    });
  }

  it("reads an empty RUN as a host that runs directly", () => {
    expect(board("RUN =").runner).to.deep.equal([]);
    expect(board("RUN = qemu-arm  -L /usr").runner).to.deep.equal(["qemu-arm", "-L", "/usr"]);
    expect(board("RUN:=none").runner).to.equal(null);
  });

  it("names the command that installs a missing compiler only if the board names its packages", async () => {
    const [bare, full] = ["CC = arm-gcc", "CC = arm-gcc\nPACKAGES = gcc-arm"];
    expect(installCommand(board(bare), "build")).to.equal("");
    expect(await refusal(() => buildHost(board(bare), { folder: root }))).to.equal(
      "arm-gcc is missing, which builds the host board.",
    );
    expect(await refusal(() => buildHost(board(full), { folder: root }))).to.equal(
      "arm-gcc is missing, which builds the host board: " +
        "on Debian and Ubuntu, apt-get install gcc-arm installs what is needed.",
    );
  });

  for (const [folder, file] of [
    ["out", "my project/board.mk"],
    ["my project/out", "my project/my board.mk"],
    ["my project/out", "my project/R&D/board.mk"],
    ["out", "board$1.mk"],
  ]) {
    it(`refuses a path that make cannot read: ${file} from ${folder}`, async () => {
      const path = join(root, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "# A board.\nCC = ccache arm-gcc\n");
      const message = await refusal(() => buildHost(readHost(path), { folder: join(root, folder) }));
      expect(message)
        .to.match(/^make cannot read "[ &$]" in a path, and /)
        .and.to.contain(path);
    });
  }

  it("refuses a folder in which another process builds, unless that was killed", async () => {
    const [host, claim] = [board("CC = ccache arm-gcc"), join(root, "board/building")];
    const build = () => refusal(() => buildHost(host, { folder: root }));
    mkdirSync(join(root, "board"), { recursive: true });
    writeFileSync(claim, String(process.ppid));
    expect(await build()).to.match(new RegExp(`^process ${process.ppid} builds a host in .*/board: wait`));
    expect(existsSync(claim), "the other's claim").to.equal(true);
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(claim, String(pid));
    expect(await build()).to.contain("npm cannot download");
    expect(existsSync(claim), "a claim that was released").to.equal(false);
  });

  it("downloads the engine's sources to a folder that only complete ones replace", async () => {
    const folder = join(root, "engine");
    const script = `#!${process.execPath}
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");
if (!existsSync("package-lock.json")) process.exit(1);
mkdirSync("node_modules/qjsc", { recursive: true });
writeFileSync("node_modules/.package-lock.json", "");
`;
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, "node_modules/part"), "");
    writeFileSync(join(root, "bin/npm"), script, { mode: 0o755 });
    await Promise.all([engineSources(folder), engineSources(folder)]);
    rmSync(join(root, "bin/npm"));
    expect(readdirSync(join(folder, "node_modules")).sort()).to.deep.equal([".package-lock.json", "qjsc"]);
    expect(readdirSync(root).filter((name) => name.startsWith("engine-"))).to.deep.equal([]);
  });

  it("says why npm cannot download the engine's sources", async () => {
    const npm = join(root, "bin/npm");
    expect(await refusal(() => engineSources(join(root, "quickjs")))).to.match(/:\nspawn npm ENOENT$/);
    // npm prints nothing but its exit code if it is silent
    const script = `#!/bin/sh\n[ "$2" = --silent ] || echo "npm error network" >&2\nexit 1\n`;
    writeFileSync(npm, script, { mode: 0o755 });
    expect(await refusal(() => engineSources(join(root, "quickjs")))).to.match(/:\nnpm error network$/);
  });
});
