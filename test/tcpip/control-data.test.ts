import { WSAID_WSARECVMSG, WSAID_WSASENDMSG } from "@ws2kit/core";
import { filter, installStack as installKinds } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  encodeGuid,
  type HANDLE,
  IN_PKTINFO,
  IN6_PKTINFO,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  IPV6_V6ONLY,
  MAKEWORD,
  MSG_CTRUNC,
  MSG_PEEK,
  MSG_TRUNC,
  newWSABUF,
  newWSADATA,
  newWSAMSG,
  newWSAOVERLAPPED,
  type Platform,
  readDWORD,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
  sockaddrText,
  WSA_CMSG_DATA,
  WSA_CMSG_FIRSTHDR,
  WSA_CMSG_NXTHDR,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSACMSGHDR,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAETIMEDOUT,
  type WSAMSG,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import { installStack } from "../layers/stack.js";

const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  memory: () => memoryPlatform({ network: memoryNetwork(), log: () => {} }),
  node: () => nodePlatform({ log: () => {} }),
};

function open(platform: Platform, depth = 0) {
  const machine = openMachine({ platform });
  installStack(machine as never, new Array(depth).fill({}));
  const ws2 = checked(machine.openProcess(), machine.profile.lineage);
  assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  return ws2;
}

type Ws2 = ReturnType<typeof open>;

const loopback = (af: number, port = 0) =>
  af === AF_INET ? sockaddr_in("127.0.0.1", port) : sockaddr_in6("::1", port);

/** A bound datagram socket, and its name. */
function datagram(ws2: Ws2, af = AF_INET): [SOCKET, Uint8Array] {
  const s = ws2.socket(af, SOCK_DGRAM, 0);
  const name = loopback(af);
  ws2.bind(s, name, name.length);
  ws2.getsockname(s, name, ref(name.length));
  return [s, name];
}

function setOption(ws2: Ws2, s: SOCKET, level: number, option: number, value = 1): void {
  assert.equal(ws2.setsockopt(s, level, option, DWORD(value), 4), 0);
}

function message(size = 16, control = 128, af = AF_INET): WSAMSG {
  const name = new Uint8Array(af === AF_INET ? 16 : 28);
  return newWSAMSG(name, newWSABUF(new Uint8Array(size)), newWSABUF(control === 0 ? null : new Uint8Array(control)));
}

/** The control messages, as "level/type": data. */
function controls(msg: WSAMSG): Record<string, number[]> {
  const all: Record<string, number[]> = {};
  for (let one = WSA_CMSG_FIRSTHDR(msg); one !== null; one = WSA_CMSG_NXTHDR(msg, one)) {
    all[`${one.cmsg_level}/${one.cmsg_type}`] = [...WSA_CMSG_DATA(one)];
  }
  return all;
}

const codeOf = (ws2: Ws2, result: number) => (result === 0 ? 0 : ws2.WSAGetLastError());

/** Every place: a platform, and a number of layers with their own handles. */
function everywhere(it: (open: () => Ws2) => void): void {
  for (const [platform, make] of Object.entries(PLATFORMS)) {
    for (const depth of platform === "memory" ? [0, 1, 3] : [0, 1]) {
      describe(`${platform}, ${depth} layers`, () => it(() => open(make(), depth)));
    }
  }
}

describe("WSARecvMsg and WSASendMsg", () => {
  everywhere((program) => {
    it("report the destination, hop limit and type of service of a datagram", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      for (const option of [IP_PKTINFO, IP_RECVTTL, IP_RECVTOS]) setOption(ws2, s, IPPROTO_IP, option);
      const [client, own] = datagram(ws2);
      ws2.sendto(client, new Uint8Array([1, 2, 3]), 3, 0, name, 16);
      const [msg, bytes] = [message(), ref(0)];
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, bytes, null, null)), 0);
      assert.deepEqual([bytes.value, msg.dwFlags, msg.namelen], [3, 0, 16]);
      assert.equal(sockaddrText(msg.name as Uint8Array), sockaddrText(own));
      const { [`${IPPROTO_IP}/${IP_PKTINFO}`]: info, [`${IPPROTO_IP}/${IP_TTL}`]: ttl, ...rest } = controls(msg);
      assert.deepEqual(info.slice(0, 4), [127, 0, 0, 1]);
      assert.isAbove(readDWORD(new Uint8Array(info), 4), 0);
      assert.isAtLeast(readDWORD(new Uint8Array(ttl)), 32);
      assert.deepEqual(rest, { [`${IPPROTO_IP}/${IP_TOS}`]: [0, 0, 0, 0] });
      assert.equal(msg.Control.len, 20 + 16 + 16);
      ws2.WSACleanup();
    });

    it("report the same for IPv6", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2, AF_INET6);
      for (const option of [IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS]) setOption(ws2, s, IPPROTO_IPV6, option);
      const [client] = datagram(ws2, AF_INET6);
      const control = [
        WSACMSGHDR(IPPROTO_IPV6, IPV6_HOPLIMIT, DWORD(77)),
        WSACMSGHDR(IPPROTO_IPV6, IPV6_TCLASS, DWORD(8)),
      ];
      const out = newWSAMSG(
        name,
        newWSABUF(new Uint8Array(5)),
        newWSABUF(new Uint8Array(control.flatMap((c) => [...c]))),
      );
      const bytes = ref(0);
      assert.equal(codeOf(ws2, ws2.WSASendMsg(client, out, 0, bytes, null, null)), 0);
      assert.equal(bytes.value, 5);
      const msg = message(16, 128, AF_INET6);
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, bytes, null, null)), 0);
      const all = controls(msg);
      assert.deepEqual(all[`${IPPROTO_IPV6}/${IPV6_PKTINFO}`].slice(0, 16), [...new Array(15).fill(0), 1]);
      assert.deepEqual(all[`${IPPROTO_IPV6}/${IPV6_HOPLIMIT}`], [77, 0, 0, 0]);
      assert.deepEqual(all[`${IPPROTO_IPV6}/${IPV6_TCLASS}`], [8, 0, 0, 0]);
      ws2.WSACleanup();
    });

    it("report IPv4 datagrams of a dual-stack socket with IPv4's control messages", () => {
      const ws2 = program();
      const s = ws2.socket(AF_INET6, SOCK_DGRAM, 0);
      setOption(ws2, s, IPPROTO_IPV6, IPV6_V6ONLY, 0);
      const name = sockaddr_in6("::", 0);
      ws2.bind(s, name, 28);
      ws2.getsockname(s, name, ref(28));
      setOption(ws2, s, IPPROTO_IPV6, IPV6_PKTINFO);
      setOption(ws2, s, IPPROTO_IP, IP_PKTINFO);
      const [client] = datagram(ws2);
      ws2.sendto(client, new Uint8Array(1), 1, 0, sockaddr_in("127.0.0.1", sockaddrPort(name)), 16);
      const msg = message(16, 128, AF_INET6);
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, ref(0), null, null)), 0);
      const all = controls(msg);
      assert.deepEqual(Object.keys(all), [`${IPPROTO_IP}/${IP_PKTINFO}`]);
      assert.deepEqual(all[`${IPPROTO_IP}/${IP_PKTINFO}`].slice(0, 4), [127, 0, 0, 1]);
      ws2.WSACleanup();
    });

    it("send from the address that IP_PKTINFO names, with the hop limit and type of service of the call", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      setOption(ws2, s, IPPROTO_IP, IP_RECVTTL);
      setOption(ws2, s, IPPROTO_IP, IP_RECVTOS);
      const client = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      const control = [
        WSACMSGHDR(IPPROTO_IP, IP_PKTINFO, IN_PKTINFO(sockaddr_in("127.0.0.2", 0))),
        WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(9)),
        WSACMSGHDR(IPPROTO_IP, IP_TOS, DWORD(0x10)),
      ];
      const out = newWSAMSG(
        name,
        newWSABUF(new Uint8Array(4)),
        newWSABUF(new Uint8Array(control.flatMap((c) => [...c]))),
      );
      assert.equal(codeOf(ws2, ws2.WSASendMsg(client, out, 0, ref(0), null, null)), 0);
      const msg = message();
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, ref(0), null, null)), 0);
      assert.match(sockaddrText(msg.name as Uint8Array), /^127\.0\.0\.2:/);
      assert.deepEqual(controls(msg), {
        [`${IPPROTO_IP}/${IP_TTL}`]: [9, 0, 0, 0],
        [`${IPPROTO_IP}/${IP_TOS}`]: [0x10, 0, 0, 0],
      });
      // a source address that the machine does not have
      out.Control = newWSABUF(WSACMSGHDR(IPPROTO_IP, IP_PKTINFO, IN_PKTINFO(sockaddr_in("192.0.2.77", 0))));
      assert.equal(codeOf(ws2, ws2.WSASendMsg(client, out, 0, ref(0), null, null)), WSAEADDRNOTAVAIL);
      ws2.WSACleanup();
    });

    it("send to the peer of a connected socket without a name", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      const client = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      const out = newWSAMSG(null, newWSABUF(new Uint8Array(4)));
      assert.equal(codeOf(ws2, ws2.WSASendMsg(client, out, 0, ref(0), null, null)), WSAENOTCONN);
      ws2.connect(client, name, 16);
      out.Control = newWSABUF(WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(3)));
      assert.equal(codeOf(ws2, ws2.WSASendMsg(client, out, 0, ref(0), null, null)), 0);
      const bytes = ref(0);
      assert.equal(
        codeOf(ws2, ws2.mswsock.WSARecvMsg(s, newWSAMSG(null, newWSABUF(new Uint8Array(9))), bytes, null, null)),
        0,
      );
      assert.equal(bytes.value, 4);
      ws2.WSACleanup();
    });

    it("fail with WSAEMSGSIZE if data or control messages are cut, and report which", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      setOption(ws2, s, IPPROTO_IP, IP_PKTINFO);
      const [client] = datagram(ws2);
      for (const [size, control, flags] of [
        [2, 128, MSG_TRUNC],
        [16, 1, MSG_CTRUNC],
        [2, 0, MSG_TRUNC | MSG_CTRUNC],
      ]) {
        ws2.sendto(client, new Uint8Array([7, 8, 9]), 3, 0, name, 16);
        const msg = message(size, control);
        assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, ref(0), null, null)), WSAEMSGSIZE);
        assert.equal(msg.dwFlags, flags);
        assert.deepEqual([...(msg.lpBuffers[0].buf as Uint8Array).subarray(0, 2)], [7, 8]);
      }
      ws2.WSACleanup();
    });

    it("read a datagram with MSG_PEEK, and leave it in the queue", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      setOption(ws2, s, IPPROTO_IP, IP_PKTINFO);
      ws2.sendto(s, new Uint8Array(3), 3, 0, name, 16);
      for (const dwFlags of [MSG_PEEK, 0]) {
        const msg = { ...message(), dwFlags };
        const bytes = ref(0);
        assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, bytes, null, null)), 0);
        assert.deepEqual([bytes.value, msg.dwFlags, Object.keys(controls(msg)).length], [3, 0, 1]);
      }
      ws2.WSACleanup();
    });

    for (const way of ["event", "routine", "port"] as const) {
      it(`end an overlapped receive by ${way}`, () => {
        const ws2 = program();
        const [s, name] = datagram(ws2);
        setOption(ws2, s, IPPROTO_IP, IP_PKTINFO);
        const { kernel32, mswsock } = ws2;
        const port = way === "port" ? kernel32.CreateIoCompletionPort(s as never, null, 5, 0) : null;
        const overlapped = newWSAOVERLAPPED(way === "event" ? ws2.WSACreateEvent() : null);
        const told: unknown[][] = [];
        const routine = way === "routine" ? (...args: unknown[]) => void told.push(args) : null;
        const msg = message();
        assert.equal(codeOf(ws2, mswsock.WSARecvMsg(s, msg, null, overlapped, routine)), WSA_IO_PENDING);
        const sent = newWSAOVERLAPPED(ws2.WSACreateEvent());
        const [client] = datagram(ws2);
        const out = newWSAMSG(name, newWSABUF(new Uint8Array(6)), newWSABUF(WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(9))));
        assert.include([0, WSA_IO_PENDING], codeOf(ws2, ws2.WSASendMsg(client, out, 0, null, sent, null)));
        if (way === "event") ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent as never], true, 2000, false);
        if (way === "routine") kernel32.SleepEx(2000, true);
        const [bytes, key, packet] = [ref(0), ref<unknown>(0), ref<unknown>(null)];
        if (port !== null) {
          assert.isTrue(kernel32.GetQueuedCompletionStatus(port as HANDLE, bytes, key as never, packet as never, 2000));
          assert.deepEqual([bytes.value, key.value, packet.value === overlapped], [6, 5, true]);
        }
        if (way === "routine")
          assert.deepEqual(
            told.map(([code, count, o]) => [code, count, o === overlapped]),
            [[0, 6, true]],
          );
        const transferred = ref(0);
        assert.isTrue(ws2.WSAGetOverlappedResult(s, overlapped, transferred, false, ref(0)));
        assert.equal(transferred.value, 6);
        assert.deepEqual(Object.keys(controls(msg)), [`${IPPROTO_IP}/${IP_PKTINFO}`]);
        assert.isTrue(ws2.WSAGetOverlappedResult(client, sent, transferred, true, ref(0)));
        assert.equal(transferred.value, 6);
        ws2.WSACleanup();
      });
    }

    it("end an overlapped receive whose control messages are cut with WSAEMSGSIZE", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      setOption(ws2, s, IPPROTO_IP, IP_PKTINFO);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      const msg = message(16, 1);
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, msg, null, overlapped, null)), WSA_IO_PENDING);
      ws2.sendto(s, new Uint8Array(3), 3, 0, name, 16);
      assert.isFalse(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0)));
      assert.deepEqual([ws2.WSAGetLastError(), msg.dwFlags], [WSAEMSGSIZE, MSG_CTRUNC]);
      ws2.WSACleanup();
    });

    it("abort an overlapped receive when the socket is closed", () => {
      const ws2 = program();
      const [s] = datagram(ws2);
      const told: unknown[] = [];
      ws2.mswsock.WSARecvMsg(s, message(), null, newWSAOVERLAPPED(), (code) => void told.push(code));
      ws2.closesocket(s);
      ws2.kernel32.SleepEx(100, true);
      assert.deepEqual(told, [WSA_OPERATION_ABORTED]);
      ws2.WSACleanup();
    });

    it("wait for SO_RCVTIMEO", () => {
      const ws2 = program();
      const [s] = datagram(ws2);
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(20), 4);
      assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, message(), ref(0), null, null)), WSAETIMEDOUT);
      ws2.WSACleanup();
    });

    it("are the functions that SIO_GET_EXTENSION_FUNCTION_POINTER returns, which set the last error", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      const get = (guid: string) => {
        const [bytes, pointer] = [new Uint8Array(16), ref<unknown>(null)];
        encodeGuid(guid, bytes);
        const code = SIO_GET_EXTENSION_FUNCTION_POINTER;
        assert.equal(ws2.WSAIoctl(s, code, bytes, 16, pointer, 4, ref(0), null, null), 0);
        return pointer.value as (...args: unknown[]) => number;
      };
      const [WSASendMsg, WSARecvMsg] = [get(WSAID_WSASENDMSG), get(WSAID_WSARECVMSG)];
      const bytes = ref(0);
      assert.equal(WSASendMsg(s, newWSAMSG(name, newWSABUF(new Uint8Array(6))), 0, bytes, null, null), 0);
      assert.equal(WSARecvMsg(s, message(), bytes, null, null), 0);
      assert.equal(bytes.value, 6);
      const told: unknown[] = [];
      const routine = (code: number) => void told.push(code);
      assert.equal(WSARecvMsg(s, message(), null, newWSAOVERLAPPED(), routine), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      ws2.sendto(s, new Uint8Array(3), 3, 0, name, 16);
      ws2.kernel32.SleepEx(2000, true);
      assert.deepEqual(told, [0]);
      assert.equal(WSARecvMsg(s, null, bytes, null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
      assert.equal(WSARecvMsg(0x4444444, message(), bytes, null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENOTSOCK);
      ws2.WSACleanup();
    });

    it("refuse invalid arguments", () => {
      const ws2 = program();
      const [s, name] = datagram(ws2);
      const receive = (msg: unknown, bytes: unknown = ref(0), of = s) =>
        codeOf(ws2, ws2.mswsock.WSARecvMsg(of, msg as WSAMSG, bytes as never, null, null));
      const stream = ws2.socket(AF_INET, SOCK_STREAM, 0);
      const unbound = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      assert.equal(receive(message(), ref(0), 0x4444444 as SOCKET), WSAENOTSOCK);
      assert.equal(receive(message(), ref(0), stream), WSAEINVAL);
      assert.equal(receive(message(), ref(0), unbound), WSAEINVAL);
      assert.equal(receive(null), WSAEFAULT);
      assert.equal(receive(message(), null), WSAEFAULT);
      assert.equal(receive({ ...message(), name: null, namelen: 16 }), WSAEFAULT);
      assert.equal(receive({ ...message(), namelen: 15 }), WSAEFAULT);
      assert.equal(receive({ ...message(), Control: { len: 4, buf: null, off: 0 } }), WSAEFAULT);
      assert.equal(receive({ ...message(), dwFlags: 1 }), WSAEOPNOTSUPP);
      const send = (control: Uint8Array, flags = 0, of = s) => {
        const msg = newWSAMSG(name, newWSABUF(new Uint8Array(1)), newWSABUF(control));
        return codeOf(ws2, ws2.WSASendMsg(of, msg, flags, ref(0), null, null));
      };
      const none = new Uint8Array(0);
      assert.equal(send(none), 0);
      assert.equal(send(none, 0, stream), WSAEINVAL);
      assert.equal(send(none, 0x100), WSAEOPNOTSUPP);
      assert.equal(send(WSACMSGHDR(IPPROTO_IP, 99, DWORD(1))), WSAEINVAL);
      assert.equal(send(WSACMSGHDR(IPPROTO_IPV6, IPV6_PKTINFO, IN6_PKTINFO(sockaddr_in6("::1", 0)))), WSAEINVAL);
      assert.equal(send(WSACMSGHDR(IPPROTO_IP, IP_PKTINFO, DWORD(1))), WSAEINVAL);
      assert.equal(send(WSACMSGHDR(IPPROTO_IP, IP_TTL, DWORD(256))), WSAEINVAL);
      assert.equal(send(new Uint8Array(5)), WSAEINVAL);
      ws2.WSACleanup();
    });
  });

  it("are not available through a filter with rules, which they would bypass", () => {
    const machine = openMachine({ platform: PLATFORMS.memory() });
    const rules = [{ verdict: "deny", call: "send", port: 9 }] as const;
    assert.equal(
      installKinds(machine, [{ layer: "filter", rules }], { filter }, () => {}),
      0,
    );
    const ws2 = checked(machine.openProcess(), machine.profile.lineage);
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const [s, name] = datagram(ws2);
    const out = newWSAMSG(name, newWSABUF(new Uint8Array(1)));
    assert.equal(codeOf(ws2, ws2.WSASendMsg(s, out, 0, ref(0), null, null)), WSAEOPNOTSUPP);
    assert.equal(codeOf(ws2, ws2.mswsock.WSARecvMsg(s, message(), ref(0), null, null)), WSAEOPNOTSUPP);
    ws2.WSACleanup();
  });
});
