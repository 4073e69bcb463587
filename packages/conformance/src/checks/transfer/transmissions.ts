import {
  TF_DISCONNECT,
  TF_REUSE_SOCKET,
  TF_WRITE_BEHIND,
  TP_ELEMENT_EOP,
  TP_ELEMENT_FILE,
  TP_ELEMENT_MEMORY,
} from "@ws2kit/core";
import {
  type FileObject,
  type HANDLE,
  MSG_OOB,
  MSG_PARTIAL,
  MSG_WAITALL,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  type SOCKET,
  SOCKET_ERROR,
  type TRANSMIT_FILE_BUFFERS,
  type TRANSMIT_PACKETS_ELEMENT,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAESHUTDOWN,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, type Pair, pattern, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NO_SOCKET = 0x4444444 as SOCKET;
const FILE_SIZE = 20_000;

/** Two connected streams, and a file of another driver. The file has more bytes than a provider reads at once. */
function pairWithFile(bench: Bench): Pair & { readonly hFile: HANDLE } {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const pair = connectedPair(bench);
  const { ws2 } = pair.near;
  pair.near.must(ws2.closesocket(pair.near.must(ws2.socket(STUB_FAMILY, 0, 0))));
  const contents = pattern(FILE_SIZE);
  let position = 0;
  const file: FileObject = {
    size: FILE_SIZE,
    close() {},
    read({ buffer: { buf, off, len }, lpNumberOfBytes, lpOverlapped }) {
      const at = lpOverlapped?.Offset ?? position;
      const read = contents.subarray(at, at + len);
      buf?.set(read, off);
      position = at + read.length;
      if (lpNumberOfBytes !== null) lpNumberOfBytes.value = read.length;
      return 0;
    },
  };
  return { ...pair, hFile: bench.file(stub, file) };
}

const BUFFERS = (): TRANSMIT_FILE_BUFFERS => ({
  Head: bytes("head-"),
  HeadLength: 5,
  Tail: bytes("-tail, unsent"),
  TailLength: 5,
});

/** Calls TransmitFile. Returns 0 or the code. */
function transmit(
  program: Program,
  s: SOCKET,
  hFile: HANDLE | null,
  length: number,
  overlapped: WSAOVERLAPPED | null,
  buffers: TRANSMIT_FILE_BUFFERS | null,
  flags = 0,
): number {
  const { TransmitFile } = program.desktop.mswsock;
  return TransmitFile(s, hFile, length, 0, overlapped, buffers, flags) ? 0 : program.ws2.WSAGetLastError();
}

/** Calls TransmitPackets. Returns 0 or the code. */
function transmitPackets(
  program: Program,
  s: SOCKET,
  parts: TRANSMIT_PACKETS_ELEMENT[],
  size: number,
  overlapped: WSAOVERLAPPED | null,
  flags = 0,
): number {
  const { TransmitPackets } = program.desktop.mswsock;
  return TransmitPackets(s, parts, parts.length, size, overlapped, flags) ? 0 : program.ws2.WSAGetLastError();
}

/** A TRANSMIT_PACKETS_ELEMENT in memory. */
function inMemory(text: string, flags = 0): TRANSMIT_PACKETS_ELEMENT {
  return { dwElFlags: TP_ELEMENT_MEMORY | flags, cLength: text.length, pBuffer: bytes(text) };
}

function arrives({ far, peer }: Pair, expected: readonly number[]): void {
  sameList([...far.receiveAll(peer, expected.length)], expected, "the bytes that arrive");
}

const text = (what: string) => [...bytes(what)];

export const TRANSMISSION_CHECKS: readonly Check[] = [
  {
    rule: "TransmitFile/buffers",
    needs: ["IPv4 stream"],
    run(bench) {
      const pair = connectedPair(bench);
      const { near, s } = pair;
      sameCode(transmit(near, s, null, 0, null, null), 0, "TransmitFile's error without any bytes");
      sameCode(transmit(near, s, null, 0, null, BUFFERS()), 0, "TransmitFile's error");
      near.must(near.ws2.shutdown(s, SD_SEND));
      arrives(pair, text("head--tail"));
      equal(pair.far.receive(pair.peer)?.length, 0, "the bytes that follow");
    },
  },
  {
    rule: "TransmitFile/file",
    needs: ["IPv4 stream"],
    run(bench) {
      const pair = pairWithFile(bench);
      const { near, s, hFile } = pair;
      sameCode(transmit(near, s, hFile, 7, null, null), 0, "TransmitFile's error for a part");
      arrives(pair, [...pattern(FILE_SIZE).subarray(0, 7)]);
      sameCode(transmit(near, s, hFile, 0, null, BUFFERS()), 0, "TransmitFile's error");
      arrives(pair, [...text("head-"), ...pattern(FILE_SIZE).subarray(7), ...text("-tail")]);
    },
  },
  {
    rule: "TransmitFile/overlapped",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const pair = pairWithFile(bench);
      const { near, s, hFile } = pair;
      const overlapped = { ...newWSAOVERLAPPED(), Offset: 10 };
      sameCode(transmit(near, s, hFile, 0, overlapped, BUFFERS()), WSA_IO_PENDING, "TransmitFile's error");
      const { code, bytes: count } = outcomeOf(near, s, overlapped, true);
      sameCode(code, 0, "the operation's error");
      equal(count, FILE_SIZE, "its bytes");
      arrives(pair, [...text("head-"), ...pattern(FILE_SIZE).subarray(10), ...text("-tail")]);
      const behind = newWSAOVERLAPPED();
      sameCode(transmit(near, s, null, 0, behind, BUFFERS(), TF_WRITE_BEHIND), 0, "TF_WRITE_BEHIND's error");
      arrives(pair, text("head--tail"));
    },
  },
  {
    rule: "TransmitFile/disconnect",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const pair = connectedPair(bench);
      const { near, s, far, peer } = pair;
      sameCode(transmit(near, s, null, 0, null, BUFFERS(), TF_DISCONNECT | TF_REUSE_SOCKET), 0, "TransmitFile's error");
      arrives(pair, text("head--tail"));
      equal(far.receive(peer)?.length, 0, "the bytes behind the last one");
      const { name } = far.listener();
      const overlapped = newWSAOVERLAPPED();
      const isDone = near.desktop.mswsock.ConnectEx(s, name, name.length, null, 0, ref(0), overlapped);
      sameCode(isDone ? 0 : near.ws2.WSAGetLastError(), WSA_IO_PENDING, "ConnectEx's error");
      sameCode(outcomeOf(near, s, overlapped, true).code, 0, "the connect's error");
      near.must(near.send(s, bytes("again")));
    },
  },
  {
    rule: "TransmitFile/refused",
    needs: ["IPv4 stream", "IPv4 datagram"],
    run(bench) {
      const { near, s, hFile } = pairWithFile(bench);
      const call = (socket: SOCKET, flags: number, length = 0) =>
        transmit(near, socket, null, length, null, null, flags);
      sameCode(call(NO_SOCKET, 0), WSAENOTSOCK, "the error for an invalid socket handle");
      sameCode(call(near.stream(), TF_REUSE_SOCKET), WSAENOTCONN, "the error of a stream without a peer");
      const datagram = near.datagram();
      sameCode(call(datagram, 0), WSAENOTCONN, "the error of a datagram socket without a peer");
      near.must(near.connect(datagram, near.boundDatagram().name));
      sameCode(call(datagram, 0), WSAEINVAL, "the error of a datagram socket");
      sameCode(call(s, TF_REUSE_SOCKET), WSAEINVAL, "the error of TF_REUSE_SOCKET alone");
      sameCode(call(s, 0, 2147483647), WSAEINVAL, "the error of too many bytes");
      const beyond = { ...newWSAOVERLAPPED(), Offset: FILE_SIZE };
      sameCode(transmit(near, s, hFile, 0, beyond, null), WSAEINVAL, "the error of an offset at the end");
      near.must(near.ws2.shutdown(s, SD_SEND));
      sameCode(call(s, 0), WSAESHUTDOWN, "the error after shutdown");
    },
  },
  {
    rule: "TransmitFile/no-file",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      sameCode(transmit(near, s, 0x4444444 as HANDLE, 0, null, null), WSA_INVALID_HANDLE, "the error of no file");
    },
  },
  {
    rule: "TransmitPackets/parts",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const pair = pairWithFile(bench);
      const { near, s, hFile } = pair;
      const part = { dwElFlags: TP_ELEMENT_FILE, cLength: 9, nFileOffset: 3, hFile };
      const parts = [inMemory("one", TP_ELEMENT_EOP), part, inMemory("three")];
      sameCode(transmitPackets(near, s, parts, 0, null), 0, "TransmitPackets' error");
      const all = [...text("one"), ...pattern(12).subarray(3), ...text("three")];
      arrives(pair, all);
      const overlapped = newWSAOVERLAPPED();
      sameCode(transmitPackets(near, s, parts, 2, overlapped), WSA_IO_PENDING, "the error of an overlapped call");
      equal(outcomeOf(near, s, overlapped, true).bytes, all.length, "its bytes");
      arrives(pair, all);
    },
  },
  {
    rule: "TransmitPackets/datagrams",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const sender = program.datagram();
      program.must(program.connect(sender, name));
      const parts = [inMemory("a"), inMemory("bc", TP_ELEMENT_EOP), inMemory("later")];
      sameCode(transmitPackets(program, sender, parts, 0xffffffff, null), 0, "TransmitPackets' error");
      sameCode(transmitPackets(program, sender, [inMemory("cut up")], 3, null), 0, "its error with a size");
      for (const expected of ["abc", "later", "cut", " up"]) {
        sameList([...(program.receive(s) ?? [])], text(expected), "a datagram");
      }
      sameCode(
        transmitPackets(program, sender, parts, 0, null, TF_DISCONNECT),
        WSAEINVAL,
        "the error of TF_DISCONNECT",
      );
    },
  },
  {
    rule: "TransmitPackets/refused",
    needs: ["IPv4 stream"],
    run(bench) {
      const pair = pairWithFile(bench);
      const { near, s, hFile } = pair;
      const memory = inMemory("bytes");
      const [half, most] = [1_073_741_824, 2_147_483_647];
      const inFile = (cLength: number) => ({ dwElFlags: TP_ELEMENT_FILE, cLength, nFileOffset: 0, hFile });
      const rows: readonly (readonly [what: string, code: number, part: unknown])[] = [
        ["a part that is a number", WSAEFAULT, 5],
        ["a part that is null", WSAEFAULT, null],
        ["a length beyond the buffer", WSAEFAULT, { ...memory, cLength: 6 }],
        ["a length without a buffer", WSAEFAULT, { ...memory, pBuffer: null }],
        ["a buffer that is a text", WSAEFAULT, { ...memory, pBuffer: "bytes" }],
        ["flags that are a text", WSAEINVAL, { ...memory, dwElFlags: "1" }],
        ["a length that is a text", WSAEINVAL, { ...memory, cLength: "5" }],
        ["an offset that is a text", WSAEINVAL, { ...inFile(1), nFileOffset: "0" }],
        ["memory and a file", WSAEINVAL, { ...memory, dwElFlags: TP_ELEMENT_MEMORY | TP_ELEMENT_FILE }],
        ["too many bytes", WSAEINVAL, inFile(most)],
        ["an offset at the end of the file", WSAEINVAL, { ...inFile(1), nFileOffset: FILE_SIZE }],
        ["a file that is none", WSA_INVALID_HANDLE, { ...inFile(1), hFile: 0 }],
        ["a file that is a socket", WSA_INVALID_HANDLE, { ...inFile(1), hFile: s }],
      ];
      for (const [what, code, part] of rows) {
        const parts = [memory, part as TRANSMIT_PACKETS_ELEMENT];
        sameCode(transmitPackets(near, s, parts, 0, null), code, `the error with ${what}`);
      }
      sameCode(transmitPackets(near, s, [inFile(half), inFile(half)], 0, null), WSAEINVAL, "the error of a long sum");
      const { TransmitPackets } = near.desktop.mswsock;
      equal(TransmitPackets(s, [memory], 2, 0, null, 0), false, "the result with more parts than there are");
      sameCode(near.ws2.WSAGetLastError(), WSAEFAULT, "its error");
      for (const buffers of [
        { ...BUFFERS(), HeadLength: 6 },
        { ...BUFFERS(), Tail: null },
      ]) {
        sameCode(transmit(near, s, null, 0, null, buffers), WSAEFAULT, "the error of TransmitFile with bad buffers");
      }
      sameCode(transmitPackets(near, s, [{ ...memory, cLength: 2 }], 0, null), 0, "the error of a part of a buffer");
      near.must(near.ws2.shutdown(s, SD_SEND));
      sameList([...pair.far.receiveAll(pair.peer, 8)], text("by"), "all that the peer receives");
    },
  },
  {
    rule: "TransmitFile/non-blocking",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      unblock(near, s);
      const size = 300_000;
      const Head = pattern(size);
      const received = new Uint8Array(size);
      const overlapped = newWSAOVERLAPPED();
      const begun = far.ws2.WSARecv(peer, [newWSABUF(received)], 1, null, ref(MSG_WAITALL), overlapped, null);
      far.fails(begun, WSA_IO_PENDING, "WSARecv's error");
      sameCode(
        transmit(near, s, null, 0, null, { Head, HeadLength: size, Tail: null, TailLength: 0 }),
        0,
        "TransmitFile's error",
      );
      equal(outcomeOf(far, peer, overlapped, true).bytes, size, "the bytes that the receive reports");
      sameList(received, Head, "the bytes that arrive");
    },
  },
  {
    rule: "TransmitFile/non-blocking",
    of: "a file that cannot be read",
    needs: ["IPv4 stream"],
    run(bench) {
      const stub = new StubProvider({}, bench.trace);
      bench.machine.install(stub);
      const { near, s } = connectedPair(bench);
      near.must(near.ws2.closesocket(near.must(near.ws2.socket(STUB_FAMILY, 0, 0))));
      const failing: FileObject = { close() {}, read: () => 23 };
      const empty: FileObject = { close() {} };
      sameCode(transmit(near, s, bench.file(stub, failing), 0, null, BUFFERS()), 23, "TransmitFile's error");
      sameCode(transmit(near, s, bench.file(stub, empty), 0, null, null), 1, "its error without a function to read");
    },
  },
  {
    rule: "WSARecvEx/partial",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      for (const [size, count, flags] of [
        [8, 4, 0],
        [2, 2, MSG_PARTIAL],
      ]) {
        program.must(program.sendTo(s, bytes("data"), name));
        const [buf, out] = [new Uint8Array(8), ref(MSG_OOB)];
        equal(program.desktop.mswsock.WSARecvEx(s, buf, size, out), count, "the bytes that WSARecvEx returns");
        sameList([...buf.subarray(0, count)], text("data").slice(0, count), "the bytes");
        equal(out.value, flags, "the flags");
      }
    },
  },
  {
    rule: "WSARecvEx/stream",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const { WSARecvEx } = far.desktop.mswsock;
      near.must(near.send(s, bytes("data")));
      const [buf, flags] = [new Uint8Array(3), ref(0)];
      equal(WSARecvEx(peer, buf, 3, flags), 3, "the bytes that WSARecvEx returns");
      equal(flags.value, 0, "the flags");
      equal(WSARecvEx(peer, buf, 3, flags), 1, "the bytes that follow");
      near.must(near.ws2.shutdown(s, SD_SEND));
      equal(WSARecvEx(peer, buf, 3, flags), 0, "what WSARecvEx returns at the end of the stream");
      const failed = WSARecvEx(far.stream(), buf, 3, flags);
      equal(failed, SOCKET_ERROR, "what WSARecvEx returns without a peer");
      sameCode(far.ws2.WSAGetLastError(), WSAENOTCONN, "WSARecvEx's error without a peer");
    },
  },
];
