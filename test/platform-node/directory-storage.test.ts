import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import type { Platform, Storage } from "@ws2kit/spi";
import { openMachine, ref } from "@ws2kit/target-desktop";
import { expect } from "chai";

const PROVIDER = "6A7E2E8C-3F0B-4E57-9B0C-0D3F6D1F5C11";

/** A desktop machine on a simulated network that keeps its catalog in `storage`. */
function desktop(storage: Storage) {
  return openMachine({ platform: memoryPlatform({ network: memoryNetwork(), storage }) as Platform });
}

describe("a directory as storage", () => {
  let directory: string;
  let storage: Storage;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), "ws2kit-")), "catalog");
    storage = nodePlatform({ storage: directory }).storage as Storage;
  });
  afterEach(() => rmSync(join(directory, ".."), { recursive: true }));

  it("is empty before it is written", () => {
    expect(storage.read("catalog.json")).to.equal(null);
  });

  it("returns the text that was written last, and leaves no other file", () => {
    expect(storage.write("a", "one")).to.equal(true);
    expect(storage.write("a", "two")).to.equal(true);
    expect(storage.read("a")).to.equal("two");
    expect(readdirSync(directory)).to.deep.equal(["a"]);
  });

  it("reports a failed write, and does not change the old text", () => {
    storage.write("a", "one");
    const inFile = nodePlatform({ storage: join(directory, "a") }).storage as Storage;
    expect(inFile.write("b", "two")).to.equal(false);
    expect(storage.read("a")).to.equal("one");
  });

  it("stores the desktop's catalog from one boot to the next", () => {
    const first = desktop(storage);
    const info = first.catalog.entries[0];
    const errno = ref(0);
    expect(first.openProcess().WSCInstallProvider(PROVIDER, "modem.dll", [info], 1, errno)).to.equal(0);
    const { entries } = desktop(storage).catalog;
    expect(entries).to.have.length(first.catalog.entries.length);
    expect(entries[entries.length - 1].ProviderId).to.equal(PROVIDER);
  });

  it("loads the previous catalog if the file is damaged, and names the damaged line", () => {
    const ws2 = desktop(storage).openProcess();
    const info = desktop(storage).catalog.entries[0];
    ws2.WSCInstallProvider(PROVIDER, "modem.dll", [info], 1, ref(0));
    ws2.WSCInstallProvider(PROVIDER.replace("6A", "6B"), "modem.dll", [info], 1, ref(0));
    const damaged = (storage.read("catalog.json") as string).replace("modem.dll", "m\u0000dem.dll");
    writeFileSync(join(directory, "catalog.json"), damaged);
    const machine = desktop(storage);
    const ids = machine.catalog.entries.map((entry) => entry.ProviderId);
    expect(ids.filter((id) => id.endsWith(PROVIDER.slice(2)))).to.deep.equal([PROVIDER]);
    const [record] = machine.records;
    expect(record.code).to.equal("catalog-damaged");
    expect(record.args[0]).to.equal("catalog.json");
    expect(record.args[1]).to.be.greaterThan(1);
  });

  it("stores a text that needs several writes completely or not at all", async () => {
    expect(storage.write("a", "one")).to.equal(true);
    const said = await limited(16, `console.log(storage.write("a", "x".repeat(1 << 20)));`);
    expect(said).to.equal("false\n");
    expect(storage.read("a")).to.equal("one");
    expect(readdirSync(directory)).to.deep.equal(["a"]);
  });

  it("reports an unreadable file as damaged, not as missing", () => {
    mkdirSync(join(directory, "a"), { recursive: true });
    expect(storage.read("a")).to.equal("");
  });

  it("removes the file of a killed writer", async () => {
    storage.write("a", "one");
    // the process writes nothing else, and is killed between its first byte and its last
    const killed = `
      const write = fs.writeFileSync;
      fs.writeFileSync = (file, text) => { write(file, text.slice(0, 1)); process.kill(process.pid, "SIGKILL"); };
      syncBuiltinESMExports();
      storage.write("a", "two");`;
    expect(await exitOf(killed)).to.equal("SIGKILL");
    expect(readdirSync(directory)).to.have.length(2);
    const next = nodePlatform({ storage: directory }).storage as Storage;
    expect(readdirSync(directory)).to.deep.equal(["a"]);
    expect(next.read("a")).to.equal("one");
    expect(next.write("a", "three"), "the lock went with the process").to.equal(true);
  });

  it("has one writer at a time, among all processes", async () => {
    const count = `
      for (let i = 0; i < 50; i++) {
        storage.exclusively(() => storage.write("count", String(Number(storage.read("count")) + 1)));
      }`;
    expect(await Promise.all([exitOf(count), exitOf(count), exitOf(count)])).to.deep.equal([0, 0, 0]);
    expect(storage.read("count")).to.equal("150");
  });

  it("is unlocked when a change throws, and can be written again", () => {
    const thrown = new Error("a caller's");
    expect(() => storage.exclusively?.(() => raise(thrown))).to.throw(thrown);
    expect(storage.write("a", "one")).to.equal(true);
  });

  /** Runs a script with this `storage` in a process of its own. */
  function child(script: string, words: readonly string[] = []): ChildProcess {
    const source = `
      import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      import { nodePlatform } from ${JSON.stringify(import.meta.resolve("@ws2kit/platform-node"))};
      const { storage } = nodePlatform({ storage: ${JSON.stringify(directory)} });
      ${script}`;
    const [program, ...before] = [...words, process.execPath];
    return spawn(program, [...before, "--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
  }

  async function exitOf(script: string): Promise<unknown> {
    const [code, signal] = await once(child(script), "exit");
    return signal ?? code;
  }

  /** What a script says whose files end at `blocks` of 512 bytes: a write is cut short there, as on a full disk. */
  function limited(blocks: number, script: string): Promise<string> {
    const sh = ["sh", "-c", `ulimit -f ${blocks}; exec "$0" "$@"`];
    return text(child(script, sh).stdout as Readable);
  }
});

function raise(error: Error): never {
  throw error;
}
