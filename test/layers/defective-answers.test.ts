import {
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { type Defective, defective, PLACES, TOP } from "./defective.js";
import { listening, type Ws2 } from "./ends.js";

const bytes = () => new Uint8Array(4);
const buffers = () => [newWSABUF(bytes())];

/** A call of each slot that returns 0 or a count. */
const CALLS: readonly (readonly [slot: SlotName, what: string, call: (ws2: Ws2, s: SOCKET) => number])[] = [
  ["WSPBind", "bind", (ws2, s) => ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16)],
  ["WSPCloseSocket", "closesocket", (ws2, s) => ws2.closesocket(s)],
  ["WSPConnect", "connect", (ws2, s) => ws2.connect(s, sockaddr_in("127.0.0.1", 9), 16)],
  ["WSPEventSelect", "WSAEventSelect", (ws2, s) => ws2.WSAEventSelect(s, null, 0)],
  ["WSPGetPeerName", "getpeername", (ws2, s) => ws2.getpeername(s, new Uint8Array(16), ref(16))],
  ["WSPGetSockName", "getsockname", (ws2, s) => ws2.getsockname(s, new Uint8Array(16), ref(16))],
  ["WSPGetSockOpt", "getsockopt", (ws2, s) => ws2.getsockopt(s, 0xffff, 8, bytes(), ref(4))],
  ["WSPIoctl", "ioctlsocket", (ws2, s) => ws2.ioctlsocket(s, 0x4004667f, ref(0))],
  ["WSPListen", "listen", (ws2, s) => ws2.listen(s, 1)],
  ["WSPRecv", "recv", (ws2, s) => ws2.recv(s, bytes(), 4, 0)],
  ["WSPRecv", "WSARecv", (ws2, s) => ws2.WSARecv(s, buffers(), 1, ref(0), ref(0), null, null)],
  ["WSPRecv", "WSARecv, overlapped", (ws2, s) => ws2.WSARecv(s, buffers(), 1, null, ref(0), newWSAOVERLAPPED(), null)],
  ["WSPRecvFrom", "recvfrom", (ws2, s) => ws2.recvfrom(s, bytes(), 4, 0, null, null)],
  ["WSPRecvFrom", "WSARecvFrom", (ws2, s) => ws2.WSARecvFrom(s, buffers(), 1, ref(0), ref(0), null, null, null, null)],
  ["WSPSelect", "select", (ws2, s) => ws2.select(0, { fd_count: 1, fd_array: [s] }, null, null, null)],
  ["WSPSend", "send", (ws2, s) => ws2.send(s, bytes(), 4, 0)],
  ["WSPSend", "WSASend", (ws2, s) => ws2.WSASend(s, buffers(), 1, ref(0), 0, null, null)],
  ["WSPSend", "WSASend, overlapped", (ws2, s) => ws2.WSASend(s, buffers(), 1, null, 0, newWSAOVERLAPPED(), null)],
  ["WSPSendTo", "sendto", (ws2, s) => ws2.sendto(s, bytes(), 4, 0, null, 0)],
  ["WSPSendTo", "WSASendTo", (ws2, s) => ws2.WSASendTo(s, buffers(), 1, ref(0), 0, null, 0, null, null)],
  ["WSPSetSockOpt", "setsockopt", (ws2, s) => ws2.setsockopt(s, 0xffff, 8, bytes(), 4)],
  ["WSPShutdown", "shutdown", (ws2, s) => ws2.shutdown(s, 1)],
];

const unspeakable = {
  [Symbol.toPrimitive]: () => {
    throw new Error("this cannot be converted");
  },
};

/** Values that are neither a count nor SOCKET_ERROR. */
const NO_ANSWERS: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  "a string": "0",
  NaN: Number.NaN,
  "an object": {},
  "an object that converts to nothing": unspeakable,
  "a symbol": Symbol("garbage"),
  "a bigint": 0n,
  "a fraction": 0.5,
  "-5": -5,
};

const NO_COUNTS: Readonly<Record<string, unknown>> = { ...NO_ANSWERS, "-1": -1, "2^53": 2 ** 53 };

const NO_SOCKETS: Readonly<Record<string, unknown>> = { ...NO_ANSWERS, zero: 0, "an invented number": 0x4444444 };

/** The two slots that make sockets, a call of each, and the sockets to close afterwards. */
const MAKERS: Readonly<Partial<Record<SlotName, (the: Defective, listener: SOCKET) => SOCKET>>> = {
  WSPSocket: ({ ws2 }) => ws2.socket(2, 1, 0),
  WSPAccept: ({ ws2 }, listener) => ws2.accept(listener, null, null),
};

/** The argument that receives the count of a transfer. */
const COUNT_AT: readonly SlotName[] = ["WSPRecv", "WSPRecvFrom", "WSPSend", "WSPSendTo"];

/**
 * Fails unless the call on the spoiled socket failed as documented, and the record names the slot and the provider:
 * the provider that threw; for a wrong result, which may come from any provider below, the provider that ws2 called.
 */
function expectContained({ machine, ws2 }: Defective, slot: SlotName, result: unknown, path = TOP): void {
  expect([result, ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
  const { code, args } = machine.records[machine.records.length - 1];
  expect([code, ...args.slice(0, 2)]).to.deep.equal(["provider-threw", path, slot]);
}

for (const target of TARGET_NAMES) {
  for (const [where, place] of Object.entries(PLACES)) {
    describe(`${target}: a defective layer ${where}`, () => {
      for (const [slot, what, call] of CALLS) {
        it(`that throws in ${slot}, or returns no valid result, fails only the ${what} of its own socket`, () => {
          const the = defective(target, place);
          the.spoil(slot, () => {
            throw new Error("a layer's mistake");
          });
          expectContained(the, slot, call(the.ws2, the.s), `layer${place + 1}.dll`);
          for (const answer of Object.values(NO_ANSWERS)) {
            the.spoil(slot, () => answer);
            expectContained(the, slot, call(the.ws2, the.s));
          }
          the.expectNothingElse();
        });
      }

      for (const [slot, what, call] of CALLS.filter(([name, how]) => COUNT_AT.includes(name) && !how.includes(","))) {
        it(`that writes an invalid byte count in ${slot} fails only the ${what} of its own socket`, () => {
          const the = defective(target, place);
          for (const count of Object.values(NO_COUNTS)) {
            the.spoil(slot, (_pass, args) => {
              (args[3] as { value: unknown }).value = count;
              return 0;
            });
            expectContained(the, slot, call(the.ws2, the.s));
          }
          expect(the.machine.counters).to.include({ bytesSent: 0, bytesReceived: 0 });
          the.expectNothingElse();
        });
      }

      for (const [slot, make] of Object.entries(MAKERS) as [SlotName, NonNullable<(typeof MAKERS)["WSPSocket"]>][]) {
        it(`that returns a value that is not a socket in ${slot} fails the call`, () => {
          const the = defective(target, place);
          const { ws2, logged } = the;
          const [listener, name] = listening(ws2);
          const client = ws2.socket(2, 1, 0);
          ws2.connect(client, name, 16);
          const { sockets } = the.machine.counters;
          for (const answer of Object.values(NO_SOCKETS)) {
            the.spoil(slot, () => answer);
            expect([make(the, listener), ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
            const { code, args } = logged[logged.length - 1];
            expect([code, ...args.slice(0, 2)]).to.deep.equal(["provider-stray-socket", `layer${place + 1}.dll`, slot]);
          }
          expect(the.machine.counters.sockets).to.equal(sockets);
          the.mend();
          const made = make(the, listener);
          expect(made).to.be.above(0);
          for (const s of [made, client, listener]) ws2.closesocket(s);
          the.expectNothingElse();
        });
      }
    });
  }
}
