import { MSG_PEEK, newWSABUF, newWSAOVERLAPPED, ref, SD_RECEIVE } from "@ws2kit/spi";
import { errorName } from "./answer.js";
import type { Bench } from "./bench.js";
import { duplicate } from "./file-programs.js";
import { Overlap, pendingReceive, plainSocket, Routine, reset } from "./overlap.js";
import { Port, tiedPair } from "./port-programs.js";
import type { Programs } from "./programs.js";

/** Kernel statuses, and the codes of WSAGetOverlappedResult for them; those with WSAEINVAL stand for all others. */
const STATUSES: readonly (readonly [status: number, code: string])[] = [
  [0x00000000, "0"],
  [0x40000000, "0"],
  [0x80000005, "WSAEMSGSIZE"],
  [0xc0000005, "WSAEFAULT"],
  [0xc0000008, "WSAENOTSOCK"],
  [0xc0000017, "WSAENOBUFS"],
  [0xc0000022, "WSAEACCES"],
  [0xc0000023, "WSAEFAULT"],
  [0xc0000043, "WSAEADDRINUSE"],
  [0xc00000a3, "WSAEWOULDBLOCK"],
  [0xc00000b0, "WSAESHUTDOWN"],
  [0xc00000b5, "WSAETIMEDOUT"],
  [0xc00000bb, "WSAEOPNOTSUPP"],
  [0xc0000120, "WSA_OPERATION_ABORTED"],
  [0xc000013b, "WSAECONNABORTED"],
  [0xc000013c, "WSAECONNRESET"],
  [0xc0000207, "WSAEADDRNOTAVAIL"],
  [0xc000020d, "WSAECONNRESET"],
  [0xc0000236, "WSAECONNREFUSED"],
  [0xc0000237, "WSAEDISCON"],
  [0xc000023c, "WSAENETUNREACH"],
  [0xc000023d, "WSAEHOSTUNREACH"],
  [0xc0000240, "WSAEINTR"],
  [0xc0000241, "WSAECONNABORTED"],
  [0x80000001, "WSAEINVAL"],
  [0xc0000001, "WSAEINVAL"],
  [0xc0000184, "WSAEINVAL"],
];

/** The result of WSAGetOverlappedResult for a structure whose Internal a program has set. */
function outcome(bench: Bench, Internal: number): string {
  const overlapped = { ...newWSAOVERLAPPED(), Internal };
  const { ws2 } = bench;
  return ws2.WSAGetOverlappedResult(bench.udp(), overlapped, ref(0), false, ref(0))
    ? "0"
    : errorName(ws2.WSAGetLastError());
}

/** Programs for the statements about overlapped operations and completion ports. */
export const OVERLAPPED_ASSERTIONS: Programs = {
  "shutdown-05": (b) => {
    const operation = pendingReceive(b);
    b.must(b.ws2.shutdown(operation.server, SD_RECEIVE));
    const later = new Overlap(b).recv(operation.server);
    b.send(operation.client, "abc");
    return `${later}, then ${operation.result(operation.server, true)} "${operation.text}"`;
  },
  "WSARecv-02": (b) => {
    const { client, server } = b.pair();
    const operation = new Overlap(b, undefined, 0);
    const answer = operation.recv(server);
    b.send(client, "abc");
    return `${answer}, then ${operation.result(server, true)}; ${b.recv(server)} left`;
  },
  "WSARecv-04": (b) => {
    const { server } = b.pair();
    const buffers = [newWSABUF(new Uint8Array(4))];
    return b.told(b.ws2.WSARecv(server, buffers, 1, null, ref(0), newWSAOVERLAPPED(), null));
  },
  "WSARecv-05": (b) => {
    const { client, server } = b.pair();
    b.send(client, "abc");
    const operation = new Overlap(b);
    return `${operation.recv(server, null, MSG_PEEK)} "${operation.text}", then ${b.recv(server)}`;
  },
  "WSARecv-07": (b) => {
    const { client, server, operation } = tiedPair(b);
    b.send(client, "abc");
    const routine = new Routine();
    const answer = operation.recv(server, routine.run);
    b.ws2.kernel32.SleepEx(20, true);
    return `${answer}, called ${routine.calls}`;
  },
  "WSARecv-09": (b) => {
    const operation = pendingReceive(b);
    reset(b, operation.client);
    operation.wait(100);
    const n = ref(0);
    const answer = b.told(b.ws2.kernel32.GetOverlappedResult(operation.server, operation.overlapped, n, true));
    return `${answer}, n ${n.value}, Internal ${operation.internal}`;
  },
  "WSARecv-13": (b) => {
    const { s, peer } = plainSocket(b);
    b.nonBlocking(s);
    const thread = b.ws2.openThread();
    const sender = new Overlap(b, null);
    b.ws2.runOn(thread, () => sender.recv(peer, () => b.send(peer, "abc")));
    b.send(s, "go");
    const operation = new Overlap(b);
    b.ws2.runOn(thread, () => b.ws2.kernel32.SleepEx(20, true));
    return `${operation.recv(s)}, n ${operation.n.value}`;
  },
  "WSARecv-14": (b) => {
    const { client, server } = b.pair();
    const operations = [new Overlap(b, undefined, 16), new Overlap(b, undefined, 16)];
    for (const operation of operations) operation.recv(server);
    b.send(client, "0123456789abcdefghijklmnopqrstuv");
    for (const operation of operations) operation.wait(100);
    return operations.map(({ text }) => text).join(" ");
  },
  "WSARecv-16": (b) => {
    const { client, server, port, operation } = tiedPair(b);
    b.send(client, "abc");
    return `${operation.recv(server)}, then ${port.next(operation)}`;
  },
  "WSARecv-18": (b) => {
    const { client, server, port, operation } = tiedPair(b);
    b.ws2.closesocket(client);
    return `${operation.recv(server)}, n ${operation.n.value}, then ${port.next(operation)}`;
  },
  "GetQueuedCompletionStatus-01": (b) => new Port(b).next(null),
  "WSAGetOverlappedResult-02": (b) => {
    const second = duplicate(b, b.pair().client);
    return b.told(b.ws2.WSAGetOverlappedResult(second, newWSAOVERLAPPED(), ref(0), false, ref(0)));
  },
  "WSAGetOverlappedResult-03": (b) => outcome(b, 0x103),
  "WSAGetOverlappedResult-04": (b) => {
    const wrong = STATUSES.filter(([status, code]) => outcome(b, status) !== code);
    return wrong.length === 0 ? "as mapped" : wrong.map(([status]) => `${status.toString(16)}`).join(" ");
  },
  "WSAIoctl-03": (b) => {
    const { client, server, port, operation } = tiedPair(b);
    b.send(client, "abc");
    const { ws2 } = b;
    const FIONREAD = 0x4004667f;
    const answer = b.told(
      ws2.WSAIoctl(server, FIONREAD, null, 0, new Uint8Array(4), 4, operation.n, operation.overlapped, null),
    );
    return `${answer}, n ${operation.n.value}, then ${port.next(operation)}`;
  },
  "WSAIoctl-06": (b) => {
    const { server, port, operation } = tiedPair(b);
    const routine = new Routine();
    const { ws2 } = b;
    const call = (s: typeof server, run: Routine["run"] | null) =>
      b.told(ws2.WSAIoctl(s, 0xdeadbeef, null, 0, null, 0, ref(0), operation.overlapped, run));
    const answers = [call(server, null), port.next(operation), call(b.tcp(), routine.run)];
    ws2.kernel32.SleepEx(20, true);
    return `${answers.join("; ")}; ${routine.error}`;
  },
  "select-08": (b) => {
    const s = b.nonBlocking(b.bound("udp4"));
    const readable = () => ({ fd_count: 1, fd_array: [s] });
    const select = () => b.ws2.select(0, readable(), null, null, { tv_sec: 0, tv_usec: 20000 });
    const routine = new Routine();
    const queue = () => new Overlap(b, null).send(b.pair().client, new Uint8Array(1), routine.run);
    b.sendto(b.udp(), "x", b.name(s));
    queue();
    const answers = [`${select()}, called ${routine.calls}`];
    b.recv(s);
    answers.push(`${select()}, called ${routine.calls}`);
    return answers.join("; ");
  },
};
