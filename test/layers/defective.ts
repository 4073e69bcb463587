import type { Layer, LayerOverrides } from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import type { LogRecord, SlotName, SOCKET } from "@ws2kit/spi";
import { expect } from "chai";
import type { TargetName } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";
import { installStack } from "./stack.js";

type Slot = (...args: unknown[]) => unknown;

/** The behaviour of a slot instead of forwarding a call. */
export type Misdeed = (pass: Slot, args: unknown[]) => unknown;

const LAYERS = 3;
/** The position of the defective layer, from the base. */
export const PLACES = { "between sound layers": 1, "on top of correct layers": 2 } as const;
/** The DLL that ws2 calls. */
export const TOP = `layer${LAYERS}.dll`;

/** Slots whose calls have no socket yet, or several sockets. */
const OF_NO_ONE_SOCKET: readonly SlotName[] = ["WSPAccept", "WSPSelect", "WSPSocket"];

/** A machine with one defective layer among correct layers, two connections through it, and a switch for the defect. */
export function defective(target: TargetName, place: number) {
  const logged: LogRecord[] = [];
  const machine = machineOf(target, memoryNetwork(), { log: (record) => void logged.push(record as LogRecord) });
  let [layer, upper] = [null as Layer | null, null as SOCKET | null];
  let misdeed: { readonly slot: SlotName; readonly does: Misdeed } | null = null;

  const attach = (made: Layer): LayerOverrides => {
    layer = made;
    const slots: Record<string, Slot> = {};
    for (const [name, pass] of Object.entries(made.pass) as [SlotName, Slot][]) {
      slots[name] = (...args) => {
        const isMeant = name === misdeed?.slot && (args[0] === upper || OF_NO_ONE_SOCKET.includes(name));
        return isMeant && misdeed !== null ? misdeed.does(pass, args) : pass(...args);
      };
    }
    return {
      opened(socket) {
        upper = socket.upper;
      },
      slots,
    };
  };
  const stack = Array.from({ length: LAYERS }, (_, i) => (i === place ? attach : {}));
  installStack(machine, stack);
  const ws2 = started(machine);
  const neighbours = connected(ws2);
  const [client, s] = connected(ws2);

  return {
    machine,
    logged,
    ws2,
    neighbours,
    client,
    /**
     * The socket under test, by its handle in the application and in the defective layer: the last that was opened.
     */
    s,
    upper: upper as unknown as SOCKET,
    layer: layer as unknown as Layer,
    spoil(slot: SlotName, does: Misdeed) {
      misdeed = { slot, does };
    },
    mend() {
      misdeed = null;
    },
    /** Fails unless the neighbours still work and everything is released. */
    expectNothingElse() {
      misdeed = null;
      const [one, other] = neighbours;
      expect([ws2.send(one, new Uint8Array(2), 2, 0), ws2.recv(other, new Uint8Array(4), 4, 0)]).to.deep.equal([2, 2]);
      for (const each of [...neighbours, client, s]) expect(ws2.closesocket(each)).to.equal(0);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    },
  };
}

export type Defective = ReturnType<typeof defective>;
