import { fault, type StreamFilter } from "@ws2kit/layers";
import { type MemoryPlatform, memoryNetwork } from "@ws2kit/platform-memory";
import {
  FIONBIO,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrPort,
  WSAECONNRESET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, listening, machineOf, makeNonBlocking, started } from "./ends.js";
import { bytesOf, filtering, received, through } from "./filtered.js";
import { datagrams, stacked } from "./machines.js";
import { installStack } from "./stack.js";

const passing = (): StreamFilter => ({
  down: (bytes, pipe) => pipe.down(bytes),
  up: (bytes, pipe) => pipe.up(bytes),
});

for (const target of TARGET_NAMES) {
  describe(`filtered streams that could stall on ${target}`, () => {
    /** A stream between two machines; the sender's machine has a filter. */
    function apart() {
      const network = memoryNetwork();
      const [near, far] = [machineOf(target, network), machineOf(target, network)];
      installStack(near, [filtering(passing)]);
      const [sender, receiver] = [started(near), started(far)];
      const [listener, name] = listening(receiver);
      const s = sender.socket(2, SOCK_STREAM, 0);
      const to = sockaddr_in((far.platform as MemoryPlatform).addresses[0], sockaddrPort(name));
      expect(sender.connect(s, to, to.length)).to.equal(0);
      return { near, sender, receiver, s, peer: receiver.accept(listener, null, null) };
    }

    it("continue with a send when the end of another send has made room and nothing is pending below", () => {
      const { near, sender, receiver, s, peer } = apart();
      makeNonBlocking(sender, s);
      const small = new Uint8Array(1000);
      let total = 0;
      // small sends until one waits below for the peer
      while (near.counters.bytesHeld === 0) total += sender.send(s, small, small.length, 0);
      const event = sender.WSACreateEvent();
      const large = new Uint8Array(100_000);
      total += large.length;
      expect(sender.WSASend(s, [newWSABUF(large)], 1, null, 0, newWSAOVERLAPPED(event), null)).to.equal(SOCKET_ERROR);
      const into = new Uint8Array(1 << 20);
      for (let got = 0; got < total; ) {
        const n = receiver.recv(peer, into, into.length, 0);
        expect(n).to.be.above(0);
        got += n;
      }
      expect(sender.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
    });

    it("send the bytes of a caller that never waits before the call returns", () => {
      const { sender, receiver, s, peer } = apart();
      makeNonBlocking(sender, s);
      for (let i = 0; i < 20; i++) expect(sender.send(s, bytesOf("a"), 1, 0)).to.equal(1);
      sender.terminate();
      let text = "";
      for (
        let part = received(receiver, peer);
        typeof part === "string" && part !== "";
        part = received(receiver, peer)
      )
        text += part;
      expect(text).to.equal("a".repeat(20));
    });

    it("do not shut down below once they have failed: the peer would mistake the received bytes for the complete stream", () => {
      let pieces = 0;
      const failing = (): StreamFilter => ({
        ...passing(),
        down: (bytes, pipe) => (++pieces === 1 ? pipe.down(bytes) : pipe.fail(WSAECONNRESET)),
      });
      const { ws2 } = through(target, failing);
      const [client, server] = connected(ws2);
      ws2.send(client, bytesOf("a"), 1, 0);
      expect(ws2.send(client, bytesOf("b"), 1, 0)).to.equal(SOCKET_ERROR);
      ws2.shutdown(client, SD_SEND);
      expect(received(ws2, server)).to.equal("a");
      makeNonBlocking(ws2, server);
      expect(received(ws2, server)).to.equal(WSAEWOULDBLOCK);
    });

    it("report completions in time to a caller that never waits: at most 32 are unreported", () => {
      let ended = 0;
      const machine = machineOf(target);
      installStack(machine, [{ ended: () => void ended++ }]);
      const ws2 = started(machine);
      const [client] = connected(ws2);
      for (let i = 0; i < 100; i++) {
        expect(ws2.WSASend(client, [newWSABUF(bytesOf("a"))], 1, null, 0, newWSAOVERLAPPED(), null)).to.equal(0);
      }
      expect(ended).to.be.at.least(100 - 32);
    });

    it("hold at most 64 pieces that fault delays, however small they are", () => {
      const { ws2 } = stacked(target, [{ layer: "fault", latency: 20 }], { fault });
      const [client] = connected(ws2);
      ws2.ioctlsocket(client, FIONBIO, ref(1));
      let pieces = 0;
      while (pieces < 1000 && ws2.send(client, bytesOf("a"), 1, 0) === 1) pieces++;
      expect(pieces).to.equal(64);
    });

    it("hold a window of datagrams that fault delays, each with its overhead", () => {
      const { ws2, events } = stacked(target, [{ layer: "fault", latency: 20 }], { fault });
      const [s, port] = datagrams(ws2);
      const to = sockaddr_in("127.0.0.1", port);
      for (let i = 0; i < 2000; i++) expect(ws2.sendto(s, bytesOf("a"), 1, 0, to, 16)).to.equal(1);
      expect(2000 - events.filter(({ what }) => what === "lost").length).to.equal(Math.ceil(262144 / 257));
    });
  });
}
