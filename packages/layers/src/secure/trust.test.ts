import { X509Certificate } from "node:crypto";
import {
  type BLOB,
  SO_SSL_SET_VALIDATE_CERT_HOOK,
  SSL_CERT_FLAG_ISSUER_UNKNOWN,
  SSL_CERT_X59,
  SSL_ERR_CERT_UNKNOWN,
  SSL_ERR_OKAY,
  type SSLVALIDATECERTFUNC,
  type SSLVALIDATECERTHOOK,
} from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  LINGER,
  ref,
  SD_SEND,
  SO_LINGER,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  TLS_CERT_EXPIRED,
  TLS_CERT_NAME,
  TLS_CERT_UNTRUSTED,
  TLS_REFUSE,
  TLS_SERVER,
  WSAEACCES,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES, TARGETS } from "../../../../test/lib/conformance/targets.js";
import { started, type Ws2 } from "../../../../test/lib/layers/ends.js";
import { installStack } from "../../../../test/lib/layers/stack.js";
import { SecureSuite } from "../../../../test/lib/secure/secure-suite.js";
import {
  bytesOf,
  control,
  makeSecure,
  namePeer,
  PORT,
  received,
  secureMachine,
  verdictOf,
} from "../../../../test/lib/secure/secure-world.js";
import { certificates } from "../../../../test/lib/tls/certificates.js";

for (const target of TARGET_NAMES) {
  describe(`trust of secure streams on ${target}`, () => {
    const suite = new SecureSuite(target);

    it("requires a certificate for the name that was set, or else for the address", () => {
      const the = suite.world("good");
      for (const [name, expected] of [
        ["device.test", 0],
        ["DEVICE.test", 0],
        ["device.test\0and what is behind", 0],
        ["other.test", WSAEACCES],
        ["10.0.0.2", 0],
        ["10.0.0.3", WSAEACCES],
        [null, 0],
      ] as const) {
        const near = the.socket();
        if (name !== null) expect(namePeer(the.client, near, name)).to.equal(0);
        const { accepted, code } = the.connect(near);
        expect(code).to.equal(expected, String(name));
        expect(verdictOf(the.client, near)).to.equal(expected === 0 ? 0 : TLS_CERT_NAME);
        the.client.closesocket(near);
        the.server.closesocket(accepted);
      }
      the.end();
    });

    for (const [which, verdict] of [
      ["expired", TLS_CERT_EXPIRED],
      ["otherName", TLS_CERT_NAME],
      ["selfSigned", TLS_CERT_UNTRUSTED],
    ] as const) {
      it(`refuses a certificate that is ${which}, and reports why; no byte of the application is sent`, () => {
        const the = suite.world(which);
        const near = the.socket();
        namePeer(the.client, near, "device.test");
        const { accepted, code } = the.connect(near);
        expect([code, verdictOf(the.client, near)]).to.deep.equal([WSAEACCES, verdict]);
        expect(received(the.client, near)).to.equal(WSAECONNABORTED);
        expect(the.client.send(near, bytesOf("x"), 1, 0)).to.equal(SOCKET_ERROR);
        expect(the.client.WSAGetLastError()).to.equal(WSAECONNABORTED);
        expect(received(the.server, accepted)).to.equal(WSAECONNABORTED, "the server is told");
        the.end([the.client, near], [the.server, accepted]);
      });

      it(`accepts a certificate that is ${which} if the hook accepts it`, () => {
        const the = suite.world(which);
        const near = the.socket();
        namePeer(the.client, near, "device.test");
        const asked: unknown[][] = [];
        const HookFunc: SSLVALIDATECERTFUNC = (...args) => {
          asked.push(args);
          return SSL_ERR_OKAY;
        };
        const hook: SSLVALIDATECERTHOOK = { HookFunc, pvArg: asked };
        expect(control(the.client, near, SO_SSL_SET_VALIDATE_CERT_HOOK, ref<unknown>(hook))).to.equal(0);
        const { accepted, code } = the.connect(near);
        expect([code, verdictOf(the.client, near)]).to.deep.equal([0, verdict]);
        expect(asked).to.have.length(1);
        const [type, arg, count, chain, flags] = asked[0] as [number, unknown, number, BLOB[], number];
        expect([type, arg, count, flags]).to.deep.equal([SSL_CERT_X59, asked, 1, SSL_CERT_FLAG_ISSUER_UNKNOWN]);
        const { raw } = new X509Certificate(certificates()[which].certificate);
        expect(chain[0].cbSize).to.equal(raw.length);
        expect(raw.equals(chain[0].pBlobData)).to.equal(true);
        the.server.send(accepted, bytesOf("well"), 4, 0);
        expect(received(the.client, near)).to.equal("well");
        the.end([the.client, near], [the.server, accepted]);
      });
    }

    it("is decided only by the hook if there is one: a valid certificate that it refuses is refused", () => {
      const the = suite.world("good");
      for (const [HookFunc, expected] of [
        [() => SSL_ERR_CERT_UNKNOWN, WSAEACCES],
        [(_type: number, _arg: unknown, _count: number, _chain: unknown, flags: number) => flags, 0],
      ] as const) {
        const near = the.socket();
        control(the.client, near, SO_SSL_SET_VALIDATE_CERT_HOOK, ref<unknown>({ HookFunc, pvArg: null }));
        const { accepted, code } = the.connect(near);
        expect(code).to.equal(expected);
        if (code !== 0) {
          the.client.closesocket(near);
          expect(received(the.server, accepted)).to.equal(WSAECONNABORTED, "cut in the handshake");
        } else the.client.closesocket(near);
        the.server.closesocket(accepted);
      }
      the.end();
    });

    it("fails if the hook throws, only for its socket", () => {
      const the = suite.world("good");
      const near = the.socket();
      const HookFunc = () => {
        throw new Error("an application's mistake");
      };
      control(the.client, near, SO_SSL_SET_VALIDATE_CERT_HOOK, ref<unknown>({ HookFunc, pvArg: null }));
      const { accepted, code } = the.connect(near);
      expect(code).to.equal(WSASYSCALLFAILURE);
      the.end([the.client, near], [the.server, accepted]);
    });

    /** A secure client against a program on a plain socket, which answers its ClientHello with `act`. */
    function against(act: (ws2: Ws2, s: SOCKET, hello: Uint8Array) => void) {
      const network = memoryNetwork();
      const near = secureMachine(target, network, suite.trusting);
      const far = TARGETS[target]({ platform: memoryPlatform({ network }) });
      let later = (_act: () => void, _ms: number) => {};
      installStack(far, [
        (layer) => {
          later = layer.imports.runLater;
          return {};
        },
      ]);
      const server = started(far as never);
      const listener = server.socket(AF_INET, SOCK_STREAM, 0);
      server.bind(listener, sockaddr_in("0.0.0.0", PORT), 16);
      server.listen(listener, 1);
      later(() => {
        const s = server.accept(listener, null, null);
        const hello = new Uint8Array(4096);
        act(server, s, hello.subarray(0, server.recv(s, hello, hello.length, 0)));
      }, 20);
      const s = near.ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeSecure(near.ws2, s);
      const result = near.ws2.connect(s, sockaddr_in("10.0.0.2", PORT), 16);
      const code = result === 0 ? 0 : near.ws2.WSAGetLastError();
      const seen = { code, later: received(near.ws2, s), last: received(near.ws2, s) };
      near.ws2.closesocket(s);
      near.machine.turn();
      expect(near.machine.counters.sockets).to.equal(0);
      return seen;
    }

    it("fails if the peer resets the connection in the handshake", () => {
      const seen = against((ws2, s) => {
        ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
        ws2.closesocket(s);
      });
      expect(seen).to.deep.equal({ code: WSAECONNREFUSED, later: WSAECONNRESET, last: WSAECONNRESET });
    });

    it("fails if garbage arrives instead of a handshake", () => {
      const seen = against((ws2, s) => void ws2.send(s, bytesOf("220 mail.test ESMTP\r\n"), 21, 0));
      expect(seen).to.deep.equal({ code: WSAECONNREFUSED, later: WSAECONNABORTED, last: WSAECONNABORTED });
    });

    it("fails if the peer's stream ends in the handshake", () => {
      const seen = against((ws2, s) => void ws2.shutdown(s, SD_SEND));
      expect(seen).to.deep.equal({ code: WSAECONNREFUSED, later: WSAECONNABORTED, last: WSAECONNABORTED });
    });

    it("is required by servers too: a plain client breaks only its own connection", () => {
      const the = suite.world("good");
      const plain = the.client.socket(AF_INET, SOCK_STREAM, 0);
      expect(the.client.connect(plain, sockaddr_in("10.0.0.2", PORT), 16)).to.equal(0);
      const far = the.server.accept(the.listener, null, null);
      the.client.send(plain, bytesOf("GET / HTTP/1.1\r\n\r\n"), 18, 0);
      expect(received(the.server, far)).to.equal(WSAECONNABORTED);
      const [near, other] = the.connected();
      the.end([the.client, plain], [the.server, far], [the.client, near], [the.server, other]);
    });

    it("distinguishes a stream that was cut from a stream that has ended", () => {
      const tls = suite.serverOf("good");
      const said: Record<string, unknown> = {};
      for (const isEnded of [false, true]) {
        const { code, later, last } = against((ws2, s, hello) => {
          const session = tls.open(TLS_SERVER, "", 0, TLS_REFUSE);
          const bytes = new Uint8Array(8192);
          const send = () => ws2.send(s, bytes, tls.drain(session, bytes, 0, bytes.length), 0);
          tls.feed(session, hello, 0, hello.length);
          tls.handshake(session);
          send();
          tls.feed(session, bytes, 0, ws2.recv(s, bytes, bytes.length, 0));
          expect(tls.handshake(session)).to.equal(0);
          tls.write(session, bytesOf("last"), 0, 4);
          if (isEnded) tls.shutdown(session);
          send();
          ws2.shutdown(s, SD_SEND);
          tls.close(session);
        });
        said[String(isEnded)] = [code, later, last];
      }
      expect(said).to.deep.equal({ false: [0, "last", WSAECONNABORTED], true: [0, "last", ""] });
    });
  });
}
