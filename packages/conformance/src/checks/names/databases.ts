import {
  AF_INET,
  type addrinfo,
  fd_set,
  NI_DGRAM,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  newaddrinfo,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSAEFAULT,
  WSAENOTSOCK,
  WSANO_DATA,
  WSANOTINITIALISED,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** The code of getaddrinfo for a service, and the port that it found. */
function portOf({ ws2 }: Program, service: string, ai_socktype: number): { code: number; port: number } {
  const result = ref<addrinfo | null>(null);
  const code = ws2.getaddrinfo("10.1.2.3", service, newaddrinfo({ ai_family: AF_INET, ai_socktype }), result);
  return { code, port: result.value === null ? -1 : sockaddrPort(result.value.ai_addr as Uint8Array) };
}

/** The service of a port, as getnameinfo writes it. */
function serviceOf({ ws2 }: Program, port: number, flags: number): string {
  const service = ref("");
  sameCode(
    ws2.getnameinfo(sockaddr_in("10.1.2.3", port), 16, null, 0, service, 32, flags | NI_NUMERICHOST),
    0,
    "the result",
  );
  return service.value;
}

/** Services that every system's list has: a name, an alias or none, the port and the protocols. */
const SERVICES: readonly (readonly [name: string, alias: string, port: number, protocols: readonly string[]])[] = [
  ["discard", "sink", 9, ["tcp", "udp"]],
  ["ssh", "", 22, ["tcp"]],
  ["nicname", "whois", 43, ["tcp"]],
  ["kerberos", "krb5", 88, ["tcp", "udp"]],
  ["sunrpc", "portmap", 111, ["tcp", "udp"]],
  ["snmptrap", "snmp-trap", 162, ["udp"]],
  ["ldap", "", 389, ["tcp"]],
  ["router", "route", 520, ["udp"]],
  ["nfs", "", 2049, ["udp"]],
];

/** Protocols of each part of the list. */
const PROTOCOLS: readonly (readonly [name: string, alias: string, number: number])[] = [
  ["ip", "IP", 0],
  ["udp", "UDP", 17],
  ["ipv6-icmp", "IPv6-ICMP", 58],
  ["rvd", "RVD", 66],
];

/** Services and protocols by name and number: getservbyname and similar functions, and service names in other calls. */
export const DATABASE_CHECKS: readonly Check[] = [
  {
    rule: "getaddrinfo/service-name",
    run(bench) {
      const program = bench.program();
      equal(portOf(program, "http", SOCK_STREAM).port, 80, "the port of http");
      equal(portOf(program, "domain", SOCK_DGRAM).port, 53, "the port of domain");
      equal(portOf(program, "tftp", 0).port, 69, "the port of tftp, for any type");
      sameCode(portOf(program, "tftp", SOCK_STREAM).code, WSATYPE_NOT_FOUND, "tftp for a stream");
    },
  },
  {
    rule: "getnameinfo/service-name",
    run(bench) {
      const program = bench.program();
      equal(serviceOf(program, 21, 0), "ftp", "the service at 21");
      equal(serviceOf(program, 69, NI_DGRAM), "tftp", "the service at 69 of datagrams");
      equal(serviceOf(program, 21, NI_NUMERICSERV), "21", "the service at 21 in figures");
      equal(serviceOf(program, 49999, 0), "49999", "a port without a service");
    },
  },
  {
    rule: "getservbyname/port",
    run(bench) {
      const { ws2 } = bench.program();
      for (const name of ["smtp", "mail"]) {
        const service = ws2.getservbyname(name, "tcp");
        equal(service?.s_name, "smtp", `the name for ${name}`);
        equal(service?.s_proto, "tcp", `the protocol for ${name}`);
        equal(service?.s_port, ws2.htons(25), `the port for ${name}`);
        equal(service?.s_aliases.join(" "), "mail", `the aliases for ${name}`);
      }
    },
  },
  {
    rule: "getservbyname/protocol",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.getservbyname("tftp", "tcp"), null, "tftp over tcp");
      equal(ws2.getservbyname("tftp", "udp")?.s_proto, "udp", "tftp over udp");
      equal(ws2.getservbyname("tftp", null)?.s_proto, "udp", "tftp over any");
      equal(ws2.getservbyname("domain", "udp")?.s_proto, "udp", "domain over udp");
    },
  },
  {
    rule: "getservbyname/unknown",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.getservbyname("no-such-service", null), null, "a service that is not known");
      sameCode(ws2.WSAGetLastError(), WSANO_DATA, "its error");
      ws2.WSASetLastError(0);
      equal(ws2.getservbyport(ws2.htons(49999), "tcp"), null, "a port without a service");
      sameCode(ws2.WSAGetLastError(), WSANO_DATA, "its error");
    },
  },
  {
    rule: "getservbyname/null",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.getservbyname(null as never, null), null, "a null name");
      sameCode(ws2.WSAGetLastError(), WSAEFAULT, "its error");
      const unstarted = bench.machine.unstarted().ws2;
      equal(unstarted.getservbyname(null as never, null), null, "a null name before WSAStartup");
      sameCode(unstarted.WSAGetLastError(), WSANOTINITIALISED, "its error");
    },
  },
  {
    rule: "getservbyport/name",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.getservbyport(ws2.htons(110), "tcp")?.s_name, "pop3", "the service at 110");
      equal(ws2.getservbyport(110, "tcp"), null, "the service at 110 in host byte order");
    },
  },
  {
    rule: "getprotobyname/number",
    run(bench) {
      const { ws2 } = bench.program();
      for (const name of ["udp", "UDP"]) {
        const protocol = ws2.getprotobyname(name);
        equal(protocol?.p_name, "udp", `the name for ${name}`);
        equal(protocol?.p_proto, 17, `the number for ${name}`);
        equal(protocol?.p_aliases.join(" "), "UDP", `the aliases for ${name}`);
      }
      equal(ws2.getprotobynumber(6)?.p_name, "tcp", "the protocol of number 6");
    },
  },
  {
    rule: "getprotobyname/unknown",
    run(bench) {
      const { ws2 } = bench.program();
      equal(ws2.getprotobyname("no-such-protocol"), null, "a protocol that is not known");
      sameCode(ws2.WSAGetLastError(), WSANO_DATA, "its error");
      ws2.WSASetLastError(0);
      equal(ws2.getprotobynumber(250), null, "a number without a protocol");
      sameCode(ws2.WSAGetLastError(), WSANO_DATA, "its error");
    },
  },
  {
    rule: "WSAHtonl/converts",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const s = program.datagram();
      const conversions = [
        ["WSAHtonl", 0x01020304, 0x04030201],
        ["WSANtohl", 0xfffefdfc, 0xfcfdfeff],
        ["WSAHtons", 0x0102, 0x0201],
        ["WSANtohs", 0xfffe, 0xfeff],
      ] as const;
      for (const [name, value, swapped] of conversions) {
        const result = ref(0);
        program.works(ws2[name](s, value, result), name);
        equal(result.value, swapped, `what ${name} writes`);
      }
    },
  },
  {
    rule: "WSAHtonl/errors",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const s = program.datagram();
      for (const name of ["WSAHtonl", "WSAHtons", "WSANtohl", "WSANtohs"] as const) {
        const result = ref(77);
        program.fails(ws2[name](4711 as SOCKET, 1, result), WSAENOTSOCK);
        equal(result.value, 77, `the result of ${name} that failed`);
        program.fails(ws2[name](s, 1, null), WSAEFAULT);
      }
    },
  },
  {
    rule: "__WSAFDIsSet/member",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const [a, b] = [program.datagram(), program.datagram()];
      equal(ws2.__WSAFDIsSet(a, fd_set(a)), 1, "for a member");
      equal(ws2.__WSAFDIsSet(b, fd_set(a)), 0, "for another socket");
      equal(ws2.__WSAFDIsSet(a, null), 0, "for no set");
    },
  },
  {
    rule: "getservbyname/known",
    run(bench) {
      const { ws2 } = bench.program();
      for (const [name, alias, port, protocols] of SERVICES) {
        for (const protocol of ["tcp", "udp"]) {
          const found = ws2.getservbyname(name.toUpperCase(), protocol);
          const by = ws2.getservbyport(ws2.htons(port), protocol);
          const isThere = protocols.includes(protocol);
          equal(found?.s_port ?? null, isThere ? ws2.htons(port) : null, `the port of ${name} over ${protocol}`);
          equal(by?.s_name ?? null, isThere ? name : null, `the service at ${port} over ${protocol}`);
        }
        if (alias !== "") equal(ws2.getservbyname(alias, null)?.s_name, name, `the name for ${alias}`);
      }
    },
  },
  {
    rule: "getprotobyname/number",
    of: "others",
    run(bench) {
      const { ws2 } = bench.program();
      for (const [name, alias, number] of PROTOCOLS) {
        equal(ws2.getprotobyname(name)?.p_proto, number, `the number of ${name}`);
        equal(ws2.getprotobynumber(number)?.p_name, name, `the name of ${number}`);
        equal(ws2.getprotobynumber(number)?.p_aliases.join(" "), alias, `the aliases of ${number}`);
      }
    },
  },
];
