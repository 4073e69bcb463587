import type { Pointer } from "../bytes/bytes.js";
import type { GUID } from "../bytes/guid.js";
import type { WSAQUERYSETW } from "../bytes/query-set.js";
import type { Ref } from "../bytes/ref.js";
import type { WSASERVICECLASSINFOW } from "../bytes/service-class.js";
import type { Platform } from "./platform.js";
import type { ProviderImports, ProviderModule } from "./provider.js";

/**
 * The functions of a name space's provider. Each returns 0; or it calls `imports.WSASetLastError` and returns
 * SOCKET_ERROR. A provider must have the three functions of look-ups. If it leaves out another function, ws2 reports
 * WSAEOPNOTSUPP for it.
 *
 * Source: ws2spi.h.
 */
export interface NSP_ROUTINE {
  /** Undoes the NSPStartup of the provider. */
  NSPCleanup(lpProviderId: GUID): number;
  /**
   * Begins a look-up, and stores its handle: any number except 0.
   *
   * @param lpProviderId the provider
   * @param lpqsRestrictions describes the services to find
   * @param lpServiceClassInfo the class, as NSPGetServiceClassInfo returned it; null if the provider does not know it
   * @param dwControlFlags LUP_*
   * @param lphLookup receives the handle
   */
  NSPLookupServiceBegin(
    lpProviderId: GUID,
    lpqsRestrictions: Readonly<WSAQUERYSETW>,
    lpServiceClassInfo: Readonly<WSASERVICECLASSINFOW> | null,
    dwControlFlags: number,
    lphLookup: Ref<number>,
  ): number;
  /**
   * Writes the next answer. Fails with WSA_E_NO_MORE after the last answer. If the answer is longer than
   * `lpdwBufferLength`, fails with WSAEFAULT and stores the length needed; the next call writes the same answer.
   *
   * @param hLookup the look-up
   * @param dwControlFlags LUP_FLUSHPREVIOUS discards an answer that was too long, and writes the one after it
   * @param lpdwBufferLength bytes of room, as `sizeofWSAQUERYSETW` counts them
   * @param lpqsResults receives the answer
   */
  NSPLookupServiceNext(
    hLookup: number,
    dwControlFlags: number,
    lpdwBufferLength: Ref<number>,
    lpqsResults: WSAQUERYSETW,
  ): number;
  /** Ends a look-up. */
  NSPLookupServiceEnd(hLookup: number): number;
  /**
   * Registers a service, or removes it. Fails with WSASERVICE_NOT_FOUND if the service to remove is not registered.
   *
   * @param lpProviderId the provider
   * @param lpServiceClassInfo the class, as NSPGetServiceClassInfo returned it; null if the provider does not know it
   * @param lpqsRegInfo the service: its name, its class and its addresses
   * @param essOperation RNRSERVICE_*
   * @param dwControlFlags SERVICE_MULTIPLE, or 0
   */
  NSPSetService?(
    lpProviderId: GUID,
    lpServiceClassInfo: Readonly<WSASERVICECLASSINFOW> | null,
    lpqsRegInfo: Readonly<WSAQUERYSETW>,
    essOperation: number,
    dwControlFlags: number,
  ): number;
  /** Stores a class of services. Fails with WSAEALREADY if the class is stored already. */
  NSPInstallServiceClass?(lpProviderId: GUID, lpServiceClassInfo: Readonly<WSASERVICECLASSINFOW>): number;
  /**
   * Removes a class of services. Fails with WSATYPE_NOT_FOUND if the class is not stored, with WSAETOOMANYREFS while
   * services of it are registered.
   */
  NSPRemoveServiceClass?(lpProviderId: GUID, lpServiceClassId: GUID): number;
  /**
   * Writes the class whose GUID `lpServiceClassInfo` contains. Fails with WSATYPE_NOT_FOUND if the class is not stored.
   * If the class is longer than `lpdwBufSize`, fails with WSAEFAULT and stores the length needed.
   *
   * @param lpProviderId the provider
   * @param lpdwBufSize bytes of room, as `sizeofWSASERVICECLASSINFOW` counts them
   * @param lpServiceClassInfo holds the GUID of the class, and receives the class
   */
  NSPGetServiceClassInfo?(
    lpProviderId: GUID,
    lpdwBufSize: Ref<number>,
    lpServiceClassInfo: WSASERVICECLASSINFOW,
  ): number;
  /**
   * Runs a control code on a look-up, without blocking. Fails with WSAEOPNOTSUPP for an unknown code.
   *
   * @param hLookup the look-up
   * @param dwControlCode SIO_NSP_NOTIFY_CHANGE, which fails with WSAEWOULDBLOCK while the answers are valid, or a code
   * of the provider
   * @param lpvInBuffer the argument, or null
   * @param cbInBuffer length of the argument in bytes
   * @param lpvOutBuffer receives the result, or null
   * @param cbOutBuffer length of `lpvOutBuffer` in bytes
   * @param lpcbBytesReturned receives the length of the result in bytes
   */
  NSPIoctl?(
    hLookup: number,
    dwControlCode: number,
    lpvInBuffer: Pointer,
    cbInBuffer: number,
    lpvOutBuffer: Pointer,
    cbOutBuffer: number,
    lpcbBytesReturned: Ref<number>,
  ): number;
}

/** The only export of a name space's DLL: fills in its functions. Returns 0 or a code. */
export type LPNSPSTARTUP = (lpProviderId: GUID, lpnspRoutines: Partial<NSP_ROUTINE>) => number;

/** The functions that a name space's DLL may call. */
export interface NameSpaceImports extends ProviderImports {
  /** Sets the code of a call that fails. */
  WSASetLastError(iError: number): void;
}

/** A provider of a name space. The default export of its module makes it. */
export interface NameSpaceProvider {
  /** Starts the provider. */
  readonly NSPStartup: LPNSPSTARTUP;
}

/** The default export of a name space's module. LoadLibrary calls it once for each process. */
export type NameSpaceModule = (platform: Platform, imports: NameSpaceImports) => NameSpaceProvider;

/**
 * Makes a module of a name space, for `machine.installModule` and WSCInstallNameSpace. Such a module serves no sockets:
 * it has no WSPStartup, so sockets of a catalog entry with its path fail with WSAEPROVIDERFAILEDINIT.
 */
export function defineNameSpace(module: NameSpaceModule): ProviderModule {
  return module as unknown as ProviderModule;
}
