import { FD_SET, fd_set, MSG_OOB, POLLERR, POLLIN, POLLOUT, POLLPRI, type SOCKET, type WSAPOLLFD } from "@ws2kit/spi";
import { hexWord } from "./answer.js";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import type { Programs } from "./programs.js";
import { type Vector, vectors } from "./vectors.js";

const AT_ONCE = { tv_sec: 0, tv_usec: 0 };
const SOON = { tv_sec: 0, tv_usec: 1000 };

function select(bench: Bench, read: fd_set | null, write: fd_set | null = null, except: fd_set | null = null): string {
  return bench.told(bench.ws2.select(0, read, write, except, SOON));
}

/** 64 sockets that can send, one that cannot among them if `quiet` is given. */
function many(bench: Bench, count: number): SOCKET[] {
  return Array.from({ length: count }, () => bench.bound("udp4"));
}

function withUrgentByte(bench: Bench): SOCKET {
  const { client, server } = bench.pair();
  bench.send(server, "!", MSG_OOB);
  return client;
}

const SELECT: Programs = {
  "select all NULL, tv 0": (b) => b.told(b.ws2.select(0, null, null, null, AT_ONCE)),
  "select empty sets": (b) => select(b, fd_set(), fd_set(), fd_set()),
  "set count after timeout": (b) => {
    const set = fd_set(b.bound("udp4"));
    select(b, set);
    return String(set.fd_count);
  },
  "select unconnected tcp write": (b) => select(b, null, fd_set(b.tcp())),
  "select negative tv": (b) => b.told(b.ws2.select(0, fd_set(b.bound("udp4")), null, null, { tv_sec: -1, tv_usec: 0 })),
  "FD_SET dedups": (b) => {
    const [one, two] = many(b, 2);
    const set = fd_set();
    for (const s of [one, two, one]) FD_SET(s, set);
    return String(set.fd_count);
  },
  "select one bad of two": (b) => {
    const gone = b.tcp();
    b.ws2.closesocket(gone);
    return select(b, fd_set(b.bound("udp4"), gone));
  },
  "select 64 write": (b) => select(b, null, fd_set(...many(b, 64))),
  "remaining idx is last": (b) => {
    const sockets = many(b, 64);
    const last = sockets[63];
    const name = b.name(last);
    b.sendto(b.udp(), "x", name);
    const set = fd_set(...sockets);
    select(b, set);
    return String(Number(set.fd_count === 1 && set.fd_array[0] === last));
  },
  "select same socket twice in read set": (b) => {
    const { client, server } = b.pair();
    b.send(server, "x");
    return select(b, { fd_count: 2, fd_array: [client, client] });
  },
  "select bound not listening": (b) => select(b, fd_set(b.bound())),
  "select listening pending accept": (b) => {
    const listener = b.listening();
    b.connect(b.tcp(), listener);
    return select(b, fd_set(listener));
  },
  "select except OOB": (b) => select(b, null, null, fd_set(withUrgentByte(b))),
};

function poll(bench: Bench, ...rows: WSAPOLLFD[]): string {
  return bench.told(bench.ws2.WSAPoll(rows, rows.length, 0));
}

function row(fd: SOCKET, events: number): WSAPOLLFD {
  return { fd, events, revents: 0 };
}

const POLL: Programs = {
  "WSAPoll 0": (b) => b.told(b.ws2.WSAPoll([], 0, 0)),
  "WSAPoll NULL": (b) => b.told(b.ws2.WSAPoll(null, 0, 0)),
  "WSAPoll NULL n1": (b) => b.told(b.ws2.WSAPoll(null, 1, 0)),
  revents: (b) => {
    const gone = b.tcp();
    b.ws2.closesocket(gone);
    const rows = [row(ended(b), POLLIN | POLLOUT), row(b.pair().client, POLLIN | POLLOUT), row(gone, POLLIN)];
    b.ws2.WSAPoll(rows, 3, 0);
    const [p0, p1, p2] = rows.map(({ revents }) => hexWord(revents));
    return `${rows[0].revents}, p1 ${p1}, p2 ${p2}, p0 ${p0}`;
  },
  "WSAPoll POLLPRI event": (b) => poll(b, row(ended(b), POLLPRI)),
  "WSAPoll POLLERR requested": (b) => poll(b, row(ended(b), POLLERR)),
  "WSAPoll events 0": (b) => poll(b, row(ended(b), 0)),
};

/** A connected socket whose peer has closed. */
function ended(bench: Bench): SOCKET {
  const { client, server } = bench.pair();
  bench.ws2.closesocket(server);
  return client;
}

describe("oracle: select and WSAPoll", () => {
  for (const [file, programs] of [
    ["select", SELECT],
    ["poll", POLL],
  ] as const) {
    for (const { case: name, answer } of vectors<Vector>(file)) {
      oracleCase(`${file}/${name}`, answer, () => onBench(programs[name]));
    }
  }
});
