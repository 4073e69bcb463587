import {
  type GUID,
  isRef,
  normalGuid,
  type Ref,
  ref,
  WSA_INVALID_PARAMETER,
  WSAEACCES,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_DATA,
} from "@ws2kit/spi";
import { newWSASERVICECLASSINFOW, type WSASERVICECLASSINFOW } from "@ws2kit/spi/name-spaces";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString, isStructure } from "../calls/given.js";
import type { StartedNameSpace } from "../catalog/name-space-catalog.js";
import { ws2Call } from "./call.js";
import { activeProviders, askAll } from "./process-name-spaces.js";

/** Room for any class. */
const MOST_BYTES = 0xffffffff;

/** A class of services as a provider stores it, or null. */
export function classOf(provider: StartedNameSpace, lpServiceClassId: GUID | null): WSASERVICECLASSINFOW | null {
  const id = normalGuid(lpServiceClassId);
  if (id === null) return null;
  const info = newWSASERVICECLASSINFOW({ lpServiceClassId: id });
  const code = provider.call("NSPGetServiceClassInfo", provider.entry.NSProviderId, ref(MOST_BYTES), info);
  return code === 0 ? info : null;
}

/**
 * Copies a class, and normalizes its GUID, so that GUIDs can be compared. Returns null if it is improperly structured.
 */
function copyOf(info: WSASERVICECLASSINFOW): WSASERVICECLASSINFOW | null {
  const lpServiceClassId = normalGuid(info.lpServiceClassId);
  const { lpszServiceClassName } = info;
  if (lpServiceClassId === null || !isString(lpszServiceClassName) || lpszServiceClassName === "") return null;
  const isSound = info.lpClassInfos.every(
    ({ lpszName, dwNameSpace, dwValueType, lpValue }) =>
      isString(lpszName) && isNumber(dwNameSpace) && isNumber(dwValueType) && lpValue instanceof Uint8Array,
  );
  if (!isSound) return null;
  const lpClassInfos = info.lpClassInfos.map((classInfo) => ({ ...classInfo, lpValue: classInfo.lpValue.slice() }));
  return { lpServiceClassId, lpszServiceClassName, lpClassInfos };
}

/**
 * Stores a class of services in every name space whose provider stores classes.
 *
 * Codes: WSAEACCES (no privilege), WSAEALREADY (the class is stored), WSAEINVAL (null, or improperly structured),
 * WSAEOPNOTSUPP (no provider stores classes), WSANOTINITIALISED. Source: page codes.
 *
 * @param lpServiceClassInfo the class; `newWSASERVICECLASSINFOW` makes it
 * @returns 0, or SOCKET_ERROR
 */
export const WSAInstallServiceClassW = ws2Call((process, lpServiceClassInfo: WSASERVICECLASSINFOW) => {
  const info = isStructure(lpServiceClassInfo) ? unlessFault(() => copyOf(lpServiceClassInfo), null) : null;
  if (info === null) return -WSAEINVAL;
  if (!process.isPrivileged) return -WSAEACCES;
  return (
    0 - askAll(activeProviders(process), ({ call, entry }) => call("NSPInstallServiceClass", entry.NSProviderId, info))
  );
});

/**
 * Removes a class of services from every name space.
 *
 * Codes: WSAEACCES (no privilege), WSATYPE_NOT_FOUND, WSAETOOMANYREFS (it has services), WSAEINVAL (not a GUID),
 * WSANOTINITIALISED. Source: page codes.
 *
 * @param lpServiceClassId the class
 * @returns 0, or SOCKET_ERROR
 */
export const WSARemoveServiceClass = ws2Call((process, lpServiceClassId: GUID) => {
  const id = normalGuid(lpServiceClassId);
  if (id === null) return -WSAEINVAL;
  if (!process.isPrivileged) return -WSAEACCES;
  return (
    0 - askAll(activeProviders(process), ({ call, entry }) => call("NSPRemoveServiceClass", entry.NSProviderId, id))
  );
});

/**
 * Reports a class of services as the provider of one name space stores it.
 *
 * Codes: WSAEFAULT (`lpdwBufSize` receives the bytes needed), WSATYPE_NOT_FOUND (an unknown class), WSAEINVAL (null,
 * not a GUID, or no active provider), WSAEOPNOTSUPP (the provider stores no classes), WSANOTINITIALISED. Source: page
 * codes.
 *
 * @param lpProviderId the provider
 * @param lpServiceClassId the class
 * @param lpdwBufSize bytes of room, as `sizeofWSASERVICECLASSINFOW` counts them
 * @param lpServiceClassInfo receives the class
 * @returns 0, or SOCKET_ERROR
 */
export const WSAGetServiceClassInfoW = ws2Call(
  (
    process,
    lpProviderId: GUID,
    lpServiceClassId: GUID,
    lpdwBufSize: Ref<number>,
    lpServiceClassInfo: WSASERVICECLASSINFOW,
  ) => {
    const provider = normalGuid(lpProviderId);
    const id = normalGuid(lpServiceClassId);
    const isSound = provider !== null && id !== null && isRef(lpdwBufSize) && isStructure(lpServiceClassInfo);
    if (!isSound) return -WSAEINVAL;
    const [started] = activeProviders(process, ({ NSProviderId }) => NSProviderId === provider);
    if (started === undefined) return -WSAEINVAL;
    const info = newWSASERVICECLASSINFOW({ lpServiceClassId: id });
    const code = started.call("NSPGetServiceClassInfo", provider, lpdwBufSize, info);
    if (code === 0) Object.assign(lpServiceClassInfo, info);
    return -code;
  },
);

/**
 * Reports the name of a class of services, from the first name space that stores the class.
 *
 * Codes: WSAEFAULT (too little room: `lpdwBufferLength` receives the units needed), WSA_INVALID_PARAMETER (not a GUID),
 * WSANO_DATA (an unknown class), WSANOTINITIALISED. Source: page codes.
 *
 * @param lpServiceClassId the class
 * @param lpszServiceClassName receives the name
 * @param lpdwBufferLength holds the room in UTF-16 units with the terminator, and receives the units of the name with
 * it
 * @returns 0, or SOCKET_ERROR
 */
export const WSAGetServiceClassNameByClassIdW = ws2Call(
  (process, lpServiceClassId: GUID, lpszServiceClassName: Ref<string>, lpdwBufferLength: Ref<number>) => {
    if (!isRef(lpszServiceClassName) || !isRef(lpdwBufferLength)) return -WSAEFAULT;
    const id = normalGuid(lpServiceClassId);
    if (id === null) return -WSA_INVALID_PARAMETER;
    for (const provider of activeProviders(process)) {
      const info = classOf(provider, id);
      if (info === null) continue;
      const room = lpdwBufferLength.value;
      const needed = info.lpszServiceClassName.length + 1;
      lpdwBufferLength.value = needed;
      if (!(room >= needed)) return -WSAEFAULT;
      lpszServiceClassName.value = info.lpszServiceClassName;
      return 0;
    }
    return -WSANO_DATA;
  },
);
