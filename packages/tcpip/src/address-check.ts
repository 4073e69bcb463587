import {
  isRef,
  isUnspecified,
  type Pointer,
  type Ref,
  sockaddrFamily,
  sockaddrPort,
  sockaddrSize,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
} from "@ws2kit/spi";
import type { Socket } from "./socket.js";

/**
 * Whether `name` holds an address of the socket's family: 0 or the code. A family without a size here, or another
 * family's whole address, is `otherFamily`; a pointer or length too short is WSAEFAULT.
 */
export function checkName(
  socket: Socket,
  name: Pointer,
  namelen: number,
  otherFamily: number = WSAEAFNOSUPPORT,
): number {
  if (!(name instanceof Uint8Array) || !(namelen >= 2) || name.length < 2) return WSAEFAULT;
  const family = sockaddrFamily(name);
  const size = sockaddrSize(family);
  if (size === 0) return namelen < sockaddrSize(socket.family) ? WSAEFAULT : otherFamily;
  if (namelen < size || name.length < size) return WSAEFAULT;
  return family === socket.family ? 0 : otherFamily;
}

/** Whether an address can be sent or connected to: 0 or the code. */
export function checkDestination(name: Uint8Array): number {
  return isUnspecified(name) || sockaddrPort(name) === 0 ? WSAEADDRNOTAVAIL : 0;
}

/**
 * Hands the first `length` bytes of `from` to a caller. WSAEFAULT, with nothing changed, if there is no room for them.
 */
export function giveName(from: Uint8Array, length: number, name: Pointer, namelen: Ref<number> | null): number {
  if (!(name instanceof Uint8Array) || !isRef(namelen)) return WSAEFAULT;
  if (!((namelen.value as number) >= length) || name.length < length) return WSAEFAULT;
  for (let i = 0; i < length; i++) name[i] = from[i];
  namelen.value = length;
  return 0;
}
