import {
  DWORD,
  FIONREAD,
  fd_set,
  getUint32,
  type HANDLE,
  LINGER,
  MSG_OOB,
  MSG_PEEK,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SIO_ENABLE_CIRCULAR_QUEUEING,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SIOCATMARK,
  SO_ERROR,
  SO_LINGER,
  SO_OOBINLINE,
  type SOCKET,
  SOL_SOCKET,
  sockaddrHost,
  sockaddrPort,
} from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import type { Programs } from "./programs.js";

const AF_INET = 2;
const AF_INET6 = 23;

function same(answers: readonly string[]): string {
  return [...new Set(answers)].join(", ");
}

function shut(bench: Bench, how: number): SOCKET {
  const { client } = bench.pair();
  bench.must(bench.ws2.shutdown(client, how));
  return client;
}

function text(bench: Bench, s: SOCKET, room: number, flags = 0): string {
  const bytes = new Uint8Array(room);
  const count = bench.must(bench.ws2.recv(s, bytes, room, flags));
  return Buffer.from(bytes.subarray(0, count)).toString();
}

/** The address that a text stands for, as `of` shows it, or the code. */
function parsed(bench: Bench, string: string, of: (name: Uint8Array) => string | number, family = AF_INET): string {
  const name = new Uint8Array(28);
  const result = bench.ws2.WSAStringToAddressW(string, family, null, name, ref(28));
  return result === 0 ? String(of(name)) : bench.told(result);
}

const host = (name: Uint8Array) => sockaddrHost(name);
const port = (name: Uint8Array) => sockaddrPort(name);

/** Programs for the statements about sending, receiving, control codes and address text. */
export const TRANSFER_ASSERTIONS: Programs = {
  "send-01": (b) => same([SD_SEND, SD_BOTH].map((how) => b.told(b.send(shut(b, how), "x")))),
  "recv-01": (b) =>
    same(
      [SD_RECEIVE, SD_BOTH].flatMap((how) => {
        const s = shut(b, how);
        return [b.told(b.recv(s)), b.told(b.recv(s))];
      }),
    ),
  "send-02": (b) => b.told(b.ws2.send(0 as SOCKET, null, 0, 0)),
  "send-04": (b) => {
    const { client } = b.pair();
    b.ws2.WSASetLastError(1);
    return `${b.told(b.ws2.send(client, null, 0, 0))}, last ${b.ws2.WSAGetLastError()}`;
  },
  "send-05": (b) => b.told(b.send(b.udp(), "x")),
  "WSASendTo-01": (b) => {
    const s = b.udp();
    const to = b.name(b.bound("udp4"));
    const buffers = [newWSABUF(new Uint8Array(4))];
    const answer = b.told(b.ws2.WSASendTo(s, buffers, 1, null, 0, to, to.length, null, null));
    return `${answer}, ${b.told(b.ws2.getsockname(s, new Uint8Array(16), ref(16)))}`;
  },
  "WSASendTo-02": (b) => {
    const to = b.name(b.bound("udp4"));
    return b.told(b.ws2.WSASendTo(0xdead as SOCKET, [newWSABUF(to)], 1, null, 0, to, to.length, null, null));
  },
  "recv-03": (b) => b.told(b.recv(b.nonBlocking(b.udp()))),
  "recv-05": (b) => {
    const { client, server } = b.pair();
    b.send(server, "abcdef");
    return `${text(b, client, 3, MSG_PEEK)} ${text(b, client, 3)} ${text(b, client, 3)}`;
  },
  "GetFileType-01": (b) => String(b.ws2.kernel32.GetFileType(b.tcp() as number as HANDLE)),
  "ReadFile-01": (b) => {
    const { client, server } = b.pair();
    b.send(server, "abcdef");
    const first = text(b, client, 3);
    const bytes = new Uint8Array(9);
    const count = ref(0);
    const overlapped = { ...newWSAOVERLAPPED(), Offset: 100 };
    const isRead = b.ws2.kernel32.ReadFile(client, bytes, 9, count, overlapped);
    return `${first}, ${isRead} ${Buffer.from(bytes.subarray(0, count.value)).toString()}`;
  },
  "WSARecv-01": (b) => b.told(b.ws2.WSARecv(b.pair().client, [], 0, ref(0), ref(0), null, null)),
  "WSARecv-06": (b) => {
    const { client, server } = b.pair();
    b.send(server, "abc");
    const count = ref(0);
    let isCalled = false;
    const routine = () => {
      isCalled = true;
    };
    const answer = b.told(b.ws2.WSARecv(client, [newWSABUF(new Uint8Array(9))], 1, count, ref(0), null, routine));
    b.machine.turn();
    return `${answer}, ${count.value} bytes, ${isCalled ? "called" : "not called"}`;
  },
  "WSARecv-10": (b) => {
    const { client, server } = b.pair();
    b.must(b.ws2.setsockopt(server, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4));
    b.must(b.ws2.closesocket(server));
    const answer = b.told(b.ws2.WSARecv(client, [newWSABUF(new Uint8Array(9))], 1, ref(0), ref(0), null, null));
    const error = DWORD(0);
    b.must(b.ws2.getsockopt(client, SOL_SOCKET, SO_ERROR, error, ref(4)));
    return `${answer}, SO_ERROR ${getUint32(error, 0)}`;
  },
  "select-10": (b) => {
    const { client, server } = b.pair();
    b.send(server, "!", MSG_OOB);
    const outside = b.ws2.select(0, null, null, fd_set(client), null);
    b.must(b.ws2.setsockopt(client, SOL_SOCKET, SO_OOBINLINE, DWORD(1), 4));
    const inside = b.ws2.select(0, fd_set(client), null, null, { tv_sec: 1, tv_usec: 0 });
    return `except ${outside}, read ${inside}, ${b.told(b.recv(client, 1, MSG_OOB))}`;
  },
  "ioctlsocket-02": (b) => {
    const value = ref(99);
    return `${b.told(b.ws2.ioctlsocket(b.tcp(), FIONREAD, value))}, value ${value.value}`;
  },
  "WSAIoctl-04": (b) => {
    const mark = ref(0);
    b.must(b.ws2.ioctlsocket(b.pair().client, SIOCATMARK, mark));
    return String(mark.value);
  },
  "WSAIoctl-07": (b) => {
    const guid = new Uint8Array(16).fill(0xee);
    const out = new Uint8Array(8);
    const code = SIO_GET_EXTENSION_FUNCTION_POINTER;
    const answer = b.told(b.ws2.WSAIoctl(b.tcp(), code, guid, 16, out, 8, ref(0), null, null));
    return `${answer}, ${out.some((byte) => byte !== 0) ? "written" : "untouched"}`;
  },
  "WSAIoctl-09": (b) =>
    b.told(b.ws2.WSAIoctl(b.udp(), SIO_ENABLE_CIRCULAR_QUEUEING, null, 0, null, 0, ref(0), null, null)),
  "WSAStringToAddress-01": (b) =>
    same(["", " ", "127.0.0.1 x", "127.0.0.1x", " 127.0.0.1", "127.0.0.1 "].map((one) => parsed(b, one, host))),
  "WSAStringToAddress-02": (b) => {
    const bad = ["0", "", "65536", "-1", "+80", " 80", "80 "].map((one) => parsed(b, `127.0.0.1:${one}`, port));
    const good = ["0x50", "0120"].map((one) => parsed(b, `127.0.0.1:${one}`, port));
    return `${same(bad)}; ${good.join(", ")}`;
  },
  "WSAStringToAddress-03": (b) =>
    ["1", "1.2", "1.2.3", "0x7f.1", "010.1", "1.2.65535", "1.2.65536"].map((one) => parsed(b, one, host)).join(", "),
  "WSAStringToAddress-04": (b) => {
    const length = ref(15);
    const result = b.ws2.WSAStringToAddressW("127.0.0.1", AF_INET, null, new Uint8Array(16), length);
    return `${b.told(result)}, length ${length.value}`;
  },
  "WSAStringToAddress-05": (b) => {
    const good = ["[::1]:65535", "::1", "[::1]"].map((one) => parsed(b, one, port, AF_INET6));
    const bad = ["::1]:65535", "1:2:3:"].map((one) => parsed(b, one, port, AF_INET6));
    return `${good.join(", ")}, ${same(bad)}`;
  },
};
