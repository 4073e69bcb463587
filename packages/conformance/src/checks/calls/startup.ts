import { FUNCTIONS } from "@ws2kit/rules";
import {
  AF_INET,
  fd_set,
  MAKEWORD,
  newWSADATA,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSAEFAULT,
  WSAENOTSOCK,
  WSANOTINITIALISED,
  WSAVERNOTSUPPORTED,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, show } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { Ws2 } from "../../subjects/ws2.js";

const V22 = MAKEWORD(2, 2);

/** The requested version and the version that WSAStartup reports. */
const GRANTED: readonly (readonly [Check["rule"], number, number])[] = [
  ["WSAStartup/version/one", MAKEWORD(1, 0), MAKEWORD(1, 0)],
  ["WSAStartup/version/one", MAKEWORD(1, 1), MAKEWORD(1, 1)],
  ["WSAStartup/version/one", MAKEWORD(1, 9), MAKEWORD(1, 1)],
  ["WSAStartup/version/two", MAKEWORD(2, 0), MAKEWORD(2, 0)],
  ["WSAStartup/version/two", MAKEWORD(2, 1), MAKEWORD(2, 1)],
  ["WSAStartup/version/two", V22, V22],
  ["WSAStartup/version/higher", MAKEWORD(2, 3), V22],
  ["WSAStartup/version/higher", MAKEWORD(7, 1), V22],
];

const granted: readonly Check[] = GRANTED.map(([rule, asked, got]) => ({
  rule,
  of: `${asked & 0xff}.${asked >> 8}`,
  run(bench) {
    const { ws2 } = bench.machine.unstarted();
    const data = newWSADATA();
    sameCode(ws2.WSAStartup(asked, data), 0, "WSAStartup's answer");
    equal(data.wVersion, got, "wVersion");
  },
}));

const NO_SOCKET = 4 as SOCKET;

/** Calls that require WSAStartup. Their arguments would be invalid after it, too. */
const UNSTARTED: Readonly<Record<string, (ws2: Ws2) => number>> = {
  socket: (ws2) => ws2.socket(-1, -1, -1),
  accept: (ws2) => ws2.accept(NO_SOCKET, null, null),
  closesocket: (ws2) => ws2.closesocket(NO_SOCKET),
  bind: (ws2) => ws2.bind(NO_SOCKET, null, 0),
  connect: (ws2) => ws2.connect(NO_SOCKET, null, 0),
  listen: (ws2) => ws2.listen(NO_SOCKET, 1),
  shutdown: (ws2) => ws2.shutdown(NO_SOCKET, 9),
  getsockname: (ws2) => ws2.getsockname(NO_SOCKET, null, null),
  getpeername: (ws2) => ws2.getpeername(NO_SOCKET, null, null),
  send: (ws2) => ws2.send(NO_SOCKET, null, 1, 0),
  recv: (ws2) => ws2.recv(NO_SOCKET, null, 1, 0),
  sendto: (ws2) => ws2.sendto(NO_SOCKET, null, 1, 0, null, 0),
  recvfrom: (ws2) => ws2.recvfrom(NO_SOCKET, null, 1, 0, null, null),
  getsockopt: (ws2) => ws2.getsockopt(NO_SOCKET, 0, 0, null, null),
  setsockopt: (ws2) => ws2.setsockopt(NO_SOCKET, 0, 0, null, 0),
  ioctlsocket: (ws2) => ws2.ioctlsocket(NO_SOCKET, 0, ref(0)),
  select: (ws2) => ws2.select(0, fd_set(NO_SOCKET), null, null, null),
  WSAEnumProtocolsW: (ws2) => ws2.WSAEnumProtocolsW(null, null, ref(0)),
};

const neededFirst: readonly Check[] = Object.entries(UNSTARTED).map(([of, call]) => ({
  rule: "startup/needed-first",
  of,
  run(bench) {
    const program = bench.machine.unstarted();
    program.fails(call(program.ws2), WSANOTINITIALISED);
  },
}));

/** Waits and events of ws2 are those of kernel32, which need no WSAStartup. */
const OF_KERNEL32 = ["WSACreateEvent", "WSACloseEvent", "WSASetEvent", "WSAResetEvent", "WSAWaitForMultipleEvents"];

/** Calls every function that needs WSAStartup, without arguments, and expects this error. */
function refusedFirst({ control, ws2 }: Program, code: number): void {
  for (const { name, kind, unstarted } of FUNCTIONS) {
    if (kind !== "api" || unstarted || OF_KERNEL32.includes(name) || !(name in control)) continue;
    ws2.WSASetLastError(0);
    const result: unknown = (ws2 as unknown as Readonly<Record<string, () => unknown>>)[name]();
    const failures: readonly unknown[] = [SOCKET_ERROR, 0, false, null, code];
    holds(failures.includes(result), `whether ${name} fails: its result is ${show(result)}`);
    sameCode(ws2.WSAGetLastError(), code, `the error of ${name}`);
  }
}

const others: readonly Check[] = [
  {
    rule: "startup/needed-first",
    of: "every function",
    run(bench) {
      refusedFirst(bench.machine.unstarted(), WSANOTINITIALISED);
    },
  },
  {
    rule: "startup/needed-first",
    of: "on another thread",
    run(bench) {
      const program = bench.machine.unstarted();
      const thread = program.control.openThread();
      program.control.runOn(thread, () => program.fails(program.ws2.listen(NO_SOCKET, 1), WSANOTINITIALISED));
    },
  },
  {
    rule: "WSAStartup/success",
    run(bench) {
      const { ws2 } = bench.machine.unstarted();
      ws2.WSASetLastError(17);
      sameCode(ws2.WSAStartup(V22, newWSADATA()), 0, "WSAStartup's answer");
      sameCode(ws2.WSAGetLastError(), 0, "the last error");
    },
  },
  {
    rule: "WSAStartup/version/zero",
    run(bench) {
      const program = bench.machine.unstarted();
      sameCode(program.ws2.WSAStartup(MAKEWORD(0, 2), newWSADATA()), WSAVERNOTSUPPORTED, "WSAStartup's answer");
      program.fails(program.ws2.socket(AF_INET, SOCK_STREAM, 0), WSANOTINITIALISED);
    },
  },
  {
    rule: "WSAStartup/high-version",
    run(bench) {
      for (const asked of [MAKEWORD(0, 0), MAKEWORD(1, 1), V22]) {
        const data = newWSADATA();
        bench.machine.unstarted().ws2.WSAStartup(asked, data);
        equal(data.wHighVersion, V22, `wHighVersion after asking for ${asked & 0xff}.${asked >> 8}`);
      }
    },
  },
  {
    rule: "WSAStartup/description",
    run(bench) {
      for (const asked of [MAKEWORD(0, 0), V22]) {
        const data = newWSADATA();
        bench.machine.unstarted().ws2.WSAStartup(asked, data);
        equal(data.szDescription, "WinSock 2.0", "szDescription");
        equal(data.szSystemStatus, "Running", "szSystemStatus");
      }
    },
  },
  {
    rule: "WSAStartup/limits/one",
    run(bench) {
      const data = newWSADATA();
      bench.machine.unstarted().ws2.WSAStartup(MAKEWORD(1, 1), data);
      equal(data.iMaxSockets, 32767, "iMaxSockets");
      equal(data.iMaxUdpDg, 65467, "iMaxUdpDg");
    },
  },
  {
    rule: "WSAStartup/limits/two",
    run(bench) {
      const data = { ...newWSADATA(), iMaxSockets: 5, iMaxUdpDg: 5 };
      bench.machine.unstarted().ws2.WSAStartup(V22, data);
      equal(data.iMaxSockets, 0, "iMaxSockets");
      equal(data.iMaxUdpDg, 0, "iMaxUdpDg");
    },
  },
  {
    rule: "WSAStartup/vendor-info",
    run(bench) {
      const lpVendorInfo = {};
      const data = { ...newWSADATA(), lpVendorInfo };
      bench.machine.unstarted().ws2.WSAStartup(V22, data);
      equal(data.lpVendorInfo, lpVendorInfo, "lpVendorInfo");
    },
  },
  {
    rule: "WSAStartup/null-data",
    run(bench) {
      const program = bench.machine.unstarted();
      sameCode(program.ws2.WSAStartup(V22, null), WSAEFAULT, "WSAStartup's answer");
      sameCode(program.ws2.WSAStartup(MAKEWORD(0, 0), null), WSAVERNOTSUPPORTED, "the result for version 0");
      program.fails(program.ws2.socket(AF_INET, SOCK_STREAM, 0), WSANOTINITIALISED);
    },
  },
  {
    rule: "WSAStartup/nested",
    run(bench) {
      const program = bench.program();
      const data = newWSADATA();
      sameCode(program.ws2.WSAStartup(MAKEWORD(1, 1), data), 0, "the second WSAStartup");
      equal(data.wVersion, MAKEWORD(1, 1), "the second wVersion");
      program.works(program.ws2.WSACleanup());
      program.works(program.ws2.closesocket(program.socket()), "a call between the two WSACleanup");
      program.works(program.ws2.WSACleanup());
      program.fails(program.ws2.WSACleanup(), WSANOTINITIALISED);
    },
  },
  {
    rule: "WSACleanup/count",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      program.ws2.WSAStartup(V22, newWSADATA());
      const s = program.socket();
      program.works(program.ws2.WSACleanup());
      program.works(program.ws2.bind(s, sockaddr_in("0.0.0.0", 0), 16), "a call after the first WSACleanup");
      program.works(program.ws2.WSACleanup());
      program.fails(program.ws2.closesocket(s), WSANOTINITIALISED);
    },
  },
  {
    rule: "WSACleanup/success",
    run(bench) {
      const { ws2 } = bench.program();
      ws2.WSASetLastError(17);
      equal(ws2.WSACleanup(), 0, "WSACleanup's answer");
      sameCode(ws2.WSAGetLastError(), 0, "the last error");
    },
  },
  {
    rule: "WSACleanup/not-initialised",
    run(bench) {
      const { ws2 } = bench.machine.unstarted();
      equal(ws2.WSACleanup(), SOCKET_ERROR, "WSACleanup's answer");
      sameCode(ws2.WSAGetLastError(), WSANOTINITIALISED, "the last error");
    },
  },
  {
    rule: "WSACleanup/closes-sockets",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const port = program.bind(s);
      program.works(program.ws2.WSACleanup());
      program.ws2.WSAStartup(V22, newWSADATA());
      program.fails(program.ws2.listen(s, 1), WSAENOTSOCK);
      program.works(program.ws2.bind(program.socket(), sockaddr_in("0.0.0.0", port), 16), "a bind to the port it had");
    },
  },
  {
    rule: "WSACleanup/cleans-providers",
    run(bench) {
      const stub = new StubProvider({}, bench.trace);
      bench.machine.install(stub);
      const program = bench.program();
      program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
      program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
      program.works(program.ws2.WSACleanup());
      equal(stub.startups.length, 1, "WSPStartup calls");
      equal(stub.callsOf("WSPCleanup").length, 1, "WSPCleanup calls");
    },
  },
  {
    rule: "startup/not-needed",
    run(bench) {
      const { ws2 } = bench.machine.unstarted();
      ws2.WSASetLastError(23);
      equal(ws2.htons(0x1234), 0x3412, "htons(0x1234)");
      equal(ws2.ntohl(0x01020304), 0x04030201, "ntohl(0x01020304)");
      equal(ws2.WSAGetLastError(), 23, "the last error");
    },
  },
];

/** WSAStartup and WSACleanup. */
export const STARTUP_CHECKS: readonly Check[] = [...granted, ...neededFirst, ...others];
