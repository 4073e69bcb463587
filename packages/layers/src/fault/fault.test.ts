import { type FaultOptions, fault, type Injection } from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { codeText } from "@ws2kit/rules";
import {
  AF_INET,
  FIONBIO,
  fd_set,
  MSG_WAITALL,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAENETDOWN,
  WSAENOBUFS,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected, type Ws2 } from "../../../../test/lib/layers/ends.js";
import { datagrams, stacked } from "../../../../test/lib/layers/machines.js";

const KINDS = { fault };
const codeOf = (ws2: Ws2, result: number) => (result === SOCKET_ERROR ? ws2.WSAGetLastError() : 0);

for (const target of TARGET_NAMES) {
  describe(`fault on ${target}`, () => {
    const faulty = (options: FaultOptions) => stacked(target, [{ layer: "fault", ...options }], KINDS);

    describe("latency", () => {
      it("delays streams in each direction, and a blocking receive waits for the delayed bytes", () => {
        const { machine, ws2 } = faulty({ latency: 20 });
        const [client, server] = connected(ws2);
        const bytes = new Uint8Array(9);
        ws2.send(client, Uint8Array.of(1, 2, 3), 3, 0);
        expect(machine.platform.now()).to.equal(0);
        expect(ws2.recv(server, bytes, 9, 0)).to.equal(3);
        // this machine's both ends are delayed: on its way out and on its way in
        expect([machine.platform.now(), ...bytes.subarray(0, 3)]).to.deep.equal([40, 1, 2, 3]);
      });

      it("delivers all bytes in order, for any jitter", () => {
        const { ws2 } = faulty({ latency: 5, jitter: 50, seed: 9 });
        const [client, server] = connected(ws2);
        const sent = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7);
        ws2.ioctlsocket(client, FIONBIO, ref(1));
        const came: number[] = [];
        const buffer = new Uint8Array(5000);
        for (let at = 0; came.length < sent.length; ) {
          const part = sent.subarray(at, at + 1000 + (at % 777));
          const taken = part.length === 0 ? 0 : ws2.send(client, part, part.length, 0);
          if (taken > 0) at += taken;
          else came.push(...buffer.subarray(0, ws2.recv(server, buffer, 5000, 0)));
        }
        expect(Buffer.from(came).equals(sent)).to.equal(true);
      });

      it("delivers the end of a stream after its bytes", () => {
        const { machine, ws2 } = faulty({ latency: 20 });
        const [client, server] = connected(ws2);
        ws2.send(client, new Uint8Array(3), 3, 0);
        ws2.closesocket(client);
        expect(ws2.recv(server, new Uint8Array(9), 9, 0)).to.equal(3);
        expect(ws2.recv(server, new Uint8Array(9), 9, 0)).to.equal(0);
        expect(machine.platform.now()).to.equal(40);
      });

      it("delays sent datagrams, and select reports them when they arrive", () => {
        const { machine, ws2 } = faulty({ latency: 20 });
        const [s, port] = datagrams(ws2);
        const bytes = Uint8Array.of(5);
        expect(ws2.sendto(s, bytes, 1, 0, sockaddr_in("127.0.0.1", port), 16)).to.equal(1);
        bytes[0] = 99;
        expect(ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 19_000 })).to.equal(0);
        expect(ws2.select(0, fd_set(s), null, null, null)).to.equal(1);
        expect(machine.platform.now()).to.equal(20);
        const came = new Uint8Array(2);
        expect([ws2.recv(s, came, 2, 0), came[0]]).to.deep.equal([1, 5]);
      });

      it("ends an overlapped receive of a stream when its bytes have arrived", () => {
        const { machine, ws2 } = faulty({ latency: 20 });
        const [client, server] = connected(ws2);
        const event = ws2.WSACreateEvent();
        const overlapped = newWSAOVERLAPPED(event);
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
        expect(ws2.WSAGetLastError()).to.equal(WSA_IO_PENDING);
        ws2.send(client, new Uint8Array(3), 3, 0);
        expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
        expect([machine.platform.now(), overlapped.InternalHigh]).to.deep.equal([40, 3]);
      });
    });

    describe("loss", () => {
      /** Which of 100 datagrams come through, and what was told. */
      function throughLoss(options: FaultOptions, isOverlapped = false) {
        const { machine, ws2, events } = faulty(options);
        const [s, port] = datagrams(ws2);
        const to = sockaddr_in("127.0.0.1", port);
        ws2.ioctlsocket(s, FIONBIO, ref(1));
        const came: number[] = [];
        for (let i = 0; i < 100; i++) {
          const sent = ref(0);
          const overlapped = isOverlapped ? newWSAOVERLAPPED(ws2.WSACreateEvent()) : null;
          expect(ws2.WSASendTo(s, [newWSABUF(Uint8Array.of(i))], 1, sent, 0, to, 16, overlapped, null)).to.equal(0);
          expect(sent.value).to.equal(1);
          machine.turn();
          if (overlapped !== null) {
            expect(ws2.WSAGetOverlappedResult(s, overlapped, sent, false, ref(0))).to.equal(true);
            ws2.WSACloseEvent(overlapped.hEvent as never);
          }
          const bytes = new Uint8Array(1);
          if (ws2.recv(s, bytes, 1, 0) === 1) came.push(bytes[0]);
        }
        return { came, lost: (events as Injection[]).filter(({ what }) => what === "lost").length };
      }

      it("is the same for the same seed, and differs for another", () => {
        const { came, lost } = throughLoss({ loss: 0.2, seed: 5 });
        expect(came.length).to.equal(100 - lost);
        expect(lost).to.be.within(20, 55);
        expect(throughLoss({ loss: 0.2, seed: 5 }).came).to.deep.equal(came);
        expect(throughLoss({ loss: 0.2, seed: 6 }).came).not.to.deep.equal(came);
      });

      it("is not reported to the sender, plain or overlapped", () => {
        expect(throughLoss({ loss: 1 })).to.deep.equal({ came: [], lost: 100 });
        expect(throughLoss({ loss: 1 }, true)).to.deep.equal({ came: [], lost: 100 });
      });

      it("binds the socket as a datagram that is sent does, and refuses what cannot be sent", () => {
        const { ws2 } = faulty({ loss: 1 });
        const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
        ws2.ioctlsocket(s, FIONBIO, ref(1));
        expect(codeOf(ws2, ws2.send(s, new Uint8Array(1), 1, 0))).to.equal(WSAENOTCONN);
        ws2.sendto(s, new Uint8Array(1), 1, 0, sockaddr_in("127.0.0.1", 9), 16);
        expect(codeOf(ws2, ws2.recv(s, new Uint8Array(1), 1, 0))).to.equal(WSAEWOULDBLOCK);
      });

      it("drops received datagrams too: a receive waits for the next datagram", () => {
        const network = memoryNetwork();
        const receiver = stacked(target, [{ layer: "fault", loss: 0.5, seed: 2 }], KINDS, network);
        const sender = stacked(target, [], KINDS, network);
        const [s, port] = datagrams(receiver.ws2, 0, "0.0.0.0");
        const out = sender.ws2.socket(AF_INET, SOCK_DGRAM, 0);
        for (let i = 0; i < 20; i++) {
          sender.ws2.sendto(out, Uint8Array.of(i), 1, 0, sockaddr_in("10.0.0.1", port), 16);
        }
        receiver.machine.platform.wait(100);
        receiver.ws2.ioctlsocket(s, FIONBIO, ref(1));
        let came = 0;
        while (receiver.ws2.recv(s, new Uint8Array(1), 1, 0) === 1) came++;
        expect(came).to.be.within(4, 16);
        expect(receiver.events.length).to.equal(20 - came);
      });
    });

    describe("resets", () => {
      it("break a stream permanently, and its peer's once it is closed", () => {
        const { ws2, events } = faulty({ resets: 1 });
        const [client, server] = connected(ws2);
        ws2.send(client, new Uint8Array(3), 3, 0);
        expect(codeOf(ws2, ws2.recv(client, new Uint8Array(3), 3, 0))).to.equal(WSAECONNRESET);
        expect(codeOf(ws2, ws2.send(client, new Uint8Array(3), 3, 0))).to.equal(WSAECONNRESET);
        ws2.closesocket(client);
        expect(codeOf(ws2, ws2.recv(server, new Uint8Array(3), 3, 0))).to.equal(WSAECONNRESET);
        expect((events as Injection[]).map(({ what, socket }) => [what, socket])).to.deep.equal([["reset", client]]);
      });

      it("end an overlapped receive that waits", () => {
        const { machine, ws2 } = faulty({ resets: 1 });
        const [client, server] = connected(ws2);
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.WSARecv(client, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
        ws2.send(server, new Uint8Array(3), 3, 0);
        ws2.send(client, new Uint8Array(3), 3, 0);
        machine.turn();
        const done = ws2.WSAGetOverlappedResult(client, overlapped, ref(0), false, ref(0));
        expect([done, ws2.WSAGetLastError()]).to.deep.equal([false, WSAECONNRESET]);
      });
    });

    describe("short transfers", () => {
      it("lose and reorder nothing, plain or overlapped, blocking or not", () => {
        const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 12 });
        fc.assert(
          fc.property(fc.nat(), sizes, fc.boolean(), (seed, lengths, isOverlapped) => {
            const { machine, ws2 } = faulty({ shortReads: 0.7, shortWrites: 0.7, seed });
            const [client, server] = connected(ws2);
            const sent: number[] = [];
            const came: number[] = [];
            for (const length of lengths) {
              const bytes = Uint8Array.from({ length }, (_, i) => i + length);
              const taken = ws2.send(client, bytes, length, 0);
              expect(taken).to.be.within(1, length);
              sent.push(...bytes.subarray(0, taken));
            }
            while (came.length < sent.length) {
              const buffer = new Uint8Array(200);
              const received = ref(0);
              const overlapped = isOverlapped ? newWSAOVERLAPPED() : null;
              expect(ws2.WSARecv(server, [newWSABUF(buffer)], 1, received, ref(0), overlapped, null)).to.equal(0);
              machine.turn();
              expect(received.value).to.be.greaterThan(0);
              came.push(...buffer.subarray(0, received.value));
            }
            expect(came).to.deep.equal(sent);
          }),
          { seed: 11, numRuns: 15 },
        );
      });

      it("are decided by the seed, and are reported", () => {
        const lengths = (seed: number) => {
          const { ws2, events } = faulty({ shortWrites: 1, seed });
          const [client] = connected(ws2);
          const taken = [100, 100, 100].map((length) => ws2.send(client, new Uint8Array(length), length, 0));
          expect((events as Injection[]).map(({ bytes }) => bytes)).to.deep.equal(taken);
          return taken;
        };
        expect(lengths(1)).to.deep.equal(lengths(1));
        expect(lengths(1)).not.to.deep.equal(lengths(2));
      });

      it("do not shorten MSG_WAITALL receives and overlapped sends", () => {
        const { ws2 } = faulty({ shortReads: 1, shortWrites: 1 });
        const [client, server] = connected(ws2);
        const sent = ref(0);
        ws2.WSASend(client, [newWSABUF(new Uint8Array(50))], 1, sent, 0, newWSAOVERLAPPED(), null);
        expect([sent.value, ws2.recv(server, new Uint8Array(50), 50, MSG_WAITALL)]).to.deep.equal([50, 50]);
      });
    });

    describe("codes", () => {
      it("are returned by the chosen slot, after `after` calls and `times` times", () => {
        const codes = [{ slot: "WSPSend", code: WSAENOBUFS, after: 1, times: 2 }] as const;
        const { ws2, events } = faulty({ codes });
        const [client] = connected(ws2);
        const send = () => codeOf(ws2, ws2.send(client, new Uint8Array(1), 1, 0));
        expect([send(), send(), send(), send()]).to.deep.equal([0, WSAENOBUFS, WSAENOBUFS, 0]);
        expect(layerEventText(events[0], codeText)).to.equal(
          `     0.000 ms  process ${ws2.processId} socket ${client}  fault: WSPSend fails with WSAENOBUFS (10055)`,
        );
      });

      it("are returned in the order of the list if a slot has several, and no overlapped operation starts", () => {
        const codes = [
          { slot: "WSPRecv", code: WSAENETDOWN, times: 1 },
          { slot: "WSPRecv", code: WSAECONNABORTED, times: 1 },
        ] as const;
        const { ws2 } = faulty({ codes });
        const [, server] = connected(ws2);
        const receive = () => {
          const overlapped = newWSAOVERLAPPED();
          const buffers = [newWSABUF(new Uint8Array(1))];
          return codeOf(ws2, ws2.WSARecv(server, buffers, 1, null, ref(0), overlapped, null));
        };
        expect([receive(), receive(), receive()]).to.deep.equal([WSAENETDOWN, WSAECONNABORTED, WSA_IO_PENDING]);
      });

      it("are returned with the probability `chance`, decided by the seed", () => {
        const failures = (seed: number) => {
          const { ws2 } = faulty({ seed, codes: [{ slot: "WSPSocket", code: WSAENOBUFS, chance: 0.5 }] });
          return Array.from({ length: 20 }, () => codeOf(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0)));
        };
        expect(new Set(failures(3))).to.deep.equal(new Set([0, WSAENOBUFS]));
        expect(failures(3)).to.deep.equal(failures(3));
      });

      it("allow a refused connect to be tried again", () => {
        const { ws2 } = faulty({ codes: [{ slot: "WSPConnect", code: WSAECONNREFUSED, times: 1 }] });
        const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
        const name = sockaddr_in("127.0.0.1", 7007);
        ws2.bind(listener, name, 16);
        ws2.listen(listener, 1);
        const client = ws2.socket(AF_INET, SOCK_STREAM, 0) as SOCKET;
        const connect = () => codeOf(ws2, ws2.connect(client, name, 16));
        expect([connect(), connect()]).to.deep.equal([WSAECONNREFUSED, 0]);
      });
    });
  });
}
