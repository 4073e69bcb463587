import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  LINGER,
  MSG_OOB,
  MSG_PEEK,
  READY_ERR,
  READY_IN,
  READY_OUT,
  READY_PRI,
  SD_SEND,
  SO_ERROR,
  SO_LINGER,
  SO_OOBINLINE,
  SO_REUSEADDR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrFamily,
  sockaddrText,
  WSAEADDRINUSE,
  WSAEAFNOSUPPORT,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { address, Loopback } from "./loopback.js";

describe("platform-node: streams", () => {
  const net = new Loopback();
  const { network, platform } = net;
  afterEach(() => net.close());

  it("connects, accepts, and reports each side's address to the other", () => {
    const { client, server } = net.pair();
    const peer = new Uint8Array(28);
    assert.equal(network.getpeername(server, peer), 16);
    assert.equal(sockaddrText(peer), sockaddrText(net.name(client)));
    assert.equal(net.until(client, READY_OUT), READY_OUT);
    assert.equal(net.getInt(client, SOL_SOCKET, SO_ERROR), 0);
  });

  it("starts a connection without blocking, and reports that in a second call", () => {
    const listener = net.listener();
    const client = net.tcp();
    const name = net.name(listener);
    assert.equal(network.connect(client, name, 16), -WSAEWOULDBLOCK);
    net.until(client, READY_OUT);
    assert.equal(network.connect(client, name, 16), 0, "the first answer after it stands is its result");
    assert.equal(network.connect(client, name, 16), -WSAEISCONN);
  });

  it("transfers bytes, from and to the middle of a buffer", () => {
    const { client, server } = net.pair();
    assert.equal(network.send(client, Buffer.from("..hello.."), 2, 5, 0), 5);
    net.until(server, READY_IN);
    assert.equal(network.available(server), 5);
    const bytes = new Uint8Array(9).fill(46);
    assert.equal(network.recv(server, bytes, 3, 6, MSG_PEEK), 5);
    assert.equal(network.recv(server, bytes, 3, 4, 0), 4);
    assert.equal(Buffer.from(bytes).toString(), "...hello.", "peeking left the bytes in the stream");
    assert.equal(network.recv(server, bytes, 0, 9, 0), 1);
    assert.equal(network.recv(server, bytes, 0, 9, 0), -WSAEWOULDBLOCK);
  });

  it("refuses a range outside the buffer", () => {
    const { client } = net.pair();
    assert.equal(network.send(client, new Uint8Array(4), 2, 3, 0), -WSAEFAULT);
    assert.equal(network.recv(client, new Uint8Array(4), 0, 5, 0), -WSAEFAULT);
  });

  it("sends as many bytes as fit, and then would block", () => {
    const { client } = net.pair();
    const bytes = new Uint8Array(1 << 20);
    let n = 0;
    let taken = 0;
    while (n >= 0) {
      taken += n;
      n = network.send(client, bytes, 0, bytes.length, 0);
    }
    assert.equal(n, -WSAEWOULDBLOCK);
    assert.isAbove(taken, 0);
  });

  it("ends one direction by shutdown, while the other direction stays open", () => {
    const { client, server } = net.pair();
    assert.equal(network.shutdown(client, SD_SEND), 0);
    assert.equal(net.recv(server), "");
    assert.equal(net.send(client, "x"), -WSAESHUTDOWN);
    net.send(server, "still here");
    assert.equal(net.recv(client), "still here");
  });

  it("resets with SO_LINGER {1, 0}", () => {
    const { client, server } = net.pair();
    assert.equal(network.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4), 0);
    network.close(client);
    assert.isOk(net.until(server, READY_IN) & READY_ERR);
    assert.equal(network.recv(server, new Uint8Array(1), 0, 1, 0), -WSAECONNRESET);
    assert.equal(net.send(server, "x"), -WSAECONNRESET, "and not SIGPIPE");
  });

  it("closes without waiting for any value of SO_LINGER, and the sent bytes arrive", () => {
    const { client, server, listener } = net.pair();
    assert.equal(network.setsockopt(listener, SOL_SOCKET, SO_LINGER, LINGER(1, 3), 4), 0);
    const second = net.tcp();
    network.connect(second, net.name(listener), 16);
    net.until(listener, READY_IN);
    const accepted = network.accept(listener, new Uint8Array(28));
    network.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 3), 4);
    for (const [from, to] of [
      [client, server],
      [accepted, second],
    ]) {
      let sent = 0;
      for (let n = 0; n >= 0; n = network.send(from, new Uint8Array(1 << 16), 0, 1 << 16, 0)) sent += n;
      const started = platform.now();
      network.close(from);
      assert.isBelow(platform.now() - started, 1000);
      const bytes = new Uint8Array(1 << 16);
      let got = 0;
      for (let n = 1; n !== 0; got += n) {
        net.until(to, READY_IN);
        n = Math.max(network.recv(to, bytes, 0, bytes.length, 0), 0);
        if (n === 0 && got === sent) break;
      }
      assert.equal(got, sent);
    }
  });

  it("reports the code of a refused connection once, in SO_ERROR", () => {
    const unused = net.tcp();
    net.bind(unused);
    const client = net.tcp();
    assert.equal(network.connect(client, net.name(unused), 16), -WSAEWOULDBLOCK);
    assert.isOk(net.until(client, READY_OUT) & READY_ERR);
    assert.equal(net.getInt(client, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED);
    assert.equal(net.getInt(client, SOL_SOCKET, SO_ERROR), 0);
  });

  it("has no peer before it is connected", () => {
    const fd = net.tcp();
    assert.equal(net.send(fd, "x"), -WSAENOTCONN);
    assert.equal(network.recv(fd, new Uint8Array(1), 0, 1, 0), -WSAENOTCONN);
    assert.equal(network.getpeername(fd, new Uint8Array(28)), -WSAENOTCONN);
  });

  it("delivers urgent data out of band, and marks its position in the stream", () => {
    const { client, server } = net.pair();
    const byte = new Uint8Array(1);
    assert.equal(network.recv(server, byte, 0, 1, MSG_OOB), -WSAEWOULDBLOCK);
    net.send(client, "ab");
    net.send(client, "!", MSG_OOB);
    assert.equal(net.until(server, READY_PRI), READY_PRI);
    assert.equal(network.atmark(server), 0);
    assert.equal(network.recv(server, byte, 0, 1, MSG_OOB), 1);
    assert.equal(byte[0], "!".charCodeAt(0));
    assert.equal(net.recv(server), "ab");
    assert.equal(network.atmark(server), 1);
    assert.equal(net.setInt(server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
    assert.equal(network.recv(server, byte, 0, 1, MSG_OOB), -WSAEINVAL);
  });

  describe("ports", () => {
    it("belong to the socket that bound them, listening or not", () => {
      const first = net.tcp();
      net.bind(first);
      const name = net.name(first);
      assert.equal(network.bind(net.tcp(), name, 16), -WSAEADDRINUSE);
      network.listen(first, 1);
      assert.equal(network.bind(net.tcp(), name, 16), -WSAEADDRINUSE);
    });

    it("are free again when only TIME_WAIT is left", () => {
      const { client, server, listener } = net.pair();
      const name = net.name(listener);
      network.shutdown(server, SD_SEND);
      assert.equal(net.recv(client), "", "the server closes first, so TIME_WAIT is its");
      net.close();
      const again = net.tcp();
      assert.equal(network.bind(again, name, 16), 0);
      assert.equal(network.listen(again, 1), 0);
      assert.equal(network.bind(net.tcp(), name, 16), -WSAEADDRINUSE);
    });

    it("are shared by sockets with SO_REUSEADDR", () => {
      const first = net.tcp();
      const second = net.tcp();
      assert.equal(net.getInt(first, SOL_SOCKET, SO_REUSEADDR), 0);
      for (const fd of [first, second]) assert.equal(net.setInt(fd, SOL_SOCKET, SO_REUSEADDR, 1), 0);
      assert.equal(net.getInt(first, SOL_SOCKET, SO_REUSEADDR), 1);
      net.bind(first);
      network.listen(first, 1);
      assert.equal(network.bind(second, net.name(first), 16), 0);
    });
  });

  describe("IPv6", () => {
    it("transfers bytes between addresses of family 23", () => {
      const { client, server } = net.pair(AF_INET6);
      const peer = new Uint8Array(28);
      assert.equal(network.getpeername(client, peer), 28);
      assert.equal(sockaddrFamily(peer), 23);
      assert.match(sockaddrText(peer), /^\[::1\]:\d+$/);
      net.send(client, "six");
      assert.equal(net.recv(server), "six");
    });

    it("does not accept IPv4 until IPV6_V6ONLY is cleared", () => {
      const dual = net.tcp(AF_INET6);
      assert.equal(net.getInt(dual, IPPROTO_IPV6, IPV6_V6ONLY), 1);
      assert.equal(net.setInt(dual, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
      const any = new Uint8Array(28);
      any[0] = AF_INET6;
      assert.equal(network.bind(dual, any, 28), 0);
      network.listen(dual, 1);
      const client = net.tcp();
      network.connect(client, sockaddr_in("127.0.0.1", net.port(dual)), 16);
      assert.equal(net.until(client, READY_OUT), READY_OUT);
    });
  });

  it("supports only the two families", () => {
    const AF_CCITT = 10;
    assert.equal(network.open(AF_CCITT, 1, 6), -WSAEAFNOSUPPORT, "10 is Linux's IPv6");
    const name = address(AF_INET6, 0);
    name[0] = AF_CCITT;
    assert.isBelow(network.bind(net.tcp(AF_INET6), name, 28), 0);
    assert.equal(sockaddrFamily(net.name(net.tcp(AF_INET))), AF_INET);
  });
});
