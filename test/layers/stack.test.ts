import { defineLayer, filter, installLayer, installStack, type Kinds, trace } from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { messageText } from "@ws2kit/rules";
import { AF_INET, defineProvider, ref, SOCK_STREAM, WSAEACCES, WSAEINVAL, WSANO_RECOVERY } from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { MemoryStorage } from "../fixture/memory-storage.js";
import { listening, machineOf, started } from "./ends.js";
import { stacked } from "./machines.js";

/** A provider of a protocol that no other provider has. */
const MODEM = defineProvider({
  ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D3F00",
  protocols: [{ iAddressFamily: 90, iSocketType: SOCK_STREAM, iProtocol: 1, dwServiceFlags1: 0, szProtocol: "Modem" }],
  WSPStartup: () => WSAEINVAL,
});

/** The identifier `n` before one that ends in digits enough. */
const idBefore = (id: string, n: number) =>
  id.slice(0, -4) + (parseInt(id.slice(-4), 16) - n).toString(16).toUpperCase();

const KINDS = { trace, filter };
const quiet = () => {};

for (const target of TARGET_NAMES) {
  describe(`stacks by configuration on ${target}`, () => {
    const chainOf = (machine: ReturnType<typeof machineOf>) =>
      machine.openProcess().explainSocket(AF_INET, SOCK_STREAM, 0).entry?.szProtocol;

    it("have their first layer nearest to the application", () => {
      const { machine } = stacked(target, [{ layer: "trace" }, { layer: "filter" }], KINDS);
      expect(chainOf(machine)).to.match(/^Trace over \[Filter over \[/);
    });

    it("may have a layer twice, each with its own options", () => {
      const deny = { verdict: "deny", call: "connect" } as const;
      const stack = [
        { layer: "trace", slots: ["WSPConnect"] },
        { layer: "filter", rules: [deny] },
        { layer: "trace", slots: ["WSPSocket"] },
      ] as const;
      const { machine, ws2, events } = stacked(target, stack, KINDS);
      expect(chainOf(machine)).to.match(/^Trace over \[Filter over \[Trace 2 over \[/);
      const [, name] = listening(ws2);
      ws2.connect(ws2.socket(AF_INET, SOCK_STREAM, 0), name, 16);
      expect(events.map(({ layer, slot, code }) => [layer, slot, code])).to.deep.equal([
        ["trace", "WSPSocket", 0],
        ["trace", "WSPSocket", 0],
        ["filter", undefined, undefined],
        ["trace", "WSPConnect", WSAEACCES],
      ]);
    });

    it("do not change the catalog if there are too many layers", () => {
      const machine = machineOf(target);
      const before = machine.catalog.entries;
      expect(installStack(machine, new Array(7).fill({ layer: "trace" }), KINDS, quiet)).to.equal(WSANO_RECOVERY);
      expect(machine.catalog.entries.map((entry) => entry.szProtocol)).to.deep.equal(before.map((e) => e.szProtocol));
      expect(messageText(machine.records[0])).to.match(/^\[ws2kit\] layer Trace( 2)? could not be installed \(11003\)/);
    });

    it("are refused completely, with a message, for an unknown layer or option", () => {
      const said = (row: object) => {
        const machine = machineOf(target);
        const before = machine.catalog.entries.length;
        expect(installStack(machine, [{ layer: "trace" }, row] as never, KINDS, quiet)).to.equal(WSAEINVAL);
        expect(machine.catalog.entries.length).to.equal(before);
        return messageText(machine.records[0]);
      };
      const rules = (rule: object) => ({ layer: "filter", rules: [{ verdict: "allow" }, rule] });
      expect(said({ layer: "filtre" })).to.match(/layer 1 of the stack is "filtre".*It contains: trace, filter\./);
      expect(said({ layer: "filter", rule: [] })).to.match(/ filter\.rule: .*There are: rules, otherwise\./);
      expect(said({ layer: "filter", rules: {} })).to.match(/ filter\.rules must be a list/);
      expect(said(rules({ verdict: "perhaps" }))).to.match(/rules\[1\]\.verdict is "perhaps"; .*one of: allow, deny/);
      expect(said(rules({ call: "bind" }))).to.match(/rules\[1\]\.verdict is "?missing/);
      expect(said(rules({ verdict: "deny", call: ["bind", "listen"] }))).to.match(/rules\[1\]\.call\[1\] is "listen"/);
      expect(said(rules({ verdict: "deny", address: "10.0.0.0/33" }))).to.match(
        /rules\[1\]\.address is "10\.0\.0\.0\/33"/,
      );
      expect(said(rules({ verdict: "deny", port: [80, 70] }))).to.match(/rules\[1\]\.port is \[80,70\]/);
      expect(said(rules({ verdict: "deny", process: -4 }))).to.match(/rules\[1\]\.process is -4/);
      expect(said({ layer: "trace", slots: ["connect"] })).to.match(/trace\.slots\[0\] is "connect"/);
    });

    it("are refused completely if another provider uses one of their identifiers or files", () => {
      const FOREIGN = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2F00";
      const kind = (ProviderId: string, name: string) => ({
        ProviderId,
        name,
        module: (_options: object, _tell: unknown, id = ProviderId) =>
          defineLayer({ ProviderId: id, name, attach: () => ({}) }),
      });
      const refused = (kinds: Kinds, stack: object[], owner: RegExp) => {
        const machine = machineOf(target);
        const foreign = kind(FOREIGN, "Foreign").module({}, quiet);
        machine.installModule("foreign.dll", foreign);
        const names = { ProviderId: FOREIGN, name: "Foreign" };
        expect(installLayer(machine.openProcess(), "foreign.dll", names)).to.equal(0);
        const before = machine.catalog.entries;
        expect(installStack(machine, stack as never, kinds, quiet)).to.equal(WSAEINVAL);
        expect(machine.catalog.entries).to.deep.equal(before);
        expect(machine.moduleAt("foreign.dll")).to.equal(foreign);
        expect(messageText(machine.records[0])).to.match(
          /^\[ws2kit\] layer [\w ]+ could not be installed: .* belongs to/,
        );
        expect(messageText(machine.records[0])).to.match(owner);
        expect(listening(started(machine))[0]).to.be.greaterThan(0);
      };
      const mine = kind(FOREIGN.toLowerCase(), "Mine");
      refused({ mine }, [{ layer: "mine" }], /foreign\.dll/);
      refused({ trace, mine }, [{ layer: "trace" }, { layer: "mine" }], /foreign\.dll/);
      // its chains', and that of a layer that is there for the second time
      refused({ mine: kind(idBefore(FOREIGN, 1), "Mine") }, [{ layer: "mine" }], /foreign\.dll/);
      refused({ mine: kind(idBefore(FOREIGN, 2), "Mine") }, [{ layer: "mine" }, { layer: "mine" }], /foreign\.dll/);
      const free = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D3000";
      refused({ foreign: kind(free, "Mine") }, [{ layer: "foreign" }], /foreign\.dll belongs to Foreign/);
      const twins = { mine: kind(free, "Mine"), other: kind(free, "Other") };
      refused(twins, [{ layer: "mine" }, { layer: "other" }], /layer Other .* belongs to Mine/);
    });

    it("accept identifiers in upper and lower case", () => {
      const ProviderId = "{0f1c2b6e-8c0a-4b7e-9d5a-3e9b1c7d3000}";
      let attached = 0;
      const attach = () => ({ opened: () => void attached++ });
      const mine = { ProviderId, name: "Mine", module: () => defineLayer({ ProviderId, name: "Mine", attach }) };
      const { machine } = stacked(target, [{ layer: "mine" }], { mine });
      listening(started(machine));
      expect(attached).to.equal(1);
    });

    it("cover the protocols of a provider that has been installed since", () => {
      const machine = machineOf(target);
      expect(installStack(machine, [{ layer: "trace" }], KINDS, quiet)).to.equal(0);
      const { ProviderId, protocols } = MODEM;
      machine.installModule("modem.dll", () => MODEM);
      const errno = ref(0);
      const { length } = protocols;
      expect(machine.openProcess().WSCInstallProvider(ProviderId, "modem.dll", protocols, length, errno)).to.equal(0);
      expect(installStack(machine, [{ layer: "trace" }], KINDS, quiet)).to.equal(0);
      const found = machine.openProcess().explainSocket(90, SOCK_STREAM, 1);
      expect(found.entry?.szProtocol).to.equal("Trace over [Modem]");
    });

    it("are installed after each boot, and replaced by another stack", () => {
      const storage = new MemoryStorage();
      const network = memoryNetwork();
      const boot = (stack: Parameters<typeof installStack<typeof KINDS>>[1]) => {
        const machine = machineOf(target, network, { storage });
        expect(installStack(machine, stack, KINDS, quiet)).to.equal(0);
        const [listener] = listening(started(machine));
        expect(listener).to.be.greaterThan(0);
        return { chain: chainOf(machine), ids: machine.catalog.entries.map((entry) => entry.dwCatalogEntryId) };
      };
      const below = chainOf(machineOf(target));
      const first = boot([{ layer: "trace" }, { layer: "filter" }]);
      const second = boot([{ layer: "trace" }, { layer: "filter" }]);
      expect(second).to.deep.equal(first);
      expect(boot([{ layer: "filter" }, { layer: "trace" }]).chain).to.equal(`Filter over [Trace over [${below}]]`);
      expect(boot([{ layer: "trace" }]).chain).to.equal(`Trace over [${below}]`);
      expect(boot([]).chain).to.equal(below);
    });
  });
}
