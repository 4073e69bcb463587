import { installStack, type Kinds, type StackRow } from "@ws2kit/layers";
import { type MemoryNetwork, memoryNetwork } from "@ws2kit/platform-memory";
import { AF_INET, ref, SOCK_DGRAM, type SOCKET, sockaddr_in, sockaddrPort } from "@ws2kit/spi";
import { expect } from "chai";
import type { TargetName } from "../conformance/targets.js";
import { machineOf, started, type Ws2 } from "./ends.js";

/** A machine of a target with a stack of layers, a process that has called WSAStartup, and the events of the layers. */
export function stacked<All extends Kinds>(
  target: TargetName,
  stack: readonly StackRow<All>[],
  kinds: All,
  network: MemoryNetwork = memoryNetwork(),
) {
  const machine = machineOf(target, network);
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the events of its layers
  const events: any[] = [];
  expect(installStack(machine, stack, kinds, (event) => void events.push(event))).to.equal(0);
  return { machine, events, ws2: started(machine) };
}

/** A datagram socket on a loopback port; on any free port by default. */
export function datagrams(ws2: Ws2, port = 0, host = "127.0.0.1"): [s: SOCKET, port: number] {
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  ws2.bind(s, sockaddr_in(host, port), 16);
  const name = new Uint8Array(16);
  ws2.getsockname(s, name, ref(16));
  return [s, sockaddrPort(name)];
}
