import {
  MSG_OOB,
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
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import { closeMeanwhile } from "../../bench/interrupting.js";
import { bytes, loopbackPair, unblock } from "../../bench/pairs.js";
import { equal } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NOT_A_SOCKET = 0x4444444 as SOCKET;

function line(fd: SOCKET, events: number): WSAPOLLFD {
  return { fd, events, revents: -1 };
}

/** WSAPoll, which only desktop exports. */
export const POLL_CHECKS: readonly Check[] = [
  {
    rule: "WSAPoll/ready",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("x")));
      const rows = [line(s, POLLIN | POLLOUT), line(peer, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 2, 0), 1, "the number of rows with events");
      equal(rows[0].revents, POLLRDNORM | POLLWRNORM, "revents of the first row");
      equal(rows[1].revents, 0, "revents of the second row");
    },
  },
  {
    rule: "WSAPoll/timeout",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const before = bench.now();
      const rows = [line(s, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 1, 30), 0);
      equal(rows[0].revents, 0, "revents");
      bench.took(before, 30, "the milliseconds that passed");
    },
  },
  {
    rule: "WSAPoll/closed",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const rows = [line(NOT_A_SOCKET, POLLIN), line(s, POLLOUT)];
      near.answers(near.desktop.WSAPoll(rows, 2, 0), 1);
      equal(rows[0].revents, POLLNVAL, "revents of the row without a socket");
      equal(rows[1].revents, POLLOUT, "revents of the other row");
      near.fails(near.desktop.WSAPoll([line(NOT_A_SOCKET, POLLIN)], 1, 0), WSAENOTSOCK);
    },
  },
  {
    rule: "WSAPoll/hangup",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("x")));
      near.must(near.ws2.closesocket(peer));
      const rows = [line(s, 0)];
      near.answers(near.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLHUP, "revents of a row whose events are 0");
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
  {
    rule: "WSAPoll/events",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      for (const events of [POLLERR, POLLHUP, POLLNVAL, POLLPRI, POLLWRBAND, POLLIN | 0x8]) {
        near.fails(near.desktop.WSAPoll([line(s, events)], 1, 0), WSAEINVAL, `the error for events ${events}`);
      }
    },
  },
  {
    rule: "WSAPoll/urgent",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.ws2.send(peer, bytes("x"), 1, MSG_OOB));
      const rows = [line(s, POLLRDNORM | POLLRDBAND)];
      near.answers(near.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLRDBAND, "revents");
    },
  },
  {
    rule: "WSAPoll/connect-failed",
    needs: ["IPv4 stream"],
    run(bench) {
      const near = bench.program();
      const s = near.stream();
      unblock(near, s);
      const nobody = near.listener();
      near.must(near.ws2.closesocket(nobody.s));
      near.fails(near.connect(s, nobody.name), WSAEWOULDBLOCK);
      const rows = [line(s, POLLIN | POLLOUT)];
      near.answers(near.desktop.WSAPoll(rows, 1, 5000), 1);
      equal(rows[0].revents, POLLERR | POLLHUP | POLLWRNORM, "revents");
    },
  },
  {
    rule: "WSAPoll/closed-meanwhile",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      closeMeanwhile(bench, near, s);
      const rows = [line(s, POLLIN)];
      near.answers(near.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLNVAL, "revents");
    },
  },
];
