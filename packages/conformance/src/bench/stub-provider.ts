import {
  defineProvider,
  type GUID,
  IPPROTO_TCP,
  MAKEWORD,
  type ProtocolRow,
  type ProviderImports,
  type ProviderModule,
  ref,
  SLOTS,
  type SlotName,
  SOCK_STREAM,
  type SOCKET,
  type Supports,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { show } from "../findings/finding.js";
import type { Trace } from "../findings/trace.js";

/** An address family that no shipped provider serves. */
export const STUB_FAMILY = 4711;

/** The behaviour of a stub besides recording; all members are optional. */
export interface StubDefinition {
  readonly ProviderId?: GUID;
  readonly path?: string;
  readonly protocols?: readonly ProtocolRow[];
  readonly supports?: Supports;
  /** Slots with their own implementation. */
  readonly slots?: Partial<WSPPROC_TABLE>;
  /** Slots left empty. */
  readonly empty?: readonly SlotName[];
  /** The version that WSPStartup settles on. */
  readonly version?: number;
  /** Runs inside WSPStartup, and returns its result. */
  readonly startup?: () => number;
  /** Runs when the module is loaded. */
  readonly load?: () => void;
}

/** A call of one slot. */
export interface SlotCall {
  readonly slot: SlotName;
  readonly args: readonly unknown[];
}

/**
 * A third party's provider whose sockets are not files. It records every call of its slots. WSPSocket makes its
 * handles with WPUCreateSocketHandle; every other slot returns 0.
 */
export class StubProvider {
  readonly ProviderId: GUID;
  readonly path: string;
  readonly protocols: readonly WSAPROTOCOL_INFOW[];
  readonly module: ProviderModule;
  readonly calls: SlotCall[] = [];
  /** The requested version and the protocol info of each WSPStartup call. */
  readonly startups: { readonly version: number; readonly info: Readonly<WSAPROTOCOL_INFOW> }[] = [];
  loads = 0;
  /** The upcall table of the latest WSPStartup. */
  upcalls: WSPUPCALLTABLE = {} as WSPUPCALLTABLE;
  /** The imports of the module in the latest process. */
  imports: ProviderImports = {} as ProviderImports;

  constructor(
    private readonly definition: StubDefinition = {},
    private readonly trace: Trace | null = null,
  ) {
    this.path = definition.path ?? "stub.dll";
    const provider = defineProvider({
      ProviderId: definition.ProviderId ?? "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0001",
      protocols: definition.protocols ?? [row({})],
      supports: definition.supports,
      WSPStartup: (version, data, info, upcalls, table) => {
        this.startups.push({ version, info });
        this.upcalls = upcalls;
        data.wVersion = definition.version ?? MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        this.#fill(table);
        return definition.startup?.() ?? 0;
      },
    });
    this.ProviderId = provider.ProviderId;
    this.protocols = provider.protocols;
    this.module = (_platform, imports) => {
      this.loads++;
      definition.load?.();
      this.imports = imports;
      return provider;
    };
  }

  /** The calls of one slot. */
  callsOf(slot: SlotName): readonly SlotCall[] {
    return this.calls.filter((call) => call.slot === slot);
  }

  #fill(table: Partial<WSPPROC_TABLE>): void {
    const slots = table as Record<SlotName, unknown>;
    for (const slot of SLOTS) {
      if (this.definition.empty?.includes(slot)) continue;
      const own = this.definition.slots?.[slot] as ((...args: unknown[]) => unknown) | undefined;
      const answer = own ?? this.#usual(slot);
      slots[slot] = (...args: unknown[]) => {
        this.calls.push({ slot, args });
        this.trace?.add(`    ${slot}(${args.slice(0, -1).map(show).join(", ")}) of ${this.path}`, 0);
        return answer(...args);
      };
    }
  }

  #usual(slot: SlotName): (...args: unknown[]) => unknown {
    if (slot === "WSPSocket") {
      return (...args) => {
        const info = args[3] as WSAPROTOCOL_INFOW;
        return this.upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, { stub: this }, args[6] as { value: number });
      };
    }
    if (slot === "WSPCloseSocket") return (s) => this.upcalls.WPUCloseSocketHandle(s as SOCKET, ref(0));
    return () => 0;
  }
}

/** A catalog entry of the stubs' own family: a stream, unless `fields` set another type. */
export function row(fields: Partial<WSAPROTOCOL_INFOW>): ProtocolRow {
  return {
    iAddressFamily: STUB_FAMILY,
    iSocketType: SOCK_STREAM,
    iProtocol: IPPROTO_TCP,
    dwServiceFlags1: 0,
    szProtocol: "Stub",
    ...fields,
  };
}
