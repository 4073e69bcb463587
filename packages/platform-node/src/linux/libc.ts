import { koffi as loadKoffi } from "../koffi.js";

/** A descriptor that libuv watches for Node's loop. */
export type PollHandle = import("koffi").node.PollHandle;

/**
 * The C functions that this package calls through koffi. Memory is a typed array, `null` is NULL. Each returns the C
 * function's result; after -1, `errno()` returns the error.
 */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  close(fd: number): number;
  bind(fd: number, name: Uint8Array, namelen: number): number;
  connect(fd: number, name: Uint8Array, namelen: number): number;
  listen(fd: number, backlog: number): number;
  accept4(fd: number, name: Uint8Array, namelen: Int32Array, flags: number): number;
  send(fd: number, buf: Uint8Array, len: number, flags: number): number;
  recv(fd: number, buf: Uint8Array, len: number, flags: number): number;
  sendto(fd: number, buf: Uint8Array, len: number, flags: number, name: Uint8Array, namelen: number): number;
  recvfrom(fd: number, buf: Uint8Array, len: number, flags: number, name: Uint8Array, namelen: Int32Array): number;
  /** Writes `msg_namelen`, `msg_controllen` and `msg_flags` of `msg`; its pointers must not be used afterwards. */
  recvmsg(fd: number, msg: MessageHeader, flags: number): number;
  sendmsg(fd: number, msg: MessageHeader, flags: number): number;
  shutdown(fd: number, how: number): number;
  getsockname(fd: number, name: Uint8Array, namelen: Int32Array): number;
  getpeername(fd: number, name: Uint8Array, namelen: Int32Array): number;
  getsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: Int32Array): number;
  setsockopt(fd: number, level: number, optname: number, value: Uint8Array, len: number): number;
  ioctl(fd: number, request: number, value: Int32Array): number;
  poll(table: Int32Array, n: number, ms: number): number;
  /** Has libuv call `readable` in each turn of Node's loop in which the descriptor is readable, until `stop`. */
  pollHandle(fd: number, readable: () => void): PollHandle;
  epoll_create1(flags: number): number;
  epoll_ctl(epfd: number, op: number, fd: number, event: Uint8Array): number;
  epoll_wait(epfd: number, events: Uint8Array, most: number, ms: number): number;
  eventfd(initial: number, flags: number): number;
  read(fd: number, buf: Uint8Array, len: number): number;
  write(fd: number, buf: Uint8Array, len: number): number;
  flock(fd: number, operation: number): number;
  getaddrinfo(node: string, service: null, hints: AddrInfo, result: [bigint | null]): number;
  /** As `getaddrinfo`, on a thread of Node's pool; `done` receives an error of koffi or null, and the result. */
  getaddrinfoLater(
    node: string,
    service: null,
    hints: AddrInfo,
    result: [bigint | null],
    done: (error: Error | null, eai: number) => void,
  ): void;
  freeaddrinfo(result: bigint): void;
  getnameinfo(
    addr: Uint8Array,
    addrlen: number,
    host: Uint8Array,
    hostlen: number,
    serv: null,
    servlen: number,
    flags: number,
  ): number;
  /** The nodes of a list that `getaddrinfo` returned. */
  addrInfo(result: bigint): Iterable<AddrInfo>;
  /** Views `len` bytes of C's memory; read them before the memory is freed. */
  bytesAt(address: bigint, len: number): Uint8Array;
  /** `time` is a struct timespec: seconds, nanoseconds. */
  clock_gettime(clock: number, time: BigInt64Array): number;
  errno(): number;
}

/** `struct msghdr` with a single buffer of data. */
export interface MessageHeader {
  msg_name: Uint8Array | null;
  msg_namelen: number;
  msg_iov: { iov_base: Uint8Array; iov_len: number };
  msg_iovlen: 1;
  msg_control: Uint8Array | null;
  msg_controllen: number;
  msg_flags: number;
}

/** `struct addrinfo`; pointers are addresses, NULL is `null`. */
export interface AddrInfo {
  ai_flags: number;
  ai_family: number;
  ai_socktype: number;
  ai_protocol: number;
  ai_addrlen: number;
  ai_addr: bigint | null;
  ai_canonname: bigint | null;
  ai_next: bigint | null;
}

let loaded: Libc | undefined;

/** Loads the process's libc. Throws on a system without koffi's binary. */
export function libc(): Libc {
  loaded ??= load();
  return loaded;
}

function load(): Libc {
  const koffi = loadKoffi();
  const lib = koffi.load(null);
  const addrinfo = koffi.struct({
    ai_flags: "int",
    ai_family: "int",
    ai_socktype: "int",
    ai_protocol: "int",
    ai_addrlen: "uint32_t",
    ai_addr: "void *",
    ai_canonname: "void *",
    ai_next: "void *",
  });
  const pointer = koffi.pointer(addrinfo);
  const iovec = koffi.struct({ iov_base: "void *", iov_len: "size_t" });
  const msghdr = koffi.pointer(
    koffi.struct({
      msg_name: "void *",
      msg_namelen: "uint32_t",
      msg_iov: koffi.pointer(iovec),
      msg_iovlen: "size_t",
      msg_control: "void *",
      msg_controllen: "size_t",
      msg_flags: "int",
    }),
  );
  const getaddrinfo = lib.func("getaddrinfo", "int", ["str", "str", pointer, koffi.out(koffi.pointer("void *"))]);
  return {
    socket: lib.func("int socket(int domain, int type, int protocol)"),
    close: lib.func("int close(int fd)"),
    bind: lib.func("int bind(int fd, const void *addr, uint32_t addrlen)"),
    connect: lib.func("int connect(int fd, const void *addr, uint32_t addrlen)"),
    listen: lib.func("int listen(int fd, int backlog)"),
    accept4: lib.func("int accept4(int fd, void *addr, void *addrlen, int flags)"),
    send: lib.func("intptr_t send(int fd, const void *buf, size_t len, int flags)"),
    recv: lib.func("intptr_t recv(int fd, void *buf, size_t len, int flags)"),
    sendto: lib.func(
      "intptr_t sendto(int fd, const void *buf, size_t len, int flags, const void *addr, uint32_t addrlen)",
    ),
    recvfrom: lib.func("intptr_t recvfrom(int fd, void *buf, size_t len, int flags, void *addr, void *addrlen)"),
    recvmsg: lib.func("recvmsg", "intptr_t", ["int", koffi.inout(msghdr), "int"]),
    sendmsg: lib.func("sendmsg", "intptr_t", ["int", msghdr, "int"]),
    shutdown: lib.func("int shutdown(int fd, int how)"),
    getsockname: lib.func("int getsockname(int fd, void *addr, void *addrlen)"),
    getpeername: lib.func("int getpeername(int fd, void *addr, void *addrlen)"),
    getsockopt: lib.func("int getsockopt(int fd, int level, int optname, void *optval, void *optlen)"),
    setsockopt: lib.func("int setsockopt(int fd, int level, int optname, const void *optval, uint32_t optlen)"),
    ioctl: lib.func("int ioctl(int fd, unsigned long request, void *argp)"),
    poll: lib.func("int poll(void *fds, unsigned long nfds, int timeout)"),
    pollHandle: (fd, readable) => koffi.node.poll(fd, { readable: true }, readable),
    epoll_create1: lib.func("int epoll_create1(int flags)"),
    epoll_ctl: lib.func("int epoll_ctl(int epfd, int op, int fd, void *event)"),
    epoll_wait: lib.func("int epoll_wait(int epfd, void *events, int maxevents, int timeout)"),
    eventfd: lib.func("int eventfd(unsigned int initval, int flags)"),
    read: lib.func("intptr_t read(int fd, void *buf, size_t count)"),
    write: lib.func("intptr_t write(int fd, const void *buf, size_t count)"),
    flock: lib.func("int flock(int fd, int operation)"),
    getaddrinfo,
    getaddrinfoLater: getaddrinfo.async,
    freeaddrinfo: lib.func("void freeaddrinfo(void *res)"),
    getnameinfo: lib.func(
      "int getnameinfo(const void *addr, uint32_t addrlen, void *host, uint32_t hostlen, void *serv, uint32_t servlen, int flags)",
    ),
    *addrInfo(result) {
      for (let at: bigint | null = result; at !== null; ) {
        const node: AddrInfo = koffi.decode(at, addrinfo);
        yield node;
        at = node.ai_next;
      }
    },
    bytesAt: (address, len) => new Uint8Array(koffi.view(address, len)),
    clock_gettime: lib.func("int clock_gettime(int clock, void *time)"),
    errno: () => koffi.errno(),
  };
}
