import type { Pointer } from "../bytes/bytes.js";
import type { fd_set } from "../bytes/fd-set.js";
import type { GROUP, SOCKET, WSAEVENT } from "../bytes/handle.js";
import type { WSAPROTOCOL_INFOW } from "../bytes/protocol-info.js";
import type { Ref } from "../bytes/ref.js";
import type { QOS, timeval, WSABUF, WSANETWORKEVENTS, WSAOVERLAPPED, WSATHREADID } from "../bytes/structures.js";

/** `lpErrno`: where a provider puts its error code, its only channel. */
export type LPINT = Ref<number>;

/** Decides about a connection request: CF_ACCEPT, CF_REJECT or CF_DEFER. */
export type LPCONDITIONPROC = (
  lpCallerId: WSABUF,
  lpCallerData: WSABUF | null,
  lpSQOS: QOS | null,
  lpGQOS: QOS | null,
  lpCalleeId: WSABUF,
  lpCalleeData: WSABUF | null,
  g: Ref<GROUP>,
  dwCallbackData: unknown,
) => number;

/** Runs when an overlapped operation has completed. */
export type LPWSAOVERLAPPED_COMPLETION_ROUTINE = (
  dwError: number,
  cbTransferred: number,
  lpOverlapped: WSAOVERLAPPED,
  dwFlags: number,
) => void;

/**
 * The 30 functions that a provider fills in for ws2: the Service Provider Interface.
 *
 * They return `int` (0, or SOCKET_ERROR), but for WSPAccept, WSPJoinLeaf and WSPSocket (a SOCKET, or
 * INVALID_SOCKET) and WSPGetOverlappedResult and WSPGetQOSByName (BOOL). The error code goes through `lpErrno`,
 * always last. A provider checks its own parameters. Slot numbers are the order of `SLOTS`.
 *
 * Source: reference §1 (parameters and documented codes, slot by slot).
 */
export interface WSPPROC_TABLE {
  WSPAccept(
    s: SOCKET,
    addr: Pointer,
    addrlen: Ref<number> | null,
    lpfnCondition: LPCONDITIONPROC | null,
    dwCallbackData: unknown,
    lpErrno: LPINT,
  ): SOCKET;
  WSPAddressToString(
    lpsaAddress: Pointer,
    dwAddressLength: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW> | null,
    lpszAddressString: Ref<string>,
    lpdwAddressStringLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
  WSPAsyncSelect(s: SOCKET, hWnd: unknown, wMsg: number, lEvent: number, lpErrno: LPINT): number;
  WSPBind(s: SOCKET, name: Pointer, namelen: number, lpErrno: LPINT): number;
  WSPCancelBlockingCall(lpErrno: LPINT): number;
  WSPCleanup(lpErrno: LPINT): number;
  WSPCloseSocket(s: SOCKET, lpErrno: LPINT): number;
  WSPConnect(
    s: SOCKET,
    name: Pointer,
    namelen: number,
    lpCallerData: WSABUF | null,
    lpCalleeData: WSABUF | null,
    lpSQOS: QOS | null,
    lpGQOS: QOS | null,
    lpErrno: LPINT,
  ): number;
  WSPDuplicateSocket(s: SOCKET, dwProcessId: number, lpProtocolInfo: WSAPROTOCOL_INFOW, lpErrno: LPINT): number;
  WSPEnumNetworkEvents(
    s: SOCKET,
    hEventObject: WSAEVENT | null,
    lpNetworkEvents: WSANETWORKEVENTS,
    lpErrno: LPINT,
  ): number;
  WSPEventSelect(s: SOCKET, hEventObject: WSAEVENT | null, lNetworkEvents: number, lpErrno: LPINT): number;
  WSPGetOverlappedResult(
    s: SOCKET,
    lpOverlapped: WSAOVERLAPPED,
    lpcbTransfer: Ref<number>,
    fWait: boolean,
    lpdwFlags: Ref<number>,
    lpErrno: LPINT,
  ): boolean;
  WSPGetPeerName(s: SOCKET, name: Pointer, namelen: Ref<number> | null, lpErrno: LPINT): number;
  WSPGetSockName(s: SOCKET, name: Pointer, namelen: Ref<number> | null, lpErrno: LPINT): number;
  WSPGetSockOpt(
    s: SOCKET,
    level: number,
    optname: number,
    optval: Pointer,
    optlen: Ref<number> | null,
    lpErrno: LPINT,
  ): number;
  WSPGetQOSByName(s: SOCKET, lpQOSName: WSABUF, lpQOS: QOS, lpErrno: LPINT): boolean;
  WSPIoctl(
    s: SOCKET,
    dwIoControlCode: number,
    lpvInBuffer: Pointer | Ref<unknown>,
    cbInBuffer: number,
    lpvOutBuffer: Pointer | Ref<unknown>,
    cbOutBuffer: number,
    lpcbBytesReturned: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    lpThreadId: WSATHREADID | null,
    lpErrno: LPINT,
  ): number;
  WSPJoinLeaf(
    s: SOCKET,
    name: Pointer,
    namelen: number,
    lpCallerData: WSABUF | null,
    lpCalleeData: WSABUF | null,
    lpSQOS: QOS | null,
    lpGQOS: QOS | null,
    dwFlags: number,
    lpErrno: LPINT,
  ): SOCKET;
  WSPListen(s: SOCKET, backlog: number, lpErrno: LPINT): number;
  WSPRecv(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesRecvd: Ref<number> | null,
    lpFlags: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    lpThreadId: WSATHREADID | null,
    lpErrno: LPINT,
  ): number;
  WSPRecvDisconnect(s: SOCKET, lpInboundDisconnectData: WSABUF | null, lpErrno: LPINT): number;
  WSPRecvFrom(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesRecvd: Ref<number> | null,
    lpFlags: Ref<number> | null,
    lpFrom: Pointer,
    lpFromlen: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    lpThreadId: WSATHREADID | null,
    lpErrno: LPINT,
  ): number;
  WSPSelect(
    nfds: number,
    readfds: fd_set | null,
    writefds: fd_set | null,
    exceptfds: fd_set | null,
    timeout: Readonly<timeval> | null,
    lpErrno: LPINT,
  ): number;
  WSPSend(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesSent: Ref<number> | null,
    dwFlags: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    lpThreadId: WSATHREADID | null,
    lpErrno: LPINT,
  ): number;
  WSPSendDisconnect(s: SOCKET, lpOutboundDisconnectData: WSABUF | null, lpErrno: LPINT): number;
  WSPSendTo(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesSent: Ref<number> | null,
    dwFlags: number,
    lpTo: Pointer,
    iTolen: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    lpThreadId: WSATHREADID | null,
    lpErrno: LPINT,
  ): number;
  WSPSetSockOpt(s: SOCKET, level: number, optname: number, optval: Pointer, optlen: number, lpErrno: LPINT): number;
  WSPShutdown(s: SOCKET, how: number, lpErrno: LPINT): number;
  WSPSocket(
    af: number,
    type: number,
    protocol: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW>,
    g: GROUP,
    dwFlags: number,
    lpErrno: LPINT,
  ): SOCKET;
  WSPStringToAddress(
    AddressString: string,
    AddressFamily: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW> | null,
    lpAddress: Pointer,
    lpAddressLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
}

export type SlotName = keyof WSPPROC_TABLE;

/** The slots in their order in memory. */
export const SLOTS: readonly SlotName[] = [
  "WSPAccept",
  "WSPAddressToString",
  "WSPAsyncSelect",
  "WSPBind",
  "WSPCancelBlockingCall",
  "WSPCleanup",
  "WSPCloseSocket",
  "WSPConnect",
  "WSPDuplicateSocket",
  "WSPEnumNetworkEvents",
  "WSPEventSelect",
  "WSPGetOverlappedResult",
  "WSPGetPeerName",
  "WSPGetSockName",
  "WSPGetSockOpt",
  "WSPGetQOSByName",
  "WSPIoctl",
  "WSPJoinLeaf",
  "WSPListen",
  "WSPRecv",
  "WSPRecvDisconnect",
  "WSPRecvFrom",
  "WSPSelect",
  "WSPSend",
  "WSPSendDisconnect",
  "WSPSendTo",
  "WSPSetSockOpt",
  "WSPShutdown",
  "WSPSocket",
  "WSPStringToAddress",
];
