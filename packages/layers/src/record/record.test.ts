import { installStack, type RecordedLine, record, replay } from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { type MemoryPlatform, memoryNetwork } from "@ws2kit/platform-memory";
import { codeText, messageText } from "@ws2kit/rules";
import {
  AF_INET,
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FIONBIO,
  fd_set,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAECONNREFUSED,
  WSAEINVAL,
  WSAEWOULDBLOCK,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { machineOf, started, type TestMachine, type Ws2 } from "../../../../test/lib/layers/ends.js";
import { stacked } from "../../../../test/lib/layers/machines.js";
import { fromBase64, toBase64 } from "./base64.js";

const KINDS = { record, replay };
const SERVER = "10.0.0.1";

/** A program that talks to an echo server and notes all that it sees. */
type Program = (ws2: Ws2, machine: TestMachine, see: (...what: unknown[]) => void) => void;

for (const target of TARGET_NAMES) {
  describe(`record and replay on ${target}`, () => {
    /** A simulated server that echoes streams and datagrams 20 ms away, in step functions of its own. */
    function echoServer(network: ReturnType<typeof memoryNetwork>) {
      const machine = machineOf(target, network);
      const ws2 = bare(machine);
      const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
      ws2.bind(listener, sockaddr_in("0.0.0.0", 7), 16);
      ws2.listen(listener, 5);
      const datagrams = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      ws2.bind(datagrams, sockaddr_in("0.0.0.0", 7), 16);
      const echo = (s: typeof listener) => {
        const buffer = new Uint8Array(3000);
        const receive = () => {
          const next = newWSAOVERLAPPED();
          ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), next, (code, bytes) => {
            if (code === 0 && bytes > 0) ws2.WSASend(s, [newWSABUF(buffer.slice(0, bytes))], 1, ref(0), 0, null, null);
            if (code === 0 && bytes > 0) receive();
            else ws2.closesocket(s);
          });
        };
        receive();
      };
      return { machine, ws2, listener, datagrams, echo };
    }

    function bare(machine: TestMachine): Ws2 {
      installStack(machine, [], KINDS, () => {});
      return started(machine);
    }

    /** What a program sees on a network with a server, and the recording of it. */
    function recordOf(program: Program) {
      const network = memoryNetwork({ latency: 20 });
      const server = echoServer(network);
      // the server accepts whoever is there whenever its callbacks run
      const platform = server.machine.platform as MemoryPlatform;
      server.ws2.WSAEventSelect(server.listener, server.ws2.WSACreateEvent(), FD_ACCEPT);
      const { turn } = server.machine;
      platform.onArrival(() => {
        turn.call(server.machine);
        const s = server.ws2.accept(server.listener, null, null);
        if (s !== SOCKET_ERROR) server.echo(s);
        server.ws2.WSAWaitForMultipleEvents(1, [server.ws2.WSACreateEvent()], false, 0, true);
      });
      const client = stacked(target, [{ layer: "record" }], KINDS, network);
      const seen = run(program, client.ws2, client.machine);
      const recording = (client.events as RecordedLine[]).map(({ line }) => `${line}\n`).join("");
      return { seen, recording };
    }

    /** The same with nothing but a recording. */
    function replayOf(program: Program, recording: string) {
      const { machine, ws2, events } = stacked(target, [{ layer: "replay", recording }], KINDS);
      return { seen: run(program, ws2, machine), events };
    }

    function run(program: Program, ws2: Ws2, machine: TestMachine) {
      const seen: unknown[] = [];
      program(ws2, machine, (...what) => void seen.push([machine.platform.now(), ...what]));
      ws2.WSACleanup();
      return seen;
    }

    const expectSame = (program: Program) => {
      const { seen, recording } = recordOf(program);
      const again = replayOf(program, recording);
      expect(again.events).to.deep.equal([]);
      expect(again.seen).to.deep.equal(seen);
      expect(seen.length).to.be.greaterThan(0);
      return { seen, recording };
    };

    const connect = (ws2: Ws2, port = 7) => {
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      return { s, result: ws2.connect(s, sockaddr_in(SERVER, port), 16) };
    };

    it("a blocking conversation is replayed with the same bytes at the same times", () => {
      const bytes = Uint8Array.from({ length: 2000 }, (_, i) => i * 13);
      const { seen } = expectSame((ws2, _machine, see) => {
        const { s, result } = connect(ws2);
        see("connect", result);
        see("send", ws2.send(s, bytes, bytes.length, 0));
        const buffer = new Uint8Array(5000);
        const received = ws2.recv(s, buffer, buffer.length, 0);
        see("recv", received, toBase64(buffer.subarray(0, received)));
        const name = new Uint8Array(16);
        see("getpeername", ws2.getpeername(s, name, ref(16)), toBase64(name));
        see("close", ws2.closesocket(s));
      });
      expect(seen.map((row) => (row as unknown[])[0])).to.deep.equal([40, 40, 80, 80, 80]);
    });

    it("failures are replayed with their codes", () => {
      expectSame((ws2, _machine, see) => {
        const { s, result } = connect(ws2, 9);
        see(result, ws2.WSAGetLastError());
        see(ws2.send(s, new Uint8Array(1), 1, 0), ws2.WSAGetLastError());
        see(ws2.bind(s, new Uint8Array(3), 3), ws2.WSAGetLastError());
      });
    });

    it("datagrams are replayed, and select with its timeouts", () => {
      expectSame((ws2, _machine, see) => {
        const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
        ws2.sendto(s, Uint8Array.of(1, 2, 3), 3, 0, sockaddr_in(SERVER, 9), 16);
        const wait = (ms: number) => {
          const set = fd_set(s);
          see(ws2.select(0, set, null, null, { tv_sec: 0, tv_usec: ms * 1000 }), set.fd_count);
        };
        wait(5);
        wait(50);
        ws2.ioctlsocket(s, FIONBIO, ref(1));
        see(ws2.recvfrom(s, new Uint8Array(9), 9, 0, null, null), ws2.WSAGetLastError());
      });
    });

    it("overlapped operations are replayed, by event and by routine, at their times", () => {
      const { seen } = expectSame((ws2, _machine, see) => {
        const { s } = connect(ws2);
        const event = ws2.WSACreateEvent();
        const buffer = new Uint8Array(100);
        const first = newWSAOVERLAPPED(event);
        const receive = (overlapped: typeof first, routine: Parameters<Ws2["WSARecv"]>[6]) => {
          const result = ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), overlapped, routine);
          see("WSARecv", result, ws2.WSAGetLastError());
        };
        receive(first, null);
        ws2.send(s, Uint8Array.of(9, 8, 7), 3, 0);
        see("wait", ws2.WSAWaitForMultipleEvents(1, [event], false, 500, false));
        const bytes = ref(0);
        see(ws2.WSAGetOverlappedResult(s, first, bytes, false, ref(0)), bytes.value, [...buffer.subarray(0, 3)]);
        receive(newWSAOVERLAPPED(), (code, count) => see("routine", code, count, [...buffer.subarray(0, 2)]));
        ws2.WSASend(s, [newWSABUF(Uint8Array.of(6, 5))], 1, ref(0), 0, newWSAOVERLAPPED(), null);
        ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 200, true);
        receive(newWSAOVERLAPPED(event), null);
        ws2.WSAResetEvent(event);
        see("close", ws2.closesocket(s));
        see("wait", ws2.WSAWaitForMultipleEvents(1, [event], false, 500, false));
      });
      expect(seen.some((row) => (row as unknown[]).includes(WSA_IO_PENDING))).to.equal(true);
    });

    it("bytes are written where a WSABUF pointed at the call, even if the application has changed it since", () => {
      expectSame((ws2, _machine, see) => {
        const { s } = connect(ws2);
        const event = ws2.WSACreateEvent();
        const [buffer, other] = [new Uint8Array(3), new Uint8Array(3)];
        const buffers = [newWSABUF(buffer)];
        ws2.WSARecv(s, buffers, 1, null, ref(0), newWSAOVERLAPPED(event), null);
        buffers[0].buf = other;
        ws2.send(s, Uint8Array.of(9, 8, 7), 3, 0);
        see(ws2.WSAWaitForMultipleEvents(1, [event], false, 500, false), [...buffer], [...other]);
        expect([...buffer]).to.deep.equal([9, 8, 7]);
      });
    });

    it("network events are replayed at their times", () => {
      expectSame((ws2, _machine, see) => {
        const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
        const event = ws2.WSACreateEvent();
        ws2.WSAEventSelect(s, event, FD_CONNECT | FD_READ | FD_CLOSE);
        const next = () => {
          const events = newWSANETWORKEVENTS();
          const result = ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false);
          ws2.WSAEnumNetworkEvents(s, event, events);
          see(result, events.lNetworkEvents, events.iErrorCode);
        };
        see(ws2.connect(s, sockaddr_in(SERVER, 7), 16), ws2.WSAGetLastError());
        next();
        ws2.send(s, Uint8Array.of(4), 1, 0);
        next();
        const buffer = new Uint8Array(3);
        see(ws2.recv(s, buffer, 3, 0), [...buffer], ws2.WSAGetLastError());
        see(ws2.recv(s, buffer, 3, 0), ws2.WSAGetLastError() === WSAEWOULDBLOCK);
      });
    });

    it("calls inside a completion routine are replayed inside it", () => {
      expectSame((ws2, _machine, see) => {
        const { s } = connect(ws2);
        const { s: other } = connect(ws2);
        const buffer = new Uint8Array(9);
        ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), newWSAOVERLAPPED(), (_code, bytes) => {
          see("in the routine", bytes, ws2.send(other, Uint8Array.of(2), 1, 0));
        });
        ws2.send(s, Uint8Array.of(1), 1, 0);
        // the routine runs in this call's wait, or where there are no APCs in its turn
        see("recv", ws2.recv(other, buffer, 9, 0));
      });
    });

    it("any bytes of a conversation are replayed", () => {
      const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 5 });
      fc.assert(
        fc.property(pieces, (sent) => {
          expectSame((ws2, _machine, see) => {
            const { s } = connect(ws2);
            for (const bytes of sent) {
              ws2.send(s, bytes, bytes.length, 0);
              const buffer = new Uint8Array(300);
              see([...buffer.subarray(0, ws2.recv(s, buffer, 300, 0))]);
            }
          });
        }),
        { seed: 4, numRuns: 8 },
      );
    });

    it("a call that differs is reported, and fails", () => {
      const talk =
        (word: number): Program =>
        (ws2, _machine, see) => {
          const { s } = connect(ws2);
          see(ws2.send(s, Uint8Array.of(1), 1, 0));
          see(ws2.send(s, Uint8Array.of(word), 1, 0), ws2.WSAGetLastError());
        };
      const { recording } = recordOf(talk(2));
      const { seen, events } = replayOf(talk(3), recording);
      expect((seen[1] as unknown[]).slice(1)).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
      const place = recording.split("\n").findIndex((line) => line.includes('"data":"Ag=="')) + 1;
      expect(events[0]).to.deep.include({ layer: "replay", line: place });
      expect(layerEventText(events[0], codeText)).to.match(
        new RegExp(
          `replay: line ${place} of the recording is .*"WSPSend".*"Ag==".*, and here comes .*"WSPSend".*"Aw=="`,
        ),
      );
    });

    it("missing calls and additional calls are reported", () => {
      const talk =
        (times: number): Program =>
        (ws2) => {
          const { s } = connect(ws2);
          for (let i = 0; i < times; i++) ws2.send(s, Uint8Array.of(1), 1, 0);
        };
      const { recording } = recordOf(talk(2));
      expect(layerEventText(replayOf(talk(1), recording).events[0], codeText)).to.match(
        /"WSPSend".* here comes .*"WSPCleanup"/,
      );
      expect(layerEventText(replayOf(talk(3), recording).events[0], codeText)).to.match(
        /"WSPCleanup".* here comes .*"WSPSend"/,
      );
    });

    it("an invalid recording is refused, with the line", () => {
      const { recording } = recordOf((ws2) => void connect(ws2, 9));
      const broken = recording.replace(/\n.*WSPConnect.*\n/, "\nnot a line\n");
      expect(broken).not.to.equal(recording);
      const machine = machineOf(target);
      expect(installStack(machine, [{ layer: "replay", recording: broken }], KINDS, () => {})).to.equal(WSAEINVAL);
      expect(messageText(machine.records[0])).to.match(/replay\.recording: line 3 was not written by the record layer/);
    });

    it("a replay does not use the network", () => {
      const program: Program = (ws2, _machine, see) => see(connect(ws2, 9).result, ws2.WSAGetLastError());
      const { recording } = recordOf(program);
      const { machine, ws2 } = stacked(target, [{ layer: "replay", recording }], KINDS);
      const { network } = machine.platform;
      const asked: string[] = [];
      for (const name of ["open", "connect", "send", "sendto", "bind"] as const) {
        const call = network[name] as (...args: unknown[]) => number;
        Object.assign(network, {
          [name]: (...args: unknown[]) => {
            asked.push(name);
            return call.apply(network, args);
          },
        });
      }
      const seen = run(program, ws2, machine);
      expect((seen[0] as unknown[]).slice(1)).to.deep.equal([SOCKET_ERROR, WSAECONNREFUSED]);
      expect(asked).to.deep.equal([]);
    });
  });
}

describe("record: base64", () => {
  it("decodes every byte that it encodes, and agrees with other encoders", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(toBase64(bytes)).to.equal(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(toBase64(bytes))).to.deep.equal(bytes);
      }),
      { seed: 1 },
    );
  });
});
