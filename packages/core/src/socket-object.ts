import type { CancelOperations, FileObject } from "@ws2kit/spi";
import { FILE_OBJECT, type KernelObject, SOCKET_OBJECT } from "./handle-table.js";
import type { LoadedProvider } from "./loader.js";
import type { Association } from "./port-object.js";
import type { ProviderThread } from "./provider-thread.js";

/** A file of an installable file system, before its handle is made a socket. */
export interface FileHandle extends KernelObject {
  readonly file: FileObject;
  /** The thread of the DLL that made it. */
  readonly owner: ProviderThread;
}

export function newFileHandle(file: FileObject, owner: ProviderThread): FileHandle {
  return { kind: FILE_OBJECT, file, owner };
}

/** It was made with WSA_FLAG_OVERLAPPED, and so can be tied to a completion port. */
export const OVERLAPPED = 0x10;
/** FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: what succeeds within its call sends no packet. */
export const SKIPS_PORT = 0x20;
/** It is a file's handle, made a socket's. */
export const IFS_HANDLE = 0x40;

/**
 * What ws2 knows of a socket: the catalog entry and the provider that serve it, and its traits, which go with its kind. All else
 * is the provider's. There is one for each handle of a chain: it is kept small.
 */
export class SocketObject implements KernelObject {
  kind: number;
  /** The completion port that it is tied to; most sockets do without. */
  declare association?: Association;
  /** What its provider has registered for CancelIo; most sockets do without. */
  declare cancel?: CancelOperations;

  constructor(
    readonly provider: LoadedProvider,
    /** What WPUCreateSocketHandle was given, or the FileHandle of an IFS handle. */
    readonly context: unknown,
    /** OVERLAPPED, SKIPS_PORT, IFS_HANDLE. */
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

/** The file behind a kernel object, be its handle a socket's or not; `null` if it is no file. */
export function fileOf(object: KernelObject | null): FileHandle | null {
  if (object === null) return null;
  if (isSocketObject(object)) return object.file;
  return object.kind === FILE_OBJECT ? (object as FileHandle) : null;
}
