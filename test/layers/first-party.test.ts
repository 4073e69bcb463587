import {
  type Crossing,
  FILTER_PROVIDER,
  filterLayer,
  installLayer,
  type Request,
  TRACE_PROVIDER,
  traceLayer,
} from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  type ProviderModule,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  WSAEACCES,
  WSAECONNREFUSED,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES, TARGETS, type TargetName } from "../conformance/targets.js";
import { checked } from "../fixture/checked.js";

/** A process with ws2 up, on a machine with one layer. */
function through(target: TargetName, module: ProviderModule, ProviderId: string) {
  const machine = TARGETS[target]({ platform: memoryPlatform({ network: memoryNetwork() }) });
  machine.installModule("layer.dll", module);
  expect(installLayer(machine.openProcess(), "layer.dll", { ProviderId, name: "Layer" })).to.equal(0);
  const ws2 = checked(machine.openProcess(), target);
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

for (const target of TARGET_NAMES) {
  describe(`first-party layers on ${target}`, () => {
    it("trace: tells of every crossing, with its code", () => {
      const crossings: Crossing[] = [];
      const ws2 = through(
        target,
        traceLayer((crossing) => void crossings.push(crossing)),
        TRACE_PROVIDER,
      );
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      ws2.send(s, new Uint8Array(1), 1, 0);
      ws2.closesocket(s);
      expect(crossings.map(({ slot, result, code }) => [slot, result, code])).to.deep.equal([
        ["WSPSocket", s, 0],
        ["WSPSend", SOCKET_ERROR, WSAENOTCONN],
        ["WSPCloseSocket", 0, 0],
      ]);
      expect(crossings.slice(1).map(({ subject }) => subject)).to.deep.equal([s, s]);
    });

    it("filter: what is not allowed is WSAEACCES, and the rest goes its way", () => {
      const asked: Request[] = [];
      const allows = (request: Request) => {
        asked.push(request);
        return request.port !== 25;
      };
      const ws2 = through(target, filterLayer(allows), FILTER_PROVIDER);
      const stream = ws2.socket(AF_INET, SOCK_STREAM, 0);
      const connect = (port: number) => {
        expect(ws2.connect(stream, sockaddr_in("127.0.0.1", port), 16)).to.equal(SOCKET_ERROR);
        return ws2.WSAGetLastError();
      };
      expect([connect(25), connect(26)]).to.deep.equal([WSAEACCES, WSAECONNREFUSED]);
      const datagrams = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      const send = (port: number) => ws2.sendto(datagrams, new Uint8Array(1), 1, 0, sockaddr_in("127.0.0.1", port), 16);
      expect([send(25), send(26)]).to.deep.equal([SOCKET_ERROR, 1]);
      expect(asked.map(({ call, host, port }) => `${call} ${host}:${port}`)).to.deep.equal([
        "connect 127.0.0.1:25",
        "connect 127.0.0.1:26",
        "send 127.0.0.1:25",
        "send 127.0.0.1:26",
      ]);
    });
  });
}
