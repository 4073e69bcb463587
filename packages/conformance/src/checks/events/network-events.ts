import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  MSG_OOB,
  SD_SEND,
  type SOCKET,
  sockaddr_in,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { awaitingReceive, isSignalled } from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair, pass, pattern, reset, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { records, take, watch, watchedPair } from "../../bench/watched.js";
import { equal, holds, sameCode, sameEvents } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const READ_INDEX = 0;
const CONNECT_INDEX = 4;
const CLOSE_INDEX = 5;

const transfer: readonly Check[] = [
  {
    rule: "FD_READ/recorded",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("x")));
      records(watched, FD_READ, "the events recorded when data has arrived");
      equal(take(watched).iErrorCode[READ_INDEX], 0, "its code");
      records(watched, 0, "the events recorded without a receive");
      near.must(near.receiveAll(s, 1).length);
      near.must(near.send(peer, bytes("y")));
      records(watched, FD_READ, "the events recorded when data arrives after a receive");
    },
  },
  {
    rule: "FD_READ/again",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("abc")));
      records(watched, FD_READ, "the events recorded when data has arrived");
      near.must(near.ws2.recv(s, new Uint8Array(1), 1, 0));
      records(watched, FD_READ, "the events recorded after a receive of part of the data");
      near.must(near.ws2.recv(s, new Uint8Array(2), 2, 0));
      records(watched, 0, "the events recorded after a receive of the rest");
    },
  },
  {
    rule: "FD_READ/taken-by-overlapped",
    needs: ["IPv4 stream", "events", "overlapped"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      awaitingReceive(near, s, 8);
      near.must(near.send(peer, bytes("x")));
      near.machine.turn();
      records(watched, 0, "the events recorded");
    },
  },
  {
    rule: "FD_WRITE/at-once",
    needs: ["IPv4 datagram", "IPv4 stream", "events"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const stream = watch(near, s, FD_WRITE);
      records(stream, FD_WRITE, "the events recorded for a connected stream");
      records(stream, 0, "the events recorded at the second query");
      const { s: to } = near.boundDatagram();
      records(watch(near, to, FD_WRITE), FD_WRITE, "the events recorded for a datagram socket");
    },
  },
  {
    rule: "FD_WRITE/again",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, far, peer, watched } = watchedPair(bench, FD_WRITE);
      unblock(far, peer);
      near.works(near.send(s, bytes("x")));
      records(watched, 0, "the events recorded after a send that succeeds");
      const block = pattern(16384);
      let sent = 0;
      for (let i = 0; i < 1000 && sent >= 0; i++) sent = near.send(s, block);
      near.fails(sent, WSAEWOULDBLOCK);
      records(watched, 0, "the events recorded while there is no room");
      // each system chooses how much the peer must receive before there is room
      for (let taken = 1; taken > 0; ) {
        taken = far.ws2.recv(peer, block, block.length, 0);
        if (take(watched).lNetworkEvents === FD_WRITE) return;
      }
      sameEvents(take(watched, true).lNetworkEvents, FD_WRITE, "the events recorded when there is room");
    },
  },
  {
    rule: "FD_OOB/recorded",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_OOB);
      near.must(near.ws2.send(peer, bytes("!"), 1, MSG_OOB));
      records(watched, FD_OOB, "the events recorded for urgent data");
      records(watched, 0, "the events recorded at the second query");
      near.must(near.ws2.recv(s, new Uint8Array(1), 1, MSG_OOB));
      near.must(near.ws2.send(peer, bytes("?"), 1, MSG_OOB));
      records(watched, FD_OOB, "the events recorded after a receive");
    },
  },
];

const connections: readonly Check[] = [
  {
    rule: "FD_ACCEPT/recorded",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const program = bench.program();
      const listener = program.listener();
      const watched = watch(program, listener.s, FD_ACCEPT);
      for (let i = 0; i < 2; i++) program.must(program.connect(program.stream(), listener.name));
      records(watched, FD_ACCEPT, "the events recorded for two connections");
      records(watched, 0, "the events recorded without accept");
      program.must(program.ws2.accept(listener.s, null, null));
      records(watched, FD_ACCEPT, "the events recorded after the first accept");
      program.must(program.ws2.accept(listener.s, null, null));
      records(watched, 0, "the events recorded after the second accept");
    },
  },
  {
    rule: "FD_ACCEPT/before-listen",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const watched = watch(program, s, FD_ACCEPT);
      const name = sockaddr_in("127.0.0.1", program.bind(s));
      program.must(program.ws2.listen(s, 1));
      records(watched, 0, "the events recorded before a connection");
      program.must(program.connect(program.stream(), name));
      records(watched, FD_ACCEPT, "the events recorded for a connection");
    },
  },
  {
    rule: "FD_CONNECT/success",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const listener = bench.neighbour.program().listener();
      const program = bench.program();
      const watched = watch(program, program.stream(), FD_CONNECT);
      program.fails(program.connect(watched.s, listener.name), WSAEWOULDBLOCK, "connect's error");
      const events = take(watched, true);
      sameEvents(events.lNetworkEvents, FD_CONNECT, "the events recorded");
      equal(events.iErrorCode[CONNECT_INDEX], 0, "its code");
    },
  },
  {
    rule: "FD_CONNECT/failure",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const program = bench.program();
      const watched = watch(program, program.stream(), FD_CONNECT | FD_WRITE);
      const nobody = sockaddr_in(bench.neighbour.reachableAt, 9);
      program.fails(program.connect(watched.s, nobody), WSAEWOULDBLOCK, "connect's error");
      const events = take(watched, true);
      sameEvents(events.lNetworkEvents, FD_CONNECT, "the events recorded");
      sameCode(events.iErrorCode[CONNECT_INDEX], WSAECONNREFUSED, "its code");
    },
  },
  {
    rule: "FD_CONNECT/late",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const watched = watch(near, s, FD_CONNECT | FD_WRITE);
      records(watched, FD_CONNECT | FD_WRITE, "the events recorded");
    },
  },
  {
    rule: "FD_CLOSE/graceful",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, peer, watched } = watchedPair(bench, FD_CLOSE);
      near.must(near.ws2.shutdown(peer, SD_SEND));
      const events = take(watched, true);
      sameEvents(events.lNetworkEvents, FD_CLOSE, "the events recorded");
      equal(events.iErrorCode[CLOSE_INDEX], 0, "its code");
      records(watched, 0, "the events recorded at the second query");
    },
  },
  {
    rule: "FD_CLOSE/reset",
    needs: ["IPv4 stream", "events", "option SO_LINGER"],
    run(bench) {
      const { near, peer, watched } = watchedPair(bench, FD_CLOSE);
      reset(near, peer);
      const events = take(watched, true);
      sameEvents(events.lNetworkEvents, FD_CLOSE, "the events recorded");
      const code = events.iErrorCode[CLOSE_INDEX];
      if (code !== WSAECONNRESET) sameCode(code, WSAECONNABORTED, "its code");
    },
  },
  {
    rule: "FD_CLOSE/not-after-close",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_CLOSE | FD_READ);
      near.must(near.ws2.closesocket(s));
      near.must(near.ws2.closesocket(peer));
      holds(!isSignalled(near, watched.event), "whether the event stays unsignalled");
    },
  },
  {
    rule: "accept/inherits-events",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const program = bench.program();
      const listener = program.listener();
      const { event } = watch(program, listener.s, FD_ACCEPT | FD_READ);
      const far = program.stream();
      program.must(program.connect(far, listener.name));
      const s = program.must(program.ws2.accept(listener.s, null, null));
      program.ws2.WSAResetEvent(event);
      program.must(program.send(far, bytes("x")));
      holds(isSignalled(program, event), "whether the listener's event is signalled");
      records({ program, s, event }, FD_READ, "the events recorded for the accepted socket");
    },
  },
];

/** How a changed mask affects the recorded events. */
const masks: readonly Check[] = [
  {
    rule: "WSAEventSelect/keeps-record",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { s, near, event } = afterClose(bench);
      near.works(near.ws2.WSAEventSelect(s, event, FD_CLOSE));
      holds(isSignalled(near, event), "whether the event is signalled again");
      records({ program: near, s, event }, FD_CLOSE, "the events recorded");
    },
  },
  {
    rule: "WSAEventSelect/clears-record",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { s, near, event } = afterClose(bench);
      near.works(near.ws2.WSAEventSelect(s, event, FD_CLOSE));
      records({ program: near, s, event }, 0, "the events recorded");
    },
  },
  {
    rule: "FD_CLOSE/before-mask",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.ws2.shutdown(peer, SD_SEND));
      records(watched, 0, "the events recorded without FD_CLOSE in the mask");
      near.works(near.ws2.WSAEventSelect(s, watched.event, FD_READ | FD_CLOSE));
      records(watched, FD_CLOSE, "the events recorded once the mask includes it");
    },
  },
  {
    rule: "FD_CONNECT/before-mask",
    needs: ["otherHosts", "IPv4 stream", "events"],
    run(bench) {
      const program = bench.program();
      const watched = watch(program, program.stream(), FD_WRITE);
      program.fails(program.connect(watched.s, sockaddr_in(bench.neighbour.address, 9)), WSAEWOULDBLOCK);
      pass(program, 50);
      records(watched, 0, "the events recorded without FD_CONNECT in the mask");
      program.works(program.ws2.WSAEventSelect(watched.s, watched.event, FD_CONNECT));
      const events = take(watched);
      sameEvents(events.lNetworkEvents, FD_CONNECT, "the events recorded once the mask includes it");
      sameCode(events.iErrorCode[CONNECT_INDEX], WSAECONNREFUSED, "its code");
    },
  },
];

/** A watched end of a connection. FD_CLOSE was recorded, then removed from the mask. */
function afterClose(bench: Bench) {
  const { near, s, peer, watched } = watchedPair(bench, FD_CLOSE);
  near.must(near.ws2.shutdown(peer, SD_SEND));
  holds(isSignalled(near, watched.event), "whether the event is signalled");
  near.works(near.ws2.WSAEventSelect(s, watched.event, FD_OOB));
  near.ws2.WSAResetEvent(watched.event);
  return { near, s, event: watched.event };
}

const datagrams: readonly Check[] = [
  {
    rule: "FD_WRITE/named",
    needs: ["IPv4 datagram", "events"],
    run(bench) {
      const program = bench.program();
      for (const name of [(s: SOCKET) => void program.bind(s), (s: SOCKET) => sendAnywhere(program, s)]) {
        const watched = watch(program, program.datagram(), FD_WRITE);
        records(watched, 0, "the events recorded without a local name");
        name(watched.s);
        records(watched, FD_WRITE, "the events recorded with one");
      }
    },
  },
  {
    rule: "FD_CONNECT/datagram",
    needs: ["IPv4 datagram", "events"],
    run(bench) {
      const program = bench.program();
      const watched = watch(program, program.datagram(), FD_CONNECT);
      program.works(program.connect(watched.s, program.boundDatagram().name));
      const events = take(watched);
      sameEvents(events.lNetworkEvents, FD_CONNECT, "the events recorded");
      equal(events.iErrorCode[CONNECT_INDEX], 0, "its code");
    },
  },
  {
    rule: "FD_READ/consumed",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("x")));
      holds(isSignalled(near, watched.event), "whether the event is signalled");
      near.must(near.receiveAll(s, 1).length);
      records(watched, 0, "the events recorded once all data is read");
    },
  },
  {
    rule: "FD_READ/recorded",
    of: "datagrams",
    needs: ["IPv4 datagram", "events"],
    run(bench) {
      const { watched, arrives, receives } = watchedDatagrams(bench);
      for (const time of ["first", "second", "third"]) {
        arrives(1);
        records(watched, FD_READ, `the events recorded for the ${time} datagram`);
        records(watched, 0, "the events recorded without a receive");
        receives();
      }
    },
  },
  {
    rule: "FD_READ/again",
    of: "datagrams",
    needs: ["IPv4 datagram", "events"],
    run(bench) {
      const { watched, arrives, receives } = watchedDatagrams(bench);
      arrives(3);
      for (const left of [3, 2, 1]) {
        records(watched, FD_READ, `the events recorded while ${left} are left`);
        receives();
      }
      records(watched, 0, "the events recorded after the last");
    },
  },
  {
    rule: "FD_READ/taken-by-overlapped",
    of: "datagrams",
    needs: ["IPv4 datagram", "events", "overlapped"],
    run(bench) {
      const { watched, arrives } = watchedDatagrams(bench);
      awaitingReceive(watched.program, watched.s, 8);
      arrives(1);
      watched.program.machine.turn();
      records(watched, 0, "the events recorded");
    },
  },
  {
    rule: "FD_READ/consumed",
    of: "datagrams",
    needs: ["IPv4 datagram", "events"],
    run(bench) {
      const { watched, arrives, receives } = watchedDatagrams(bench);
      arrives(1);
      holds(isSignalled(watched.program, watched.event), "whether the event is signalled");
      receives();
      records(watched, 0, "the events recorded once all data is read");
    },
  },
];

/** A datagram socket that is watched for FD_READ. Its own program sends to it and receives from it. */
function watchedDatagrams(bench: Bench) {
  const program = bench.program();
  const { s, name } = program.boundDatagram();
  const [watched, other] = [watch(program, s, FD_READ), program.datagram()];
  take(watched);
  return {
    watched,
    arrives(count: number) {
      for (let i = 0; i < count; i++) program.must(program.sendTo(other, bytes("x"), name));
    },
    receives: () => program.must(program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null)),
  };
}

function sendAnywhere(program: Program, s: SOCKET): void {
  const { name } = program.boundDatagram();
  program.must(program.ws2.sendto(s, bytes("x"), 1, 0, name, name.length));
}

/** The events that WSAEventSelect records, and the calls that enable them again. */
export const NETWORK_EVENT_CHECKS: readonly Check[] = [...transfer, ...connections, ...masks, ...datagrams];
