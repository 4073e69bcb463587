import {
  DWORD,
  fd_set,
  MSG_OOB,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SO_OOBINLINE,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  WSA_IO_PENDING,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";
import { type Ground, onGrounds } from "./ground.js";

/** The time of a test: a second of the simulated clock; on the real clock, long enough to detect a wait that loops. */
const pause = (ground: Ground) => (ground.platformName === "memory" ? 1000 : 60);

/** The most waits that may end early: one for each event that a wait records. */
const FEW = 4;

function exceptfds(ground: Ground, s: SOCKET): number {
  const ms = pause(ground);
  return ground.ws2.select(0, null, null, fd_set(s), { tv_sec: Math.floor(ms / 1000), tv_usec: (ms % 1000) * 1000 });
}

const STANDING: Readonly<Record<string, (ground: Ground) => SOCKET>> = {
  "the peer's reset": (ground) => {
    const [client, server] = ground.pair();
    ground.reset(server);
    ground.settle(1);
    return client;
  },
  "the end of both directions": (ground) => {
    const [client, server] = ground.pair();
    ground.ws2.shutdown(client, SD_SEND);
    ground.ws2.shutdown(server, SD_SEND);
    ground.settle(1);
    return client;
  },
  "the peer's end": (ground) => {
    const [client, server] = ground.pair();
    ground.ws2.closesocket(server);
    ground.settle(1);
    return client;
  },
  "data that is not read": (ground) => {
    const [client, server] = ground.pair();
    ground.send(server, "abc");
    ground.settle(1);
    return client;
  },
  "a refused datagram": (ground) => {
    const s = ground.udp();
    ground.connect(s, ground.nobody(SOCK_DGRAM));
    ground.send(s, "abc");
    return s;
  },
  "a connection that has just come to stand": (ground) => {
    const listener = ground.listener();
    const s = ground.nonBlocking(ground.tcp());
    assert.equal(ground.connect(s, ground.name(listener)), -1);
    return s;
  },
};

describe("a wait sleeps, ends, or records an event once", () => {
  for (const what of Object.keys(STANDING)) {
    onGrounds(
      `select for exceptions alone sleeps after ${what}`,
      (ground) => {
        const s = STANDING[what](ground);
        const before = ground.platform.now();
        assert.isAtMost(
          ground.counted(() => assert.equal(exceptfds(ground, s), 0)),
          FEW,
        );
        assert.isAtLeast(ground.platform.now() - before, pause(ground) - 1);
        // and a lasting condition is still reported if it is requested
        if (what !== "a connection that has just come to stand") {
          assert.equal(ground.ws2.select(0, fd_set(s), null, null, { tv_sec: 1, tv_usec: 0 }), 1);
        }
      },
      SYSTEMS,
    );
  }

  onGrounds("select for exceptions sleeps if urgent data becomes normal data meanwhile", (ground) => {
    const [client, server] = ground.pair();
    ground.later(5, () => {
      ground.ws2.setsockopt(client, SOL_SOCKET, SO_OOBINLINE, DWORD(1), 4);
      ground.send(server, "!", MSG_OOB);
    });
    assert.isAtMost(
      ground.counted(() => assert.equal(exceptfds(ground, client), 0)),
      2 * FEW,
    );
  });

  onGrounds(
    "a failed connect shows in exceptfds, where nothing else is asked for",
    (ground) => {
      const s = ground.nonBlocking(ground.tcp());
      assert.equal(ground.connect(s, ground.nobody()), -1);
      assert.equal(ground.error, WSAEWOULDBLOCK);
      assert.equal(ground.ws2.select(0, null, null, fd_set(s), { tv_sec: 3, tv_usec: 0 }), 1);
    },
    SYSTEMS,
  );
});

describe("a watch ends with the call that made it", () => {
  onGrounds("an accept whose blocking hook throws ends its watches", (ground) => {
    const old = ground.process(1, 1);
    const listener = ground.listener(old);
    const boom = new Error("the application's hook fails");
    old.WSASetBlockingHook(() => {
      throw boom;
    });
    assert.throws(() => old.accept(listener, null, null), boom.message);
    old.WSAUnhookBlockingHook();
    old.connect(ground.tcp(old), ground.name(listener, old), 16);
    assert.isAtMost(
      ground.counted(() => void old.kernel32.SleepEx(pause(ground), false)),
      FEW,
    );
  });

  onGrounds("a select whose blocking hook throws ends its watches", (ground) => {
    const old = ground.process(1, 1);
    const listener = ground.listener(old);
    const boom = new Error("the application's hook fails");
    old.WSASetBlockingHook(() => {
      throw boom;
    });
    assert.throws(() => old.select(0, fd_set(listener), null, null, null), boom.message);
    old.WSAUnhookBlockingHook();
    old.connect(ground.tcp(old), ground.name(listener, old), 16);
    assert.isAtMost(
      ground.counted(() => void old.kernel32.SleepEx(pause(ground), false)),
      FEW,
    );
  });

  onGrounds(
    "a receive in which a completion routine throws leaves nothing behind",
    (ground) => {
      const { ws2 } = ground;
      const [client, server] = ground.pair();
      const [second, peer] = ground.pair();
      const boom = new Error("the application's routine fails");
      ws2.WSARecv(client, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), newWSAOVERLAPPED(), () => {
        throw boom;
      });
      ground.send(server, "abcd");
      ws2.setsockopt(second, SOL_SOCKET, SO_RCVTIMEO, DWORD(50), 4);
      assert.throws(() => ground.recv(second, 4), boom.message);
      ground.send(peer, "abcd");
      const waits = ground.counted(
        () => void ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, pause(ground), true),
      );
      assert.isAtMost(waits, FEW);
      assert.equal(ground.recv(second, 4), "abcd");
    },
    SYSTEMS,
  );

  onGrounds(
    "an overlapped call on a socket without the attribute that is left by an exception has ended",
    (ground) => {
      const { ws2 } = ground;
      const listener = ground.listener();
      const client = ws2.WSASocketW(2, 1, 0, null, 0, 0);
      assert.equal(ground.connect(client, ground.name(listener)), 0);
      const server = ws2.accept(listener, null, null);
      const [other, peer] = ground.pair();
      const boom = new Error("the application's routine fails");
      ws2.WSARecv(other, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), newWSAOVERLAPPED(), () => {
        throw boom;
      });
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      ground.later(5, () => ground.send(peer, "abcd"));
      assert.throws(
        () => ws2.WSARecv(client, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), newWSAOVERLAPPED(), null),
        boom.message,
      );
      // its bytes belong to the next receive
      ground.send(server, "efgh");
      assert.equal(ground.recv(client), "efgh");
    },
    [DESKTOP],
  );
});
