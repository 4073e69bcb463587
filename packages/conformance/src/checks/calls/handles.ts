import { type FileObject, fd_set, ref, type SOCKET, sockaddr_in, WSAENOTSOCK } from "@ws2kit/spi";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { Ws2 } from "../../subjects/ws2.js";

/** Values that are not socket handles. */
const NO_SOCKETS: readonly unknown[] = [0, -1, 1, 2, 4, 0x7ffffffc, 1.5, NaN, "4", null, undefined, {}];

const notASocket: readonly Check[] = NO_SOCKETS.map((value) => ({
  rule: "handles/not-a-socket",
  of: typeof value === "object" ? JSON.stringify(value) : String(value) + (typeof value === "string" ? " as text" : ""),
  run(bench) {
    const program = bench.program();
    program.fails(program.ws2.listen(value as SOCKET, 1), WSAENOTSOCK, "listen's error");
    program.fails(program.ws2.send(value as SOCKET, new Uint8Array(1), 1, 0), WSAENOTSOCK, "send's error");
  },
}));

const BAD = 0x7ffffffc as SOCKET;

/** Calls on a bad socket whose other arguments are bad too. */
const SOCKET_FIRST: Readonly<Record<string, (ws2: Ws2) => number>> = {
  accept: (ws2) => ws2.accept(BAD, null, ref(3)),
  bind: (ws2) => ws2.bind(BAD, null, -1),
  closesocket: (ws2) => ws2.closesocket(BAD),
  connect: (ws2) => ws2.connect(BAD, null, -1),
  listen: (ws2) => ws2.listen(BAD, -1),
  shutdown: (ws2) => ws2.shutdown(BAD, 99),
  getsockname: (ws2) => ws2.getsockname(BAD, null, null),
  getpeername: (ws2) => ws2.getpeername(BAD, null, null),
  send: (ws2) => ws2.send(BAD, null, 5, 0x4000),
  recv: (ws2) => ws2.recv(BAD, null, 5, 0x4000),
  sendto: (ws2) => ws2.sendto(BAD, null, 5, 0x4000, null, -1),
  recvfrom: (ws2) => ws2.recvfrom(BAD, null, 5, 0x4000, null, null),
  getsockopt: (ws2) => ws2.getsockopt(BAD, 77, 77, null, null),
  setsockopt: (ws2) => ws2.setsockopt(BAD, 77, 77, null, -1),
  ioctlsocket: (ws2) => ws2.ioctlsocket(BAD, 77, null as never),
};

const socketFirst: readonly Check[] = Object.entries(SOCKET_FIRST).map(([of, call]) => ({
  rule: "handles/socket-before-arguments",
  of,
  run(bench) {
    const program = bench.program();
    program.fails(call(program.ws2), WSAENOTSOCK);
  },
}));

/** Handles as applications see them. */
export const HANDLE_CHECKS: readonly Check[] = [
  ...notASocket,
  ...socketFirst,
  {
    rule: "handles/shape",
    run(bench) {
      const program = bench.program();
      for (let i = 0; i < 40; i++) {
        const s = program.socket();
        holds(s > 0 && s < 2 ** 31 && s % 4 === 0, `whether ${s} is a multiple of 4 between 0 and 2 to the 31st`);
        if (i % 2 === 0) program.must(program.ws2.closesocket(s));
      }
    },
  },
  {
    rule: "handles/closed-stays-closed",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const closed: SOCKET[] = [];
      for (let i = 0; i < 200; i++) {
        const s = program.socket();
        holds(!closed.includes(s), `whether the closed handle ${s} is used again`);
        program.must(program.ws2.closesocket(s));
        closed.push(s);
      }
      const open = program.socket();
      for (const s of closed) program.fails(program.ws2.listen(s, 1), WSAENOTSOCK, `the error of closed handle ${s}`);
      program.works(program.ws2.bind(open, sockaddr_in("0.0.0.0", 0), 16));
    },
  },
  {
    rule: "handles/one-table",
    run(bench) {
      const stub = new StubProvider({}, bench.trace);
      bench.machine.install(stub);
      const program = bench.program();
      const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
      const file: FileObject = { close() {} };
      const handle = bench.file(stub, file) as number;
      holds(handle !== s, "whether a file's handle differs from a socket's");
      program.fails(program.ws2.listen(handle as SOCKET, 1), WSAENOTSOCK);
      program.fails(program.ws2.select(0, fd_set(handle as SOCKET), null, null, null), WSAENOTSOCK);
    },
  },
  {
    rule: "closesocket/invalidates",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      program.works(program.ws2.closesocket(s));
      program.fails(program.ws2.closesocket(s), WSAENOTSOCK);
      program.fails(program.ws2.listen(s, 1), WSAENOTSOCK);
      const { sockets } = bench.machine.counters;
      equal(sockets, 0, "open sockets of the machine");
    },
  },
];
