import {
  AF_INET6,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SO_BROADCAST,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
  WSA_IO_PENDING,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Desk, holds } from "../fixture/places.js";

const NOWHERE = sockaddr_in("127.0.0.1", 0);

/** Asserts that the sent datagram had no effect: no delivery, no error, and the next send reaches its port. */
function isQuiet(desk: Desk, s: SOCKET): void {
  assert.equal(desk.recv(desk.timeout(s, 20)), "WSAETIMEDOUT");
  assert.equal(desk.sendto(s, "next", desk.name(s)), 4);
  assert.equal(desk.recv(s), "next");
}

describe("a datagram to port 0", () => {
  holds("is lost, and binds its socket", (desk) => {
    const s = desk.udp();
    assert.equal(desk.sendto(s, "lost", NOWHERE), 4);
    assert.notEqual(desk.port(s), 0);
    const own = sockaddr_in("127.0.0.1", desk.port(s));
    assert.equal(desk.recv(desk.timeout(s, 20)), "WSAETIMEDOUT");
    assert.equal(desk.sendto(s, "next", own), 4);
    assert.equal(desk.recv(s), "next");
  });

  holds("does not change the port of a bound socket", (desk) => {
    const s = desk.bound(desk.udp());
    const before = desk.port(s);
    assert.equal(desk.sendto(s, "", NOWHERE), 0);
    assert.equal(desk.port(s), before);
    isQuiet(desk, s);
  });

  holds("is sent from a connected socket too", (desk) => {
    const s = desk.bound(desk.udp());
    desk.must(desk.ws2.connect(s, desk.name(s), 16));
    assert.equal(desk.sendto(s, "lost", NOWHERE), 4);
    isQuiet(desk, s);
  });

  holds("is sent by WSASendTo, plain and overlapped", (desk) => {
    const { ws2 } = desk;
    const s = desk.bound(desk.udp());
    const parts = [newWSABUF(Buffer.from("lo")), newWSABUF(Buffer.from("st"))];
    const sent = ref(0);
    assert.equal(ws2.WSASendTo(s, parts, 2, sent, 0, NOWHERE, 16, null, null), 0);
    assert.equal(sent.value, 4);
    const overlapped = newWSAOVERLAPPED(desk.event());
    const result = ws2.WSASendTo(s, parts, 2, null, 0, NOWHERE, 16, overlapped, null);
    if (result !== 0) assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
    assert.isTrue(ws2.WSAGetOverlappedResult(s, overlapped, sent, true, ref(0)));
    assert.equal(sent.value, 4);
    isQuiet(desk, s);
  });

  holds("is checked like every datagram", (desk) => {
    const s = desk.udp();
    assert.equal(desk.sendto(s, "x".repeat(65508), NOWHERE), "WSAEMSGSIZE");
    const everyone = sockaddr_in("255.255.255.255", 0);
    assert.equal(desk.sendto(s, "lost", everyone), "WSAEACCES");
    assert.equal(desk.set(s, SOL_SOCKET, SO_BROADCAST, 1), 0);
    assert.equal(desk.sendto(s, "lost", everyone), 4);
    assert.equal(desk.sendto(s, "lost", sockaddr_in(0, 0)), "WSAEADDRNOTAVAIL");
    assert.equal(desk.connect(s, NOWHERE), "WSAEADDRNOTAVAIL");
  });

  holds("is sent over IPv6", (desk) => {
    const s = desk.must(desk.ws2.socket(AF_INET6, SOCK_DGRAM, 0));
    const to = sockaddr_in6("::1", 0);
    assert.equal(desk.sendto(s, "lost", to), 4);
    const name = new Uint8Array(28);
    desk.must(desk.ws2.getsockname(s, name, ref(28)));
    assert.notEqual(sockaddrPort(name), 0);
  });
});
