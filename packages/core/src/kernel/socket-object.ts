import type { CancelOperations, FileObject } from "@ws2kit/spi";
import type { LoadedProvider } from "../calls/loaded-provider.js";
import { FILE_OBJECT, type KernelObject, SOCKET_OBJECT } from "./handle-table.js";
import type { Completion } from "./port-object.js";
import type { CallbackThread } from "./provider-thread.js";

/** A file of an installable file system, before its handle is made a socket. */
export class FileHandle implements KernelObject {
  readonly kind = FILE_OBJECT;
  /** Of a file that has none to share. */
  declare completion?: Completion;

  constructor(
    readonly file: FileObject,
    /** The thread of the DLL that made it. */
    readonly owner: CallbackThread,
  ) {}

  abandon(): void {
    this.owner.attempt("close", () => this.file.close());
  }
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

  /** What an IFS handle was before it was made a socket's. */
  get file(): FileHandle | undefined {
    return undefined;
  }
}

/** A socket whose handle is a file's. */
export class FileSocket extends SocketObject {
  constructor(provider: LoadedProvider, context: FileHandle) {
    super(provider, context, IFS_HANDLE);
  }

  override get file(): FileHandle {
    return this.context as FileHandle;
  }

  abandon(): void {
    this.file.abandon();
  }
}

/** Whether a kernel object is a socket. */
export function isSocketObject(object: KernelObject | null): object is SocketObject {
  return object !== null && object.kind >= SOCKET_OBJECT;
}

/** The file behind a kernel object, be its handle a socket's or not; `null` if it is no file. */
export function fileOf(object: KernelObject | null): FileHandle | null {
  if (object === null) return null;
  if (isSocketObject(object)) return object.file ?? null;
  return object instanceof FileHandle ? object : null;
}
