import {
  type FileObject,
  type HANDLE,
  INVALID_HANDLE_VALUE,
  type ProviderImports,
  SOCKET_ERROR,
  setErrno,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { completeRequest } from "./completion.js";
import { enumProtocols } from "./enum-protocols.js";
import { EventObject } from "./event-object.js";
import { unlessFault } from "./fault.js";
import type { Process } from "./process.js";
import { fileOf, isSocketObject, newFileHandle } from "./socket-object.js";
import { Thread } from "./thread.js";
import { waitFor } from "./wait.js";

/** Makes what a provider's DLL links to in one process. `releases` collects what a crash must give back. */
export function makeImports(process: Process, releases: (() => void)[]): ProviderImports {
  const { machine } = process;
  const providerThread = new Thread(0);
  providerThread.isWorker = true;
  return {
    processId: process.id,

    WPUCompleteOverlappedRequest(s, lpOverlapped, dwError, cbTransferred, lpErrno) {
      const object = process.handles.find(s);
      const isSound =
        cbTransferred >>> 0 === cbTransferred && typeof lpOverlapped === "object" && lpOverlapped !== null;
      if (isSound && isSocketObject(object) && object.file === null) {
        completeRequest(process, s, lpOverlapped, dwError, cbTransferred);
        return 0;
      }
      setErrno(lpErrno, WSAEINVAL);
      return SOCKET_ERROR;
    },

    WSCEnumProtocols(lpiProtocols, lpProtocolBuffer, lpdwBufferLength, lpErrno) {
      const { entries } = machine.catalog;
      const list = () => enumProtocols(entries, lpiProtocols, lpProtocolBuffer, lpdwBufferLength);
      const result = unlessFault(list, -WSAEFAULT);
      if (result >= 0) return result;
      setErrno(lpErrno, -result);
      return SOCKET_ERROR;
    },

    WSCGetProviderPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen, lpErrno) {
      const code = process.providerPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen);
      if (code === 0) return 0;
      setErrno(lpErrno, code);
      return SOCKET_ERROR;
    },

    LoadLibrary: (path) => process.loader.library(path),

    wait: (what, ms) => waitFor(process, what, ms, true),
    cancelWait() {
      const { thread } = process;
      if (thread.waiting !== null) thread.cancelled = true;
      return thread.waiting !== null;
    },
    watch: (fd, events, watcher) => machine.readiness.watch(fd, events, watcher),
    forget: (fd) => machine.readiness.forget(fd),
    look: () => machine.readiness.look(),

    createFile(file: FileObject): HANDLE {
      const handle = process.handles.add(newFileHandle(file));
      if (handle === 0) return INVALID_HANDLE_VALUE;
      machine.counters.handles++;
      return handle as HANDLE;
    },
    completeFile: (handle, lpOverlapped, status, bytes, isImmediate) =>
      completeRequest(process, handle, lpOverlapped, status, bytes, isImmediate),
    fileOf: (handle) => fileOf(process.handles.find(handle)),
    closeFile(handle) {
      const object = process.handles.find(handle);
      if (fileOf(object) === null) return;
      if (isSocketObject(object)) machine.counters.sockets--;
      machine.counters.handles--;
      process.handles.remove(handle);
    },

    isEvent: (handle) => process.handles.find(handle) instanceof EventObject,
    worker: () => providerThread.identity,
    signalsImmediate: machine.profile.architecture.signalsImmediate,
    runLater: (callback, ms) => machine.post(process, providerThread, callback, ms),
    onTermination: (release) => void releases.push(release),
    shared: (name, make) => machine.shared(name, make),
    hasProcess: (processId) => machine.hasProcess(processId),
  };
}
