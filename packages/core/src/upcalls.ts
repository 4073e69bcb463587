import {
  FD_ISSET,
  INVALID_SOCKET,
  isRef,
  SOCKET_ERROR,
  setErrno,
  UPCALLS,
  type UpcallName,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { unlessFault } from "./fault.js";
import type { Process } from "./process.js";
import { fileOf, isSocketObject, SocketObject } from "./socket-object.js";

/** The upcalls that are built so far; slots that are not answer WSAEOPNOTSUPP, as those a profile lacks do. */
type Built =
  | "WPUCloseSocketHandle"
  | "WPUCreateSocketHandle"
  | "WPUFDIsSet"
  | "WPUGetProviderPath"
  | "WPUModifyIFSHandle"
  | "WPUQueryBlockingCallback"
  | "WPUQuerySocketHandleContext";

/** Makes a process's upcall table: what its profile offers works, the rest answers WSAEOPNOTSUPP. */
export function makeUpcalls(process: Process): WSPUPCALLTABLE {
  const built: Record<string, unknown> = handleUpcalls(process);
  const offered: readonly UpcallName[] = process.machine.profile.architecture.upcalls;
  const table: Record<string, unknown> = {};
  for (const name of UPCALLS) table[name] = offered.includes(name) ? (built[name] ?? refused(name)) : refused(name);
  return table as unknown as WSPUPCALLTABLE;
}

/** The answers of an upcall that does not work here, in each one's own type. */
const FAILURES: Partial<Record<UpcallName, unknown>> = {
  WPUCloseEvent: false,
  WPUCreateEvent: 0,
  WPUPostMessage: false,
  WPUResetEvent: false,
  WPUSetEvent: false,
  WPUFDIsSet: 0,
};

function refused(name: UpcallName): (...args: unknown[]) => unknown {
  const failure = name in FAILURES ? FAILURES[name] : SOCKET_ERROR;
  return (...args) => {
    const lpErrno = args[args.length - 1];
    setErrno(lpErrno as { value: number }, WSAEOPNOTSUPP);
    return failure;
  };
}

function handleUpcalls(process: Process): Pick<WSPUPCALLTABLE, Built> {
  const { handles, loader, machine } = process;

  return {
    WPUCreateSocketHandle(dwCatalogEntryId, dwContext, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const made = provider === null ? 0 : handles.add(new SocketObject(provider, dwCatalogEntryId, dwContext, null));
      if (made === 0) {
        setErrno(lpErrno, WSAENOBUFS);
        return INVALID_SOCKET;
      }
      machine.counters.handles++;
      machine.counters.sockets++;
      return made as typeof INVALID_SOCKET;
    },

    WPUModifyIFSHandle(dwCatalogEntryId, ProposedHandle, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const object = handles.find(ProposedHandle);
      const file = fileOf(object);
      if (provider === null || file === null) {
        setErrno(lpErrno, WSAEINVAL);
        return INVALID_SOCKET;
      }
      if (!isSocketObject(object)) machine.counters.sockets++;
      handles.replace(ProposedHandle, new SocketObject(provider, dwCatalogEntryId, null, file));
      return ProposedHandle as number as typeof INVALID_SOCKET;
    },

    WPUCloseSocketHandle(s, lpErrno) {
      const object = handles.find(s);
      if (!isSocketObject(object) || object.file !== null) {
        setErrno(lpErrno, WSAENOTSOCK);
        return SOCKET_ERROR;
      }
      handles.remove(s);
      machine.counters.handles--;
      machine.counters.sockets--;
      return 0;
    },

    WPUQuerySocketHandleContext(s, lpContext, lpErrno) {
      const object = handles.find(s);
      if (!isSocketObject(object) || object.file !== null) {
        setErrno(lpErrno, WSAENOTSOCK);
        return SOCKET_ERROR;
      }
      try {
        lpContext.value = object.context;
        return 0;
      } catch {
        setErrno(lpErrno, WSAEFAULT);
        return SOCKET_ERROR;
      }
    },

    WPUFDIsSet(s, fdset) {
      return unlessFault(() => FD_ISSET(s, fdset), false) ? 1 : 0;
    },

    WPUGetProviderPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen, lpErrno) {
      const code = process.providerPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },

    WPUQueryBlockingCallback(dwCatalogEntryId, lplpfnCallback, lpdwContext, lpErrno) {
      const code = unlessFault(() => {
        if (!isRef(lplpfnCallback) || !isRef(lpdwContext)) return WSAEFAULT;
        if (process.entry(dwCatalogEntryId) === null) return WSAEINVAL;
        lplpfnCallback.value = null;
        lpdwContext.value = null;
        return 0;
      }, WSAEFAULT);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },
  };
}
