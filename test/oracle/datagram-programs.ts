import {
  AF_UNSPEC,
  MSG_PARTIAL,
  MSG_PEEK,
  newWSABUF,
  ref,
  SD_RECEIVE,
  SD_SEND,
  type SOCKET,
  setUint16,
} from "@ws2kit/spi";
import { hexWord } from "./answer.js";
import { type Bench, loopback } from "./bench.js";
import type { Programs } from "./programs.js";

/** A bound socket that has got a datagram of `size` bytes, and gives up soon. */
function reached(bench: Bench, size: number): SOCKET {
  const s = bench.patience(bench.bound("udp4"));
  const to = bench.name(s);
  bench.must(bench.ws2.sendto(bench.udp(), new Uint8Array(size), size, 0, to, to.length));
  return s;
}

function connect(bench: Bench, s: SOCKET, name: Uint8Array): string {
  return bench.told(bench.ws2.connect(s, name, name.length));
}

/** A socket that is connected to another. */
function connected(bench: Bench): SOCKET {
  const s = bench.udp();
  connect(bench, s, bench.name(bench.bound("udp4")));
  return s;
}

/** A socket that was connected before. */
function dissolved(bench: Bench): SOCKET {
  const s = connected(bench);
  connect(bench, s, new Uint8Array(16));
  return s;
}

/** Sends to a port that no socket has. Returns the socket, whose receives time out soon. */
function unreachable(bench: Bench, isConnected: boolean): SOCKET {
  const s = bench.patience(bench.bound("udp4"));
  const dead = bench.deadName("udp4");
  if (isConnected) connect(bench, s, dead);
  bench.must(isConnected ? bench.send(s, "dead") : bench.sendto(s, "dead", dead));
  return s;
}

function shutThenReceive(bench: Bench): string {
  const s = bench.bound("udp4");
  bench.must(bench.ws2.shutdown(s, SD_RECEIVE));
  return bench.told(bench.recv(s));
}

function receive(bench: Bench, s: SOCKET, room: number, flags: number): string {
  const count = ref(99);
  const out = ref(flags);
  const result = bench.ws2.WSARecv(s, [newWSABUF(new Uint8Array(room))], 1, count, out, null, null);
  return `${bench.told(result)}, n ${count.value}, flags ${hexWord(out.value)}`;
}

function ofFamily(bench: Bench, family: number): Uint8Array {
  const name = bench.deadName("udp4");
  setUint16(name, 0, family);
  return name;
}

/** Programs for the rows about datagram sockets. */
export const DATAGRAM_PROGRAMS: Programs = {
  "udp unbound getsockname": (b) => b.told(b.ws2.getsockname(b.udp(), new Uint8Array(16), ref(16))),
  "udp unbound recv": (b) => b.told(b.recv(b.patience(b.udp()))),
  "udp listen unbound": (b) => b.told(b.ws2.listen(b.udp(), 5)),
  "udp send unconnected": (b) => b.told(b.send(b.udp(), "x")),
  "udp shutdown unconnected SEND": (b) => b.told(b.ws2.shutdown(b.udp(), SD_SEND)),
  "udp sendto unbound": (b) => b.told(b.sendto(b.udp(), "x", b.name(b.bound("udp4")))),
  "udp bind after implicit bind": (b) => {
    const s = b.udp();
    b.must(b.sendto(s, "x", b.name(b.bound("udp4"))));
    const name = loopback("udp4");
    return b.told(b.ws2.bind(s, name, name.length));
  },
  "udp listen bound": (b) => b.told(b.ws2.listen(b.bound("udp4"), 5)),
  "udp accept": (b) => b.told(b.ws2.accept(b.bound("udp4"))),
  "udp sendto len 15": (b) => b.told(b.sendto(b.udp(), "x", b.deadName("udp4"), 15)),
  "udp sendto family 99": (b) => b.told(b.sendto(b.udp(), "x", ofFamily(b, 99))),
  "udp sendto port 0": (b) => b.told(b.sendto(b.udp(), "x", loopback("udp4"))),
  "udp sendto 65507": (b) => {
    const to = b.name(b.bound("udp4"));
    return b.told(b.ws2.sendto(b.udp(), new Uint8Array(65507), 65507, 0, to, to.length));
  },
  "udp recv 65507 into 100 truncated": (b) => b.told(b.recv(reached(b, 65507), 100)),
  "udp recv none timeout": (b) => b.told(b.recv(b.patience(b.bound("udp4")))),
  "udp MSG_PEEK 10": (b) => b.told(b.recv(reached(b, 5), 10, MSG_PEEK)),
  "udp MSG_PEEK 3 of 5": (b) => b.told(b.recv(reached(b, 5), 3, MSG_PEEK)),
  "udp recv 3 of 5": (b) => b.told(b.recv(reached(b, 5), 3)),
  "WSARecv udp truncated": (b) => receive(b, reached(b, 5), 3, 0),
  "WSARecv udp MSG_PARTIAL": (b) => receive(b, reached(b, 5), 10, MSG_PARTIAL),
  "udp connect": (b) => connect(b, b.udp(), b.name(b.bound("udp4"))),
  "udp connect twice": (b) => connect(b, connected(b), b.name(b.bound("udp4"))),
  "udp connected getpeername": (b) => b.told(b.ws2.getpeername(connected(b), new Uint8Array(16), ref(16))),
  "udp connect AF_UNSPEC": (b) => connect(b, connected(b), ofFamily(b, AF_UNSPEC)),
  "udp send after dissolve": (b) => b.told(b.send(dissolved(b), "gone")),
  "udp shutdown SEND bound": (b) => b.told(b.ws2.shutdown(b.bound("udp4"), SD_SEND)),
  "udp shutdown RECV bound": (b) => b.told(b.ws2.shutdown(b.bound("udp4"), SD_RECEIVE)),
  "udp recv after shutdown RECV": shutThenReceive,
  "udp sendto dead port": (b) => b.told(b.sendto(b.bound("udp4"), "dead", b.deadName("udp4"))),
  "udp recv after port unreachable (unconnected)": (b) => b.told(b.recv(unreachable(b, false))),
  "udp connect dead": (b) => connect(b, b.udp(), b.deadName("udp4")),
  "udp recv after port unreachable (connected)": (b) => b.told(b.recv(unreachable(b, true))),
  "udp recv again": (b) => {
    const s = unreachable(b, true);
    b.recv(s);
    return b.told(b.recv(s));
  },
};
