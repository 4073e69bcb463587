import { filterStreams, type Pipe, type StreamFilter } from "@ws2kit/layers";
import { type MemoryPlatform, memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FD_WRITE,
  FIONREAD,
  fd_set,
  getUint32,
  LINGER,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  type ProviderImports,
  ref,
  SD_RECEIVE,
  SD_SEND,
  SO_LINGER,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, listening, machineOf, makeNonBlocking, started, type Ws2 } from "./ends.js";
import { type Attach, installStack } from "./stack.js";

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const textOf = (bytes: Uint8Array, length = bytes.length) => String.fromCharCode(...bytes.subarray(0, length));

/** Sends each byte twice, and gives up the second of each pair: the first is held back. */
const doubling = (): StreamFilter => {
  let isSecond = true;
  const next = () => {
    isSecond = !isSecond;
    return isSecond;
  };
  return {
    down: (bytes, pipe) => pipe.down(Uint8Array.from([...bytes].flatMap((byte) => [byte, byte]))),
    up: (bytes, pipe) => pipe.up(bytes.filter(next)),
  };
};

/** Both ends greet with a byte of their own before anything flows. */
const greeting = (word: string): StreamFilter => {
  let isMet = false;
  return {
    begin(pipe) {
      pipe.hold();
      pipe.down(bytesOf(word));
    },
    down: (bytes, pipe) => pipe.down(bytes),
    up(bytes, pipe) {
      if (isMet) return pipe.up(bytes);
      isMet = true;
      if (textOf(bytes, 1) !== "h") return pipe.fail(WSAECONNREFUSED, WSAECONNABORTED);
      pipe.flow();
      pipe.up(bytes.subarray(1));
    },
  };
};

const filtering =
  (open: () => StreamFilter | null): Attach =>
  (layer) =>
    filterStreams(layer, open);

/** What a receive gives, as text, or the code. */
function received(ws2: Ws2, s: SOCKET, flags = 0, length = 64): string | number {
  const buffer = new Uint8Array(length);
  const count = ws2.recv(s, buffer, length, flags);
  return count === SOCKET_ERROR ? ws2.WSAGetLastError() : textOf(buffer, count);
}

for (const target of TARGET_NAMES) {
  describe(`stream filters on ${target}`, () => {
    /** A process above one filter, which above another layer that notes the bytes that pass below. */
    function through(open: () => StreamFilter | null) {
      const machine = machineOf(target);
      const wire: number[] = [];
      const tap: Attach = { sent: (_socket, bytes) => void wire.push(bytes) };
      expect(installStack(machine, [tap, filtering(open)])).to.deep.equal([0, 0]);
      const ws2 = started(machine);
      return { machine, ws2, wire };
    }

    it("change what goes over the wire, and the application sees its own bytes", () => {
      const { machine, ws2, wire } = through(doubling);
      const [client, server] = connected(ws2);
      expect(ws2.send(client, bytesOf("hello"), 5, 0)).to.equal(5);
      expect(received(ws2, server, MSG_PEEK)).to.equal("hello");
      expect(received(ws2, server)).to.equal("hello");
      machine.turn();
      expect(wire).to.deep.equal([10]);
    });

    it("what they hold back is nothing to read: not for recv, select, FIONREAD or FD_READ", () => {
      const { ws2 } = through(() => ({ ...doubling(), down: (bytes, pipe) => pipe.down(bytes) }));
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      expect(ws2.WSAEventSelect(server, event, FD_READ)).to.equal(0);
      const look = () => {
        const size = new Uint8Array(4);
        ws2.WSAIoctl(server, FIONREAD, null, 0, size, 4, ref(0), null, null);
        const events = newWSANETWORKEVENTS();
        ws2.WSAEnumNetworkEvents(server, event, events);
        const selected = ws2.select(0, fd_set(server), null, null, { tv_sec: 0, tv_usec: 1000 });
        return [getUint32(size, 0), events.lNetworkEvents, selected, received(ws2, server, MSG_PEEK)];
      };
      ws2.send(client, bytesOf("a"), 1, 0);
      expect(look()).to.deep.equal([0, 0, 0, WSAEWOULDBLOCK]);
      ws2.send(client, bytesOf("b"), 1, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(look()).to.deep.equal([1, FD_READ, 1, "b"]);
    });

    it("select waits until a filter gives something up, beside sockets without one", () => {
      const { ws2 } = through(() => ({ ...doubling(), down: (bytes, pipe) => pipe.down(bytes) }));
      const [client, server] = connected(ws2);
      const [listener] = listening(ws2);
      for (const one of ["a", "b"]) ws2.send(client, bytesOf(one), 1, 0);
      const readable = fd_set(listener, server);
      expect(ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      expect(readable.fd_array.slice(0, readable.fd_count)).to.deep.equal([server]);
    });

    it("overlapped operations end by event, by routine and in their order", () => {
      const { ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      const [first, second] = [newWSAOVERLAPPED(event), newWSAOVERLAPPED()];
      const buffers = [new Uint8Array(2), new Uint8Array(9)];
      const order: string[] = [];
      const start = (i: number, overlapped: typeof first, routine: ((code: number, bytes: number) => void) | null) => [
        ws2.WSARecv(server, [newWSABUF(buffers[i])], 1, null, ref(0), overlapped, routine),
        ws2.WSAGetLastError(),
      ];
      expect(start(0, first, null)).to.deep.equal([SOCKET_ERROR, WSA_IO_PENDING]);
      expect(start(1, second, (code, bytes) => void order.push(`${code} ${bytes}`))).to.deep.equal([
        -1,
        WSA_IO_PENDING,
      ]);
      ws2.send(client, bytesOf("hello"), 5, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      ws2.WSAResetEvent(event);
      ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
      expect([textOf(buffers[0]), textOf(buffers[1], 3), order]).to.deep.equal(["he", "llo", ["0 3"]]);
    });

    it("a large transfer arrives whole, from a non-blocking sender to one that waits for all", () => {
      const { ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      makeNonBlocking(ws2, client);
      const all = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      const got = new Uint8Array(all.length);
      let sent = 0;
      let at = 0;
      let refusals = 0;
      while (at < all.length) {
        if (sent < all.length) {
          const count = ws2.send(client, all, all.length - sent, 0, sent);
          if (count > 0) sent += count;
          else refusals += Number(ws2.WSAGetLastError() === WSAEWOULDBLOCK);
        }
        const count = ws2.recv(server, got, Math.min(10_000, all.length - at), MSG_WAITALL, at);
        if (count <= 0) break;
        at += count;
      }
      expect([sent, at, refusals > 0]).to.deep.equal([all.length, all.length, true]);
      expect(got).to.deep.equal(all);
    });

    it("FD_WRITE tells that a filter takes bytes again", () => {
      const { ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(client, event, FD_WRITE);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(client, event, events);
      const chunk = new Uint8Array(50_000);
      let sent = 0;
      for (let count = 0; count >= 0; count = ws2.send(client, chunk, chunk.length, 0)) sent += count;
      expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(events.lNetworkEvents).to.equal(0);
      for (let got = 0; got < sent; ) got += ws2.recv(server, chunk, chunk.length, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(events.lNetworkEvents).to.equal(FD_WRITE);
    });

    it("the end comes behind the filter's last bytes, either way", () => {
      const last: StreamFilter = {
        down: (bytes, pipe) => pipe.down(bytes),
        up: (bytes, pipe) => pipe.up(bytes),
        downEnded: (pipe) => pipe.down(bytesOf("!")),
        upEnded: (pipe) => pipe.up(bytesOf("?")),
      };
      const { ws2 } = through(() => ({ ...last }));
      const [client, server] = connected(ws2);
      ws2.send(client, bytesOf("bye"), 3, 0);
      expect(ws2.shutdown(client, SD_SEND)).to.equal(0);
      let all = "";
      for (let part = received(ws2, server); part !== ""; part = received(ws2, server)) all += part;
      expect(all).to.equal("bye!?");
      expect(received(ws2, server)).to.equal("");
    });

    it("what was sent before closesocket still goes out, and the handles go when it has", () => {
      const { machine, ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      makeNonBlocking(ws2, client);
      const chunk = new Uint8Array(50_000).fill(7);
      let sent = 0;
      for (let count = 0; count >= 0; count = ws2.send(client, chunk, chunk.length, 0)) sent += count;
      expect(ws2.closesocket(client)).to.equal(0);
      let got = 0;
      for (let count = 1; count > 0; got += count) count = ws2.recv(server, chunk, chunk.length, 0);
      expect(got).to.equal(sent);
      ws2.closesocket(server);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("closesocket ends what is pending with WSA_OPERATION_ABORTED", () => {
      const { machine, ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      const overlapped = newWSAOVERLAPPED(event);
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
      expect(ws2.closesocket(server)).to.equal(0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(overlapped.OffsetHigh).to.equal(WSA_OPERATION_ABORTED);
      ws2.closesocket(client);
      ws2.WSACloseEvent(event);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    for (const looksBefore of [false, true]) {
      const when = looksBefore ? "while the layer awaits bytes" : "before the layer has looked for bytes";
      it(`a stream whose receiving is shut, ${when}, goes on sending`, () => {
        const { machine, ws2 } = through(doubling);
        const [client, server] = connected(ws2);
        const look = () => ws2.select(0, fd_set(server), null, null, { tv_sec: 0, tv_usec: 1000 });
        if (looksBefore) expect(look()).to.equal(0);
        expect(ws2.shutdown(server, SD_RECEIVE)).to.equal(0);
        ws2.send(client, bytesOf("a"), 1, 0);
        look();
        machine.turn();
        expect(ws2.send(server, bytesOf("hello"), 5, 0)).to.equal(5);
        expect(received(ws2, client)).to.equal("hello");
        expect(received(ws2, server)).to.equal(WSAESHUTDOWN);
      });
    }

    it("a reset is told to receives and by FD_CLOSE", () => {
      const { ws2 } = through(doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(server, event, FD_CLOSE);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.closesocket(client);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(server, event, events);
      expect(events.lNetworkEvents).to.equal(FD_CLOSE);
      expect(received(ws2, server)).to.equal(WSAECONNRESET);
    });

    it("bytes of a filter's own go first, and the application's wait for them", () => {
      const { machine, ws2, wire } = through(() => greeting("h"));
      const [listener, name] = listening(ws2);
      const client = ws2.socket(AF_INET, SOCK_STREAM, 0);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(client, event, FD_CONNECT | FD_WRITE);
      expect(ws2.connect(client, name, 16)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect([events.lNetworkEvents, ws2.send(client, bytesOf("x"), 1, 0)]).to.deep.equal([0, SOCKET_ERROR]);
      expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      expect(ws2.select(0, null, fd_set(client), null, { tv_sec: 0, tv_usec: 1000 })).to.equal(0);
      const server = ws2.accept(listener, null, null);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect([events.lNetworkEvents, events.iErrorCode[4]]).to.deep.equal([FD_CONNECT | FD_WRITE, 0]);
      expect(ws2.send(client, bytesOf("x"), 1, 0)).to.equal(1);
      makeNonBlocking(ws2, server);
      expect(received(ws2, server)).to.equal("x");
      machine.turn();
      expect(wire).to.deep.equal([1, 1, 1]);
    });

    for (const [word, outcome] of [
      ["h", 0],
      ["z", WSAECONNREFUSED],
    ] as const) {
      it(`a blocking connect waits for the filters to meet: ${outcome === 0 ? "well" : "ill"} met`, () => {
        const network = memoryNetwork();
        const [near, far] = [machineOf(target, network), machineOf(target, network)];
        let later: ProviderImports["runLater"] = () => {};
        installStack(near, [filtering(() => greeting("h"))]);
        installStack(far, [
          (layer) => {
            later = layer.imports.runLater;
            return filterStreams(layer, () => greeting(word));
          },
        ]);
        const [client, server] = [started(near), started(far)];
        const [listener, name] = listening(server);
        later(() => void server.accept(listener, null, null), 50);
        const s = client.socket(AF_INET, SOCK_STREAM, 0);
        const [host] = (far.platform as MemoryPlatform).addresses;
        const result = client.connect(s, sockaddr_in(host, sockaddrPort(name)), 16);
        expect([result, result === 0 ? 0 : client.WSAGetLastError()]).to.deep.equal([outcome && -1, outcome]);
        expect(near.platform.now()).to.be.at.least(50);
      });
    }

    it("a filter that refuses fails a connect that nobody waited for, and all transfers, with its code", () => {
      const machine = machineOf(target);
      let opened = 0;
      installStack(machine, [filtering(() => greeting(++opened % 2 === 1 ? "h" : "z"))]);
      const ws2 = started(machine);
      const [listener, name] = listening(ws2);
      const first = ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeNonBlocking(ws2, first);
      ws2.connect(first, name, 16);
      expect(ws2.select(0, null, fd_set(first), null, { tv_sec: 0, tv_usec: 1000 })).to.equal(0);
      const server = ws2.accept(listener, null, null);
      expect(ws2.select(0, null, null, fd_set(first), { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      expect(received(ws2, first)).to.equal(WSAECONNABORTED);
      expect(ws2.send(first, bytesOf("x"), 1, 0)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAGetLastError()).to.equal(WSAECONNABORTED);
      expect(ws2.send(server, bytesOf("x"), 1, 0)).to.equal(1);
    });

    describe("that take their time", () => {
      /** Either way, each piece takes 30 ms, and the next waits for it. */
      const slow = (): StreamFilter => {
        const pass = (way: "down" | "up") => (bytes: Uint8Array, pipe: Pipe) => {
          pipe.pause(way);
          pipe.later(30, () => {
            pipe[way](bytes);
            pipe.resume(way);
          });
        };
        return { down: pass("down"), up: pass("up") };
      };
      /** Two ends, the server's slow. */
      function slowServer() {
        const { machine, ws2 } = through(slow);
        const [client, server] = connected(ws2);
        return { machine, ws2, client, server, since: () => machine.platform.now() };
      }

      it("make a blocking receive wait, and let no byte by", () => {
        const { ws2, client, server, since } = slowServer();
        ws2.send(client, bytesOf("ab"), 2, 0);
        expect(received(ws2, server)).to.equal("ab");
        expect(since()).to.equal(60);
      });

      it("make select wait, for input and for room, beside other sockets", () => {
        const { ws2, client, server, since } = slowServer();
        const [other] = connected(ws2);
        ws2.send(client, bytesOf("ab"), 2, 0);
        const writable = fd_set(client);
        expect(ws2.select(0, null, writable, null, null)).to.equal(1);
        expect(since()).to.equal(30);
        const readable = fd_set(other, server);
        expect(ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
        expect(readable.fd_array[0]).to.equal(server);
        expect(since()).to.be.within(60, 70);
        expect(received(ws2, server)).to.equal("ab");
      });

      it("keep a non-blocking sender off until there is room, which FD_WRITE tells", () => {
        const { ws2, client, since } = slowServer();
        const event = ws2.WSACreateEvent();
        ws2.WSAEventSelect(client, event, FD_WRITE);
        const events = newWSANETWORKEVENTS();
        ws2.WSAEnumNetworkEvents(client, event, events);
        expect(ws2.send(client, bytesOf("a"), 1, 0)).to.equal(1);
        expect(ws2.send(client, bytesOf("b"), 1, 0)).to.equal(SOCKET_ERROR);
        expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
        expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
        expect(since()).to.equal(30);
        ws2.WSAEnumNetworkEvents(client, event, events);
        expect(events.lNetworkEvents).to.equal(FD_WRITE);
        expect(ws2.send(client, bytesOf("b"), 1, 0)).to.equal(1);
      });

      it("end overlapped operations when their bytes are there", () => {
        const { ws2, client, server, since } = slowServer();
        const event = ws2.WSACreateEvent();
        const buffer = new Uint8Array(4);
        const overlapped = newWSAOVERLAPPED(event);
        ws2.WSARecv(server, [newWSABUF(buffer)], 1, null, ref(0), overlapped, null);
        ws2.send(client, bytesOf("ab"), 2, 0);
        expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
        expect([since(), overlapped.InternalHigh, textOf(buffer, 2)]).to.deep.equal([60, 2, "ab"]);
      });

      it("lose nothing by closesocket, and the end comes behind it all", () => {
        const { machine, ws2, client, server, since } = slowServer();
        ws2.send(client, bytesOf("ab"), 2, 0);
        ws2.closesocket(client);
        expect(received(ws2, server)).to.equal("ab");
        expect(received(ws2, server)).to.equal("");
        expect(since()).to.equal(60);
        ws2.closesocket(server);
        machine.run();
        expect(machine.counters.sockets).to.equal(0);
      });

      it("hold nobody's handle for longer than they take when the stream is reset", () => {
        const { machine, ws2, client, server } = slowServer();
        ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
        ws2.send(client, bytesOf("ab"), 2, 0);
        ws2.closesocket(client);
        ws2.closesocket(server);
        machine.run();
        expect(machine.platform.now()).to.equal(30);
        expect(machine.counters.sockets).to.equal(0);
      });
    });

    it("one that throws breaks its own stream with WSASYSCALLFAILURE, and no other", () => {
      let opened = 0;
      const throwing: StreamFilter = {
        down: (bytes, pipe) => pipe.down(bytes),
        up() {
          throw new Error("a filter's mistake");
        },
      };
      const { ws2 } = through(() => (opened++ === 1 ? { ...throwing } : doubling()));
      const [broken, other] = [connected(ws2), connected(ws2)];
      ws2.send(broken[0], bytesOf("a"), 1, 0);
      expect(received(ws2, broken[1])).to.equal(WSASYSCALLFAILURE);
      ws2.send(other[0], bytesOf("a"), 1, 0);
      expect(received(ws2, other[1])).to.equal("a");
    });

    it("a connection for which none is opened passes as it is", () => {
      const seen: Pipe[] = [];
      const { ws2, wire } = through(() => null);
      const [client, server] = connected(ws2);
      ws2.send(client, bytesOf("plain"), 5, 0);
      expect([received(ws2, server), wire, seen]).to.deep.equal(["plain", [5], []]);
    });
  });
}
