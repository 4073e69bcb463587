import { fd_set, MSG_OOB, newWSABUF, newWSAOVERLAPPED, ref, type SOCKET, WSAENOTSOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { SYSTEMS } from "../fixture/systems.js";
import { duplicate } from "../sharing/duplicate.js";
import { type Ground, onGrounds } from "./ground.js";

const NOW = { tv_sec: 0, tv_usec: 0 };
const SOON = { tv_sec: 1, tv_usec: 0 };

/** The sockets of a set. */
function members({ fd_array, fd_count }: fd_set): SOCKET[] {
  return fd_array.slice(0, fd_count);
}

function closeLater(ground: Ground, s: SOCKET): void {
  ground.later(10, () => ground.ws2.closesocket(s));
}

describe("select on a socket that another thread closes", () => {
  onGrounds(
    "leaves it in readfds alone",
    (ground) => {
      const [client] = ground.pair();
      closeLater(ground, client);
      const [read, except] = [fd_set(client), fd_set(client)];
      assert.equal(ground.ws2.select(0, read, null, except, SOON), 1);
      assert.deepEqual([members(read), members(except)], [[client], []]);
    },
    SYSTEMS,
  );

  onGrounds(
    "is WSAENOTSOCK, and empties the sets, where it is not in readfds",
    (ground) => {
      for (const at of [1, 2]) {
        const listener = ground.listener();
        closeLater(ground, listener);
        const sets: (fd_set | null)[] = [null, null, null];
        const set = fd_set(listener);
        sets[at] = set;
        assert.equal(ground.ws2.select(0, sets[0], sets[1], sets[2], SOON), -1);
        assert.equal(ground.error, WSAENOTSOCK);
        assert.deepEqual(members(set), []);
      }
    },
    SYSTEMS,
  );

  onGrounds(
    "a listener, with no time to end the wait",
    (ground) => {
      const listener = ground.listener();
      closeLater(ground, listener);
      const read = fd_set(listener);
      assert.equal(ground.ws2.select(0, read, null, null, null), 1);
      assert.deepEqual(members(read), [listener]);
    },
    SYSTEMS,
  );

  onGrounds("ends when the handle closes, even if another handle of the socket is open", (ground) => {
    const [client] = ground.pair();
    const second = duplicate(ground.ws2 as never, client, ground.ws2 as never);
    closeLater(ground, second);
    const read = fd_set(second);
    assert.equal(ground.ws2.select(0, read, null, null, SOON), 1);
    // and continues if only the other handle closes
    const third = duplicate(ground.ws2 as never, client, ground.ws2 as never);
    closeLater(ground, client);
    assert.equal(ground.ws2.select(0, fd_set(third), null, null, { tv_sec: 0, tv_usec: 50_000 }), 0);
  });

  onGrounds("a socket that was closed before leaves the sets as they are", (ground) => {
    const [client, server] = ground.pair();
    ground.ws2.closesocket(client);
    const [read, except] = [fd_set(client, server), fd_set(client, server)];
    assert.equal(ground.ws2.select(0, read, null, except, NOW), -1);
    assert.equal(ground.error, WSAENOTSOCK);
    assert.deepEqual([read.fd_count, except.fd_count], [2, 2]);
  });
});

describe("select with one set in two places", () => {
  onGrounds(
    "is ready for either, and counts once",
    (ground) => {
      const [one, other] = ground.pair();
      const set = fd_set(one, other);
      assert.equal(ground.ws2.select(0, set, set, null, NOW), 2);
      assert.deepEqual(members(set), [one, other]);
      ground.send(other, "x");
      ground.settle();
      const single = fd_set(one);
      assert.equal(ground.ws2.select(0, single, single, null, NOW), 1);
      const quiet = fd_set(other);
      assert.equal(ground.ws2.select(0, quiet, null, quiet, NOW), 0);
    },
    SYSTEMS,
  );

  onGrounds(
    "and with one socket twice in a set",
    (ground) => {
      const [one] = ground.pair();
      const set = fd_set(one, one);
      assert.equal(ground.ws2.select(0, null, set, null, NOW), 1);
      assert.deepEqual(members(set), [one]);
    },
    SYSTEMS,
  );
});

describe("select, state by state", () => {
  onGrounds(
    "each set has what its kind shows",
    (ground) => {
      const listener = ground.listener();
      const client = ground.nonBlocking(ground.tcp());
      const all = (...sockets: SOCKET[]) => {
        const sets = [fd_set(...sockets), fd_set(...sockets), fd_set(...sockets)];
        const count = ground.ws2.select(0, sets[0], sets[1], sets[2], NOW);
        return [count, ...sets.map(members)];
      };
      assert.deepEqual(all(listener), [0, [], [], []]);
      ground.connect(client, ground.name(listener));
      ground.settle();
      assert.deepEqual(all(listener), [1, [listener], [], []]);
      const server = ground.ws2.accept(listener, null, null);
      assert.deepEqual(all(listener, server, client), [2, [], [server, client], []]);
      ground.send(client, "1234");
      ground.settle();
      assert.deepEqual(all(server), [2, [server], [server], []]);
      assert.equal(ground.recv(server), "1234");
      ground.send(client, "A", MSG_OOB);
      ground.settle();
      assert.deepEqual(all(server), [2, [], [server], [server]]);
      assert.equal(ground.recv(server, 10, MSG_OOB), "A");
      ground.ws2.closesocket(server);
      ground.settle();
      assert.deepEqual(all(client), [2, [client], [client], []]);
    },
    SYSTEMS,
  );
});

describe("select during an overlapped receive", () => {
  onGrounds("does not report data that the receive consumes", (ground) => {
    const [client, server] = ground.pair();
    const overlapped = newWSAOVERLAPPED();
    const buffers = [newWSABUF(new Uint8Array(9))];
    assert.equal(ground.ws2.WSARecv(client, buffers, 1, null, ref(0), overlapped, null), -1);
    ground.later(5, () => ground.send(server, "abc"));
    assert.equal(ground.ws2.select(0, fd_set(client), null, null, { tv_sec: 0, tv_usec: 40_000 }), 0);
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [0, 3]);
  });
});
