import {
  getUint32,
  holds,
  isRef,
  type Pointer,
  type Ref,
  SO_OPENTYPE,
  SOL_SOCKET,
  setUint32,
  WSAEFAULT,
} from "@ws2kit/spi";
import type { Process } from "../process.js";
import { getsockopt, setsockopt } from "./options-and-controls.js";

/**
 * `getsockopt` of a system with SO_OPENTYPE. That option is a DWORD of the thread, not of a socket, so the handle is
 * not looked up. Fewer than four bytes of room fail with WSAEFAULT. Source: reference §4.2, §5.1; oracle getsockopt-09.
 */
export const getsockoptWithOpenType = (process: Process): ReturnType<typeof getsockopt> => {
  const ofSocket = getsockopt(process);
  return (s, level, optname, optval, optlen) =>
    isOpenType(level, optname) ? get(process, optval, optlen) : ofSocket(s, level, optname, optval, optlen);
};

/** `setsockopt` of a system with SO_OPENTYPE, as `getsockoptWithOpenType`. */
export const setsockoptWithOpenType = (process: Process): ReturnType<typeof setsockopt> => {
  const ofSocket = setsockopt(process);
  return (s, level, optname, optval, optlen) =>
    isOpenType(level, optname) ? set(process, optval, optlen) : ofSocket(s, level, optname, optval, optlen);
};

function isOpenType(level: number, optname: number): boolean {
  return level === SOL_SOCKET && optname === SO_OPENTYPE;
}

function get(process: Process, optval: Pointer, optlen: Ref<number> | null): number {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
  if (!holds(optval, 0, 4) || !isRef(optlen) || !(optlen.value >= 4)) return process.fail(WSAEFAULT);
  setUint32(optval, 0, process.thread.openType);
  optlen.value = 4;
  process.thread.lastError = 0;
  return 0;
}

function set(process: Process, optval: Pointer, optlen: number): number {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
  if (!holds(optval, 0, 4) || !(optlen >= 4)) return process.fail(WSAEFAULT);
  process.thread.openType = getUint32(optval, 0);
  process.thread.lastError = 0;
  return 0;
}
