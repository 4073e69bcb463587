import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  AI_CANONNAME,
  AI_PASSIVE,
  type addrinfo,
  IPPROTO_TCP,
  NI_NAMEREQD,
  NI_NOFQDN,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  newaddrinfo,
  ref,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_in6,
  sockaddrText,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAESOCKTNOSUPPORT,
  WSAHOST_NOT_FOUND,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** The result of getaddrinfo, and the list that it returned. */
function lookUp({ ws2 }: Program, node: string | null, service: string | null, hints: Partial<addrinfo> | null = {}) {
  const result = ref<addrinfo | null>(null);
  const code = ws2.getaddrinfo(node, service, hints === null ? null : newaddrinfo(hints), result);
  const list: addrinfo[] = [];
  for (let each = result.value; each !== null; each = each.ai_next) list.push(each);
  return { code, list };
}

/** The addresses that getaddrinfo found, as text. */
function found(program: Program, node: string | null, service: string | null, hints: Partial<addrinfo> | null = {}) {
  const { code, list } = lookUp(program, node, service, hints);
  return code === 0 ? list.map(({ ai_addr }) => sockaddrText(ai_addr as Uint8Array)).join(" ") : `error ${code}`;
}

/** The result of getnameinfo, with the host and the service that it wrote. */
function named({ ws2 }: Program, name: Uint8Array, flags: number, size = name.length, rooms = [64, 32]) {
  const [host, service] = [ref(""), ref("")];
  const code = ws2.getnameinfo(name, size, host, rooms[0], service, rooms[1], flags);
  return { code, host: host.value, service: service.value };
}

/** The forms of names and hints of getaddrinfo, and of addresses of getnameinfo and gethostbyaddr. */
export const RESOLUTION_FORM_CHECKS: readonly Check[] = [
  {
    rule: "getaddrinfo/families",
    needs: ["host names"],
    run(bench) {
      const program = bench.program();
      equal(found(program, null, "80"), "[::1]:80 127.0.0.1:80", "this machine, in any family");
      equal(found(program, null, "80", null), "[::1]:80 127.0.0.1:80", "this machine, without hints");
      equal(found(program, null, "80", { ai_family: AF_INET6 }), "[::1]:80", "this machine in IPv6");
      const passive = { ai_flags: AI_PASSIVE };
      equal(found(program, null, "80", passive), "[::]:80 0.0.0.0:80", "every interface, in any family");
      equal(found(program, null, "80", { ...passive, ai_family: AF_INET6 }), "[::]:80", "every interface in IPv6");
      for (const [text, ai_family, expected] of [
        ["10.1.2.3", AF_UNSPEC, "10.1.2.3:80"],
        ["fd00::1", AF_UNSPEC, "[fd00::1]:80"],
        ["[fd00::1]", AF_INET6, "[fd00::1]:80"],
        ["[fd00::1]:443", AF_INET6, "[fd00::1]:80"],
        ["[fd00::1]x", AF_INET6, `error ${WSAHOST_NOT_FOUND}`],
        ["x[fd00::1]", AF_INET6, `error ${WSAHOST_NOT_FOUND}`],
      ] as const) {
        equal(found(program, text, "80", { ai_family }), expected, `the addresses of ${text} in family ${ai_family}`);
      }
      for (const [text, ai_family] of [
        ["10.1.2.3", AF_INET6],
        ["fd00::1", AF_INET],
      ] as const) {
        holds(lookUp(program, text, "80", { ai_family }).code !== 0, `whether ${text} fails in the other family`);
      }
      const { list } = lookUp(program, "fe80::1%5", null);
      sameList(list[0]?.ai_addr ?? [], sockaddr_in6("fe80::1", 0, 5), "an address with a scope");
    },
  },
  {
    rule: "getaddrinfo/results",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7", "10.9.8.6"]);
      const program = bench.program();
      const hints = { ai_socktype: SOCK_STREAM, ai_protocol: IPPROTO_TCP };
      const { code, list } = lookUp(program, "device.test", "80", { ...hints, ai_flags: AI_CANONNAME });
      sameCode(code, 0, "the result");
      equal(list.length, 2, "the addresses");
      for (const each of list) {
        equal(each.ai_family, AF_INET, "ai_family");
        equal(each.ai_socktype, SOCK_STREAM, "ai_socktype");
        equal(each.ai_protocol, IPPROTO_TCP, "ai_protocol");
        equal(each.ai_addrlen, 16, "ai_addrlen");
      }
      equal(list[0].ai_canonname, "device.test", "ai_canonname of the first address");
      equal(list[1].ai_canonname, null, "ai_canonname of the second");
      equal(
        lookUp(program, "device.test", "80", hints).list[0].ai_canonname,
        null,
        "ai_canonname without AI_CANONNAME",
      );
      const six = lookUp(program, "fd00::1", "80").list[0];
      equal(six.ai_family, AF_INET6, "ai_family of an IPv6 address");
      equal(six.ai_addrlen, 28, "ai_addrlen of an IPv6 address");
    },
  },
  {
    rule: "getaddrinfo/services",
    run(bench) {
      const program = bench.program();
      equal(found(program, "10.1.2.3", "65535"), "10.1.2.3:65535", "the highest port");
      equal(found(program, "10.1.2.3", ""), "10.1.2.3:0", "an empty service");
      for (const service of ["65536", "80x", "-1"]) {
        sameCode(lookUp(program, "10.1.2.3", service).code, WSATYPE_NOT_FOUND, `the result for the service ${service}`);
      }
      for (const ai_socktype of [1, 2, 3]) {
        sameCode(lookUp(program, "10.1.2.3", "80", { ai_socktype }).code, 0, `the result for the type ${ai_socktype}`);
      }
      for (const ai_socktype of [-1, 4]) {
        const { code } = lookUp(program, "10.1.2.3", "80", { ai_socktype });
        sameCode(code, WSAESOCKTNOSUPPORT, `the result for the type ${ai_socktype}`);
      }
      sameCode(lookUp(program, 4711 as never, "80").code, WSAEFAULT, "the result for a name that is no text");
      const result = ref<addrinfo | null>(newaddrinfo());
      program.ws2.getaddrinfo("nobody.test", null, null, result);
      equal(result.value, null, "the list after a failure");
    },
  },
  {
    rule: "getnameinfo/forms",
    run(bench) {
      const program = bench.program();
      const flags = NI_NUMERICHOST | NI_NUMERICSERV;
      const six = sockaddr_in6("fd00::1", 80);
      equal(named(program, six, flags).host, "fd00::1", "the host of an IPv6 address");
      equal(named(program, six, flags).service, "80", "its service");
      const name = sockaddr_in("10.1.2.3", 80);
      sameCode(named(program, six, flags, 27).code, WSAEFAULT, "the result for 27 bytes of an IPv6 address");
      sameCode(named(program, name, flags, 15).code, WSAEFAULT, "the result for 15 bytes");
      sameCode(named(program, name.slice(0, 8), flags, 16).code, WSAEFAULT, "the result for a short buffer");
      sameCode(named(program, name.slice(0, 1), flags, 16).code, WSAEFAULT, "the result for a single byte");
      sameCode(named(program, null as never, flags, 16).code, WSAEFAULT, "the result without an address");
      const other = name.slice();
      other[0] = 99;
      sameCode(named(program, other, flags).code, WSAEAFNOSUPPORT, "the result for another family");
      sameCode(named(program, name, flags, 16, [64, 2]).code, WSAEFAULT, "the result for a short service buffer");
      sameCode(named(program, name, flags, 16, [64, 3]).code, 0, "the result for a service buffer that fits");
      const service = ref("");
      sameCode(program.ws2.getnameinfo(name, 16, null, 0, service, 8, flags), 0, "the result for the service alone");
      equal(service.value, "80", "the service alone");
    },
  },
  {
    rule: "getnameinfo/local-name",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("printer.office.test", ["10.9.8.7"]);
      bench.nameHost("printer.elsewhere.test", ["10.9.8.6"]);
      const host = bench.machineNamed("desk.office.test").program();
      const nameOf = (address: string, flags: number) => named(host, sockaddr_in(address, 0), flags).host;
      equal(nameOf("10.9.8.7", NI_NOFQDN), "printer", "the name of a host of the same domain");
      equal(nameOf("10.9.8.7", NI_NAMEREQD), "printer.office.test", "its name without NI_NOFQDN");
      equal(nameOf("10.9.8.6", NI_NOFQDN), "printer.elsewhere.test", "the name of a host of another domain");
      const alone = bench.machineNamed("desk").program();
      const { host: full } = named(alone, sockaddr_in("10.9.8.7", 0), NI_NOFQDN);
      equal(full, "printer.office.test", "the name on a machine without a domain");
    },
  },
  {
    rule: "gethostbyaddr/name",
    of: "IPv6",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("six.test", ["fd00::7"]);
      const { ws2 } = bench.program();
      const address = sockaddr_in6("fd00::7", 0).slice(8, 24);
      const host = ws2.gethostbyaddr(address, 16, AF_INET6);
      equal(host?.h_name, "six.test", "the name");
      equal(host?.h_addrtype, AF_INET6, "the family");
      equal(host?.h_length, 16, "the length of an address");
      sameList(host?.h_addr_list[0] ?? [], address, "the address");
      equal(ws2.gethostbyaddr(new Uint8Array(20).fill(1), 20, AF_INET6), null, "the result for an unknown address");
    },
  },
  {
    rule: "gethostbyname/number",
    run(bench) {
      const { ws2 } = bench.program();
      const host = ws2.gethostbyname("10.1.2.3");
      equal(host?.h_name, "10.1.2.3", "the name");
      equal(host?.h_length, 4, "the length of an address");
      equal(host?.h_aliases.length, 0, "the aliases");
      sameList(host?.h_addr_list[0] ?? [], [10, 1, 2, 3], "the address");
    },
  },
];
