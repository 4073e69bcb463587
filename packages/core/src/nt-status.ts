import {
  WSA_INVALID_HANDLE,
  WSA_IO_INCOMPLETE,
  WSA_OPERATION_ABORTED,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEDISCON,
  WSAEFAULT,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENETDOWN,
  WSAENETRESET,
  WSAENETUNREACH,
  WSAENOBUFS,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
} from "@ws2kit/spi";

/**
 * The three names of one outcome: the kernel's status, which stands in WSAOVERLAPPED.Internal of a file; the Win32 code,
 * which a completion port tells; and Winsock's, which WSAGetOverlappedResult tells. The first row with a Winsock code is
 * the status that it becomes. Source: reference §8; ntstatus.h and winerror.h numbers; oracle async.
 */
const OUTCOMES: readonly (readonly [status: number, win32: number, winsock: number])[] = [
  [0x00000103, 997, WSA_IO_INCOMPLETE],
  [0xc0000120, 995, WSA_OPERATION_ABORTED],
  [0xc000020d, 64, WSAECONNRESET],
  [0xc000013b, 64, WSAECONNRESET],
  [0xc0000241, 1236, WSAECONNABORTED],
  [0xc0000240, 1235, WSAECONNABORTED],
  [0xc000023a, 1229, WSAENOTCONN],
  [0xc000020c, 64, WSAENOTCONN],
  [0xc0000236, 1225, WSAECONNREFUSED],
  [0xc00000b5, 121, WSAETIMEDOUT],
  [0xc000023c, 1231, WSAENETUNREACH],
  [0xc000023d, 1232, WSAEHOSTUNREACH],
  [0xc000023f, 1234, WSAECONNRESET],
  [0xc000023e, 1233, WSAENETUNREACH],
  [0x80000005, 234, WSAEMSGSIZE],
  [0xc0000023, 122, WSAEFAULT],
  [0xc0000005, 998, WSAEFAULT],
  [0xc000013c, 64, WSAEDISCON],
  [0xc0000022, 5, WSAEACCES],
  [0xc0000008, 6, WSAENOTSOCK],
  [0xc0000009, 6, WSA_INVALID_HANDLE],
  [0xc000009a, 1450, WSAENOBUFS],
  [0xc0000207, 52, WSAEADDRNOTAVAIL],
  [0xc0000141, 1210, WSAEADDRNOTAVAIL],
  [0xc000020a, 52, WSAEADDRINUSE],
  [0xc00000bb, 50, WSAEOPNOTSUPP],
  [0xc00002c8, 64, WSAENETRESET],
  [0xc000013a, 64, WSAENETDOWN],
  [0xc0000184, 22, WSAESHUTDOWN],
  [0xc000000d, 87, WSAEINVAL],
];

const find = (column: 0 | 2, value: number) => OUTCOMES.find((row) => row[column] === value);

/** The status of a Winsock code; STATUS_INVALID_PARAMETER for one without. */
export function statusOf(code: number): number {
  return code === 0 ? 0 : (find(2, code)?.[0] ?? 0xc000000d);
}

/** The Winsock code of a status: 0 for success and for warnings without a row, WSAEINVAL for failures without. */
export function codeOf(status: number): number {
  const row = find(0, status >>> 0);
  if (row !== undefined) return row[2];
  return status >>> 30 === 3 || status >>> 30 === 2 ? WSAEINVAL : 0;
}

/** The Win32 code of a status; a provider that is no file gives codes, which stay as they are. */
export function win32Error(status: number): number {
  const row = find(0, status >>> 0);
  if (row !== undefined) return row[1];
  return status >>> 30 >= 2 ? 317 : status;
}
