import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  AF_INET6,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_PASSIVE,
  type addrinfo,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  newaddrinfo,
  ref,
  sockaddr_in,
  sockaddr_in6,
  sockaddrText,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAESOCKTNOSUPPORT,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
  WSANO_RECOVERY,
  WSANOTINITIALISED,
  WSATRY_AGAIN,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

function program(system: System): Program {
  const names = { gateway: ["192.0.2.7", "2001:db8::7"], four: ["192.0.2.4"], shy: WSATRY_AGAIN };
  return new Computer(system, { network: memoryNetwork({ names }) }).program();
}

/** A look-up and its result: addresses as text, or the code. */
interface Lookup {
  readonly node: string | null;
  readonly service?: string | null;
  readonly hints?: Partial<addrinfo>;
  readonly expected: readonly string[] | number;
}

const LOOKUPS: readonly Lookup[] = [
  { node: "192.0.2.1", service: "80", expected: ["192.0.2.1:80"] },
  { node: "::1", service: "80", expected: ["[::1]:80"] },
  { node: "fe80::1%3", expected: ["[fe80::1]:0"] },
  { node: "[2001:db8::9]", service: "80", expected: ["[2001:db8::9]:80"] },
  { node: "[2001:db8::9]:443", service: "80", expected: ["[2001:db8::9]:80"] },
  { node: "[2001:db8::9]", hints: { ai_family: AF_INET }, expected: WSAHOST_NOT_FOUND },
  { node: "[2001:db8::9", expected: WSAHOST_NOT_FOUND },
  { node: "[192.0.2.1]", expected: WSAHOST_NOT_FOUND },
  { node: "192.0.2.1", hints: { ai_family: AF_INET6 }, expected: WSANO_DATA },
  { node: null, service: "7", expected: ["[::1]:7", "127.0.0.1:7"] },
  { node: null, service: "7", hints: { ai_flags: AI_PASSIVE, ai_family: AF_INET }, expected: ["0.0.0.0:7"] },
  { node: null, service: "7", hints: { ai_flags: AI_PASSIVE, ai_family: AF_INET6 }, expected: ["[::]:7"] },
  { node: null, service: null, expected: WSAHOST_NOT_FOUND },
  { node: "gateway", service: "", expected: ["192.0.2.7:0", "[2001:db8::7]:0"] },
  { node: "GATEWAY", hints: { ai_family: AF_INET6 }, expected: ["[2001:db8::7]:0"] },
  { node: "four", hints: { ai_family: AF_INET }, expected: ["192.0.2.4:0"] },
  { node: "gateway", hints: { ai_flags: AI_NUMERICHOST }, expected: WSAHOST_NOT_FOUND },
  { node: "nobody", expected: WSAHOST_NOT_FOUND },
  { node: "shy", expected: WSATRY_AGAIN },
  { node: "four", service: "http", hints: { ai_family: AF_INET }, expected: ["192.0.2.4:80"] },
  { node: "gateway", service: "no-such-service", expected: WSATYPE_NOT_FOUND },
  { node: "gateway", service: "65536", expected: WSATYPE_NOT_FOUND },
  { node: "gateway", hints: { ai_family: 99 }, expected: WSAEAFNOSUPPORT },
  { node: "gateway", hints: { ai_socktype: 99 }, expected: WSAESOCKTNOSUPPORT },
  { node: "gateway", hints: { ai_addrlen: 16 }, expected: WSANO_RECOVERY },
  { node: "gateway", hints: { ai_canonname: "gateway" }, expected: WSANO_RECOVERY },
  { node: "gateway", hints: { ai_addr: new Uint8Array(16) }, expected: WSANO_RECOVERY },
  { node: "gateway", hints: { ai_next: newaddrinfo() }, expected: WSANO_RECOVERY },
  { node: 7 as never, expected: WSAEFAULT },
];

for (const system of SYSTEMS) {
  describe(`${system.name}: getaddrinfo`, () => {
    for (const { node, service = null, hints, expected } of LOOKUPS) {
      const asked = `${JSON.stringify(node)} ${JSON.stringify(service)} ${JSON.stringify(hints ?? null)}`;
      it(`${asked} is ${typeof expected === "number" ? expected : expected.join(", ")}`, () => {
        const ws2 = program(system);
        const result = ref<addrinfo | null>(newaddrinfo());
        const code = ws2.getaddrinfo(node, service, hints === undefined ? null : newaddrinfo(hints), result);
        if (typeof expected === "number") {
          assert.equal(code, expected);
          assert.equal(ws2.WSAGetLastError(), expected);
          assert.isNull(result.value);
          return;
        }
        assert.equal(code, 0);
        const found: string[] = [];
        for (let one = result.value; one !== null; one = one.ai_next) {
          found.push(one.ai_addr === null ? "" : sockaddrText(one.ai_addr));
          assert.equal(one.ai_addrlen, one.ai_addr?.length);
        }
        assert.sameMembers(found, [...expected]);
        ws2.freeaddrinfo(result.value);
      });
    }

    it("returns type and protocol, and the name if it is requested", () => {
      const result = ref<addrinfo | null>(null);
      const hints = newaddrinfo({ ai_flags: AI_CANONNAME, ai_socktype: 1, ai_protocol: 6 });
      assert.equal(program(system).getaddrinfo("four", "80", hints, result), 0);
      const { ai_canonname, ai_socktype, ai_protocol, ai_family } = result.value as addrinfo;
      assert.deepEqual([ai_canonname, ai_socktype, ai_protocol, ai_family], ["four", 1, 6, AF_INET]);
    });

    it("needs a WSAStartup", () => {
      const ws2 = new Computer(system).process();
      assert.equal(ws2.getaddrinfo("127.0.0.1", null, null, ref(null)), WSANOTINITIALISED);
      assert.equal(ws2.getnameinfo(sockaddr_in(0, 0), 16, ref(""), 99, null, 0, 0), WSANOTINITIALISED);
      assert.isNull(ws2.gethostbyname("127.0.0.1"));
      assert.equal(ws2.WSAGetLastError(), WSANOTINITIALISED);
    });
  });

  describe(`${system.name}: getnameinfo and gethostbyname`, () => {
    it("getnameinfo writes host and port where there is room", () => {
      const ws2 = program(system);
      const [host, port] = [ref(""), ref("")];
      assert.equal(ws2.getnameinfo(sockaddr_in("192.0.2.1", 80), 16, host, 10, port, 5, 0), 0);
      assert.deepEqual([host.value, port.value], ["192.0.2.1", "http"]);
      assert.equal(ws2.getnameinfo(sockaddr_in("192.0.2.1", 80), 16, null, 0, port, 3, NI_NUMERICSERV), 0);
      assert.equal(port.value, "80");
      assert.equal(ws2.getnameinfo(sockaddr_in6("::1", 443), 28, host, 4, null, 0, NI_NUMERICHOST), 0);
      assert.equal(host.value, "::1");
    });

    for (const { what, code, call } of [
      { what: "no room for the host", code: WSAEFAULT, call: (ws2: Program) => name(ws2, 9, 3) },
      { what: "no room for the port", code: WSAEFAULT, call: (ws2: Program) => name(ws2, 10, 2) },
      {
        what: "a name that is required",
        code: WSAHOST_NOT_FOUND,
        call: (ws2: Program) => name(ws2, 99, 99, NI_NAMEREQD),
      },
      {
        what: "nothing to write to",
        code: WSAHOST_NOT_FOUND,
        call: (ws2: Program) => ws2.getnameinfo(sockaddr_in(0, 0), 16, null, 0, null, 0, 0),
      },
      {
        what: "another family",
        code: WSAEAFNOSUPPORT,
        call: (ws2: Program) => ws2.getnameinfo(new Uint8Array(16).fill(9), 16, ref(""), 99, null, 0, 0),
      },
      {
        what: "an address too short",
        code: WSAEFAULT,
        call: (ws2: Program) => ws2.getnameinfo(sockaddr_in(0, 0), 15, ref(""), 99, null, 0, 0),
      },
    ]) {
      it(`getnameinfo with ${what} is ${code}`, () => {
        assert.equal(call(program(system)), code);
      });
    }

    it("gethostbyname returns the IPv4 addresses of a name, or null with a code", () => {
      const ws2 = program(system);
      const { h_addrtype, h_length, h_addr_list } = ws2.gethostbyname("gateway") ?? assert.fail("no host");
      assert.deepEqual([h_addrtype, h_length], [AF_INET, 4]);
      assert.deepEqual(
        h_addr_list.map((address) => [...address]),
        [[192, 0, 2, 7]],
      );
      assert.isNull(ws2.gethostbyname("nobody"));
      assert.equal(ws2.WSAGetLastError(), WSAHOST_NOT_FOUND);
    });
  });
}

function name(ws2: Program, hostRoom: number, portRoom: number, flags = 0): number {
  return ws2.getnameinfo(sockaddr_in("192.0.2.1", 443), 16, ref(""), hostRoom, ref(""), portRoom, flags);
}
