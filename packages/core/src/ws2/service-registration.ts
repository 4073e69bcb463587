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
 * Registers a service in name spaces, or removes it. A provider by `lpNSProviderId`, those of `dwNameSpace`, or with
 * NS_ALL every one is asked; it is enough if one succeeds. NS_DNS does nothing when a service is registered or its
 * addresses are removed.
 *
 * Codes: WSAEINVAL (no service, name, class or operation, or no such provider), WSASERVICE_NOT_FOUND (the service to
 * remove is not registered), WSAEACCES, WSAEOPNOTSUPP (no provider registers services), WSANOTINITIALISED, or the
 * provider's. Source: page codes; page remarks.
 *
 * @param lpqsRegInfo the service: its name, class and addresses; `newWSAQUERYSETW` makes it
 * @param essOperation RNRSERVICE_REGISTER, RNRSERVICE_DEREGISTER (removes its addresses) or RNRSERVICE_DELETE
 * @param dwControlFlags SERVICE_MULTIPLE concerns the addresses in the call alone; 0 concerns all
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
