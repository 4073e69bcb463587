import {
  type FileObject,
  type HANDLE,
  INVALID_HANDLE_VALUE,
  type MSG,
  type ProviderImports,
  SOCKET_ERROR,
  setErrno,
  WSAEINVAL,
} from "@ws2kit/spi";
import { WSCEnumProtocols } from "../catalog/enumeration.js";
import { WSCGetProviderPath } from "../catalog/provider-path.js";
import { cancelOperations } from "../kernel/cancellation.js";
import { completeRequest } from "../kernel/completion.js";
import { EventObject } from "../kernel/event-object.js";
import { WindowObject } from "../kernel/message-queue.js";
import { ProviderThread } from "../kernel/provider-thread.js";
import { FileHandle, fileOf, isSocketObject } from "../kernel/socket-object.js";
import { waitFor } from "../kernel/wait.js";
import type { Process } from "../process.js";

/** Makes the imports of the DLL at `path` in one process. */
export function importsOf(process: Process, path: string): ProviderImports {
  const { machine } = process;
  const own = new ProviderThread(process, path);
  return {
    processId: process.id,
    path,

    WPUCompleteOverlappedRequest(s, lpOverlapped, dwError, cbTransferred, lpErrno) {
      const object = process.handles.find(s);
      const isSound =
        cbTransferred >>> 0 === cbTransferred && typeof lpOverlapped === "object" && lpOverlapped !== null;
      if (isSound && isSocketObject(object) && object.file === undefined) {
        const completion = object.completion ?? machine.completionOf?.(process, s, object);
        completeRequest(process, completion, lpOverlapped, dwError, cbTransferred);
        return 0;
      }
      setErrno(lpErrno, WSAEINVAL);
      return SOCKET_ERROR;
    },

    WSCEnumProtocols(...args) {
      return WSCEnumProtocols(process)(...args);
    },
    WSCGetProviderPath(...args) {
      return WSCGetProviderPath(process)(...args);
    },
    LoadLibrary: (path) => process.loader.library(path),

    wait: (what, ms) => waitFor(process, what, ms, own),
    cancelWait() {
      const { thread } = process;
      if (thread.waiting === null || thread.waitingIn !== own) return false;
      thread.cancelled = true;
      return true;
    },
    watch: (fd, events, watcher) => machine.readiness.watch(fd, events, watcher, own),
    forget: (fd) => machine.readiness.forget(fd),
    look: (fd) => machine.readiness.look(fd),

    createFile(file: FileObject): HANDLE {
      const handle = process.handles.add(new FileHandle(file, own));
      if (handle === 0) return INVALID_HANDLE_VALUE;
      machine.counters.handles++;
      return handle as HANDLE;
    },
    completeFile: (completion, lpOverlapped, status, bytes, isImmediate) =>
      completeRequest(process, completion, lpOverlapped, status, bytes, isImmediate),
    fileOf: (handle) => fileOf(process.handles.find(handle))?.file ?? null,
    closeFile(handle) {
      const object = process.handles.find(handle);
      if (fileOf(object) === null) return;
      if (isSocketObject(object)) machine.counters.sockets--;
      machine.counters.handles--;
      process.handles.remove(handle);
    },

    onCancel(s, cancel) {
      const object = process.handles.find(s);
      if (!isSocketObject(object)) return;
      object.cancel = cancel;
      // look up its completion port now: while the handle closes, it names no socket below
      if (object.file === undefined) machine.completionOf?.(process, s, object);
    },
    CancelIoEx: (hFile, lpOverlapped) => cancelOperations(process, hFile, lpOverlapped) > 0,
    hold(bytes) {
      machine.counters.bytesHeld += bytes;
    },
    deliver: () => machine.deliver(true),

    isEvent: (handle) => process.handles.find(handle) instanceof EventObject,
    isWindow: (handle) => process.handles.find(handle) instanceof WindowObject,
    createWindow(procedure) {
      const post = ({ message, wParam, lParam }: MSG): boolean => {
        machine.post(own, () => procedure(message, wParam, lParam));
        return true;
      };
      const handle = process.handles.add(new WindowObject(post, () => 0, null));
      if (handle !== 0) machine.counters.handles++;
      return handle;
    },
    closeWindow(window) {
      if (!(process.handles.find(window) instanceof WindowObject)) return;
      process.handles.remove(window);
      machine.counters.handles--;
    },
    signalsImmediate: machine.profile.architecture.signalsImmediate,
    selectionClears: machine.profile.architecture.selectionClears,
    worker: () => own.identity,
    runLater: (callback, ms) => machine.post(own, callback, ms),
    onTermination: (release, processId = process.id) =>
      machine.processes.get(processId)?.releases.push(() => own.attempt("onTermination", release)) !== undefined,
    exceptions: machine.containment,
    shared: (name, make) => machine.shared(name, make),
    hasProcess: (processId) => machine.processes.has(processId),
  };
}
