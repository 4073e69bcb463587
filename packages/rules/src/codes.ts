/** An error number and what it says, in one sentence. */
export interface Code {
  readonly value: number;
  readonly text: string;
}

/** Every error that Winsock names. Source: reference §4.3. */
export const CODES = {
  WSA_INVALID_HANDLE: { value: 6, text: "The handle is no event's." },
  WSA_NOT_ENOUGH_MEMORY: { value: 8, text: "There is not enough memory." },
  WSA_INVALID_PARAMETER: { value: 87, text: "A parameter has a value that makes no sense." },
  WSA_OPERATION_ABORTED: { value: 995, text: "The overlapped operation was given up, as its socket was closed." },
  WSA_IO_INCOMPLETE: { value: 996, text: "The overlapped operation is not finished yet." },
  WSA_IO_PENDING: { value: 997, text: "The overlapped operation has begun; its end will be reported." },

  WSAEINTR: { value: 10004, text: "A blocking call was cancelled." },
  WSAEBADF: { value: 10009, text: "The file handle is bad." },
  WSAEACCES: { value: 10013, text: "The socket may not do this." },
  WSAEFAULT: { value: 10014, text: "A pointer is bad, or what it points to is too short." },
  WSAEINVAL: { value: 10022, text: "An argument, or the state of the socket, does not allow this." },
  WSAEMFILE: { value: 10024, text: "No socket descriptors are left." },
  WSAEWOULDBLOCK: { value: 10035, text: "The socket does not block, and this would have to wait." },
  WSAEINPROGRESS: { value: 10036, text: "A blocking call or a callback is under way." },
  WSAEALREADY: { value: 10037, text: "An operation of this kind is already under way on the socket." },
  WSAENOTSOCK: { value: 10038, text: "The descriptor is no socket." },
  WSAEDESTADDRREQ: { value: 10039, text: "A destination is needed." },
  WSAEMSGSIZE: { value: 10040, text: "The message is longer than the buffer or than the protocol carries." },
  WSAEPROTOTYPE: { value: 10041, text: "The protocol does not fit the socket's type." },
  WSAENOPROTOOPT: { value: 10042, text: "The option is unknown to the protocol." },
  WSAEPROTONOSUPPORT: { value: 10043, text: "The protocol is not supported." },
  WSAESOCKTNOSUPPORT: { value: 10044, text: "The address family has no sockets of this type." },
  WSAEOPNOTSUPP: { value: 10045, text: "The socket, or the system, cannot do this." },
  WSAEPFNOSUPPORT: { value: 10046, text: "The protocol family is not supported." },
  WSAEAFNOSUPPORT: { value: 10047, text: "The address family is not supported." },
  WSAEADDRINUSE: { value: 10048, text: "Another socket has the address." },
  WSAEADDRNOTAVAIL: { value: 10049, text: "The address cannot be used here." },
  WSAENETDOWN: { value: 10050, text: "The network subsystem has failed." },
  WSAENETUNREACH: { value: 10051, text: "The network cannot be reached." },
  WSAENETRESET: { value: 10052, text: "The connection was lost while it was kept alive." },
  WSAECONNABORTED: { value: 10053, text: "The connection was given up on this side." },
  WSAECONNRESET: { value: 10054, text: "The peer has reset the connection." },
  WSAENOBUFS: { value: 10055, text: "There is no buffer space." },
  WSAEISCONN: { value: 10056, text: "The socket is connected." },
  WSAENOTCONN: { value: 10057, text: "The socket is not connected." },
  WSAESHUTDOWN: { value: 10058, text: "The socket has been shut down in this direction." },
  WSAETOOMANYREFS: { value: 10059, text: "There are too many references to a kernel object." },
  WSAETIMEDOUT: { value: 10060, text: "No answer came in time." },
  WSAECONNREFUSED: { value: 10061, text: "The peer has refused the connection." },
  WSAELOOP: { value: 10062, text: "The name cannot be translated." },
  WSAENAMETOOLONG: { value: 10063, text: "The name is too long." },
  WSAEHOSTDOWN: { value: 10064, text: "The host is down." },
  WSAEHOSTUNREACH: { value: 10065, text: "The host cannot be reached." },
  WSAENOTEMPTY: { value: 10066, text: "The directory is not empty." },
  WSAEPROCLIM: { value: 10067, text: "Too many processes use Winsock." },
  WSAEUSERS: { value: 10068, text: "The quota of users is used up." },
  WSAEDQUOT: { value: 10069, text: "The quota of disk space is used up." },
  WSAESTALE: { value: 10070, text: "The file handle refers to something that is gone." },
  WSAEREMOTE: { value: 10071, text: "The item is not local." },

  WSASYSNOTREADY: { value: 10091, text: "The network subsystem is not ready." },
  WSAVERNOTSUPPORTED: { value: 10092, text: "The version of Winsock asked for is not supported." },
  WSANOTINITIALISED: { value: 10093, text: "No WSAStartup has succeeded before this call." },
  WSAEDISCON: { value: 10101, text: "The peer has begun to close the connection in good order." },
  WSAENOMORE: { value: 10102, text: "There are no more results." },
  WSAECANCELLED: { value: 10103, text: "The look-up was cancelled." },
  WSAEINVALIDPROCTABLE: { value: 10104, text: "The provider's procedure table is invalid." },
  WSAEINVALIDPROVIDER: { value: 10105, text: "The provider is of another version than 2.2." },
  WSAEPROVIDERFAILEDINIT: { value: 10106, text: "The provider could not be loaded or started." },
  WSASYSCALLFAILURE: { value: 10107, text: "A call that should never fail has failed." },
  WSASERVICE_NOT_FOUND: { value: 10108, text: "The service is unknown." },
  WSATYPE_NOT_FOUND: { value: 10109, text: "The class is unknown." },
  WSA_E_NO_MORE: { value: 10110, text: "There are no more results." },
  WSA_E_CANCELLED: { value: 10111, text: "The look-up was cancelled." },
  WSAEREFUSED: { value: 10112, text: "The query was refused." },

  WSAHOST_NOT_FOUND: { value: 11001, text: "The host is unknown." },
  WSATRY_AGAIN: { value: 11002, text: "No answer for now: another attempt may have one." },
  WSANO_RECOVERY: { value: 11003, text: "This failed for good." },
  WSANO_DATA: { value: 11004, text: "The name is known and has no data of this kind." },

  WSA_QOS_RECEIVERS: { value: 11005, text: "At least one reservation has arrived." },
  WSA_QOS_SENDERS: { value: 11006, text: "At least one sender's path has arrived." },
  WSA_QOS_NO_SENDERS: { value: 11007, text: "There are no senders." },
  WSA_QOS_NO_RECEIVERS: { value: 11008, text: "There are no receivers." },
  WSA_QOS_REQUEST_CONFIRMED: { value: 11009, text: "The reservation is confirmed." },
  WSA_QOS_ADMISSION_FAILURE: { value: 11010, text: "Resources are too few for this quality of service." },
  WSA_QOS_POLICY_FAILURE: { value: 11011, text: "A policy forbids this quality of service." },
  WSA_QOS_BAD_STYLE: { value: 11012, text: "The reservation style is unknown or clashes with another." },
  WSA_QOS_BAD_OBJECT: { value: 11013, text: "A part of the filter or provider data is bad." },
  WSA_QOS_TRAFFIC_CTRL_ERROR: { value: 11014, text: "The flow specification is bad in some part." },
  WSA_QOS_GENERIC_ERROR: { value: 11015, text: "Quality of service failed in some way." },
  WSA_QOS_ESERVICETYPE: { value: 11016, text: "The flow's service type is invalid." },
  WSA_QOS_EFLOWSPEC: { value: 11017, text: "The flow specification is invalid." },
  WSA_QOS_EPROVSPECBUF: { value: 11018, text: "The provider's part of the structure is invalid." },
  WSA_QOS_EFILTERSTYLE: { value: 11019, text: "The filter style is invalid." },
  WSA_QOS_EFILTERTYPE: { value: 11020, text: "The filter type is invalid." },
  WSA_QOS_EFILTERCOUNT: { value: 11021, text: "The number of filters is wrong." },
  WSA_QOS_EOBJLENGTH: { value: 11022, text: "An object's length is wrong." },
  WSA_QOS_EFLOWCOUNT: { value: 11023, text: "The number of flows is wrong." },
  WSA_QOS_EUNKNOWNPSOBJ: { value: 11024, text: "An object in the provider's part is unknown." },
  WSA_QOS_EPOLICYOBJ: { value: 11025, text: "A policy object is invalid." },
  WSA_QOS_EFLOWDESC: { value: 11026, text: "A flow descriptor is invalid." },
  WSA_QOS_EPSFLOWSPEC: { value: 11027, text: "The provider's flow specification is invalid." },
  WSA_QOS_EPSFILTERSPEC: { value: 11028, text: "The provider's filter specification is invalid." },
  WSA_QOS_ESDMODEOBJ: { value: 11029, text: "The object for discarding packets is invalid." },
  WSA_QOS_ESHAPERATEOBJ: { value: 11030, text: "The object for shaping the rate is invalid." },
  WSA_QOS_RESERVED_PETYPE: { value: 11031, text: "A policy element has a reserved type." },
} as const satisfies Readonly<Record<string, Code>>;

/** A name in `CODES`. */
export type CodeName = keyof typeof CODES;

/** The further errors of kernel32 and user32, which have no name in Winsock. Source: winerror.h. */
export const WIN32_CODES = {
  ERROR_INVALID_FUNCTION: { value: 1, text: "The file cannot do this." },
  ERROR_FILE_NOT_FOUND: { value: 2, text: "There is no file of this name." },
  ERROR_PATH_NOT_FOUND: { value: 3, text: "There is no folder of this name." },
  ERROR_ACCESS_DENIED: { value: 5, text: "The system forbids this." },
  ERROR_WRITE_PROTECT: { value: 19, text: "The disk is write-protected." },
  ERROR_NOT_READY: { value: 21, text: "The device is not ready." },
  ERROR_READ_FAULT: { value: 30, text: "The file cannot be read." },
  ERROR_GEN_FAILURE: { value: 31, text: "The thread has ended." },
  ERROR_HANDLE_EOF: { value: 38, text: "The file ends here." },
  ERROR_NOT_SUPPORTED: { value: 50, text: "The socket, or the system, cannot do this." },
  ERROR_DUP_NAME: { value: 52, text: "Another socket has the address." },
  ERROR_UNEXP_NET_ERR: { value: 59, text: "The network has failed, or the socket is not connected." },
  ERROR_NETNAME_DELETED: { value: 64, text: "The peer has reset the connection." },
  ERROR_SEM_TIMEOUT: { value: 121, text: "No answer came in time." },
  ERROR_INSUFFICIENT_BUFFER: { value: 122, text: "A buffer is too short." },
  ERROR_NEGATIVE_SEEK: { value: 131, text: "The offset would lie before the file's beginning." },
  WAIT_IO_COMPLETION: { value: 192, text: "The wait has ended, as routines of the thread have run." },
  ERROR_PIPE_NOT_CONNECTED: { value: 233, text: "The socket has been shut down in this direction." },
  ERROR_MORE_DATA: { value: 234, text: "The message is longer than the buffer." },
  WAIT_TIMEOUT: { value: 258, text: "The time of the wait has passed." },
  ERROR_ABANDONED_WAIT_0: { value: 735, text: "The port was closed while the call waited." },
  ERROR_NOT_FOUND: { value: 1168, text: "There is no such operation." },
  ERROR_INVALID_NETNAME: { value: 1214, text: "The address cannot be used here." },
  ERROR_CONNECTION_REFUSED: { value: 1225, text: "The peer has refused the connection." },
  ERROR_GRACEFUL_DISCONNECT: { value: 1226, text: "The peer has ended the connection." },
  ERROR_CONNECTION_ACTIVE: { value: 1230, text: "The socket is connected." },
  ERROR_NETWORK_UNREACHABLE: { value: 1231, text: "The network cannot be reached." },
  ERROR_HOST_UNREACHABLE: { value: 1232, text: "The host cannot be reached." },
  ERROR_REQUEST_ABORTED: { value: 1235, text: "A blocking call was cancelled." },
  ERROR_CONNECTION_ABORTED: { value: 1236, text: "The connection was given up on this side." },
  ERROR_INVALID_WINDOW_HANDLE: { value: 1400, text: "The handle is no window's." },
  ERROR_CANNOT_FIND_WND_CLASS: { value: 1407, text: "There is no class of windows of this name." },
  ERROR_CLASS_ALREADY_EXISTS: { value: 1410, text: "There is a class of windows of this name already." },
  ERROR_NO_SYSTEM_RESOURCES: { value: 1450, text: "There is no buffer space." },
  ERROR_NOT_ENOUGH_QUOTA: { value: 1816, text: "The queue is full." },
} as const satisfies Readonly<Record<string, Code>>;

/** The name of an error number of kernel32 or user32, where Winsock has none; `undefined` for any other number. */
export function win32Name(value: number): string | undefined {
  return Object.entries(WIN32_CODES).find(([, code]) => code.value === value)?.[0];
}

const NAMES = Object.keys(CODES) as readonly CodeName[];

/** The name of an error number: 10038 is "WSAENOTSOCK". A number without a name is its own text. */
export function errorName(value: number): string {
  return NAMES.find((name) => CODES[name].value === value) ?? String(value);
}

/** What an error number says, in one sentence; "" for a number without a name. */
export function errorText(value: number): string {
  const name = NAMES.find((each) => CODES[each].value === value);
  return name === undefined ? "" : CODES[name].text;
}
