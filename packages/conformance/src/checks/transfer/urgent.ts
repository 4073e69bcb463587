import {
  DWORD,
  fd_set,
  MSG_OOB,
  readDWORD,
  ref,
  SIOCATMARK,
  SO_OOBINLINE,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEINVAL,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { bytes, loopbackPair, type Pair, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const NOW = { tv_sec: 0, tv_usec: 0 };

/** Sends "ab", the urgent "!", and "cd". */
function sendMixed({ near, peer }: Pair): void {
  near.must(near.send(peer, bytes("ab")));
  near.must(near.ws2.send(peer, bytes("!"), 1, MSG_OOB));
  near.must(near.send(peer, bytes("cd")));
}

function inLine({ near, s }: Pair): void {
  near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_OOBINLINE, DWORD(1), 4));
}

function hasNoneUrgent(program: Program, s: SOCKET): void {
  const result = program.ws2.recv(s, new Uint8Array(1), 1, MSG_OOB);
  equal(result, SOCKET_ERROR, "the result");
  const code = program.ws2.WSAGetLastError();
  if (code !== WSAEWOULDBLOCK) sameCode(code, WSAEINVAL, "the error");
}

/** Urgent data, out of band and in line. */
export const URGENT_CHECKS: readonly Check[] = [
  {
    rule: "recv/urgent",
    needs: ["IPv4 stream"],
    run(bench) {
      const pair = loopbackPair(bench);
      sendMixed(pair);
      const { near, s } = pair;
      const byte: Uint8Array = new Uint8Array(1);
      near.answers(near.ws2.recv(s, byte, 1, MSG_OOB), 1);
      sameList(byte, bytes("!"), "the urgent byte");
      sameList(near.receiveAll(s, 4), bytes("abcd"), "the data around it");
    },
  },
  {
    rule: "recv/urgent-none",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      unblock(near, s);
      hasNoneUrgent(near, s);
    },
  },
  {
    rule: "recv/urgent-none",
    of: "beside other data, of a blocking socket",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = loopbackPair(bench);
      far.must(far.send(peer, bytes("ordinary")));
      hasNoneUrgent(near, s);
    },
  },
  {
    rule: "recv/urgent-in-line",
    needs: ["IPv4 stream", "option SO_OOBINLINE"],
    run(bench) {
      const pair = loopbackPair(bench);
      inLine(pair);
      sendMixed(pair);
      sameList(pair.near.receiveAll(pair.s, 5), bytes("ab!cd"), "the stream");
    },
  },
  {
    rule: "recv/urgent-inline",
    needs: ["IPv4 stream", "option SO_OOBINLINE"],
    run(bench) {
      const pair = loopbackPair(bench);
      inLine(pair);
      sendMixed(pair);
      pair.near.fails(pair.near.ws2.recv(pair.s, new Uint8Array(1), 1, MSG_OOB), WSAEINVAL);
    },
  },
  {
    rule: "select/urgent",
    needs: ["IPv4 stream", "option SO_OOBINLINE"],
    run(bench) {
      const pair = loopbackPair(bench);
      const { near, s, peer } = pair;
      near.must(near.ws2.send(peer, bytes("!"), 1, MSG_OOB));
      const [read, except] = [fd_set(s), fd_set(s)];
      near.answers(near.ws2.select(0, read, null, except, NOW), 1, "the sockets that are ready");
      equal(except.fd_count, 1, "the set of exceptions");
      equal(read.fd_count, 0, "the set of readers");
      inLine(pair);
      const [again, exceptAgain] = [fd_set(s), fd_set(s)];
      near.works(near.ws2.select(0, again, null, exceptAgain, NOW));
      equal(again.fd_count, 1, "the set of readers, in line");
    },
  },
  {
    rule: "ioctlsocket/SIOCATMARK",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      const atMark = ref(-1);
      near.works(near.ws2.ioctlsocket(s, SIOCATMARK, atMark));
      equal(atMark.value, 1, "SIOCATMARK with no urgent data");
      const out = DWORD(0);
      near.must(near.send(peer, bytes("ab")));
      near.must(near.ws2.send(peer, bytes("!"), 1, MSG_OOB));
      near.works(near.ws2.WSAIoctl(s, SIOCATMARK, null, 0, out, 4, ref(0), null, null));
      equal(readDWORD(out), 0, "SIOCATMARK before the urgent data");
    },
  },
];
