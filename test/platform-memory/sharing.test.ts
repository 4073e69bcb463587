import {
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SO_EXCLUSIVEADDRUSE,
  SO_REUSEADDR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Lab } from "../network-stack/lab.js";
import { alone } from "./world.js";

const WAYS = ["default", "reuse", "exclusive"] as const;
const PLACES = ["wildcard", "specific"] as const;
type Way = (typeof WAYS)[number];
type Place = (typeof PLACES)[number];

const U = -WSAEADDRINUSE;
const A = -WSAEACCES;

/** Rows: the first bind; columns: the second; each in the order default, reuse, exclusive, wildcard before specific. */
const DOCUMENTED: Record<`${Way} ${Place}`, number[]> = {
  "default wildcard": [U, 0, A, 0, U, 0],
  "default specific": [0, U, 0, A, U, U],
  "reuse wildcard": [U, 0, 0, 0, U, 0],
  "reuse specific": [0, U, 0, 0, U, U],
  "exclusive wildcard": [U, A, A, A, U, A],
  "exclusive specific": [0, U, 0, A, U, U],
};

function bound(lab: Lab, way: Way, place: Place): number {
  const fd = lab.tcp();
  if (way === "reuse") lab.set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  if (way === "exclusive") lab.set(fd, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
  return lab.bind(fd, sockaddr_in(place === "wildcard" ? "0.0.0.0" : "127.0.0.1", 5000));
}

describe("platform-memory: sharing a port", () => {
  for (const firstWay of WAYS) {
    for (const firstPlace of PLACES) {
      it(`${firstWay}, ${firstPlace} first`, () => {
        const found = WAYS.flatMap((way) =>
          PLACES.map((place) => {
            const lab = alone();
            assert.equal(bound(lab, firstWay, firstPlace), 0);
            return bound(lab, way, place);
          }),
        );
        assert.deepEqual(found, DOCUMENTED[`${firstWay} ${firstPlace}`]);
      });
    }
  }

  it("lets two sockets with different addresses use one port", () => {
    const lab = alone();
    assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.1", 5000)), 0);
    assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.2", 5000)), 0);
  });

  it("delivers a packet to the socket on its specific address before a socket on the wildcard", () => {
    const lab = alone();
    const [any, own] = [lab.udp(), lab.udp()];
    assert.equal(lab.bind(any, sockaddr_in("0.0.0.0", 5000)), 0);
    assert.equal(lab.bind(own, sockaddr_in("127.0.0.1", 5000)), 0);
    const from = lab.udp();
    lab.sendto(from, "own", sockaddr_in("127.0.0.1", 5000));
    lab.sendto(from, "any", sockaddr_in("127.0.0.2", 5000));
    assert.deepEqual([lab.recv(own), lab.recv(any)], ["own", "any"]);
  });

  it("treats a mapped address as its IPv4 address (oracle bind-20)", () => {
    const lab = alone();
    const six = lab.tcp(AF_INET6);
    lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    assert.equal(lab.bind(six, sockaddr_in6("::ffff:127.0.0.1", 5000)), 0);
    assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.1", 5000)), -WSAEADDRINUSE);
  });

  it("refuses to IPv4 the port of an exclusive dual-stack socket (oracle bind-21)", () => {
    const lab = alone();
    const six = lab.tcp(AF_INET6);
    lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    lab.set(six, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    assert.equal(lab.bind(six, sockaddr_in6("::", 5000)), 0);
    const four = lab.tcp();
    lab.set(four, SOL_SOCKET, SO_REUSEADDR, 1);
    assert.equal(lab.bind(four, sockaddr_in("0.0.0.0", 5000)), -WSAEACCES);
  });

  it("refuses the second of REUSEADDR and EXCLUSIVEADDRUSE (oracle setsockopt-01)", () => {
    const lab = alone();
    const [a, b] = [lab.tcp(), lab.tcp()];
    lab.set(a, SOL_SOCKET, SO_REUSEADDR, 1);
    assert.equal(lab.set(a, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1), -WSAEINVAL);
    lab.set(b, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    assert.equal(lab.set(b, SOL_SOCKET, SO_REUSEADDR, 1), -WSAEINVAL);
  });

  it("checks the address argument (oracle bind-03, bind-05, bind-09, bind-10)", () => {
    const lab = alone();
    const strange = sockaddr_in("127.0.0.1", 0);
    strange.set([0xad, 0xde]);
    assert.equal(lab.bind(lab.tcp(), strange), -WSAEAFNOSUPPORT);
    assert.equal(lab.bind(lab.tcp(), sockaddr_in("255.255.255.255", 0)), -WSAEADDRNOTAVAIL);
    assert.equal(lab.stack.bind(lab.tcp(AF_INET6), sockaddr_in6("::1", 0), 24), -WSAEFAULT);
    assert.equal(lab.bind(lab.tcp(AF_INET6), sockaddr_in6("::1", 0, 77)), -WSAEADDRNOTAVAIL);
    assert.equal(lab.bind(lab.tcp(AF_INET6), sockaddr_in6("::ffff:127.0.0.1", 0)), -WSAEADDRNOTAVAIL);
  });

  it("lets only a bound socket listen", () => {
    const lab = alone();
    assert.equal(lab.stack.listen(lab.tcp(), -2), -WSAEINVAL);
  });
});
