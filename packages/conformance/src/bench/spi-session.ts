import {
  INVALID_SOCKET,
  LAYERED_PROTOCOL,
  type LPINT,
  MAKEWORD,
  newWSPDATA,
  type Provider,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  UPCALLS,
  type UpcallName,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { NotArranged, sameCode } from "../findings/finding.js";
import { anyKind } from "../findings/need.js";
import { checkedPath } from "../subjects/subject.js";
import type { Bench } from "./bench.js";
import type { Program } from "./program.js";
import { row, STUB_FAMILY, StubProvider } from "./stub-provider.js";

/** An upcall that a provider made. */
export interface UpcallRecord {
  readonly name: UpcallName;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/**
 * The subject's provider without ws2 above it. It is loaded with LoadLibrary and started as a layer starts the next
 * provider, with an upcall table that records the upcalls.
 */
export class SpiSession {
  readonly program: Program;
  readonly provider: Provider;
  readonly slots: WSPPROC_TABLE;
  readonly data = newWSPDATA();
  readonly upcalls: UpcallRecord[] = [];
  readonly lpErrno: LPINT = ref(0);
  /** The entries of the catalog that this provider serves. */
  readonly entries: readonly Readonly<WSAPROTOCOL_INFOW>[];
  readonly #bench: Bench;
  readonly #stub: StubProvider;

  constructor(bench: Bench) {
    this.#bench = bench;
    bench.uses("slots");
    const { machine } = bench;
    const { catalog } = machine.machine;
    const path = checkedPath(catalog, bench.description);
    this.entries = catalog.entries.filter(
      (entry) => entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL && catalog.pathOf(entry.ProviderId) === path,
    );
    // a stub is loaded first: only providers receive imports and upcalls from ws2
    this.#stub = new StubProvider({ protocols: [row({})] });
    machine.install(this.#stub);
    this.program = machine.program();
    this.program.must(this.program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, 0));
    // lets ws2 load it now, and not in the middle of an upcall: a later WSPStartup would replace the recording table
    const { ws2 } = this.program;
    const { iAddressFamily, iSocketType, iProtocol } = this.entries[0];
    const own = bench.trace.ofAnyKind(() =>
      ws2.WSASocketW(iAddressFamily, iSocketType, iProtocol, this.entries[0], 0, 0),
    );
    if (own !== INVALID_SOCKET) ws2.closesocket(own);
    const provider = this.#stub.imports.LoadLibrary(path);
    if (provider === null) throw new NotArranged(`LoadLibrary found nothing at ${path}`);
    this.provider = provider;
    this.slots = this.start();
  }

  /** Calls WSPStartup again, with another upcall table. Returns the slots. */
  start(records: UpcallRecord[] = this.upcalls): WSPPROC_TABLE {
    const { slots, code } = this.restart(records);
    if (code !== 0) throw new NotArranged(`WSPStartup failed with ${code}`);
    return slots;
  }

  /** As `start`, but returns the code of WSPStartup too, also where it failed. */
  restart(records: UpcallRecord[] = this.upcalls): { readonly slots: WSPPROC_TABLE; readonly code: number } {
    const table: Partial<WSPPROC_TABLE> = {};
    const upcalls = recording(this.#stub.upcalls, records);
    const code = this.provider.WSPStartup(MAKEWORD(2, 2), this.data, this.entries[0], upcalls, table);
    if (code === 0) this.#bench.atClose(() => table.WSPCleanup?.(ref(0)));
    return { slots: table as WSPPROC_TABLE, code };
  }

  /** The first entry with this type. */
  entryOf(type: number): Readonly<WSAPROTOCOL_INFOW> {
    const entry = this.entries.find((each) => each.iSocketType === type);
    if (entry === undefined) throw new NotArranged(`the provider has no entry of type ${type}`);
    return entry;
  }

  /** The entry for checks that work with a socket of any kind. */
  get anyEntry(): Readonly<WSAPROTOCOL_INFOW> {
    return anyKind(this.entries, ({ iAddressFamily, iSocketType }) => [iAddressFamily, iSocketType]);
  }

  /** A socket of any kind that the provider has. */
  openAny(g = 0, dwFlags = 0): SOCKET {
    return this.#bench.trace.ofAnyKind(() => this.open(this.anyEntry, g, dwFlags));
  }

  /** A socket of this entry. */
  open(entry: Readonly<WSAPROTOCOL_INFOW>, g = 0, dwFlags = 0): SOCKET {
    const { iAddressFamily, iSocketType, iProtocol } = entry;
    return this.slots.WSPSocket(iAddressFamily, iSocketType, iProtocol, entry, g, dwFlags, this.lpErrno);
  }

  /** Uses up the remaining handles of the process. */
  exhaustHandles(): void {
    const { dwCatalogEntryId } = this.#stub.startups[0].info;
    const { WPUCreateSocketHandle } = this.#stub.upcalls;
    const { handles } = this.program.machine.profile.limits;
    for (let i = 0; i <= handles; i++) {
      if (WPUCreateSocketHandle(dwCatalogEntryId, null, ref(0)) === SOCKET_ERROR) return;
    }
    throw new NotArranged("the process has more handles than its profile allows");
  }

  /** Asserts that the last slot call failed with this code. */
  fails(result: number, code: number, what = "the slot's error"): void {
    sameCode(result === SOCKET_ERROR ? this.lpErrno.value : 0, code, what);
  }

  works<T extends number>(result: T, what = "the slot's error"): T {
    this.fails(result, 0, what);
    return result;
  }

  /** The upcalls of one name. */
  upcallsOf(name: UpcallName): readonly UpcallRecord[] {
    return this.upcalls.filter((record) => record.name === name);
  }
}

function recording(upcalls: WSPUPCALLTABLE, records: UpcallRecord[]): WSPUPCALLTABLE {
  const table: Record<string, unknown> = {};
  for (const name of UPCALLS) {
    const call = upcalls[name] as (...args: unknown[]) => unknown;
    table[name] = (...args: unknown[]) => {
      const result = call(...args);
      records.push({ name, args, result });
      return result;
    };
  }
  return table as unknown as WSPUPCALLTABLE;
}
