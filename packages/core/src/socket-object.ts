import type { FileObject } from "@ws2kit/spi";
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
export const OVERLAPPED = 1;
/** FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: what succeeds within its call sends no packet. */
export const SKIPS_PORT = 2;

/**
 * What ws2 knows of a socket: the catalog entry and the provider that serve it. All else is the provider's, behind
 * `context` (a handle of WPUCreateSocketHandle) or `file` (an IFS handle). There is one for each handle of a chain: it is kept small.
 */
export class SocketObject implements KernelObject {
  readonly kind = SOCKET_OBJECT;
  /** OVERLAPPED, SKIPS_PORT. */
  traits = 0;
  /** The completion port that it is tied to. */
  association: Association | null = null;

  constructor(
    readonly provider: LoadedProvider,
    readonly context: unknown,
    readonly file: FileHandle | null,
  ) {}
}

/** Whether a kernel object is a socket. */
export function isSocketObject(object: KernelObject | null): object is SocketObject {
  return object !== null && object.kind === SOCKET_OBJECT;
}

/** The file behind a kernel object, be its handle a socket's or not; `null` if it is no file. */
export function fileOf(object: KernelObject | null): FileHandle | null {
  if (object === null) return null;
  if (isSocketObject(object)) return object.file;
  return object.kind === FILE_OBJECT ? (object as FileHandle) : null;
}
