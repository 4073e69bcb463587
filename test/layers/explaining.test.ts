import { listCatalog } from "@ws2kit/core";
import { chainLines, messageText, stageText } from "@ws2kit/rules";
import { AF_INET, INVALID_SOCKET, ref, SOCK_STREAM, WSAEPROVIDERFAILEDINIT } from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { machineOf, started } from "./ends.js";
import { installStack, layerId } from "./stack.js";

for (const target of TARGET_NAMES) {
  describe(`chains are explained on ${target}`, () => {
    it("by explainSocket: the members of the chain, their order, and the reason", () => {
      const machine = machineOf(target);
      const base = started(machine).explainSocket(AF_INET, SOCK_STREAM, 0);
      installStack(machine, [{}, {}]);
      const { entry, chain, tried } = started(machine).explainSocket(AF_INET, SOCK_STREAM, 0);
      // the base, or a layer in the box over it
      const below = base.chain.map((member) => member.entry?.szProtocol);
      expect(chain.map((member) => member.entry?.szProtocol)).to.deep.equal(["Layer 2", "Layer 1", ...below]);
      expect(chain.map(({ dwCatalogEntryId }) => dwCatalogEntryId)).to.deep.equal(
        entry?.ProtocolChain.ChainEntries.slice(0, 2 + below.length),
      );
      expect(chainLines(chain)).to.deep.equal([
        "Layer 2 (layer2.dll): a layer, installed over Layer 1",
        `Layer 1 (layer1.dll): a layer, installed over ${below[0]}`,
        ...chainLines(base.chain),
      ]);
      const bottom = base.chain[base.chain.length - 1];
      expect(chainLines(chain).pop()).to.equal(`${bottom.entry?.szProtocol} (${bottom.path}): the base provider`);
      const [last] = tried.slice(-1);
      expect([last.entry, stageText(last.stage)]).to.deep.equal([entry, "the first that serves it"]);
    });

    it("by the listing of the catalog, in the order of choice", () => {
      const machine = machineOf(target);
      const before = listCatalog(machine).map(({ entry }) => entry);
      installStack(machine, [{}]);
      const rows = listCatalog(machine);
      expect(rows.map(({ entry }) => entry)).to.deep.equal(machine.catalog.entries);
      const own = rows.filter(({ entry }) => !before.includes(entry));
      const chains = own.filter(({ kind }) => kind === "chain");
      expect(rows.slice(0, chains.length)).to.deep.equal(chains, "chains go first");
      for (const { chain, entry } of chains) expect(chain.length).to.equal(entry.ProtocolChain.ChainLen);
      const layers = own.filter(({ kind }) => kind === "layer");
      expect(layers.map(({ entry }) => entry.szProtocol)).to.deep.equal(["Layer 1"]);
      expect(new Set(rows.map(({ kind }) => kind))).to.deep.equal(new Set(["chain", "base", "layer"]));
    });

    it("if a member is missing: a record names it each time it is needed", () => {
      const machine = machineOf(target);
      installStack(machine, [{}, {}]);
      const installer = machine.openProcess();
      expect(installer.WSCDeinstallProvider(layerId(1), ref(0))).to.equal(0);
      const ws2 = started(machine);
      const { chain } = ws2.explainSocket(AF_INET, SOCK_STREAM, 0);
      const gone = chain[1].dwCatalogEntryId;
      expect(chainLines(chain)[1]).to.equal(
        `entry ${gone}: has left the catalog, so no socket of this chain can be made`,
      );
      expect(ws2.socket(AF_INET, SOCK_STREAM, 0)).to.equal(INVALID_SOCKET);
      expect(ws2.WSAGetLastError()).to.equal(WSAEPROVIDERFAILEDINIT);
      const record = machine.records.find(({ code }) => code === "layer-missing");
      expect(record?.args[2]).to.equal(gone);
      expect(messageText(record as never)).to.contain(`entry ${gone}`);
    });
  });
}
