import { SO_SSL_SET_PROTOCOLS, SSL_PROTOCOL_TLS1_2, SSL_PROTOCOL_TLS1_3, SSLPROTOCOLS } from "@ws2kit/layers";
import {
  AF_INET,
  DWORD,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FD_WRITE,
  FIONREAD,
  fd_set,
  LINGER,
  MSG_OOB,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SO_LINGER,
  SO_RCVTIMEO,
  SOCK_STREAM,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  TLS_CERT_NAME,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEACCES,
  WSAECONNRESET,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
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
  setBlocking,
  tlsOf,
  verdictOf,
  World,
} from "../../../../test/lib/secure/secure-world.js";
import { certificates } from "../../../../test/lib/tls/certificates.js";

for (const target of TARGET_NAMES) {
  describe(`secure streams on ${target}`, () => {
    const suite = new SecureSuite(target);

    it("transfer the application's bytes; peeking, counting and select report only these", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = the.connected();
      expect(verdictOf(client, near)).to.equal(0);
      expect(client.send(near, bytesOf("hello"), 5, 0)).to.equal(5);
      expect(received(server, far, MSG_PEEK)).to.equal("hello");
      const size = ref(0);
      server.ioctlsocket(far, FIONREAD, size);
      expect(size.value).to.equal(5);
      expect(server.select(0, fd_set(far), null, null, { tv_sec: 0, tv_usec: 0 })).to.equal(1);
      expect(received(server, far)).to.equal("hello");
      expect(server.select(0, fd_set(far), null, null, { tv_sec: 0, tv_usec: 0 })).to.equal(0);
      setBlocking(server, far, false);
      expect(received(server, far)).to.equal(WSAEWOULDBLOCK);
      expect(server.send(far, bytesOf("there"), 5, 0)).to.equal(5);
      expect(received(client, near)).to.equal("there");
      expect(client.send(near, bytesOf("!"), 1, MSG_OOB)).to.equal(SOCKET_ERROR);
      expect(client.WSAGetLastError()).to.equal(WSAEOPNOTSUPP);
      the.end([client, near], [server, far]);
    });

    for (const [how, end] of [
      ["WSACleanup", (ws2: Ws2) => expect(ws2.WSACleanup()).to.equal(0)],
      ["a crash", (ws2: Ws2) => ws2.terminate()],
    ] as const) {
      it(`end with their process, by ${how}: no session is left open`, () => {
        const the = suite.world();
        the.connected();
        expect([suite.trusting.sessions, suite.serverOf("good").sessions]).to.deep.equal([1, 1]);
        for (const ws2 of [the.client, the.server]) end(ws2);
      });
    }

    for (const [name, protocol] of [
      ["TLS 1.2", SSL_PROTOCOL_TLS1_2],
      ["TLS 1.3", SSL_PROTOCOL_TLS1_3],
    ] as const) {
      it(`transfer a quarter of a mebibyte in each direction, in ${name}`, () => {
        const the = suite.world();
        const { client, server } = the;
        const near = the.socket();
        expect(control(client, near, SO_SSL_SET_PROTOCOLS, SSLPROTOCOLS(protocol))).to.equal(0);
        const { accepted: far, code } = the.connect(near);
        expect(code).to.equal(0);
        for (const [from, sender, to, receiver] of [
          [client, near, server, far],
          [server, far, client, near],
        ] as const) {
          setBlocking(from, sender, false);
          setBlocking(to, receiver, true);
          const all = Uint8Array.from({ length: 1 << 18 }, (_, i) => (i * 2654435761) >>> 24);
          const got = new Uint8Array(all.length);
          let sent = 0;
          for (let at = 0; at < all.length; ) {
            while (sent < all.length) {
              const count = from.send(sender, all, all.length - sent, 0, sent);
              if (count < 0) break;
              sent += count;
            }
            const count = to.recv(receiver, got, Math.min(30_000, all.length - at), MSG_WAITALL, at);
            if (count <= 0) expect.fail(`recv: ${to.WSAGetLastError()}`);
            at += count;
          }
          expect(Buffer.from(all).equals(got)).to.equal(true);
        }
        the.end([client, near], [server, far]);
      });
    }

    it("end overlapped operations by event and by routine, in their order", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = the.connected();
      const event = server.WSACreateEvent();
      const [first, second] = [newWSAOVERLAPPED(event), newWSAOVERLAPPED()];
      const buffers = [new Uint8Array(2), new Uint8Array(9)];
      const ended: string[] = [];
      const routine = (code: number, bytes: number) => void ended.push(`${code} ${bytes}`);
      server.WSARecv(far, [newWSABUF(buffers[0])], 1, null, ref(0), first, null);
      expect(server.WSAGetLastError()).to.equal(WSA_IO_PENDING);
      server.WSARecv(far, [newWSABUF(buffers[1])], 1, null, ref(0), second, routine);
      client.send(near, bytesOf("hello"), 5, 0);
      expect(server.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      server.WSAResetEvent(event);
      server.WSAWaitForMultipleEvents(1, [event], false, 10, true);
      expect([...buffers[0], ...buffers[1].subarray(0, 3)]).to.deep.equal([...bytesOf("hello")]);
      expect(ended).to.deep.equal(["0 3"]);
      const third = newWSAOVERLAPPED(event);
      server.WSARecv(far, [newWSABUF(buffers[0])], 1, null, ref(0), third, null);
      server.closesocket(far);
      expect(server.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(third.OffsetHigh).to.equal(WSA_OPERATION_ABORTED);
      the.end([client, near]);
    });

    it("report a non-blocking connect when the handshake is done, and not before", () => {
      const the = suite.world();
      const { client, server } = the;
      const near = the.socket();
      const event = client.WSACreateEvent();
      client.WSAEventSelect(near, event, FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE);
      expect(client.connect(near, sockaddr_in("10.0.0.2", PORT), 16)).to.equal(SOCKET_ERROR);
      expect(client.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      const events = newWSANETWORKEVENTS();
      const wait = (ms: number) => client.WSAWaitForMultipleEvents(1, [event], false, ms, false);
      wait(50);
      client.WSAEnumNetworkEvents(near, event, events);
      expect(events.lNetworkEvents).to.equal(0, "the connection stands, the handshake does not");
      expect(client.send(near, bytesOf("x"), 1, 0)).to.equal(SOCKET_ERROR);
      expect(client.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      expect(client.select(0, null, fd_set(near), null, { tv_sec: 0, tv_usec: 1000 })).to.equal(0);
      const far = server.accept(the.listener, null, null);
      expect(wait(200)).to.equal(0);
      client.WSAEnumNetworkEvents(near, event, events);
      expect([events.lNetworkEvents, events.iErrorCode[4]]).to.deep.equal([FD_CONNECT | FD_WRITE, 0]);
      expect(client.send(near, bytesOf("x"), 1, 0)).to.equal(1);
      expect(received(server, far)).to.equal("x");
      server.send(far, bytesOf("y"), 1, 0);
      expect(wait(200)).to.equal(0);
      client.WSAEnumNetworkEvents(near, event, events);
      expect(events.lNetworkEvents).to.equal(FD_READ);
      expect(received(client, near)).to.equal("y");
      server.closesocket(far);
      expect(wait(200)).to.equal(0);
      client.WSAEnumNetworkEvents(near, event, events);
      expect([events.lNetworkEvents, events.iErrorCode[5]]).to.deep.equal([FD_CLOSE, 0]);
      the.end([client, near]);
    });

    it("retain settings from before they were secure: blocking mode, timeouts, events", () => {
      const the = suite.world();
      const { client, server } = the;
      const near = client.socket(AF_INET, SOCK_STREAM, 0);
      const event = client.WSACreateEvent();
      client.setsockopt(near, SOL_SOCKET, SO_RCVTIMEO, DWORD(30), 4);
      client.WSAEventSelect(near, event, FD_CONNECT | FD_READ);
      makeSecure(client, near);
      expect(client.connect(near, sockaddr_in("10.0.0.2", PORT), 16)).to.equal(SOCKET_ERROR);
      expect(client.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      let far = SOCKET_ERROR as typeof near;
      the.meanwhile(() => {
        far = server.accept(the.listener, null, null);
      });
      const events = newWSANETWORKEVENTS();
      const next = () => {
        events.lNetworkEvents = 0;
        while (events.lNetworkEvents === 0) {
          expect(client.WSAWaitForMultipleEvents(1, [event], false, 200, false)).to.equal(0);
          client.WSAEnumNetworkEvents(near, event, events);
        }
        return events.lNetworkEvents;
      };
      expect(next()).to.equal(FD_CONNECT);
      server.send(far, bytesOf("x"), 1, 0);
      expect(next()).to.equal(FD_READ);
      expect([received(client, near), received(client, near)]).to.deep.equal(["x", WSAEWOULDBLOCK]);
      client.WSAEventSelect(near, event, 0);
      setBlocking(client, near, true);
      expect(received(client, near)).to.equal(WSAETIMEDOUT);
      the.end([client, near], [server, far]);
    });

    it("report a refused certificate to a non-blocking connect, and in select's third set", () => {
      const the = suite.world();
      const { client, server } = the;
      for (const way of ["events", "select"]) {
        const near = the.socket();
        namePeer(client, near, "other.test");
        const event = client.WSACreateEvent();
        if (way === "events") client.WSAEventSelect(near, event, FD_CONNECT);
        else setBlocking(client, near, false);
        client.connect(near, sockaddr_in("10.0.0.2", PORT), 16);
        let far = SOCKET_ERROR as typeof near;
        the.meanwhile(() => {
          far = server.accept(the.listener, null, null);
        });
        if (way === "events") {
          const events = newWSANETWORKEVENTS();
          // the connection itself signals too, and says nothing
          for (let waits = 0; waits < 2 && events.lNetworkEvents === 0; waits++) {
            expect(client.WSAWaitForMultipleEvents(1, [event], false, 200, false)).to.equal(0);
            client.WSAEnumNetworkEvents(near, event, events);
          }
          expect([events.lNetworkEvents, events.iErrorCode[4]]).to.deep.equal([FD_CONNECT, WSAEACCES]);
        } else {
          const failed = fd_set(near);
          expect(client.select(0, null, null, failed, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
        }
        expect(verdictOf(client, near)).to.equal(TLS_CERT_NAME);
        for (const [ws2, s] of [
          [client, near],
          [server, far],
        ] as const)
          ws2.closesocket(s);
      }
      the.end();
    });

    it("end each direction separately", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = the.connected();
      client.send(near, bytesOf("bye"), 3, 0);
      expect(client.shutdown(near, SD_SEND)).to.equal(0);
      expect(client.send(near, bytesOf("x"), 1, 0)).to.equal(SOCKET_ERROR);
      expect(client.WSAGetLastError()).to.equal(WSAESHUTDOWN);
      expect([received(server, far), received(server, far)]).to.deep.equal(["bye", ""]);
      expect(server.send(far, bytesOf("good-bye"), 8, 0)).to.equal(8);
      server.closesocket(far);
      expect([received(client, near), received(client, near)]).to.deep.equal(["good-bye", ""]);
      the.end([client, near]);
    });

    it("report a reset", () => {
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = the.connected();
      server.setsockopt(far, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      server.closesocket(far);
      expect(received(client, near)).to.equal(WSAECONNRESET);
      the.end([client, near]);
    });

    it("work with a TLS implementation that processes a few bytes at a time", () => {
      for (const most of [1, 50]) {
        const { authority, good } = certificates();
        const [client, server] = [tlsOf({ trust: authority.certificate }, most), tlsOf(good, most)];
        const the = new World({ target, client, server });
        const [near, far] = the.connected();
        const all = new Uint8Array(20 * most).fill(7);
        expect(the.client.send(near, all, all.length, 0)).to.equal(all.length);
        const got = new Uint8Array(all.length);
        expect(the.server.recv(far, got, got.length, MSG_WAITALL)).to.equal(all.length);
        expect(got).to.deep.equal(all);
        the.end([the.client, near], [the.server, far]);
        expect([client.sessions, server.sessions]).to.deep.equal([0, 0]);
      }
    });
  });
}
