import { defineLayer, installLayer, type LayerOverrides } from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  type LogRecord,
  SLOTS,
  type SlotName,
  SOCK_DGRAM,
  SOCKET_ERROR,
  sockaddr_in,
  WSAEINVALIDPROCTABLE,
  WSAEPROVIDERFAILEDINIT,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES, type TargetName } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";
import { layerId } from "./stack.js";

const NO_FUNCTIONS: readonly unknown[] = [undefined, null, 0, "WSPSend", {}];
/** Slots that Windows CE lets a provider leave empty. */
const OPTIONAL: readonly SlotName[] = ["WSPCancelBlockingCall", "WSPGetQOSByName"];

/** A machine with layers over its datagrams only, the first nearest to the base. */
function withDatagramLayers(target: TargetName, layers: readonly LayerOverrides[]) {
  const logged: LogRecord[] = [];
  const machine = machineOf(target, memoryNetwork(), { log: (record) => void logged.push(record as LogRecord) });
  for (const [i, overrides] of layers.entries()) {
    const [path, ProviderId, name] = [`layer${i + 1}.dll`, layerId(i + 1), `Layer ${i + 1}`];
    machine.installModule(path, defineLayer({ ProviderId, name, attach: () => overrides }));
    const covers = ({ iSocketType }: { iSocketType: number }) => iSocketType === SOCK_DGRAM;
    expect(installLayer(machine.openProcess(), path, { ProviderId, name, covers })).to.equal(0);
  }
  return { machine, logged, ws2: started(machine) };
}

/** Fails unless streams, which have no layer, work, and everything is released. */
function expectStreamsToWork({ machine, ws2 }: ReturnType<typeof withDatagramLayers>): void {
  const [client, server] = connected(ws2);
  expect([ws2.send(client, new Uint8Array(2), 2, 0), ws2.recv(server, new Uint8Array(4), 4, 0)]).to.deep.equal([2, 2]);
  for (const s of [client, server]) expect(ws2.closesocket(s)).to.equal(0);
  expect(machine.counters).to.include({ sockets: 0, handles: 0 });
}

for (const target of TARGET_NAMES) {
  // the WSPStartup of a layer above fails if it cannot start the provider below
  for (const [where, above, code] of [
    ["on top", [], WSAEINVALIDPROCTABLE],
    ["below a sound one", [{}], WSAEPROVIDERFAILEDINIT],
  ] as const) {
    describe(`${target}: a layer ${where}, with an incomplete procedure table`, () => {
      const optional = target === "desktop" && above.length === 0 ? [] : OPTIONAL;

      for (const [i, slot] of SLOTS.entries()) {
        if (optional.includes(slot)) continue;
        const value = NO_FUNCTIONS[i % NO_FUNCTIONS.length];
        it(`with ${value} for ${slot} serves no socket, and a record names it`, () => {
          const the = withDatagramLayers(target, [{}, { slots: { [slot]: value } as never }, ...above]);
          const { ws2, logged } = the;
          expect(ws2.socket(AF_INET, SOCK_DGRAM, 0)).to.equal(SOCKET_ERROR);
          expect(ws2.WSAGetLastError()).to.equal(code);
          expect(logged.slice(0, 1)).to.deep.equal([{ code: "provider-empty-slot", args: ["layer2.dll", slot] }]);
          expectStreamsToWork(the);
        });
      }
    });
  }

  it(`${target}: a layer below a sound one whose WSPStartup throws serves no socket, and a record names it`, () => {
    const the = withDatagramLayers(target, [{}, {}, {}]);
    const { machine, ws2, logged } = the;
    const ProviderId = layerId(2);
    const attach = () => {
      throw new Error("a layer's mistake");
    };
    machine.installModule("layer2.dll", defineLayer({ ProviderId, name: "Layer 2", attach }));
    expect(ws2.socket(AF_INET, SOCK_DGRAM, 0)).to.equal(SOCKET_ERROR);
    expect(ws2.WSAGetLastError()).to.equal(WSAEPROVIDERFAILEDINIT);
    expect(logged[0]).to.deep.equal({
      code: "provider-failed-init",
      args: ["layer2.dll", ProviderId, "Error: a layer's mistake"],
    });
    expectStreamsToWork(the);
  });

  describe(`${target}: a layer that empties its procedure table later`, () => {
    for (const [where, above] of [
      ["on top", []],
      ["below a sound one", [{}]],
    ] as const) {
      it(`fails only its own calls, ${where}`, () => {
        let table: Partial<WSPPROC_TABLE> = {};
        const bad: LayerOverrides = { slots: {} };
        const the = withDatagramLayers(target, [{}, bad, ...above]);
        const { ws2, machine } = the;
        machine.installModule("layer2.dll", (platform, imports) => {
          const name = "Layer 2";
          const provider = defineLayer({ ProviderId: layerId(2), name, attach: () => bad })(platform, imports);
          return {
            ...provider,
            WSPStartup(version, data, info, upcalls, procTable) {
              table = procTable;
              return provider.WSPStartup(version, data, info, upcalls, procTable);
            },
          };
        });
        const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
        ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
        table.WSPGetSockName = undefined as never;
        const name = new Uint8Array(16);
        const result = ws2.getsockname(s, name, { value: 16 });
        // ws2 has a copy of the table; a layer above calls the table itself
        if (above.length === 0) expect(result).to.equal(0);
        else expect([result, ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
        expect(ws2.closesocket(s)).to.equal(0);
        expectStreamsToWork(the);
      });
    }
  });
}
