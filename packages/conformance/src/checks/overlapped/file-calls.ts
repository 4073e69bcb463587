import {
  INVALID_HANDLE_VALUE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  SOCK_RAW,
  SOCKET_ERROR,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  type WSABUF,
  WSAECONNRESET,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes, loopbackPair } from "../../bench/pairs.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Slots whose receives return bytes of value 7, and whose sends accept all bytes. */
const SERVING: Partial<WSPPROC_TABLE> = {
  WSPRecv(_s, lpBuffers, _count, lpNumberOfBytesRecvd) {
    const { buf, off, len } = lpBuffers[0];
    buf?.fill(7, off, off + len);
    if (lpNumberOfBytesRecvd !== null) lpNumberOfBytesRecvd.value = len;
    return 0;
  },
  WSPSend(_s, lpBuffers, _count, lpNumberOfBytesSent) {
    if (lpNumberOfBytesSent !== null) lpNumberOfBytesSent.value = lpBuffers[0].len;
    return 0;
  },
};

/** A provider whose sockets are not files, and a socket of it. */
function redirected(bench: Bench, slots = SERVING) {
  const stub = new StubProvider({ slots }, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  return { stub, program, s, kernel32: program.desktop.kernel32, counters: bench.machine.counters };
}

const redirection: readonly Check[] = [
  {
    rule: "WPUCreateSocketHandle/ReadFile",
    run(bench) {
      const { stub, s, kernel32 } = redirected(bench);
      const [buf, count]: [Uint8Array, Ref<number>] = [new Uint8Array(4), ref(0)];
      equal(kernel32.ReadFile(s, buf, 3, count, null), true, "the result");
      const [call] = stub.callsOf("WSPRecv");
      equal(call?.args[0], s, "the handle at WSPRecv");
      sameList(buf, [7, 7, 7, 0], "what is read");
      equal(count.value, 3, "the bytes read");
    },
  },
  {
    rule: "WPUCreateSocketHandle/WriteFile",
    run(bench) {
      const { stub, s, kernel32 } = redirected(bench);
      const count = ref(0);
      equal(kernel32.WriteFile(s, bytes("out"), 3, count, null), true, "the result");
      const [call] = stub.callsOf("WSPSend");
      equal(call?.args[0], s, "the handle at WSPSend");
      const [{ buf, len }] = call.args[1] as WSABUF[];
      sameList((buf as Uint8Array).subarray(0, len), bytes("out"), "what is written");
      equal(count.value, 3, "the bytes written");
    },
  },
  {
    rule: "files/crossings",
    run(bench) {
      const { s, kernel32, counters } = redirected(bench);
      kernel32.ReadFile(s, new Uint8Array(4), 4, ref(0), null);
      equal(counters.fileCrossings, 4, "crossings of a ReadFile");
      kernel32.WriteFile(s, bytes("x"), 1, ref(0), null);
      equal(counters.fileCrossings, 8, "crossings with a WriteFile");
    },
  },
  {
    rule: "files/socket-calls-cross-nothing",
    run(bench) {
      const { program, s, counters } = redirected(bench);
      program.works(program.ws2.send(s, bytes("x"), 1, 0));
      program.works(program.ws2.recv(s, new Uint8Array(1), 1, 0));
      equal(counters.fileCrossings, 0, "crossings");
    },
  },
  {
    rule: "files/arguments",
    run(bench) {
      const refusing: Partial<WSPPROC_TABLE> = {
        WSPRecv: (...args) => refuse(args[8], WSA_IO_PENDING),
        WSPSend: (...args) => refuse(args[8], WSAECONNRESET),
      };
      const { stub, program, s, kernel32 } = redirected(bench, refusing);
      const [overlapped, buf]: [WSAOVERLAPPED, Uint8Array] = [newWSAOVERLAPPED(), new Uint8Array(9)];
      equal(kernel32.ReadFile(s, buf, 5, null, overlapped), false, "the result of ReadFile");
      sameCode(program.ws2.WSAGetLastError(), WSA_IO_PENDING, "its error");
      const { args } = stub.callsOf("WSPRecv")[0];
      const [given] = args[1] as WSABUF[];
      holds(given.buf === buf && given.len === 5, "whether the buffer is passed on");
      holds(args[5] === overlapped, "whether the structure is passed on");
      equal(kernel32.WriteFile(s, buf, 5, null, overlapped), false, "the result of WriteFile");
      sameCode(program.ws2.WSAGetLastError(), WSAECONNRESET, "its error");
    },
  },
];

function refuse(lpErrno: Ref<number>, code: number): number {
  lpErrno.value = code;
  return SOCKET_ERROR;
}

/** Whether any program can open sockets of an entry: it is neither raw nor a layer's own entry. */
function isServed({ iSocketType, ProtocolChain }: Readonly<WSAPROTOCOL_INFOW>): boolean {
  return iSocketType !== SOCK_RAW && ProtocolChain.ChainLen > 0;
}

const straight: readonly Check[] = [
  {
    rule: "files/straight",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const { kernel32 } = near.desktop;
      const [buf, count]: [Uint8Array, Ref<number>] = [new Uint8Array(4), ref(0)];
      equal(kernel32.WriteFile(peer, bytes("file"), 4, count, null), true, "the result of WriteFile");
      equal(kernel32.ReadFile(s, buf, 4, count, null), true, "the result of ReadFile");
      sameList(buf, bytes("file"), "what is read");
      equal(bench.machine.counters.fileCrossings, 0, "crossings");
    },
  },
  {
    rule: "files/no-offset",
    needs: ["overlapped", "IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("abcdef")));
      near.must(near.receiveAll(s, 2).length);
      const overlapped = Object.assign(newWSAOVERLAPPED(), { Offset: 100 });
      const buf: Uint8Array = new Uint8Array(4);
      equal(near.desktop.kernel32.ReadFile(s, buf, 4, ref(0), overlapped), true, "the result");
      sameList(buf, bytes("cdef"), "what is read");
    },
  },
  ...(
    ["files/flag-tells", "WPUCreateSocketHandle/not-ifs", "WPUCreateSocketHandle/clients-avoid-file-calls"] as const
  ).map(
    (rule): Check => ({
      rule,
      of: "what a client sees",
      needs: ["IPv4 datagram", "IPv4 stream", "IPv6 datagram", "IPv6 stream"],
      run(bench) {
        const { program, s, stub, kernel32, counters } = redirected(bench);
        for (const entry of bench.machine.machine.catalog.entries.filter(isServed)) {
          const { iAddressFamily, iSocketType, iProtocol } = entry;
          const made = program.must(program.ws2.WSASocketW(iAddressFamily, iSocketType, iProtocol, entry, 0, 0));
          const isFile = stub.imports.fileOf(made) !== null;
          equal(
            isFile,
            (entry.dwServiceFlags1 & XP1_IFS_HANDLES) !== 0,
            `whether sockets of "${entry.szProtocol}" are files`,
          );
        }
        kernel32.ReadFile(s, new Uint8Array(1), 1, ref(0), null);
        holds(counters.fileCrossings > 0, "whether a file call without the flag costs crossings");
      },
    }),
  ),
];

const handles: readonly Check[] = [
  {
    rule: "files/bad-handle",
    run(bench) {
      const program = bench.program();
      const { kernel32 } = program.desktop;
      for (const handle of [0, -1, 0x4444444]) {
        equal(kernel32.ReadFile(handle, new Uint8Array(1), 1, ref(0), null), false, `the result for ${handle}`);
        sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, `the error for ${handle}`);
        equal(kernel32.CloseHandle(handle), false, `the result of CloseHandle for ${handle}`);
        sameCode(program.ws2.WSAGetLastError(), WSA_INVALID_HANDLE, `CloseHandle's error for ${handle}`);
      }
    },
  },
  {
    rule: "files/close-handle",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const { kernel32 } = near.desktop;
      equal(kernel32.CloseHandle(s), true, "the result");
      near.fails(near.send(s, bytes("x")), WSAENOTSOCK);
      near.answers(near.ws2.recv(peer, new Uint8Array(1), 1, 0), 0, "what the peer receives");
      const { stub, s: other, program } = redirected(bench);
      equal(program.desktop.kernel32.CloseHandle(other), true, "the result for a socket that is not a file");
      equal(stub.callsOf("WSPCloseSocket").length, 1, "calls of WSPCloseSocket");
    },
  },
  {
    rule: "WPUCompleteOverlappedRequest/announces",
    needs: ["overlapped", "IPv4 stream"],
    run(bench) {
      // for a file handle the kernel reports the completion, and the port receives it like any other
      const { near, s, peer } = loopbackPair(bench);
      const { kernel32 } = near.desktop;
      const port = kernel32.CreateIoCompletionPort(s, 0, "key", 0);
      holds(port !== 0, "whether there is a port");
      kernel32.ReadFile(s, new Uint8Array(4), 4, null, newWSAOVERLAPPED());
      near.must(near.send(peer, bytes("x")));
      const key = ref<unknown>(null);
      equal(
        kernel32.GetQueuedCompletionStatus(port as never, ref(0), key, ref(null), 0),
        true,
        "whether the port has a packet",
      );
      equal(key.value, "key", "the key");
    },
  },
  {
    rule: "files/stored",
    run(bench) {
      const program = bench.program();
      const { CreateFileW, GetFileSizeEx, SetFilePointerEx } = program.desktop.kernel32;
      const open = (name: string) => CreateFileW(name, GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
      const lastError = () => program.ws2.WSAGetLastError();
      for (const [name, code] of [
        ["no such text", ERROR_FILE_NOT_FOUND],
        ["../no such text", ERROR_PATH_NOT_FOUND],
      ] as const) {
        equal(open(name), INVALID_HANDLE_VALUE, "what CreateFileW returns");
        equal(lastError(), code, `CreateFileW's error for ${name}`);
      }
      const s = program.socket();
      equal(GetFileSizeEx(s, ref(0)), false, "what GetFileSizeEx returns for a socket");
      sameCode(lastError(), WSA_INVALID_HANDLE, "GetFileSizeEx's error");
      equal(SetFilePointerEx(s, 0, null, 0), false, "what SetFilePointerEx returns for a socket");
      sameCode(lastError(), WSA_INVALID_HANDLE, "SetFilePointerEx's error");
    },
  },
];

const GENERIC_READ = 0x80000000;
const OPEN_EXISTING = 3;
const ERROR_FILE_NOT_FOUND = 2;
const ERROR_PATH_NOT_FOUND = 3;

/** ReadFile and WriteFile on sockets, which only desktop has. */
export const FILE_CALL_CHECKS: readonly Check[] = [...redirection, ...straight, ...handles];
