import { newWSABUF, ref, SD_RECEIVE, type WSABUF } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { Overlap, pendingReceive, plainSocket, reset, shown } from "./overlap.js";
import type { Programs } from "./programs.js";

/** A receive after four bytes have arrived. */
function immediate(bench: Bench) {
  const { client, server } = bench.pair();
  bench.send(client, "abcd");
  const operation = new Overlap(bench);
  const answer = operation.recv(server);
  return { operation, server, answer };
}

function hundred(bench: Bench) {
  const { client } = bench.pair();
  const operation = new Overlap(bench);
  const answer = operation.send(client, new Uint8Array(100));
  return { operation, client, answer };
}

/** WSARecv without an overlapped structure on a connection that has data. */
function plain(bench: Bench, buffers: WSABUF[], count: number, flags = ref(0)): string {
  const { client, server } = bench.pair();
  bench.send(client, "abcd");
  return bench.told(bench.ws2.WSARecv(server, buffers, count, ref(0), flags, null, null));
}

function cancelled(bench: Bench, how: "CancelIo" | "CancelIoEx") {
  const operation = pendingReceive(bench);
  const { kernel32 } = bench.ws2;
  const { server } = operation;
  const result = how === "CancelIo" ? kernel32.CancelIo(server) : kernel32.CancelIoEx(server, operation.overlapped);
  return { operation, answer: bench.told(result) };
}

function closed(bench: Bench) {
  const operation = pendingReceive(bench);
  bench.ws2.closesocket(operation.server);
  return operation;
}

/** Programs for the rows about overlapped sends and receives. */
export const OVERLAPPED_PROGRAMS: Programs = {
  "WSARecv overlapped pending": (b) => {
    const { server } = b.pair();
    const operation = new Overlap(b);
    return shown(operation.recv(server), { n: operation.n.value, Internal: operation.internal });
  },
  "result while pending nowait": (b) => {
    const operation = pendingReceive(b);
    return operation.result(operation.server);
  },
  "event while pending": (b) => pendingReceive(b).wait(),
  "event after data": (b) => {
    const operation = pendingReceive(b);
    b.send(operation.client, "abc");
    return operation.wait(100);
  },
  "result after data": (b) => {
    const operation = pendingReceive(b);
    b.send(operation.client, "abc");
    return operation.result(operation.server, true);
  },
  "WSARecv overlapped immediate": (b) => {
    const { operation, answer } = immediate(b);
    return shown(answer, { n: operation.n.value, Internal: operation.internal });
  },
  "event after immediate": (b) => immediate(b).operation.wait(),
  "result immediate": (b) => {
    const { operation, server } = immediate(b);
    return operation.result(server);
  },
  "WSASend overlapped immediate": (b) => {
    const { operation, answer } = hundred(b);
    return shown(answer, { n: operation.n.value });
  },
  "send result": (b) => {
    const { operation, client } = hundred(b);
    return operation.result(client);
  },
  "WSARecv NULL count no overlapped": (b) => {
    const { client, server } = b.pair();
    b.send(client, "abcd");
    return b.told(b.ws2.WSARecv(server, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), null, null));
  },
  "WSARecv NULL flags": (b) => plain(b, [newWSABUF(new Uint8Array(4))], 1, null as never),
  "WSARecv NULL bufs count 1": (b) => plain(b, null as never, 1),
  "WSARecv 0 bufs": (b) => plain(b, [], 0),
  "WSASend NULL count no overlapped": (b) => {
    const { client } = b.pair();
    return b.told(b.ws2.WSASend(client, [newWSABUF(new Uint8Array(4))], 1, null, 0, null, null));
  },
  "WSASend 0 bufs": (b) => {
    const { client } = b.pair();
    return b.told(b.ws2.WSASend(client, [], 0, ref(0), 0, null, null));
  },
  "pending before closesocket": (b) => new Overlap(b).recv(b.pair().server),
  "event after closesocket": (b) => closed(b).wait(),
  "OVERLAPPED.Internal after close": (b) => closed(b).internal,
  "WSAGetOverlappedResult on closed": (b) => {
    const operation = closed(b);
    return operation.result(operation.server);
  },
  CancelIoEx: (b) => cancelled(b, "CancelIoEx").answer,
  "result after CancelIoEx": (b) => {
    const { operation } = cancelled(b, "CancelIoEx");
    return operation.result(operation.server);
  },
  "CancelIoEx nothing pending": (b) => b.told(b.ws2.kernel32.CancelIoEx(b.pair().server, null)),
  CancelIo: (b) => cancelled(b, "CancelIo").answer,
  "result after CancelIo": (b) => {
    const { operation } = cancelled(b, "CancelIo");
    return operation.result(operation.server);
  },
  "event after shutdown RECV with pending recv": (b) => {
    const operation = pendingReceive(b);
    b.must(b.ws2.shutdown(operation.server, SD_RECEIVE));
    return operation.wait();
  },
  "pending recv, peer FIN": (b) => {
    const operation = pendingReceive(b);
    b.ws2.closesocket(operation.client);
    return operation.result(operation.server, true);
  },
  "pending recv, peer RST": (b) => {
    const operation = pendingReceive(b);
    reset(b, operation.client);
    return operation.result(operation.server, true);
  },
  "non-overlapped socket, WSARecv with OVERLAPPED, data ready": (b) => {
    const { s, peer } = plainSocket(b);
    b.send(peer, "abcde");
    const operation = new Overlap(b);
    return shown(operation.recv(s), { n: operation.n.value });
  },
};
