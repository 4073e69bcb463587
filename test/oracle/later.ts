import type {
  LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  Pointer,
  Ref,
  SOCKET,
  WSABUF,
  WSAEVENT,
  WSAOVERLAPPED,
  WSAPOLLFD,
  WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";

/** Functions that the oracle's programs call and that a target may not export yet, with their C signatures. */
export interface Later {
  WSAIoctl(
    s: SOCKET,
    dwIoControlCode: number,
    lpvInBuffer: Pointer,
    cbInBuffer: number,
    lpvOutBuffer: Pointer,
    cbOutBuffer: number,
    lpcbBytesReturned: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ): number;
  WSARecv(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesRecvd: Ref<number> | null,
    lpFlags: Ref<number>,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ): number;
  WSASendTo(
    s: SOCKET,
    lpBuffers: WSABUF[],
    dwBufferCount: number,
    lpNumberOfBytesSent: Ref<number> | null,
    dwFlags: number,
    lpTo: Pointer,
    iTolen: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ): number;
  WSADuplicateSocketW(s: SOCKET, dwProcessId: number, lpProtocolInfo: WSAPROTOCOL_INFOW | null): number;
  WSAPoll(fdArray: WSAPOLLFD[] | null, fds: number, timeout: number): number;
  WSAStringToAddressW(
    AddressString: string | null,
    AddressFamily: number,
    lpProtocolInfo: WSAPROTOCOL_INFOW | null,
    lpAddress: Pointer,
    lpAddressLength: Ref<number> | null,
  ): number;
  WSAAddressToStringW(
    lpsaAddress: Pointer,
    dwAddressLength: number,
    lpProtocolInfo: WSAPROTOCOL_INFOW | null,
    lpszAddressString: Ref<string>,
    lpdwAddressStringLength: Ref<number>,
  ): number;
  WSACreateEvent(): WSAEVENT;
  WSAEventSelect(s: SOCKET, hEventObject: WSAEVENT | null, lNetworkEvents: number): number;
  WSAGetOverlappedResult(
    s: SOCKET,
    lpOverlapped: WSAOVERLAPPED,
    lpcbTransfer: Ref<number>,
    fWait: boolean,
    lpdwFlags: Ref<number>,
  ): boolean;
  WSCGetProviderPath(
    lpProviderId: string | null,
    lpszProviderDllPath: Ref<string> | null,
    lpProviderDllPathLen: Ref<number> | null,
    lpErrno: Ref<number> | null,
  ): number;
  WSCGetProviderInfo(
    lpProviderId: string | null,
    InfoType: number,
    Info: Pointer,
    InfoSize: Ref<number>,
    Flags: number,
    lpErrno: Ref<number>,
  ): number;
  inet_addr(cp: string): number;
  inet_ntoa(addr: number): string;
  gethostbyname(name: string): unknown;
  getservbyname(name: string | null, proto: string | null): unknown;
  getprotobyname(name: string): unknown;
}
