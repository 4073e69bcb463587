import {
  newWSAOVERLAPPED,
  ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_TIMEOUT,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { awaitingReceive, receiveOverlapped } from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair, reset } from "../../bench/pairs.js";
import { newPort, take, tie } from "../../bench/ports.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NO_HANDLE = 0x4444444;
const ERROR_NOT_FOUND = 1168;
const ERROR_NETNAME_DELETED = 64;
const FILE_TYPE_UNKNOWN = 0;
const FILE_TYPE_PIPE = 3;
const FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 1;

/** The code of kernel32's GetOverlappedResult, and the bytes that it reports. */
function resultOf(program: Program, s: number, overlapped: WSAOVERLAPPED, wait = false) {
  const count = ref(4711);
  const { kernel32 } = program.desktop;
  const isDone = kernel32.GetOverlappedResult(s, overlapped, count, wait);
  return { code: isDone ? 0 : program.ws2.WSAGetLastError(), count: count.value };
}

/** Asserts that a call of kernel32 returned FALSE, and its code. */
function denies(program: Program, result: boolean, code: number, what: string): void {
  equal(result, false, `the result ${what}`);
  sameCode(program.ws2.WSAGetLastError(), code, `the error ${what}`);
}

/** The functions of kernel32 that see a socket as a file with overlapped operations. */
export const OVERLAPPED_FILE_CHECKS: readonly Check[] = [
  {
    rule: "GetOverlappedResult/outcome",
    needs: ["IPv4 stream", "overlapped", "option SO_LINGER"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const first = awaitingReceive(near, s);
      sameCode(resultOf(near, s, first.overlapped).code, WSA_IO_INCOMPLETE, "the error while it is pending");
      equal(resultOf(near, s, first.overlapped).count, 4711, "the count, which does not change then");
      equal(near.desktop.kernel32.HasOverlappedIoCompleted(first.overlapped), false, "whether it has completed");
      far.must(far.send(peer, bytes("hello")));
      const { code, count } = resultOf(near, s, first.overlapped, true);
      sameCode(code, 0, "the error of a wait");
      equal(count, 5, "the bytes");
      equal(near.desktop.kernel32.HasOverlappedIoCompleted(first.overlapped), true, "whether it has completed then");
      const second = awaitingReceive(near, s);
      reset(far, peer);
      sameCode(resultOf(near, s, second.overlapped, true).code, ERROR_NETNAME_DELETED, "the error after a reset");
    },
  },
  {
    rule: "GetOverlappedResult/refused",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      sameCode(resultOf(program, NO_HANDLE, newWSAOVERLAPPED()).code, WSAENOTSOCK, "the error of no handle");
      const event = program.ws2.WSACreateEvent();
      sameCode(resultOf(program, event, newWSAOVERLAPPED()).code, WSAENOTSOCK, "the error of an event");
      sameCode(resultOf(program, s, null as never).code, WSA_INVALID_PARAMETER, "the error without a structure");
      sameCode(resultOf(program, s, {} as never).code, WSA_INVALID_PARAMETER, "the error of another structure");
    },
  },
  {
    rule: "CancelIo/ends-all",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const { kernel32 } = near.desktop;
      const started = [awaitingReceive(near, s), awaitingReceive(near, s)];
      equal(kernel32.CancelIoEx(s, started[0].overlapped), true, "what CancelIoEx of one returns");
      sameCode(resultOf(near, s, started[0].overlapped).code, WSA_OPERATION_ABORTED, "how that ends");
      sameCode(resultOf(near, s, started[1].overlapped).code, WSA_IO_INCOMPLETE, "the error of the other");
      denies(near, kernel32.CancelIoEx(s, started[0].overlapped), ERROR_NOT_FOUND, "for an operation that has ended");
      equal(kernel32.CancelIo(s), true, "what CancelIo returns");
      sameCode(resultOf(near, s, started[1].overlapped).code, WSA_OPERATION_ABORTED, "how the other ends");
      equal(kernel32.CancelIo(s), true, "what CancelIo returns without an operation");
      denies(near, kernel32.CancelIoEx(s, null), ERROR_NOT_FOUND, "of CancelIoEx without an operation");
      denies(near, kernel32.CancelIo(NO_HANDLE), WSA_INVALID_HANDLE, "of CancelIo for no handle");
      denies(near, kernel32.CancelIoEx(NO_HANDLE, null), WSA_INVALID_HANDLE, "of CancelIoEx for no handle");
    },
  },
  {
    rule: "GetFileType/socket",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      equal(kernel32.GetFileType(program.socket()), FILE_TYPE_PIPE, "the type of a socket");
      program.ws2.WSASetLastError(0);
      equal(kernel32.GetFileType(program.ws2.WSACreateEvent()), FILE_TYPE_UNKNOWN, "the type of an event");
      sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, "the error of an event");
      equal(kernel32.GetFileType(NO_HANDLE), FILE_TYPE_UNKNOWN, "the type of no handle");
    },
  },
  {
    rule: "SetFileCompletionNotificationModes/skips-port",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const port = newPort(near);
      equal(tie(near, s, port, "near"), port, "the result of CreateIoCompletionPort");
      const { SetFileCompletionNotificationModes } = near.desktop.kernel32;
      equal(
        SetFileCompletionNotificationModes(s, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
        true,
        "what SetFileCompletionNotificationModes returns",
      );
      near.must(near.send(peer, bytes("x")));
      sameCode(receiveOverlapped(near, s).code, 0, "the error of a receive that ends at once");
      sameCode(take(near, port).code, WSA_WAIT_TIMEOUT, "the error of the port, which has no packet");
      sameCode(receiveOverlapped(near, s).code, WSA_IO_PENDING, "the error of a receive that waits");
      near.must(near.send(peer, bytes("yz")));
      const packet = take(near, port);
      equal(packet.taken, true, "whether the port has a packet for that");
      equal(packet.bytes, 2, "its bytes");
      equal(SetFileCompletionNotificationModes(s, 0), true, "what it returns without a mode");
      near.must(near.send(peer, bytes("x")));
      sameCode(receiveOverlapped(near, s).code, 0, "the error of a receive that ends at once");
      sameCode(take(near, port).code, WSA_WAIT_TIMEOUT, "the error of the port: the mode stays");
      denies(near, SetFileCompletionNotificationModes(s, 4), WSA_INVALID_PARAMETER, "for an unknown mode");
      denies(near, SetFileCompletionNotificationModes(NO_HANDLE, 1), WSA_INVALID_HANDLE, "for no handle");
    },
  },
  {
    rule: "files/overlapped",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const { kernel32 } = near.desktop;
      const overlapped = newWSAOVERLAPPED();
      denies(near, kernel32.ReadFile(s, new Uint8Array(4), 4, null, overlapped), WSA_IO_PENDING, "of ReadFile");
      equal(overlapped.Internal, WSS_OPERATION_IN_PROGRESS, "Internal");
      equal(kernel32.WriteFile(peer, bytes("ab"), 2, ref(0), null), true, "the result of WriteFile");
      const { code, count } = resultOf(near, s, overlapped, true);
      sameCode(code, 0, "how ReadFile ends");
      equal(count, 2, "its bytes");
      holds(kernel32.CloseHandle(peer), "whether CloseHandle works");
      const left = ref(9);
      equal(kernel32.ReadFile(s, new Uint8Array(4), 4, left, null), true, "the result of ReadFile at the end");
      equal(left.value, 0, "its bytes");
    },
  },
];
