/**
 * The look-up of services by WSALookupServiceBeginW and similar functions: numbers, and the structures that ws2 and the
 * providers of name spaces exchange. Sizes are those of 32-bit Windows.
 *
 * Source: winsock2.h, nspapi.h and svcguid.h; page remarks.
 */
import type { GUID } from "./guid.js";
import type { SOCKET_ADDRESS } from "./structures.js";

/** The name spaces. NS_ALL stands for every name space, NS_DNS is the Domain Name System. */
export const NS_ALL = 0;
export const NS_DNS = 12;

export const LUP_DEEP = 0x1;
export const LUP_CONTAINERS = 0x2;
export const LUP_NOCONTAINERS = 0x4;
export const LUP_RETURN_NAME = 0x10;
export const LUP_RETURN_TYPE = 0x20;
export const LUP_RETURN_VERSION = 0x40;
export const LUP_RETURN_COMMENT = 0x80;
export const LUP_RETURN_ADDR = 0x100;
export const LUP_RETURN_BLOB = 0x200;
export const LUP_RETURN_ALIASES = 0x400;
export const LUP_RETURN_QUERY_STRING = 0x800;
export const LUP_RETURN_ALL = 0xff0;
export const LUP_FLUSHCACHE = 0x1000;
export const LUP_FLUSHPREVIOUS = 0x2000;

/** WSANSPIoctl: checks whether the answers of a look-up are still valid. */
export const SIO_NSP_NOTIFY_CHANGE = 0x88000019;

/** How WSANSPIoctl reports a change: at once, or by a message, an event, a completion port or a routine. */
export const NSP_NOTIFY_IMMEDIATELY = 0;
export const NSP_NOTIFY_HWND = 1;
export const NSP_NOTIFY_EVENT = 2;
export const NSP_NOTIFY_PORT = 3;
export const NSP_NOTIFY_APC = 4;

/** How a call reports its end. */
export interface WSACOMPLETION {
  /** NSP_NOTIFY_*. */
  Type: number;
}

/** Classes of service of NS_DNS: this machine's name, the host of an address in text, and the host of a name. */
export const SVCID_HOSTNAME: GUID = "0002A800-0000-0000-C000-000000000046";
export const SVCID_INET_HOSTADDRBYINETSTRING: GUID = "0002A801-0000-0000-C000-000000000046";
export const SVCID_INET_HOSTADDRBYNAME: GUID = "0002A803-0000-0000-C000-000000000046";

/** The addresses of a service. */
export interface CSADDR_INFO {
  /** The address to bind to, or null for any. */
  LocalAddr: SOCKET_ADDRESS | null;
  /** The address to connect to. */
  RemoteAddr: SOCKET_ADDRESS | null;
  /** SOCK_*. */
  iSocketType: number;
  /** IPPROTO_*. */
  iProtocol: number;
}

/** A family and a protocol. */
export interface AFPROTOCOLS {
  /** AF_*. */
  iAddressFamily: number;
  /** IPPROTO_*, or 0 for any. */
  iProtocol: number;
}

/** A question of a look-up, or an answer. */
export interface WSAQUERYSETW {
  /** The service's name, or null. */
  lpszServiceInstanceName: string | null;
  /** Its class, such as SVCID_INET_HOSTADDRBYNAME. */
  lpServiceClassId: GUID | null;
  /** NS_*: the name space to look in, NS_ALL for every one. */
  dwNameSpace: number;
  /** The only provider to ask; null for all providers of the name space. */
  lpNSProviderId: GUID | null;
  /** The container in which to look, for a name space with containers. */
  lpszContext: string | null;
  /** A comment on the service. */
  lpszComment: string | null;
  /** A question in the name space's query language. */
  lpszQueryString: string | null;
  /** The families and protocols that the caller can use; empty for any. */
  lpafpProtocols: AFPROTOCOLS[];
  /** Where the service is. */
  lpcsaBuffer: CSADDR_INFO[];
  /** Data of the name space: NS_DNS returns a hostent, which `decodeHostent` reads. */
  lpBlob: Uint8Array | null;
  /** RESULT_IS_*. */
  dwOutputFlags: number;
}

/** Makes a question, or a structure for an answer. */
export function newWSAQUERYSETW(values: Partial<WSAQUERYSETW> = {}): WSAQUERYSETW {
  return {
    lpszServiceInstanceName: null,
    lpServiceClassId: null,
    dwNameSpace: NS_ALL,
    lpNSProviderId: null,
    lpszContext: null,
    lpszComment: null,
    lpszQueryString: null,
    lpafpProtocols: [],
    lpcsaBuffer: [],
    lpBlob: null,
    dwOutputFlags: 0,
    ...values,
  };
}

/** The bytes of a WSAQUERYSETW and of the data that it points to. */
export function sizeofWSAQUERYSETW(set: Readonly<WSAQUERYSETW>): number {
  const texts = [set.lpszServiceInstanceName, set.lpszContext, set.lpszComment, set.lpszQueryString];
  const addresses = set.lpcsaBuffer.flatMap(({ LocalAddr, RemoteAddr }) => [LocalAddr, RemoteAddr]);
  return (
    60 +
    texts.reduce((sum, text) => sum + sizeofText(text), 0) +
    (set.lpServiceClassId === null ? 0 : 16) +
    (set.lpNSProviderId === null ? 0 : 16) +
    8 * set.lpafpProtocols.length +
    24 * set.lpcsaBuffer.length +
    addresses.reduce((sum, address) => sum + (address?.iSockaddrLength ?? 0), 0) +
    (set.lpBlob === null ? 0 : 8 + set.lpBlob.length)
  );
}

/** A provider of a name space, as WSAEnumNameSpaceProvidersW lists it. */
export interface WSANAMESPACE_INFOW {
  /** The provider's GUID. */
  NSProviderId: GUID;
  /** NS_*. */
  dwNameSpace: number;
  /** Whether look-ups ask this provider. */
  fActive: boolean;
  /** Its version. */
  dwVersion: number;
  /** Its name. */
  lpszIdentifier: string;
}

/** Bytes of a WSANAMESPACE_INFOW and of its name. */
export function sizeofWSANAMESPACE_INFOW({ lpszIdentifier }: Readonly<WSANAMESPACE_INFOW>): number {
  return 32 + sizeofText(lpszIdentifier);
}

/** A provider of a name space, as WSAEnumNameSpaceProvidersExW lists it. */
export interface WSANAMESPACE_INFOEXW extends WSANAMESPACE_INFOW {
  /** The data that WSCInstallNameSpaceEx stored for the provider. */
  ProviderSpecific: Uint8Array | null;
}

/** Bytes of a WSANAMESPACE_INFOEXW, of its name and of its data. */
export function sizeofWSANAMESPACE_INFOEXW({
  lpszIdentifier,
  ProviderSpecific,
}: Readonly<WSANAMESPACE_INFOEXW>): number {
  return 40 + sizeofText(lpszIdentifier) + (ProviderSpecific?.length ?? 0);
}

/** The bytes of a text in UTF-16 with its terminator; 0 for null. */
export function sizeofText(text: string | null): number {
  return text === null ? 0 : 2 * (text.length + 1);
}
