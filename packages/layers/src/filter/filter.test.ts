import { type FilterOptions, type FilterRule, filter } from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { codeText } from "@ws2kit/rules";
import {
  AF_INET,
  CF_ACCEPT,
  FIONBIO,
  INVALID_SOCKET,
  MSG_PEEK,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  WSA_IO_INCOMPLETE,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEMSGSIZE,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected, listening, type Ws2 } from "../../../../test/lib/layers/ends.js";
import { datagrams, stacked } from "../../../../test/lib/layers/machines.js";
import { decide, readRule } from "./rule.js";

const KINDS = { filter };
const deny = (rule: Omit<FilterRule, "verdict">): FilterRule => ({ verdict: "deny", ...rule });

/** The code of a call that failed, else 0. */
const codeOf = (ws2: Ws2, result: number) => (result === SOCKET_ERROR ? ws2.WSAGetLastError() : 0);

for (const target of TARGET_NAMES) {
  describe(`filter on ${target}`, () => {
    const filtered = (options: FilterOptions, network = memoryNetwork()) =>
      stacked(target, [{ layer: "filter", ...options }], KINDS, network);

    it("refuses connect and sendto with WSAEACCES, bind with WSAEADDRNOTAVAIL, and reports the rule", () => {
      const rules = [
        deny({ call: "bind", port: [1, 1023] }),
        deny({ call: "connect", address: "127.0.0.0/8", port: 25 }),
        deny({ call: "send", port: 53 }),
      ];
      const { ws2, events } = filtered({ rules });
      const stream = () => ws2.socket(AF_INET, SOCK_STREAM, 0);
      const bind = (port: number) => codeOf(ws2, ws2.bind(stream(), sockaddr_in("127.0.0.1", port), 16));
      const connect = (port: number) => codeOf(ws2, ws2.connect(stream(), sockaddr_in("127.0.0.1", port), 16));
      const [s] = datagrams(ws2);
      const send = (port: number) =>
        codeOf(ws2, ws2.sendto(s, new Uint8Array(1), 1, 0, sockaddr_in("127.0.0.1", port), 16));
      expect([bind(80), bind(8080)]).to.deep.equal([WSAEADDRNOTAVAIL, 0]);
      expect([connect(25), connect(26)]).to.deep.equal([WSAEACCES, WSAECONNREFUSED]);
      expect([send(53), send(54)]).to.deep.equal([WSAEACCES, 0]);
      expect(events.map(({ call, address, rule }) => `${call} ${address} ${rule}`)).to.deep.equal([
        "bind 127.0.0.1:80 0",
        "connect 127.0.0.1:25 1",
        "send 127.0.0.1:53 2",
      ]);
      expect(layerEventText(events[2], codeText)).to.equal(
        `     0.000 ms  process ${ws2.processId} socket ${s}  filter: send 127.0.0.1:53 denied by rule 2`,
      );
    });

    it("applies the first rule that matches, or else `otherwise`", () => {
      const rules = [
        { verdict: "allow", call: "connect", port: 80 },
        deny({ call: "connect", port: [0, 100] }),
        { verdict: "allow", call: ["connect", "bind"], port: [100, 200] },
      ] as const;
      const { ws2, events } = filtered({ rules, otherwise: "deny" });
      const connect = (port: number) =>
        codeOf(ws2, ws2.connect(ws2.socket(AF_INET, SOCK_STREAM, 0), sockaddr_in("127.0.0.1", port), 16));
      const codes = [80, 81, 100, 101, 201].map(connect);
      expect(codes).to.deep.equal([WSAECONNREFUSED, WSAEACCES, WSAEACCES, WSAECONNREFUSED, WSAEACCES]);
      expect(events.map(({ rule }) => rule)).to.deep.equal([1, 1, -1]);
    });

    it("distinguishes processes", () => {
      const { processId } = filtered({}).ws2;
      const { machine, ws2 } = filtered({ rules: [deny({ call: "connect", process: processId })] });
      expect(ws2.processId).to.equal(processId);
      const other = machine.openProcess();
      other.WSAStartup(0x202, {} as never);
      const connect = (one: Pick<Ws2, "connect" | "socket" | "WSAGetLastError">) => {
        one.connect(one.socket(AF_INET, SOCK_STREAM, 0), sockaddr_in("127.0.0.1", 9), 16);
        return one.WSAGetLastError();
      };
      expect([connect(ws2), connect(other)]).to.deep.equal([WSAEACCES, WSAECONNREFUSED]);
    });

    it("refuses to connect a datagram socket to a peer to which it may not send", () => {
      const { ws2 } = filtered({ rules: [deny({ call: "send", port: 53 })] });
      const [s] = datagrams(ws2);
      expect(codeOf(ws2, ws2.connect(s, sockaddr_in("127.0.0.1", 53), 16))).to.equal(WSAEACCES);
      expect(codeOf(ws2, ws2.connect(s, sockaddr_in("127.0.0.1", 54), 16))).to.equal(0);
    });

    it("forwards an invalid address to the base provider", () => {
      const { ws2 } = filtered({ otherwise: "deny" });
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      const before = stacked(target, [], KINDS).ws2;
      const plain = before.socket(AF_INET, SOCK_STREAM, 0);
      for (const name of [new Uint8Array(2), new Uint8Array(16).fill(99), null as never]) {
        expect(codeOf(ws2, ws2.connect(s, name, 16))).to.equal(codeOf(before, before.connect(plain, name, 16)));
      }
    });

    describe("on the accepting side", () => {
      /** A server behind a filter that denies 10.0.0.3, and two clients that connect: first 10.0.0.3, then 10.0.0.2. */
      function callers() {
        const network = memoryNetwork();
        const server = filtered({ rules: [deny({ call: "accept", address: "10.0.0.3" })] }, network);
        const [friend, foe] = [stacked(target, [], KINDS, network), stacked(target, [], KINDS, network)];
        const { ws2 } = server;
        const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
        ws2.bind(listener, sockaddr_in("0.0.0.0", 80), 16);
        ws2.listen(listener, 5);
        const call = (one: Ws2) => {
          const s = one.socket(AF_INET, SOCK_STREAM, 0);
          one.connect(s, sockaddr_in("10.0.0.1", 80), 16);
          return s;
        };
        return { ...server, listener, friend: friend.ws2, foe: foe.ws2, call };
      }
      const hostOf = (ws2: Ws2, s: SOCKET) => {
        const name = new Uint8Array(16);
        ws2.getpeername(s, name, ref(16));
        return name.subarray(4, 8).join(".");
      };

      it("resets a denied connection, and accept continues with the next", () => {
        const { ws2, listener, friend, foe, call, events } = callers();
        const refused = call(foe);
        call(friend);
        const name = new Uint8Array(16);
        const accepted = ws2.accept(listener, name, ref(16));
        expect(hostOf(ws2, accepted)).to.equal("10.0.0.2");
        expect(name.subarray(4, 8).join(".")).to.equal("10.0.0.2");
        expect(codeOf(foe, foe.recv(refused, new Uint8Array(1), 1, 0))).to.equal(WSAECONNRESET);
        expect(events.map((event) => `${event.call} ${event.address}`)[0]).to.match(/^accept 10\.0\.0\.3:\d+$/);
      });

      it("makes a non-blocking accept without another connection fail with WSAEWOULDBLOCK", () => {
        const { ws2, listener, foe, call } = callers();
        ws2.ioctlsocket(listener, FIONBIO, ref(1));
        call(foe);
        expect(ws2.accept(listener, null, null)).to.equal(INVALID_SOCKET);
        expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      });

      it("does not call the application's condition function for a denied connection", () => {
        const { ws2, listener, friend, foe, call } = callers();
        const refused = call(foe);
        call(friend);
        const asked: string[] = [];
        const condition = (caller: { buf: Uint8Array | null }) => {
          asked.push((caller.buf as Uint8Array).subarray(4, 8).join("."));
          return CF_ACCEPT;
        };
        const accepted = ws2.WSAAccept(listener, null, null, condition as never, 0);
        expect(hostOf(ws2, accepted)).to.equal("10.0.0.2");
        expect(asked).to.deep.equal(["10.0.0.2"]);
        expect(codeOf(foe, foe.recv(refused, new Uint8Array(1), 1, 0))).to.equal(WSAECONNRESET);
      });
    });

    describe("for received datagrams", () => {
      const FOE = 4444;
      const FRIEND = 5555;
      /** A socket that a denied peer and then a friend have sent to. */
      function receiver(foe: number[] = [6, 6, 6], friend: number[] = [1, 2]) {
        const { machine, ws2, events } = filtered({ rules: [deny({ call: "receive", port: FOE })] });
        const [s, port] = datagrams(ws2);
        const send = (from: number, bytes: number[]) => {
          const [sender] = datagrams(ws2, from);
          ws2.sendto(sender, Uint8Array.from(bytes), bytes.length, 0, sockaddr_in("127.0.0.1", port), 16);
          ws2.closesocket(sender);
        };
        send(FOE, foe);
        if (friend.length > 0) send(FRIEND, friend);
        return { machine, ws2, s, events };
      }

      it("discards datagrams of a denied peer: recvfrom continues with the next datagram", () => {
        const { ws2, s, events } = receiver();
        const [bytes, from] = [new Uint8Array(3), new Uint8Array(16)];
        expect(ws2.recvfrom(s, bytes, 3, 0, from, ref(16))).to.equal(2);
        expect([...bytes]).to.deep.equal([1, 2, 0]);
        expect(events.map((event) => `${event.call} ${event.address}`)).to.deep.equal([`receive 127.0.0.1:${FOE}`]);
      });

      it("does the same for recv and with MSG_PEEK", () => {
        const { ws2, s } = receiver();
        const bytes = new Uint8Array(3);
        expect(ws2.recv(s, bytes, 3, MSG_PEEK)).to.equal(2);
        expect(ws2.recv(s, bytes, 3, 0)).to.equal(2);
        expect([...bytes]).to.deep.equal([1, 2, 0]);
      });

      it("clears the buffers of a discarded datagram, and reports WSAEWOULDBLOCK", () => {
        const { ws2, s } = receiver([6, 6, 6], []);
        ws2.ioctlsocket(s, FIONBIO, ref(1));
        const bytes = new Uint8Array(3);
        expect(codeOf(ws2, ws2.recv(s, bytes, 3, 0))).to.equal(WSAEWOULDBLOCK);
        expect([...bytes]).to.deep.equal([0, 0, 0]);
      });

      it("discards a datagram that is longer than the buffers, and returns the next allowed datagram", () => {
        const { ws2, s } = receiver([6, 6, 6], [1, 2, 3]);
        const bytes = new Uint8Array(2);
        expect(codeOf(ws2, ws2.recv(s, bytes, 2, 0))).to.equal(WSAEMSGSIZE);
        expect([...bytes]).to.deep.equal([1, 2]);
      });
    });

    describe("for overlapped receives of datagrams", () => {
      const FOE = 4444;
      /** A socket with an overlapped receive, and what its end came to. */
      function receiver(before: number) {
        const { machine, ws2, events } = filtered({ rules: [deny({ call: "receive", port: FOE })] });
        const [s, port] = datagrams(ws2);
        const send = (from: number, bytes: number[]) => {
          const [sender] = datagrams(ws2, from);
          ws2.sendto(sender, Uint8Array.from(bytes), bytes.length, 0, sockaddr_in("127.0.0.1", port), 16);
          ws2.closesocket(sender);
        };
        for (let i = 0; i < before; i++) send(FOE, [6, 6, 6]);
        const bytes = new Uint8Array(3);
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        const result = ws2.WSARecv(s, [newWSABUF(bytes)], 1, null, ref(0), overlapped, null);
        const outcome = () => {
          const transferred = ref(0);
          const isDone = ws2.WSAGetOverlappedResult(s, overlapped, transferred, false, ref(0));
          return isDone ? transferred.value : -ws2.WSAGetLastError();
        };
        return { machine, ws2, s, send, bytes, result, outcome, events };
      }

      for (const [when, before, after] of [
        ["were there before", 2, 0],
        ["come later", 0, 2],
      ] as const) {
        it(`discards denied datagrams that ${when}, and ends with the next`, () => {
          const { machine, send, result, outcome, bytes, events } = receiver(before);
          expect(result).to.equal(SOCKET_ERROR);
          for (let i = 0; i < after; i++) send(FOE, [6, 6, 6]);
          machine.turn();
          expect(outcome()).to.equal(-WSA_IO_INCOMPLETE);
          expect([...bytes]).to.deep.equal([0, 0, 0]);
          expect(events.length).to.equal(2);
          send(5555, [1, 2]);
          machine.turn();
          expect(outcome()).to.equal(2);
          expect([...bytes]).to.deep.equal([1, 2, 0]);
        });
      }

      it("is aborted when the socket closes", () => {
        const { machine, ws2, s, send, outcome } = receiver(0);
        send(FOE, [6]);
        ws2.closesocket(s);
        machine.turn();
        expect(outcome()).to.be.lessThan(0);
        expect(machine.counters.sockets).to.equal(0);
      });
    });

    it("does not check the receives of streams", () => {
      const { ws2, events } = filtered({ rules: [deny({ call: ["send", "receive"] })] });
      const [client, server] = connected(ws2);
      expect(ws2.sendto(client, new Uint8Array(2), 2, 0, sockaddr_in("127.0.0.1", 1), 16)).to.equal(2);
      expect(ws2.recv(server, new Uint8Array(2), 2, 0)).to.equal(2);
      const [listener] = listening(ws2);
      expect(listener).to.be.greaterThan(0);
      expect(events).to.deep.equal([]);
    });
  });
}

describe("filter: ranges of addresses", () => {
  const fits = (address: string, name: Uint8Array) =>
    decide([readRule({ verdict: "deny", address }, "rule")], "connect", name, 8) === 0;

  it("match as many bits as their prefix has", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const quad = fc.tuple(byte, byte, byte, byte);
    const numberOf = (bytes: readonly number[]) => bytes.reduce((number, one) => number * 256 + one, 0);
    fc.assert(
      fc.property(quad, quad, fc.integer({ min: 0, max: 32 }), (prefix, host, bits) => {
        const size = 2 ** (32 - bits);
        const same = Math.floor(numberOf(prefix) / size) === Math.floor(numberOf(host) / size);
        expect(fits(`${prefix.join(".")}/${bits}`, sockaddr_in(host.join("."), 1))).to.equal(same);
      }),
      { seed: 7 },
    );
  });

  it("match IPv6 addresses; a range of IPv4 also matches mapped IPv6 addresses", () => {
    expect(fits("fe80::/10", sockaddr_in6("febf::1", 1))).to.equal(true);
    expect(fits("fe80::/10", sockaddr_in6("fec0::1", 1))).to.equal(false);
    expect(fits("::1", sockaddr_in6("::1", 1))).to.equal(true);
    expect(fits("10.0.0.0/8", sockaddr_in6("::ffff:10.1.2.3", 1))).to.equal(true);
    expect(fits("0.0.0.0/0", sockaddr_in6("::1", 1))).to.equal(false);
    expect(fits("::/0", sockaddr_in("10.0.0.1", 1))).to.equal(true);
  });
});
