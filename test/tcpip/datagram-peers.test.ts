import {
  FD_READ,
  FIONREAD,
  MSG_PEEK,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SIO_UDP_CONNRESET,
  SO_BROADCAST,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Desk, holds, onDesktop } from "../fixture/places.js";

/** A datagram socket that has sent to a port that no socket has. */
function unanswered(desk: Desk): SOCKET {
  const s = desk.timeout(desk.bound(desk.udp()), 200);
  assert.equal(desk.sendto(s, "x", desk.nobody(SOCK_DGRAM)), 1);
  return s;
}

/** Starts an overlapped receive, and returns how it ends: the last error's name, or the bytes. */
function pendingReceive(desk: Desk, s: SOCKET): () => string {
  const overlapped = newWSAOVERLAPPED(desk.event());
  const buffers = [newWSABUF(new Uint8Array(9))];
  assert.equal(
    desk.told(desk.ws2.WSARecvFrom(s, buffers, 1, null, ref(0), null, null, overlapped, null)),
    "WSA_IO_PENDING",
  );
  return () => {
    const n = ref(0);
    desk.isSignalled(overlapped.hEvent as never, 500);
    return desk.ws2.WSAGetOverlappedResult(s, overlapped, n, false, ref(0)) ? `${n.value} bytes` : desk.error;
  };
}

describe("a datagram socket without a peer that has sent to an unused port", () => {
  holds("the next receive is WSAECONNRESET, once", (desk) => {
    const s = unanswered(desk);
    assert.equal(desk.recv(s, 9, MSG_PEEK), "WSAECONNRESET");
    assert.equal(desk.recv(s), "WSAECONNRESET");
    assert.equal(desk.recv(s), "WSAETIMEDOUT");
  });

  holds("a receive that waits already ends with it, blocking or overlapped", (desk) => {
    const s = desk.bound(desk.udp());
    const end = pendingReceive(desk, s);
    desk.sendto(s, "x", desk.nobody(SOCK_DGRAM));
    assert.equal(end(), "WSAECONNRESET");
  });

  holds("select and FD_READ report it, and no send to others fails", (desk) => {
    const s = unanswered(desk);
    const other = desk.bound(desk.udp());
    assert.equal(desk.sendto(s, "hello", desk.name(other)), 5);
    assert.equal(desk.receive(other), "hello");
    assert.equal(desk.select([s], null, null, 200), 1);
    desk.watch(s, FD_READ).records("READ");
    assert.equal(desk.recv(s), "WSAECONNRESET");
    assert.equal(desk.select([s], null, null), 0);
  });

  holds("datagrams of others are received after it", (desk) => {
    const s = unanswered(desk);
    const other = desk.bound(desk.udp());
    desk.sendto(other, "hello", desk.name(s));
    assert.equal(desk.recv(s), "WSAECONNRESET");
    assert.equal(desk.receive(s), "hello");
  });

  holds(
    "nothing reports it with SIO_UDP_CONNRESET FALSE",
    (desk) => {
      const s = desk.timeout(desk.bound(desk.udp()), 50);
      const off = new Uint8Array(4);
      assert.equal(desk.ws2.WSAIoctl(s, SIO_UDP_CONNRESET, off, 4, null, 0, ref(0), null, null), 0);
      const nobody = desk.nobody(SOCK_DGRAM);
      desk.sendto(s, "x", nobody);
      assert.equal(desk.recv(s), "WSAETIMEDOUT");
      desk.sendto(s, "x", nobody);
      assert.equal(desk.select([s], null, null, 50), 0);
      assert.equal(desk.recv(s, 9, MSG_PEEK), "WSAETIMEDOUT");
      const end = pendingReceive(desk, s);
      desk.sendto(s, "x", nobody);
      desk.sleep();
      const other = desk.bound(desk.udp());
      desk.sendto(other, "hello", desk.name(s));
      assert.equal(end(), "5 bytes");
    },
    onDesktop,
  );
});

describe("a datagram socket whose peer changes", () => {
  const received = (desk: Desk, s: SOCKET) => {
    desk.sleep();
    return desk.recv(s);
  };

  holds("discards datagrams of the previous peer, but not of the same peer", (desk) => {
    const [s, former, next] = [desk.udp(), desk.udp(), desk.udp()].map((u) => desk.bound(u));
    desk.nonBlocking(s);
    desk.connect(s, desk.name(former));
    for (const text of ["one", "two"]) desk.sendto(former, text, desk.name(s));
    desk.sleep();
    assert.equal(desk.connect(s, desk.name(former)), 0);
    assert.equal(received(desk, s), "one");
    assert.equal(desk.connect(s, desk.name(next)), 0);
    assert.equal(received(desk, s), "WSAEWOULDBLOCK");
    assert.equal(desk.ioctl(s, FIONREAD), 0);
    desk.sendto(next, "three", desk.name(s));
    assert.equal(received(desk, s), "three");
  });

  holds("discards datagrams of the previous peer when the peer is removed", (desk) => {
    const [s, former] = [desk.udp(), desk.udp()].map((u) => desk.bound(u));
    desk.nonBlocking(s);
    desk.connect(s, desk.name(former));
    desk.sendto(former, "old", desk.name(s));
    desk.sleep();
    assert.equal(desk.connect(s, new Uint8Array(16)), 0);
    assert.equal(received(desk, s), "WSAEWOULDBLOCK");
  });

  holds("does not report an unused port of the previous peer", (desk) => {
    const [s, next] = [desk.udp(), desk.udp()].map((u) => desk.bound(u));
    desk.nonBlocking(s);
    desk.connect(s, desk.nobody(SOCK_DGRAM));
    desk.send(s, "x");
    desk.sleep();
    desk.connect(s, desk.name(next));
    assert.equal(received(desk, s), "WSAEWOULDBLOCK");
  });
});

describe("the broadcast address as the peer of a datagram socket", () => {
  const everybody = sockaddr_in("255.255.255.255", 4000);

  holds(
    "needs no SO_BROADCAST: send reaches it, and sendto stays WSAEACCES",
    (desk) => {
      const s = desk.udp();
      assert.equal(desk.sendto(s, "x", everybody), "WSAEACCES");
      assert.equal(desk.connect(s, everybody), 0);
      assert.equal(desk.get(s, SOL_SOCKET, SO_BROADCAST), 0);
      for (let i = 0; i < 2; i++) {
        assert.equal(desk.sendto(s, "x", everybody), "WSAEACCES");
        assert.equal(desk.send(s, "test"), 4);
      }
    },
    onDesktop,
  );

  holds(
    "is WSAEACCES without SO_BROADCAST",
    (desk) => {
      const s = desk.udp();
      assert.equal(desk.connect(s, everybody), "WSAEACCES");
      assert.equal(desk.set(s, SOL_SOCKET, SO_BROADCAST, 1), 0);
      assert.equal(desk.connect(s, everybody), 0);
      assert.equal(desk.send(s, "test"), 4);
    },
    (place) => !onDesktop(place),
  );
});
