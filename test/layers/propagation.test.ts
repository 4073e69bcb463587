import type { OpenMachine } from "@ws2kit/conformance";
import {
  AF_INET,
  BASE_PROTOCOL,
  FROM_PROTOCOL_INFO,
  newWSAPROTOCOL_INFOW,
  type ProviderModule,
  ref,
  SOCK_STREAM,
  sockaddr_in,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { machineOf, started } from "./ends.js";
import { type Given, Recording } from "./recorded.js";
import { installStack } from "./stack.js";

const FROM = FROM_PROTOCOL_INFO;

for (const target of TARGET_NAMES) {
  describe(`what is passed down a chain on ${target}`, () => {
    /** The number of shipped layers, which are members of every chain. */
    const shipped = machineOf(target).catalog.entries[0].ProtocolChain.ChainLen - 1;
    const room = 6 - shipped;

    /** A machine with `depth` layers, all providers of which write down what they are given. */
    function recordedChain(depth: number) {
      const machine = machineOf(target);
      const recording = new Recording();
      const { entries } = machine.catalog;
      const base = entries.find(({ ProtocolChain }) => ProtocolChain.ChainLen === BASE_PROTOCOL) as WSAPROTOCOL_INFOW;
      const record = (name: string, path: string) =>
        machine.installModule(path, recording.of(name, machine.moduleAt(path) as ProviderModule));
      record("base", machine.catalog.pathOf(base.ProviderId) as string);
      if (shipped > 0) record("shipped", machine.catalog.pathOf(entries[0].ProviderId) as string);
      const codes = installStack(machine as unknown as ReturnType<OpenMachine>, new Array(depth).fill({}));
      expect(codes).to.deep.equal(new Array(depth).fill(0));
      for (let i = 1; i <= depth; i++) record(`layer ${i}`, `layer${i}.dll`);
      const ws2 = started(machine);
      const chain = ws2.explainSocket(AF_INET, SOCK_STREAM, 0).entry as WSAPROTOCOL_INFOW;
      const layers = Array.from({ length: depth }, (_, i) => `layer ${depth - i}`);
      const names = [...layers, ...new Array(shipped).fill("shipped"), "base"];
      return { recording, ws2, chain, base, names, codes };
    }

    /** Every layer receives the same structure; the base receives a copy of its own entry, with dwProviderReserved. */
    function expectPropagated(given: readonly Given[], names: readonly string[], base: WSAPROTOCOL_INFOW): void {
      expect(given.map(({ provider }) => provider)).to.deep.equal(names);
      const [first] = given;
      for (const { info } of given.slice(0, -1)) expect(info).to.equal(first.info);
      const last = given[given.length - 1];
      expect(last.info).to.not.equal(first.info);
      expect(last.copy).to.deep.equal({ ...base, dwProviderReserved: first.copy.dwProviderReserved });
    }

    for (let depth = 1; depth <= room; depth++) {
      it(`through ${depth}: the info at WSPStartup, WSPSocket and the address calls, and one upcall table`, () => {
        const { recording, ws2, chain, base, names } = recordedChain(depth);
        const s = ws2.WSASocketW(FROM, FROM, FROM, chain, 0, 0);
        expect(s).to.be.above(0);
        // the chain starts first; then ws2 itself starts the base, whose catalog id its handle names
        const startups = recording.given.filter(({ slot }) => slot === "WSPStartup");
        expectPropagated(startups.slice(0, names.length), names, base);
        expectPropagated(recording.take("WSPSocket"), names, base);
        expect(new Set(recording.upcalls.slice(0, names.length)).size).to.equal(1);

        const name = sockaddr_in("10.1.2.3", 80);
        const text = ref("");
        expect(ws2.WSAAddressToStringW(name, 16, chain, text, ref(64))).to.equal(0);
        expectPropagated(recording.take("WSPAddressToString"), names, base);
        expect(ws2.WSAStringToAddressW(text.value, AF_INET, chain, new Uint8Array(16), ref(16))).to.equal(0);
        expectPropagated(recording.take("WSPStringToAddress"), names, base);
      });
    }

    it("the info of a duplicate is passed down with the base's token", () => {
      const { recording, ws2, chain, base, names } = recordedChain(3);
      const s = ws2.WSASocketW(FROM, FROM, FROM, chain, 0, 0);
      const info = newWSAPROTOCOL_INFOW();
      recording.take("WSPSocket");
      const result = ws2.WSADuplicateSocketW(s, ws2.processId, info);
      // one structure for all: the base writes into it, and each layer above sets its chain
      const given = recording.take("WSPDuplicateSocket");
      expect(given.map(({ provider }) => provider)).to.deep.equal(names);
      expect(new Set(given.map((one) => one.info)).size).to.equal(1);
      if (result !== 0) return; // the shipped provider does not support sharing
      expect(info.dwCatalogEntryId).to.equal(chain.dwCatalogEntryId);
      expect(info.dwProviderReserved).to.not.equal(0);
      const taken = ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0);
      expect(taken).to.be.above(0);
      expectPropagated(recording.take("WSPSocket"), names, base);
    });

    it("a seventh layer is refused, and the others still work", () => {
      const machine = machineOf(target);
      expect(installStack(machine, new Array(room + 1).fill({})).slice(room - 1)).to.deep.equal([0, WSANO_RECOVERY]);
      const { entry, chain } = started(machine).explainSocket(AF_INET, SOCK_STREAM, 0);
      expect([entry?.ProtocolChain.ChainLen, chain.length]).to.deep.equal([7, 7]);
      expect(chain.every(({ isOnMachine }) => isOnMachine)).to.equal(true);
    });
  });
}
