import {
  FIONBIO,
  FIONREAD,
  fd_set,
  INVALID_SOCKET,
  MAKEWORD,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { errorName } from "./answer.js";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { type Vector, vectors } from "./vectors.js";

/** A handle that ws2 did not return. */
const STALE = 0x1234 as SOCKET;
const NAME = sockaddr_in("127.0.0.1", 80);

/** The calls that rows "before startup" and "after cleanup" name. */
const CALLS: Readonly<Record<string, (ws2: Bench["ws2"]) => number | boolean | unknown>> = {
  socket: (ws2) => ws2.socket(2, 1, 0),
  WSASocketW: (ws2) => ws2.WSASocketW(2, 1, 6, null, 0, 0),
  "WSASocketW bad af": (ws2) => ws2.WSASocketW(99, 1, 6, null, 0, 0),
  "closesocket(INVALID)": (ws2) => ws2.closesocket(INVALID_SOCKET),
  bind: (ws2) => ws2.bind(STALE, NAME, NAME.length),
  connect: (ws2) => ws2.connect(STALE, NAME, NAME.length),
  send: (ws2) => ws2.send(STALE, NAME, 1, 0),
  recv: (ws2) => ws2.recv(STALE, NAME, 1, 0),
  getsockopt: (ws2) => ws2.getsockopt(STALE, 0xffff, 8, new Uint8Array(4), ref(4)),
  ioctlsocket: (ws2) => ws2.ioctlsocket(STALE, FIONREAD, ref(0)),
  "select empty": (ws2) => ws2.select(0, fd_set(), null, null, { tv_sec: 0, tv_usec: 0 }),
  getsockname: (ws2) => ws2.getsockname(STALE, new Uint8Array(16), ref(16)),
  WSACleanup: (ws2) => ws2.WSACleanup(),
  WSAIoctl: (ws2) => ws2.WSAIoctl(STALE, FIONBIO, new Uint8Array(4), 4, null, 0, ref(0), null, null),
  WSAEventSelect: (ws2) => ws2.WSAEventSelect(STALE, null, 0),
  WSACreateEvent: (ws2) => (ws2.WSACreateEvent() === 0 ? -1 : 1),
  WSAGetOverlappedResult: (ws2) => ws2.WSAGetOverlappedResult(STALE, newWSAOVERLAPPED(), ref(0), false, ref(0)),
  htonl: (ws2) => (ws2.htonl(1) === 0x01000000 ? 1 : 0),
  inet_ntoa: (ws2) => (ws2.inet_ntoa(0x0100007f) === "127.0.0.1" ? 1 : 0),
  gethostbyname: (ws2) => ws2.gethostbyname("localhost") !== null,
  getservbyname: (ws2) => ws2.getservbyname("http", "tcp") !== null,
  getprotobyname: (ws2) => ws2.getprotobyname("tcp") !== null,
  WSAAddressToStringW: (ws2) => ws2.WSAAddressToStringW(NAME, NAME.length, null, ref(""), ref(64)),
};

/** Rows that nest and end startups. */
const NESTING: Readonly<Record<string, (bench: Bench) => string>> = {
  "WSAStartup NULL data": ({ ws2 }) => errorName(ws2.WSAStartup(MAKEWORD(2, 2), null)),
  "WSAStartup 0, NULL data": ({ ws2 }) => errorName(ws2.WSAStartup(0, null)),
  "third WSAStartup 2.2": ({ ws2 }) => {
    const data = newWSADATA();
    for (let i = 0; i < 3; i++) ws2.WSAStartup(MAKEWORD(2, 2), data);
    return String(data.wVersion);
  },
  "socket at count 3": (bench) => {
    startThrice(bench);
    return bench.ws2.socket(2, 1, 0) === INVALID_SOCKET ? bench.told(-1) : "1";
  },
  "cleanup 3->2": (bench) => {
    startThrice(bench);
    return bench.told(bench.ws2.WSACleanup());
  },
  "closesocket at 0": (bench) => {
    const s = oldSocket(bench);
    return bench.told(bench.ws2.closesocket(s));
  },
  "closesocket old socket after restart": (bench) => {
    const s = oldSocket(bench);
    bench.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    return bench.told(bench.ws2.closesocket(s));
  },
};

function startThrice({ ws2 }: Bench): void {
  for (let i = 0; i < 3; i++) ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
}

/** A socket that was open at the last WSACleanup. */
function oldSocket({ ws2 }: Bench): SOCKET {
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const s = ws2.socket(2, 1, 0);
  ws2.WSACleanup();
  return s;
}

function call(bench: Bench, name: string): string {
  const result = CALLS[name](bench.ws2);
  return bench.told(result as number | boolean);
}

function version(bench: Bench, requested: number): string {
  const data = newWSADATA();
  const code = errorName(bench.ws2.WSAStartup(requested, data));
  const word = (value: number) => `0x${value.toString(16).padStart(4, "0")}`;
  const texts = `"${data.szDescription}" "${data.szSystemStatus}"`;
  return `${code}; ${word(data.wVersion)} ${word(data.wHighVersion)} ${texts} ${data.iMaxSockets} ${data.iMaxUdpDg}`;
}

function program(name: string): (bench: Bench) => string {
  if (name in NESTING) return NESTING[name];
  const [moment, what] = name.split(": ");
  if (moment === "before startup") return (bench) => call(bench, what);
  if (moment === "after cleanup") {
    return (bench) => {
      oldSocket(bench);
      return call(bench, what);
    };
  }
  return (bench) => version(bench, Number(name.slice("WSAStartup ".length)));
}

describe("oracle: startup and cleanup", () => {
  for (const { case: name, answer } of vectors<Vector>("startup")) {
    oracleCase(`startup/${name}`, answer, () => onBench(program(name), "memory", false));
  }
});
