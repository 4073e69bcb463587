import type { Pointer } from "../bytes/bytes.js";
import type { fd_set } from "../bytes/fd-set.js";
import { type GROUP, type SOCKET, SOCKET_ERROR, type WSAEVENT } from "../bytes/handle.js";
import type { WSAPROTOCOL_INFOW } from "../bytes/protocol-info.js";
import type { Ref } from "../bytes/ref.js";
import type { QOS, timeval, WSABUF, WSANETWORKEVENTS, WSAOVERLAPPED, WSATHREADID } from "../bytes/structures.js";

/** The type of `lpErrno`, which receives the code of a slot that fails. A provider reports codes only through it. */
export type LPINT = Ref<number>;

/** The condition function of WSAAccept: returns CF_ACCEPT, CF_REJECT or CF_DEFER for a connection request. */
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

/** A completion routine: called when an overlapped operation has ended. */
export type LPWSAOVERLAPPED_COMPLETION_ROUTINE = (
  dwError: number,
  cbTransferred: number,
  lpOverlapped: WSAOVERLAPPED,
  dwFlags: number,
) => void;

/**
 * The 30 functions that a provider fills in for ws2: the Service Provider Interface.
 *
 * Most slots return `int`: 0, or SOCKET_ERROR. WSPAccept, WSPJoinLeaf and WSPSocket return a SOCKET, or INVALID_SOCKET;
 * WSPGetOverlappedResult and WSPGetQOSByName return BOOL. The first parameter, `s`, is the socket; the last, `lpErrno`,
 * receives the code of a call that fails. The provider checks the parameters: ws2 passes them on unchecked. A slot's
 * number is its index in `SLOTS`.
 *
 * Source: reference §1 (parameters and documented codes, slot by slot).
 */
export interface WSPPROC_TABLE {
  /**
   * Returns a socket for the next connection of a listening socket, if the condition function agrees.
   *
   * Codes: WSAEINTR, WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEMFILE, WSAEWOULDBLOCK, WSAEINPROGRESS, WSAENOTSOCK,
   * WSAEOPNOTSUPP, WSAENETDOWN, WSAECONNRESET, WSAENOBUFS, WSAECONNREFUSED, WSATRY_AGAIN. Source: reference §1 slot 0.
   *
   * @param addr receives the peer's address; may be null
   * @param addrlen holds the length of the buffer in bytes, and receives the length of the address; null without `addr`
   * @param lpfnCondition returns CF_ACCEPT, CF_REJECT or CF_DEFER; null accepts
   * @param dwCallbackData any value, passed to the condition function
   * @returns the new socket, or INVALID_SOCKET
   */
  WSPAccept(
    s: SOCKET,
    addr: Pointer,
    addrlen: Ref<number> | null,
    lpfnCondition: LPCONDITIONPROC | null,
    dwCallbackData: unknown,
    lpErrno: LPINT,
  ): SOCKET;
  /**
   * Converts an address to text, with port and scope unless these are 0: `127.0.0.1:80`, `[fe80::1%5]:80`.
   *
   * Codes: WSAEFAULT, WSAEINVAL. Source: reference §1 slot 1.
   *
   * @param lpsaAddress the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
   * address; `sockaddr_in` makes one
   * @param dwAddressLength length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @param lpProtocolInfo the catalog entry of this provider, or of the chain in which it is
   * @param lpszAddressString receives the text
   * @param lpdwAddressStringLength holds the length of the buffer in UTF-16 units, and receives the length of the text;
   * both include the terminator
   * @returns 0, or SOCKET_ERROR
   */
  WSPAddressToString(
    lpsaAddress: Pointer,
    dwAddressLength: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW> | null,
    lpszAddressString: Ref<string>,
    lpdwAddressStringLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
  /**
   * Selects network events of a socket: when one of them occurs, a message is posted to a window. The socket becomes
   * non-blocking.
   *
   * Codes: WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAEOPNOTSUPP, WSAENETDOWN. Source: reference §1 slot 2.
   *
   * @param hWnd the window
   * @param wMsg the number of the message; wParam is the socket, lParam holds the event and its code
   * @param lEvent the network events FD_*, combined; 0 ends the messages
   * @returns 0, or SOCKET_ERROR
   */
  WSPAsyncSelect(s: SOCKET, hWnd: unknown, wMsg: number, lEvent: number, lpErrno: LPINT): number;
  /**
   * Binds a socket to a local address.
   *
   * Codes: WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAEAFNOSUPPORT, WSAEADDRINUSE,
   * WSAEADDRNOTAVAIL, WSAENETDOWN, WSAENOBUFS. Source: reference §1 slot 3.
   *
   * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
   * address; `sockaddr_in` makes one. Port 0 lets the provider choose
   * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @returns 0, or SOCKET_ERROR
   */
  WSPBind(s: SOCKET, name: Pointer, namelen: number, lpErrno: LPINT): number;
  /**
   * Cancels the call that blocks on this thread: that call fails with WSAEINTR.
   *
   * Codes: WSAEINVAL, WSAENETDOWN. Source: reference §1 slot 4.
   *
   * @returns 0, or SOCKET_ERROR
   */
  WSPCancelBlockingCall(lpErrno: LPINT): number;
  /**
   * Undoes one WSPStartup. The last call ends pending operations without notification, and closes all sockets.
   *
   * Codes: WSAEINVAL, WSAENETDOWN, WSANOTINITIALISED. Source: reference §1 slot 5.
   *
   * @returns 0, or SOCKET_ERROR
   */
  WSPCleanup(lpErrno: LPINT): number;
  /**
   * Closes a socket. The provider releases its state and calls WPUCloseSocketHandle.
   *
   * Codes: WSAEWOULDBLOCK, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 6.
   *
   * @returns 0, or SOCKET_ERROR
   */
  WSPCloseSocket(s: SOCKET, lpErrno: LPINT): number;
  /**
   * Connects a stream to a peer; on a datagram socket, sets the peer of later sends and receives.
   *
   * Codes: WSAEINTR, WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK, WSAEINPROGRESS, WSAEALREADY, WSAENOTSOCK,
   * WSAEPROTONOSUPPORT, WSAEOPNOTSUPP, WSAEAFNOSUPPORT, WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAENETDOWN, WSAENETUNREACH,
   * WSAENOBUFS, WSAEISCONN, WSAETIMEDOUT, WSAECONNREFUSED, WSAEHOSTUNREACH. Source: reference §1 slot 7.
   *
   * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
   * address; `sockaddr_in` makes one
   * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @param lpCallerData data for the peer, or null
   * @param lpCalleeData receives the peer's data, or null
   * @param lpSQOS the quality of service wanted, or null
   * @param lpGQOS reserved: null
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Writes the information with which another process opens a second descriptor of the same socket: that process passes
   * it to WSASocketW, once.
   *
   * Codes: WSAEINVAL, WSAEMFILE, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN, WSAENOBUFS. Source: reference §1 slot 8.
   *
   * @param dwProcessId `processId` of the process that will open the duplicate
   * @param lpProtocolInfo receives the information; `encodeProtocolInfo` converts it to its 628 bytes
   * @returns 0, or SOCKET_ERROR
   */
  WSPDuplicateSocket(s: SOCKET, dwProcessId: number, lpProtocolInfo: WSAPROTOCOL_INFOW, lpErrno: LPINT): number;
  /**
   * Reports the network events that occurred on a socket since the last call, and clears them.
   *
   * Codes: WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 9.
   *
   * @param hEventObject an event to reset in the same step, or null
   * @param lpNetworkEvents receives in `lNetworkEvents` the events that occurred, and in `iErrorCode[FD_*_BIT]` the
   * code of each; the codes of other events are not written
   * @returns 0, or SOCKET_ERROR
   */
  WSPEnumNetworkEvents(
    s: SOCKET,
    hEventObject: WSAEVENT | null,
    lpNetworkEvents: WSANETWORKEVENTS,
    lpErrno: LPINT,
  ): number;
  /**
   * Selects network events of a socket: when one of them occurs, the provider records it and signals the event object.
   * The socket becomes non-blocking. A mask of 0 ends the selection; a second call replaces it.
   *
   * Codes: WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 10.
   *
   * @param hEventObject the event; null with a mask of 0
   * @param lNetworkEvents the mask: FD_READ, FD_WRITE, FD_OOB, FD_ACCEPT, FD_CONNECT, FD_CLOSE and others, combined
   * with `|`
   * @returns 0, or SOCKET_ERROR
   */
  WSPEventSelect(s: SOCKET, hEventObject: WSAEVENT | null, lNetworkEvents: number, lpErrno: LPINT): number;
  /**
   * Reports the outcome of an overlapped operation.
   *
   * Codes: WSA_INVALID_HANDLE, WSA_OPERATION_ABORTED, WSA_IO_INCOMPLETE, WSAEINTR, WSAEACCES, WSAEFAULT, WSAEINVAL,
   * WSAEWOULDBLOCK, WSAEINPROGRESS, WSAEALREADY, WSAENOTSOCK, WSAEDESTADDRREQ, WSAEMSGSIZE, WSAEPROTONOSUPPORT,
   * WSAEOPNOTSUPP, WSAEAFNOSUPPORT, WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAENETDOWN, WSAENETUNREACH, WSAENETRESET,
   * WSAECONNABORTED, WSAECONNRESET, WSAENOBUFS, WSAEISCONN, WSAENOTCONN, WSAESHUTDOWN, WSAETIMEDOUT, WSAECONNREFUSED,
   * WSAEHOSTUNREACH, WSAEDISCON. Source: reference §1 slot 11.
   *
   * @param lpOverlapped the structure that the operation was started with
   * @param lpcbTransfer receives the number of bytes
   * @param fWait whether to wait until the operation has ended and its event is signalled
   * @param lpdwFlags receives the flags of a receive, MSG_PARTIAL for example
   * @returns `true` if the operation succeeded, `false` otherwise
   */
  WSPGetOverlappedResult(
    s: SOCKET,
    lpOverlapped: WSAOVERLAPPED,
    lpcbTransfer: Ref<number>,
    fWait: boolean,
    lpdwFlags: Ref<number>,
    lpErrno: LPINT,
  ): boolean;
  /**
   * Returns the address of a socket's peer.
   *
   * Codes: WSAEFAULT, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN, WSAENOTCONN. Source: reference §1 slot 12.
   *
   * @param name receives the address, in Winsock's layout
   * @param namelen holds the length of the buffer in bytes, and receives the length of the address
   * @returns 0, or SOCKET_ERROR
   */
  WSPGetPeerName(s: SOCKET, name: Pointer, namelen: Ref<number> | null, lpErrno: LPINT): number;
  /**
   * Returns a socket's local address.
   *
   * Codes: WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 13.
   *
   * @param name receives the address, in Winsock's layout
   * @param namelen holds the length of the buffer in bytes, and receives the length of the address
   * @returns 0, or SOCKET_ERROR
   */
  WSPGetSockName(s: SOCKET, name: Pointer, namelen: Ref<number> | null, lpErrno: LPINT): number;
  /**
   * Gets the value of an option, as bytes in Winsock's layout.
   *
   * Codes: WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENOPROTOOPT, WSAEOPNOTSUPP, WSAENETDOWN, WSAENOTCONN.
   * Source: reference §1 slot 14.
   *
   * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 or IPPROTO_TCP
   * @param optname the option, SO_RCVBUF for example
   * @param optval receives the value
   * @param optlen holds the length of `optval` in bytes, and receives the length of the value
   * @returns 0, or SOCKET_ERROR
   */
  WSPGetSockOpt(
    s: SOCKET,
    level: number,
    optname: number,
    optval: Pointer,
    optlen: Ref<number> | null,
    lpErrno: LPINT,
  ): number;
  /**
   * Looks up a quality of service by its name.
   *
   * Codes: WSAEFAULT, WSAEINVAL, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 15.
   *
   * @param lpQOSName the name
   * @param lpQOS receives the quality of service @returns `true`, or `false` if the call fails
   */
  WSPGetQOSByName(s: SOCKET, lpQOSName: WSABUF, lpQOS: QOS, lpErrno: LPINT): boolean;
  /**
   * Runs a control code on a socket or its provider.
   *
   * Codes: WSA_OPERATION_ABORTED, WSA_IO_PENDING, WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK, WSAEINPROGRESS,
   * WSAENOTSOCK, WSAEOPNOTSUPP, WSAEAFNOSUPPORT, WSAENETDOWN, WSAENOTCONN, WSAECONNREFUSED. Source: reference §1 slot
   * 16.
   *
   * @param dwIoControlCode SIO_*, FIONBIO or FIONREAD
   * @param lpvInBuffer the argument, or null
   * @param cbInBuffer length of the argument in bytes
   * @param lpvOutBuffer receives the result, or null
   * @param cbOutBuffer length of `lpvOutBuffer` in bytes
   * @param lpcbBytesReturned receives the length of the result in bytes
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @param lpThreadId the calling thread, for the APC that runs the routine; null without `lpOverlapped`
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Adds a leaf to a multipoint session. Called on the root, it adds another leaf; called on a leaf, it adds this
   * socket itself.
   *
   * Codes: WSAEINTR, WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAEALREADY, WSAENOTSOCK, WSAEPROTONOSUPPORT, WSAEOPNOTSUPP,
   * WSAEAFNOSUPPORT, WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAENETDOWN, WSAENETUNREACH, WSAENOBUFS, WSAEISCONN,
   * WSAETIMEDOUT, WSAECONNREFUSED. Source: reference §1 slot 17.
   *
   * @param name the leaf's address, or the group's; the address in Winsock's layout: family (2 bytes, little-endian),
   * port (2, big-endian), then the address; `sockaddr_in` makes one
   * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @param lpCallerData data for the peer, or null
   * @param lpCalleeData receives the peer's data, or null
   * @param lpSQOS the quality of service wanted, or null
   * @param lpGQOS reserved: null
   * @param dwFlags JL_SENDER_ONLY, JL_RECEIVER_ONLY or JL_BOTH
   * @returns the new leaf's socket for a root, the same socket for a leaf; or INVALID_SOCKET
   */
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
  /**
   * Makes a bound stream socket listen: from now on, its provider accepts connections and queues them for `accept`.
   *
   * Codes: WSAEINVAL, WSAEMFILE, WSAEINPROGRESS, WSAENOTSOCK, WSAEOPNOTSUPP, WSAEADDRINUSE, WSAENETDOWN, WSAENOBUFS,
   * WSAEISCONN. Source: reference §1 slot 18.
   *
   * @param backlog how many connections may wait to be accepted; SOMAXCONN for the provider's limit
   * @returns 0, or SOCKET_ERROR
   */
  WSPListen(s: SOCKET, backlog: number, lpErrno: LPINT): number;
  /**
   * Receives into several buffers, one after the other.
   *
   * Codes: WSA_OPERATION_ABORTED, WSA_IO_PENDING, WSAEINTR, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK, WSAEINPROGRESS,
   * WSAENOTSOCK, WSAEMSGSIZE, WSAEOPNOTSUPP, WSAENETDOWN, WSAENETRESET, WSAECONNABORTED, WSAECONNRESET, WSAENOTCONN,
   * WSAESHUTDOWN, WSAETIMEDOUT, WSAEDISCON. Source: reference §1 slot 19.
   *
   * @param lpBuffers the buffers to fill, each `{ len, buf, off }`; the call copies the list
   * @param dwBufferCount how many of the buffers to use
   * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation has ended when the call returns; may be
   * null with `lpOverlapped`. 0 is the end of a stream
   * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PARTIAL or 0, and receives MSG_PARTIAL if the message is
   * incomplete
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @param lpThreadId the calling thread, for the APC that runs the routine; null without `lpOverlapped`
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Ends receiving, and reports the peer's disconnect data.
   *
   * Codes: WSAEFAULT, WSAEINPROGRESS, WSAENOTSOCK, WSAENOPROTOOPT, WSAENETDOWN, WSAENOTCONN. Source: reference §1 slot
   * 20.
   *
   * @param lpInboundDisconnectData receives the data, or null
   * @returns 0, or SOCKET_ERROR
   */
  WSPRecvDisconnect(s: SOCKET, lpInboundDisconnectData: WSABUF | null, lpErrno: LPINT): number;
  /**
   * Receives a datagram into several buffers, and the address of its sender.
   *
   * Codes: WSA_OPERATION_ABORTED, WSA_IO_PENDING, WSAEINTR, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK, WSAEINPROGRESS,
   * WSAENOTSOCK, WSAEMSGSIZE, WSAEOPNOTSUPP, WSAENETDOWN, WSAENETRESET, WSAECONNABORTED, WSAECONNRESET, WSAEISCONN,
   * WSAENOTCONN, WSAESHUTDOWN, WSAETIMEDOUT, WSAEDISCON. Source: reference §1 slot 21.
   *
   * @param lpBuffers the buffers to fill, each `{ len, buf, off }`; the call copies the list
   * @param dwBufferCount how many of the buffers to use
   * @param lpNumberOfBytesRecvd receives the number of bytes, if the operation has ended when the call returns; may be
   * null with `lpOverlapped`
   * @param lpFlags holds MSG_PEEK, MSG_OOB, MSG_PARTIAL or 0, and receives MSG_PARTIAL if the message is incomplete
   * @param lpFrom receives the sender's address; may be null
   * @param lpFromlen holds the length of the buffer in bytes, and receives the length of the address; null without
   * `lpFrom`
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @param lpThreadId the calling thread, for the APC that runs the routine; null without `lpOverlapped`
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Waits until a socket in one of the sets is ready, and removes from each set the sockets that are not ready. All
   * sockets belong to this provider.
   *
   * Codes: WSAEINTR, WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN. Source: reference §1 slot 22.
   *
   * @param nfds ignored
   * @param readfds sockets to watch for data, for a connection to accept, or for the end of the stream; may be null
   * @param writefds sockets to watch for room to send, or for a connect that succeeds; may be null
   * @param exceptfds sockets to watch for urgent data, or for a connect that fails; may be null
   * @param timeout `{ tv_sec, tv_usec }`: seconds and microseconds; null waits without a limit
   * @returns the number of ready sockets, 0 after the timeout, or SOCKET_ERROR
   */
  WSPSelect(
    nfds: number,
    readfds: fd_set | null,
    writefds: fd_set | null,
    exceptfds: fd_set | null,
    timeout: Readonly<timeval> | null,
    lpErrno: LPINT,
  ): number;
  /**
   * Sends the bytes of several buffers: as one datagram, or as consecutive bytes of a stream.
   *
   * Codes: WSA_OPERATION_ABORTED, WSA_IO_PENDING, WSAEINTR, WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK,
   * WSAEINPROGRESS, WSAENOTSOCK, WSAEMSGSIZE, WSAEOPNOTSUPP, WSAENETDOWN, WSAENETRESET, WSAECONNABORTED, WSAECONNRESET,
   * WSAENOBUFS, WSAENOTCONN, WSAESHUTDOWN, WSAETIMEDOUT, WSAEHOSTUNREACH. Source: reference §1 slot 23.
   *
   * @param lpBuffers the buffers, each `{ len, buf, off }`. The call copies the list, but not the bytes: do not change
   * these before the operation ends
   * @param dwBufferCount how many of the buffers to use
   * @param lpNumberOfBytesSent receives the number of bytes, if the operation has ended when the call returns; may be
   * null with `lpOverlapped`
   * @param dwFlags MSG_OOB, MSG_DONTROUTE, MSG_PARTIAL, or 0
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @param lpThreadId the calling thread, for the APC that runs the routine; null without `lpOverlapped`
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Ends sending, as `shutdown` with SD_SEND does, and sends disconnect data if the protocol supports it.
   *
   * Codes: WSAEFAULT, WSAEINPROGRESS, WSAENOTSOCK, WSAENOPROTOOPT, WSAENETDOWN, WSAENOTCONN. Source: reference §1 slot
   * 24.
   *
   * @param lpOutboundDisconnectData the data, or null
   * @returns 0, or SOCKET_ERROR
   */
  WSPSendDisconnect(s: SOCKET, lpOutboundDisconnectData: WSABUF | null, lpErrno: LPINT): number;
  /**
   * Sends the bytes of several buffers to an address, as one datagram.
   *
   * Codes: WSA_OPERATION_ABORTED, WSA_IO_PENDING, WSAEINTR, WSAEACCES, WSAEFAULT, WSAEINVAL, WSAEWOULDBLOCK,
   * WSAEINPROGRESS, WSAENOTSOCK, WSAEDESTADDRREQ, WSAEMSGSIZE, WSAEOPNOTSUPP, WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL,
   * WSAENETDOWN, WSAENETUNREACH, WSAENETRESET, WSAECONNABORTED, WSAECONNRESET, WSAENOBUFS, WSAENOTCONN, WSAESHUTDOWN,
   * WSAETIMEDOUT, WSAEHOSTUNREACH. Source: reference §1 slot 25.
   *
   * @param lpBuffers the buffers, each `{ len, buf, off }`. The call copies the list, but not the bytes: do not change
   * these before the operation ends
   * @param dwBufferCount how many of the buffers to use
   * @param lpNumberOfBytesSent receives the number of bytes, if the operation has ended when the call returns; may be
   * null with `lpOverlapped`
   * @param dwFlags MSG_DONTROUTE, MSG_PARTIAL, or 0
   * @param lpTo the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
   * address; `sockaddr_in` makes one. Null sends to the peer
   * @param iTolen length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @param lpThreadId the calling thread, for the APC that runs the routine; null without `lpOverlapped`
   * @returns 0, or SOCKET_ERROR
   */
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
  /**
   * Sets an option, from bytes in Winsock's layout.
   *
   * Codes: WSAEFAULT, WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENOPROTOOPT, WSAEOPNOTSUPP, WSAEADDRINUSE,
   * WSAENETDOWN, WSAENETRESET, WSAENOTCONN. Source: reference §1 slot 26.
   *
   * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6 or IPPROTO_TCP
   * @param optname the option, SO_RCVBUF for example
   * @param optval the value: `DWORD(1)` for a flag or a number, `LINGER(…)` for SO_LINGER
   * @param optlen length of the value in bytes, 4 for a DWORD
   * @returns 0, or SOCKET_ERROR
   */
  WSPSetSockOpt(s: SOCKET, level: number, optname: number, optval: Pointer, optlen: number, lpErrno: LPINT): number;
  /**
   * Ends receiving, sending or both.
   *
   * Codes: WSAEINVAL, WSAEINPROGRESS, WSAENOTSOCK, WSAENETDOWN, WSAENOTCONN. Source: reference §1 slot 27.
   *
   * @param how SD_RECEIVE (0), SD_SEND (1) or SD_BOTH (2)
   * @returns 0, or SOCKET_ERROR
   */
  WSPShutdown(s: SOCKET, how: number, lpErrno: LPINT): number;
  /**
   * Creates a socket, and registers it with WPUCreateSocketHandle or WPUModifyIFSHandle before it returns.
   *
   * Codes: WSAEACCES, WSAEINVAL, WSAEMFILE, WSAEINPROGRESS, WSAEPROTOTYPE, WSAEPROTONOSUPPORT, WSAESOCKTNOSUPPORT,
   * WSAEAFNOSUPPORT, WSAENETDOWN, WSAENOBUFS. Source: reference §1 slot 28.
   *
   * @param af address family, as the application passed it; FROM_PROTOCOL_INFO or 0 for the value of the entry
   * @param type SOCK_*, as the application passed it; FROM_PROTOCOL_INFO or 0 for the value of the entry
   * @param protocol IPPROTO_*, as the application passed it; FROM_PROTOCOL_INFO or 0 for the value of the entry
   * @param lpProtocolInfo the selected catalog entry (for a layer, the chain's), or the information that
   * WSPDuplicateSocket wrote
   * @param g 0, a group to join, SG_UNCONSTRAINED_GROUP or SG_CONSTRAINED_GROUP
   * @param dwFlags WSA_FLAG_*
   * @returns the socket, or INVALID_SOCKET
   */
  WSPSocket(
    af: number,
    type: number,
    protocol: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW>,
    g: GROUP,
    dwFlags: number,
    lpErrno: LPINT,
  ): SOCKET;
  /**
   * Converts text to an address: the inverse of WSPAddressToString. It also accepts IPv4 addresses in the forms of
   * inet_addr.
   *
   * Codes: WSAEFAULT, WSAEINVAL. Source: reference §1 slot 29.
   *
   * @param AddressString the text
   * @param AddressFamily AF_INET or AF_INET6
   * @param lpProtocolInfo the catalog entry of this provider, or of the chain in which it is
   * @param lpAddress receives the address, in Winsock's layout
   * @param lpAddressLength holds the length of the buffer in bytes, and receives the length of the address
   * @returns 0, or SOCKET_ERROR
   */
  WSPStringToAddress(
    AddressString: string,
    AddressFamily: number,
    lpProtocolInfo: Readonly<WSAPROTOCOL_INFOW> | null,
    lpAddress: Pointer,
    lpAddressLength: Ref<number>,
    lpErrno: LPINT,
  ): number;
}

/** The name of a slot. */
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

/** The slots that return BOOL. All others return a number. */
export const BOOL_SLOTS: readonly SlotName[] = ["WSPGetOverlappedResult", "WSPGetQOSByName"];

/** Returns what a slot returns when it fails: FALSE or SOCKET_ERROR, which is INVALID_SOCKET as well. */
export function failureOf(slot: SlotName): boolean | number {
  return BOOL_SLOTS.includes(slot) ? false : SOCKET_ERROR;
}

/** The slots that may be overlapped, each with the index of its overlapped structure among its parameters. */
export const OVERLAPPED_AT: Readonly<Partial<Record<SlotName, number>>> = {
  WSPIoctl: 7,
  WSPRecv: 5,
  WSPRecvFrom: 7,
  WSPSend: 5,
  WSPSendTo: 7,
};
