import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  ref,
  SD_SEND,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  TLS_CERT_EXPIRED,
  TLS_CERT_NAME,
  TLS_CERT_UNTRUSTED,
  WSAEACCES,
} from "@ws2kit/spi";
import { expect } from "chai";
import { secureSystem } from "../fixture/systems.js";
import { type Certificates, certificates, type Identity } from "../tls/certificates.js";
import { bytesOf, makeSecure, namePeer, verdictOf } from "./secure-world.js";

/** The versions of TLS that the secure layer speaks. */
export type TlsVersion = "1.2" | "1.3";

/**
 * A peer with another implementation of TLS. It runs outside this thread, which blocks in Winsock's calls.
 */
export interface TlsPeer {
  /** Listens for one client: sends `payload` for its first request, and closes. Returns its port on 127.0.0.1. */
  serve(identity: Identity, version: TlsVersion, payload: Uint8Array): Promise<number>;
  /**
   * Connects to device.test at a port, trusting one authority alone, and sends `payload`. Resolves to what it has
   * received when the connection has ended; rejects if it refuses the server.
   */
  call(port: number, version: TlsVersion, authority: Identity, payload: Uint8Array): Promise<Uint8Array>;
  end(): void;
}

const PAYLOAD = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 24);
const VERSIONS: readonly TlsVersion[] = ["1.2", "1.3"];

/** A process on a target with the secure layer, over the operating system's sockets. */
function started(options: Parameters<typeof nodePlatform>[0]) {
  const ws2 = secureSystem()
    .openMachine({ platform: nodePlatform(options) })
    .openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}
type Ws2 = ReturnType<typeof started>;

/** Sends all, blocking. */
function sendAll(ws2: Ws2, s: SOCKET, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) {
    const n = ws2.send(s, bytes, bytes.length - sent, 0, sent);
    if (n <= 0) expect.fail(`send: ${ws2.WSAGetLastError()}`);
    sent += n;
  }
}

/** Receives `most` bytes, or all until the end. */
function receiveAll(ws2: Ws2, s: SOCKET, most = Infinity): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let got = 0; got < most; ) {
    const part = new Uint8Array(65536);
    const n = ws2.recv(s, part, Math.min(part.length, most - got), 0);
    if (n < 0) expect.fail(`recv: ${ws2.WSAGetLastError()}`);
    if (n === 0) break;
    parts.push(part.subarray(0, n));
    got += n;
  }
  return Buffer.concat(parts);
}

/**
 * Tests a target's shipped secure layer against a peer, as client and as server, and with certificates that it must
 * refuse.
 */
export function secureAgainst(openPeer: () => Promise<TlsPeer>): void {
  let made: Certificates;
  let peer: TlsPeer;
  let trusting: Ws2;
  before(async () => {
    made = certificates();
    peer = await openPeer();
    trusting = started({ tls: { trust: made.authority.certificate } });
  });
  after(() => peer.end());

  function connected(port: number): { s: SOCKET; code: number } {
    const s = trusting.socket(AF_INET, SOCK_STREAM, 0);
    makeSecure(trusting as never, s);
    namePeer(trusting as never, s, "device.test");
    const result = trusting.connect(s, sockaddr_in("127.0.0.1", port), 16);
    return { s, code: result === 0 ? 0 : trusting.WSAGetLastError() };
  }

  for (const version of VERSIONS) {
    it(`TLS ${version}: a client receives a mebibyte, byte for byte`, async () => {
      const { s, code } = connected(await peer.serve(made.good, version, PAYLOAD));
      expect(code).to.equal(0);
      sendAll(trusting, s, bytesOf("GET /payload HTTP/1.0\r\n\r\n"));
      expect(Buffer.from(PAYLOAD).equals(receiveAll(trusting, s).subarray(-PAYLOAD.length))).to.equal(true);
      trusting.closesocket(s);
    });

    it(`TLS ${version}: a server is trusted, receives a mebibyte and sends it back`, async () => {
      const ws2 = started({ tls: made.good });
      const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeSecure(ws2 as never, listener);
      ws2.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
      expect(ws2.listen(listener, 1)).to.equal(0);
      const name = new Uint8Array(16);
      ws2.getsockname(listener, name, ref(16));
      const returned = peer.call(sockaddrPort(name), version, made.authority, PAYLOAD);
      const s = ws2.accept(listener, null, null);
      const received = receiveAll(ws2, s, PAYLOAD.length);
      expect(Buffer.from(PAYLOAD).equals(received)).to.equal(true);
      sendAll(ws2, s, received);
      ws2.shutdown(s, SD_SEND);
      ws2.closesocket(s);
      ws2.closesocket(listener);
      expect(Buffer.from(PAYLOAD).equals(await returned)).to.equal(true);
    });
  }

  for (const [which, verdict] of [
    ["expired", TLS_CERT_EXPIRED],
    ["otherName", TLS_CERT_NAME],
    ["selfSigned", TLS_CERT_UNTRUSTED],
  ] as const) {
    it(`a server's certificate that is ${which} is refused`, async () => {
      const { s, code } = connected(await peer.serve(made[which], "1.3", PAYLOAD));
      expect([code, verdictOf(trusting as never, s)]).to.deep.equal([WSAEACCES, verdict]);
      trusting.closesocket(s);
    });
  }
}
