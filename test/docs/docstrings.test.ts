import { fileURLToPath } from "node:url";
import { listTargets } from "@ws2kit/build";
import { expect } from "chai";
import { Declarations } from "./docstrings.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replaceAll("\\", "/");
const entryOf = (folder: string) => `${ROOT}${folder}/lib/index.d.ts`;
const TARGETS = listTargets(ROOT).map((name) => entryOf(`targets/${name}`));
const SPI = entryOf("packages/spi");
/** The packages whose every export has a docstring. */
const DOCUMENTED = [
  "layers",
  "platform-memory",
  "platform-device",
  "platform-node",
  "engine-quickjs",
  "sockets",
  "tcpip",
  "core",
  "build",
  "conformance",
  "native",
  "timeline",
].map((name) => entryOf(`packages/${name}`));
const OWN_FILES = `${ROOT}test/lib/docs/own-files.d.ts`;

describe("docstrings, as an editor shows them", function () {
  this.timeout(20_000);
  let declarations: Declarations;
  before(() => {
    declarations = new Declarations([...TARGETS, SPI, ...DOCUMENTED, OWN_FILES]);
  });

  for (const target of TARGETS) {
    it(`${target.slice(ROOT.length)}: every function of the DLL, with its parameters`, () => {
      expect(declarations.silentMembers(target, "Ws2")).to.deep.equal([]);
    });
  }

  for (const dll of ["kernel32", "mswsock", "user32"]) {
    it(`${dll} of desktop: every function, with its parameters`, () => {
      expect(declarations.silentMembers(entryOf("targets/desktop"), "Ws2", dll)).to.deep.equal([]);
    });
  }

  for (const table of ["WSPPROC_TABLE", "WSPUPCALLTABLE"]) {
    it(`${table}: every function, with its parameters`, () => {
      expect(declarations.silentMembers(SPI, table)).to.deep.equal([]);
    });
  }

  for (const entry of [SPI, ...DOCUMENTED]) {
    it(`${entry.slice(ROOT.length)}: every function, type and member`, () => {
      expect(declarations.silentExports(entry)).to.deep.equal([]);
    });
  }

  it("report a member without a description", () => {
    expect(declarations.silentExports(OWN_FILES)).to.deep.equal(["OwnFile.path", "OwnFile.text"]);
  });
});
