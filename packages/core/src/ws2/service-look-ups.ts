import {
  type HANDLE,
  isBytes,
  isRef,
  type Pointer,
  type Ref,
  ref,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOMORE,
  WSAEOPNOTSUPP,
  WSASERVICE_NOT_FOUND,
} from "@ws2kit/spi";
import {
  NSP_NOTIFY_IMMEDIATELY,
  newWSAQUERYSETW,
  type WSACOMPLETION,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import { isNumber, isStructure } from "../calls/given.js";
import type { StartedNameSpace } from "../catalog/name-space-catalog.js";
import { type KernelObject, PLAIN_OBJECT } from "../kernel/handle-table.js";
import { type Api, numberOf, ws2Call } from "./call.js";
import { nameSpacesIn, providersFor } from "./process-name-spaces.js";
import { classOf } from "./service-classes.js";

type Process = Parameters<Api<unknown>>[0];

/** A look-up in one provider, with the provider's handle. */
interface Part {
  readonly provider: StartedNameSpace;
  readonly hLookup: number;
}

/** A look-up, with a part for each provider. The parts before `at` have no answer left. */
class LookUpObject implements KernelObject {
  readonly kind = PLAIN_OBJECT;
  at = 0;
  handle = 0;

  constructor(
    readonly process: Process,
    readonly parts: readonly Part[],
  ) {}

  /** Makes a handle for the look-up: 0 if no handle is left. */
  open(): void {
    const { process } = this;
    this.handle = process.handles.add(this);
    if (this.handle === 0) return;
    nameSpacesIn(process).lookUps.add(this);
    process.machine.counters.handles++;
  }

  close(): void {
    const { process } = this;
    nameSpacesIn(process).lookUps.delete(this);
    process.handles.remove(this.handle);
    process.machine.counters.handles--;
    this.end();
  }

  /** Ends the look-ups of the providers. If the process was terminated, calls no provider. */
  end(): void {
    if (this.process.hasEnded) return;
    for (const { provider, hLookup } of this.parts) provider.call("NSPLookupServiceEnd", hLookup);
  }
}

/**
 * Begins a look-up of services in one name space, or in all. Its active providers are asked in the order of their
 * installation.
 *
 * Codes: WSAEINVAL (no restrictions, or no GUID where one is needed), WSASERVICE_NOT_FOUND (no provider accepts the
 * question), WSAEFAULT, WSA_NOT_ENOUGH_MEMORY (no handle is left), WSANOTINITIALISED, or the provider's. Source: page
 * codes; page remarks.
 *
 * @param lpqsRestrictions describes the services to find; `newWSAQUERYSETW` makes it
 * @param dwControlFlags LUP_*: the members that the answers contain
 * @param lphLookup receives the look-up's handle
 * @returns 0, or SOCKET_ERROR
 */
export const WSALookupServiceBeginW = ws2Call(
  (process, lpqsRestrictions: WSAQUERYSETW, dwControlFlags: number, lphLookup: Ref<HANDLE | 0>) => {
    if (!isStructure(lpqsRestrictions) || !isNumber(dwControlFlags)) return -WSAEINVAL;
    if (!isRef(lphLookup)) return -WSAEFAULT;
    const question = newWSAQUERYSETW(lpqsRestrictions);
    const providers = providersFor(process, question);
    if (isNumber(providers)) return -providers;
    const parts: Part[] = [];
    let code = WSASERVICE_NOT_FOUND;
    for (const provider of providers) {
      const { NSProviderId } = provider.entry;
      const info = classOf(provider, question.lpServiceClassId);
      const hLookup = ref(0);
      const failure = provider.call("NSPLookupServiceBegin", NSProviderId, question, info, dwControlFlags, hLookup);
      if (failure === 0) parts.push({ provider, hLookup: hLookup.value });
      else code = failure;
    }
    if (parts.length === 0) return -code;
    const lookUp = new LookUpObject(process, parts);
    lookUp.open();
    if (lookUp.handle === 0) {
      lookUp.end();
      return -WSA_NOT_ENOUGH_MEMORY;
    }
    lphLookup.value = lookUp.handle as HANDLE;
    return 0;
  },
);

/**
 * Reports the next answer of a look-up. For NS_DNS this call asks the resolver, and blocks.
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
      const { provider, hLookup: part } = lookUp.parts[lookUp.at];
      const code = provider.call("NSPLookupServiceNext", part, dwControlFlags, lpdwBufferLength, lpqsResults);
      if (code === 0) return 0;
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
  lookUp.close();
  return 0;
});

/**
 * Runs a control code on a look-up of one provider. SIO_NSP_NOTIFY_CHANGE returns 0 if the answers are no longer valid.
 * The call neither blocks nor reports later: only NSP_NOTIFY_IMMEDIATELY is supported.
 *
 * Codes: WSAEWOULDBLOCK (the answers are valid), WSAEOPNOTSUPP (the provider does not support the code, as NS_DNS does
 * not; or `lpCompletion` asks for a later report), WSAEINVAL (the look-up has several providers), WSAEFAULT,
 * WSA_INVALID_HANDLE, WSANOTINITIALISED, or the provider's. Source: page codes; page remarks.
 *
 * @param hLookup the look-up
 * @param dwControlCode SIO_NSP_NOTIFY_CHANGE, or a code of the provider
 * @param lpvInBuffer the argument, or null
 * @param cbInBuffer length of the argument in bytes
 * @param lpvOutBuffer receives the result, or null
 * @param cbOutBuffer length of `lpvOutBuffer` in bytes
 * @param lpcbBytesReturned receives the length of the result in bytes
 * @param lpCompletion null, or NSP_NOTIFY_IMMEDIATELY
 * @returns 0, or SOCKET_ERROR
 */
export const WSANSPIoctl = ws2Call(
  (
    process,
    hLookup: HANDLE,
    dwControlCode: number,
    lpvInBuffer: Pointer,
    cbInBuffer: number,
    lpvOutBuffer: Pointer,
    cbOutBuffer: number,
    lpcbBytesReturned: Ref<number>,
    lpCompletion: WSACOMPLETION | null,
  ) => {
    const lookUp = process.handles.find(hLookup);
    if (!(lookUp instanceof LookUpObject)) return -WSA_INVALID_HANDLE;
    const isReadable = isWithin(lpvInBuffer, cbInBuffer) && isWithin(lpvOutBuffer, cbOutBuffer);
    if (!isReadable || !isRef(lpcbBytesReturned)) return -WSAEFAULT;
    if (!isNumber(dwControlCode) || lookUp.parts.length !== 1) return -WSAEINVAL;
    if (lpCompletion !== null && lpCompletion?.Type !== NSP_NOTIFY_IMMEDIATELY) return -WSAEOPNOTSUPP;
    const [{ provider, hLookup: part }] = lookUp.parts;
    const buffers = [lpvInBuffer, cbInBuffer, lpvOutBuffer, cbOutBuffer] as const;
    return -provider.call("NSPIoctl", part, dwControlCode, ...buffers, lpcbBytesReturned);
  },
);

/** Whether a buffer has at least `length` bytes. */
function isWithin(buffer: Pointer, length: number): boolean {
  return buffer === null ? numberOf(length) === 0 : isBytes(buffer) && buffer.length >= length;
}
