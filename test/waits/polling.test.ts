import {
  DWORD,
  MSG_OOB,
  newWSABUF,
  newWSAOVERLAPPED,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRBAND,
  POLLWRNORM,
  ref,
  SD_RECEIVE,
  SD_SEND,
  SO_OOBINLINE,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Ground, onGrounds } from "./ground.js";

const ALL = POLLRDNORM | POLLRDBAND | POLLWRNORM;
const NO_SOCKET = 0xabacac as SOCKET;

function row(fd: number, events: number): WSAPOLLFD {
  return { fd: fd as SOCKET, events, revents: 0xdead };
}

/** Polls rows. Returns the result of the call, and the rows' events. */
function poll(ground: Ground, rows: WSAPOLLFD[], ms = 0): [result: number, ...revents: number[]] {
  return [ground.ws2.WSAPoll(rows, rows.length, ms), ...rows.map(({ revents }) => revents)];
}

/** Polls one socket. Returns its events, and asserts that the count matches. */
function shown(ground: Ground, s: SOCKET, events = ALL, ms = 0): number {
  const [result, revents] = poll(ground, [row(s, events)], ms);
  assert.equal(result, revents === 0 ? 0 : 1);
  return revents;
}

describe("WSAPoll by Windows' rules", () => {
  onGrounds("no rows are WSAEINVAL, no list is WSAEFAULT", (ground) => {
    for (const ms of [0, 1]) {
      for (const [list, count, code] of [
        [null, 0, WSAEINVAL],
        [[], 0, WSAEINVAL],
        [null, 1, WSAEFAULT],
        [[], 1, WSAEFAULT],
      ] as const) {
        assert.equal(ground.ws2.WSAPoll(list as WSAPOLLFD[] | null, count, ms), -1);
        assert.equal(ground.error, code);
      }
    }
  });

  onGrounds("events that are not allowed are WSAEINVAL", (ground) => {
    const [, server] = ground.pair();
    const forbidden = [POLLERR, POLLHUP, POLLNVAL, 0x8, POLLWRBAND, 0x40, 0x80, POLLPRI, 0x800, 0x1000, 0x2000, 0x4000];
    for (const s of [ground.listener(), server]) {
      for (const events of [...forbidden, 0x8000]) {
        assert.deepEqual(poll(ground, [row(s, events)]), [-1, 0], `events ${events}`);
        assert.equal(ground.error, WSAEINVAL);
        assert.equal(poll(ground, [row(s, events | POLLIN)])[0], -1, `events ${events} and POLLIN`);
      }
    }
  });

  onGrounds("a row that names no socket is POLLNVAL, and not counted", (ground) => {
    const listener = ground.listener();
    assert.deepEqual(poll(ground, [row(-1, POLLERR), row(listener, POLLIN)]), [0, POLLNVAL, 0]);
    assert.equal(ground.error, 0);
    assert.deepEqual(poll(ground, [row(listener, POLLIN), row(NO_SOCKET, POLLIN)]), [0, 0, POLLNVAL]);
    assert.equal(ground.error, 0);
    assert.deepEqual(poll(ground, [row(listener, POLLIN), row(NO_SOCKET, POLLERR)]), [-1, 0, 0]);
    assert.equal(ground.error, WSAEINVAL);
    const s = ground.udp();
    assert.deepEqual(poll(ground, [row(-1, POLLIN), row(s, POLLOUT)], 1000), [1, POLLNVAL, POLLWRNORM]);
  });

  onGrounds("rows without any socket are WSAENOTSOCK", (ground) => {
    assert.deepEqual(poll(ground, [row(-1, POLLERR), row(NO_SOCKET, POLLERR)]), [-1, POLLNVAL, POLLNVAL]);
    assert.equal(ground.error, WSAENOTSOCK);
  });

  onGrounds("a listener with a connection is POLLRDNORM, and nothing else", (ground) => {
    const listener = ground.listener();
    assert.equal(shown(ground, listener), 0);
    ground.connect(ground.nonBlocking(ground.tcp()), ground.name(listener));
    assert.equal(shown(ground, listener, POLLIN, 100), POLLRDNORM);
    assert.equal(shown(ground, listener, POLLIN), POLLRDNORM);
    assert.equal(shown(ground, listener, POLLRDBAND | POLLWRNORM), 0);
    ground.ws2.accept(listener, null, null);
    assert.equal(shown(ground, listener), 0);
  });

  onGrounds("several rows, each by its own state", (ground) => {
    const listener = ground.listener();
    const [client, server] = ground.pair();
    const rows = [row(listener, ALL), row(server, ALL), row(client, ALL)];
    assert.deepEqual(poll(ground, rows), [2, 0, POLLWRNORM, POLLWRNORM]);
    // one socket in two rows
    assert.deepEqual(poll(ground, [row(client, POLLIN), row(client, POLLOUT)]), [1, 0, POLLWRNORM]);
  });

  onGrounds("data is POLLRDNORM", (ground) => {
    const [client, server] = ground.pair();
    ground.send(server, "1234");
    assert.equal(shown(ground, client, POLLRDNORM | POLLRDBAND, 100), POLLRDNORM);
    assert.equal(shown(ground, client), POLLRDNORM | POLLWRNORM);
    assert.equal(shown(ground, client, POLLRDBAND), 0);
    assert.equal(shown(ground, client, 0), 0);
    assert.equal(shown(ground, server), POLLWRNORM);
    assert.equal(ground.recv(client), "1234");
    assert.equal(shown(ground, client), POLLWRNORM);
  });

  onGrounds("a sender without room is not POLLWRNORM until its peer reads", (ground) => {
    const [client, server] = ground.pair();
    ground.nonBlocking(client);
    const bytes = new Uint8Array(1 << 16);
    while (ground.ws2.send(client, bytes, bytes.length, 0) > 0);
    ground.settle();
    while (ground.ws2.send(client, bytes, bytes.length, 0) > 0);
    assert.equal(shown(ground, client, POLLWRNORM), 0);
    ground.nonBlocking(server);
    ground.later(5, () => {
      for (let i = 0; i < 100; i++) {
        while (ground.ws2.recv(server, bytes, bytes.length, 0) > 0);
      }
    });
    assert.equal(shown(ground, client, POLLWRNORM, 3000), POLLWRNORM);
  });

  onGrounds("urgent data is POLLRDBAND, and like other data with SO_OOBINLINE", (ground) => {
    const [client, server] = ground.pair();
    ground.send(client, "A", MSG_OOB);
    assert.equal(shown(ground, server, POLLRDNORM | POLLRDBAND, 100), POLLRDBAND);
    assert.equal(shown(ground, server), POLLWRNORM | POLLRDBAND);
    assert.equal(shown(ground, client), POLLWRNORM);
    assert.equal(ground.recv(server, 1, MSG_OOB), "A");
    assert.equal(shown(ground, server), POLLWRNORM);
    const [other, inline] = ground.pair();
    assert.equal(ground.ws2.setsockopt(inline, SOL_SOCKET, SO_OOBINLINE, DWORD(1), 4), 0);
    ground.send(other, "B", MSG_OOB);
    assert.equal(shown(ground, inline, POLLRDNORM | POLLRDBAND, 100), POLLRDNORM);
    assert.equal(shown(ground, inline), POLLWRNORM | POLLRDNORM);
    assert.equal(ground.recv(inline), "B");
    assert.equal(shown(ground, inline), POLLWRNORM);
  });

  onGrounds("a half-close is POLLHUP at the peer, without being requested", (ground) => {
    const [client, server] = ground.pair();
    ground.ws2.shutdown(client, SD_RECEIVE);
    assert.equal(shown(ground, client), POLLWRNORM);
    assert.equal(shown(ground, server), POLLWRNORM);
    ground.ws2.shutdown(client, SD_SEND);
    assert.equal(shown(ground, client), POLLWRNORM);
    assert.equal(shown(ground, server, 0, 100), POLLHUP);
    assert.equal(shown(ground, server), POLLWRNORM | POLLHUP);
  });

  onGrounds("a close is POLLHUP at the peer, even with unread data", (ground) => {
    const [client, server] = ground.pair();
    ground.send(client, "data");
    assert.equal(shown(ground, server, POLLRDNORM | POLLRDBAND, 100), POLLRDNORM);
    ground.ws2.closesocket(client);
    assert.equal(shown(ground, server, 0, 100), POLLHUP);
    assert.equal(shown(ground, server), POLLWRNORM | POLLRDNORM | POLLHUP);
    assert.equal(ground.recv(server), "data");
    assert.equal(shown(ground, server), POLLWRNORM | POLLHUP);
    assert.equal(ground.recv(server), "");
    assert.equal(shown(ground, server), POLLWRNORM | POLLHUP);
  });

  onGrounds("a reset is POLLERR and POLLHUP at the peer, in every call", (ground) => {
    const [client, server] = ground.pair();
    ground.reset(client);
    for (let i = 0; i < 2; i++) {
      assert.equal(shown(ground, server, POLLRDNORM, 100), POLLERR | POLLHUP);
      assert.equal(shown(ground, server), POLLERR | POLLHUP | POLLWRNORM);
    }
  });

  onGrounds("a connect under way reports nothing, a connect that succeeds POLLWRNORM", (ground) => {
    const listener = ground.listener();
    const s = ground.nonBlocking(ground.tcp());
    ground.connect(s, ground.name(listener));
    assert.equal(shown(ground, s, ALL, 1000), POLLWRNORM);
  });

  onGrounds("a connect that failed is POLLERR, POLLHUP and POLLWRNORM", (ground) => {
    const s = ground.nonBlocking(ground.tcp());
    ground.connect(s, ground.nobody());
    assert.equal(shown(ground, s, ALL, 3000), POLLERR | POLLHUP | POLLWRNORM);
    assert.equal(shown(ground, s), POLLERR | POLLHUP | POLLWRNORM);
    assert.equal(shown(ground, s, POLLIN), POLLERR | POLLHUP);
  });

  onGrounds("datagram sockets, bound or not", (ground) => {
    const unbound = ground.ws2.socket(2, SOCK_DGRAM, 0);
    const bound = ground.udp();
    for (const s of [unbound, bound]) assert.equal(shown(ground, s), POLLWRNORM);
    ground.ws2.sendto(unbound, new Uint8Array(5), 5, 0, ground.name(bound), 16);
    assert.equal(shown(ground, bound, POLLRDNORM | POLLRDBAND, 100), POLLRDNORM);
    assert.equal(shown(ground, bound), POLLWRNORM | POLLRDNORM);
    assert.equal(shown(ground, unbound), POLLWRNORM);
  });

  onGrounds("a socket that another thread closes meanwhile is POLLNVAL, and counted", (ground) => {
    const [client] = ground.pair();
    ground.later(10, () => ground.ws2.closesocket(client));
    assert.deepEqual(poll(ground, [row(client, POLLIN)], 1000), [1, POLLNVAL]);
  });

  onGrounds("waits for its timeout, and for a stream's end without being requested", (ground) => {
    const s = ground.udp();
    const before = ground.platform.now();
    const waits = ground.counted(() => assert.equal(shown(ground, s, POLLIN, 60), 0));
    assert.isAtMost(waits, 3);
    assert.isAtLeast(ground.platform.now() - before, 59);
    const [client, server] = ground.pair();
    ground.later(10, () => ground.ws2.closesocket(server));
    assert.equal(shown(ground, client, 0, 1000), POLLHUP);
    const [quiet, other] = ground.pair();
    ground.later(10, () => ground.send(other, "x"));
    assert.equal(shown(ground, quiet, 0, 60), 0, "data that no row requests");
  });

  onGrounds("runs completion routines while it waits, and continues to wait", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const [quiet] = ground.pair();
    let ran = 0;
    ws2.WSARecv(client, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), newWSAOVERLAPPED(), () => {
      ran++;
    });
    ground.send(server, "abcd");
    assert.equal(shown(ground, quiet, POLLIN, 40), 0);
    assert.equal(ran, 1);
  });

  onGrounds("ends its watches when a completion routine throws through it", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const [quiet, peer] = ground.pair();
    const boom = new Error("the application's routine fails");
    ws2.WSARecv(client, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), newWSAOVERLAPPED(), () => {
      throw boom;
    });
    ground.send(server, "abcd");
    assert.throws(() => shown(ground, quiet, POLLIN, 100), boom.message);
    ground.send(peer, "x");
    assert.isAtMost(
      ground.counted(() => ground.settle(50)),
      4,
    );
  });
});
