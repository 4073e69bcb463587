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

/** An overlapped receive, and the ends that its routine has been told of: code and bytes. */
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

/** Has the defective layer end receives otherwise than it is told to from below. */
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

    it("that ends an operation twice ends it once for the application", () => {
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

    it("that ends an operation again, later, does not end a neighbour's that is under way by then", () => {
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

    it("that ends an operation with what is no count of bytes fails it with WSASYSCALLFAILURE", () => {
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

    it("that never ends an operation keeps its own socket's handle until ws2 is down, and nothing else", () => {
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
    describe(`${target}: a defective layer ${where}, which completes what it was never given`, () => {
      /** Has the layer's next receive complete a structure first; what that answers, with the code. */
      function complete(the: Defective, overlapped: unknown, count: unknown): [result: number, code: number] {
        const [{ imports }, errno] = [the.layer, ref(0)];
        const { WPUCompleteOverlappedRequest } = imports;
        return [
          WPUCompleteOverlappedRequest(the.upper, overlapped as WSAOVERLAPPED, 0, count as number, errno),
          errno.value,
        ];
      }

      it("is refused what is no structure or no count, and the operation under way stays so", () => {
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

      it("ends nothing of the application's with a structure of its own", () => {
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
