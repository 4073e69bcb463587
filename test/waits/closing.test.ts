import {
  DWORD,
  FIONBIO,
  MSG_PEEK,
  newWSABUF,
  ref,
  SO_RCVTIMEO,
  type SOCKET,
  SOL_SOCKET,
  WSAEINTR,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";
import { type Ground, onGrounds } from "./ground.js";

const CHUNK = new Uint8Array(65_536);

/** Sends until there is no more room: the peer receives nothing. */
function fill(ground: Ground, s: SOCKET): void {
  const { ws2 } = ground;
  ground.nonBlocking(s);
  for (let looks = 0; looks < 3; looks++) {
    while (ws2.send(s, CHUNK, CHUNK.length, 0) > 0);
    assert.equal(ground.error, WSAEWOULDBLOCK);
    ground.settle(2);
  }
  ws2.ioctlsocket(s, FIONBIO, ref(0));
}

type Call = (ground: Ground, s: SOCKET) => number;

const RECEIVES: Readonly<Record<string, Call>> = {
  recv: ({ ws2 }, s) => ws2.recv(s, new Uint8Array(9), 9, 0),
  "recv with MSG_PEEK": ({ ws2 }, s) => ws2.recv(s, new Uint8Array(9), 9, MSG_PEEK),
  "recv with SO_RCVTIMEO": ({ ws2 }, s) => {
    ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(5000), 4);
    return ws2.recv(s, new Uint8Array(9), 9, 0);
  },
  WSARecv: ({ ws2 }, s) => ws2.WSARecv(s, [newWSABUF(new Uint8Array(9))], 1, ref(0), ref(0), null, null),
};

const SENDS: Readonly<Record<string, Call>> = {
  send: ({ ws2 }, s) => ws2.send(s, CHUNK, CHUNK.length, 0),
  WSASend: ({ ws2 }, s) => ws2.WSASend(s, [newWSABUF(CHUNK)], 1, ref(0), 0, null, null),
};

describe("a call that waits on a stream which another thread closes", () => {
  for (const [name, call] of Object.entries({ ...RECEIVES, ...SENDS })) {
    onGrounds(
      `${name} ends with WSAEINTR`,
      (ground) => {
        const [client] = ground.pair();
        if (name in SENDS) fill(ground, client);
        ground.later(10, () => assert.equal(ground.ws2.closesocket(client), 0));
        assert.equal(call(ground, client), -1);
        assert.equal(ground.error, WSAEINTR);
        assert.equal(ground.ws2.closesocket(client), -1);
        assert.equal(ground.error, WSAENOTSOCK);
      },
      EVERYTHING ? SYSTEMS : [DESKTOP],
      ["plain", "trace", "filter", "filter under trace"],
      // a real network may still have room for part of the bytes
      name in SENDS ? ["memory"] : undefined,
    );
  }
});
