/**
 * Classes of services, for WSAInstallServiceClassW and similar functions, and the operations of WSASetServiceW. Sizes
 * are those of 32-bit Windows.
 *
 * Source: winsock2.h; page remarks.
 */
import type { GUID } from "./guid.js";
import { sizeofText } from "./query-set.js";

/** WSASetServiceW: registers the service, removes its addresses, or deletes it. */
export const RNRSERVICE_REGISTER = 0;
export const RNRSERVICE_DEREGISTER = 1;
export const RNRSERVICE_DELETE = 2;

/** WSASetServiceW changes only the addresses in the call, not all addresses of the service. */
export const SERVICE_MULTIPLE = 0x1;

/** A property that the services of a class share in one name space. */
export interface WSANSCLASSINFOW {
  /** The property's name, such as `TcpPort` or `SapId`. */
  lpszName: string;
  /** The name space, NS_*. */
  dwNameSpace: number;
  /** The type of the value, REG_*. */
  dwValueType: number;
  /** The value. */
  lpValue: Uint8Array;
}

/** A class of services. */
export interface WSASERVICECLASSINFOW {
  /** Its GUID. */
  lpServiceClassId: GUID;
  /** Its name. */
  lpszServiceClassName: string;
  /** The properties that its services share. */
  lpClassInfos: WSANSCLASSINFOW[];
}

/** Makes a class, also for a function to fill. */
export function newWSASERVICECLASSINFOW(values: Partial<WSASERVICECLASSINFOW> = {}): WSASERVICECLASSINFOW {
  return {
    lpServiceClassId: "00000000-0000-0000-0000-000000000000",
    lpszServiceClassName: "",
    lpClassInfos: [],
    ...values,
  };
}

/** The bytes of a WSASERVICECLASSINFOW and of the data that it points to. */
export function sizeofWSASERVICECLASSINFOW(info: Readonly<WSASERVICECLASSINFOW>): number {
  const sizeofClassInfo = ({ lpszName, lpValue }: WSANSCLASSINFOW) => 20 + sizeofText(lpszName) + lpValue.length;
  return (
    16 +
    16 +
    sizeofText(info.lpszServiceClassName) +
    info.lpClassInfos.reduce((sum, classInfo) => sum + sizeofClassInfo(classInfo), 0)
  );
}
