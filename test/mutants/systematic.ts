import { type fd_set, isRef, SLOTS, UPCALLS, WSAEPROCLIM, WSASYSCALLFAILURE } from "@ws2kit/spi";
import { type Channel, channelOf, failWith, hasFailed } from "./channel.js";
import type { Call, Change, Kind, Mutant } from "./mutant.js";

/** Systematic faults, which show whether a check that kills no handwritten mutant can fail. */
export type Fault = Omit<Mutant, "killedBy">;

type Way = (original: Call, channel: Channel, setLastError: (code: number) => void) => Call;

/** The faults of every slot, every upcall and every function of ws2, one at a time. */
const WAYS: Readonly<Record<string, Way>> = {
  "always fails":
    (_original, channel, set) =>
    (...args) =>
      failWith(channel, WSASYSCALLFAILURE, args, set),
  "does nothing": (_original, channel) => () => channel.success,
  "fails with another code":
    (original, channel, set) =>
    (...args) => {
      const result = original(...args);
      return hasFailed(channel, result) ? failWith(channel, WSAEPROCLIM, args, set) : result;
    },
  "succeeds when it should fail":
    (original, channel) =>
    (...args) => {
      const result = original(...args);
      return hasFailed(channel, result) ? channel.success : result;
    },
  "writes nothing back":
    (original) =>
    (...args) =>
      original(...args.map(detached)),
};

/** A copy of the object of a parameter. Structures that are compared by identity are not copied. */
function detached(arg: unknown, at: number, args: readonly unknown[]): unknown {
  if (at === args.length - 1 && isRef(arg) && typeof arg.value === "number") return arg;
  if (isRef(arg)) return { value: arg.value };
  if (arg instanceof Uint8Array) return arg.slice();
  if (Array.isArray(arg))
    return arg.map((each) => (isBuffer(each) ? { ...each, buf: each.buf?.slice() ?? null } : each));
  if (typeof arg !== "object" || arg === null) return arg;
  if ("fd_array" in arg) return { ...arg, fd_array: (arg as fd_set).fd_array.slice() };
  if ("lNetworkEvents" in arg) return { ...arg, iErrorCode: [] };
  return arg;
}

function isBuffer(value: unknown): value is { buf: Uint8Array | null } {
  return typeof value === "object" && value !== null && "buf" in value;
}

const ignore = (): void => undefined;

function faults(kind: Kind, on: Mutant["on"], member: keyof Change, names: readonly string[]): Fault[] {
  return names.flatMap((name) =>
    Object.entries(WAYS).map(([what, way]) => ({
      name: `${name} ${what}`,
      kind,
      on,
      change: (): Change => ({
        [member]: {
          [name]: (original: Call, process?: { WSASetLastError(code: number): void }) =>
            way(original, channelOf(name), (code) => (process ?? { WSASetLastError: ignore }).WSASetLastError(code)),
        },
      }),
    })),
  );
}

/**
 * Without the functions that only desktop exports on Windows CE, because changing a missing function is not a fault.
 */
export function systematicFaults(exported: Readonly<Record<"desktop" | "ce", readonly string[]>>): readonly Fault[] {
  return [
    ...faults("base", "desktop", "slots", SLOTS),
    ...faults("base", "ce", "slots", SLOTS),
    ...faults("ws2", "desktop", "api", exported.desktop),
    ...faults("ws2", "ce", "api", exported.ce),
    ...faults("ws2", "desktop", "upcalls", UPCALLS),
    ...faults("ws2", "ce", "upcalls", UPCALLS),
  ];
}
