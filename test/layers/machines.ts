import { installStack, type Kinds, type StackRow } from "@ws2kit/layers";
import { type MemoryNetwork, memoryNetwork, memoryPlatform, type PlatformOptions } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
} from "@ws2kit/spi";
import type { openMachine as openCe } from "@ws2kit/target-ce";
import { expect } from "chai";
import { TARGETS, type TargetName } from "../conformance/targets.js";
import { checked } from "../fixture/checked.js";

/** What ce exports, every target does. */
const OPEN = TARGETS as unknown as Readonly<Record<TargetName, typeof openCe>>;

export type TestMachine = ReturnType<typeof openCe>;

/** A machine of a target, on a network of its own unless one is given. */
export function machineOf(target: TargetName, options: Partial<PlatformOptions> = {}): TestMachine {
  const network: MemoryNetwork = options.network ?? memoryNetwork();
  return OPEN[target]({ platform: memoryPlatform({ ...options, network }) });
}

/** A machine of a target with a stack on it, and what the stack's layers tell. */
export function stacked<All extends Kinds>(
  target: TargetName,
  stack: readonly StackRow<All>[],
  kinds: All,
  options: Partial<PlatformOptions> = {},
) {
  const machine = machineOf(target, options);
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what its layers tell
  const events: any[] = [];
  expect(installStack(machine, stack, kinds, (event) => void events.push(event))).to.equal(0);
  return { machine, events, ws2: started(machine) };
}

/** A process with ws2 up. */
export function started(machine: TestMachine) {
  const ws2 = checked(machine.openProcess(), machine.profile.name as TargetName);
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

export type Ws2 = ReturnType<typeof started>;

/** A listener on any port, and its address on the loopback. */
export function listening(ws2: Ws2): [listener: SOCKET, name: Uint8Array] {
  const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
  ws2.listen(listener, 5);
  const name = new Uint8Array(16);
  ws2.getsockname(listener, name, ref(16));
  return [listener, name];
}

/** Two ends of a connection within one process. */
export function connected(ws2: Ws2): [client: SOCKET, server: SOCKET] {
  const [listener, name] = listening(ws2);
  const client = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.connect(client, name, 16);
  const server = ws2.accept(listener, null, null);
  ws2.closesocket(listener);
  return [client, server];
}

/** A datagram socket on a port of the loopback, any unless one is given. */
export function datagrams(ws2: Ws2, port = 0, host = "127.0.0.1"): [s: SOCKET, port: number] {
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  ws2.bind(s, sockaddr_in(host, port), 16);
  const name = new Uint8Array(16);
  ws2.getsockname(s, name, ref(16));
  return [s, sockaddrPort(name)];
}
