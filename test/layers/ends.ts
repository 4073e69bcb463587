import { memoryNetwork, memoryPlatform, type PlatformOptions } from "@ws2kit/platform-memory";
import { AF_INET, DWORD, FIONBIO, MAKEWORD, newWSADATA, ref, SOCK_STREAM, type SOCKET, sockaddr_in } from "@ws2kit/spi";
import type { openMachine as openCe } from "@ws2kit/target-ce";
import { TARGETS, type TargetName } from "../conformance/targets.js";
import { checked } from "../fixture/checked.js";

/** Every target exports the functions of ce. */
const OPEN = TARGETS as unknown as Readonly<Record<TargetName, typeof openCe>>;

/** A machine of a target on a simulated network; on its own network by default. */
export function machineOf(target: TargetName, network = memoryNetwork(), options: Partial<PlatformOptions> = {}) {
  return OPEN[target]({ platform: memoryPlatform({ ...options, network }) });
}

export type TestMachine = ReturnType<typeof machineOf>;

/** A process with ws2 up. */
export function started(machine: ReturnType<typeof machineOf>) {
  const ws2 = checked(machine.openProcess(), machine.profile.lineage);
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

export type Ws2 = ReturnType<typeof started>;

/** A listening socket, and its name. */
export function listening(ws2: Ws2): [listener: SOCKET, name: Uint8Array] {
  const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.bind(listener, sockaddr_in("0.0.0.0", 0), 16);
  ws2.listen(listener, 5);
  const name = new Uint8Array(16);
  ws2.getsockname(listener, name, ref(16));
  name.set([127, 0, 0, 1], 4);
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

export function makeNonBlocking(ws2: Ws2, s: SOCKET): void {
  ws2.WSAIoctl(s, FIONBIO, DWORD(1), 4, null, 0, ref(0), null, null);
}
