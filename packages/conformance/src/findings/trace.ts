import {
  isRef,
  type Provider,
  type ProviderModule,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SLOTS,
  type SlotName,
  SOCKADDR_IN_SIZE,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { optionName } from "@ws2kit/spi/constant-names";
import { isHeapFull, Mismatch, NotApplicable, show } from "./finding.js";
import { argumentName } from "./names.js";
import { type Need, socketKind } from "./need.js";

/** One call, as text for a person. SPI calls are indented; they precede the API call that made them. */
export interface TraceLine {
  /** The call with its arguments and result. */
  readonly text: string;
  /** The error code of a call that failed; 0 otherwise. */
  readonly code: number;
}

/** The number of calls that a trace stores, the newest last. */
const KEPT = 60;

type AnyFunction = (...args: never[]) => unknown;

/** The calls of one check, with their arguments, handles and results. */
export class Trace {
  readonly lines: TraceLine[] = [];
  /** Every function that failed, with its code: "bind 10022". */
  readonly codes = new Set<string>();
  /** Slots of providers that were called. */
  readonly slots = new Set<SlotName>();
  /** What the check required of the provider, for a comparison with the check's `needs`. */
  readonly needs = new Set<Need>();
  /**
   * Set while the kind of a socket does not matter to the check, or if the providers below the subject are the check's
   * own.
   */
  takesAnyKind = false;
  readonly #started: WSAOVERLAPPED[] = [];

  /**
   * Wraps a function of an API to record each call. A call that throws fails the check, as no call may throw. Handles
   * of events, ports and threads that calls open are added to `made`. Returns what is not a function of a DLL
   * unchanged.
   */
  recorded(host: string, name: string, call: unknown, lastError: () => number, made: Set<number>): unknown {
    if (typeof call !== "function" || !isCall(name)) return call;
    const noted = MAKERS.includes(name) ? noting(call as AnyFunction, made) : (call as AnyFunction);
    return this.#watched(host, name, noted, lastError);
  }

  /** Runs `make`, which opens a socket of any kind. */
  ofAnyKind<T>(make: () => T): T {
    const before = this.takesAnyKind;
    this.takesAnyKind = true;
    const made = make();
    this.takesAnyKind = before;
    return made;
  }

  /** The number of overlapped operations that were started and have not completed. */
  get unended(): number {
    return this.#started.filter((overlapped) => overlapped.Internal === WSS_OPERATION_IN_PROGRESS).length;
  }

  /** Wraps a provider's module to record the calls of its slots. Arguments and results pass through unchanged. */
  module(module: ProviderModule): ProviderModule {
    return (platform, imports) => {
      const provider = module(platform, imports);
      return { ...provider, WSPStartup: this.#startup(provider) };
    };
  }

  /** Records a call that this trace did not wrap. */
  add(text: string, code: number): void {
    if (this.lines.push({ text, code }) > KEPT) this.lines.shift();
  }

  #startup(provider: Provider): Provider["WSPStartup"] {
    return (version, data, info, upcalls, table) => {
      const result = provider.WSPStartup(version, data, info, upcalls, table);
      this.add(`    WSPStartup(${version}, …, ${show(info)}) = ${result}`, result);
      for (const slot of SLOTS) this.#watchSlot(table, slot);
      return result;
    };
  }

  #watchSlot(table: Partial<WSPPROC_TABLE>, slot: (typeof SLOTS)[number]): void {
    const call = table[slot] as AnyFunction | undefined;
    if (typeof call !== "function") return;
    const watched = (...args: never[]) => {
      this.slots.add(slot);
      const result = call(...args);
      this.#noteNeed(slot, args, result);
      const lpErrno = args[args.length - 1] as unknown;
      const failed = result === -1 || result === false;
      const code = failed && isRef(lpErrno) ? Number(lpErrno.value) : 0;
      this.add(`    ${callText(slot, args.slice(0, -1))} = ${show(result)}`, code);
      return result;
    };
    (table as Record<string, unknown>)[slot] = watched;
  }

  #noteNeed(slot: SlotName, args: readonly unknown[], result: unknown): void {
    if (args.some(isOverlapped)) this.needs.add("overlapped");
    if (slot === "WSPEventSelect" || slot === "WSPEnumNetworkEvents") this.needs.add("events");
    if (slot === "WSPAsyncSelect") this.needs.add("messages");
    if (slot === "WSPIoctl" && args[1] === SIO_GET_EXTENSION_FUNCTION_POINTER) this.needs.add("extensions");
    if (this.takesAnyKind) return;
    if (NAMING.includes(slot) && args.some(isIPv4Name)) this.needs.add("IPv4");
    if (slot === "WSPGetSockOpt" || slot === "WSPSetSockOpt") {
      const name = optionName(args[1] as number, args[2] as number);
      if (name !== null) this.needs.add(`option ${name}`);
    }
    if (slot !== "WSPSocket" || result === -1) return;
    const { iAddressFamily, iSocketType, dwProviderReserved } = args[3] as WSAPROTOCOL_INFOW;
    // a duplicate has the kind of its source
    if (dwProviderReserved === 0) this.needs.add(socketKind(iAddressFamily, iSocketType));
  }

  #watched(host: string, name: string, call: AnyFunction, lastError: () => number): AnyFunction {
    return (...args) => {
      let result: unknown;
      try {
        result = call(...args);
      } catch (error) {
        if (error instanceof Mismatch || error instanceof NotApplicable || isHeapFull(error)) throw error;
        throw new Mismatch(`${name} returns`, { text: "a result: no call throws" }, { text: `it threw ${error}` });
      }
      const code = result === -1 ? lastError() : 0;
      if (code !== 0) this.codes.add(`${name} ${code}`);
      if (code === WSA_IO_PENDING) this.#started.push(...(args as unknown[]).filter(isOverlapped));
      this.add(`${host}: ${callText(name, args)} = ${show(result)}`, code);
      return result;
    };
  }
}

/** A call with its arguments. Constants are shown by name. */
function callText(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((arg, i) => argumentName(name, i, args) ?? show(arg)).join(", ")})`;
}

/** Slots that receive the name of a socket, or write one. */
const NAMING: readonly SlotName[] = [
  ...(["WSPBind", "WSPConnect", "WSPSendTo", "WSPJoinLeaf"] as const),
  ...(["WSPGetSockName", "WSPGetPeerName", "WSPAccept", "WSPRecvFrom"] as const),
  ...(["WSPAddressToString", "WSPStringToAddress"] as const),
];

function isIPv4Name(arg: unknown): boolean {
  return (
    (arg instanceof Uint8Array && arg.length === SOCKADDR_IN_SIZE) || (isRef(arg) && arg.value === SOCKADDR_IN_SIZE)
  );
}

/** The functions that return a handle which only their caller closes. */
const MAKERS: readonly string[] = ["WSACreateEvent", "CreateIoCompletionPort", "CreateEventW", "CreateThread"];

function noting(call: AnyFunction, made: Set<number>): AnyFunction {
  return (...args) => {
    const result = call(...args);
    if (typeof result === "number" && result > 0) made.add(result);
    return result;
  };
}

function isOverlapped(value: unknown): value is WSAOVERLAPPED {
  return typeof value === "object" && value !== null && "InternalHigh" in value;
}

/** Whether a member of a process is a function of the DLL. The others run a check's own code. */
function isCall(name: string): boolean {
  return !["openThread", "runOn", "terminate", "explainSocket", "WSAGetLastError"].includes(name);
}
