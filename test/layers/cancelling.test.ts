import {
  fault,
  filter,
  installStack as installKinds,
  type Kinds,
  meter,
  record,
  type StackRow,
  secure,
  shape,
  trace,
} from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  type ProviderImports,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_EVENT_0,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import { Computer } from "../fixture/computer.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP } from "../fixture/systems.js";
import { connected, listening } from "./ends.js";
import { installStack } from "./stack.js";

const ERROR_NOT_FOUND = 1168;
const NOWHERE = sockaddr_in("10.9.9.9", 4001);

type DesktopMachine = ReturnType<typeof openMachine>;

const ALL = { fault, filter, meter, record, secure, shape, trace };
const kinds =
  (...rows: StackRow<typeof ALL>[]) =>
  (machine: DesktopMachine) => {
    assert.equal(
      installKinds(machine, rows, ALL as Kinds as typeof ALL, () => undefined),
      0,
    );
  };
const plain = (depth: number, passesHandles: boolean) => (machine: DesktopMachine) => {
  const codes = installStack(machine, new Array(depth).fill({}), passesHandles);
  assert.deepEqual(codes, new Array(depth).fill(0));
};
const RULES = [{ verdict: "deny", address: "10.0.0.0/9" }] as const;

/** The layers of a machine, and whether its streams refuse extension functions. */
const PLACES: Readonly<Record<string, readonly [install: (machine: DesktopMachine) => void, hasExtensions: boolean]>> =
  {
    "no layer": [() => undefined, true],
    "1 layer": [plain(1, false), true],
    "3 layers": [plain(3, false), true],
    "6 layers": [plain(6, false), true],
    "1 layer that passes handles": [plain(1, true), true],
    "3 layers that pass handles": [plain(3, true), true],
    "trace over meter over record": [kinds({ layer: "trace" }, { layer: "meter" }, { layer: "record" }), true],
    "filter with rules": [kinds({ layer: "filter", rules: RULES }), false],
    "fault with latency": [kinds({ layer: "fault", latency: 3 }), false],
    "fault with loss": [kinds({ layer: "fault", loss: 0.01 }), true],
    shape: [kinds({ layer: "shape", sendRate: 50, burst: 100 }), false],
    secure: [kinds({ layer: "secure" }), false],
    "shape over trace over fault": [
      kinds({ layer: "shape", sendRate: 1e6 }, { layer: "trace" }, { layer: "fault", latency: 3 }),
      false,
    ],
  };

for (const [place, [install, hasExtensions]] of Object.entries(PLACES)) {
  describe(`CancelIo and CancelIoEx through ${place}`, () => {
    const stage = () => {
      const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
      install(machine);
      const ws2 = checked(machine.openProcess(), ["desktop"]) as Ws2;
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      return { machine, ws2 };
    };

    /** Operations that stay pending: for each kind, the socket and the function that starts the next one. */
    const KINDS_OF_OPERATION: Readonly<Record<string, (ws2: Ws2) => [SOCKET, (o: WSAOVERLAPPED) => number | boolean]>> =
      {
        "a receive of a datagram": (ws2) => {
          const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
          ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
          return [s, (o) => ws2.WSARecvFrom(s, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), null, null, o, null)];
        },
        "a receive of a stream": (ws2) => {
          const [s] = connected(ws2 as never);
          return [s, (o) => ws2.WSARecv(s, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), o, null)];
        },
        "a send of a stream": (ws2) => {
          const [s] = connected(ws2 as never);
          const buffers = [newWSABUF(new Uint8Array(1e6))];
          return [s, (o) => ws2.WSASend(s, buffers, 1, null, 0, o, null)];
        },
        ...(hasExtensions && {
          "an accept that waits for its first data": (ws2) => {
            const [listener, name] = listening(ws2 as never);
            return [
              listener,
              (o) => {
                ws2.connect(ws2.socket(AF_INET, SOCK_STREAM, 0), name, 16);
                const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
                return ws2.mswsock.AcceptEx(listener, s, new Uint8Array(96), 32, 32, 32, ref(0), o);
              },
            ];
          },
          "an accept": (ws2) => {
            const [listener] = listening(ws2 as never);
            return [
              listener,
              (o) => {
                const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
                return ws2.mswsock.AcceptEx(listener, s, new Uint8Array(64), 0, 32, 32, ref(0), o);
              },
            ];
          },
        }),
      };

    for (const [what, begin] of Object.entries(KINDS_OF_OPERATION)) {
      /** Two pending operations of a kind. */
      const started = () => {
        const { machine, ws2 } = stage();
        const [s, start] = begin(ws2);
        const operations = [0, 1].map(() => newWSAOVERLAPPED(ws2.WSACreateEvent()));
        for (const overlapped of operations) {
          assert.include([-1, false], start(overlapped) as never);
          assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
        }
        const [first, second] = operations;
        const expectAborted = ({ hEvent }: WSAOVERLAPPED, at: number) => {
          const wait = () => ws2.WSAWaitForMultipleEvents(1, [hEvent as never], false, 50, false);
          assert.equal(wait(), WSA_WAIT_EVENT_0, "its event");
          assert.isFalse(ws2.WSAGetOverlappedResult(s, operations[at], ref(0), false, ref(0)));
          assert.equal(ws2.WSAGetLastError(), WSA_OPERATION_ABORTED);
        };
        return { machine, ws2, s, first, second, expectAborted };
      };

      it(`CancelIoEx cancels ${what}, and no other`, () => {
        const { ws2, s, first, second, expectAborted, machine } = started();
        assert.isTrue(ws2.kernel32.CancelIoEx(s, second));
        expectAborted(second, 1);
        assert.equal(first.Internal, WSS_OPERATION_IN_PROGRESS);
        assert.isFalse(ws2.kernel32.CancelIoEx(s, second), "it has ended");
        assert.equal(ws2.WSAGetLastError(), ERROR_NOT_FOUND);
        assert.isTrue(ws2.kernel32.CancelIoEx(s, null));
        expectAborted(first, 0);
        machine.turn();
        assert.isFalse(ws2.kernel32.CancelIoEx(s, null));
        assert.equal(ws2.WSAGetLastError(), ERROR_NOT_FOUND);
        ws2.WSACleanup();
        assert.equal(machine.counters.bytesHeld, 0);
      });

      it(`CancelIo cancels ${what}, all of them`, () => {
        const { ws2, s, first, second, expectAborted } = started();
        assert.isTrue(ws2.kernel32.CancelIo(s));
        expectAborted(first, 0);
        expectAborted(second, 1);
        assert.isTrue(ws2.kernel32.CancelIo(s), "there is nothing to cancel");
        assert.equal(ws2.closesocket(s), 0);
        assert.isFalse(ws2.kernel32.CancelIo(s));
        assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
      });
    }

    it("bytes that arrive after a cancelled receive are returned by the next receive", () => {
      const { ws2 } = stage();
      const [client, server] = connected(ws2 as never);
      const into = new Uint8Array(9);
      const first = newWSAOVERLAPPED(ws2.WSACreateEvent());
      ws2.WSARecv(server, [newWSABUF(into)], 1, null, ref(0), first, null);
      assert.isTrue(ws2.kernel32.CancelIoEx(server, first));
      ws2.send(client, Uint8Array.of(1, 2, 3), 3, 0);
      const next = new Uint8Array(9);
      assert.equal(ws2.recv(server, next, 9, 0), 3);
      assert.deepEqual([...next.subarray(0, 3), ...into.subarray(0, 3)], [1, 2, 3, 0, 0, 0]);
    });
  });
}

describe("CancelIo of a connect", () => {
  for (const depth of [0, 1, 3, 6]) {
    it(`ConnectEx through ${depth} layers ends as aborted`, () => {
      const network = memoryNetwork();
      const machine = openMachine({ platform: memoryPlatform({ network }) });
      memoryPlatform({ network, host: "far", addresses: ["10.9.9.9"] } as never);
      plain(depth, false)(machine);
      const ws2 = checked(machine.openProcess(), ["desktop"]) as Ws2;
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      ws2.bind(s, sockaddr_in("0.0.0.0", 0), 16);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(ws2.mswsock.ConnectEx(s, NOWHERE, 16, null, 0, null, overlapped));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.isTrue(ws2.kernel32.CancelIoEx(s, overlapped));
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent as never], false, 50, false), WSA_WAIT_EVENT_0);
      assert.isFalse(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0)));
      assert.equal(ws2.WSAGetLastError(), WSA_OPERATION_ABORTED);
    });
  }
});

describe("a provider with handles of WPUCreateSocketHandle", () => {
  const staged = () => {
    const computer = new Computer(DESKTOP);
    const provider = new ScriptedProvider({});
    provider.install(computer.machine, computer.process());
    const ws2 = computer.program();
    const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
    const { kernel32 } = ws2 as unknown as Ws2;
    return { machine: computer.machine, ws2, s, kernel32, imports: provider.imports as ProviderImports };
  };

  it("CancelIoEx finds no operation if it registers no function", () => {
    const { ws2, s, kernel32 } = staged();
    assert.isFalse(kernel32.CancelIoEx(s, null));
    assert.equal(ws2.WSAGetLastError(), ERROR_NOT_FOUND);
    assert.isTrue(kernel32.CancelIo(s));
  });

  it("its registered function cancels operations", () => {
    const { s, kernel32, imports } = staged();
    const overlapped = newWSAOVERLAPPED();
    const asked: unknown[] = [];
    imports.onCancel(s, (...args) => asked.push(args));
    assert.isTrue(kernel32.CancelIoEx(s, overlapped));
    assert.isTrue(kernel32.CancelIo(s));
    assert.deepEqual(asked, [
      [overlapped, s],
      [null, s],
    ]);
    imports.onCancel(s, () => 0);
    assert.isFalse(kernel32.CancelIoEx(s, overlapped), "the last registration replaces earlier ones");
  });

  it("that throws cancels nothing, and is recorded", () => {
    const { machine, ws2, s, kernel32, imports } = staged();
    imports.onCancel(s, () => {
      throw new Error("boom");
    });
    assert.isFalse(kernel32.CancelIoEx(s, null));
    assert.equal(ws2.WSAGetLastError(), ERROR_NOT_FOUND);
    assert.deepEqual(machine.records[0]?.args, ["scripted.dll", "CancelIo", "Error: boom"]);
  });
});
