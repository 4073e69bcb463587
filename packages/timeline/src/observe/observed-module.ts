import {
  Begun,
  type Call,
  type Data,
  FORMS,
  kept,
  readCall,
  readWritten,
  type SlotForm,
} from "@ws2kit/layers/recording";
import {
  BASE_PROTOCOL,
  isRef,
  OVERLAPPED_AT,
  type Provider,
  type ProviderImports,
  type ProviderModule,
  SLOTS,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { EndNames } from "./end-names.js";
import type { Journal, OpenCall } from "./journal.js";

type Slot = (...args: unknown[]) => number | boolean;

/** An overlapped operation under way. */
interface ObservedOperation {
  readonly number: number;
  readonly form: SlotForm;
  readonly call: Call;
}

/** A slot whose arguments are not reported. */
const PLAIN: SlotForm = { hasSocket: true, parameters: {} };
const HAS_NO_SOCKET: SlotForm = { hasSocket: false, parameters: {} };

/**
 * A provider's module whose calls and completions are written to a journal, in the lane `lane`. It changes nothing: the
 * catalog, handles and results are those of `module`.
 */
export function observed(module: ProviderModule, lane: () => number, journal: Journal): ProviderModule {
  return (platform, imports) => {
    const observer = new Observer(lane(), imports.processId, journal);
    const provider = module(platform, observer.imports(imports));
    return { ...provider, WSPStartup: observer.startup(provider) };
  };
}

/** Writes the calls of one provider in one process. */
class Observer {
  readonly #lane: number;
  readonly #process: number;
  readonly #journal: Journal;
  readonly #begun = new Begun<ObservedOperation>();
  /** For each slot, what replaces the provider's functions: a provider may fill several tables with one function. */
  readonly #slots = new Map<SlotName, Map<Slot, Slot>>(SLOTS.map((slot) => [slot, new Map()]));

  constructor(lane: number, process: number, journal: Journal) {
    this.#lane = lane;
    this.#process = process;
    this.#journal = journal;
  }

  /** The imports of the provider: those that complete an operation are observed. */
  imports(imports: ProviderImports): ProviderImports {
    return {
      ...imports,
      WPUCompleteOverlappedRequest: (s, lpOverlapped, dwError, cbTransferred, lpErrno) => {
        this.#ended(lpOverlapped, dwError, cbTransferred);
        return imports.WPUCompleteOverlappedRequest(s, lpOverlapped, dwError, cbTransferred, lpErrno);
      },
      completeFile: (completion, lpOverlapped, status, bytes, isImmediate) => {
        this.#ended(lpOverlapped, status, bytes);
        return imports.completeFile(completion, lpOverlapped, status, bytes, isImmediate);
      },
    };
  }

  startup(provider: Provider): Provider["WSPStartup"] {
    return (version, data, info, upcalls, table) => {
      const code = provider.WSPStartup(version, data, info, upcalls, table);
      // layers serve no socket of the network
      const isBase = provider.protocols.some(({ ProtocolChain }) => ProtocolChain.ChainLen === BASE_PROTOCOL);
      const names = isBase ? new EndNames({ ...table }) : null;
      if (code === 0) for (const slot of SLOTS) this.#replace(slot, table as Record<string, unknown>, names);
      return code;
    };
  }

  #replace(slot: SlotName, table: Record<string, unknown>, names: EndNames | null): void {
    const next = table[slot] as Slot | undefined;
    if (typeof next !== "function") return;
    const known = this.#slots.get(slot) as Map<Slot, Slot>;
    const own = known.get(next) ?? this.#observedSlot(slot, next, names);
    known.set(next, own);
    table[slot] = own;
  }

  #observedSlot(slot: SlotName, next: Slot, names: EndNames | null): Slot {
    const form = FORMS[slot] ?? (slot === "WSPCancelBlockingCall" ? HAS_NO_SOCKET : PLAIN);
    const overlappedAt = OVERLAPPED_AT[slot];
    return (...args) => {
      const s = form.hasSocket && typeof args[0] === "number" ? args[0] : undefined;
      const overlapped = overlappedAt === undefined ? null : args[overlappedAt];
      const operation = typeof overlapped === "object" && overlapped !== null ? this.#journal.operation() : undefined;
      const given = some(readCall(form, callOf(args)));
      const call = { lane: this.#lane, process: this.#process, slot, socket: s, operation, given };
      const open = this.#journal.begin(call);
      let passed = args;
      if (operation !== undefined) {
        this.#begun.add(overlapped as WSAOVERLAPPED, { number: operation, form, call: callOf(kept(args)) });
        passed = this.#withRoutine(args, (overlappedAt as number) + 1);
      }
      let result: number | boolean;
      try {
        result = next(...passed);
      } catch (error) {
        if (operation !== undefined) this.#begun.refused(overlapped as WSAOVERLAPPED);
        this.#journal.threw(open);
        throw error;
      }
      this.#returned(open, form, args, result, overlapped as WSAOVERLAPPED | null, names);
      return result;
    };
  }

  #returned(
    open: OpenCall,
    form: SlotForm,
    args: readonly unknown[],
    result: number | boolean,
    overlapped: WSAOVERLAPPED | null,
    names: EndNames | null,
  ): void {
    const isFailure = result === SOCKET_ERROR || result === false;
    const e = isFailure ? errorOf(args) : undefined;
    const { operation, socket } = open;
    const isRefused = e !== undefined && e !== WSA_IO_PENDING;
    if (operation !== undefined && isRefused) this.#begun.refused(overlapped as WSAOVERLAPPED);
    const bytes = isFailure ? 0 : bytesOf(form, args, operation === undefined ? null : overlapped);
    const out = e === WSA_IO_PENDING ? undefined : some(readWritten(form, callOf(args, e, bytes)));
    const connection = form.makesSocket && !isFailure ? (result as number) : socket;
    const ends = open.isLeaf && connection !== undefined ? names?.of(connection as SOCKET, open.slot) : undefined;
    this.#journal.returned(open, { o: isRefused ? undefined : operation, out, r: result, e, ends });
  }

  /** The arguments of an overlapped call, with a routine that also writes the operation's end. */
  #withRoutine(args: readonly unknown[], at: number): unknown[] {
    const routine = args[at];
    if (typeof routine !== "function") return args as unknown[];
    const ending = (dwError: number, cbTransferred: number, lpOverlapped: WSAOVERLAPPED, ...rest: unknown[]) => {
      this.#ended(lpOverlapped, dwError, cbTransferred);
      return routine(dwError, cbTransferred, lpOverlapped, ...rest);
    };
    return args.map((arg, i) => (i === at ? ending : arg));
  }

  #ended(overlapped: WSAOVERLAPPED, code: number, bytes: number): void {
    const operation = this.#begun.ended(overlapped);
    if (operation === undefined) return;
    const { number: end, form, call } = operation;
    const out = some(readWritten(form, { ...call, code, bytes }));
    this.#journal.ended({ l: this.#lane, p: this.#process, end, bytes, out, e: code || undefined });
  }
}

/** Sockets are written as their handles. */
const AS_HANDLES = { numberOf: (s: SOCKET) => s, handleOf: (number: number) => number as SOCKET };

function callOf(args: readonly unknown[], code = 0, bytes = 0): Call {
  return { args, code, bytes, ...AS_HANDLES };
}

function bytesOf({ bytesAt }: SlotForm, args: readonly unknown[], overlapped: WSAOVERLAPPED | null): number {
  if (overlapped !== null) return overlapped.InternalHigh;
  const pointer = bytesAt === undefined ? null : args[bytesAt];
  return isRef(pointer) ? Number(pointer.value) : 0;
}

function errorOf(args: readonly unknown[]): number {
  const lpErrno = args[args.length - 1];
  return isRef(lpErrno) ? Number(lpErrno.value) : SOCKET_ERROR;
}

function some(data: Data): Data | undefined {
  return Object.keys(data).length > 0 ? data : undefined;
}
