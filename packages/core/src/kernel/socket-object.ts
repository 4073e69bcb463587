import type { CancelOperations, FileObject } from "@ws2kit/spi";
import type { LoadedProvider } from "../calls/loaded-provider.js";
import { FILE_OBJECT, type KernelObject, SOCKET_OBJECT } from "./handle-table.js";
import type { Completion } from "./port-object.js";
import type { CallbackThread } from "./provider-thread.js";

/** A file of an installable file system, before its handle is made a socket's. */
export class FileHandle implements KernelObject {
  readonly kind = FILE_OBJECT;
  /** How its operations complete, for a file without `FileObject.completion`. */
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

/** The socket was made with WSA_FLAG_OVERLAPPED, so it can be tied to a completion port. */
export const OVERLAPPED = 0x10;
/** The socket's handle is a file's handle, modified by WPUModifyIFSHandle. */
export const IFS_HANDLE = 0x40;

/**
 * What ws2 stores about a socket: its provider, the provider's context, and traits (part of `kind`). The provider
 * stores all else. It is small, because each handle of a chain needs one.
 */
export class SocketObject implements KernelObject {
  kind: number;
  /** How its operations complete, if the socket is no file; absent on most sockets. */
  declare completion?: Completion;
  /** The function that its provider has registered for CancelIo; absent on most sockets. */
  declare cancel?: CancelOperations;
  constructor(
    readonly provider: LoadedProvider,
    /** The dwContext of WPUCreateSocketHandle, or the FileHandle of an IFS handle. */
    readonly context: unknown,
    /** A combination of OVERLAPPED and IFS_HANDLE. */
    traits = 0,
  ) {
    this.kind = SOCKET_OBJECT | traits;
  }

  /** The file of a socket whose handle is a file's; undefined for other sockets. */
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

/** The file of a kernel object that is a file or a file's socket; `null` for other objects. */
export function fileOf(object: KernelObject | null): FileHandle | null {
  if (object === null) return null;
  if (isSocketObject(object)) return object.file ?? null;
  return object instanceof FileHandle ? object : null;
}
