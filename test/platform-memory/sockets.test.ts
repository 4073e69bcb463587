import {
  AF_INET6,
  IP_ADD_MEMBERSHIP,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  LINGER,
  READY_IN,
  READY_OUT,
  SD_BOTH,
  SD_RECEIVE,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_MAX_MSG_SIZE,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_SNDBUF,
  SO_TYPE,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrText,
  TCP_NODELAY,
  WSAEADDRNOTAVAIL,
  WSAEALREADY,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { alone, joined, world } from "./world.js";

describe("platform-memory: sockets", () => {
  it("start with the options that Windows documents", () => {
    const lab = alone();
    const rows: [number, number, number][] = [
      [SOL_SOCKET, SO_SNDBUF, 65536],
      [SOL_SOCKET, SO_RCVBUF, 65536],
      [SOL_SOCKET, SO_BROADCAST, 0],
      [SOL_SOCKET, SO_LINGER, 0],
      [SOL_SOCKET, SO_DONTLINGER, 1],
      [SOL_SOCKET, SO_ERROR, 0],
      [SOL_SOCKET, SO_TYPE, 1],
      [IPPROTO_TCP, TCP_NODELAY, 0],
      [IPPROTO_IP, IP_TTL, 128],
    ];
    const fd = lab.tcp();
    for (const [level, option, value] of rows) assert.equal(lab.int(fd, level, option), value);
    assert.equal(lab.int(lab.udp(), SOL_SOCKET, SO_MAX_MSG_SIZE), 65507);
  });

  it("clear SO_LINGER by SO_DONTLINGER, and report each by the other", () => {
    const lab = alone();
    const fd = lab.tcp();
    lab.set(fd, SOL_SOCKET, SO_LINGER, LINGER(1, 9));
    assert.equal(lab.int(fd, SOL_SOCKET, SO_DONTLINGER), 0);
    lab.set(fd, SOL_SOCKET, SO_DONTLINGER, 1);
    assert.equal(lab.int(fd, SOL_SOCKET, SO_LINGER) & 0xffff, 0);
  });

  it("refuse unknown options", () => {
    const lab = alone();
    const [tcp, udp] = [lab.tcp(), lab.udp()];
    assert.equal(lab.set(tcp, SOL_SOCKET, SO_ACCEPTCONN, 1), -WSAENOPROTOOPT);
    assert.equal(lab.set(udp, SOL_SOCKET, SO_LINGER, LINGER(1, 1)), -WSAENOPROTOOPT);
    assert.equal(lab.set(tcp, 12345, 1, 1), -WSAEINVAL);
    assert.equal(lab.stack.getsockopt(udp, IPPROTO_IP, IP_ADD_MEMBERSHIP, new Uint8Array(8)), -WSAENOPROTOOPT);
    assert.equal(lab.set(tcp, IPPROTO_IPV6, IPV6_V6ONLY, 0), -WSAEINVAL);
    const six = lab.boundUdp(AF_INET6);
    assert.equal(lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0), -WSAEINVAL, "too late");
  });

  it("inherit a listener's options (oracle accept-04)", () => {
    const lab = alone();
    const listener = lab.listener();
    lab.set(listener, SOL_SOCKET, SO_RCVBUF, 12345);
    lab.set(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
    const client = lab.tcp();
    lab.connect(client, lab.name(listener));
    const server = lab.accept(listener);
    assert.equal(lab.int(server, SOL_SOCKET, SO_RCVBUF), 12345);
    assert.equal(lab.int(server, SOL_SOCKET, SO_KEEPALIVE), 1);
    lab.set(listener, SOL_SOCKET, SO_RCVBUF, 1);
    assert.equal(lab.int(server, SOL_SOCKET, SO_RCVBUF), 12345, "a copy");
  });

  it("connect once", () => {
    const { server, client } = world();
    const listener = server.tcp();
    server.bind(listener, sockaddr_in("0.0.0.0", 80));
    server.stack.listen(listener, 1);
    const fd = client.tcp();
    client.connect(fd, sockaddr_in("10.0.0.1", 80));
    assert.equal(client.connect(fd, sockaddr_in("10.0.0.1", 80)), -WSAEALREADY);
    assert.equal(client.stack.getpeername(fd, new Uint8Array(28)), -WSAENOTCONN);
    client.until(fd, READY_OUT);
    assert.equal(client.connect(fd, sockaddr_in("10.0.0.1", 80)), -WSAEISCONN);
    assert.equal(server.connect(listener, sockaddr_in("10.0.0.1", 80)), -WSAEINVAL, "oracle connect-01");
  });

  it("connect only to a valid peer", () => {
    const lab = alone();
    for (const nobody of [sockaddr_in("0.0.0.0", 80), sockaddr_in("127.0.0.1", 0), sockaddr_in("224.0.0.1", 80)]) {
      assert.equal(lab.connect(lab.tcp(), nobody), -WSAEADDRNOTAVAIL);
    }
  });

  it("reach only the hosts that their address and family permit", () => {
    const { client } = world();
    const local = client.tcp();
    client.bind(local, sockaddr_in("127.0.0.1", 0));
    assert.equal(client.connect(local, sockaddr_in("10.0.0.1", 80)), -WSAEADDRNOTAVAIL);
    const six = client.udp(AF_INET6);
    assert.equal(client.sendto(six, "x", sockaddr_in6("::ffff:127.0.0.1", 80)), -WSAEADDRNOTAVAIL);
    client.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    assert.equal(client.sendto(six, "x", sockaddr_in6("::ffff:127.0.0.1", 80)), 1);
  });

  it("report an IPv4 sender as a mapped address if they are dual-stack", () => {
    const lab = alone();
    const [six, four] = [lab.udp(AF_INET6), lab.boundUdp()];
    lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    lab.bind(six, sockaddr_in6("::", 5000));
    const own = sockaddrText(lab.name(four));
    lab.sendto(four, "x", sockaddr_in("127.0.0.1", 5000));
    const name = new Uint8Array(28);
    assert.equal(lab.stack.recvfrom(six, new Uint8Array(1), 0, 1, 0, name), 1);
    assert.equal(sockaddrText(name), `[::ffff:127.0.0.1]:${own.split(":")[1]}`);
    assert.equal(sockaddrText(lab.name(four)), own);
  });

  it("have the wildcard address again when a datagram socket's peer is removed", () => {
    const lab = alone();
    const fd = lab.udp();
    lab.bind(fd, sockaddr_in("0.0.0.0", 5000));
    lab.connect(fd, sockaddr_in("127.0.0.1", 9));
    assert.equal(sockaddrText(lab.name(fd)), "127.0.0.1:5000");
    lab.connect(fd, new Uint8Array(16));
    assert.equal(sockaddrText(lab.name(fd)), "0.0.0.0:5000");
  });

  it("treat a negative backlog as a long queue", () => {
    const lab = alone();
    const listener = lab.tcp();
    lab.bind(listener, sockaddr_in("127.0.0.1", 5000));
    lab.stack.listen(listener, -5);
    const codes = Array.from({ length: 201 }, () => {
      const fd = lab.tcp();
      lab.connect(fd, sockaddr_in("127.0.0.1", 5000));
      return lab.int(fd, SOL_SOCKET, SO_ERROR);
    });
    assert.equal(codes.indexOf(WSAECONNREFUSED), 200);
  });

  it("reset a connection whose client closed before it was established", () => {
    const { server, client } = world({ latency: 10 });
    const listener = server.tcp();
    server.bind(listener, sockaddr_in("0.0.0.0", 80));
    server.stack.listen(listener, 1);
    const fd = client.tcp();
    client.connect(fd, sockaddr_in("10.0.0.1", 80));
    client.platform.wait(15);
    client.close(fd);
    assert.equal(server.receive(server.accept(listener)), -WSAECONNRESET);
  });

  it("do not receive bytes that were under way at a reset", () => {
    const w = world({ latency: 100 });
    const { near, far } = joined(w);
    w.client.send(near, "overtaken");
    w.network.link("client", "server", { latency: 0 });
    w.client.set(near, SOL_SOCKET, SO_LINGER, LINGER(1, 0));
    w.client.close(near);
    assert.equal(w.server.recv(far), -WSAECONNRESET);
    w.server.platform.wait(200);
    assert.equal(w.server.stack.available(far), 0);
    assert.equal(w.server.recv(far), -WSAECONNRESET);
  });

  it("have no name and cannot receive before they are bound", () => {
    const lab = alone();
    assert.equal(lab.stack.getsockname(lab.tcp(), new Uint8Array(28)), -WSAEINVAL);
    assert.equal(lab.recv(lab.udp()), -WSAEINVAL, "oracle recv-03");
    assert.equal(lab.send(lab.udp(), "x"), -WSAENOTCONN, "oracle send-05");
  });

  it("receive only earlier bytes after SD_RECEIVE", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.send(client, "before");
    lab.stack.shutdown(server, SD_RECEIVE);
    assert.equal(lab.ready(server, READY_IN), READY_IN);
    assert.equal(lab.recv(server), "before");
    assert.equal(lab.recv(server), -WSAESHUTDOWN);
    assert.equal(lab.stack.shutdown(lab.listener(), SD_BOTH), -WSAENOTCONN, "oracle shutdown-02");
  });

  it("report a reset in every call, which clears SO_ERROR (oracle WSARecv-10)", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.set(server, SOL_SOCKET, SO_LINGER, LINGER(1, 0));
    lab.close(server);
    assert.equal(lab.recv(client), -WSAECONNRESET);
    assert.equal(lab.recv(client), -WSAECONNRESET);
    assert.equal(lab.int(client, SOL_SOCKET, SO_ERROR), 0);
  });

  it("return bytes that arrived before a reset", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.send(server, "last words");
    lab.set(server, SOL_SOCKET, SO_LINGER, LINGER(1, 0));
    lab.close(server);
    assert.equal(lab.recv(client), "last words");
    assert.equal(lab.recv(client), -WSAECONNRESET);
  });

  it("continue to send after close until all bytes are delivered", () => {
    const w = world();
    const { near, far } = joined(w);
    w.server.set(far, SOL_SOCKET, SO_RCVBUF, 1000);
    assert.equal(w.client.send(near, "x".repeat(5000)), 5000);
    w.client.close(near);
    let received = 0;
    for (;;) {
      const part = w.server.receive(far, 700);
      if (part === 0) break;
      received += String(part).length;
    }
    assert.equal(received, 5000);
  });

  it("do not change the room of the send buffer if the receive buffer becomes smaller than its bytes", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.set(client, SOL_SOCKET, SO_SNDBUF, 64);
    assert.equal(lab.send(client, "x".repeat(200)), 200);
    lab.set(server, SOL_SOCKET, SO_RCVBUF, 64);
    assert.equal(lab.send(client, "y".repeat(100)), 64, "as many as the send buffer takes");
    assert.equal(lab.send(client, "z"), -WSAEWOULDBLOCK);
    let received = "";
    for (let part = lab.recv(server); typeof part === "string"; part = lab.recv(server)) received += part;
    assert.equal(received, "x".repeat(200) + "y".repeat(64));
  });

  it("reset a peer whose bytes arrive after the close, which aborts its connection", () => {
    const w = world({ latency: 10 });
    const { near, far } = joined(w);
    w.client.send(near, "on its way");
    w.server.close(far);
    w.client.until(near, READY_IN);
    assert.equal(w.client.recv(near), 0, "the end came first");
    w.client.platform.wait(50);
    assert.equal(w.client.recv(near), -WSAECONNABORTED);
  });

  it("deliver later data before unread urgent data", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.send(client, "X", 1);
    lab.send(client, "Y", 1);
    assert.equal(lab.urgent(server), "X", "each is read, in order");
    assert.equal(lab.urgent(server), "Y");
    lab.close(client);
    assert.equal(lab.receive(server), 0);
    assert.equal(lab.urgent(server), -WSAEWOULDBLOCK);
  });

  it("close gracefully if only the urgent byte is unread", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.send(client, "X", 1);
    assert.equal(lab.urgent(server), "X");
    lab.close(server);
    assert.equal(lab.recv(client), 0);
  });

  it("deliver urgent data in line with SO_OOBINLINE (oracle select-10)", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.set(server, SOL_SOCKET, SO_OOBINLINE, 1);
    lab.send(client, "X", 1);
    assert.equal(lab.ready(server, READY_IN | 4), READY_IN);
  });
});
