import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  it("has nothing before it is written", () => {
    expect(storage.read("catalog.json")).to.equal(null);
  });

  it("gives back what was written last, and leaves no other file", () => {
    expect(storage.write("a", "one")).to.equal(true);
    expect(storage.write("a", "two")).to.equal(true);
    expect(storage.read("a")).to.equal("two");
    expect(readdirSync(directory)).to.deep.equal(["a"]);
  });

  it("says when it cannot write, and keeps what was there", () => {
    storage.write("a", "one");
    const inFile = nodePlatform({ storage: join(directory, "a") }).storage as Storage;
    expect(inFile.write("b", "two")).to.equal(false);
    expect(storage.read("a")).to.equal("one");
  });

  it("keeps the desktop's catalog from one boot to the next", () => {
    const first = desktop(storage);
    const info = first.catalog.entries[0];
    const errno = ref(0);
    expect(first.openProcess().WSCInstallProvider(PROVIDER, "modem.dll", [info], 1, errno)).to.equal(0);
    const { entries } = desktop(storage).catalog;
    expect(entries).to.have.length(first.catalog.entries.length);
    expect(entries[entries.length - 1].ProviderId).to.equal(PROVIDER);
  });

  it("falls back on the last good catalog where the file is damaged, and names its line", () => {
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
});
