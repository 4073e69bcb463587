import { defineLayer, installLayer } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  ref,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { AF_NULL, NULL_PROVIDER, nullProvider } from "./null-provider.js";

/*
 * The measured program, for Node and QuickJS: machines with a number of pass-through layers, over a provider that
 * does nothing and over the shipped provider. It is neutral, and its functions take only numbers.
 */

type Ws2 = ReturnType<ReturnType<typeof openMachine>["openProcess"]>;

/** One machine: its process, a socket of the null provider, and the two ends of a connection. */
interface Bed {
  readonly ws2: Ws2;
  readonly family: number;
  readonly near: SOCKET;
  readonly far: SOCKET;
  readonly held: SOCKET[];
}

const SIZE = 64;
const buffer = new Uint8Array(SIZE);
const beds: Bed[] = [];

/**
 * Makes a machine with `depth` layers, over the null provider or over TCP/IP on the memory network. Returns its number.
 */
function prepare(depth: number, isNull: boolean): number {
  const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
  if (isNull) install(machine);
  const family = isNull ? AF_NULL : AF_INET;
  const covers = (entry: WSAPROTOCOL_INFOW) => entry.iAddressFamily === family;
  for (let i = 1; i <= depth; i++) {
    const ProviderId = `4F0C6A0E-57D2-4B5B-9C1A-0D6E3F2B7B${(16 * i).toString(16).toUpperCase()}`;
    const name = `Layer ${i}`;
    machine.installModule(`layer${i}.dll`, defineLayer({ ProviderId, name, attach: () => ({}) }));
    const code = installLayer(machine.openProcess(), `layer${i}.dll`, { ProviderId, name, covers });
    if (code !== 0) throw new Error(`installLayer failed with ${code}`);
  }
  const ws2 = machine.openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const [near, far] = isNull ? [ws2.socket(family, SOCK_STREAM, 0), 0 as SOCKET] : connected(ws2);
  return beds.push({ ws2, family, near, far: isNull ? near : far, held: [] }) - 1;
}

/** Sends 64 bytes and receives them, `count` times. */
function transfer(bed: number, count: number): void {
  const { ws2, near, far } = beds[bed];
  for (let i = 0; i < count; i++) {
    if (ws2.send(near, buffer, SIZE, 0) !== SIZE || ws2.recv(far, buffer, SIZE, 0) !== SIZE) {
      throw new Error(`a transfer failed with ${ws2.WSAGetLastError()}`);
    }
  }
}

/** Opens a socket and closes it, `count` times. */
function openAndClose(bed: number, count: number): void {
  const { ws2, family } = beds[bed];
  for (let i = 0; i < count; i++) {
    if (ws2.closesocket(ws2.socket(family, SOCK_STREAM, 0)) !== 0) {
      throw new Error(`a socket failed with ${ws2.WSAGetLastError()}`);
    }
  }
}

/** Opens `count` sockets, which stay open. */
function hold(bed: number, count: number): void {
  const { ws2, family, held } = beds[bed];
  for (let i = 0; i < count; i++) held.push(ws2.socket(family, SOCK_STREAM, 0));
}

/** Closes the sockets that `hold` opened. */
function release(bed: number): void {
  const { ws2, held } = beds[bed];
  for (const s of held.splice(0)) ws2.closesocket(s);
}

export const program = { prepare, transfer, openAndClose, hold, release };

function install(machine: ReturnType<typeof openMachine>): void {
  machine.installModule("null.dll", nullProvider);
  const protocols = machine.describeModule("null.dll")?.protocols ?? [];
  machine.openProcess().WSCInstallProvider(NULL_PROVIDER, "null.dll", [...protocols], protocols.length, ref(0));
}

function connected(ws2: Ws2): [SOCKET, SOCKET] {
  const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
  ws2.listen(listener, 1);
  const name = new Uint8Array(16);
  ws2.getsockname(listener, name, ref(16));
  const near = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.connect(near, name, 16);
  const far = ws2.accept(listener, null, null);
  ws2.closesocket(listener);
  return [near, far];
}
