import {
  FD_CLOSE,
  type FileObject,
  type FileRequest,
  type HANDLE,
  ref,
  type SOCKET,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { pollSocket, watchForPoll } from "../events/polling.js";
import { abortPending } from "../socket/pending.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** The file of a socket in one process. ReadFile, WriteFile and CancelIo call it directly, without ws2. */
export class SocketFile implements FileObject {
  /**
   * Whether the handle is a duplicate of an unbound socket. Until the socket is bound through this handle, getsockname
   * reports no name here.
   */
  isBlind: boolean;

  constructor(
    readonly tcp: Tcpip,
    readonly socket: Socket,
  ) {
    this.isBlind = socket.descriptors > 1 && !socket.isBound;
  }

  watch(events: number, by: 1 | -1): void {
    watchForPoll(this.tcp, this.socket, events, by);
  }

  poll(events: number): number {
    return pollSocket(this.tcp, this.socket, events);
  }

  /** How operations complete; one object for all files of the socket. */
  get completion(): object {
    this.socket.completion ??= {};
    return this.socket.completion;
  }

  close(): void {
    this.socket.close();
  }

  /**
   * Called when CloseHandle, not closesocket, has closed the handle: its messages report FD_CLOSE. Source: test_iocp.
   */
  handleClosed(): void {
    const { events, isClosed } = this.socket;
    if (isClosed && events?.owner?.reportsOnce) events.record(FD_CLOSE, 0);
  }

  read({ handle, buffer, lpNumberOfBytes, lpOverlapped }: FileRequest): number {
    const errno = ref(0);
    const bytes = lpNumberOfBytes ?? (lpOverlapped === null ? ref(0) : null);
    const { WSPRecv } = this.tcp.slots;
    const s = handle as number as SOCKET;
    WSPRecv(s, [buffer], 1, bytes, ref(0), lpOverlapped, null, null, errno);
    return errno.value;
  }

  write({ handle, buffer, lpNumberOfBytes, lpOverlapped }: FileRequest): number {
    const errno = ref(0);
    const bytes = lpNumberOfBytes ?? (lpOverlapped === null ? ref(0) : null);
    const { WSPSend } = this.tcp.slots;
    const s = handle as number as SOCKET;
    WSPSend(s, [buffer], 1, bytes, 0, lpOverlapped, null, null, errno);
    return errno.value;
  }

  cancel(_handle: HANDLE, lpOverlapped: WSAOVERLAPPED | null): number {
    return abortPending(this.socket, this.tcp, lpOverlapped);
  }
}
