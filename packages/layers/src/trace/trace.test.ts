import { type Crossing, trace } from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { codeText } from "@ws2kit/rules";
import {
  AF_INET,
  DWORD,
  INVALID_SOCKET,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SO_RCVBUF,
  SOCK_STREAM,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNREFUSED,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected } from "../../../../test/lib/layers/ends.js";
import { datagrams, stacked } from "../../../../test/lib/layers/machines.js";

const KINDS = { trace };

for (const target of TARGET_NAMES) {
  describe(`trace on ${target}`, () => {
    const traced = (slots?: readonly Crossing["slot"][]) =>
      stacked(target, [slots === undefined ? { layer: "trace" } : { layer: "trace", slots }], KINDS);

    it("reports every call of a slot, with its socket, result and code", () => {
      const { ws2, events } = traced();
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      ws2.send(s, new Uint8Array(1), 1, 0);
      ws2.closesocket(s);
      const told = events.map(({ slot, socket, result, code }) => [slot, socket, result, code]);
      expect(told).to.deep.equal([
        ["WSPSocket", s, s, 0],
        ["WSPSend", s, SOCKET_ERROR, WSAENOTCONN],
        ["WSPCloseSocket", s, 0, 0],
      ]);
      expect(events[0].process).to.equal(ws2.processId);
    });

    it("reports addresses, lengths, flags and values, and never data", () => {
      const { ws2, events } = traced();
      const [client, server] = connected(ws2);
      events.length = 0;
      ws2.send(client, new TextEncoder().encode("secret"), 6, 0);
      ws2.recv(server, new Uint8Array(10), 10, 0);
      ws2.setsockopt(server, SOL_SOCKET, SO_RCVBUF, DWORD(4096), 4);
      ws2.shutdown(server, SD_SEND);
      const [s, port] = datagrams(ws2);
      ws2.sendto(s, new Uint8Array(3), 3, 0, sockaddr_in("127.0.0.1", port), 16);
      ws2.recvfrom(s, new Uint8Array(9), 9, 0, new Uint8Array(16), ref(16));
      ws2.select(0, { fd_count: 1, fd_array: [s] }, null, null, { tv_sec: 0, tv_usec: 1500 });
      const bySlot = new Map(events.map(({ slot, details }) => [slot, details]));
      const name = `127.0.0.1:${port}`;
      expect(Object.fromEntries(bySlot)).to.deep.include({
        WSPSend: { length: 6, bytes: 6, flags: 0 },
        WSPRecv: { room: 10, bytes: 6, flags: 0 },
        WSPSetSockOpt: { level: SOL_SOCKET, option: SO_RCVBUF, value: 4096 },
        WSPShutdown: { how: SD_SEND },
        WSPBind: { name: "127.0.0.1:0" },
        WSPGetSockName: { name },
        WSPSendTo: { length: 3, bytes: 3, flags: 0, to: name },
        WSPRecvFrom: { room: 9, bytes: 3, flags: 0, from: name },
        WSPSelect: { read: 0, write: 0, except: 0, timeout: 1.5 },
      });
      expect(JSON.stringify(events)).not.to.match(/secret|115,101/);
    });

    it("reports when a call returned, and how long it took on the platform's clock", () => {
      const network = memoryNetwork({ latency: 20 });
      const { machine, ws2, events } = stacked(target, [{ layer: "trace", slots: ["WSPConnect"] }], KINDS, network);
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      machine.platform.wait(5);
      ws2.connect(s, sockaddr_in("10.0.0.1", 1), 16);
      const nobody = stacked(target, [], KINDS, network);
      ws2.connect(s, sockaddr_in((nobody.machine.platform as unknown as { addresses: string[] }).addresses[0], 1), 16);
      expect(events.map(({ at, took, code }) => [at, took, code])).to.deep.equal([
        [5, 0, WSAECONNREFUSED],
        [45, 40, WSAECONNREFUSED],
      ]);
    });

    it("reports an overlapped operation twice: when its call returns and when it has ended", () => {
      const { machine, ws2, events } = traced(["WSPRecv"]);
      const [client, server] = connected(ws2);
      const receive = () => {
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
      };
      receive();
      receive();
      ws2.send(client, new Uint8Array(4), 4, 0);
      machine.turn();
      ws2.closesocket(server);
      machine.turn();
      const told = events.map(({ operation, hasEnded, socket, result, code }) => [
        operation,
        hasEnded,
        socket,
        result,
        code,
      ]);
      expect(told).to.deep.equal([
        [1, false, server, SOCKET_ERROR, WSA_IO_PENDING],
        [2, false, server, SOCKET_ERROR, WSA_IO_PENDING],
        [1, true, server, 4, 0],
        [2, true, server, 0, WSA_OPERATION_ABORTED],
      ]);
    });

    it("reports only the slots of the option `slots`", () => {
      const { ws2, events } = traced(["WSPSend"]);
      const [client] = connected(ws2);
      ws2.send(client, new Uint8Array(1), 1, 0);
      expect(events.map(({ slot }) => slot)).to.deep.equal(["WSPSend"]);
    });

    it("passes on invalid pointers, and reports the other arguments", () => {
      const { ws2, events } = traced();
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      const bad = {
        get fd_count(): number {
          throw new Error("bad pointer");
        },
      };
      ws2.bind(s, "name" as never, 16);
      ws2.getsockname(s, new Uint8Array(1), null as never);
      ws2.send(s, null as never, 4, 0);
      ws2.WSASend(s, bad as never, 1, ref(0), 0, null, null);
      expect(events.slice(1).every(({ result }) => result === INVALID_SOCKET)).to.equal(true);
    });
  });
}

describe("the line of a traced call", () => {
  const crossing: Crossing = {
    layer: "trace",
    at: 12.5,
    took: 1,
    process: 12,
    slot: "WSPConnect",
    socket: 8,
    operation: 0,
    hasEnded: false,
    details: { name: "127.0.0.1:7007", flags: 0x8000, from: null },
    result: SOCKET_ERROR,
    code: WSAECONNREFUSED,
  };

  it("contains the time, the place, the call and its outcome", () => {
    const line =
      "    12.500 ms  process 12 socket 8  WSPConnect name=127.0.0.1:7007 flags=0x8000 → WSAECONNREFUSED (10061) in 1.000 ms";
    expect(layerEventText(crossing, codeText)).to.equal(line);
    const ended = {
      ...crossing,
      slot: "WSPRecv",
      operation: 3,
      hasEnded: true,
      details: {},
      result: 4,
      code: 0,
      took: 0,
    };
    expect(layerEventText(ended, codeText)).to.equal("    12.500 ms  process 12 socket 8  WSPRecv #3 ended → 4 bytes");
  });
});
