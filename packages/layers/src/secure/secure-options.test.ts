import {
  SO_SEC_NONE,
  SO_SEC_SSL,
  SO_SECURE,
  SO_SSL_GET_PROTOCOLS,
  SO_SSL_GET_VERDICT,
  SO_SSL_PERFORM_HANDSHAKE,
  SO_SSL_SET_FLAGS,
  SO_SSL_SET_PEERNAME,
  SO_SSL_SET_PROTOCOLS,
  SO_SSL_SET_VALIDATE_CERT_HOOK,
  SSL_FLAG_DEFER_HANDSHAKE,
  SSL_PROTOCOL_TLS1_2,
  SSL_PROTOCOL_TLS1_3,
  SSLPROTOCOLS,
} from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  DWORD,
  fd_set,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SO_GROUP_ID,
  SO_GROUP_PRIORITY,
  SO_PROTOCOL_INFOA,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  TLS_CERT_NAME,
  WSAEACCES,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import type { Ws2 } from "../../../../test/lib/layers/ends.js";
import { SecureSuite } from "../../../../test/lib/secure/secure-suite.js";
import {
  bytesOf,
  control,
  makeSecure,
  namePeer,
  PORT,
  received,
  secureMachine,
  setBlocking,
  verdictOf,
  type World,
} from "../../../../test/lib/secure/secure-world.js";

const CONTROLS = {
  SO_SSL_GET_PROTOCOLS,
  SO_SSL_SET_PROTOCOLS,
  SO_SSL_SET_FLAGS,
  SO_SSL_SET_PEERNAME,
  SO_SSL_SET_VALIDATE_CERT_HOOK,
  SO_SSL_PERFORM_HANDSHAKE,
  SO_SSL_GET_VERDICT,
};

/** Sets SO_SECURE: 0 or the code. */
function secureBy(ws2: Ws2, s: SOCKET, value = DWORD(SO_SEC_SSL), size = value.length): number {
  return ws2.setsockopt(s, SOL_SOCKET, SO_SECURE, value, size) === 0 ? 0 : ws2.WSAGetLastError();
}

/** What SO_SECURE is; a negative code where it cannot be read. */
function isSecure(ws2: Ws2, s: SOCKET, room = 4): number {
  const value = new Uint8Array(4);
  const result = ws2.getsockopt(s, SOL_SOCKET, SO_SECURE, value, ref(room));
  return result === 0 ? readDWORD(value) : -ws2.WSAGetLastError();
}

describe("numbers of secure sockets", () => {
  it("differ from Winsock's and from each other, and encode their kind", () => {
    const controls = Object.values(CONTROLS);
    expect(new Set(controls).size).to.equal(controls.length);
    for (const code of controls) expect(code & 0x1fff0000).to.equal(0x1d730000, "a vendor's, and the vendor ours");
    expect([SO_GROUP_ID, SO_GROUP_PRIORITY, SO_PROTOCOL_INFOA]).to.not.include(SO_SECURE);
    expect(SO_SECURE).to.be.above(0xffff);
  });
});

for (const target of TARGET_NAMES) {
  describe(`options of secure sockets on ${target}`, () => {
    const suite = new SecureSuite(target);

    const alone = () => secureMachine(target, memoryNetwork(), suite.trusting).ws2;

    it("are unknown on a platform without TLS", () => {
      const { ws2 } = secureMachine(target, memoryNetwork());
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      expect(secureBy(ws2, s)).to.equal(WSAENOPROTOOPT);
      expect(isSecure(ws2, s)).to.equal(-WSAENOPROTOOPT);
      for (const code of Object.values(CONTROLS)) {
        const result = ws2.WSAIoctl(s, code, DWORD(0), 4, new Uint8Array(64), 64, ref(0), null, null);
        expect([result, ws2.WSAGetLastError()]).to.deep.equal([SOCKET_ERROR, WSAEOPNOTSUPP]);
      }
    });

    it("are unknown on datagram sockets", () => {
      const ws2 = alone();
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      expect(secureBy(ws2, s)).to.equal(WSAENOPROTOOPT);
      expect(isSecure(ws2, s)).to.equal(-WSAENOPROTOOPT);
      expect(ws2.WSAIoctl(s, SO_SSL_SET_FLAGS, DWORD(0), 4, null, 0, ref(0), null, null)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAGetLastError()).to.equal(WSAEOPNOTSUPP);
    });

    it("return the values that were set, and refuse invalid values", () => {
      const ws2 = alone();
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      expect(isSecure(ws2, s)).to.equal(SO_SEC_NONE);
      expect(control(ws2, s, SO_SSL_SET_FLAGS, DWORD(0))).to.equal(WSAEINVAL, "not secure yet");
      expect(secureBy(ws2, s)).to.equal(0);
      expect([isSecure(ws2, s), isSecure(ws2, s, 3)]).to.deep.equal([SO_SEC_SSL, -WSAEFAULT]);
      expect(secureBy(ws2, s, DWORD(77))).to.equal(WSAEINVAL);
      expect(secureBy(ws2, s, DWORD(SO_SEC_SSL), 3)).to.equal(WSAEFAULT);
      expect(secureBy(ws2, s, null as never, 4)).to.equal(WSAEFAULT);
      for (const [code, input, expected] of [
        [SO_SSL_SET_FLAGS, DWORD(SSL_FLAG_DEFER_HANDSHAKE), 0],
        [SO_SSL_SET_FLAGS, DWORD(0x80), WSAEINVAL],
        [SO_SSL_SET_FLAGS, new Uint8Array(3), WSAEFAULT],
        [SO_SSL_SET_FLAGS, null, WSAEFAULT],
        [SO_SSL_SET_PEERNAME, bytesOf("device.test\0"), 0],
        [SO_SSL_SET_PEERNAME, bytesOf("\0"), WSAEINVAL],
        [SO_SSL_SET_PEERNAME, bytesOf("a name"), WSAEINVAL],
        [SO_SSL_SET_PEERNAME, bytesOf("x".repeat(256)), WSAEINVAL],
        [SO_SSL_SET_PEERNAME, null, WSAEFAULT],
        [SO_SSL_SET_VALIDATE_CERT_HOOK, null, 0],
        [SO_SSL_SET_VALIDATE_CERT_HOOK, ref<unknown>({ HookFunc: 7, pvArg: null }), WSAEFAULT],
        [SO_SSL_SET_VALIDATE_CERT_HOOK, ref<unknown>(null), WSAEFAULT],
        [SO_SSL_SET_VALIDATE_CERT_HOOK, new Uint8Array(8), WSAEFAULT],
        [SO_SSL_PERFORM_HANDSHAKE, null, WSAEINVAL],
        [SO_SSL_SET_PROTOCOLS, SSLPROTOCOLS(99), WSAEINVAL],
        [SO_SSL_SET_PROTOCOLS, SSLPROTOCOLS(), WSAEINVAL],
        [SO_SSL_SET_PROTOCOLS, SSLPROTOCOLS(SSL_PROTOCOL_TLS1_2).subarray(0, 15), WSAEFAULT],
        [SO_SSL_SET_PROTOCOLS, Uint8Array.from([255, 255, 255, 255]), WSAEFAULT],
      ] as const) {
        expect(control(ws2, s, code, input)).to.equal(expected, `${code.toString(16)} ${input}`);
      }
      const overlapped = newWSAOVERLAPPED();
      expect(ws2.WSAIoctl(s, SO_SSL_SET_FLAGS, DWORD(0), 4, null, 0, ref(0), overlapped, null)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAGetLastError()).to.equal(WSAEOPNOTSUPP);
      expect([secureBy(ws2, s, DWORD(SO_SEC_NONE)), isSecure(ws2, s)]).to.deep.equal([0, SO_SEC_NONE]);
    });

    it("report the protocols: all, or those that were set", () => {
      const ws2 = alone();
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeSecure(ws2, s);
      const protocols = (room: number) => {
        const bytes = new Uint8Array(64);
        const returned = ref(7);
        const result = ws2.WSAIoctl(s, SO_SSL_GET_PROTOCOLS, null, 0, bytes, room, returned, null, null);
        return result === 0 ? bytes.slice(0, returned.value) : ws2.WSAGetLastError();
      };
      expect(protocols(64)).to.deep.equal(SSLPROTOCOLS(SSL_PROTOCOL_TLS1_2, SSL_PROTOCOL_TLS1_3));
      expect(control(ws2, s, SO_SSL_SET_PROTOCOLS, SSLPROTOCOLS(SSL_PROTOCOL_TLS1_3))).to.equal(0);
      expect(protocols(16)).to.deep.equal(SSLPROTOCOLS(SSL_PROTOCOL_TLS1_3));
      expect(protocols(15)).to.equal(WSAEFAULT);
    });

    it("are set before the connection, and cannot change during it", () => {
      const the = suite.world();
      const plain = the.client.socket(AF_INET, SOCK_STREAM, 0);
      expect(the.client.connect(plain, sockaddr_in("10.0.0.2", PORT), 16)).to.equal(0);
      expect([secureBy(the.client, plain), isSecure(the.client, plain)]).to.deep.equal([WSAEINVAL, SO_SEC_NONE]);
      the.client.closesocket(plain);
      the.server.closesocket(the.server.accept(the.listener, null, null));
      const [near, far] = the.connected();
      expect([isSecure(the.client, near), isSecure(the.server, far)]).to.deep.equal([SO_SEC_SSL, SO_SEC_SSL]);
      expect(secureBy(the.client, near, DWORD(SO_SEC_NONE))).to.equal(WSAEINVAL);
      expect(control(the.client, near, SO_SSL_PERFORM_HANDSHAKE, null)).to.equal(WSAEINVAL, "it is done");
      expect([verdictOf(the.client, near), verdictOf(the.server, far)]).to.deep.equal([0, -1]);
      the.end([the.client, near], [the.server, far]);
    });

    it("do not let a server listen that has no certificate", () => {
      const ws2 = alone();
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeSecure(ws2, s);
      ws2.bind(s, sockaddr_in("0.0.0.0", PORT), 16);
      expect(ws2.listen(s, 1)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAGetLastError()).to.equal(WSAEOPNOTSUPP);
      expect([secureBy(ws2, s, DWORD(SO_SEC_NONE)), ws2.listen(s, 1)]).to.deep.equal([0, 0]);
    });

    /** Two ends that have put their handshakes off, with a greeting said in clear. */
    function deferred(the: World): [near: SOCKET, far: SOCKET] {
      const { client, server } = the;
      control(server, the.listener, SO_SSL_SET_FLAGS, DWORD(SSL_FLAG_DEFER_HANDSHAKE));
      const near = the.socket();
      control(client, near, SO_SSL_SET_FLAGS, DWORD(SSL_FLAG_DEFER_HANDSHAKE));
      expect(client.connect(near, sockaddr_in("10.0.0.2", PORT), 16)).to.equal(0);
      const far = server.accept(the.listener, null, null);
      client.send(near, bytesOf("STARTTLS"), 8, 0);
      expect(received(server, far)).to.equal("STARTTLS");
      server.send(far, bytesOf("220 go ahead"), 12, 0);
      expect(received(client, near)).to.equal("220 go ahead");
      return [near, far];
    }

    it("defer the handshake until it is requested; the request waits for its end", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = deferred(the);
      setBlocking(server, far, false);
      the.meanwhile(() => {
        const code = control(server, far, SO_SSL_PERFORM_HANDSHAKE, null);
        expect(code).to.equal(WSAEWOULDBLOCK);
      });
      expect(control(client, near, SO_SSL_PERFORM_HANDSHAKE, bytesOf("device.test"))).to.equal(0);
      expect(server.select(0, null, fd_set(far), null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      client.send(near, bytesOf("secret"), 6, 0);
      setBlocking(server, far, true);
      expect(received(server, far)).to.equal("secret");
      expect(verdictOf(client, near)).to.equal(0);
      the.end([client, near], [server, far]);
    });

    it("then refuse a certificate as connect does", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = deferred(the);
      expect(namePeer(client, near, "other.test")).to.equal(0);
      setBlocking(server, far, false);
      the.meanwhile(() => void control(server, far, SO_SSL_PERFORM_HANDSHAKE, null));
      expect(control(client, near, SO_SSL_PERFORM_HANDSHAKE, null)).to.equal(WSAEACCES);
      expect(verdictOf(client, near)).to.equal(TLS_CERT_NAME);
      the.end([client, near], [server, far]);
    });

    it("leave the stream plain if the handshake is never requested", () => {
      const the = suite.world();
      const [near, far] = deferred(the);
      the.client.closesocket(near);
      expect(received(the.server, far)).to.equal("");
      the.end([the.server, far]);
    });
  });
}
