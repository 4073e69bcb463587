import { installLayer, SO_SEC_SSL, SO_SECURE, SO_SSL_GET_VERDICT, SO_SSL_SET_PEERNAME, secure } from "@ws2kit/layers";
import { type MemoryNetwork, memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform, type TlsOptions } from "@ws2kit/platform-node";
import {
  AF_INET,
  DWORD,
  FIONBIO,
  getUint32,
  type ProviderImports,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  type Tls,
  WSAEINVAL,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGETS, type TargetName } from "../conformance/targets.js";
import { started, type Ws2 } from "../layers/ends.js";
import { type Attach, installStack } from "../layers/stack.js";

export const PORT = 4430;

/** A `Tls` that knows how many sessions are open, and takes and gives at most `most` bytes at a time. */
export class CountedTls implements Tls {
  sessions = 0;

  constructor(
    readonly real: Tls,
    readonly most = Infinity,
  ) {}

  open(role: number, name: string, protocols: number, checking: number): number {
    const session = this.real.open(role, name, protocols, checking);
    if (session >= 0) this.sessions++;
    return session;
  }
  close(session: number): number {
    const code = this.real.close(session);
    if (code === 0) this.sessions--;
    return code;
  }
  handshake(session: number): number {
    return this.real.handshake(session);
  }
  protocol(session: number): number {
    return this.real.protocol(session);
  }
  verdict(session: number): number {
    return this.real.verdict(session);
  }
  certificate(session: number, index: number, buf: Uint8Array, off: number, len: number): number {
    return this.real.certificate(session, index, buf, off, len);
  }
  feed(session: number, buf: Uint8Array, off: number, len: number): number {
    return this.real.feed(session, buf, off, Math.min(len, this.most));
  }
  drain(session: number, buf: Uint8Array, off: number, len: number): number {
    return this.real.drain(session, buf, off, Math.min(len, this.most));
  }
  write(session: number, buf: Uint8Array, off: number, len: number): number {
    return this.real.write(session, buf, off, Math.min(len, this.most));
  }
  read(session: number, buf: Uint8Array, off: number, len: number): number {
    return this.real.read(session, buf, off, Math.min(len, this.most));
  }
  shutdown(session: number): number {
    return this.real.shutdown(session);
  }
}

/** The TLS of Node's OpenSSL. */
export function tlsOf(options: TlsOptions, most?: number): CountedTls {
  return new CountedTls(nodePlatform({ tls: options }).tls as Tls, most);
}

/** One machine, with or without TLS, and the secure layer, which is installed if the target does not ship it. */
export function secureMachine(target: TargetName, network: MemoryNetwork, tls?: Tls, below: readonly Attach[] = []) {
  const machine = TARGETS[target]({ platform: memoryPlatform({ network, tls }) });
  installStack(machine, below);
  if (!machine.catalog.entries.some(({ ProviderId }) => ProviderId === secure.ProviderId)) {
    machine.installModule(
      "secure.dll",
      secure.module({}, () => undefined),
    );
    expect(installLayer(machine.openProcess(), "secure.dll", secure)).to.equal(0);
  }
  return { machine, ws2: started(machine as never) };
}

export interface WorldOptions {
  readonly target: TargetName;
  readonly client: Tls;
  readonly server: Tls;
}

/** Two machines a millisecond apart, the server's listening with a secure socket. */
export class World {
  readonly client: Ws2;
  readonly server: Ws2;
  readonly listener: SOCKET;
  readonly #machines: { counters: { sockets: number; handles: number }; turn(): number }[];
  #later: ProviderImports["runLater"] = () => {};

  constructor({ target, client, server }: WorldOptions) {
    const network = memoryNetwork();
    const [near, far] = [secureMachine(target, network, client), secureMachine(target, network, server)];
    // a layer on top, whose timers run the far machine while the near machine waits
    installStack(far.machine, [
      (layer) => {
        this.#later = layer.imports.runLater;
        return {};
      },
    ]);
    this.client = near.ws2;
    this.server = started(far.machine as never);
    this.#machines = [near.machine, far.machine];
    this.listener = this.server.socket(AF_INET, SOCK_STREAM, 0);
    makeSecure(this.server, this.listener);
    this.server.bind(this.listener, sockaddr_in("0.0.0.0", PORT), 16);
    expect(this.server.listen(this.listener, 5)).to.equal(0);
  }

  /** Runs a function on the far machine while the near machine waits. */
  meanwhile(act: () => void, ms = 20): void {
    this.#later(act, ms);
  }

  /** A client's socket that is secure, and not connected. */
  socket(): SOCKET {
    const s = this.client.socket(AF_INET, SOCK_STREAM, 0);
    makeSecure(this.client, s);
    return s;
  }

  /** Connects a client's socket, which blocks, while the server accepts: the server's socket, and the client's code. */
  connect(s: SOCKET): { accepted: SOCKET; code: number } {
    let accepted = SOCKET_ERROR as SOCKET;
    this.meanwhile(() => {
      accepted = this.server.accept(this.listener, null, null);
    });
    const result = this.client.connect(s, sockaddr_in("10.0.0.2", PORT), 16);
    return { accepted, code: result === 0 ? 0 : this.client.WSAGetLastError() };
  }

  /** Two ends of a secure connection. */
  connected(): [client: SOCKET, server: SOCKET] {
    const s = this.socket();
    const { accepted, code } = this.connect(s);
    expect(code).to.equal(0);
    return [s, accepted];
  }

  /** Closes the sockets, and asserts that nothing is left open. */
  end(...sockets: readonly (readonly [ws2: Ws2, s: SOCKET])[]): void {
    for (const [ws2, s] of [...sockets, [this.server, this.listener] as const]) ws2.closesocket(s);
    for (let i = 0; i < 8; i++) for (const machine of this.#machines) machine.turn();
    this.client.WSAWaitForMultipleEvents(1, [this.client.WSACreateEvent()], false, 200, false);
    for (const { counters } of this.#machines) expect(counters.sockets).to.equal(0);
  }
}

export function makeSecure(ws2: Ws2, s: SOCKET): void {
  expect(ws2.setsockopt(s, SOL_SOCKET, SO_SECURE, DWORD(SO_SEC_SSL), 4)).to.equal(0);
}

/** WSAIoctl with bytes in: 0 or the code. */
export function control(ws2: Ws2, s: SOCKET, code: number, input: Parameters<Ws2["WSAIoctl"]>[2]): number {
  const size = input instanceof Uint8Array ? input.length : 0;
  return ws2.WSAIoctl(s, code, input, size, null, 0, null, null, null) === 0 ? 0 : ws2.WSAGetLastError();
}

export function namePeer(ws2: Ws2, s: SOCKET, name: string): number {
  return control(ws2, s, SO_SSL_SET_PEERNAME, bytesOf(name));
}

/** SO_SSL_GET_VERDICT; -1 where there is no certificate. */
export function verdictOf(ws2: Ws2, s: SOCKET): number {
  const bytes = new Uint8Array(4);
  if (ws2.WSAIoctl(s, SO_SSL_GET_VERDICT, null, 0, bytes, 4, ref(0), null, null) === 0) return getUint32(bytes, 0);
  expect(ws2.WSAGetLastError()).to.equal(WSAEINVAL);
  return -1;
}

export function setBlocking(ws2: Ws2, s: SOCKET, isBlocking: boolean): void {
  expect(ws2.ioctlsocket(s, FIONBIO, ref(isBlocking ? 0 : 1))).to.equal(0);
}

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Receives: the bytes as text, or the code. */
export function received(ws2: Ws2, s: SOCKET, flags = 0, length = 64): string | number {
  const buffer = new Uint8Array(length);
  const count = ws2.recv(s, buffer, length, flags);
  return count === SOCKET_ERROR ? ws2.WSAGetLastError() : String.fromCharCode(...buffer.subarray(0, count));
}
