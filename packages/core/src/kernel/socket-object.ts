import type { CancelOperations, FileObject } from "@ws2kit/spi";
import type { LoadedProvider } from "../calls/loaded-provider.js";
import { FILE_OBJECT, type KernelObject, SOCKET_OBJECT } from "./handle-table.js";
import type { Completion } from "./port-object.js";
import type { CallbackThread } from "./provider-thread.js";

/** A file of an installable file system, before its handle is made a socket. */
export interface FileHandle extends KernelObject {
  readonly file: FileObject;
  /** Of a file that has none to share. */
  completion?: Completion;
  /** The thread of the DLL that made it. */
  readonly owner: CallbackThread;
}

export function newFileHandle(file: FileObject, owner: CallbackThread): FileHandle {
  return { kind: FILE_OBJECT, file, owner };
}

/** It was made with WSA_FLAG_OVERLAPPED, and so can be tied to a completion port. */
export const OVERLAPPED = 0x10;
/** It is a file's handle, made a socket's. */
export const IFS_HANDLE = 0x40;

/**
 * What ws2 knows of a socket: the catalog entry and the provider that serve it, and its traits, which go with its kind.
 * All else is the provider's. There is one for each handle of a chain: it is kept small.
 */
export class SocketObject implements KernelObject {
  kind: number;
  /** Of a socket that is no file; most do without. */
  declare completion?: Completion;
  /** What its provider has registered for CancelIo; most sockets do without. */
  declare cancel?: CancelOperations;

  constructor(
    readonly provider: LoadedProvider,
    /** What WPUCreateSocketHandle was given, or the FileHandle of an IFS handle. */
    readonly context: unknown,
    /** OVERLAPPED, IFS_HANDLE. */
    traits = 0,
  ) {
    this.kind = SOCKET_OBJECT | traits;
  }

  get file(): FileHandle | null {
    return (this.kind & IFS_HANDLE) === 0 ? null : (this.context as FileHandle);
  }
}

/** Whether a kernel object is a socket. */
export function isSocketObject(object: KernelObject | null): object is SocketObject {
  return object !== null && object.kind >= SOCKET_OBJECT;
}

/** How the operations of a socket complete, where anything has been set: for all handles of a file alike. */
export function completionOf(socket: SocketObject): Completion | undefined {
  const { file } = socket;
  return file === null ? socket.completion : ((file.file.completion as Completion | undefined) ?? file.completion);
}

/** The file behind a kernel object, be its handle a socket's or not; `null` if it is no file. */
export function fileOf(object: KernelObject | null): FileHandle | null {
  if (object === null) return null;
  if (isSocketObject(object)) return object.file;
  return object.kind === FILE_OBJECT ? (object as FileHandle) : null;
}
