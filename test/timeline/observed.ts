import { installStack, meter, trace } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { MAKEWORD, newWSABUF, newWSADATA, newWSAOVERLAPPED, ref, type SOCKET, sockaddr_in } from "@ws2kit/spi";
import type { openMachine } from "@ws2kit/target-ce";
import { Journal, observedPlatform, observeMachine } from "@ws2kit/timeline";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";

export const NAMES = { broker: ["192.0.2.7"] };

/** A machine with the layers trace and meter, and the lines of its journal. */
export function observedMachine(system: System, isObserved = true) {
  const platform = memoryPlatform({ network: memoryNetwork({ latency: 5, names: NAMES }), log() {} });
  const lines: string[] = [];
  const journal = new Journal(
    () => platform.now(),
    (line) => void lines.push(line),
  );
  const machine = system.openMachine({ platform: isObserved ? observedPlatform(platform, journal) : platform });
  assert.equal(
    installStack(machine, [{ layer: "trace" }, { layer: "meter" }], { trace, meter }, () => {}),
    0,
  );
  if (isObserved) observeMachine(machine, journal);
  const ws2 = machine.openProcess();
  assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  return { machine, ws2, lines, text: () => `${lines.join("\n")}\n` };
}

export type Ws2 = ReturnType<ReturnType<typeof openMachine>["openProcess"]>;

/** A connection, a message each way (the first is received by an overlapped call), and a refused connection. */
export function converse(ws2: Ws2): unknown[] {
  const results: unknown[] = [];
  const listener = ws2.socket(2, 1, 0);
  const name = sockaddr_in("127.0.0.1", 7007);
  results.push(ws2.bind(listener, name, 16), ws2.listen(listener, 5));
  const client = ws2.socket(2, 1, 0);
  results.push(ws2.connect(client, name, 16));
  const server = ws2.accept(listener, null, null) as SOCKET;
  const event = ws2.WSACreateEvent();
  const overlapped = newWSAOVERLAPPED(event as never);
  const room = new Uint8Array(16);
  results.push(ws2.WSARecv(server, [newWSABUF(room)], 1, null, ref(0), overlapped, null), ws2.WSAGetLastError());
  results.push(ws2.send(client, new TextEncoder().encode("hello"), 5, 0));
  results.push(ws2.WSAWaitForMultipleEvents(1, [event as never], false, 1000, false), overlapped.InternalHigh);
  results.push(ws2.send(server, new TextEncoder().encode("welcome"), 7, 0), ws2.recv(client, room, 16, 0));
  const refused = ws2.socket(2, 1, 0);
  results.push(ws2.connect(refused, sockaddr_in("127.0.0.1", 9), 16), ws2.WSAGetLastError());
  results.push(ws2.closesocket(client), ws2.recv(server, room, 16, 0), ws2.closesocket(server), client, server);
  return results;
}

export { SYSTEMS };
