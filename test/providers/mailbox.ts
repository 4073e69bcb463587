import {
  copyProtocolInfo,
  defineProvider,
  FIONBIO,
  getUint32,
  type LPINT,
  MAKEWORD,
  type ProviderModule,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  sockaddr_in,
  sockaddrPort,
  WSAEADDRINUSE,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
  XP1_CONNECTIONLESS,
  XP1_MESSAGE_ORIENTED,
} from "@ws2kit/spi";
import { type Box, PostOffice } from "./post-office.js";
import { fillSlots } from "./slot-table.js";

export const MAILBOX_FAMILY = 4712;
export const MAILBOX_PATH = "mailbox.dll";
const ProviderId = "4B2F31D4-6A0C-4C52-9B61-52A7D5F10001";

function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** A third party's datagram provider whose sockets are not files, and can be shared between processes. */
export const mailbox: ProviderModule = (_platform, imports) => {
  const office = imports.shared("mailbox", () => new PostOffice());
  const held = new Map<SOCKET, Box>();
  let upcalls = {} as WSPUPCALLTABLE;
  let entry = {} as Readonly<WSAPROTOCOL_INFOW>;
  const letGo = () => {
    for (const box of held.values()) office.release(box);
    held.clear();
    office.withdraw(imports.processId);
  };
  imports.onTermination(letGo);

  /** Runs a slot on the box of a handle. */
  const onBox = (s: SOCKET, lpErrno: LPINT, act: (box: Box) => number): number => {
    const context = ref<unknown>(null);
    if (upcalls.WPUQuerySocketHandleContext(s, context, lpErrno) !== 0) return fail(lpErrno, WSAENOTSOCK);
    return act(context.value as Box);
  };

  const slots: Partial<WSPPROC_TABLE> = {
    WSPSocket(_af, _type, _protocol, info, _g, _dwFlags, lpErrno) {
      const token = info.dwProviderReserved;
      const box = token === 0 ? office.open() : office.take(token, imports.processId);
      if (box === null) return fail(lpErrno, WSAEINVAL) as SOCKET;
      // the offer has already counted the descriptor of its target process
      if (token === 0) box.descriptors++;
      const s = upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, box, lpErrno);
      if (s === SOCKET_ERROR) office.release(box);
      else held.set(s, box);
      return s;
    },
    WSPDuplicateSocket: (s, dwProcessId, lpProtocolInfo, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        if (!imports.hasProcess(dwProcessId)) return fail(lpErrno, WSAEINVAL);
        copyProtocolInfo(entry, lpProtocolInfo);
        lpProtocolInfo.dwProviderReserved = office.offer(box, dwProcessId);
        return 0;
      }),
    WSPCloseSocket: (s, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        held.delete(s);
        office.release(box);
        return upcalls.WPUCloseSocketHandle(s, lpErrno);
      }),
    WSPCleanup() {
      letGo();
      return 0;
    },
    WSPBind: (s, name, _namelen, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        if (box.port !== 0) return fail(lpErrno, WSAEINVAL);
        return office.rent(box, sockaddrPort(name as Uint8Array)) ? 0 : fail(lpErrno, WSAEADDRINUSE);
      }),
    WSPGetSockName: (s, name, _namelen, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        (name as Uint8Array).set(sockaddr_in("127.0.0.1", box.port));
        return 0;
      }),
    WSPIoctl: (s, code, input, _cbIn, _output, _cbOut, _returned, _overlapped, _routine, _thread, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        if (code !== FIONBIO) return fail(lpErrno, WSAEOPNOTSUPP);
        box.isNonBlocking = getUint32(input as Uint8Array, 0) !== 0;
        return 0;
      }),
    WSPSendTo: (s, [{ buf, off, len }], _count, sent, _flags, to, _tolen, _overlapped, _routine, _thread, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        office.send(box, sockaddrPort(to as Uint8Array), (buf as Uint8Array).slice(off, off + len));
        if (sent !== null) sent.value = len;
        return 0;
      }),
    WSPRecvFrom: (s, [{ buf, off }], _n, received, _flags, from, _fromlen, _overlapped, _routine, _thread, lpErrno) =>
      onBox(s, lpErrno, (box) => {
        if (box.letters.length === 0 && box.isNonBlocking) return fail(lpErrno, WSAEWOULDBLOCK);
        const code = imports.wait({ ready: () => box.letters.length > 0 }, -1);
        const letter = code === 0 ? box.letters.shift() : undefined;
        if (letter === undefined) return fail(lpErrno, code);
        (buf as Uint8Array).set(letter.bytes, off);
        if (received !== null) received.value = letter.bytes.length;
        from?.set(sockaddr_in("127.0.0.1", letter.from));
        return 0;
      }),
  };

  return defineProvider({
    ProviderId,
    supports: { sharing: true },
    protocols: [
      {
        iAddressFamily: MAILBOX_FAMILY,
        iSocketType: SOCK_DGRAM,
        iProtocol: 1,
        dwServiceFlags1: XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED,
        szProtocol: "Mailbox",
      },
    ],
    WSPStartup(_version, data, info, table, lpProcTable) {
      entry = info;
      upcalls = table;
      data.wVersion = MAKEWORD(2, 2);
      data.wHighVersion = MAKEWORD(2, 2);
      fillSlots(lpProcTable, slots);
      return 0;
    },
  });
};
