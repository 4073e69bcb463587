import {
  DWORD,
  fd_set,
  getUint32,
  LINGER,
  MSG_OOB,
  MSG_PARTIAL,
  MSG_PEEK,
  MSG_WAITALL,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_LINGER,
  SO_REUSEADDR,
  type SOCKET,
  SOL_SOCKET,
  SOMAXCONN,
  setUint16,
  sockaddr_in,
  sockaddrPort,
} from "@ws2kit/spi";
import { errorName } from "./answer.js";
import { type Bench, loopback } from "./bench.js";
import type { Programs } from "./programs.js";

const HOME = loopback("tcp4");
const HOT = { tv_sec: 1, tv_usec: 0 };

function bind(bench: Bench, s: SOCKET, name: Uint8Array | null, namelen = name?.length ?? 0): string {
  return bench.told(bench.ws2.bind(s, name, namelen));
}

function connect(bench: Bench, s: SOCKET, name: Uint8Array | null, namelen = name?.length ?? 0): string {
  return bench.told(bench.ws2.connect(s, name, namelen));
}

function listen(bench: Bench, backlog: number): string {
  return bench.told(bench.ws2.listen(bench.bound(), backlog));
}

function peerName(bench: Bench, s: SOCKET): string {
  return bench.told(bench.ws2.getpeername(s, new Uint8Array(16), ref(16)));
}

/** An address with another family. */
function ofFamily(family: number, size = 16): Uint8Array {
  const name = new Uint8Array(size);
  name.set(HOME);
  setUint16(name, 0, family);
  return name;
}

function set(bench: Bench, s: SOCKET, optname: number, value: Uint8Array): SOCKET {
  bench.must(bench.ws2.setsockopt(s, SOL_SOCKET, optname, value, value.length));
  return s;
}

/** Binds a second socket, with an option set, to the port of a first socket. */
function second(bench: Bench, optname: number): string {
  const port = sockaddrPort(bench.name(bench.bound()));
  return bind(bench, set(bench, bench.tcp(), optname, DWORD(1)), loopback("tcp4", port));
}

function socketError(bench: Bench, s: SOCKET): string {
  const value = new Uint8Array(4);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_ERROR, value, ref(4)));
  return errorName(getUint32(value, 0));
}

/** A non-blocking socket whose connect was refused. */
function refused(bench: Bench): SOCKET {
  const s = bench.nonBlocking(bench.tcp());
  connect(bench, s, bench.deadName());
  bench.ws2.select(0, null, null, fd_set(s), HOT);
  return s;
}

/** The end of a connection whose other end was reset. */
function reset(bench: Bench): SOCKET {
  const { client, server } = bench.pair();
  bench.ws2.closesocket(set(bench, server, SO_LINGER, LINGER(1, 0)));
  return client;
}

/** A listener with a connection in its queue. */
function called(bench: Bench): SOCKET {
  const listener = bench.listening();
  bench.connect(bench.tcp(), listener);
  return listener;
}

function accept(bench: Bench, s: SOCKET, room: number): string {
  const accepted = bench.ws2.accept(s, new Uint8Array(16), ref(room));
  return bench.told(accepted < 0 ? accepted : 0);
}

/** A connection of which one end has shut down sending: this end, and the other. */
function halfShut(bench: Bench): { shut: SOCKET; open: SOCKET } {
  const { client, server } = bench.pair();
  bench.must(bench.ws2.shutdown(client, SD_SEND));
  return { shut: client, open: server };
}

function fill(bench: Bench): string {
  const s = bench.nonBlocking(bench.pair().client);
  const chunk = new Uint8Array(65536);
  let total = 0;
  let sent = 0;
  for (; sent >= 0; total += sent) {
    sent = bench.ws2.send(s, chunk, chunk.length, 0);
    if (sent < 0) break;
  }
  return `${bench.told(sent)}, total_gt_64k ${Number(total > 65536)}`;
}

/** Programs for the rows about unconnected, bound and listening streams. */
export const STREAM_PROGRAMS: Programs = {
  "tcp unconnected recv": (b) => b.told(b.recv(b.tcp())),
  "tcp unconnected send len0": (b) => b.told(b.send(b.tcp(), "")),
  "tcp unconnected sendto": (b) => b.told(b.sendto(b.tcp(), "x", b.deadName())),
  "tcp unconnected getpeername": (b) => peerName(b, b.tcp()),
  "tcp unconnected shutdown -1": (b) => b.told(b.ws2.shutdown(b.tcp(), -1)),
  "tcp bind twice": (b) => bind(b, b.bound(), HOME),
  "tcp bound not listening accept": (b) => accept(b, b.bound(), 16),
  "getsockname len returned": (b) => {
    const name = b.name(b.bound());
    return `len ${name.length}, family ${name[0]}, portnonzero ${Number(sockaddrPort(name) !== 0)}`;
  },
  "getsockname short len 3": (b) => b.told(b.ws2.getsockname(b.bound(), new Uint8Array(16), ref(3))),
  "len after short": (b) => {
    const length = ref(3);
    b.ws2.getsockname(b.bound(), new Uint8Array(16), length);
    return `len ${length.value}`;
  },
  "getsockname NULL len": (b) => b.told(b.ws2.getsockname(b.bound(), new Uint8Array(16), null)),
  "getsockname NULL addr": (b) => b.told(b.ws2.getsockname(b.bound(), null, ref(16))),
  "getpeername NULL addr unconnected": (b) => b.told(b.ws2.getpeername(b.tcp(), null, ref(16))),
  "tcp bound listen": (b) => listen(b, 5),
  "listen -1": (b) => listen(b, -1),
  "listen SOMAXCONN": (b) => listen(b, SOMAXCONN),
  "listening send": (b) => b.told(b.send(b.listening(), "x")),
  "listening shutdown": (b) => b.told(b.ws2.shutdown(b.listening(), SD_SEND)),
  "listening getpeername": (b) => peerName(b, b.listening()),
  "accept short addrlen nopending": (b) => accept(b, b.nonBlocking(b.listening()), 15),
  "bind in use with SO_REUSEADDR on second only": (b) => second(b, SO_REUSEADDR),
  "bind in use with EXCLUSIVE": (b) => second(b, SO_EXCLUSIVEADDRUSE),
  "set REUSE after EXCLUSIVE": (b) => {
    const s = set(b, b.tcp(), SO_EXCLUSIVEADDRUSE, DWORD(1));
    return b.told(b.ws2.setsockopt(s, SOL_SOCKET, SO_REUSEADDR, DWORD(1), 4));
  },
  "bind wrong family 23 len16": (b) => bind(b, b.tcp(), ofFamily(23)),
  "bind family 99": (b) => bind(b, b.tcp(), ofFamily(99)),
  "bind family 0 port 0": (b) => bind(b, b.tcp(), ofFamily(0)),
  "bind len 0": (b) => bind(b, b.tcp(), HOME, 0),
  "bind len 3": (b) => bind(b, b.tcp(), HOME, 3),
  "bind len 15": (b) => bind(b, b.tcp(), HOME, 15),
  "bind NULL": (b) => bind(b, b.tcp(), null, 16),
  "bind NULL len0": (b) => bind(b, b.tcp(), null, 0),
  "bind len 17..128 (padded)": (b) => {
    const answers = [17, 28, 128].map((size) => bind(b, b.tcp(), ofFamily(2, size)));
    return [...new Set(answers)].join(" ");
  },
  "connect len 15": (b) => connect(b, b.tcp(), b.deadName(), 15),
  "connect NULL": (b) => connect(b, b.tcp(), null, 16),
  "connect family 23 len16": (b) => connect(b, b.tcp(), ofFamily(23)),
  "connect port 0": (b) => connect(b, b.tcp(), HOME),
  "connect broadcast": (b) => connect(b, b.tcp(), sockaddr_in("255.255.255.255", 80)),
  "accept short addrlen 15 with pending": (b) => accept(b, called(b), 15),
  "accept retry full addrlen (was the connection consumed?)": (b) => {
    const listener = b.nonBlocking(called(b));
    accept(b, listener, 15);
    return accept(b, listener, 16);
  },
  "connect refused ms": (b) => String(Number(connect(b, b.tcp(), b.deadName()) === "WSAECONNREFUSED")),
  "getsockname after refused": (b) => {
    const s = b.tcp();
    connect(b, s, b.deadName());
    return b.told(b.ws2.getsockname(s, new Uint8Array(16), ref(16)));
  },
  "send after refused": (b) => {
    const s = b.tcp();
    connect(b, s, b.deadName());
    return b.told(b.send(s, "x"));
  },
  "select write after nb connect": (b) => {
    const s = b.nonBlocking(b.tcp());
    connect(b, s, b.name(b.listening()));
    return b.told(b.ws2.select(0, null, fd_set(s), null, HOT));
  },
  "nb recv would block": (b) => b.told(b.recv(b.nonBlocking(b.pair().client))),
  "nb send fills": fill,
  "select after nb refused": (b) => {
    const s = b.nonBlocking(b.tcp());
    connect(b, s, b.deadName());
    const writable = fd_set(s);
    const except = fd_set(s);
    const count = b.told(b.ws2.select(0, null, writable, except, HOT));
    return `${count}, writable ${writable.fd_count}, except ${except.fd_count}`;
  },
  "SO_ERROR nb refused": (b) => socketError(b, refused(b)),
  "SO_ERROR nb refused second read": (b) => {
    const s = refused(b);
    socketError(b, s);
    return socketError(b, s);
  },
};

/** Programs for the rows about connected streams. */
export const CONNECTION_PROGRAMS: Programs = {
  "bind after connect": (b) => bind(b, b.pair().client, HOME),
  "listen after connect": (b) => b.told(b.ws2.listen(b.pair().client, 5)),
  "accept on connected": (b) => accept(b, b.pair().client, 16),
  "getpeername NULL len connected": (b) => b.told(b.ws2.getpeername(b.pair().client, new Uint8Array(16), null)),
  "accepted from nonblocking listener: recv no data": (b) => {
    const listener = b.nonBlocking(called(b));
    return b.told(b.recv(b.must(b.ws2.accept(listener))));
  },
  "recv timeout SO_RCVTIMEO": (b) => b.told(b.recv(b.patience(b.pair().client))),
  "send flags 0x8000": (b) => b.told(b.send(b.pair().client, "x", MSG_PARTIAL)),
  "sendto on connected tcp with addr": (b) => b.told(b.sendto(b.pair().client, "x", b.deadName())),
  "recv MSG_OOB none (nonblocking; blocking call hangs in Wine)": (b) =>
    b.told(b.recv(b.nonBlocking(b.pair().client), 1, MSG_OOB)),
  "recv MSG_PEEK": (b) => {
    const { client, server } = b.pair();
    b.send(server, "abc");
    return b.told(b.recv(client, 10, MSG_PEEK));
  },
  "recv MSG_WAITALL 10 with 3 (timeout)": (b) => {
    const { client, server } = b.pair();
    b.send(server, "abc");
    return b.told(b.recv(b.patience(client), 10, MSG_WAITALL));
  },
  "shutdown SEND": (b) => b.told(b.ws2.shutdown(b.pair().client, SD_SEND)),
  "send after SD_SEND": (b) => b.told(b.send(halfShut(b).shut, "x")),
  "shutdown SEND twice": (b) => b.told(b.ws2.shutdown(halfShut(b).shut, SD_SEND)),
  "peer recv again after FIN": (b) => {
    const { open } = halfShut(b);
    b.recv(open);
    return b.told(b.recv(open));
  },
  "peer can still send": (b) => b.told(b.send(halfShut(b).open, "hello")),
  "recv after own SD_SEND": (b) => {
    const { shut, open } = halfShut(b);
    b.send(open, "hello");
    return b.told(b.recv(shut));
  },
  "recv after SD_RECEIVE": (b) => {
    const { client } = b.pair();
    b.must(b.ws2.shutdown(client, SD_RECEIVE));
    return b.told(b.recv(client));
  },
  "connect after shutdown both": (b) => {
    const { client, listener } = b.pair();
    b.must(b.ws2.shutdown(client, SD_BOTH));
    return connect(b, client, b.name(listener));
  },
  "recv after RST": (b) => b.told(b.recv(reset(b))),
  "send after RST": (b) => {
    const s = reset(b);
    b.recv(s);
    return b.told(b.send(s, "x"));
  },
  "SO_ERROR after RST": (b) => {
    const s = reset(b);
    b.recv(s);
    return socketError(b, s);
  },
  "recv after peer close with data": (b) => {
    const { client, server } = b.pair();
    b.send(server, "0123456789");
    b.ws2.closesocket(server);
    return b.told(b.recv(client));
  },
  "send after peer close 1": (b) => {
    const { client, server } = b.pair();
    b.ws2.closesocket(server);
    return b.told(b.send(client, "x"));
  },
  "recv after send to closed peer": (b) => {
    const { client, server } = b.pair();
    b.ws2.closesocket(server);
    b.send(client, "x");
    return b.told(b.recv(client));
  },
};
