import {
  type FileObject,
  type LPINT,
  MSG_OOB,
  type Pointer,
  type Provider,
  type ProviderModule,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SOCKET_ERROR,
  SOL_SOCKET,
  type Supports,
  setErrno,
  sockaddrHost,
  WSAEADDRNOTAVAIL,
  WSAENETUNREACH,
  WSAENOPROTOOPT,
  WSAEOPNOTSUPP,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  XP1_EXPEDITED_DATA,
  XP1_SUPPORT_BROADCAST,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";

type Slot = (...args: unknown[]) => unknown;

/** A provider with fewer capabilities than another, and correct claims. */
export type Narrowing = (module: ProviderModule) => ProviderModule;

/** Those catalog entries alone that `isMeant`. */
export function withEntries(isMeant: (entry: WSAPROTOCOL_INFOW) => boolean): Narrowing {
  return (module) => (platform, imports) => {
    const inner = module(platform, imports);
    return { ...inner, protocols: inner.protocols.filter(isMeant) };
  };
}

/** No overlapped I/O, and therefore no extension functions: such calls fail with WSAEOPNOTSUPP. */
export const withoutOverlapped: Narrowing = (module) => (platform, imports) => {
  const inner = module(platform, { ...imports, createFile: (file) => imports.createFile(plainFile(file)) });
  const supports = { ...inner.supports, overlapped: false, extensions: false };
  return narrowed(inner, supports, inner.protocols, (slot, call) => {
    if (slot === "WSPGetOverlappedResult") return refusing(false);
    const isRefused = (args: readonly unknown[]) =>
      args.some(isOverlappedParameter) || (slot === "WSPIoctl" && args[1] === SIO_GET_EXTENSION_FUNCTION_POINTER);
    return (...args) => (isRefused(args) ? refusing(SOCKET_ERROR)(...args) : call(...args));
  });
};

/** ReadFile and WriteFile of a file without overlapped operations. */
function plainFile(file: FileObject): FileObject {
  const plain: FileObject = Object.create(file);
  const { read, write } = file;
  if (read !== undefined) plain.read = (request) => (request.lpOverlapped ? WSAEOPNOTSUPP : read.call(file, request));
  if (write !== undefined)
    plain.write = (request) => (request.lpOverlapped ? WSAEOPNOTSUPP : write.call(file, request));
  return plain;
}

function isOverlappedParameter(value: unknown): boolean {
  return typeof value === "object" && value !== null && "InternalHigh" in value;
}

function refusing(result: unknown): Slot {
  return (...args) => {
    setErrno(args[args.length - 1] as LPINT, WSAEOPNOTSUPP);
    return result;
  };
}

/** The index of the socket name in a slot's arguments. */
const NAMES: Partial<Record<keyof WSPPROC_TABLE, number>> = { WSPBind: 1, WSPConnect: 1, WSPSendTo: 5 };

/** Only this machine: refuses all addresses except those of the loopback. */
export const loopbackOnly: Narrowing = (module) => (platform, imports) => {
  const inner = module(platform, imports);
  const supports = { ...inner.supports, otherHosts: false, multipoint: false };
  const dwServiceFlags1 = ~(XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT);
  const protocols = inner.protocols.map((info) => ({
    ...info,
    dwServiceFlags1: info.dwServiceFlags1 & dwServiceFlags1,
  }));
  return narrowed(inner, supports, protocols, (slot, call) => {
    const at = NAMES[slot];
    if (at === undefined) return call;
    return (...args) => {
      if (isLocal(args[at] as Pointer)) return call(...args);
      setErrno(args[args.length - 1] as LPINT, slot === "WSPBind" ? WSAEADDRNOTAVAIL : WSAENETUNREACH);
      return SOCKET_ERROR;
    };
  });
};

/** Whether a name is missing, invalid, or of this machine: the provider below handles these. */
function isLocal(name: Pointer): boolean {
  if (!(name instanceof Uint8Array) || name.length < 16 || (name[0] !== 2 && name[0] !== 23)) return true;
  const host = sockaddrHost(name);
  return host.startsWith("127.") || ["0.0.0.0", "::", "::1"].includes(host);
}

/** No network events. */
export const withoutEvents: Narrowing = (module) => (platform, imports) => {
  const inner = module(platform, imports);
  const slots: readonly string[] = ["WSPEventSelect", "WSPEnumNetworkEvents"];
  return narrowed(inner, { ...inner.supports, events: false }, inner.protocols, (slot, call) =>
    slots.includes(slot) ? refusing(SOCKET_ERROR) : call,
  );
};

/** No urgent data. */
export const withoutUrgent: Narrowing = (module) => (platform, imports) => {
  const inner = module(platform, imports);
  const protocols = inner.protocols.map((info) => ({
    ...info,
    dwServiceFlags1: info.dwServiceFlags1 & ~XP1_EXPEDITED_DATA,
  }));
  return narrowed(inner, inner.supports ?? {}, protocols, (slot, call) => {
    if (slot !== "WSPSend") return call;
    return (...args) => (Number(args[4]) & MSG_OOB ? refusing(SOCKET_ERROR) : call)(...args);
  });
};

/** Only these options of SOL_SOCKET, by name. */
export const withOptions =
  (numbers: Readonly<Record<string, number>>): Narrowing =>
  (module) =>
  (platform, imports) => {
    const inner = module(platform, imports);
    const known = Object.values(numbers);
    const supports = { ...inner.supports, options: Object.keys(numbers) };
    return narrowed(inner, supports, inner.protocols, (slot, call) => {
      if (slot !== "WSPGetSockOpt") return call;
      return (...args) => {
        if (args[1] !== SOL_SOCKET || known.includes(Number(args[2]))) return call(...args);
        setErrno(args[args.length - 1] as LPINT, WSAENOPROTOOPT);
        return SOCKET_ERROR;
      };
    });
  };

function narrowed(
  inner: Provider,
  supports: Supports,
  protocols: readonly WSAPROTOCOL_INFOW[],
  change: (slot: keyof WSPPROC_TABLE, call: Slot) => Slot,
): Provider {
  return {
    ...inner,
    supports,
    protocols,
    WSPStartup(version, data, info, upcalls, table) {
      const code = inner.WSPStartup(version, data, info, upcalls, table);
      const slots = table as Record<string, Slot>;
      for (const [slot, call] of Object.entries(slots)) slots[slot] = change(slot as keyof WSPPROC_TABLE, call);
      return code;
    },
  };
}
