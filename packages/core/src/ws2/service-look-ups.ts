import {
  type HANDLE,
  isRef,
  normalGuid,
  type Ref,
  ref,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOMORE,
  WSASERVICE_NOT_FOUND,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { NS_ALL, newWSAQUERYSETW, type WSAQUERYSETW } from "@ws2kit/spi/name-spaces";
import { isNumber, isStructure } from "../calls/given.js";
import { nameSpacesOf, type StartedNameSpace } from "../catalog/name-space-catalog.js";
import { type KernelObject, PLAIN_OBJECT } from "../kernel/handle-table.js";
import { NameSpaces } from "../providers/name-spaces.js";
import { type Api, ws2Call } from "./call.js";
import { dnsNameSpace } from "./dns-name-space.js";

/** A look-up in one provider, by the provider's own handle. */
interface Part {
  readonly provider: StartedNameSpace;
  readonly hLookup: number;
}

/** A look-up: the providers that were asked, of which those before `at` have no more answers. */
class LookUpObject implements KernelObject {
  readonly kind = PLAIN_OBJECT;
  at = 0;

  constructor(readonly parts: readonly Part[]) {}
}

/**
 * Begins a look-up of services in a name space, or in all. Each of its providers that is active is asked, in the order
 * of their installation.
 *
 * Codes: WSAEINVAL (no restrictions, or no GUID where one is needed), WSASERVICE_NOT_FOUND (no provider takes the
 * question), WSAEFAULT, WSA_NOT_ENOUGH_MEMORY (no handle is left), WSANOTINITIALISED, or the provider's. Source: page
 * codes; page remarks.
 *
 * @param lpqsRestrictions what is looked for; `newWSAQUERYSETW` makes it
 * @param dwControlFlags LUP_*: what the answers are to contain
 * @param lphLookup receives the look-up's handle
 * @returns 0, or SOCKET_ERROR
 */
export const WSALookupServiceBeginW = ws2Call(
  (process, lpqsRestrictions: WSAQUERYSETW, dwControlFlags: number, lphLookup: Ref<HANDLE | 0>) => {
    if (!isStructure(lpqsRestrictions) || !isNumber(dwControlFlags)) return -WSAEINVAL;
    if (!isRef(lphLookup)) return -WSAEFAULT;
    const question = newWSAQUERYSETW(lpqsRestrictions);
    const id = question.lpNSProviderId === null ? null : normalGuid(question.lpNSProviderId);
    if (question.lpNSProviderId !== null && id === null) return -WSAEINVAL;
    process.nameSpaces ??= untilCleanup();
    const parts: Part[] = [];
    let code = WSASERVICE_NOT_FOUND;
    for (const entry of nameSpacesOf(process.machine).entries) {
      const isIn = question.dwNameSpace === NS_ALL || entry.dwNameSpace === question.dwNameSpace;
      const isMeant = id === null ? isIn : entry.NSProviderId === id;
      const provider = isMeant && entry.fActive ? process.nameSpaces.start(entry) : null;
      if (provider === null) continue;
      const hLookup = ref(0);
      const result = provider.call("NSPLookupServiceBegin", ({ NSPLookupServiceBegin }) =>
        NSPLookupServiceBegin(entry.NSProviderId, question, null, dwControlFlags, hLookup),
      );
      if (result === 0) parts.push({ provider, hLookup: hLookup.value });
      else code = process.thread.lastError || WSASYSCALLFAILURE;
    }
    if (parts.length === 0) return -code;
    const handle = process.handles.add(new LookUpObject(parts));
    if (handle === 0) {
      for (const part of parts) end(part);
      return -WSA_NOT_ENOUGH_MEMORY;
    }
    process.machine.counters.handles++;
    lphLookup.value = handle as HANDLE;
    return 0;

    /** The last WSACleanup ends the look-ups, and the providers after them. */
    function untilCleanup(): NameSpaces {
      process.releases.push(() => {
        process.nameSpaces = undefined;
        process.handles.forEach((object, handle) => {
          if (object instanceof LookUpObject) close(process, handle, process.hasEnded ? [] : object.parts);
        });
      });
      return new NameSpaces(process, dnsNameSpace);
    }
  },
);

/**
 * Returns the next answer of a look-up. The resolver of NS_DNS is asked here, and blocks.
 *
 * Codes: WSA_E_NO_MORE (no answer is left), WSAEFAULT (`lpdwBufferLength` receives the bytes needed; the next call
 * returns the same answer), WSASERVICE_NOT_FOUND, WSANO_DATA, WSA_INVALID_HANDLE, WSAEINVAL, WSANOTINITIALISED, or the
 * provider's. Source: page codes; page remarks.
 *
 * @param hLookup the look-up
 * @param dwControlFlags LUP_FLUSHPREVIOUS skips an answer that was too long
 * @param lpdwBufferLength bytes of room, as `sizeofWSAQUERYSETW` counts them
 * @param lpqsResults receives the answer
 * @returns 0, or SOCKET_ERROR
 */
export const WSALookupServiceNextW = ws2Call(
  (process, hLookup: HANDLE, dwControlFlags: number, lpdwBufferLength: Ref<number>, lpqsResults: WSAQUERYSETW) => {
    const lookUp = process.handles.find(hLookup);
    if (!(lookUp instanceof LookUpObject)) return -WSA_INVALID_HANDLE;
    if (!isRef(lpdwBufferLength) || !isStructure(lpqsResults)) return -WSAEFAULT;
    if (!isNumber(dwControlFlags)) return -WSAEINVAL;
    process.machine.noteBlocking("WSALookupServiceNext");
    for (; lookUp.at < lookUp.parts.length; lookUp.at++) {
      const part = lookUp.parts[lookUp.at];
      const result = part.provider.call("NSPLookupServiceNext", ({ NSPLookupServiceNext }) =>
        NSPLookupServiceNext(part.hLookup, dwControlFlags, lpdwBufferLength, lpqsResults),
      );
      if (result === 0) return 0;
      const code = process.thread.lastError || WSASYSCALLFAILURE;
      if (code !== WSA_E_NO_MORE && code !== WSAENOMORE) return -code;
    }
    return -WSA_E_NO_MORE;
  },
);

/**
 * Ends a look-up.
 *
 * Codes: WSA_INVALID_HANDLE, WSANOTINITIALISED. Source: page codes.
 *
 * @param hLookup the look-up
 * @returns 0, or SOCKET_ERROR
 */
export const WSALookupServiceEnd = ws2Call((process, hLookup: HANDLE) => {
  const lookUp = process.handles.find(hLookup);
  if (!(lookUp instanceof LookUpObject)) return -WSA_INVALID_HANDLE;
  close(process, hLookup, lookUp.parts);
  return 0;
});

function close({ handles, machine }: Parameters<Api<unknown>>[0], hLookup: number, parts: readonly Part[]): void {
  handles.remove(hLookup);
  machine.counters.handles--;
  for (const part of parts) end(part);
}

function end({ provider, hLookup }: Part): void {
  provider.call("NSPLookupServiceEnd", ({ NSPLookupServiceEnd }) => NSPLookupServiceEnd(hLookup));
}
