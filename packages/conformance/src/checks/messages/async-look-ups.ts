import {
  AF_INET,
  decodeHostent,
  decodeProtoent,
  decodeServent,
  type HANDLE,
  type HWND,
  MAXGETHOSTSTRUCT,
  type MSG,
  newMSG,
  newWSADATA,
  PM_REMOVE,
  type Pointer,
  WSAEALREADY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAGETASYNCBUFLEN,
  WSAGETASYNCERROR,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { MessageWindow, WM_SOCKET } from "../../bench/message-window.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";

/** Starts a look-up whose answer goes into a buffer and whose end is posted to a window. */
type Ask = (ws2: DesktopWs2, hWnd: HWND, buf: Pointer, buflen: number) => HANDLE | 0;

/** The facilities that a look-up by this function needs. */
function needsOf(of: string): readonly Need[] {
  return of.startsWith("WSAAsyncGetHost") ? ["host names"] : [];
}

/** A program with a window. For a function that looks up hosts, the network resolves one name. */
function arrange(bench: Bench, of = "WSAAsyncGetHostByName") {
  if (needsOf(of).length > 0) bench.nameHost("device.test", ["10.9.8.7", "10.9.8.6"]);
  const program = bench.program();
  const window = new MessageWindow(program);
  return { program, window, ws2: program.desktop };
}

const byName =
  (name: string): Ask =>
  (ws2, hWnd, buf, buflen) =>
    ws2.WSAAsyncGetHostByName(hWnd, WM_SOCKET, name, buf, buflen);

/** For each function: a look-up that succeeds with its result as text, and a look-up that fails with its code. */
const FUNCTIONS: readonly (readonly [
  name: string,
  known: Ask,
  read: (bytes: Uint8Array) => string,
  answer: string,
  unknown: Ask,
  code: number,
])[] = [
  [
    "WSAAsyncGetHostByName",
    byName("device.test"),
    (bytes) => {
      const { h_name, h_addrtype, h_length, h_addr_list } = decodeHostent(bytes);
      return [h_name, h_addrtype, h_length, h_addr_list.map((address) => address.join(".")).join(" ")].join();
    },
    "device.test,2,4,10.9.8.7 10.9.8.6",
    byName("nobody.test"),
    WSAHOST_NOT_FOUND,
  ],
  [
    "WSAAsyncGetHostByAddr",
    (ws2, hWnd, buf, buflen) =>
      ws2.WSAAsyncGetHostByAddr(hWnd, WM_SOCKET, Uint8Array.of(10, 9, 8, 7), 4, AF_INET, buf, buflen),
    (bytes) => `${decodeHostent(bytes).h_name} ${decodeHostent(bytes).h_addr_list[0].join(".")}`,
    "device.test 10.9.8.7",
    (ws2, hWnd, buf, buflen) =>
      ws2.WSAAsyncGetHostByAddr(hWnd, WM_SOCKET, Uint8Array.of(192, 0, 2, 1), 4, AF_INET, buf, buflen),
    WSANO_DATA,
  ],
  [
    "WSAAsyncGetServByName",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetServByName(hWnd, WM_SOCKET, "www", "tcp", buf, buflen),
    (bytes) => {
      const { s_name, s_aliases, s_port, s_proto } = decodeServent(bytes);
      return [s_name, s_aliases.join(" "), s_port, s_proto].join();
    },
    "http,www www-http,20480,tcp",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetServByName(hWnd, WM_SOCKET, "no such", null, buf, buflen),
    WSANO_DATA,
  ],
  [
    "WSAAsyncGetServByPort",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetServByPort(hWnd, WM_SOCKET, 0x3500, "udp", buf, buflen),
    (bytes) => `${decodeServent(bytes).s_name} ${decodeServent(bytes).s_proto}`,
    "domain udp",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetServByPort(hWnd, WM_SOCKET, 0, null, buf, buflen),
    WSANO_DATA,
  ],
  [
    "WSAAsyncGetProtoByName",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetProtoByName(hWnd, WM_SOCKET, "tcp", buf, buflen),
    (bytes) => {
      const { p_name, p_aliases, p_proto } = decodeProtoent(bytes);
      return [p_name, p_aliases.join(" "), p_proto].join();
    },
    "tcp,TCP,6",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetProtoByName(hWnd, WM_SOCKET, "no such", buf, buflen),
    WSANO_DATA,
  ],
  [
    "WSAAsyncGetProtoByNumber",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetProtoByNumber(hWnd, WM_SOCKET, 17, buf, buflen),
    (bytes) => decodeProtoent(bytes).p_name,
    "udp",
    (ws2, hWnd, buf, buflen) => ws2.WSAAsyncGetProtoByNumber(hWnd, WM_SOCKET, 4711, buf, buflen),
    WSANO_DATA,
  ],
];

function isUnchanged(bytes: Uint8Array, what: string): void {
  holds(
    bytes.every((byte) => byte === 0),
    `whether ${what} is unchanged`,
  );
}

/** Whether a message is in the queue. */
function hasMessage(program: Program, message: MSG = newMSG()): boolean {
  program.machine.turn();
  return program.desktop.user32.PeekMessageW(message, null, 0, 0, PM_REMOVE);
}

/** Look-ups that report their end by a message. */
export const ASYNC_LOOK_UP_CHECKS: readonly Check[] = [
  ...FUNCTIONS.flatMap(([of, known, read, answer, unknown, code]): Check[] => [
    {
      rule: "WSAAsyncGetHostByName/answer",
      of,
      needs: needsOf(of),
      run(bench) {
        const { window, ws2 } = arrange(bench, of);
        const buf = new Uint8Array(MAXGETHOSTSTRUCT);
        const handle = known(ws2, window.hWnd, buf, buf.length);
        holds(handle !== 0, "whether there is a handle");
        isUnchanged(buf, "the buffer when the call returns");
        const { message, wParam, lParam } = window.next();
        equal(message, WM_SOCKET, "the number of the message");
        equal(wParam, handle, "wParam");
        sameCode(WSAGETASYNCERROR(lParam), 0, "the error");
        const length = WSAGETASYNCBUFLEN(lParam);
        equal(read(buf.slice(0, length)), answer, "the result");
        isUnchanged(buf.subarray(length), "the buffer behind the answer");
      },
    },
    {
      rule: "WSAAsyncGetHostByName/unknown",
      of,
      needs: needsOf(of),
      run(bench) {
        const { window, ws2 } = arrange(bench, of);
        const buf = new Uint8Array(MAXGETHOSTSTRUCT);
        const handle = unknown(ws2, window.hWnd, buf, buf.length);
        const { wParam, lParam } = window.next();
        equal(wParam, handle, "wParam");
        sameCode(WSAGETASYNCERROR(lParam), code, "the error");
        isUnchanged(buf, "the buffer");
      },
    },
    {
      rule: "WSAAsyncGetHostByName/buffer-short",
      of,
      needs: needsOf(of),
      run(bench) {
        const { window, ws2 } = arrange(bench, of);
        const buf = new Uint8Array(MAXGETHOSTSTRUCT);
        known(ws2, window.hWnd, buf, 4);
        const { lParam } = window.next();
        sameCode(WSAGETASYNCERROR(lParam), WSAENOBUFS, "the error");
        const needed = WSAGETASYNCBUFLEN(lParam);
        isUnchanged(buf, "the buffer");
        known(ws2, window.hWnd, buf, needed - 1);
        sameCode(WSAGETASYNCERROR(window.next().lParam), WSAENOBUFS, "the error with a byte too few");
        known(ws2, window.hWnd, buf, needed);
        sameCode(WSAGETASYNCERROR(window.next().lParam), 0, "the error with room for it");
        known(ws2, window.hWnd, null, MAXGETHOSTSTRUCT);
        sameCode(WSAGETASYNCERROR(window.next().lParam), WSAEFAULT, "the error without a buffer");
        known(ws2, window.hWnd, new Uint8Array(4), MAXGETHOSTSTRUCT);
        sameCode(
          WSAGETASYNCERROR(window.next().lParam),
          WSAEFAULT,
          "the error of a buffer that is shorter than buflen",
        );
      },
    },
    {
      rule: "WSAAsyncGetHostByName/window",
      of,
      needs: needsOf(of),
      run(bench) {
        const { window, ws2 } = arrange(bench, of);
        for (const none of [4711, 0, null as never]) {
          equal(known(ws2, none, new Uint8Array(64), 64), 0, "the handle");
          sameCode(ws2.WSAGetLastError(), WSAEINVAL, "the error");
        }
        ws2.user32.DestroyWindow(window.hWnd);
        equal(known(ws2, window.hWnd, new Uint8Array(64), 64), 0, "the handle for a window that was destroyed");
      },
    },
  ]),
  {
    rule: "WSACancelAsyncRequest/cancels",
    needs: ["host names"],
    run(bench) {
      const { program, window, ws2 } = arrange(bench);
      const buf = new Uint8Array(MAXGETHOSTSTRUCT);
      const first = byName("device.test")(ws2, window.hWnd, buf, buf.length);
      const second = byName("nobody.test")(ws2, window.hWnd, null, 0);
      holds(first !== second, "whether the handles differ");
      program.works(ws2.WSACancelAsyncRequest(first as HANDLE));
      equal(window.next().wParam, second, "wParam of the first message");
      holds(!hasMessage(program), "whether no other message comes");
      isUnchanged(buf, "the buffer");
    },
  },
  {
    rule: "WSACancelAsyncRequest/done",
    needs: ["host names"],
    run(bench) {
      const { program, window, ws2 } = arrange(bench);
      const request = byName("device.test")(ws2, window.hWnd, new Uint8Array(MAXGETHOSTSTRUCT), MAXGETHOSTSTRUCT);
      program.machine.turn();
      program.fails(ws2.WSACancelAsyncRequest(request as HANDLE), WSAEALREADY);
      window.next();
      program.fails(ws2.WSACancelAsyncRequest(request as HANDLE), WSAEALREADY);
      for (const none of [0, 1, 0x7ffffffc]) program.fails(ws2.WSACancelAsyncRequest(none as HANDLE), WSAEINVAL);
    },
  },
  {
    rule: "WSACancelAsyncRequest/cleanup",
    needs: ["host names"],
    run(bench) {
      const { program, window, ws2 } = arrange(bench);
      const ask = () => byName("device.test")(ws2, window.hWnd, new Uint8Array(MAXGETHOSTSTRUCT), MAXGETHOSTSTRUCT);
      ask();
      program.works(ws2.WSACleanup());
      program.works(ws2.WSAStartup(0x202, newWSADATA()));
      holds(!hasMessage(program), "whether no message comes");
      const request = ask();
      equal(window.next().wParam, request, "wParam of the message after the next WSAStartup");
    },
  },
];
