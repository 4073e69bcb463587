import { encodeGuid, SIO_GET_EXTENSION_FUNCTION_POINTER } from "@ws2kit/spi";
import { koffi as loadKoffi } from "../koffi.js";

/** A socket that libuv watches for Node's loop. */
export type PollHandle = import("koffi").node.PollHandle;

/** `struct addrinfoW` as koffi reads it; pointers are addresses, NULL is `null`. */
export interface AddrInfoW {
  ai_flags: number;
  ai_family: number;
  ai_socktype: number;
  ai_protocol: number;
  ai_addrlen: number;
  ai_canonname: bigint | null;
  ai_addr: bigint | null;
  ai_next: bigint | null;
}

/** WSARecvMsg of a provider; the last two parameters are those of overlapped calls. */
export type MessageCall = (
  s: number,
  message: Uint8Array,
  received: Int32Array,
  overlapped: null,
  routine: null,
) => number;

/**
 * The functions of ws2_32.dll and kernel32.dll that this package calls through koffi, on x64 and arm64. Memory is a
 * typed array, `null` is NULL. A SOCKET or HANDLE is a number; INVALID_SOCKET and INVALID_HANDLE_VALUE are -1. After a
 * failure, `WSAGetLastError()` in the next call returns the error: koffi keeps it for the thread.
 */
export interface Winsock {
  WSAStartup(version: number, data: Uint8Array): number;
  WSAGetLastError(): number;
  WSASocketW(family: number, type: number, protocol: number, info: null, group: number, flags: number): number;
  closesocket(s: number): number;
  bind(s: number, name: Uint8Array, namelen: number): number;
  connect(s: number, name: Uint8Array, namelen: number): number;
  listen(s: number, backlog: number): number;
  accept(s: number, name: Uint8Array, namelen: Int32Array): number;
  send(s: number, buf: Uint8Array, len: number, flags: number): number;
  recv(s: number, buf: Uint8Array, len: number, flags: number): number;
  sendto(s: number, buf: Uint8Array, len: number, flags: number, name: Uint8Array, namelen: number): number;
  recvfrom(s: number, buf: Uint8Array, len: number, flags: number, name: Uint8Array, namelen: Int32Array): number;
  /** `message`: a WSAMSG of 56 bytes. */
  WSASendMsg(s: number, message: Uint8Array, flags: number, sent: Int32Array, overlapped: null, routine: null): number;
  /** The WSARecvMsg of a socket's provider; `null` if it has none: WSAGetLastError returns the error. */
  receiveMessageOf(s: number): MessageCall | null;
  /** The address of memory, for a pointer in a structure. The memory must be in use until the call returns. */
  addressOf(memory: Uint8Array): bigint;
  shutdown(s: number, how: number): number;
  getsockname(s: number, name: Uint8Array, namelen: Int32Array): number;
  getpeername(s: number, name: Uint8Array, namelen: Int32Array): number;
  getsockopt(s: number, level: number, optname: number, value: Uint8Array, len: Int32Array): number;
  setsockopt(s: number, level: number, optname: number, value: Uint8Array, len: number): number;
  ioctlsocket(s: number, command: number, value: Int32Array): number;
  /** `table`: WSAPOLLFD of 16 bytes each: 0 SOCKET · 8 SHORT events · 10 SHORT revents. An empty table is WSAEINVAL. */
  WSAPoll(table: Uint8Array, n: number, ms: number): number;
  /** Has libuv call `ready` in each turn of Node's loop in which the socket is ready, until `stop`. */
  pollHandle(
    s: number,
    events: { readable: boolean; writable: boolean; disconnect: boolean },
    ready: () => void,
  ): PollHandle;
  GetAddrInfoW(node: string, service: null, hints: AddrInfoW, result: [bigint | null]): number;
  /** As `GetAddrInfoW`, on a thread of Node's pool. */
  GetAddrInfoWLater(
    node: string,
    service: null,
    hints: AddrInfoW,
    result: [bigint | null],
    done: (error: Error | null, code: number) => void,
  ): void;
  FreeAddrInfoW(result: bigint): void;
  getnameinfo(
    name: Uint8Array,
    namelen: number,
    host: Uint8Array,
    hostlen: number,
    serv: null,
    servlen: number,
    flags: number,
  ): number;
  /** The nodes of a list that `GetAddrInfoW` returned. */
  addrInfo(result: bigint): Iterable<AddrInfoW>;
  /** Views `len` bytes of C's memory; read them before the memory is freed. */
  bytesAt(address: bigint, len: number): Uint8Array;

  Sleep(ms: number): void;
  GetCurrentThread(): number;
  /** Each time is a FILETIME: units of 100 ns. */
  GetThreadTimes(
    thread: number,
    created: BigUint64Array,
    ended: BigUint64Array,
    kernel: BigUint64Array,
    user: BigUint64Array,
  ): number;
  /** Returns 0 if it fails. */
  OpenProcess(access: number, inherits: number, pid: number): number;
  GetProcessTimes(
    process: number,
    created: BigUint64Array,
    ended: BigUint64Array,
    kernel: BigUint64Array,
    user: BigUint64Array,
  ): number;
  K32GetProcessMemoryInfo(process: number, counters: Uint8Array, size: number): number;
  CreateFileW(
    name: string,
    access: number,
    sharing: number,
    security: null,
    disposition: number,
    flags: number,
    template: number,
  ): number;
  GetLastError(): number;
  CloseHandle(handle: number): number;
}

const WSADATA_SIZE = 408;
/** The GUID of WSARecvMsg, an extension function. */
const WSAID_WSARECVMSG = "F689D7C8-6F1F-436B-8A53-E54FE351C322";

let loaded: Winsock | undefined;

/** Loads the system's Winsock and starts it; the process uses it to its end. */
export function winsock(): Winsock {
  if (loaded === undefined) {
    loaded = load();
    loaded.WSAStartup(0x202, new Uint8Array(WSADATA_SIZE));
  }
  return loaded;
}

function load(): Winsock {
  const koffi = loadKoffi();
  const ws2_32 = koffi.load("ws2_32.dll");
  const kernel32 = koffi.load("kernel32.dll");
  const winsock = (prototype: string) => ws2_32.func(prototype);
  const kernel = (prototype: string) => kernel32.func(prototype);
  const addrinfo = koffi.struct({
    ai_flags: "int",
    ai_family: "int",
    ai_socktype: "int",
    ai_protocol: "int",
    ai_addrlen: "size_t",
    ai_canonname: "void *",
    ai_addr: "void *",
    ai_next: "void *",
  });
  const GetAddrInfoW = ws2_32.func("GetAddrInfoW", "int", [
    "str16",
    "str16",
    koffi.pointer(addrinfo),
    koffi.out(koffi.pointer("void *")),
  ]);
  const WSAIoctl = winsock(
    "int WSAIoctl(intptr_t s, uint32_t code, const void *input, uint32_t inputSize, void *output, uint32_t outputSize, void *size, void *overlapped, void *routine)",
  );
  const WSARecvMsg = koffi.proto(
    "int WSARecvMsg(intptr_t s, void *message, void *received, void *overlapped, void *routine)",
  );
  return {
    WSAStartup: winsock("int WSAStartup(uint16_t version, void *data)"),
    WSAGetLastError: winsock("int WSAGetLastError()"),
    WSASocketW: winsock(
      "intptr_t WSASocketW(int family, int type, int protocol, void *info, uint32_t group, uint32_t flags)",
    ),
    closesocket: winsock("int closesocket(intptr_t s)"),
    bind: winsock("int bind(intptr_t s, const void *name, int namelen)"),
    connect: winsock("int connect(intptr_t s, const void *name, int namelen)"),
    listen: winsock("int listen(intptr_t s, int backlog)"),
    accept: winsock("intptr_t accept(intptr_t s, void *name, void *namelen)"),
    send: winsock("int send(intptr_t s, const void *buf, int len, int flags)"),
    recv: winsock("int recv(intptr_t s, void *buf, int len, int flags)"),
    sendto: winsock("int sendto(intptr_t s, const void *buf, int len, int flags, const void *name, int namelen)"),
    recvfrom: winsock("int recvfrom(intptr_t s, void *buf, int len, int flags, void *name, void *namelen)"),
    WSASendMsg: winsock(
      "int WSASendMsg(intptr_t s, void *message, uint32_t flags, void *sent, void *overlapped, void *routine)",
    ),
    receiveMessageOf(s) {
      const guid = new Uint8Array(16);
      encodeGuid(WSAID_WSARECVMSG, guid);
      const pointer = new BigUint64Array(1);
      const size = new Uint32Array(1);
      if (WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, guid, 16, pointer, 8, size, null, null) !== 0) return null;
      const [address] = pointer;
      return (...args) => koffi.call(address, WSARecvMsg, ...args);
    },
    addressOf: (memory) => koffi.address(memory),
    shutdown: winsock("int shutdown(intptr_t s, int how)"),
    getsockname: winsock("int getsockname(intptr_t s, void *name, void *namelen)"),
    getpeername: winsock("int getpeername(intptr_t s, void *name, void *namelen)"),
    getsockopt: winsock("int getsockopt(intptr_t s, int level, int optname, void *value, void *len)"),
    setsockopt: winsock("int setsockopt(intptr_t s, int level, int optname, const void *value, int len)"),
    ioctlsocket: winsock("int ioctlsocket(intptr_t s, uint32_t command, void *value)"),
    WSAPoll: winsock("int WSAPoll(void *table, uint32_t n, int ms)"),
    pollHandle: (s, events, ready) => koffi.node.poll(s, events, ready),
    GetAddrInfoW,
    GetAddrInfoWLater: GetAddrInfoW.async,
    FreeAddrInfoW: winsock("void FreeAddrInfoW(void *result)"),
    getnameinfo: winsock(
      "int getnameinfo(const void *name, int namelen, void *host, uint32_t hostlen, void *serv, uint32_t servlen, int flags)",
    ),
    *addrInfo(result) {
      for (let at: bigint | null = result; at !== null; ) {
        const node: AddrInfoW = koffi.decode(at, addrinfo);
        yield node;
        at = node.ai_next;
      }
    },
    bytesAt: (address, len) => new Uint8Array(koffi.view(address, len)),
    Sleep: kernel("void Sleep(uint32_t ms)"),
    GetCurrentThread: kernel("intptr_t GetCurrentThread()"),
    GetThreadTimes: kernel("int GetThreadTimes(intptr_t thread, void *created, void *ended, void *kernel, void *user)"),
    OpenProcess: kernel("intptr_t OpenProcess(uint32_t access, int inherits, uint32_t pid)"),
    GetProcessTimes: kernel(
      "int GetProcessTimes(intptr_t process, void *created, void *ended, void *kernel, void *user)",
    ),
    K32GetProcessMemoryInfo: kernel("int K32GetProcessMemoryInfo(intptr_t process, void *counters, uint32_t size)"),
    CreateFileW: kernel(
      "intptr_t CreateFileW(str16 name, uint32_t access, uint32_t sharing, void *security, uint32_t disposition, uint32_t flags, intptr_t template)",
    ),
    GetLastError: kernel("uint32_t GetLastError()"),
    CloseHandle: kernel("int CloseHandle(intptr_t handle)"),
  };
}
