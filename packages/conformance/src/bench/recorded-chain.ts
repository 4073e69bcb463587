import {
  AF_INET,
  encodeProtocolInfo,
  LAYERED_PROTOCOL,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MAKEWORD,
  newWSPDATA,
  PFL_HIDDEN,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  WSAPROTOCOL_INFOW_SIZE,
  type WSATHREADID,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { holds, NotArranged, sameList } from "../findings/finding.js";
import { checkedPath } from "../subjects/subject.js";
import type { Bench } from "./bench.js";
import type { Program } from "./program.js";
import { row, type SlotCall, StubProvider } from "./stub-provider.js";

type Entry = Readonly<WSAPROTOCOL_INFOW>;

const CHAIN_PROVIDER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B00C0";

/**
 * A base that records its calls. Its family is AF_INET, as a layer may examine its data; sockets select it by their
 * info.
 */
function recordingBase(bench: Bench, n: number, slots: Partial<WSPPROC_TABLE>, version?: number): StubProvider {
  const definition = {
    ProviderId: `5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B00B${n}`,
    path: `base${n}.dll`,
    protocols: [row({ iAddressFamily: AF_INET, szProtocol: `Base ${n}` })],
    slots,
    version,
  };
  return new StubProvider(definition, bench.trace);
}

/** A layer that records its calls and forwards none. */
function recordingLayer(bench: Bench, slots: Partial<WSPPROC_TABLE>): StubProvider {
  const hidden = row({
    iAddressFamily: AF_INET,
    szProtocol: "Layer below",
    dwProviderFlags: PFL_HIDDEN,
    ProtocolChain: { ChainLen: LAYERED_PROTOCOL, ChainEntries: [] },
  });
  const definition = {
    ProviderId: "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B00A0",
    path: "below.dll",
    protocols: [hidden],
    slots,
  };
  return new StubProvider(definition, bench.trace);
}

export interface ChainOptions {
  /** Whether another layer is between the subject and the base. That layer records its calls. */
  readonly hasLayerBelow?: boolean;
  /** The number of bases. Each has its own chain; all chains have the same ProviderId. */
  readonly bases?: number;
  /** Slots with their own implementation, in the provider next below the subject. */
  readonly slots?: Partial<WSPPROC_TABLE>;
  /** The version that WSPStartup of the bases settles on, 2.2 unless given. */
  readonly version?: number;
}

/** The layer that is checked, over the check's own providers, which record every call. */
export class RecordedChain {
  readonly program: Program;
  readonly bases: readonly StubProvider[];
  /** The provider next below the subject in the first chain: the base, or a recording layer over it. */
  readonly below: StubProvider;
  /** The entries of the chains, from the catalog. */
  readonly entries: readonly Entry[];
  readonly baseEntries: readonly Entry[];

  constructor(
    readonly bench: Bench,
    { hasLayerBelow = false, bases = 1, slots = {}, version }: ChainOptions = {},
  ) {
    const { machine } = bench;
    const { catalog } = machine.machine;
    const path = checkedPath(catalog, bench.description);
    // the bases are the check's own, so the kind of socket does not matter
    bench.trace.takesAnyKind = true;
    const own = catalog.entries.find(
      (entry) => entry.ProtocolChain.ChainLen === LAYERED_PROTOCOL && catalog.pathOf(entry.ProviderId) === path,
    );
    if (own === undefined) throw new NotArranged("the layer has no hidden entry in the catalog");
    this.bases = Array.from({ length: bases }, (_, i) =>
      recordingBase(bench, i + 1, hasLayerBelow ? {} : slots, version),
    );
    this.baseEntries = this.bases.map((base) => machine.install(base)[0]);
    const layer = hasLayerBelow ? recordingLayer(bench, slots) : null;
    this.below = layer ?? this.bases[0];
    const layerIds = layer === null ? [] : [machine.install(layer)[0].dwCatalogEntryId];
    const infos = this.baseEntries.map((entry): WSAPROTOCOL_INFOW => {
      const ChainEntries = [own.dwCatalogEntryId, ...layerIds, entry.dwCatalogEntryId];
      return { ...entry, ProtocolChain: { ChainLen: ChainEntries.length, ChainEntries } };
    });
    const errno = ref(0);
    const { ws2 } = machine.unstarted();
    if (ws2.WSCInstallProvider(CHAIN_PROVIDER, path, infos, infos.length, errno) !== 0) {
      throw new NotArranged(`WSCInstallProvider of a chain failed with ${errno.value}`);
    }
    this.entries = catalog.entries.filter((entry) => entry.ProviderId === CHAIN_PROVIDER);
    this.program = bench.program();
  }

  get entry(): Entry {
    return this.entries[0];
  }

  /** A socket of a chain: of the first chain unless `entry` names another. */
  open(entry = this.entry, dwFlags = 0): SOCKET {
    const { iAddressFamily, iSocketType, iProtocol } = entry;
    return this.program.ws2.WSASocketW(iAddressFamily, iSocketType, iProtocol, entry, 0, dwFlags);
  }

  /** The arguments of the latest call of a slot below. Asserts that the slot was called. */
  callBelow(slot: SlotCall["slot"], below = this.below): readonly unknown[] {
    const calls = below.callsOf(slot);
    holds(calls.length > 0, `whether ${slot} below was called`);
    return calls[calls.length - 1].args;
  }

  /** Starts the checked layer in the program's process as a layer above it would, with this upcall table. */
  start(upcalls: (original: WSPUPCALLTABLE) => WSPUPCALLTABLE): WSPPROC_TABLE {
    const [base] = this.bases;
    this.program.must(this.open(this.baseEntries[0]));
    const path = checkedPath(this.bench.machine.machine.catalog, this.bench.description);
    const provider = base.imports.LoadLibrary(path);
    const table: Partial<WSPPROC_TABLE> = {};
    const code = provider?.WSPStartup(MAKEWORD(2, 2), newWSPDATA(), this.entry, upcalls(base.upcalls), table);
    if (code !== 0) throw new NotArranged(`WSPStartup failed with ${code}`);
    this.bench.atClose(() => table.WSPCleanup?.(ref(0)));
    return table as WSPPROC_TABLE;
  }
}

/** Asserts that two protocol infos are equal, byte for byte. */
export function sameInfo(got: unknown, expected: Entry, what: string): void {
  sameList(bytesOf(got), bytesOf(expected), what);
}

function bytesOf(info: unknown): Uint8Array {
  const bytes = new Uint8Array(WSAPROTOCOL_INFOW_SIZE);
  if (typeof info !== "object" || info === null) return bytes;
  encodeProtocolInfo(info as Entry, bytes);
  return bytes;
}

/** Slots that leave every overlapped operation pending until `endBelow` completes it. */
export function pendingSlots(): Partial<WSPPROC_TABLE> {
  const pending = (...args: unknown[]) => {
    (args[args.length - 1] as LPINT).value = WSA_IO_PENDING;
    return SOCKET_ERROR;
  };
  return { WSPSend: pending, WSPRecv: pending };
}

/** Completes an operation of a slot below, and reports it in the way that the layer asked for. */
export function endBelow(below: StubProvider, args: readonly unknown[], code: number, bytes: number): void {
  const [overlapped, routine, thread] = args.slice(-4) as [
    WSAOVERLAPPED,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    WSATHREADID,
  ];
  overlapped.Offset = 0;
  overlapped.OffsetHigh = code;
  if (routine === null) {
    below.imports.WPUCompleteOverlappedRequest(args[0] as SOCKET, overlapped, code, bytes, ref(0));
    return;
  }
  overlapped.InternalHigh = bytes;
  overlapped.Internal = code;
  const run = () => routine(code, bytes, overlapped, 0);
  if (below.upcalls.WPUQueueApc(thread, run, null, ref(0)) === SOCKET_ERROR) below.imports.runLater(run);
}
