import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  encodeHostent,
  type GUID,
  getUint16,
  IPPROTO_TCP,
  type NetworkStack,
  normalGuid,
  parseIPv4,
  parseIPv6,
  SOCK_STREAM,
  SOCKADDR_IN6_SIZE,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  sockaddrSize,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSAEALREADY,
  WSAEFAULT,
  WSAEINVAL,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
  WSASERVICE_NOT_FOUND,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import {
  LUP_CONTAINERS,
  LUP_FLUSHPREVIOUS,
  LUP_RETURN_ADDR,
  LUP_RETURN_BLOB,
  LUP_RETURN_NAME,
  LUP_RETURN_TYPE,
  type NameSpaceModule,
  NS_DNS,
  newWSAQUERYSETW,
  RNRSERVICE_DELETE,
  SVCID_HOSTNAME,
  SVCID_INET_HOSTADDRBYINETSTRING,
  SVCID_INET_HOSTADDRBYNAME,
  sizeofWSAQUERYSETW,
  sizeofWSASERVICECLASSINFOW,
  type WSAQUERYSETW,
  type WSASERVICECLASSINFOW,
} from "@ws2kit/spi/name-spaces";
import { isNumber } from "../calls/given.js";
import { hostNameAt, ownHostName } from "./host-names.js";

/** The most addresses of one name. */
const MOST_ADDRESSES = 16;

/** A look-up: its question until the first answer is made, then that answer until it is written. */
interface LookUp {
  readonly question: Readonly<WSAQUERYSETW>;
  readonly flags: number;
  answer: WSAQUERYSETW | null;
  isOver: boolean;
}

/** A host: its name and its addresses, as far as they are known. */
interface Host {
  readonly name: string;
  readonly addresses: readonly Uint8Array[];
}

/**
 * The name space NS_DNS, which uses the platform's resolver. A look-up has one answer: the host of a name, the host of
 * an address in text, or this machine. The first NSPLookupServiceNext asks the resolver, and blocks. Source: page
 * remarks.
 */
export const dnsNameSpace: NameSpaceModule = ({ network }, { WSASetLastError, shared }) => {
  const lookUps = new Map<number, LookUp>();
  const classes = shared("classes of NS_DNS", () => new Map<GUID, WSASERVICECLASSINFOW>());
  let last = 0;

  const fail = (code: number) => {
    WSASetLastError(code);
    return SOCKET_ERROR;
  };

  return {
    NSPStartup(_lpProviderId, lpnspRoutines) {
      lpnspRoutines.NSPCleanup = () => {
        lookUps.clear();
        return 0;
      };
      lpnspRoutines.NSPLookupServiceBegin = (_id, question, _info, flags, lphLookup) => {
        const service = normalGuid(question.lpServiceClassId);
        if (service === null) return fail(WSAEINVAL);
        const isKnown = [SVCID_HOSTNAME, SVCID_INET_HOSTADDRBYNAME, SVCID_INET_HOSTADDRBYINETSTRING].includes(service);
        // NS_DNS has no containers
        if (!isKnown || (flags & LUP_CONTAINERS) !== 0) return fail(WSASERVICE_NOT_FOUND);
        lookUps.set(++last, { question, flags, answer: null, isOver: false });
        lphLookup.value = last;
        return 0;
      };
      lpnspRoutines.NSPLookupServiceNext = (hLookup, flags, lpdwBufferLength, lpqsResults) => {
        const lookUp = lookUps.get(hLookup);
        if (lookUp === undefined) return fail(WSA_INVALID_HANDLE);
        if (lookUp.answer !== null && (flags & LUP_FLUSHPREVIOUS) !== 0) lookUp.isOver = true;
        if (lookUp.isOver) return fail(WSA_E_NO_MORE);
        if (lookUp.answer === null) {
          const host = find(network, lookUp.question);
          if (isNumber(host)) return fail(host);
          lookUp.answer = answerOf(host, lookUp);
        }
        const length = sizeofWSAQUERYSETW(lookUp.answer);
        if (!(lpdwBufferLength.value >= length)) {
          lpdwBufferLength.value = length;
          return fail(WSAEFAULT);
        }
        Object.assign(lpqsResults, lookUp.answer);
        lookUp.isOver = true;
        return 0;
      };
      lpnspRoutines.NSPLookupServiceEnd = (hLookup) => (lookUps.delete(hLookup) ? 0 : fail(WSA_INVALID_HANDLE));
      // DNS servers provide the names, so registering a name or removing its addresses does nothing
      lpnspRoutines.NSPSetService = (_id, _info, _service, operation) =>
        operation === RNRSERVICE_DELETE ? fail(WSASERVICE_NOT_FOUND) : 0;
      lpnspRoutines.NSPInstallServiceClass = (_id, info) => {
        if (classes.has(info.lpServiceClassId)) return fail(WSAEALREADY);
        classes.set(info.lpServiceClassId, info);
        return 0;
      };
      lpnspRoutines.NSPRemoveServiceClass = (_id, service) => (classes.delete(service) ? 0 : fail(WSATYPE_NOT_FOUND));
      lpnspRoutines.NSPGetServiceClassInfo = (_id, lpdwBufSize, info) => {
        const found = classes.get(info.lpServiceClassId);
        if (found === undefined) return fail(WSATYPE_NOT_FOUND);
        const size = sizeofWSASERVICECLASSINFOW(found);
        if (!(lpdwBufSize.value >= size)) {
          lpdwBufSize.value = size;
          return fail(WSAEFAULT);
        }
        const lpClassInfos = found.lpClassInfos.map((known) => ({ ...known, lpValue: known.lpValue.slice() }));
        Object.assign(info, found, { lpClassInfos });
        return 0;
      };
      return 0;
    },
  };
};

/** Looks up the host of a question. Returns the host or a code. */
function find(network: NetworkStack, question: Readonly<WSAQUERYSETW>): Host | number {
  const name = question.lpszServiceInstanceName ?? "";
  const service = normalGuid(question.lpServiceClassId);
  if (service === SVCID_INET_HOSTADDRBYINETSTRING) {
    const address = addressIn(name);
    if (address === null) return WSASERVICE_NOT_FOUND;
    const found = hostNameAt(network, address);
    return isNumber(found) ? codeOf(found) : { name: found, addresses: [address] };
  }
  const address = addressIn(name);
  if (address !== null) return { name, addresses: [address] };
  const found = new Uint8Array(MOST_ADDRESSES * SOCKADDR_IN6_SIZE);
  const count = network.resolve(name, familyOf(question), found);
  if (count <= 0) return codeOf(-count);
  const addresses: Uint8Array[] = [];
  for (let at = 0; at < count * SOCKADDR_IN6_SIZE; at += SOCKADDR_IN6_SIZE) {
    addresses.push(found.slice(at, at + sockaddrSize(getUint16(found, at))));
  }
  return { name: name === "" ? ownHostName(network) : name, addresses };
}

/** Converts a code of the resolver to that of a look-up: a failure of the resolver itself keeps its code. */
function codeOf(code: number): number {
  if (code === 0 || code === WSAHOST_NOT_FOUND) return WSASERVICE_NOT_FOUND;
  // WSATRY_AGAIN and WSANO_RECOVERY stand between the two
  return code > WSAHOST_NOT_FOUND && code < WSANO_DATA ? code : WSANO_DATA;
}

/** The only address family that the caller accepts, or AF_UNSPEC. */
function familyOf({ lpafpProtocols }: Readonly<WSAQUERYSETW>): number {
  const accepts = (family: number) => lpafpProtocols.some(({ iAddressFamily }) => iAddressFamily === family);
  if (accepts(AF_INET) === accepts(AF_INET6)) return AF_UNSPEC;
  return accepts(AF_INET) ? AF_INET : AF_INET6;
}

function addressIn(text: string): Uint8Array | null {
  const bytes = new Uint8Array(16);
  if (parseIPv4(text, bytes, 0)) return sockaddr_in(text, 0);
  return parseIPv6(text, bytes, 0) ? sockaddr_in6(text, 0) : null;
}

/** An answer with the members that the look-up's flags ask for. */
function answerOf({ name, addresses }: Host, { question, flags }: LookUp): WSAQUERYSETW {
  const answer = newWSAQUERYSETW({ dwNameSpace: NS_DNS });
  if ((flags & LUP_RETURN_NAME) !== 0) answer.lpszServiceInstanceName = name;
  if ((flags & LUP_RETURN_TYPE) !== 0) answer.lpServiceClassId = question.lpServiceClassId;
  if ((flags & LUP_RETURN_ADDR) !== 0) {
    answer.lpcsaBuffer = addresses.map((address) => ({
      LocalAddr: null,
      RemoteAddr: { lpSockaddr: address, iSockaddrLength: address.length },
      iSocketType: SOCK_STREAM,
      iProtocol: IPPROTO_TCP,
    }));
  }
  const v4 = addresses.filter((address) => getUint16(address, 0) === AF_INET);
  if ((flags & LUP_RETURN_BLOB) !== 0 && v4.length > 0) {
    const h_addr_list = v4.map((address) => address.slice(4, 8));
    answer.lpBlob = encodeHostent({ h_name: name, h_aliases: [], h_addrtype: AF_INET, h_length: 4, h_addr_list });
  }
  return answer;
}
