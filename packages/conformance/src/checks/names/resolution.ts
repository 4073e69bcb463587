import {
  AF_INET,
  AI_NUMERICHOST,
  AI_PASSIVE,
  type addrinfo,
  INADDR_NONE,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  newaddrinfo,
  ref,
  sockaddr_in,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAESOCKTNOSUPPORT,
  WSAHOST_NOT_FOUND,
  WSANO_RECOVERY,
  WSANOTINITIALISED,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** The result of getaddrinfo, and the IPv4 addresses that it found. */
function lookUp({ ws2 }: Program, node: string | null, service: string | null, hints: Partial<addrinfo> = {}) {
  const result = ref<addrinfo | null>(null);
  const code = ws2.getaddrinfo(node, service, newaddrinfo({ ai_family: AF_INET, ...hints }), result);
  const found: Uint8Array[] = [];
  for (let each = result.value; each !== null; each = each.ai_next) found.push(each.ai_addr as Uint8Array);
  return { code, found };
}

const named: readonly Check[] = [
  {
    rule: "getaddrinfo/number",
    run(bench) {
      const { code, found } = lookUp(bench.program(), "10.1.2.3", "80");
      sameCode(code, 0, "the result");
      equal(found.length, 1, "the addresses");
      sameList(found[0], sockaddr_in("10.1.2.3", 80), "the address");
    },
  },
  {
    rule: "getaddrinfo/name",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7", "10.9.8.6"]);
      const { code, found } = lookUp(bench.program(), "device.test", "7");
      sameCode(code, 0, "the result");
      equal(found.length, 2, "the addresses");
      sameList(found[0], sockaddr_in("10.9.8.7", 7), "the first address");
    },
  },
  {
    rule: "getaddrinfo/unknown",
    run(bench) {
      const program = bench.program();
      sameCode(lookUp(program, "nobody.test", null).code, WSAHOST_NOT_FOUND, "the result");
      sameCode(program.ws2.WSAGetLastError(), WSAHOST_NOT_FOUND, "the last error");
    },
  },
  {
    rule: "getaddrinfo/nothing",
    run(bench) {
      sameCode(lookUp(bench.program(), null, null).code, WSAHOST_NOT_FOUND, "the result");
    },
  },
  {
    rule: "getaddrinfo/numeric-host",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const hints = { ai_flags: AI_NUMERICHOST };
      sameCode(lookUp(bench.program(), "device.test", null, hints).code, WSAHOST_NOT_FOUND, "the result");
    },
  },
  {
    rule: "getaddrinfo/passive",
    run(bench) {
      const program = bench.program();
      sameList(lookUp(program, null, "80").found[0], sockaddr_in("127.0.0.1", 80), "the address to connect to");
      const { found } = lookUp(program, null, "80", { ai_flags: AI_PASSIVE });
      sameList(found[0], sockaddr_in("0.0.0.0", 80), "the address to listen at");
    },
  },
  ...(
    [
      ["family", "80", { ai_family: 4711 }, WSAEAFNOSUPPORT],
      ["type", "80", { ai_socktype: 77 }, WSAESOCKTNOSUPPORT],
      ["service", "no-such-service", {}, WSATYPE_NOT_FOUND],
      ["length of an address", "80", { ai_addrlen: 16 }, WSANO_RECOVERY],
      ["name", "80", { ai_canonname: "device.test" }, WSANO_RECOVERY],
      ["address", "80", { ai_addr: sockaddr_in("10.1.2.3", 80) }, WSANO_RECOVERY],
      ["next element", "80", { ai_next: newaddrinfo() }, WSANO_RECOVERY],
    ] as const
  ).map(
    ([of, service, hints, code]): Check => ({
      rule: "getaddrinfo/bad-hints",
      of,
      run: (bench) => sameCode(lookUp(bench.program(), "10.1.2.3", service, hints).code, code, "the result"),
    }),
  ),
  {
    rule: "getaddrinfo/null-result",
    run(bench) {
      sameCode(bench.program().ws2.getaddrinfo("10.1.2.3", null, null, null as never), WSAEFAULT, "the result");
    },
  },
  {
    rule: "getaddrinfo/before-startup",
    run(bench) {
      sameCode(lookUp(bench.machine.unstarted(), "10.1.2.3", null).code, WSANOTINITIALISED, "the result");
    },
  },
  {
    rule: "getnameinfo/numeric",
    run(bench) {
      const [host, service] = [ref(""), ref("")];
      const name = sockaddr_in("10.1.2.3", 80);
      const flags = NI_NUMERICHOST | NI_NUMERICSERV;
      sameCode(bench.program().ws2.getnameinfo(name, 16, host, 64, service, 32, flags), 0, "the result");
      equal(host.value, "10.1.2.3", "the host");
      equal(service.value, "80", "the service");
    },
  },
  {
    rule: "gethostbyname/name",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const host = bench.program().ws2.gethostbyname("device.test");
      holds(host !== null, "whether there is a host");
      equal(host?.h_addrtype, AF_INET, "the family");
      sameList(host?.h_addr_list[0] ?? [], [10, 9, 8, 7], "the address");
    },
  },
  {
    rule: "gethostbyname/unknown",
    run(bench) {
      const program = bench.program();
      equal(program.ws2.gethostbyname("nobody.test"), null, "the result");
      sameCode(program.ws2.WSAGetLastError(), WSAHOST_NOT_FOUND, "the error");
    },
  },
];

/** Texts that are not IPv4 addresses. */
const NOT_ADDRESSES = [
  "10.1.2.256",
  "device.test",
  "10.1.2.3x",
  "10.1.2.3.4",
  "10.1.2.3.",
  "10..2.3",
  ".1.2.3",
  "-1.2.3.4",
];

const texts: readonly Check[] = [
  {
    rule: "inet_addr/number",
    run(bench) {
      const { ws2 } = bench.program();
      for (const text of ["10.1.2.3", "10.1.2.3 ", "10.1.2.3\tx"]) {
        equal(ws2.inet_addr(text), 0x0302010a, `the address for ${JSON.stringify(text)}`);
      }
      for (const text of NOT_ADDRESSES) {
        equal(ws2.inet_addr(text) >>> 0, INADDR_NONE, `the result for ${text}`);
      }
    },
  },
  {
    rule: "inet_ntoa/figures",
    run: (bench) => equal(bench.program().ws2.inet_ntoa(0x0302010a), "10.1.2.3", "the figures"),
  },
  ...["10.1.2.3:80", "10.1.2.3"].map(
    (text): Check => ({
      rule: "WSAAddressToString/round-trip",
      of: text,
      needs: ["IPv4"],
      run(bench) {
        const program = bench.program();
        const [address, length]: [Uint8Array, { value: number }] = [new Uint8Array(16), ref(16)];
        program.works(program.ws2.WSAStringToAddressW(text, AF_INET, null, address, length));
        sameList(address, sockaddr_in("10.1.2.3", text.includes(":") ? 80 : 0), "the address");
        const [again, size] = [ref(""), ref(64)];
        program.works(program.ws2.WSAAddressToStringW(address, 16, null, again, size));
        equal(again.value, text, "the text");
        equal(size.value, text.length + 1, "its length");
      },
    }),
  ),
  {
    rule: "WSAAddressToString/short",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const [text, size] = [ref("as it was"), ref(5)];
      program.fails(program.ws2.WSAAddressToStringW(sockaddr_in("10.1.2.3", 80), 16, null, text, size), WSAEFAULT);
      equal(size.value, "10.1.2.3:80".length + 1, "the length");
    },
  },
  {
    rule: "WSAStringToAddress/short",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const length = ref(15);
      program.fails(program.ws2.WSAStringToAddressW("10.1.2.3", AF_INET, null, new Uint8Array(16), length), WSAEFAULT);
      equal(length.value, 16, "the length");
    },
  },
  {
    rule: "WSAStringToAddress/nonsense",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      program.fails(
        program.ws2.WSAStringToAddressW("device.test", AF_INET, null, new Uint8Array(16), ref(16)),
        WSAEINVAL,
      );
    },
  },
];

/** Names, and addresses as text. */
export const RESOLUTION_CHECKS: readonly Check[] = [...named, ...texts];
