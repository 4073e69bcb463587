import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  ref,
  SO_UPDATE_CONNECT_CONTEXT,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrPort,
  sockaddrText,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAETIMEDOUT,
  WSAHOST_NOT_FOUND,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { type Desk, holds, onDesktop } from "../fixture/places.js";

const desktop = (desk: Desk) => desk.ws2 as typeof desk.ws2 & Ws2;

/** The code of WSAConnectByNameW, and the two addresses. */
function byName(desk: Desk, s: SOCKET, host: string | null, service: string | null, room = 28) {
  const [local, remote] = [new Uint8Array(room), new Uint8Array(room)];
  const [localLength, remoteLength] = [ref(room), ref(room)];
  const { WSAConnectByNameW, WSAGetLastError } = desktop(desk);
  const isDone = WSAConnectByNameW(s, host, service, localLength, local, remoteLength, remote, null, null);
  return { code: isDone ? 0 : WSAGetLastError(), local, remote, lengths: [localLength.value, remoteLength.value] };
}

function byList(desk: Desk, s: SOCKET, ...names: Uint8Array[]): number {
  const { WSAConnectByList, WSAGetLastError } = desktop(desk);
  const Address = names.map((lpSockaddr) => ({ lpSockaddr, iSockaddrLength: lpSockaddr.length }));
  return WSAConnectByList(s, { iAddressCount: names.length, Address }, null, null, null, null, null, null)
    ? 0
    : WSAGetLastError();
}

holds(
  "WSAConnectByNameW connects, and writes both addresses and their lengths",
  (desk) => {
    const to = desk.name(desk.listener());
    for (const isNonBlocking of [false, true]) {
      const s = desk.tcp();
      if (isNonBlocking) desk.nonBlocking(s);
      const { code, local, remote, lengths } = byName(desk, s, "127.0.0.1", String(sockaddrPort(to)));
      assert.deepEqual([code, lengths], [0, [16, 16]]);
      assert.equal(sockaddrText(remote), sockaddrText(to));
      assert.equal(sockaddrText(local), sockaddrText(desk.name(s)));
      assert.equal(desk.ws2.setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, null, 0), 0);
    }
  },
  onDesktop,
);

holds(
  "an IPv6 socket without IPV6_V6ONLY connects to an IPv4 host",
  (desk) => {
    const to = desk.name(desk.listener());
    const s = desk.must(desk.ws2.socket(AF_INET6, SOCK_STREAM, 0));
    desk.ws2.setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0), 4);
    const { code, remote, lengths } = byName(desk, s, "127.0.0.1", String(sockaddrPort(to)));
    assert.deepEqual([code, lengths], [0, [28, 28]]);
    assert.include(sockaddrText(remote), "127.0.0.1");
  },
  onDesktop,
);

holds(
  "WSAConnectByList connects to the first address that accepts",
  (desk) => {
    const to = desk.name(desk.listener());
    for (const isNonBlocking of [false, true]) {
      const s = desk.tcp();
      if (isNonBlocking) desk.nonBlocking(s);
      assert.equal(byList(desk, s, desk.nobody(), to), 0);
      const name = new Uint8Array(16);
      assert.equal(desk.ws2.getpeername(s, name, ref(16)), 0);
      assert.equal(sockaddrText(name), sockaddrText(to));
      assert.equal(byList(desk, desk.tcp(), desk.nobody(), desk.nobody()), WSAECONNREFUSED);
    }
  },
  onDesktop,
);

holds(
  "WSAConnectByNameW and WSAConnectByList refuse invalid arguments",
  (desk) => {
    const { ws2 } = desk;
    const to = desk.name(desk.listener());
    const port = String(sockaddrPort(to));
    const { WSAConnectByList, WSAConnectByNameW } = desktop(desk);
    const codeOf = (isDone: boolean) => (isDone ? 0 : ws2.WSAGetLastError());
    const s = desk.tcp();
    assert.equal(byName(desk, 0x4444444 as SOCKET, "127.0.0.1", port).code, WSAENOTSOCK);
    assert.equal(byName(desk, s, null, port).code, WSAEINVAL);
    assert.equal(byName(desk, s, "127.0.0.1", null).code, WSAEINVAL);
    assert.equal(byName(desk, s, "127.0.0.1", "no such service").code, WSATYPE_NOT_FOUND);
    assert.equal(byName(desk, s, "127.0.0.1", port, 15).code, WSAEFAULT);
    assert.equal(byName(desk, s, "::1", port).code, WSAEHOSTUNREACH);
    assert.equal(byName(desk, desk.must(ws2.socket(AF_INET, SOCK_DGRAM, 0)), "127.0.0.1", port).code, WSAEINVAL);
    const reserved = {} as unknown as null;
    assert.equal(codeOf(WSAConnectByNameW(s, "127.0.0.1", port, null, null, null, null, null, reserved)), WSAEINVAL);
    assert.equal(byList(desk, s), WSAEINVAL);
    const list = { iAddressCount: 2, Address: [{ lpSockaddr: to, iSockaddrLength: 16 }] };
    assert.equal(codeOf(WSAConnectByList(s, list, null, null, null, null, null, null)), WSAEFAULT);
    const one = { ...list, iAddressCount: 1 };
    assert.equal(codeOf(WSAConnectByList(s, one, null, null, null, null, null, reserved)), WSAEINVAL);
    assert.equal(codeOf(WSAConnectByList(s, one, null, null, null, null, {} as never, null)), WSAEFAULT);
    assert.equal(codeOf(WSAConnectByList(s, one, null, null, null, null, { tv_sec: 5, tv_usec: 0 }, null)), 0);
  },
  onDesktop,
);

holds(
  "an unknown host returns the resolver's code, and an expired timeout WSAETIMEDOUT",
  (desk) => {
    assert.equal(byName(desk, desk.tcp(), "no.such.host.invalid", "80").code, WSAHOST_NOT_FOUND);
    const s = desk.nonBlocking(desk.tcp());
    // no host answers at this address
    const Address = [{ lpSockaddr: sockaddr_in("10.255.255.1", 9), iSockaddrLength: 16 }];
    const time = { tv_sec: 0, tv_usec: 30000 };
    const { WSAConnectByList, WSAGetLastError } = desktop(desk);
    assert.isFalse(WSAConnectByList(s, { iAddressCount: 1, Address }, null, null, null, null, time, null));
    assert.equal(WSAGetLastError(), WSAETIMEDOUT);
  },
  (place) => onDesktop(place) && place.platform === "memory",
);

holds(
  "a length or an address list that cannot be read is WSAEFAULT",
  (desk) => {
    const to = desk.name(desk.listener());
    const { WSAConnectByList, WSAConnectByNameW, WSAGetLastError } = desktop(desk);
    const unreadable = Object.defineProperty({ value: 0 }, "value", {
      get() {
        throw new Error("this structure cannot be read");
      },
    });
    const list = { iAddressCount: 1, Address: [{ lpSockaddr: to, iSockaddrLength: to.length }] };
    const room = new Uint8Array(28);
    assert.isFalse(WSAConnectByList(desk.tcp(), list, unreadable, room, null, null, null, null));
    assert.equal(WSAGetLastError(), WSAEFAULT);
    assert.isFalse(
      WSAConnectByNameW(desk.tcp(), "127.0.0.1", String(sockaddrPort(to)), null, null, unreadable, room, null, null),
    );
    assert.equal(WSAGetLastError(), WSAEFAULT);
  },
  onDesktop,
);
