import { normalGuid, WSAEINVAL } from "@ws2kit/spi";
import {
  newWSAQUERYSETW,
  RNRSERVICE_DELETE,
  RNRSERVICE_DEREGISTER,
  RNRSERVICE_REGISTER,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import { isNumber, isString, isStructure } from "../calls/given.js";
import { ws2Call } from "./call.js";
import { askAll, providersFor } from "./process-name-spaces.js";
import { classOf } from "./service-classes.js";

const OPERATIONS: readonly unknown[] = [RNRSERVICE_REGISTER, RNRSERVICE_DEREGISTER, RNRSERVICE_DELETE];

/**
 * Registers a service in name spaces, or removes it. It asks the provider of `lpNSProviderId`, or those of
 * `dwNameSpace` (NS_ALL for every one), and succeeds if one of them succeeds. For NS_DNS, registering a service or
 * removing its addresses succeeds and does nothing.
 *
 * Codes: WSAEINVAL (no service, name, class or operation, or no such provider), WSASERVICE_NOT_FOUND (the service to
 * remove is not registered), WSAEACCES, WSAEOPNOTSUPP (no provider registers services), WSANOTINITIALISED, or the
 * provider's. Source: page codes; page remarks.
 *
 * @param lpqsRegInfo the service: its name, class and addresses; `newWSAQUERYSETW` makes it
 * @param essOperation RNRSERVICE_REGISTER, RNRSERVICE_DEREGISTER (removes its addresses) or RNRSERVICE_DELETE
 * @param dwControlFlags SERVICE_MULTIPLE changes only the addresses in this call; 0 changes all of the service
 * @returns 0, or SOCKET_ERROR
 */
export const WSASetServiceW = ws2Call(
  (process, lpqsRegInfo: WSAQUERYSETW, essOperation: number, dwControlFlags: number) => {
    if (!isStructure(lpqsRegInfo) || !isNumber(dwControlFlags)) return -WSAEINVAL;
    const service = newWSAQUERYSETW(lpqsRegInfo);
    const isNamed = isString(service.lpszServiceInstanceName) && normalGuid(service.lpServiceClassId) !== null;
    if (!OPERATIONS.includes(essOperation) || !isNamed || !Array.isArray(service.lpcsaBuffer)) return -WSAEINVAL;
    const providers = providersFor(process, service);
    if (isNumber(providers)) return -providers;
    if (providers.length === 0) return -WSAEINVAL;
    return (
      0 -
      askAll(providers, (provider) => {
        const info = classOf(provider, service.lpServiceClassId);
        return provider.call("NSPSetService", provider.entry.NSProviderId, info, service, essOperation, dwControlFlags);
      })
    );
  },
);
