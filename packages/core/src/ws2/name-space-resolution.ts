import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  EAI_NONAME,
  type GUID,
  getUint16,
  type HANDLE,
  type hostent,
  ref,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  sockaddrSize,
  WSA_E_NO_MORE,
  WSANO_DATA,
  WSASERVICE_NOT_FOUND,
} from "@ws2kit/spi";
import { AI_ADDRCONFIG, AI_ALL, AI_V4MAPPED } from "@ws2kit/spi/extended-addresses";
import {
  LUP_RETURN_ADDR,
  LUP_RETURN_NAME,
  NS_DNS,
  newWSAQUERYSETW,
  SVCID_HOSTNAME,
  SVCID_INET_HOSTADDRBYNAME,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import { isNumber } from "../calls/given.js";
import { type Api, lookUpCall } from "./call.js";
import { nameSpacesIn, providersFor } from "./process-name-spaces.js";
import { type GetAddrInfo, hostByName, resolveCall, stackAddresses } from "./resolution.js";
import { WSALookupServiceBeginW, WSALookupServiceEnd, WSALookupServiceNextW } from "./service-look-ups.js";

type Process = Parameters<Api<unknown>>[0];

/** Answers of one provider that are read, so that one which never ends does not hang the call. */
const MOST_ANSWERS = 256;
/** Room for any answer. */
const MOST_BYTES = 0xffffffff;

/** An address, and the provider that found it. */
export interface FoundAddress {
  readonly address: Uint8Array;
  readonly provider: GUID | null;
}

/** Where a name is looked up. */
export interface WhereToLook {
  readonly dwNameSpace: number;
  readonly lpNspId: GUID | null;
}

/** The addresses that the providers of a name space have for a name, in their order; or a code. */
export function addressesInNameSpaces(
  process: Process,
  name: string,
  family: number,
  { dwNameSpace, lpNspId }: WhereToLook,
): FoundAddress[] | number {
  const asked = newWSAQUERYSETW({
    lpszServiceInstanceName: name,
    lpServiceClassId: name === "" ? SVCID_HOSTNAME : SVCID_INET_HOSTADDRBYNAME,
    dwNameSpace,
    lpNSProviderId: lpNspId,
    lpafpProtocols: family === 0 ? [] : [{ iAddressFamily: family, iProtocol: 0 }],
  });
  const providers = providersFor(process, asked);
  if (isNumber(providers)) return providers;
  if (providers.length === 0) return WSASERVICE_NOT_FOUND;
  const found: FoundAddress[] = [];
  let code = WSANO_DATA;
  for (const { entry } of providers) {
    const answers = answersOf(process, { ...asked, lpNSProviderId: entry.NSProviderId });
    if (isNumber(answers)) {
      code = answers === WSASERVICE_NOT_FOUND ? EAI_NONAME : answers;
      continue;
    }
    for (const { RemoteAddr } of answers.flatMap(({ lpcsaBuffer }) => lpcsaBuffer)) {
      const bytes = RemoteAddr?.lpSockaddr;
      if (!bytes || bytes.length < 2) continue;
      const its = getUint16(bytes, 0);
      const size = sockaddrSize(its);
      const isMeant = family === 0 || family === its;
      if (size === 0 || bytes.length < size || !isMeant) continue;
      found.push({ address: bytes.slice(0, size), provider: entry.NSProviderId });
    }
  }
  return found.length === 0 ? code : found;
}

/** The answers of one provider, or its code. */
function answersOf(process: Process, question: WSAQUERYSETW): WSAQUERYSETW[] | number {
  const handle = ref<HANDLE | 0>(0);
  const flags = LUP_RETURN_NAME | LUP_RETURN_ADDR;
  if (WSALookupServiceBeginW(process)(question, flags, handle) !== 0) return process.thread.lastError;
  const answers: WSAQUERYSETW[] = [];
  let code = 0;
  while (code === 0 && answers.length < MOST_ANSWERS) {
    const answer = newWSAQUERYSETW();
    const result = WSALookupServiceNextW(process)(handle.value as HANDLE, 0, ref(MOST_BYTES), answer);
    if (result === 0) answers.push(answer);
    else code = process.thread.lastError;
  }
  WSALookupServiceEnd(process)(handle.value as HANDLE);
  return answers.length === 0 && code !== WSA_E_NO_MORE ? code : answers;
}

/**
 * Finds addresses of a family by the flags of the hints. AI_V4MAPPED: if the name has no IPv6 address, its IPv4
 * addresses in IPv6 form; with AI_ALL, these and the IPv6 addresses. AI_ADDRCONFIG: only addresses of a family in which
 * this machine has an address other than the loopback's; all addresses if the machine has no such address.
 */
export function addressesByFlags(
  process: Process,
  family: number,
  flags: number,
  find: (family: number) => FoundAddress[] | number,
): FoundAddress[] | number {
  const asked = find(family);
  const isMapped = family === AF_INET6 && (flags & AI_V4MAPPED) !== 0 && (isNumber(asked) || (flags & AI_ALL) !== 0);
  const v4 = isMapped ? find(AF_INET) : asked;
  if (isNumber(asked) && isNumber(v4)) return asked;
  const inUse = (flags & AI_ADDRCONFIG) === 0 ? [] : familiesInUse(process);
  const isUsable = ({ address }: FoundAddress) => inUse.length === 0 || inUse.includes(getUint16(address, 0));
  const usable = isNumber(asked) ? [] : asked.filter(isUsable);
  if (isMapped && !isNumber(v4)) {
    for (const { address, provider } of v4.filter(isUsable)) {
      usable.push({ address: sockaddr_in6(`::ffff:${sockaddrHost(address)}`, sockaddrPort(address)), provider });
    }
  }
  return usable.length === 0 ? WSANO_DATA : usable;
}

/**
 * The family of each address that this machine has besides the loopback's. It is empty where the host's name stands for
 * the loopback alone, as in the /etc/hosts of many Linux systems.
 */
function familiesInUse(process: Process): number[] {
  const own = stackAddresses(process, "", AF_UNSPEC);
  if (isNumber(own)) return [];
  return own.filter((address) => !/^127\.|^::1$/.test(sockaddrHost(address))).map((address) => getUint16(address, 0));
}

/**
 * The addresses that NS_DNS has for a name: the system's resolver, and the providers that are installed for it. The
 * code is the first provider's.
 */
function addressesInDns(process: Process, name: string, family: number): FoundAddress[] | number {
  const found: FoundAddress[] = [];
  let code = 0;
  for (const { NSProviderId, dwNameSpace, fActive, path } of nameSpacesIn(process).entries) {
    if (!fActive || dwNameSpace !== NS_DNS) continue;
    const names =
      path === null
        ? ownProvider(stackAddresses(process, name, family))
        : addressesInNameSpaces(process, name, family, { dwNameSpace, lpNspId: NSProviderId });
    if (!isNumber(names)) found.push(...names);
    else if (code === 0 && names !== WSASERVICE_NOT_FOUND) code = names;
  }
  return found.length === 0 ? code || EAI_NONAME : found;
}

function ownProvider(names: Uint8Array[] | number): FoundAddress[] | number {
  return isNumber(names) ? names : names.map((address) => ({ address, provider: null }));
}

/** Finds the addresses of a name, for getaddrinfo and similar functions on a system with providers of name spaces. */
function findAddresses(process: Process, name: string, family: number, flags: number): Uint8Array[] | number {
  const found = addressesByFlags(process, family, flags, (wanted) => addressesInDns(process, name, wanted));
  return isNumber(found) ? found : found.map(({ address }) => address);
}

/**
 * `getaddrinfo` by the providers of NS_DNS: it returns the addresses of all. AI_V4MAPPED, AI_ALL and AI_ADDRCONFIG have
 * an effect.
 *
 * Codes: those of `getaddrinfo`; WSANO_DATA (AI_ADDRCONFIG leaves no address), or a provider's. Source: page remarks.
 *
 * @param pNodeName the host's name or address; null for this machine, or with AI_PASSIVE every interface
 * @param pServiceName the service's name or port number; null for port 0
 * @param pHints restricts the results by ai_family, ai_socktype, ai_protocol and ai_flags; null for all
 * @param ppResult receives the first element of a list linked by ai_next
 * @returns 0 or the code itself
 */
export const getaddrinfoInNameSpaces: Api<GetAddrInfo> = /* @__PURE__ */ resolveCall(findAddresses);

/** The host of a name by the providers of NS_DNS, or a code. */
export const hostInNameSpaces = (process: Process, name: string | null): hostent | number =>
  hostByName(process, name, findAddresses);

/**
 * `gethostbyname` by the providers of NS_DNS.
 *
 * Codes: WSAHOST_NOT_FOUND, WSAEFAULT, WSANOTINITIALISED, the platform's, or a provider's. Source: page remarks; page
 * codes.
 *
 * @param name the name; `""` or null for this machine
 * @returns the host, or null
 */
export const gethostbynameInNameSpaces: Api<(name: string | null) => hostent | null> =
  /* @__PURE__ */ lookUpCall(hostInNameSpaces);
