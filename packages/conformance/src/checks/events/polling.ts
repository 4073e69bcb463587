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
  SD_SEND,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import { closeMeanwhile } from "../../bench/interrupting.js";
import { bytes, loopbackPair, pass, unblock } from "../../bench/pairs.js";
import { equal, sameList } from "../../findings/finding.js";
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
  {
    rule: "WSAPoll/rows",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const listener = program.listener();
      const client = program.stream();
      const all = POLLRDNORM | POLLRDBAND | POLLWRNORM;
      const poll = (...rows: WSAPOLLFD[]) => {
        const result = program.works(program.desktop.WSAPoll(rows, rows.length, 0));
        return [result, ...rows.map(({ revents }) => revents)];
      };
      sameList(poll(line(listener.s, all)), [0, 0], "a listener at first");
      program.must(program.connect(client, listener.name));
      sameList(
        poll(line(listener.s, all), line(client, all)),
        [2, POLLRDNORM, POLLWRNORM],
        "a listener with a connection, and the connected stream",
      );
      sameList(poll(line(listener.s, POLLRDBAND | POLLWRNORM)), [0, 0], "a listener that is not asked about data");
      sameList(poll(line(client, POLLIN), line(client, POLLOUT)), [1, 0, POLLWRNORM], "one socket in two rows");
      const three = [line(client, POLLOUT), line(client, POLLOUT), line(client, POLLOUT)];
      program.answers(program.desktop.WSAPoll(three, 2, 0), 2, "the result for two of three rows");
      equal(three[2].revents, -1, "revents of the row behind them");
      const server = program.must(program.ws2.accept(listener.s, null, null));
      sameList(poll(line(listener.s, all)), [0, 0], "a listener whose connection was accepted");
      program.must(program.send(client, bytes("data")));
      sameList(poll(line(server, all)), [1, POLLRDNORM | POLLWRNORM], "a stream with data and room");
      sameList(poll(line(server, POLLRDBAND)), [0, 0], "a stream with data that is asked about urgent data");
      sameList(poll(line(server, 0)), [0, 0], "a stream with data that is asked about nothing");
      program.receive(server);
      sameList(poll(line(server, all)), [1, POLLWRNORM], "a stream whose data was received");
    },
  },
  {
    rule: "WSAPoll/not-connected",
    needs: ["IPv4 stream", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const rows = [line(s, POLLIN | POLLOUT)];
      program.answers(program.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLHUP | POLLWRNORM, "revents of a stream without a connection");
      rows[0].events = POLLIN;
      program.answers(program.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLHUP, "revents if it is asked about data alone");
      unblock(program, s);
      program.fails(program.connect(s, bench.neighbour.program().listener().name), WSAEWOULDBLOCK);
      rows[0].events = POLLIN | POLLOUT;
      program.answers(program.desktop.WSAPoll(rows, 1, 1000), 1);
      equal(rows[0].revents, POLLWRNORM, "revents once it is connected");
    },
  },
  {
    rule: "WSAPoll/waits",
    needs: ["IPv4 stream", "virtual time", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const wait = (events: number, ms: number, act: () => void) => {
        const rows = [line(s, events)];
        const before = bench.now();
        near.control.after(20, act);
        const result = near.works(near.desktop.WSAPoll(rows, 1, ms));
        return [result, rows[0].revents, bench.now() - before];
      };
      const sends = () => void near.send(peer, bytes("x"));
      sameList(wait(POLLIN, 1000, sends), [1, POLLRDNORM, 20], "a wait that data ends");
      near.receive(s);
      sameList(wait(POLLIN, -1, sends), [1, POLLRDNORM, 20], "a wait without a limit");
      near.receive(s);
      sameList(wait(POLLRDBAND, 60, sends), [0, 0, 60], "a wait for urgent data when other data comes");
      near.receive(s);
      sameList(wait(0, 60, sends), [0, 0, 60], "a wait for nothing when data comes");
      near.receive(s);
      const ends = () => void near.ws2.shutdown(peer, SD_SEND);
      sameList(wait(0, 1000, ends), [1, POLLHUP, 20], "a wait for nothing when the peer ends its stream");
    },
  },
  {
    rule: "WSAPoll/datagrams",
    needs: ["IPv4 datagram", "option SO_ACCEPTCONN", "option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const unbound = program.datagram();
      const rows = () => [line(s, POLLIN | POLLOUT), line(unbound, POLLIN | POLLOUT)];
      const before = rows();
      program.answers(program.desktop.WSAPoll(before, 2, 0), 2);
      sameList(
        before.map(({ revents }) => revents),
        [POLLWRNORM, POLLWRNORM],
        "revents of a bound and an unbound socket",
      );
      program.must(program.sendTo(unbound, bytes("x"), name));
      pass(program, 5);
      const after = rows();
      program.answers(program.desktop.WSAPoll(after, 2, 0), 2);
      sameList(
        after.map(({ revents }) => revents),
        [POLLRDNORM | POLLWRNORM, POLLWRNORM],
        "revents once a datagram has come",
      );
    },
  },
];
