import {
  type GUID,
  isBytes,
  type Ref,
  type SOCKET_ADDRESS,
  type timeval,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSANO_RECOVERY,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import {
  newWSAQUERYSETW,
  RNRSERVICE_DELETE,
  RNRSERVICE_REGISTER,
  SVCID_INET_HOSTADDRBYNAME,
} from "@ws2kit/spi/name-spaces";
import { isNumber, isString, isStructure } from "../calls/given.js";
import { type Api, codeCall } from "./call.js";
import { askAll, providersFor } from "./process-name-spaces.js";
import { classOf } from "./service-classes.js";

/**
 * Registers a name with its addresses in name spaces; without addresses, removes the name. A provider by `lpNspId`,
 * those of `dwNameSpace`, or with NS_ALL every one is asked by NSPSetService; it is enough if one succeeds. NS_DNS does
 * not register names.
 *
 * Codes: WSAEINVAL (a reserved parameter is not null, or no such provider), WSANO_RECOVERY (no provider registers
 * names), WSAEFAULT, WSANOTINITIALISED, or the provider's. Source: page codes; page remarks.
 *
 * @param pName the name
 * @param pServiceName the service, which the provider receives as lpszQueryString, or null
 * @param pAddresses the addresses, each in Winsock's layout; null for none
 * @param dwAddressCount how many of them to use; 0 removes the name
 * @param lpBlob further data for the provider, or null
 * @param dwFlags flags for the provider
 * @param dwNameSpace NS_*: the name space, NS_ALL for every one
 * @param lpNspId the one provider to ask; null for all of the name space
 * @param timeout reserved: null
 * @param lpOverlapped reserved: null
 * @param lpCompletionRoutine reserved: null
 * @param lpNameHandle reserved: null
 * @returns 0 or the code itself
 */
export const SetAddrInfoExW: Api<
  (
    pName: string,
    pServiceName: string | null,
    pAddresses: readonly SOCKET_ADDRESS[] | null,
    dwAddressCount: number,
    lpBlob: Uint8Array | null,
    dwFlags: number,
    dwNameSpace: number,
    lpNspId: GUID | null,
    timeout: timeval | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: (() => void) | null,
    lpNameHandle: Ref<number> | null,
  ) => number
> = codeCall(
  (
    process,
    pName,
    pServiceName,
    pAddresses,
    dwAddressCount,
    lpBlob,
    dwFlags,
    dwNameSpace,
    lpNspId,
    timeout,
    lpOverlapped,
    lpCompletionRoutine,
    lpNameHandle,
  ) => {
    const reserved = [timeout, lpOverlapped, lpCompletionRoutine, lpNameHandle];
    const numbers = [dwAddressCount, dwFlags, dwNameSpace];
    if (reserved.some((one) => one !== null) || !numbers.every(isNumber)) return WSAEINVAL;
    if (!isString(pName) || (pServiceName !== null && !isString(pServiceName))) return WSAEFAULT;
    const addresses = (pAddresses ?? []).slice(0, dwAddressCount);
    const isReadable = addresses.length === dwAddressCount && addresses.every(isAddress);
    if (!isReadable || (lpBlob !== null && !isBytes(lpBlob))) return WSAEFAULT;
    const service = newWSAQUERYSETW({
      lpszServiceInstanceName: pName,
      lpServiceClassId: SVCID_INET_HOSTADDRBYNAME,
      dwNameSpace,
      lpNSProviderId: lpNspId,
      lpszQueryString: pServiceName,
      lpcsaBuffer: addresses.map(({ lpSockaddr, iSockaddrLength }) => ({
        LocalAddr: null,
        RemoteAddr: { lpSockaddr: lpSockaddr.slice(0, iSockaddrLength), iSockaddrLength },
        iSocketType: 0,
        iProtocol: 0,
      })),
      lpBlob: lpBlob?.slice() ?? null,
    });
    const providers = providersFor(process, service);
    if (isNumber(providers)) return providers;
    if (providers.length === 0) return WSAEINVAL;
    const operation = addresses.length === 0 ? RNRSERVICE_DELETE : RNRSERVICE_REGISTER;
    const code = askAll(providers, (provider) => {
      const { NSProviderId, path } = provider.entry;
      // WSASetService succeeds with NS_DNS and does nothing; a name is not registered there
      if (path === null) return WSAEOPNOTSUPP;
      const info = classOf(provider, service.lpServiceClassId);
      return provider.call("NSPSetService", NSProviderId, info, service, operation, dwFlags);
    });
    return code === WSAEOPNOTSUPP ? WSANO_RECOVERY : code;
  },
);

/** Whether a caller's value is an address with as many bytes as it says. */
function isAddress(given: SOCKET_ADDRESS): boolean {
  return isStructure(given) && isBytes(given.lpSockaddr) && given.lpSockaddr.length >= given.iSockaddrLength;
}
