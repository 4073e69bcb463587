/**
 * Installs a base provider that returns each datagram to its sender. An application uses it like any other provider.
 *
 * Functions: WSPStartup, WSPCleanup, WSPSocket, WSPCloseSocket, WSPSendTo, WSPRecvFrom, WPUCreateSocketHandle,
 *   WPUQuerySocketHandleContext, WPUCloseSocketHandle (on desktop).
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  type LPINT,
  MAKEWORD,
  type Machine,
  newWSAPROTOCOL_INFOW,
  ref,
  SLOTS,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
} from "@ws2kit/target";
import { bytesOf, sound, start, textOf } from "./conversation.js";

const MIRROR = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A21";
const AF_MIRROR = 60;
const DATAGRAM = { iAddressFamily: AF_MIRROR, iSocketType: 2, iProtocol: 17, dwServiceFlags1: 9, szProtocol: "Mirror" };

/** The provider: a queue of datagrams for each socket is the context of its handle. */
const mirror = () =>
  defineProvider({
    ProviderId: MIRROR,
    protocols: [DATAGRAM],
    supports: {},
    WSPStartup(_version, data, _info, upcalls, table) {
      data.wVersion = MAKEWORD(2, 2);
      data.wHighVersion = MAKEWORD(2, 2);
      const refuse = (...args: unknown[]) => {
        (args[args.length - 1] as LPINT).value = WSAEOPNOTSUPP;
        return SOCKET_ERROR;
      };
      for (const slot of SLOTS) Object.assign(table, { [slot]: refuse });
      const queueOf = (s: SOCKET, lpErrno: LPINT) => {
        const context = ref<unknown>(null);
        return upcalls.WPUQuerySocketHandleContext(s, context, lpErrno) === 0 ? (context.value as Uint8Array[]) : null;
      };
      table.WSPSocket = (_af, _type, _protocol, info, _g, _flags, lpErrno) =>
        upcalls.WPUCreateSocketHandle(info?.dwCatalogEntryId ?? 0, [], lpErrno);
      table.WSPCloseSocket = (s, lpErrno) => upcalls.WPUCloseSocketHandle(s, lpErrno);
      table.WSPSendTo = (s, buffers, _n, sent, _flags, _to, _tolen, _overlapped, _routine, _thread, lpErrno) => {
        const [{ buf, off, len }] = buffers;
        const queue = queueOf(s, lpErrno);
        if (queue === null || buf === null || sent === null) return SOCKET_ERROR;
        queue.push(buf.slice(off, off + len));
        sent.value = len;
        return 0;
      };
      table.WSPRecvFrom = (s, buffers, _n, received, _flags, _from, _len, _overlapped, _routine, _thread, lpErrno) => {
        const [{ buf, off }] = buffers;
        const datagram = queueOf(s, lpErrno)?.shift();
        if (datagram === undefined || buf === null || received === null) {
          lpErrno.value = WSAEWOULDBLOCK;
          return SOCKET_ERROR;
        }
        buf.set(datagram, off);
        received.value = datagram.length;
        return 0;
      };
      table.WSPCleanup = () => 0;
      return 0;
    },
  });

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("mirror.dll", mirror);
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: MIRROR, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(MIRROR, "mirror.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = start(machine);
  const s = sound(ws2, ws2.socket(AF_MIRROR, 2, 17), "socket");
  const to = sockaddr_in("10.0.0.1", 7);
  log("sendto:", sound(ws2, ws2.sendto(s, bytesOf("hello"), 5, 0, to, to.length), "sendto"));
  const buffer = new Uint8Array(20);
  log("recvfrom:", textOf(buffer, sound(ws2, ws2.recvfrom(s, buffer, buffer.length, 0, null, null), "recvfrom")));
  log("an empty queue:", ws2.recvfrom(s, buffer, buffer.length, 0, null, null), ws2.WSAGetLastError());
  ws2.closesocket(s);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: sendto: 5
// prints: recvfrom: hello
// prints: an empty queue: -1 10035
