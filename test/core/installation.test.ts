import {
  newWSAPROTOCOL_INFOW,
  PFL_HIDDEN,
  ref,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { protocolOf, SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

type DesktopProgram = Program & Ws2;

const ID = "0B5C4A62-98F7-4E58-8A4D-54C4B86E00FF";

/** The entries that WSCEnumProtocols lists. */
function listed(ws2: Program): WSAPROTOCOL_INFOW[] {
  const [buffer, size, errno] = [[] as WSAPROTOCOL_INFOW[], ref(0), ref(0)];
  assert.equal(ws2.WSCEnumProtocols(null, buffer, size, errno), -1);
  assert.equal(errno.value, WSAENOBUFS);
  assert.equal(ws2.WSCEnumProtocols(null, buffer, size, errno), size.value / 628);
  return buffer;
}

/** The code in lpErrno of a call. */
function code(call: (errno: { value: number }) => number): number {
  const errno = ref(0);
  assert.equal(call(errno) === 0, errno.value === 0);
  return errno.value;
}

for (const system of SYSTEMS) {
  describe(`${system.name}: installing a provider`, () => {
    it("adds its entries at the end, with new ids, and its path", () => {
      const computer = new Computer(system);
      const ws2 = computer.process();
      const before = listed(ws2);
      const protocols = [protocolOf({}), protocolOf({ iProtocol: 2 })];
      const provider = new ScriptedProvider({ ProviderId: ID, path: "%Windows%\\modem.dll", protocols });
      assert.equal(provider.install(computer.machine, ws2), 0);
      const added = listed(ws2).slice(before.length);
      assert.deepEqual(
        added.map(({ iAddressFamily, iProtocol, ProviderId }) => [iAddressFamily, iProtocol, ProviderId]),
        [1, 2].map((protocol) => [SCRIPTED_FAMILY, protocol, ID]),
      );
      const last = before[before.length - 1].dwCatalogEntryId;
      assert.isTrue(added.every(({ dwCatalogEntryId }) => dwCatalogEntryId > last));
      const path = ref("");
      assert.equal(
        code((errno) => ws2.WSCGetProviderPath(ID, path, ref(20), errno)),
        0,
      );
      assert.equal(path.value, "%Windows%\\modem.dll");
    });

    it("is undone by removing it", () => {
      const computer = new Computer(system);
      const ws2 = computer.process();
      const before = listed(ws2);
      new ScriptedProvider({ ProviderId: ID }).install(computer.machine, ws2);
      assert.equal(
        code((errno) => ws2.WSCDeinstallProvider(ID.toLowerCase(), errno)),
        0,
      );
      assert.deepEqual(listed(ws2), before);
      assert.equal(
        code((errno) => ws2.WSCDeinstallProvider(ID, errno)),
        WSAEINVAL,
      );
    });

    it("needs a privileged process and a new ProviderId", () => {
      const { machine } = new Computer(system);
      const plain = machine.openProcess({ privileged: false });
      assert.equal(new ScriptedProvider({ ProviderId: ID }).install(machine, plain), WSANO_RECOVERY);
      const ws2 = machine.openProcess();
      assert.equal(new ScriptedProvider({ ProviderId: ID }).install(machine, ws2), 0);
      assert.equal(new ScriptedProvider({ ProviderId: ID }).install(machine, ws2), WSANO_RECOVERY);
      assert.equal(
        code((errno) => plain.WSCDeinstallProvider(ID, errno)),
        WSANO_RECOVERY,
      );
    });

    it("refuses chains that are too long, lists that are too short and invalid GUIDs", () => {
      const ws2 = new Computer(system).process();
      const info = { ...newWSAPROTOCOL_INFOW(), ProtocolChain: { ChainLen: 8, ChainEntries: [] } };
      const install = (id: string, infos: unknown, count: number) =>
        code((errno) => ws2.WSCInstallProvider(id, "x.dll", infos as WSAPROTOCOL_INFOW[], count, errno));
      assert.equal(install(ID, [info], 1), WSAEINVAL);
      assert.equal(install(ID, [newWSAPROTOCOL_INFOW()], 2), WSAEFAULT);
      assert.equal(install(ID, [newWSAPROTOCOL_INFOW()], 0), WSAEINVAL);
      assert.equal(install(ID, null, 1), WSAEFAULT);
      assert.equal(install("modem", [newWSAPROTOCOL_INFOW()], 1), WSAEINVAL);
    });

    it("is visible at once in a live catalog, and after the next WSAStartup in a snapshot", () => {
      const computer = new Computer(system);
      const running = computer.program();
      new ScriptedProvider().install(computer.machine, computer.process());
      const isLive = system.name !== "desktop";
      assert.equal(running.explainSocket(SCRIPTED_FAMILY, 1, 1).entry !== null, isLive);
      assert.isNotNull(computer.program().explainSocket(SCRIPTED_FAMILY, 1, 1).entry);
    });

    it("does not close open sockets when it is removed", () => {
      const computer = new Computer(system);
      const provider = new ScriptedProvider({ ProviderId: ID });
      provider.install(computer.machine, computer.process());
      const ws2 = computer.program();
      const s = ws2.socket(SCRIPTED_FAMILY, 1, 1);
      computer.process().WSCDeinstallProvider(ID, ref(0));
      assert.equal(ws2.shutdown(s, 0), 0);
      assert.equal(ws2.closesocket(s), 0);
    });
  });
}

describe("desktop: configuring providers", () => {
  it("WSCUpdateProvider rewrites the path and the provider's own entries", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.process() as DesktopProgram;
    new ScriptedProvider({ ProviderId: ID }).install(computer.machine, ws2);
    const own = listed(ws2).filter((info) => info.ProviderId === ID);
    const infos = own.map((info) => ({ ...info, szProtocol: "renamed" }));
    const update = (id: string, list: WSAPROTOCOL_INFOW[]) =>
      code((errno) => ws2.WSCUpdateProvider(id, "new.dll", list, list.length, errno));
    assert.equal(update(ID, infos), 0);
    assert.deepEqual(
      listed(ws2)
        .filter((info) => info.ProviderId === ID)
        .map(({ szProtocol }) => szProtocol),
      ["renamed"],
    );
    assert.equal(update(ID, [listed(ws2)[0]]), WSAEINVAL);
    assert.equal(update("x", infos), WSAEINVAL);
    assert.equal(update(ID, []), WSAEINVAL);
    const plain = computer.process(false) as DesktopProgram;
    assert.equal(
      code((errno) => plain.WSCUpdateProvider(ID, "x.dll", infos, 1, errno)),
      WSANO_RECOVERY,
    );
  });

  it("WSCWriteProviderOrder reorders the entries if each is listed once", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.process() as DesktopProgram;
    const ids = listed(ws2).map((info) => info.dwCatalogEntryId);
    const turned = [...ids].reverse();
    assert.equal(ws2.WSCWriteProviderOrder(turned, turned.length), 0);
    assert.deepEqual(
      listed(ws2).map((info) => info.dwCatalogEntryId),
      turned,
    );
    assert.equal(ws2.WSCWriteProviderOrder(turned, turned.length - 1), WSAEINVAL);
    assert.equal(ws2.WSCWriteProviderOrder(turned, turned.length + 1), WSAEINVAL);
    assert.equal((computer.process(false) as DesktopProgram).WSCWriteProviderOrder(ids, ids.length), WSANO_RECOVERY);
  });

  it("WSCInstallProviderAndChains puts a hidden layer at the end, and its chains first", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.process() as DesktopProgram;
    const before = listed(ws2);
    const layerId = ref(0);
    const install = (id: string, wanted: WSAPROTOCOL_INFOW[] | null, by = ws2) =>
      code((errno) =>
        by.WSCInstallProviderAndChains(id, "trace.dll", "Trace", 0, wanted, wanted?.length ?? 0, layerId, errno),
      );
    assert.equal(install(ID, [before[0]], computer.process(false) as DesktopProgram), WSANO_RECOVERY);
    assert.equal(install(ID, [before[0]]), 0);
    const after = listed(ws2);
    const [chain] = after;
    const layer = after[after.length - 1];
    assert.equal(layer.dwCatalogEntryId, layerId.value);
    assert.equal(layer.ProtocolChain.ChainLen, 0);
    assert.equal(layer.dwProviderFlags & PFL_HIDDEN, PFL_HIDDEN);
    assert.deepEqual(chain.ProtocolChain.ChainEntries.slice(0, 2), [layerId.value, before[0].dwCatalogEntryId]);
    assert.equal(chain.ProtocolChain.ChainLen, 2);
    assert.equal(chain.szProtocol, `Trace over [${before[0].szProtocol}]`);
    assert.equal(install(ID, [before[0]]), WSAEINVAL, "installed already");
    assert.equal(install("x", [before[0]]), WSAEINVAL);
    assert.equal(install("0B5C4A62-98F7-4E58-8A4D-54C4B86E0100", [protocolOf({}) as WSAPROTOCOL_INFOW]), WSAEINVAL);
  });

  it("WSCInstallProviderAndChains installs nothing if the ProviderId of a chain is in use", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.process() as DesktopProgram;
    const second = "0B5C4A62-98F7-4E58-8A4D-54C4B86E0102";
    new ScriptedProvider({ ProviderId: second }).install(computer.machine, ws2);
    const before = listed(ws2);
    const install = (count: number) =>
      code((errno) =>
        ws2.WSCInstallProviderAndChains(
          "0B5C4A62-98F7-4E58-8A4D-54C4B86E0100",
          "trace.dll",
          "Trace",
          0,
          before.slice(0, count),
          count,
          null,
          errno,
        ),
      );
    assert.equal(install(2), WSAEINVAL);
    assert.deepEqual(listed(ws2), before);
    assert.equal(install(1), 0);
    assert.equal(listed(ws2).length, before.length + 2);
  });

  it("WSCInstallProviderAndChains sets XP1_IFS_HANDLES on a chain if its layer and its entry both have it", () => {
    const computer = new Computer(DESKTOP);
    new ScriptedProvider().install(computer.machine, computer.process());
    const ws2 = computer.process() as DesktopProgram;
    const entries = listed(ws2);
    const [file, other] = entries;
    const noFile = entries.find((info) => info.iAddressFamily === SCRIPTED_FAMILY) as WSAPROTOCOL_INFOW;
    const rest = ~XP1_IFS_HANDLES;
    for (const [n, flags, below, kept] of [
      [1, 0, file, 0],
      [2, XP1_IFS_HANDLES, other, XP1_IFS_HANDLES],
      [3, XP1_IFS_HANDLES, noFile, 0],
      // over the first chain
      [4, XP1_IFS_HANDLES, file, 0],
    ] as const) {
      const id = `0B5C4A62-98F7-4E58-8A4D-54C4B86E${n}000`;
      code((errno) => ws2.WSCInstallProviderAndChains(id, "x.dll", "Layer", flags, [below], 1, null, errno));
      const [chain] = listed(ws2);
      assert.equal(chain.dwServiceFlags1 & rest, below.dwServiceFlags1 & rest);
      assert.equal(chain.dwServiceFlags1 & XP1_IFS_HANDLES, kept);
    }
  });

  it("WSCInstallProviderAndChains covers every triple, and makes no chain longer than seven", () => {
    const ws2 = new Computer(DESKTOP).process() as DesktopProgram;
    const triples = new Set(listed(ws2).map((info) => [info.iAddressFamily, info.iSocketType, info.iProtocol].join()));
    for (let layer = 1; layer <= 7; layer++) {
      const id = `0B5C4A62-98F7-4E58-8A4D-54C4B86E${layer}000`;
      const result = code((errno) =>
        ws2.WSCInstallProviderAndChains(id, "x.dll", `L${layer}`, 0, null, 0, null, errno),
      );
      assert.equal(result, layer < 7 ? 0 : WSANO_RECOVERY, `layer ${layer}`);
      if (layer === 1)
        assert.equal(listed(ws2).filter((info) => info.ProtocolChain.ChainLen === 2).length, triples.size);
    }
    assert.equal(listed(ws2)[0].ProtocolChain.ChainLen, 7);
  });
});
