import {
  INVALID_SOCKET,
  MAKEWORD,
  newWSADATA,
  newWSAPROTOCOL_INFOW,
  ref,
  SO_TYPE,
  type SOCKET,
  SOL_SOCKET,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { errorName, hexWord } from "./answer.js";
import { type Bench, loopback } from "./bench.js";
import type { Programs } from "./programs.js";

const HIGHEST = MAKEWORD(2, 2);

function version(word: number): string {
  return `${word & 0xff}.${word >> 8}`;
}

function isUp({ ws2 }: Bench): string {
  return ws2.socket(2, 1, 0) === INVALID_SOCKET ? "down" : "up";
}

/** Calls WSAStartup with each version, in one process. Returns the different results. */
function startup({ ws2 }: Bench, requests: readonly (readonly [major: number, minor: number])[]): string {
  const answers = requests.map(([major, minor]) => {
    const data = newWSADATA();
    return `${errorName(ws2.WSAStartup(MAKEWORD(major, minor), data))} ${version(data.wVersion)}`;
  });
  return [...new Set(answers)].join(", ");
}

function granted({ ws2 }: Bench, ...requests: number[]): string {
  const versions = requests.map((request) => {
    const data = newWSADATA();
    ws2.WSAStartup(request, data);
    return version(data.wVersion);
  });
  while (ws2.WSACleanup() === 0);
  return versions.join(" ");
}

/** Programs for the statements about WSAStartup and WSACleanup; ws2 is not up when they begin. */
export const STARTUP_ASSERTIONS: Programs = {
  "WSAStartup-01": (b) => {
    const answers = [0, 1, 9].map((minor) => {
      const data = newWSADATA();
      const code = errorName(b.ws2.WSAStartup(MAKEWORD(0, minor), data));
      return `${code} ${version(data.wVersion)} ${version(data.wHighVersion)}, ${isUp(b)}`;
    });
    return [...new Set(answers)].join("; ");
  },
  "WSAStartup-03": (b) =>
    startup(b, [
      [1, 2],
      [1, 9],
      [1, 255],
    ]),
  "WSAStartup-04": (b) =>
    startup(b, [
      [2, 0],
      [2, 1],
      [2, 2],
    ]),
  "WSAStartup-05": (b) =>
    startup(b, [
      [2, 3],
      [3, 0],
      [255, 255],
    ]),
  "WSAStartup-06": ({ ws2 }) => {
    const data = newWSADATA();
    ws2.WSAStartup(0, data);
    return `${version(data.wHighVersion)} "${data.szDescription}" "${data.szSystemStatus}"`;
  },
  "WSAStartup-07": ({ ws2 }) => {
    const lpVendorInfo = {};
    const data = { ...newWSADATA(), lpVendorInfo };
    ws2.WSAStartup(HIGHEST, data);
    return data.lpVendorInfo === lpVendorInfo ? "untouched" : "written";
  },
  "WSAStartup-08": ({ ws2 }) => {
    const data = newWSADATA();
    ws2.WSAStartup(MAKEWORD(1, 1), data);
    return `${data.iMaxSockets} ${data.iMaxUdpDg}`;
  },
  "WSAStartup-10": (b) => {
    const code = errorName(b.ws2.WSAStartup(HIGHEST, null));
    const last = errorName(b.ws2.WSAGetLastError());
    return `${code}, last ${last}, ${errorName(b.ws2.WSAStartup(0, null))}, ${isUp(b)}`;
  },
  "WSAStartup-11": (b) => `${granted(b, HIGHEST, MAKEWORD(1, 1))}, ${granted(b, MAKEWORD(1, 1), HIGHEST)}`,
  "WSAStartup-12": ({ ws2 }) => {
    ws2.WSASetLastError(1);
    ws2.WSAStartup(HIGHEST, newWSADATA());
    return String(ws2.WSAGetLastError());
  },
  "WSACleanup-01": (b) => {
    for (let i = 0; i < 2; i++) b.ws2.WSAStartup(HIGHEST, newWSADATA());
    b.ws2.WSACleanup();
    const between = isUp(b);
    b.ws2.WSACleanup();
    return `${between}, ${isUp(b)}`;
  },
  "WSACleanup-02": ({ ws2 }) => {
    ws2.WSAStartup(HIGHEST, newWSADATA());
    ws2.WSASetLastError(1);
    return `${ws2.WSACleanup()}, last ${ws2.WSAGetLastError()}`;
  },
  "WSACleanup-03": (b) => b.told(b.ws2.WSACleanup()),
  "WSACleanup-04": (b) => {
    b.ws2.WSAStartup(HIGHEST, newWSADATA());
    const s = b.tcp();
    b.ws2.WSACleanup();
    b.ws2.WSAStartup(HIGHEST, newWSADATA());
    return `${b.told(b.send(s, "x"))} ${b.told(b.ws2.getsockname(s, new Uint8Array(16), ref(16)))}`;
  },
  "WSASocket-01": (b) =>
    `${b.told(b.ws2.WSASocketW(0, 0, 0, null, 0, 0))} ${b.told(b.ws2.WSASocketW(2, 1, 6, null, 0, 0))}`,
  "getservbyname-01": (b) => b.told(b.ws2.getservbyname(null, null) === null ? -1 : 0),
  "inet_addr-01": ({ ws2 }) => hexWord(ws2.inet_addr("127.0.0.1")),
};

/** Opens several sockets. Returns the different codes. */
function made(bench: Bench, ...requests: (readonly [af: number, type: number, protocol: number])[]): string {
  const codes = requests.map((request) => bench.told(bench.ws2.WSASocketW(...request, null, 0, 0)));
  return [...new Set(codes)].join(" ");
}

function entry(bench: Bench, iSocketType: number, iAddressFamily = 2): WSAPROTOCOL_INFOW {
  const all: WSAPROTOCOL_INFOW[] = [];
  bench.ws2.WSCEnumProtocols(null, all, ref(1e6), ref(0));
  const wanted = (info: WSAPROTOCOL_INFOW) =>
    info.iSocketType === iSocketType && info.iAddressFamily === iAddressFamily;
  return all.find(wanted) as WSAPROTOCOL_INFOW;
}

function typeOf(bench: Bench, s: SOCKET): string {
  const value = new Uint8Array(4);
  return bench.ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, value, ref(4)) === 0 ? `type ${value[0]}` : bench.told(-1);
}

/** A second handle of a socket, in the same process. */
function duplicate(bench: Bench, s: SOCKET): SOCKET {
  const info = newWSAPROTOCOL_INFOW();
  bench.must(bench.ws2.WSADuplicateSocketW(s, bench.ws2.processId, info));
  return bench.must(bench.ws2.WSASocketW(0, 0, 0, info, 0, 0));
}

const UNKNOWN = 0xdead;
const UNKNOWN_GUID = "12345678-1234-1234-1234-123456789ABC";

/** Programs for the statements about sockets, protocols and duplicates. */
export const CREATION_ASSERTIONS: Programs = {
  "WSASocket-03": (b) => made(b, [2, UNKNOWN, 6], [2, -1, 6]),
  "WSASocket-06": (b) => made(b, [UNKNOWN, 1, UNKNOWN]),
  "WSASocket-07": (b) => made(b, [2, UNKNOWN, UNKNOWN]),
  "WSASocket-08": (b) => made(b, [UNKNOWN, 1, 17]),
  "WSASocket-10": (b) =>
    String(entry(b, typeOf(b, b.ws2.WSASocketW(2, 2, 0, null, 0, 0)) === "type 2" ? 2 : 1).iProtocol),
  "WSASocket-11": (b) => made(b, [2, UNKNOWN, 0]),
  "WSASocket-15": (b) => made(b, [2, 1, 17], [2, 2, 6]),
  "WSASocket-16": (b) => {
    const sockets = [b.ws2.WSASocketW(0, 1, 6, null, 0, 0), b.ws2.WSASocketW(0, 0, 17, null, 0, 0)];
    const name = loopback("tcp4");
    return sockets.every((s) => b.ws2.bind(s, name, name.length) === 0) ? "AF_INET" : b.told(-1);
  },
  "WSASocket-17": (b) => made(b, [0, 1, UNKNOWN], [0, 0, UNKNOWN]),
  "WSASocket-18": (b) => made(b, [0, UNKNOWN, 17]),
  "WSASocket-22": (b) => {
    const info = { ...entry(b, 2), iAddressFamily: -1, iSocketType: -1, iProtocol: -1 };
    return b.told(b.ws2.WSASocketW(0, 0, 17, info, 0, 0));
  },
  "WSASocket-24": (b) => typeOf(b, b.ws2.WSASocketW(0, 0, 0, entry(b, 2), 0, 0)),
  "WSASocket-25": (b) => typeOf(b, b.ws2.WSASocketW(2, 1, 6, entry(b, 2), 0, 0)),
  "WSASocket-26": (b) => [6, 17].map((protocol) => typeOf(b, b.ws2.WSASocketW(0, 0, protocol, null, 0, 0))).join(", "),
  "WSASocket-28": (b) => {
    const raw = entry(b, 3);
    const protocols = `protocol ${raw.iProtocol} to ${raw.iProtocol + raw.iProtocolMaxOffset}`;
    const flags = `provider flags ${hexWord(raw.dwProviderFlags)}, services ${hexWord(raw.dwServiceFlags1)}`;
    return `type ${raw.iSocketType}, ${protocols}, ${flags}`;
  },
  "WSAEnumProtocols-01": (b) => {
    const length = ref(0);
    const answer = b.told(b.ws2.WSAEnumProtocolsW(null, null, length));
    return `${answer}, ${b.ws2.WSAEnumProtocolsW(null, [], length) > 0 ? "enough" : "not enough"}`;
  },
  "WSAEnumProtocols-05": (b) =>
    [...new Set([2, 23].map((family) => hexWord(entry(b, 2, family).dwServiceFlags1)))].join(),
  "WSAEnumProtocols-06": (b) => {
    const found: WSAPROTOCOL_INFOW[] = [];
    b.ws2.WSAEnumProtocolsW([UNKNOWN, 6, 77, 17, 99, 0], found, ref(1e6));
    return [...new Set(found.map((info) => info.iProtocol))].join(", ");
  },
  "WSCGetProviderPath-01": (b) => {
    const id = entry(b, 1).ProviderId;
    const { ws2 } = b;
    const errno = ref(0);
    const calls = [
      () => ws2.WSCGetProviderPath(null as never, ref(""), ref(99), errno),
      () => ws2.WSCGetProviderPath(id, null as never, ref(99), errno),
      () => ws2.WSCGetProviderPath(id, ref(""), null as never, errno),
    ];
    return [...new Set(calls.map((call) => (call() === 0 ? "0" : errorName(errno.value))))].join(", ");
  },
  "WSCGetProviderPath-03": ({ ws2 }) => {
    const length = ref(99);
    const errno = ref(0);
    ws2.WSCGetProviderPath(UNKNOWN_GUID, ref(""), length, errno);
    return `${errorName(errno.value)}, length ${length.value === 99 ? "unchanged" : length.value}`;
  },
  "WSCGetProviderInfo-01": ({ ws2 }) => {
    const errno = ref(0);
    const info = new Uint8Array(16);
    ws2.WSCGetProviderInfo(UNKNOWN_GUID, 0, info, ref(16), 0, errno);
    const unknown = errorName(errno.value);
    ws2.WSCGetProviderInfo(null, 0, info, ref(16), 0, errno);
    return `${unknown}, ${errorName(errno.value)}`;
  },
  "WSADuplicateSocket-03": (b) => b.told(b.ws2.WSADuplicateSocketW(b.tcp(), b.ws2.processId, null as never)),
  "WSADuplicateSocket-04": (b) => {
    const info = newWSAPROTOCOL_INFOW();
    b.must(b.ws2.WSADuplicateSocketW(b.tcp(), b.ws2.processId, info));
    return `${info.iAddressFamily} ${info.iSocketType} ${info.iProtocol}`;
  },
  "WSASocket-33": (b) => {
    const s = duplicate(b, b.pair().client);
    return `${typeOf(b, s)}, sends ${b.told(b.send(s, "hello"))}`;
  },
  "WSADuplicateSocket-06": (b) => {
    const source = b.udp();
    const copy = duplicate(b, source);
    const name = loopback("udp4");
    b.must(b.ws2.bind(source, name, name.length));
    return b.told(b.ws2.recvfrom(b.nonBlocking(copy), new Uint8Array(9), 9, 0, null, null));
  },
  "closesocket-01": (b) => {
    const { client } = b.pair();
    const copy = duplicate(b, client);
    b.must(b.ws2.closesocket(client));
    return `sends ${b.told(b.send(copy, "hello"))}, ${b.told(b.ws2.closesocket(copy))}`;
  },
};
