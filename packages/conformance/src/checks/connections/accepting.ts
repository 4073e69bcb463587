import {
  DWORD,
  fd_set,
  LINGER,
  readDWORD,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVTIMEO,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMFILE,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  type WSAEVENT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { bytes, connectedPair, pass, pattern, unblock, waitingConnection } from "../../bench/pairs.js";
import { room } from "../../bench/program.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const accepting: readonly Check[] = [
  {
    rule: "accept/new-socket",
    needs: ["IPv4 stream"],
    run(bench) {
      const far = bench.neighbour.program();
      const { s, name } = far.listener();
      const near = bench.program();
      const sockets = [near.stream(), near.stream()];
      for (const each of sockets) near.works(near.connect(each, name));
      const accepted = [far.works(far.ws2.accept(s, null, null)), far.works(far.ws2.accept(s, null, null))];
      equal(new Set([s, ...accepted]).size, 3, "different sockets");
      near.works(near.send(sockets[0], bytes("first")));
      near.works(near.send(sockets[1], bytes("second")));
      sameList(far.receive(accepted[0]) ?? [], bytes("first"), "what the first accepted socket receives");
      sameList(far.receive(accepted[1]) ?? [], bytes("second"), "what the second accepted socket receives");
    },
  },
  {
    rule: "accept/peer-name",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, socket, far, listener } = waitingConnection(bench);
      const [peer, own] = [room(32), room()];
      far.works(far.ws2.accept(listener, peer.name, peer.length));
      near.works(near.ws2.getsockname(socket, own.name, own.length));
      sameList(peer.name.subarray(0, 16), own.name, "the peer's name");
      equal(peer.length.value, 16, "its length");
    },
  },
  {
    rule: "accept/not-listening",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      program.fails(program.ws2.accept(s, null, null), WSAEINVAL);
      program.bind(s);
      program.fails(program.ws2.accept(s, null, null), WSAEINVAL, "the error of a bound socket");
    },
  },
  {
    rule: "accept/connectionless",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.accept(program.boundDatagram().s, null, null), WSAEOPNOTSUPP);
    },
  },
  {
    rule: "accept/would-block",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s } = program.listener();
      unblock(program, s);
      program.fails(program.ws2.accept(s, null, null), WSAEWOULDBLOCK);
    },
  },
  {
    rule: "accept/error/no-descriptors",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, socket, far, listener } = waitingConnection(bench);
      near.must(near.send(socket, bytes("waits")));
      const events = far.exhaustHandles();
      // a socket behind layers uses more than one handle
      let accepted = far.ws2.accept(listener, null, null);
      holds(accepted === SOCKET_ERROR, "accept without a handle");
      for (; accepted === SOCKET_ERROR && events.length > 0; accepted = far.ws2.accept(listener, null, null)) {
        far.fails(accepted, WSAEMFILE, "accept's error without a handle");
        far.ws2.WSACloseEvent(events.pop() as WSAEVENT);
      }
      sameList(far.receive(accepted) ?? [], bytes("waits"), "what the accepted socket receives");
    },
  },
  {
    rule: "accept/short",
    needs: ["IPv4 stream"],
    run(bench) {
      const { far, listener } = waitingConnection(bench);
      const length = ref(15);
      far.fails(far.ws2.accept(listener, new Uint8Array(16), length), WSAEFAULT);
      equal(length.value, 15, "the length");
      far.works(far.ws2.accept(listener, new Uint8Array(16), ref(16)), "the error with room");
    },
  },
  {
    rule: "accept/no-length",
    needs: ["IPv4 stream"],
    run(bench) {
      const { far, listener } = waitingConnection(bench);
      const addr: Uint8Array = new Uint8Array(16).fill(7);
      far.works(far.ws2.accept(listener, addr, null));
      sameList(addr, new Uint8Array(16).fill(7), "the buffer");
    },
  },
  {
    rule: "accept/inherits",
    needs: ["IPv4 stream", "option SO_KEEPALIVE", "option SO_RCVTIMEO"],
    run(bench) {
      const far = bench.neighbour.program();
      const { s, name } = far.listener();
      far.must(far.ws2.setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, DWORD(1), 4));
      far.must(far.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(250), 4));
      const near = bench.program();
      near.must(near.connect(near.stream(), name));
      const accepted = far.works(far.ws2.accept(s, null, null));
      for (const [option, expected] of [
        [SO_KEEPALIVE, 1],
        [SO_RCVTIMEO, 250],
      ] as const) {
        const value: Uint8Array = new Uint8Array(4);
        far.works(far.ws2.getsockopt(accepted, SOL_SOCKET, option, value, ref(4)));
        equal(option === SO_KEEPALIVE ? value[0] : readDWORD(value), expected, `option ${option}`);
      }
    },
  },
  {
    rule: "select/listener",
    needs: ["IPv4 stream"],
    run(bench) {
      const far = bench.neighbour.program();
      const { s, name } = far.listener();
      far.answers(far.ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 0 }), 0, "select before");
      const near = bench.program();
      near.must(near.connect(near.stream(), name));
      far.answers(far.ws2.select(0, fd_set(s), null, null, null), 1, "select with a connection waiting");
    },
  },
];

const ending: readonly Check[] = [
  {
    rule: "shutdown/not-connected",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      for (const how of [SD_RECEIVE, SD_SEND, SD_BOTH]) {
        program.fails(program.ws2.shutdown(program.stream(), how), WSAENOTCONN, `how ${how}`);
      }
    },
  },
  {
    rule: "shutdown/how",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      for (const how of [3, -1, 77]) near.fails(near.ws2.shutdown(s, how), WSAEINVAL, `how ${how}`);
      near.works(near.send(s, bytes("still open")), "send's error afterwards");
    },
  },
  {
    rule: "shutdown/send-ends-stream",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      near.works(near.send(s, bytes("the end")));
      near.works(near.ws2.shutdown(s, SD_SEND));
      sameList(far.receiveAll(peer, 64), bytes("the end"), "what the peer receives");
      far.answers(far.ws2.recv(peer, new Uint8Array(4), 4, 0), 0, "recv at the end of the stream");
      far.works(far.send(peer, bytes("answer")), "send's error the other way");
      sameList(near.receive(s) ?? [], bytes("answer"), "the bytes of the answer");
    },
  },
  {
    rule: "closesocket/graceful",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const data = pattern(4000);
      near.works(near.send(s, data));
      const before = bench.now();
      near.works(near.ws2.closesocket(s));
      bench.took(before, 0, "the time that closesocket took");
      sameList(far.receiveAll(peer, 5000), data, "what the peer receives");
    },
  },
  {
    rule: "closesocket/reset",
    needs: ["IPv4 stream", "option SO_LINGER"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4));
      near.works(near.ws2.closesocket(s));
      pass(far, 10);
      far.fails(far.ws2.recv(peer, new Uint8Array(4), 4, 0), WSAECONNRESET, "the peer's error");
    },
  },
  ...(["WSPSocket/stream/closed-by-closesocket", "WSASocketW/stream/closed-by-closesocket"] as const).map(
    (rule): Check => ({
      rule,
      needs: ["IPv4 stream"],
      run(bench) {
        const { near, s, far, peer } = connectedPair(bench);
        near.works(near.ws2.closesocket(s));
        far.answers(far.ws2.recv(peer, new Uint8Array(4), 4, 0), 0, "the peer's recv");
        far.works(far.ws2.closesocket(peer));
        holds(bench.machine.counters.sockets === 0, "whether the machine has no open sockets");
      },
    }),
  ),
];

/** accept, and the ways in which a connection ends. */
export const ACCEPTING_CHECKS: readonly Check[] = [...accepting, ...ending];
