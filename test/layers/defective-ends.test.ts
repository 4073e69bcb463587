import {
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEINVAL,
  type WSAOVERLAPPED,
  WSASYSCALLFAILURE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { type Defective, defective, PLACES } from "./defective.js";
import type { Ws2 } from "./ends.js";

/** An overlapped receive, and the completions that its routine received: code and bytes. */
function receive(ws2: Ws2, s: SOCKET) {
  const overlapped = newWSAOVERLAPPED();
  const ends: [code: number, bytes: number][] = [];
  const routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (code, bytes) => void ends.push([code, bytes]);
  const result = ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), overlapped, routine);
  expect([result, ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSA_IO_PENDING]);
  return { overlapped, ends };
}

/** Lets routines run. */
function wait(ws2: Ws2): void {
  const event = ws2.WSACreateEvent();
  ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
  ws2.WSACloseEvent(event);
}

/** Makes the defective layer complete receives in another way than the provider below. */
function endOtherwise(the: Defective, end: (routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE, told: EndArgs) => void): void {
  the.spoil("WSPRecv", (pass, args) => {
    const routine = args[6] as LPWSAOVERLAPPED_COMPLETION_ROUTINE;
    args[6] = (...told: EndArgs) => end(routine, told);
    return pass(...args);
  });
}

type EndArgs = Parameters<LPWSAOVERLAPPED_COMPLETION_ROUTINE>;

const NO_COUNTS: readonly unknown[] = [-1, Number.NaN, 1.5, "4", undefined, null, {}, 2 ** 53];
const NO_STRUCTURES: readonly unknown[] = [undefined, null, 0, 4, Number.NaN, "overlapped", true];

for (const target of TARGET_NAMES) {
  describe(`${target}: a defective layer between sound layers`, () => {
    const place = PLACES["between sound layers"];

    it("that completes an operation twice completes it once for the application", () => {
      const the = defective(target, place);
      endOtherwise(the, (routine, told) => {
        routine(...told);
        routine(...told);
      });
      const { ends } = receive(the.ws2, the.s);
      the.ws2.send(the.client, new Uint8Array(2), 2, 0);
      wait(the.ws2);
      expect(ends).to.deep.equal([[0, 2]]);
      the.expectNothingElse();
    });

    it("that completes an operation again later does not complete a neighbour's pending operation", () => {
      const the = defective(target, place);
      const again: (() => void)[] = [];
      endOtherwise(the, (routine, told) => {
        routine(...told);
        again.push(() => routine(...told));
      });
      const first = receive(the.ws2, the.s);
      the.ws2.send(the.client, new Uint8Array(2), 2, 0);
      wait(the.ws2);
      const [one, other] = the.neighbours;
      const neighbour = receive(the.ws2, other);
      for (const end of again) end();
      wait(the.ws2);
      expect([first.ends, neighbour.ends]).to.deep.equal([[[0, 2]], []]);
      the.ws2.send(one, new Uint8Array(3), 3, 0);
      wait(the.ws2);
      expect(neighbour.ends).to.deep.equal([[0, 3]]);
      the.expectNothingElse();
    });

    it("that completes an operation with an invalid count fails it with WSASYSCALLFAILURE", () => {
      for (const count of NO_COUNTS) {
        const the = defective(target, place);
        endOtherwise(the, (routine, [code, , overlapped, flags]) => routine(code, count as number, overlapped, flags));
        const { ends, overlapped } = receive(the.ws2, the.s);
        the.ws2.send(the.client, new Uint8Array(2), 2, 0);
        wait(the.ws2);
        expect(ends).to.deep.equal([[WSASYSCALLFAILURE, 0]]);
        expect(the.ws2.WSAGetOverlappedResult(the.s, overlapped, ref(0), false, ref(0))).to.equal(false);
        expect(the.ws2.WSAGetLastError()).to.equal(WSASYSCALLFAILURE);
        the.expectNothingElse();
      }
    });

    it("that never completes an operation holds only its own socket's handle, until the last WSACleanup", () => {
      const the = defective(target, place);
      endOtherwise(the, () => {});
      const { ends } = receive(the.ws2, the.s);
      the.ws2.send(the.client, new Uint8Array(2), 2, 0);
      wait(the.ws2);
      expect(ends).to.deep.equal([]);
      const [one, other] = the.neighbours;
      for (const s of [the.client, the.s, one, other]) expect(the.ws2.closesocket(s)).to.equal(0);
      the.machine.turn();
      expect(the.machine.counters.sockets).to.equal(1);
      expect(the.ws2.WSACleanup()).to.equal(0);
      expect(the.machine.counters).to.include({ sockets: 0, handles: 0 });
    });
  });

  for (const [where, place] of Object.entries(PLACES)) {
    describe(`${target}: a defective layer ${where}, which completes operations that it never received`, () => {
      /** Makes the layer's next receive complete a structure first. Returns the result of that call, with the code. */
      function complete(the: Defective, overlapped: unknown, count: unknown): [result: number, code: number] {
        const [{ imports }, errno] = [the.layer, ref(0)];
        const { WPUCompleteOverlappedRequest } = imports;
        return [
          WPUCompleteOverlappedRequest(the.upper, overlapped as WSAOVERLAPPED, 0, count as number, errno),
          errno.value,
        ];
      }

      it("cannot complete with an invalid structure or count, and the operation stays pending", () => {
        const the = defective(target, place);
        const { ends, overlapped } = receive(the.ws2, the.s);
        for (const structure of NO_STRUCTURES) {
          expect(complete(the, structure, 0)).to.deep.equal([SOCKET_ERROR, WSAEINVAL]);
        }
        for (const count of NO_COUNTS) {
          expect(complete(the, overlapped, count)).to.deep.equal([SOCKET_ERROR, WSAEINVAL]);
        }
        wait(the.ws2);
        expect([overlapped.Internal, ends]).to.deep.equal([WSS_OPERATION_IN_PROGRESS, []]);
        the.ws2.send(the.client, new Uint8Array(2), 2, 0);
        wait(the.ws2);
        expect(ends).to.deep.equal([[0, 2]]);
        the.expectNothingElse();
      });

      it("does not complete an application's operation with its own structure", () => {
        const the = defective(target, place);
        const { ends, overlapped } = receive(the.ws2, the.s);
        const own = newWSAOVERLAPPED();
        expect(complete(the, own, 5)).to.deep.equal([0, 0]);
        wait(the.ws2);
        expect([own.InternalHigh, overlapped.Internal, ends]).to.deep.equal([5, WSS_OPERATION_IN_PROGRESS, []]);
        the.expectNothingElse();
      });
    });
  }
}
