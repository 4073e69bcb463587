import {
  AF_INET,
  FIONREAD,
  type HANDLE,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SOCK_STREAM,
  sockaddr_in,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_FAILED,
  WSA_WAIT_TIMEOUT,
  WSAECONNREFUSED,
  WSAECONNRESET,
  type WSAEVENT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { awaitingReceive, isSignalled, newEvent, outcomeOf, receiveOverlapped } from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair, reset } from "../../bench/pairs.js";
import { newPort, take, tie } from "../../bench/ports.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Win32 error codes of a reset connection and of a refused one. */
const ERROR_NETNAME_DELETED = 64;
const ERROR_CONNECTION_REFUSED = 1225;

/** A connection whose near end is associated with a completion port. */
function tiedPair(bench: Bench, key: unknown = "near") {
  const pair = loopbackPair(bench);
  const port = newPort(pair.near);
  equal(tie(pair.near, pair.s, port, key), port, "the result of CreateIoCompletionPort");
  return { ...pair, port };
}

function reports(bench: Bench): void {
  const { near, s, peer, port } = tiedPair(bench);
  const operations = [awaitingReceive(near, s, 1), awaitingReceive(near, s, 2)];
  near.must(near.send(peer, bytes("abc")));
  for (const [i, { overlapped }] of operations.entries()) {
    const packet = take(near, port);
    equal(packet.taken, true, "the result");
    holds(packet.overlapped === overlapped, `whether packet ${i} has the structure of operation ${i}`);
    equal(packet.bytes, i + 1, "its bytes");
    equal(packet.key, "near", "its key");
  }
  sameCode(take(near, port).code, WSA_WAIT_TIMEOUT, "the error once all packets are removed");
}

const reporting: readonly Check[] = [
  ...(["port/reports", "WPUCreateSocketHandle/ports-cost-nothing"] as const).map(
    (rule): Check => ({
      rule,
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        reports(bench);
        equal(bench.machine.counters.fileCrossings, 0, "crossings");
      },
    }),
  ),
  {
    rule: "port/key",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, port } = tiedPair(bench);
      const key = { mine: true };
      tie(near, peer, port, key);
      awaitingReceive(near, peer);
      near.must(near.send(s, bytes("x")));
      holds(take(near, port).key === key, "whether the key is that of the association");
    },
  },
  {
    rule: "port/immediate",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, port } = tiedPair(bench);
      near.must(near.send(peer, bytes("now")));
      const { code, overlapped } = receiveOverlapped(near, s);
      sameCode(code, 0, "WSARecv's error");
      const packet = take(near, port);
      holds(packet.overlapped === overlapped, "whether the port has its packet");
      equal(packet.bytes, 3, "its bytes");
    },
  },
  {
    rule: "port/immediate",
    of: "WSAIoctl",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, port } = tiedPair(bench);
      near.must(near.send(peer, bytes("now")));
      const [overlapped, out] = [newWSAOVERLAPPED(), new Uint8Array(4)];
      near.works(near.ws2.WSAIoctl(s, FIONREAD, null, 0, out, 4, ref(0), overlapped, null), "WSAIoctl's error");
      equal(readDWORD(out), 3, "the bytes that can be read");
      const packet = take(near, port);
      holds(packet.overlapped === overlapped, "whether the port has its packet");
      equal(packet.key, "near", "its key");
    },
  },
  {
    rule: "port/failure",
    needs: ["IPv4 stream", "option SO_LINGER", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const port = newPort(near);
      tie(near, s, port, "key");
      const { overlapped } = awaitingReceive(near, s);
      reset(far, peer);
      const packet = take(near, port, 100);
      equal(packet.taken, false, "the result");
      sameCode(packet.code, ERROR_NETNAME_DELETED, "the port's error");
      holds(packet.overlapped === overlapped, "whether the packet has the structure of the operation");
      sameCode(outcomeOf(near, s, overlapped).code, WSAECONNRESET, "Winsock's error");
    },
  },
  {
    rule: "port/failure",
    of: "a connect that is refused",
    needs: ["IPv4 stream", "overlapped", "extensions"],
    run(bench) {
      const program = bench.program();
      const [s, overlapped, port] = [program.stream(), newWSAOVERLAPPED(), newPort(program)];
      program.bind(s);
      tie(program, s, port, "key");
      const nobody = sockaddr_in(bench.neighbour.reachableAt, 9);
      const { ConnectEx } = program.desktop.mswsock;
      holds(!ConnectEx(s, nobody, nobody.length, null, 0, ref(0), overlapped), "whether ConnectEx is under way");
      const packet = take(program, port, 5000);
      equal(packet.taken, false, "the result");
      sameCode(packet.code, ERROR_CONNECTION_REFUSED, "the port's error");
      holds(packet.overlapped === overlapped, "whether the packet has the structure of the operation");
      sameCode(outcomeOf(program, s, overlapped).code, WSAECONNREFUSED, "Winsock's error");
    },
  },
  {
    rule: "port/aborted",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, port } = tiedPair(bench);
      const { overlapped } = awaitingReceive(near, s);
      near.works(near.ws2.closesocket(s));
      const packet = take(near, port);
      sameCode(packet.code, WSA_OPERATION_ABORTED, "the port's error");
      holds(packet.overlapped === overlapped, "whether the packet has the structure of the operation");
      equal(packet.key, "near", "the key");
    },
  },
  {
    rule: "port/low-bit",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer, port } = tiedPair(bench);
      const event = newEvent(near);
      awaitingReceive(near, s, 8, { event: ((event as number) | 1) as WSAEVENT });
      near.must(near.send(peer, bytes("x")));
      holds(isSignalled(near, event), "whether the event is signalled");
      sameCode(take(near, port).code, WSA_WAIT_TIMEOUT, "the port's error");
    },
  },
  {
    rule: "port/timeout",
    run(bench) {
      const program = bench.program();
      const before = bench.now();
      const packet = take(program, newPort(program), 40);
      sameCode(packet.code, WSA_WAIT_TIMEOUT, "the error");
      equal(packet.overlapped, null, "the structure");
      equal(packet.key, "untouched", "the key");
      equal(packet.bytes, -7, "the bytes");
      bench.took(before, 40, "the milliseconds that passed");
    },
  },
  {
    rule: "port/post",
    run(bench) {
      const program = bench.program();
      const port = newPort(program);
      const [overlapped, key] = [newWSAOVERLAPPED(), { mine: true }];
      const { PostQueuedCompletionStatus } = program.desktop.kernel32;
      equal(PostQueuedCompletionStatus(port, 1, "first", null), true, "the result");
      equal(PostQueuedCompletionStatus(port, 2, key, overlapped), true, "the result");
      equal(take(program, port).key, "first", "the key of the first packet");
      const second = take(program, port);
      equal(second.bytes, 2, "the bytes of the second packet");
      holds(second.key === key && second.overlapped === overlapped, "whether the second packet is unchanged");
    },
  },
  {
    rule: "port/several",
    run(bench) {
      const program = bench.program();
      const port = newPort(program);
      const { PostQueuedCompletionStatus, GetQueuedCompletionStatusEx } = program.desktop.kernel32;
      for (let i = 0; i < 5; i++) PostQueuedCompletionStatus(port, i, i, null);
      const entries: Parameters<typeof GetQueuedCompletionStatusEx>[1] = [];
      const removed = ref(0);
      for (const expected of [3, 2]) {
        equal(GetQueuedCompletionStatusEx(port, entries, 3, removed, 0, false), true, "the result");
        equal(removed.value, expected, "the packets removed");
      }
      sameList(
        entries.slice(0, 2).map((entry) => entry.dwNumberOfBytesTransferred),
        [3, 4],
        "the bytes of the last two",
      );
    },
  },
  {
    rule: "port/wakes",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const port = newPort(near);
      tie(near, s, port);
      awaitingReceive(near, s);
      far.must(far.send(peer, bytes("late")));
      const before = bench.now();
      equal(take(near, port, 5000).bytes, 4, "the bytes");
      holds(bench.now() - before < 100, "whether the wait ends when the data arrives");
    },
  },
];

const refusals: readonly Check[] = [
  {
    rule: "port/one-per-socket",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = tiedPair(bench);
      equal(tie(near, s, newPort(near)), 0, "the result");
      sameCode(near.ws2.WSAGetLastError(), WSA_INVALID_PARAMETER, "the error");
    },
  },
  {
    rule: "port/overlapped-needed",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.must(program.ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, 0));
      equal(tie(program, s, newPort(program)), 0, "the result");
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_PARAMETER, "the error");
    },
  },
  {
    rule: "port/bad-handle",
    run(bench) {
      const program = bench.program();
      const port = newPort(program);
      equal(tie(program, 0x4444444, port), 0, "the result for an invalid socket handle");
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "its error");
      equal(
        tie(program, program.socket(), newEvent(program) as number as HANDLE),
        0,
        "the result for an invalid port handle",
      );
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "its error");
      sameCode(
        take(program, newEvent(program) as number as HANDLE).code,
        WSA_INVALID_HANDLE,
        "GetQueuedCompletionStatus's error",
      );
    },
  },
  ...(["port/no-event", "WPUCreateSocketHandle/ports-stand-apart"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const program = bench.program();
        const port = newPort(program);
        program.desktop.kernel32.PostQueuedCompletionStatus(port, 0, 0, null);
        const handles = [newEvent(program), port as number as WSAEVENT];
        const answer = program.ws2.WSAWaitForMultipleEvents(2, handles, false, 0, false);
        equal(answer, WSA_WAIT_FAILED, "the result");
        sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "the error");
      },
    }),
  ),
];

/** Completion ports, which only desktop has. */
export const COMPLETION_PORT_CHECKS: readonly Check[] = [...reporting, ...refusals];
