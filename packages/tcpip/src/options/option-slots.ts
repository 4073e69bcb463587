import { isNumber } from "@ws2kit/core";
import { isBytes, isRef, type Pointer, type Ref, SOL_SOCKET, WSAEFAULT, WSAEINVAL, WSAENOPROTOOPT } from "@ws2kit/spi";
import { codeIn } from "../socket/failure.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part, Tcpip } from "../socket/tcpip.js";
import type { Option, OptionTable, RawOption, Setter } from "./option.js";
import { UNCHANGED } from "./option-forms.js";

/**
 * WSPGetSockOpt and WSPSetSockOpt, from tables of options. The tables are made when a process first loads the provider.
 * If several tables have the same level and number, the last one counts.
 */
export const options = (...makers: readonly (() => OptionTable)[]): Part => {
  let tables: readonly OptionTable[] | null = null;

  /** The option, or the code if no table has it. */
  function find(level: number, optname: number): Option | RawOption | number {
    let code = WSAEINVAL;
    let found: Option | RawOption | null = null;
    tables ??= makers.map((make) => make());
    for (const table of tables) {
      const options = table[level];
      if (options === undefined) continue;
      code = WSAENOPROTOOPT;
      found = options[optname | 0] ?? found;
    }
    return found ?? code;
  }

  return (tcp) => ({
    WSPGetSockOpt: socketSlot(tcp, (socket, level, optname, optval, optlen) => {
      if (!isBytes(optval) || !isLength(optlen, optval)) return WSAEFAULT;
      const option = find(level, optname);
      if (isNumber(option)) return option;
      if (option.lacks?.(socket)) return WSAENOPROTOOPT;
      return codeIn(get(socket, option, optval, optlen, level | 0, optname | 0));
    }),

    WSPSetSockOpt: socketSlot(tcp, (socket, level, optname, optval, optlen) => {
      const option = find(level, optname);
      if (isNumber(option)) return option;
      if (!isNumber(optlen)) return WSAEINVAL;
      if (option.lacks?.(socket)) return WSAENOPROTOOPT;
      return codeIn(set(tcp, socket, option, optval, optlen, level | 0, optname | 0));
    }),
  });
};

/** Whether `optlen` is a length of at least one byte within `optval`. */
function isLength(optlen: Ref<number> | null, optval: Uint8Array): optlen is Ref<number> {
  return isRef(optlen) && (optlen.value as number) > 0 && (optlen.value as number) <= optval.length;
}

/** Writes an option's value to the caller's bytes. Returns 0 or a negative code. */
function get(
  socket: Socket,
  option: Option | RawOption,
  optval: Uint8Array,
  optlen: Ref<number>,
  level: number,
  optname: number,
): number {
  if (option.form === undefined) return option.getBytes?.(socket, optval, optlen, level, optname) ?? -WSAENOPROTOOPT;
  if (optlen.value < option.form.least) {
    if (option.form.clears) optval.fill(0, 0, optlen.value);
    // at the levels of the protocols, the call reports that no byte was written
    if (level !== SOL_SOCKET) optlen.value = 0;
    return -WSAEFAULT;
  }
  const value = option.get(socket, level, optname);
  const length = value < 0 ? value : option.form.write(value, optval, optlen.value);
  if (length < 0) return length;
  optlen.value = length;
  return 0;
}

/**
 * Sets an option from the caller's bytes. Returns 0 or a negative code. An option without a value accepts a null
 * pointer.
 */
function set(
  tcp: Tcpip,
  socket: Socket,
  option: Option | RawOption,
  optval: Pointer,
  optlen: number,
  level: number,
  optname: number,
): number {
  const isRaw = option.form === undefined;
  if ((isRaw ? option.setBytes : option.set) === undefined) return -WSAENOPROTOOPT;
  const isNothing = isRaw && optval === null && optlen === 0;
  if (!isNothing && !(isBytes(optval) && optlen >= 0 && optlen <= optval.length)) return -WSAEFAULT;
  if (isRaw)
    return (option.setBytes as NonNullable<RawOption["setBytes"]>)(socket, optval, optlen, tcp, level, optname);
  const value = option.form.read(optval as Uint8Array, optlen);
  if (value < 0) return value === UNCHANGED ? 0 : value;
  return (option.set as Setter)(socket, value, level, optname);
}
