import {
  FIONREAD,
  MAKEWORD,
  MSG_PEEK,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  SOCKET_ERROR,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import {
  awaitEvent,
  awaitingReceive,
  completes,
  isSignalled,
  newEvent,
  outcomeOf,
  receiveOverlapped,
  recordingRoutine,
  sendOverlapped,
} from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair, nameLength, pattern, reset } from "../../bench/pairs.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** More bytes than the buffers of both ends hold. */
const MOST_BUFFERED = 64 << 20;

const V22 = MAKEWORD(2, 2);

const events: readonly Check[] = [
  {
    rule: "overlapped/event/signalled",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const event = newEvent(near);
      awaitingReceive(near, s, 8, { event });
      holds(!isSignalled(near, event), "whether the event is unsignalled before the end");
      far.must(far.send(peer, bytes("end")));
      holds(awaitEvent(near, event), "whether the event is signalled");
    },
  },
  {
    rule: "overlapped/event/reset",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const event = newEvent(near);
      near.ws2.WSASetEvent(event);
      awaitingReceive(near, s, 8, { event });
      holds(!isSignalled(near, event), "whether the event is unsignalled again");
    },
  },
  ...(["overlapped/event/immediate", "overlapped/event/immediate-ce"] as const).map(
    (rule): Check => ({
      rule,
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        const { near, s, peer } = loopbackPair(bench);
        near.must(near.send(peer, bytes("now")));
        const [sent, received] = [newEvent(near), newEvent(near)];
        sameCode(receiveOverlapped(near, s, 8, { event: received }).code, 0, "WSARecv's error");
        sameCode(sendOverlapped(near, s, bytes("x"), { event: sent }).code, 0, "WSASend's error");
        const expected = rule === "overlapped/event/immediate";
        equal(isSignalled(near, received), expected, "whether the receive's event is signalled");
        equal(isSignalled(near, sent), expected, "whether the send's event is signalled");
      },
    }),
  ),
];

const closing: readonly Check[] = [
  {
    rule: "overlapped/abort-on-close",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const [event, second] = [newEvent(near), newEvent(near)];
      const operations = [awaitingReceive(near, s, 8, { event }), awaitingReceive(near, s, 8, { event: second })];
      near.works(near.ws2.closesocket(s));
      holds(isSignalled(near, event) && isSignalled(near, second), "whether the events are signalled");
      const other = near.stream();
      for (const { overlapped } of operations) {
        sameCode(outcomeOf(near, other, overlapped).code, WSA_OPERATION_ABORTED, "the operation's error");
      }
    },
  },
  {
    rule: "overlapped/silent-on-cleanup",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const { routine, told } = recordingRoutine();
      const event = newEvent(near);
      const operations = [awaitingReceive(near, s, 8, { event }), awaitingReceive(near, s, 8, { routine })];
      near.works(near.ws2.WSACleanup());
      near.machine.turn();
      equal(near.ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true), 258, "the wait for event and routine");
      equal(told.length, 0, "calls of the routine");
      near.works(near.ws2.WSAStartup(V22, newWSADATA()));
      const other = near.stream();
      for (const { overlapped } of operations) {
        sameCode(outcomeOf(near, other, overlapped).code, WSA_OPERATION_ABORTED, "the operation's error");
      }
    },
  },
  {
    rule: "overlapped/end-of-stream",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const receive = awaitingReceive(near, s);
      far.must(far.ws2.closesocket(peer));
      const outcome = outcomeOf(near, s, receive.overlapped, true);
      sameCode(outcome.code, 0, "the operation's error");
      equal(outcome.bytes, 0, "its bytes");
    },
  },
  {
    rule: "overlapped/reset",
    needs: ["IPv4 stream", "option SO_LINGER", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const receive = awaitingReceive(near, s);
      reset(far, peer);
      sameCode(outcomeOf(near, s, receive.overlapped, true).code, WSAECONNRESET, "the operation's error");
    },
  },
];

const data: readonly Check[] = [
  {
    rule: "overlapped/independent",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const receive = awaitingReceive(near, s);
      completes(near, s, sendOverlapped(near, s, bytes("out")), 3);
      sameCode(outcomeOf(near, s, receive.overlapped).code, WSA_IO_INCOMPLETE, "the receive's error meanwhile");
    },
  },
  {
    rule: "overlapped/buffers-captured",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const [first, other]: Uint8Array[] = [new Uint8Array(3), new Uint8Array(3)];
      const buffers = [newWSABUF(first)];
      const overlapped = newWSAOVERLAPPED();
      near.fails(near.ws2.WSARecv(s, buffers, 1, null, ref(0), overlapped, null), WSA_IO_PENDING);
      Object.assign(buffers[0], { buf: other, len: 1 });
      buffers.length = 0;
      far.must(far.send(peer, bytes("abc")));
      sameCode(outcomeOf(near, s, overlapped, true).code, 0, "the operation's error");
      sameList(first, bytes("abc"), "the buffer of the call");
    },
  },
  {
    rule: "overlapped/from-at-the-end",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const near = bench.program();
      const { s, name } = near.boundDatagram();
      const sender = near.boundDatagram();
      const from: Uint8Array = new Uint8Array(20);
      const length = ref(20);
      const overlapped = newWSAOVERLAPPED();
      const buffers = [newWSABUF(new Uint8Array(4))];
      near.fails(near.ws2.WSARecvFrom(s, buffers, 1, null, ref(0), from, length, overlapped, null), WSA_IO_PENDING);
      equal(length.value, 20, "the length while the receive is pending");
      near.must(near.sendTo(sender.s, bytes("abc"), name));
      sameCode(outcomeOf(near, s, overlapped, true).code, 0, "the operation's error");
      sameList(from.subarray(0, 4), sender.name.subarray(0, 4), "the sender's family and port");
      equal(length.value, nameLength().value, "the length at the end");
    },
  },
  {
    rule: "overlapped/send-whole",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const all = pattern(200_000);
      let send = sendOverlapped(near, s, all);
      let size = all.length;
      // a network with large buffers accepts several sends at once
      for (; send.code === 0 && size < MOST_BUFFERED; size += all.length) send = sendOverlapped(near, s, all);
      sameCode(send.code, WSA_IO_PENDING, "WSASend's error");
      sameList(far.receiveAll(peer, size).subarray(-8), all.subarray(-8), "the last bytes at the peer");
      near.machine.turn();
      completes(near, s, send, all.length);
    },
  },
  {
    rule: "overlapped/zero-length",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const look = receiveOverlapped(near, s, 0);
      sameCode(look.code, WSA_IO_PENDING, "WSARecv's error before data arrives");
      far.must(far.send(peer, bytes("here")));
      const outcome = outcomeOf(near, s, look.overlapped, true);
      sameCode(outcome.code, 0, "the operation's error");
      equal(outcome.bytes, 0, "its bytes");
      sameList(near.receive(s) ?? [], bytes("here"), "the data that is left afterwards");
    },
  },
  {
    rule: "overlapped/datagram-longer",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const near = bench.program();
      const { s, name } = near.boundDatagram();
      const receive = awaitingReceive(near, s, 2);
      near.must(near.sendTo(near.datagram(), bytes("abc"), name));
      sameCode(outcomeOf(near, s, receive.overlapped, true).code, WSAEMSGSIZE, "the operation's error");
      sameList(receive.buf, bytes("ab"), "the beginning");
    },
  },
  {
    rule: "overlapped/peek",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const look = awaitingReceive(near, s, 8, { flags: MSG_PEEK });
      far.must(far.send(peer, bytes("seen")));
      equal(outcomeOf(near, s, look.overlapped, true).bytes, 4, "the bytes seen");
      sameList(near.receive(s) ?? [], bytes("seen"), "the data that is left afterwards");
    },
  },
];

const attribute: readonly Check[] = [
  {
    rule: "overlapped/attribute-missing",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, far, peer } = plainPair(bench);
      const event = newEvent(near);
      far.must(far.send(peer, bytes("abc")));
      const receive = receiveOverlapped(near, s, 8, { event });
      sameCode(receive.code, 0, "WSARecv's error");
      sameList(receive.buf.subarray(0, 3), bytes("abc"), "what is received before it returns");
    },
  },
  ...(
    [
      "overlapped/attribute-missing-ce",
      "WSPSocket/not-overlapped-by-default",
      "WSASocketW/not-overlapped-by-default",
    ] as const
  ).map(
    (rule): Check => ({
      rule,
      of: "a receive",
      needs: ["IPv4 stream", "overlapped"],
      run(bench) {
        const { near, s, far, peer } = plainPair(bench);
        // if the provider ignores the missing attribute, the call completes at once, as there is data
        far.must(far.send(peer, bytes("abc")));
        const { code } = receiveOverlapped(near, s);
        if (rule === "overlapped/attribute-missing-ce") sameCode(code, WSAEINVAL, "WSARecv's error");
        else holds(code !== WSA_IO_PENDING, "whether no overlapped operation is pending");
      },
    }),
  ),
];

/** A connection whose near end was made without the overlapped attribute. */
function plainPair(bench: Parameters<Check["run"]>[0]) {
  const far = bench.neighbour.program();
  const listener = far.listener();
  const near = bench.program();
  const s = near.must(near.ws2.WSASocketW(2, SOCK_STREAM, 0, null, 0, 0));
  near.must(near.connect(s, listener.name));
  const peer = far.must(far.ws2.accept(listener.s, null, null));
  return { near, s, far, peer };
}

const controls: readonly Check[] = [
  {
    rule: "overlapped/ioctl",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("three")));
      const { routine, told } = recordingRoutine();
      const [out, count]: [Uint8Array, { value: number }] = [new Uint8Array(4), ref(0)];
      near.answers(near.ws2.WSAIoctl(s, FIONREAD, null, 0, out, 4, count, newWSAOVERLAPPED(), routine), 0);
      equal(out[0], 5, "the bytes that wait");
      near.ws2.WSAWaitForMultipleEvents(1, [newEvent(near)], false, 10, true);
      equal(told.length, 1, "calls of the routine");
    },
  },
  {
    rule: "overlapped/ioctl-unknown",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      const { routine, told } = recordingRoutine();
      const unknown = 0x12345678;
      const result = near.ws2.WSAIoctl(s, unknown, null, 0, null, 0, ref(0), newWSAOVERLAPPED(), routine);
      equal(result, SOCKET_ERROR, "the call's result");
      near.fails(result, WSA_IO_PENDING);
      near.ws2.WSAWaitForMultipleEvents(1, [newEvent(near)], false, 10, true);
      equal(told[0]?.[0], WSAEOPNOTSUPP, "the error that the routine received");
    },
  },
];

/** How overlapped operations complete. */
export const OVERLAPPED_END_CHECKS: readonly Check[] = [...events, ...closing, ...data, ...attribute, ...controls];
