import {
  DWORD,
  IPPROTO_TCP,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SIO_BASE_HANDLE,
  SIO_BSP_HANDLE,
  SIO_BSP_HANDLE_POLL,
  SIO_BSP_HANDLE_SELECT,
  SIO_GET_INTERFACE_LIST,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_KEEPALIVE_VALS,
  SIO_UDP_NETRESET,
  SO_KEEPALIVE,
  type SOCKET,
  SOL_SOCKET,
  sockaddrFamily,
  sockaddrHost,
  TCP_KEEPALIVE,
  TCP_KEEPINTVL,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { SIO_IDEAL_SEND_BACKLOG_CHANGE } from "@ws2kit/spi/desktop-options";
import { outcomeOf } from "../../bench/overlapping.js";
import { connectedPair } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const INTERFACE_INFO_SIZE = 76;

/** Calls WSAIoctl with a control code that returns a DWORD. Returns the call's result and the value. */
function ask({ ws2 }: Program, s: SOCKET, code: number) {
  const output: Uint8Array = new Uint8Array(4);
  const result = ws2.WSAIoctl(s, code, null, 0, output, 4, ref(0), null, null);
  return { result, value: readDWORD(output) };
}

/** Control codes of later systems, which the desktop's shipped provider supports. */
export const DESKTOP_CONTROL_CHECKS: readonly Check[] = [
  {
    rule: "WSAIoctl/SIO_GET_INTERFACE_LIST",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const list: Uint8Array = new Uint8Array(16 * INTERFACE_INFO_SIZE);
      const returned = ref(0);
      const query = (room: number) =>
        program.ws2.WSAIoctl(s, SIO_GET_INTERFACE_LIST, null, 0, list, room, returned, null, null);
      program.works(query(list.length));
      equal(returned.value % INTERFACE_INFO_SIZE, 0, "the bytes after the last whole structure");
      const hosts: string[] = [];
      for (let at = 0; at < returned.value; at += INTERFACE_INFO_SIZE) hosts.push(sockaddrHost(list.subarray(at + 4)));
      holds(hosts.includes("127.0.0.1"), "whether the loopback is among them");
      const loopback = list.subarray(hosts.indexOf("127.0.0.1") * INTERFACE_INFO_SIZE);
      equal(sockaddrFamily(loopback.subarray(28)), 0, "the family of the loopback's broadcast address");
      holds(hosts.includes(program.host.address), "whether the machine's address is among them");
      program.fails(query(returned.value - 1), WSAEFAULT);
    },
  },
  {
    rule: "WSAIoctl/SIO_GET_INTERFACE_LIST",
    of: "overlapped",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const query = (room: number) => {
        const [overlapped, returned] = [newWSAOVERLAPPED(), ref(7)];
        const list = new Uint8Array(room);
        program.fails(
          program.ws2.WSAIoctl(s, SIO_GET_INTERFACE_LIST, null, 0, list, room, returned, overlapped, null),
          WSA_IO_PENDING,
        );
        equal(returned.value, 7, "the byte count, which the call does not change");
        return outcomeOf(program, s, overlapped, true);
      };
      const { code, bytes } = query(16 * INTERFACE_INFO_SIZE);
      sameCode(code, 0, "how it ends");
      holds(bytes > 0 && bytes % INTERFACE_INFO_SIZE === 0, "whether its bytes are whole structures");
      sameCode(query(INTERFACE_INFO_SIZE - 1).code, WSAEFAULT, "the error of a buffer that is too small");
    },
  },
  {
    rule: "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_QUERY",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near: program, s } = connectedPair(bench);
      const { result, value } = ask(program, s, SIO_IDEAL_SEND_BACKLOG_QUERY);
      program.works(result);
      holds(value > 0, "whether it is a number of bytes");
      program.fails(ask(program, program.stream(), SIO_IDEAL_SEND_BACKLOG_QUERY).result, WSAENOTCONN);
    },
  },
  {
    rule: "WSAIoctl/SIO_BSP_HANDLE",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const base = ask(program, s, SIO_BASE_HANDLE).value;
      for (const code of [SIO_BSP_HANDLE, SIO_BSP_HANDLE_SELECT, SIO_BSP_HANDLE_POLL]) {
        const { result, value } = ask(program, s, code);
        program.works(result);
        equal(value, base, "the handle");
      }
    },
  },
  {
    rule: "WSAIoctl/SIO_UDP_NETRESET",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const set = (input: Uint8Array) =>
        program.ws2.WSAIoctl(s, SIO_UDP_NETRESET, input, input.length, null, 0, ref(0), null, null);
      program.works(set(DWORD(0)));
      program.works(set(DWORD(1)));
      program.fails(set(new Uint8Array(3)), WSAEFAULT);
    },
  },
  {
    rule: "WSAIoctl/SIO_KEEPALIVE_VALS",
    of: "the times",
    needs: ["IPv4 stream", "option TCP_KEEPALIVE", "option TCP_KEEPINTVL"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const timesOf = () =>
        [TCP_KEEPALIVE, TCP_KEEPINTVL].map((optname) => {
          const value = new Uint8Array(4);
          program.must(program.ws2.getsockopt(s, IPPROTO_TCP, optname, value, ref(4)));
          return readDWORD(value);
        });
      const set = (on: number, idle: number, interval: number) => {
        const input = new Uint8Array([...DWORD(on), ...DWORD(idle), ...DWORD(interval)]);
        program.works(program.ws2.WSAIoctl(s, SIO_KEEPALIVE_VALS, input, 12, null, 0, ref(0), null, null));
      };
      set(1, 60_000, 1500);
      sameList(timesOf(), [60, 2], "the times, in whole seconds");
      program.must(program.ws2.setsockopt(s, IPPROTO_TCP, TCP_KEEPALIVE, DWORD(90), 4));
      set(0, 30_000, 5000);
      sameList(timesOf(), [90, 2], "the times after keep-alive was turned off");
    },
  },
  {
    rule: "WSAIoctl/SIO_KEEPALIVE_VALS",
    needs: ["IPv4 stream", "IPv4 datagram", "option SO_KEEPALIVE"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      const set = (socket: SOCKET, on: number, size: number) => {
        const input = new Uint8Array([...DWORD(on), ...DWORD(60_000), ...DWORD(1000)]);
        return program.ws2.WSAIoctl(socket, SIO_KEEPALIVE_VALS, input, size, null, 0, ref(0), null, null);
      };
      for (const on of [1, 0]) {
        program.works(set(s, on, 12));
        const value = new Uint8Array(4);
        program.must(program.ws2.getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, value, ref(4)));
        equal(value[0], on, "SO_KEEPALIVE");
      }
      program.fails(set(s, 1, 11), WSAEFAULT);
      program.fails(set(program.datagram(), 1, 12), WSAEINVAL);
    },
  },
  {
    rule: "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_CHANGE",
    needs: ["IPv4 stream", "overlapped"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const overlapped = newWSAOVERLAPPED();
      const code = SIO_IDEAL_SEND_BACKLOG_CHANGE;
      const wait = (socket: SOCKET) => near.ws2.WSAIoctl(socket, code, null, 0, null, 0, ref(0), overlapped, null);
      near.fails(wait(near.stream()), WSAENOTCONN);
      near.fails(wait(s), WSA_IO_PENDING);
      near.must(near.desktop.kernel32.CancelIoEx(s, overlapped) ? 0 : -1);
      sameCode(outcomeOf(near, s, overlapped, true).code, WSA_OPERATION_ABORTED, "how it ends");
    },
  },
];
