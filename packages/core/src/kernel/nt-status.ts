import {
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
  WSAEHOSTDOWN,
  WSAEHOSTUNREACH,
  WSAEINTR,
  WSAEINVAL,
  WSAEISCONN,
  WSAEMSGSIZE,
  WSAENETDOWN,
  WSAENETUNREACH,
  WSAENOBUFS,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";

/**
 * The three codes of one outcome: the kernel's status (WSAOVERLAPPED.Internal of a file), the Win32 code (reported by a
 * completion port) and the Winsock code (reported by WSAGetOverlappedResult). A Winsock code is converted to the status
 * in the first row that has it. The Win32 codes are those of Wine's test of RtlNtStatusToDosError, which is run on
 * Windows. Source: oracle WSAGetOverlappedResult-04.
 */
const OUTCOMES: readonly (readonly [status: number, win32: number, winsock: number])[] = [
  [0x00000103, 997, WSA_IO_INCOMPLETE], // PENDING
  [0xc0000120, 995, WSA_OPERATION_ABORTED], // CANCELLED
  [0xc000020d, 64, WSAECONNRESET], // CONNECTION_RESET
  [0xc0000241, 1236, WSAECONNABORTED], // CONNECTION_ABORTED
  [0xc0000236, 1225, WSAECONNREFUSED], // CONNECTION_REFUSED
  [0xc00000b5, 121, WSAETIMEDOUT], // IO_TIMEOUT
  [0x80000005, 234, WSAEMSGSIZE], // BUFFER_OVERFLOW
  [0xc0000023, 122, WSAEFAULT], // BUFFER_TOO_SMALL
  [0xc0000005, 998, WSAEFAULT], // ACCESS_VIOLATION
  [0xc00002c5, 998, WSAEFAULT], // DATATYPE_MISALIGNMENT_ERROR
  [0xc00000bb, 50, WSAEOPNOTSUPP], // NOT_SUPPORTED
  [0xc0000002, 1, WSAEOPNOTSUPP], // NOT_IMPLEMENTED
  [0xc0000008, 6, WSAENOTSOCK], // INVALID_HANDLE
  [0xc0000024, 6, WSAENOTSOCK], // OBJECT_TYPE_MISMATCH
  [0xc0000022, 5, WSAEACCES], // ACCESS_DENIED
  [0xc000009a, 1450, WSAENOBUFS], // INSUFFICIENT_RESOURCES
  [0xc0000007, 1454, WSAENOBUFS], // PAGEFILE_QUOTA
  [0xc0000017, 8, WSAENOBUFS], // NO_MEMORY
  [0xc0000018, 487, WSAENOBUFS], // CONFLICTING_ADDRESSES
  [0xc0000044, 1816, WSAENOBUFS], // QUOTA_EXCEEDED
  [0xc0000097, 8, WSAENOBUFS], // TOO_MANY_PAGING_FILES
  [0xc00000a1, 1453, WSAENOBUFS], // WORKING_SET_QUOTA
  [0xc000012d, 1455, WSAENOBUFS], // COMMITMENT_LIMIT
  [0xc000013d, 51, WSAENOBUFS], // REMOTE_RESOURCES
  [0xc0000209, 68, WSAENOBUFS], // TOO_MANY_ADDRESSES
  [0xc00000c4, 59, WSAENETDOWN], // UNEXPECTED_NETWORK_ERROR
  [0xc000000e, 433, WSAENETDOWN], // NO_SUCH_DEVICE
  [0xc000000f, 2, WSAENETDOWN], // NO_SUCH_FILE
  [0xc0000034, 2, WSAENETDOWN], // OBJECT_NAME_NOT_FOUND
  [0xc000003a, 3, WSAENETDOWN], // OBJECT_PATH_NOT_FOUND
  [0xc00000bf, 54, WSAENETDOWN], // NETWORK_BUSY
  [0xc00000c3, 58, WSAENETDOWN], // INVALID_NETWORK_RESPONSE
  [0xc000020a, 52, WSAEADDRINUSE], // ADDRESS_ALREADY_EXISTS
  [0xc0000043, 32, WSAEADDRINUSE], // SHARING_VIOLATION
  [0xc0000207, 1214, WSAEADDRNOTAVAIL], // INVALID_ADDRESS_COMPONENT
  [0xc0000141, 59, WSAEADDRNOTAVAIL], // INVALID_ADDRESS
  [0xc00000a3, 21, WSAEWOULDBLOCK], // DEVICE_NOT_READY
  [0xc00000d0, 71, WSAEWOULDBLOCK], // REQUEST_NOT_ACCEPTED
  [0xc00000b0, 233, WSAESHUTDOWN], // PIPE_DISCONNECTED
  [0xc00000bc, 51, WSAECONNREFUSED], // REMOTE_NOT_LISTENING
  [0xc000023c, 1231, WSAENETUNREACH], // NETWORK_UNREACHABLE
  [0xc00000be, 53, WSAENETUNREACH], // BAD_NETWORK_PATH
  [0xc000023e, 1233, WSAENETUNREACH], // PROTOCOL_UNREACHABLE
  [0xc000023d, 1232, WSAEHOSTUNREACH], // HOST_UNREACHABLE
  [0xc0000350, 1256, WSAEHOSTDOWN], // HOST_DOWN
  [0xc000013b, 64, WSAECONNABORTED], // LOCAL_DISCONNECT
  [0xc000020f, 59, WSAECONNABORTED], // TRANSACTION_ABORTED
  [0xc000013c, 64, WSAECONNRESET], // REMOTE_DISCONNECT
  [0xc000013e, 59, WSAECONNRESET], // LINK_FAILED
  [0xc000020c, 64, WSAECONNRESET], // CONNECTION_DISCONNECTED
  [0xc000023f, 1234, WSAECONNRESET], // PORT_UNREACHABLE
  [0xc000013f, 59, WSAETIMEDOUT], // LINK_TIMEOUT
  [0xc0000140, 59, WSAENOTCONN], // INVALID_CONNECTION
  [0xc0000206, 1784, WSAEMSGSIZE], // INVALID_BUFFER_SIZE
  [0xc0000237, 1226, WSAEDISCON], // GRACEFUL_DISCONNECT
  [0xc000023b, 1230, WSAEISCONN], // CONNECTION_ACTIVE
  [0xc0000240, 1235, WSAEINTR], // REQUEST_ABORTED
  [0xc000000d, 87, WSAEINVAL], // INVALID_PARAMETER
  [0xc0000001, 31, WSAEINVAL], // UNSUCCESSFUL
];

/** FACILITY_NTWIN32, with the severity of an error: forms the status of a code that has no row. */
const NTWIN32 = 0xc007;
/** The high halves of the statuses whose low half is a Win32 code: those of NTWIN32, HRESULT and RPC. */
const CARRIERS: readonly number[] = [NTWIN32, 0x8007, 0xc001];

/** The code of a failure that has no Win32 code. */
const ERROR_MR_MID_NOT_FOUND = 317;

const find = (column: 0 | 2, value: number) => OUTCOMES.find((row) => row[column] === value);

/** Whether a status is an error or a warning, by its severity. */
const isFailure = (status: number) => status >>> 30 >= 2;

/** The status of a Winsock code. */
export function statusOf(code: number): number {
  return code === 0 ? 0 : (find(2, code)?.[0] ?? ((NTWIN32 << 16) | code) >>> 0);
}

/** The Winsock code of a status: 0 for success and information, WSAEINVAL for failures and warnings without a row. */
export function codeOf(status: number): number {
  const row = find(0, status >>> 0);
  if (row !== undefined) return row[2];
  if (!isFailure(status)) return 0;
  return (status >>> 16 === NTWIN32 && status & 0xffff) || WSAEINVAL;
}

/**
 * The Win32 code of a status: 0 for information. The provider of a socket that is no file stores a code in place of a
 * status; it is returned as it is.
 */
export function win32Error(status: number): number {
  const row = find(0, status >>> 0);
  if (row !== undefined) return row[1];
  if (!isFailure(status)) return status >>> 30 === 0 ? status : 0;
  return (CARRIERS.includes(status >>> 16) && status & 0xffff) || ERROR_MR_MID_NOT_FOUND;
}
