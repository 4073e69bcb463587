import {
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEMSGSIZE,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { awaitEvent, awaitingReceive, newEvent, outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, pass, reset } from "../../bench/pairs.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Arguments that WSAGetOverlappedResult refuses, with one of them null. */
const NULLS: readonly (readonly [of: string, at: number])[] = [
  ["lpOverlapped", 0],
  ["lpcbTransfer", 1],
  ["lpdwFlags", 2],
];

/** The kernel's NTSTATUS of a reset connection, and of a buffer that is too small. */
const STATUS_CONNECTION_RESET = 0xc000020d;
const STATUS_BUFFER_OVERFLOW = 0x80000005;

/** The results of an overlapped operation, before and after its completion. */
export const OVERLAPPED_RESULT_CHECKS: readonly Check[] = [
  {
    rule: "WSAGetOverlappedResult/incomplete",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const { overlapped } = awaitingReceive(near, s);
      sameCode(outcomeOf(near, s, overlapped).code, WSA_IO_INCOMPLETE, "the error while the operation is pending");
    },
  },
  {
    rule: "WSAGetOverlappedResult/waits",
    needs: ["otherHosts", "IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const { overlapped } = awaitingReceive(near, s, 8, { event: newEvent(near) });
      const before = bench.now();
      far.must(far.send(peer, bytes("late")));
      const outcome = outcomeOf(near, s, overlapped, true);
      sameCode(outcome.code, 0, "the error");
      equal(outcome.bytes, 4, "the bytes");
      holds(bench.now() > before, "whether time has passed");
    },
  },
  {
    rule: "WSAGetOverlappedResult/success",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const event = newEvent(near);
      const { overlapped } = awaitingReceive(near, s, 8, { event });
      far.must(far.send(peer, bytes("four")));
      holds(awaitEvent(near, event), "whether the event is signalled");
      const [count, flags] = [ref(-1), ref(-1)];
      equal(near.ws2.WSAGetOverlappedResult(s, overlapped, count, false, flags), true, "the result");
      equal(count.value, 4, "the bytes");
      equal(flags.value, 0, "the flags");
    },
  },
  {
    rule: "WSAGetOverlappedResult/failure",
    needs: ["IPv4 stream", "option SO_LINGER", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const { overlapped } = awaitingReceive(near, s);
      reset(far, peer);
      const waited = outcomeOf(near, s, overlapped, true);
      sameCode(waited.code, WSAECONNRESET, "the error at the end of the wait");
      sameCode(outcomeOf(near, s, overlapped).code, WSAECONNRESET, "the error when asked again");
    },
  },
  {
    rule: "WSAGetOverlappedResult/not-a-socket",
    run(bench) {
      const program = bench.program();
      const notASocket = 0x4444444 as SOCKET;
      sameCode(outcomeOf(program, notASocket, newWSAOVERLAPPED()).code, WSAENOTSOCK, "the error");
    },
  },
  ...NULLS.map(
    ([of, at]): Check => ({
      rule: "WSAGetOverlappedResult/null",
      of,
      run(bench) {
        const program = bench.program();
        const args: unknown[] = [newWSAOVERLAPPED(), ref(0), ref(0)];
        args[at] = null;
        const [overlapped, count, flags] = args as [WSAOVERLAPPED, { value: number }, { value: number }];
        const done = program.ws2.WSAGetOverlappedResult(program.socket(), overlapped, count, false, flags);
        equal(done, false, "the result");
        sameCode(program.ws2.WSAGetLastError(), WSAEFAULT, "the error");
      },
    }),
  ),
  {
    rule: "overlapped/codes-in-offsets",
    needs: ["IPv4 datagram", "IPv4 stream", "option SO_LINGER", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const { overlapped } = awaitingReceive(near, s);
      reset(far, peer);
      sameCode(outcomeOf(near, s, overlapped, true).code, WSAECONNRESET, "the error");
      equal(overlapped.OffsetHigh, WSAECONNRESET, "OffsetHigh");
      const { s: to, name } = near.boundDatagram();
      const truncated = awaitingReceive(near, to, 2);
      near.must(near.sendTo(near.datagram(), bytes("abc"), name));
      const outcome = outcomeOf(near, to, truncated.overlapped, true);
      equal(truncated.overlapped.OffsetHigh, WSAEMSGSIZE, "OffsetHigh of a longer datagram");
      equal(truncated.overlapped.Offset, outcome.flags, "Offset of a longer datagram");
    },
  },
  {
    rule: "overlapped/status-in-Internal",
    needs: ["IPv4 datagram", "IPv4 stream", "option SO_LINGER", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const { overlapped } = awaitingReceive(near, s);
      overlapped.Offset = 77;
      reset(far, peer);
      sameCode(outcomeOf(near, s, overlapped, true).code, WSAECONNRESET, "the error");
      equal(overlapped.Internal >>> 0, STATUS_CONNECTION_RESET, "Internal");
      equal(overlapped.Offset, 77, "Offset");
      const { s: to, name } = near.boundDatagram();
      const truncated = awaitingReceive(near, to, 2);
      near.must(near.sendTo(near.datagram(), bytes("abc"), name));
      outcomeOf(near, to, truncated.overlapped, true);
      equal(truncated.overlapped.Internal >>> 0, STATUS_BUFFER_OVERFLOW, "Internal of a longer datagram");
    },
  },
  {
    rule: "overlapped/count-written",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const sender = program.datagram();
      const { ws2 } = program;
      const sent = ref(4711);
      const data = [newWSABUF(new Uint8Array(5))];
      program.works(ws2.WSASendTo(sender, data, 1, sent, 0, name, name.length, newWSAOVERLAPPED(), null));
      equal(sent.value, 5, "the bytes that WSASendTo reports");
      pass(program, 5);
      const [received, flags] = [ref(4711), ref(0)];
      const room = [newWSABUF(new Uint8Array(9))];
      program.works(ws2.WSARecv(s, room, 1, received, flags, newWSAOVERLAPPED(), null));
      equal(received.value, 5, "the bytes that WSARecv reports");
      const waiting = ref(4711);
      program.fails(ws2.WSARecv(s, room, 1, waiting, flags, newWSAOVERLAPPED(), null), WSA_IO_PENDING);
      equal(waiting.value, 4711, "the bytes of an operation that pends, which the call does not write");
    },
  },
];
