import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  FIONBIO,
  fd_set,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SO_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAEALREADY,
  WSAECONNREFUSED,
  WSAEINVAL,
  WSAEISCONN,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

const SECOND = { tv_sec: 1, tv_usec: 0 };

for (const system of SYSTEMS) {
  describe(`${system.name}: a non-blocking connect`, () => {
    it("is pending, then complete, which select reports", () => {
      const network = memoryNetwork({ latency: 10 });
      const [client, server] = [new Computer(system, { network }), new Computer(system, { network })];
      const [near, far] = [client.program(), server.program()];
      const address = sockaddr_in(server.platform.addresses[0], 7);
      const listener = streamSocket(far);
      far.bind(listener, address, 16);
      far.listen(listener, 1);
      const s = streamSocket(near);
      near.ioctlsocket(s, FIONBIO, ref(1));
      assert.equal(near.connect(s, address, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAEWOULDBLOCK);
      assert.equal(near.connect(s, address, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAEALREADY);
      const writable = fd_set(s);
      assert.equal(near.select(0, null, writable, null, SECOND), 1);
      assert.equal(near.connect(s, address, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAEISCONN);
      assert.equal(near.send(s, new Uint8Array(1), 1, 0), 1);
    });

    it("of a program of Winsock 1.1 is WSAEINVAL while another is pending", () => {
      const network = memoryNetwork({ latency: 10 });
      const [near, server] = [new Computer(system, { network }), new Computer(system, { network })];
      const ws2 = near.program(1, 1);
      const s = streamSocket(ws2);
      ws2.ioctlsocket(s, FIONBIO, ref(1));
      const address = sockaddr_in(server.platform.addresses[0], 7);
      for (const code of [WSAEWOULDBLOCK, WSAEINVAL]) {
        assert.equal(ws2.connect(s, address, 16), -1);
        assert.equal(ws2.WSAGetLastError(), code);
      }
    });

    it("that fails is reported in the set of exceptions, and once in SO_ERROR", () => {
      const ws2 = new Computer(system).program();
      const s = streamSocket(ws2);
      ws2.ioctlsocket(s, FIONBIO, ref(1));
      assert.equal(ws2.connect(s, sockaddr_in("127.0.0.1", 9), 16), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEWOULDBLOCK);
      const [writable, failed] = [fd_set(s), fd_set(s)];
      assert.equal(ws2.select(0, null, writable, failed, SECOND), 1);
      assert.deepEqual([writable.fd_count, failed.fd_count], [0, 1]);
      const value = new Uint8Array(4);
      ws2.getsockopt(s, SOL_SOCKET, SO_ERROR, value, ref(4));
      assert.equal(value[0] + 256 * value[1], WSAECONNREFUSED);
    });
  });

  describe(`${system.name}: a connect`, () => {
    it("supports neither connect data nor quality of service", () => {
      const ws2 = new Computer(system).program();
      const s = streamSocket(ws2);
      const to = sockaddr_in("127.0.0.1", 9);
      assert.equal(ws2.WSAConnect(s, to, 16, newWSABUF(new Uint8Array(1)), null, null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEPROTONOSUPPORT);
      assert.equal(ws2.WSAConnect(s, to, 16, null, null, {} as never, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEOPNOTSUPP);
    });

    it("fails on a listener", () => {
      const ws2 = new Computer(system).program();
      const { listener } = conversation(ws2);
      assert.equal(ws2.connect(listener, sockaddr_in("127.0.0.1", 9), 16), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    });
  });
}

// test_connecting_socket
it("desktop: a connect is WSAEINVAL while ConnectEx is pending", () => {
  const network = memoryNetwork({ latency: 10 });
  const ws2 = new Computer(DESKTOP, { network }).program() as Program & Ws2;
  const far = new Computer(DESKTOP, { network });
  const to = sockaddr_in(far.platform.addresses[0], 7);
  const s = streamSocket(ws2);
  assert.equal(ws2.bind(s, sockaddr_in(0, 0), 16), 0);
  assert.isFalse(ws2.mswsock.ConnectEx(s, to, 16, null, 0, null, newWSAOVERLAPPED()));
  assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
  assert.equal(ws2.connect(s, to, 16), -1);
  assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
});
