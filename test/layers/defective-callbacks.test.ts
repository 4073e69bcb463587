import { filterStreams, type Observers, type StreamFilter } from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  type WSAEVENT,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { type Defective, defective, PLACES } from "./defective.js";
import { connected, machineOf, started, type Ws2 } from "./ends.js";
import { installStack } from "./stack.js";

const boom = (): never => {
  throw new Error("a layer's mistake");
};

/** Makes an observer of the defective layer throw, on the socket under test or on a new socket. */
function spoilObserver({ layer, upper }: Defective, name: keyof Observers) {
  const known = layer.observers[name] as ((...args: unknown[]) => void) | undefined;
  const observers = layer.observers as Record<string, unknown>;
  observers[name] = (socket: { upper: SOCKET }, ...rest: unknown[]) => {
    known?.(socket, ...rest);
    if (name === "opened" || socket.upper === upper) boom();
  };
}

/** Fails unless the last record names the layer and its callback that threw. */
function expectRecorded({ machine }: Pick<Defective, "machine">, place: number, what: string) {
  const { code, args } = machine.records[machine.records.length - 1];
  expect([code, ...args]).to.deep.equal(["provider-threw", `layer${place + 1}.dll`, what, "Error: a layer's mistake"]);
}

/** Waits until the completion of an operation is reported, at most 100 ms. Returns its outcome. */
function endOf(ws2: Ws2, s: SOCKET, overlapped: ReturnType<typeof newWSAOVERLAPPED>, event: WSAEVENT) {
  ws2.WSAWaitForMultipleEvents(1, [event], false, 100, true);
  const [bytes, flags] = [ref(0), ref(0)];
  const hasWorked = ws2.WSAGetOverlappedResult(s, overlapped, bytes, false, flags);
  return hasWorked ? bytes.value : -ws2.WSAGetLastError();
}

function receive(ws2: Ws2, s: SOCKET) {
  const event = ws2.WSACreateEvent();
  const overlapped = newWSAOVERLAPPED(event);
  const result = ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), overlapped, null);
  expect([result, ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSA_IO_PENDING]);
  return { event, overlapped };
}

for (const target of TARGET_NAMES) {
  for (const [where, place] of Object.entries(PLACES)) {
    describe(`${target}: a defective layer ${where}, outside its slots`, () => {
      for (const name of ["received", "ended"] as const) {
        it(`that throws in ${name} fails the operation that has ended, and nothing else`, () => {
          const the = defective(target, place);
          const { ws2, s, client, neighbours } = the;
          spoilObserver(the, name);
          const [bad, good] = [receive(ws2, s), receive(ws2, neighbours[1])];
          ws2.send(client, new Uint8Array(2), 2, 0);
          ws2.send(neighbours[0], new Uint8Array(2), 2, 0);
          expect(endOf(ws2, s, bad.overlapped, bad.event)).to.equal(-WSASYSCALLFAILURE);
          expectRecorded(the, place, name);
          expect(endOf(ws2, neighbours[1], good.overlapped, good.event)).to.equal(2);
          for (const { event } of [bad, good]) ws2.WSACloseEvent(event);
          the.expectNothingElse();
        });

        it(`that throws in ${name} is reported to the routine of the operation`, () => {
          const the = defective(target, place);
          const { ws2, s, client } = the;
          spoilObserver(the, name);
          const told: unknown[] = [];
          const routine = (code: number, bytes: number) => void told.push([code, bytes]);
          ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), newWSAOVERLAPPED(), routine);
          ws2.send(client, new Uint8Array(2), 2, 0);
          const event = ws2.WSACreateEvent();
          ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
          ws2.WSACloseEvent(event);
          expect(told).to.deep.equal([[WSASYSCALLFAILURE, 0]]);
          the.expectNothingElse();
        });
      }

      it("that throws in ended does not change the outcome of an operation that completed before its call returned", () => {
        const the = defective(target, place);
        const { ws2, s, client } = the;
        spoilObserver(the, "ended");
        ws2.send(client, new Uint8Array(2), 2, 0);
        const overlapped = newWSAOVERLAPPED();
        expect(ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), overlapped, null)).to.equal(0);
        the.machine.turn();
        expectRecorded(the, place, "ended");
        expect(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0))).to.equal(true);
        the.expectNothingElse();
      });

      it("that throws in opened fails the call that opens the socket", () => {
        const the = defective(target, place);
        const { ws2, machine } = the;
        const { sockets } = machine.counters;
        spoilObserver(the, "opened");
        expect([ws2.socket(2, 1, 0), ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
        expect(machine.counters.sockets).to.equal(sockets);
        the.expectNothingElse();
      });

      it("that throws in closed still closes the socket", () => {
        const the = defective(target, place);
        spoilObserver(the, "closed");
        the.expectNothingElse();
        expectRecorded(the, place, "closed");
      });

      it("that throws in a later callback does not affect a waiting neighbour", () => {
        const the = defective(target, place);
        const { ws2, neighbours, layer } = the;
        layer.imports.runLater(boom, 10);
        layer.imports.runLater(() => void ws2.send(neighbours[0], new Uint8Array(3), 3, 0), 20);
        expect(ws2.recv(neighbours[1], new Uint8Array(4), 4, 0)).to.equal(3);
        expectRecorded(the, place, "runLater");
        the.expectNothingElse();
      });
    });
  }

  describe(`${target}: a stream filter over a defective layer`, () => {
    const asTheyAre: StreamFilter = { down: (bytes, pipe) => pipe.down(bytes), up: (bytes, pipe) => pipe.up(bytes) };
    const CALLS: Readonly<Partial<Record<SlotName, (ws2: Ws2, s: SOCKET) => number>>> = {
      WSPRecv: (ws2, s) => ws2.recv(s, new Uint8Array(4), 4, 0),
      WSPSend: (ws2, s) => ws2.send(s, new Uint8Array(4), 4, 0),
    };
    for (const [slot, call] of Object.entries(CALLS) as [SlotName, NonNullable<(typeof CALLS)["WSPRecv"]>][]) {
      it(`that throws in ${slot} breaks the stream, and no other`, () => {
        const machine = machineOf(target, memoryNetwork());
        let [isBad, upper] = [false, -1 as SOCKET];
        installStack(machine, [
          ({ pass }) => ({
            opened(socket) {
              upper = socket.upper;
            },
            slots: {
              [slot]: (...args: unknown[]) =>
                isBad && args[0] === upper ? boom() : (pass[slot] as (...given: unknown[]) => number)(...args),
            },
          }),
          (layer) => filterStreams(layer, () => asTheyAre),
        ]);
        const ws2 = started(machine);
        const neighbours = connected(ws2);
        const [client, s] = connected(ws2);
        isBad = true;
        call(ws2, s);
        expect([ws2.recv(s, new Uint8Array(4), 4, 0), ws2.WSAGetLastError()]).to.deep.equal([
          SOCKET_ERROR,
          WSASYSCALLFAILURE,
        ]);
        expectRecorded({ machine }, 0, slot);
        expect(ws2.send(neighbours[0], new Uint8Array(2), 2, 0)).to.equal(2);
        expect(ws2.recv(neighbours[1], new Uint8Array(4), 4, 0)).to.equal(2);
        for (const each of [...neighbours, client, s]) expect(ws2.closesocket(each)).to.equal(0);
        machine.turn();
        expect(machine.counters).to.include({ sockets: 0, handles: 0 });
      });
    }
  });

  it(`${target}: a layer whose WSPCleanup throws is named, and its neighbours are cleaned up`, () => {
    const machine = machineOf(target, memoryNetwork());
    installStack(machine, [{}, { slots: { WSPCleanup: boom } }, {}]);
    const ws2 = started(machine);
    connected(ws2);
    expect(ws2.WSACleanup()).to.equal(0);
    expectRecorded({ machine }, 1, "WSPCleanup");
    expect(machine.counters).to.include({ sockets: 0, handles: 0 });
  });
}
