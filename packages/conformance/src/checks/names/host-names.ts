import {
  AF_INET,
  AF_INET6,
  type addrinfo,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  ref,
  sockaddr_in,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const KNOWN = Uint8Array.of(10, 9, 8, 7);
const UNKNOWN = Uint8Array.of(192, 0, 2, 1);

function nameOf({ ws2 }: Program, address: string, flags: number, room = 64) {
  const host = ref("");
  const code = ws2.getnameinfo(sockaddr_in(address, 80), 16, host, room, null, 0, flags);
  return { code, host: host.value };
}

/** The names of hosts: this machine's own, and those of addresses. */
export const HOST_NAME_CHECKS: readonly Check[] = [
  {
    rule: "gethostname/own",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const name = ref("");
      program.works(ws2.gethostname(name, 256));
      equal(name.value, program.host.platform.host, "the name");
      const own = ws2.gethostbyname(name.value)?.h_addr_list[0] ?? [];
      sameList(own, sockaddr_in(program.host.address, 0).slice(4, 8), "the address of that name");
    },
  },
  {
    rule: "gethostname/unnamed",
    needs: ["own limits"],
    run(bench) {
      const program = bench.machineNamed("").program();
      const name = ref("");
      program.answers(program.ws2.gethostname(name, 256), 0);
      equal(name.value, "localhost", "the name");
      equal(program.ws2.gethostbyname(name.value)?.h_name, "localhost", "the host of that name");
    },
  },
  {
    rule: "gethostname/short",
    run(bench) {
      const program = bench.program();
      const { ws2, host } = program;
      const { length } = host.platform.host;
      const name = ref("as it was");
      program.fails(ws2.gethostname(name, length), WSAEFAULT);
      equal(name.value, "as it was", "the buffer that was too short");
      program.works(ws2.gethostname(name, length + 1));
      program.fails(ws2.gethostname(null as never, 256), WSAEFAULT);
    },
  },
  {
    rule: "gethostbyname/own",
    run(bench) {
      const { ws2, host } = bench.program();
      for (const name of ["", null]) {
        const own = ws2.gethostbyname(name);
        equal(own?.h_name, host.platform.host, "the name");
        sameList(own?.h_addr_list[0] ?? [], sockaddr_in(host.address, 0).slice(4, 8), "the address");
      }
    },
  },
  {
    rule: "gethostbyaddr/name",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const host = bench.program().ws2.gethostbyaddr(KNOWN, 4, AF_INET);
      equal(host?.h_name, "device.test", "the name");
      equal(host?.h_addrtype, AF_INET, "the family");
      equal(host?.h_length, 4, "the length of an address");
      sameList(host?.h_addr_list[0] ?? [], KNOWN, "the address");
    },
  },
  {
    rule: "gethostbyaddr/unknown",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.gethostbyaddr(UNKNOWN, 4, AF_INET), null, "the result");
      sameCode(ws2.WSAGetLastError(), WSANO_DATA, "the error");
    },
  },
  ...(
    [
      ["type", KNOWN, 4, 4711, WSAEAFNOSUPPORT],
      ["no address", null, 4, AF_INET, WSAEFAULT],
      ["length", KNOWN, 3, AF_INET, WSAEFAULT],
      ["bytes", KNOWN, 16, AF_INET6, WSAEFAULT],
    ] as const
  ).map(
    ([of, address, length, type, code]): Check => ({
      rule: "gethostbyaddr/errors",
      of,
      run(bench) {
        const { ws2 } = bench.program();
        equal(ws2.gethostbyaddr(address, length, type), null, "the result");
        sameCode(ws2.WSAGetLastError(), code, "the error");
      },
    }),
  ),
  {
    rule: "getnameinfo/name",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      equal(nameOf(program, "10.9.8.7", 0).host, "device.test", "the host");
      equal(nameOf(program, "10.9.8.7", NI_NUMERICHOST).host, "10.9.8.7", "the host in figures");
      equal(nameOf(program, "192.0.2.1", 0).host, "192.0.2.1", "a host without a name");
    },
  },
  {
    rule: "getnameinfo/name-required",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      sameCode(nameOf(program, "10.9.8.7", NI_NAMEREQD).code, 0, "the result for a name");
      sameCode(nameOf(program, "192.0.2.1", NI_NAMEREQD).code, WSAHOST_NOT_FOUND, "the result without one");
    },
  },
  {
    rule: "getnameinfo/nothing",
    run(bench) {
      const program = bench.program();
      const name = sockaddr_in("10.1.2.3", 80);
      sameCode(program.ws2.getnameinfo(name, 16, null, 0, null, 0, 0), WSAHOST_NOT_FOUND, "the result");
      sameCode(nameOf(program, "10.1.2.3", NI_NUMERICHOST, 8).code, WSAEFAULT, "room for the host alone");
      sameCode(nameOf(program, "10.1.2.3", NI_NUMERICHOST, 9).code, 0, "room for its terminator, too");
    },
  },
  {
    rule: "GetAddrInfoW/wide",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const { desktop } = program;
      const result = ref<addrinfo | null>(null);
      sameCode(desktop.GetAddrInfoW("device.test", "80", null, result), 0, "the result");
      const address = result.value?.ai_addr ?? new Uint8Array(0);
      sameList(address, sockaddr_in("10.9.8.7", 80), "the address");
      const [host, service] = [ref(""), ref("")];
      const flags = NI_NUMERICSERV;
      sameCode(desktop.GetNameInfoW(address, address.length, host, 64, service, 8, flags), 0, "the result");
      equal(`${host.value}:${service.value}`, "device.test:80", "what was written");
      const own = ref("");
      sameCode(desktop.GetHostNameW(own, 256), 0, "the result");
      equal(own.value, program.host.platform.host, "this machine's name");
    },
  },
];
