import {
  AI_CANONNAME,
  AI_NUMERICHOST,
  type addrinfo,
  EAI_FAIL,
  EAI_NONAME,
  type GUID,
  getUint16,
  type HANDLE,
  isRef,
  newaddrinfo,
  type Ref,
  ref,
  setSockaddrPort,
  sockaddrPort,
  type timeval,
  WSA_E_CANCELLED,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINVAL,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import {
  type addrinfoexW,
  type LPLOOKUPSERVICE_COMPLETION_ROUTINE,
  newaddrinfoexW,
} from "@ws2kit/spi/extended-addresses";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString, isStructure } from "../calls/given.js";
import { EventObject } from "../kernel/event-object.js";
import { type KernelObject, PLAIN_OBJECT } from "../kernel/handle-table.js";
import { type Api, codeCall } from "./call.js";
import { addressesByFlags, addressesInNameSpaces, type FoundAddress } from "./name-space-resolution.js";
import { nameSpacesIn } from "./process-name-spaces.js";
import { getaddrinfo } from "./resolution.js";

type Process = Parameters<Api<unknown>>[0];

/** The arguments of a resolution. */
interface Question {
  readonly pName: string | null;
  readonly pServiceName: string | null;
  readonly dwNameSpace: number;
  readonly lpNspId: GUID | null;
  readonly hints: Readonly<addrinfoexW>;
}

/** An overlapped resolution that is under way. */
class Resolution implements KernelObject {
  readonly kind = PLAIN_OBJECT;
  handle = 0;

  constructor(
    readonly process: Process,
    readonly overlapped: WSAOVERLAPPED,
    readonly routine: LPLOOKUPSERVICE_COMPLETION_ROUTINE<WSAOVERLAPPED> | null,
  ) {}

  /** Whether it has not ended. */
  get isUnderWay(): boolean {
    return this.process.handles.find(this.handle) === this;
  }

  /** Closes the handle. Returns false if it was closed before. */
  close(): boolean {
    if (!this.isUnderWay) return false;
    nameSpacesIn(this.process).lookUps.delete(this);
    this.process.handles.remove(this.handle);
    this.process.machine.counters.handles--;
    return true;
  }

  /** Stores the code. */
  store(code: number): void {
    this.overlapped.Internal = code;
    codesOf(this.process).set(this.overlapped, code);
  }

  /** Stores the code, and signals the event or calls the routine. */
  end(code: number): void {
    const { overlapped, process } = this;
    this.store(code);
    const event = process.handles.find(Number(overlapped.hEvent ?? 0));
    if (event instanceof EventObject) event.signal();
    this.routine?.(code, 0, overlapped);
  }
}

/** The codes of a machine's resolutions, by their overlapped structures. */
function codesOf({ machine }: Process): WeakMap<WSAOVERLAPPED, number> {
  return machine.shared("GetAddrInfoExW", () => new WeakMap<WSAOVERLAPPED, number>());
}

/**
 * Resolves a host and a service, as `GetAddrInfoW` does, by the providers of a name space. Each address in the result
 * names the provider that found it. With an overlapped structure the call returns WSA_IO_PENDING, and the resolution
 * runs in a later turn or wait; when it ends, its event is signalled or its routine is called. It blocks that turn for
 * as long as the system's resolver does, except in a program that `drive` runs on the Node platform: there the name is
 * looked up in the background. `timeout` has no effect: the platform's resolver has a timeout.
 *
 * Codes: those of `GetAddrInfoW`; WSASERVICE_NOT_FOUND (no provider serves the name space), WSA_IO_PENDING, WSAEINVAL
 * (an overlapped structure with neither an event nor a routine, or with both; or a routine without the structure),
 * WSA_NOT_ENOUGH_MEMORY (no handle is left), or the provider's. Source: page codes; page remarks.
 *
 * @param pName the host's name or address; null for this machine, or with AI_PASSIVE every interface
 * @param pServiceName the service's name or port number; null for port 0
 * @param dwNameSpace NS_*: the name space to look in, NS_ALL for every one
 * @param lpNspId the only provider to ask; null for all providers of the name space
 * @param hints restricts the results as those of `GetAddrInfoW`; null for all
 * @param ppResult receives the first element of a list linked by ai_next
 * @param timeout null, or a time
 * @param lpOverlapped null for a call that waits; otherwise known by identity, in use until the resolution ends, with
 * an event in hEvent unless there is a routine
 * @param lpCompletionRoutine a routine that is called at the end with the code, or null
 * @param lpHandle receives a handle for GetAddrInfoExCancel, or null
 * @returns 0 or the code itself
 */
export const GetAddrInfoExW: Api<
  (
    pName: string | null,
    pServiceName: string | null,
    dwNameSpace: number,
    lpNspId: GUID | null,
    hints: Readonly<addrinfoexW> | null,
    ppResult: Ref<addrinfoexW | null>,
    timeout: timeval | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE<WSAOVERLAPPED> | null,
    lpHandle: Ref<HANDLE | 0> | null,
  ) => number
> = codeCall(
  (
    process,
    pName,
    pServiceName,
    dwNameSpace,
    lpNspId,
    hints,
    ppResult,
    timeout,
    lpOverlapped,
    lpCompletionRoutine,
    lpHandle,
  ) => {
    if (!isRef(ppResult) || (timeout !== null && !isStructure(timeout))) return WSAEFAULT;
    ppResult.value = null;
    if (!isNumber(dwNameSpace)) return WSAEINVAL;
    const question = { pName, pServiceName, dwNameSpace, lpNspId, hints: newaddrinfoexW(hints ?? {}) };
    if (lpOverlapped === null) {
      if (lpCompletionRoutine !== null || lpHandle !== null) return WSAEINVAL;
      return resolve(process, question, ppResult);
    }
    if (!isStructure(lpOverlapped) || (lpHandle !== null && !isRef(lpHandle))) return WSAEFAULT;
    const hasEvent = process.handles.find(Number(lpOverlapped.hEvent ?? 0)) instanceof EventObject;
    if (hasEvent === (typeof lpCompletionRoutine === "function")) return WSAEINVAL;
    if (pName === null && pServiceName === null) return EAI_NONAME;
    return begin(process, question, ppResult, lpOverlapped, lpCompletionRoutine, lpHandle);
  },
);

/** Begins an overlapped resolution. */
function begin(
  process: Process,
  question: Question,
  ppResult: Ref<addrinfoexW | null>,
  lpOverlapped: WSAOVERLAPPED,
  lpCompletionRoutine: LPLOOKUPSERVICE_COMPLETION_ROUTINE<WSAOVERLAPPED> | null,
  lpHandle: Ref<HANDLE | 0> | null,
): number {
  const { handles, machine } = process;
  const resolution = new Resolution(process, lpOverlapped, process.ownRoutine(lpCompletionRoutine));
  // throws here if the structure cannot be written
  resolution.store(WSAEINPROGRESS);
  resolution.handle = handles.add(resolution);
  if (resolution.handle === 0) return WSA_NOT_ENOUGH_MEMORY;
  machine.counters.handles++;
  if (lpHandle !== null) lpHandle.value = resolution.handle as HANDLE;
  // the last WSACleanup ends it, and reports nothing
  nameSpacesIn(process).lookUps.add(resolution);
  afterLookUp(process, question, () => {
    if (!resolution.isUnderWay) return;
    const code = unlessFault(() => resolve(process, question, ppResult), WSAEFAULT);
    // a provider may have cancelled it
    if (resolution.close()) resolution.end(code);
  });
  return WSA_IO_PENDING;
}

/**
 * Runs `routine` in the next turn or wait; in a program whose host has an event loop, not before the platform has
 * looked up the name in the background, if it can, so that the resolution does not block.
 */
function afterLookUp(process: Process, { pName, hints }: Question, routine: () => void): void {
  const { machine } = process;
  const { network } = machine.platform;
  if (!machine.driven || !isString(pName) || network.resolveInBackground === undefined) {
    machine.postRoutine(process, routine);
    return;
  }
  // a program that waits for nothing else goes on
  machine.readiness.watched++;
  network.resolveInBackground(pName, hints.ai_family, () => {
    machine.readiness.watched--;
    machine.postRoutine(process, () => {
      // what the resolution calls does not block any more, so it is not logged
      const { driven } = machine;
      machine.driven = false;
      try {
        routine();
      } finally {
        machine.driven = driven;
      }
    });
  });
}

/**
 * Returns the outcome of an overlapped GetAddrInfoExW.
 *
 * Codes: WSAEINPROGRESS (it has not ended), WSAEINVAL (no resolution was started with the structure), or the code of
 * the resolution. Source: page codes; page remarks.
 *
 * @param lpOverlapped the structure of the call
 * @returns 0 or the code itself
 */
export const GetAddrInfoExOverlappedResult: Api<(lpOverlapped: WSAOVERLAPPED) => number> = codeCall(
  (process, lpOverlapped) => codesOf(process).get(lpOverlapped) ?? WSAEINVAL,
);

/**
 * Cancels an overlapped GetAddrInfoExW: it ends at once with WSA_E_CANCELLED.
 *
 * Codes: WSA_INVALID_HANDLE (it has ended, or the handle is another object's), WSAEFAULT. Source: page codes; page
 * remarks.
 *
 * @param lpHandle holds the handle that the call returned
 * @returns 0 or the code itself
 */
export const GetAddrInfoExCancel: Api<(lpHandle: Ref<HANDLE>) => number> = codeCall((process, lpHandle) => {
  if (!isRef(lpHandle)) return WSAEFAULT;
  const resolution = process.handles.find(lpHandle.value);
  if (!(resolution instanceof Resolution)) return WSA_INVALID_HANDLE;
  resolution.close();
  resolution.end(WSA_E_CANCELLED);
  return 0;
});

/**
 * Releases a list of GetAddrInfoExW. Its memory is the engine's, so there is nothing to do.
 *
 * @param pAddrInfoEx the list
 */
export const FreeAddrInfoExW: Api<(pAddrInfoEx: addrinfoexW | null) => void> = () => () => undefined;

/** Resolves a host and a service. Returns 0 or a code. */
function resolve(process: Process, question: Question, ppResult: Ref<addrinfoexW | null>): number {
  const { pName, pServiceName, hints } = question;
  if (hints.ai_blob !== null) return EAI_FAIL;
  const { ai_flags, ai_family, ai_socktype, ai_protocol, ai_addrlen, ai_canonname, ai_addr, ai_next } = hints;
  const plain = { ai_flags, ai_family, ai_socktype, ai_protocol, ai_addrlen, ai_canonname, ai_addr };
  const found = ref<addrinfo | null>(null);
  const wanted = newaddrinfo({ ...plain, ai_next: ai_next === null ? null : newaddrinfo() });
  // numeric addresses and this machine need no provider
  const inFigures = { ...wanted, ai_flags: ai_flags | AI_NUMERICHOST };
  const code = getaddrinfo(process)(pName, pServiceName, inFigures, found);
  if (code === 0) {
    ppResult.value = listOf(addressesIn(found.value), hints, pName);
    return 0;
  }
  if (code !== EAI_NONAME || !isString(pName) || (ai_flags & AI_NUMERICHOST) !== 0) return code;
  const port = getaddrinfo(process)(null, pServiceName ?? "0", wanted, found);
  if (port !== 0) return port;
  const names = addressesByFlags(process, ai_family, ai_flags, (family) =>
    addressesInNameSpaces(process, pName, family, question),
  );
  if (isNumber(names)) return names;
  for (const { address } of names) setSockaddrPort(address, sockaddrPort(found.value?.ai_addr ?? address));
  ppResult.value = listOf(names, hints, pName);
  return 0;
}

function addressesIn(list: addrinfo | null): FoundAddress[] {
  const found: FoundAddress[] = [];
  for (let each = list; each !== null; each = each.ai_next) {
    if (each.ai_addr !== null) found.push({ address: each.ai_addr, provider: null });
  }
  return found;
}

function listOf(
  found: readonly FoundAddress[],
  hints: Readonly<addrinfoexW>,
  canonical: string | null,
): addrinfoexW | null {
  let list: addrinfoexW | null = null;
  for (const { address, provider } of [...found].reverse()) {
    list = newaddrinfoexW({
      ai_family: getUint16(address, 0),
      ai_socktype: hints.ai_socktype,
      ai_protocol: hints.ai_protocol,
      ai_addrlen: address.length,
      ai_addr: address,
      ai_provider: provider,
      ai_next: list,
    });
  }
  if (list !== null && (hints.ai_flags & AI_CANONNAME) !== 0) list.ai_canonname = canonical;
  return list;
}
