import { filterStreams, type StreamFilter } from "@ws2kit/layers";
import { type MemoryPlatform, memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FD_CONNECT,
  FD_WRITE,
  fd_set,
  newWSANETWORKEVENTS,
  type ProviderImports,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrPort,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { listening, machineOf, makeNonBlocking, started } from "./ends.js";
import { bytesOf, filtering, received, textOf, through } from "./filtered.js";
import { installStack } from "./stack.js";

/** Both ends send a greeting byte before any other bytes. */
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

for (const target of TARGET_NAMES) {
  describe(`stream filters with a handshake on ${target}`, () => {
    it("the filter's handshake is sent first, and the application's bytes wait for it", () => {
      const { machine, ws2, wire } = through(target, () => greeting("h"));
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
      it(`a blocking connect waits for the handshake, which ${outcome === 0 ? "succeeds" : "fails"}`, () => {
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

    it("if a filter refuses the handshake, a non-blocking connect and all transfers fail with its code", () => {
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
  });
}
