import {
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import type { Check } from "../check.js";
import { equal, holds } from "../finding.js";
import { bytes, loopbackPair } from "../pairs.js";

const NOT_A_SOCKET = 0x4444444 as SOCKET;

function line(fd: SOCKET, events: number): WSAPOLLFD {
  return { fd, events, revents: -1 };
}

/** WSAPoll, which the desktop alone has. */
export const POLL_CHECKS: readonly Check[] = [
  {
    rule: "WSAPoll/ready",
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("x")));
      const rows = [line(s, POLLIN | POLLOUT), line(peer, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 2, 0), 1, "the rows that have something");
      equal(rows[0].revents, POLLIN | POLLOUT, "revents of the first row");
      equal(rows[1].revents, 0, "revents of the second row");
    },
  },
  {
    rule: "WSAPoll/timeout",
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const before = near.host.platform.now();
      const rows = [line(s, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 1, 30), 0);
      equal(rows[0].revents, 0, "revents");
      equal(near.host.platform.now() - before, 30, "the milliseconds that passed");
    },
  },
  {
    rule: "WSAPoll/closed",
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const rows = [line(NOT_A_SOCKET, POLLIN), line(s, POLLOUT)];
      near.answers(near.desktop.WSAPoll(rows, 2, 0), 2);
      equal(rows[0].revents, POLLNVAL, "revents of the row without a socket");
      equal(rows[1].revents, POLLOUT, "revents of the other row");
      near.fails(near.desktop.WSAPoll([line(NOT_A_SOCKET, POLLIN)], 1, 0), WSAENOTSOCK);
    },
  },
  {
    rule: "WSAPoll/hangup",
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.ws2.closesocket(peer));
      const rows = [line(s, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 1, 0), 1);
      holds((rows[0].revents & POLLHUP) !== 0, "whether POLLHUP is told");
    },
  },
  {
    rule: "WSAPoll/no-rows",
    run(bench) {
      const near = bench.program();
      near.fails(near.desktop.WSAPoll([], 0, 0), WSAEINVAL, "the error without rows");
      near.fails(near.desktop.WSAPoll(null, 1, 0), WSAEFAULT, "the error without a list");
    },
  },
];
