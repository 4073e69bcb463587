import { INVALID_SOCKET, setErrno, WSAEINVAL, type WSPUPCALLTABLE } from "@ws2kit/spi";
import { FileSocket, fileOf, isSocketObject } from "../kernel/socket-object.js";
import type { Process } from "../process.js";

/** The upcall that makes a socket of a file's handle. Source: WPUCreateSocketHandle (desktop). */
export function fileUpcalls({ handles, loader, machine }: Process): Pick<WSPUPCALLTABLE, "WPUModifyIFSHandle"> {
  return {
    WPUModifyIFSHandle(dwCatalogEntryId, ProposedHandle, lpErrno) {
      const provider = loader.ofEntry(dwCatalogEntryId);
      const object = handles.find(ProposedHandle);
      const file = fileOf(object);
      if (provider === null || file === null) {
        setErrno(lpErrno, WSAEINVAL);
        return INVALID_SOCKET;
      }
      if (!isSocketObject(object)) machine.counters.sockets++;
      handles.replace(ProposedHandle, new FileSocket(provider, file));
      return ProposedHandle as number as typeof INVALID_SOCKET;
    },
  };
}
