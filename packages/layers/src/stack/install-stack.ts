import {
  type GUID,
  LAYERED_PROTOCOL,
  MAX_PROTOCOL_CHAIN,
  type ProviderModule,
  ref,
  WSAEINVAL,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { entriesOf, type Installer, idAfter, installLayer, topMost } from "./install-layer.js";
import type { EventOf, Kinds, Report, StackRow } from "./layer-kind.js";
import { BadOption } from "./read-options.js";

/** The parts of a machine that `installStack` uses. */
export interface StackMachine {
  /** Installs a provider's file. */
  installModule(path: string, module: ProviderModule): void;
  /** The file at a path, or `null`. */
  moduleAt(path: string): ProviderModule | null;
  /** The installed entries. */
  readonly catalog: {
    readonly entries: readonly Readonly<WSAPROTOCOL_INFOW>[];
    /** The path of the DLL of a ProviderId, or `null` if the identifier is not installed. */
    pathOf(ProviderId: GUID): string | null;
  };
  /** Starts a process that may change the catalog. */
  openProcess(): Installer & { terminate(): void };
  /** Writes a record to the machine's log. */
  record(code: string, ...args: unknown[]): void;
}

/** A layer of a stack, ready to be installed. */
interface Member {
  readonly ProviderId: GUID;
  readonly name: string;
  readonly path: string;
  readonly module: ProviderModule;
}

/**
 * Installs a stack of layers on a machine, at boot and before any program runs. The first layer is nearest to the
 * application, the last is nearest to the base. A layer may occur more than once. `kinds` are the layers that the rows
 * may name; firmware contains only these.
 *
 * If the catalog persists and the same stack is installed already, nothing changes; a different stack is replaced. If
 * the catalog does not persist, each boot installs the stack, the last layer first, as `Order` does on Windows CE.
 *
 * Returns 0, or the code with a log record that states the reason. WSAEINVAL: a layer or an option is unknown or
 * invalid, or an identifier or a path belongs to another provider; nothing has changed. Otherwise it is the code of
 * `installLayer`, and none of these layers is installed.
 *
 * ```ts
 * const stack = [{ layer: "trace" }, { layer: "filter", rules: [{ verdict: "deny", port: 25 }] }] as const;
 * installStack(machine, stack, { trace, filter }, (event) => machine.platform.log(event));
 * ```
 * @data
 */
export function installStack<All extends Kinds>(
  machine: StackMachine,
  stack: readonly StackRow<All>[],
  kinds: All,
  report: Report<EventOf<All>>,
): number {
  const members = membersOf(machine, stack, kinds, report);
  if (members === null) return WSAEINVAL;
  const own = ownFiles(machine, kinds);
  const taken = firstTaken(machine, members, own);
  if (taken !== null) {
    machine.record("stack-taken", ...taken);
    return WSAEINVAL;
  }
  for (const { path, module } of members) machine.installModule(path, module);
  const installer = machine.openProcess();
  try {
    if (isThere(installer, members, own)) return 0;
    remove(installer, own);
    for (const { ProviderId, name, path } of [...members].reverse()) {
      const code = installLayer(installer, path, { ProviderId, name });
      if (code === 0) continue;
      remove(installer, own);
      machine.record("stack-failed", name, code);
      return code;
    }
    return 0;
  } finally {
    installer.terminate();
  }
}

/**
 * Returns the layers that the rows name; null if one is unknown, which a log record reports.
 * @data
 */
function membersOf(
  machine: StackMachine,
  stack: readonly { readonly layer: string }[],
  kinds: Kinds,
  report: (event: never) => void,
): Member[] | null {
  const members: Member[] = [];
  for (const [at, { layer, ...options }] of stack.entries()) {
    const kind = Object.keys(kinds).includes(layer) ? kinds[layer] : null;
    if (kind === null) {
      machine.record("stack-unknown", at, layer, Object.keys(kinds).join(", "));
      return null;
    }
    const before = stack.slice(0, at).filter((row) => row.layer === layer).length;
    const ProviderId = idAfter(kind.ProviderId, 2 * before);
    try {
      members.push({
        ProviderId,
        name: before === 0 ? kind.name : `${kind.name} ${before + 1}`,
        path: pathOf(layer, before),
        module: kind.module(options, report as Report<unknown>, ProviderId),
      });
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      machine.record(error.code, ...error.args);
      return null;
    }
  }
  return members;
}

/**
 * Returns the ProviderIds of the layers of these kinds: two for each layer, for its hidden entry and for its chains. A
 * ProviderId whose DLL is on the machine under another path belongs to another provider and is left out. An earlier
 * stack may have used other paths, but its DLLs are not on the machine any more.
 */
function ownFiles(machine: StackMachine, kinds: Kinds): Set<GUID> {
  const own = new Set<GUID>();
  for (const [layer, { ProviderId }] of Object.entries(kinds)) {
    for (let n = 0; n < 2 * MAX_PROTOCOL_CHAIN; n++) {
      const id = idAfter(ProviderId, n);
      const path = machine.catalog.pathOf(id);
      const isOurs = path === null || path === pathOf(layer, n >> 1) || machine.moduleAt(path) === null;
      if (isOurs) own.add(id);
    }
  }
  return own;
}

/**
 * Finds the first layer whose ProviderId or path another provider uses. Returns the layer's name, what is in use, and
 * by which provider; null if all are free.
 */
function firstTaken({ catalog }: StackMachine, members: readonly Member[], own: Set<GUID>): string[] | null {
  const names = new Map<GUID, string>();
  for (const { ProviderId, name, path } of members) {
    for (const id of [ProviderId, idAfter(ProviderId, 1)]) {
      const owner = own.has(id) ? names.get(id) : (catalog.pathOf(id) ?? "another layer");
      if (owner !== undefined) return [name, id, owner];
      names.set(id, name);
    }
    const other = catalog.entries.find(
      (entry) => catalog.pathOf(entry.ProviderId) === path && !own.has(entry.ProviderId),
    );
    if (other !== undefined) return [name, path, other.szProtocol];
  }
  return null;
}

/** Returns whether the catalog contains exactly these layers over every protocol, in this order. */
function isThere(installer: Installer, members: readonly Member[], own: ReadonlySet<GUID>): boolean {
  const entries = entriesOf(installer);
  const isLayer = (entry: WSAPROTOCOL_INFOW) => entry.ProtocolChain.ChainLen === LAYERED_PROTOCOL;
  const hidden = entries.filter((entry) => isLayer(entry) && own.has(entry.ProviderId));
  const layersOf = ({ ProtocolChain: { ChainLen, ChainEntries } }: WSAPROTOCOL_INFOW) =>
    ChainEntries.slice(0, ChainLen).flatMap(
      (id) => hidden.find((entry) => entry.dwCatalogEntryId === id)?.ProviderId ?? [],
    );
  const wanted = members.map(({ ProviderId }) => ProviderId).join();
  const tops = topMost(entries.filter((entry) => !isLayer(entry)));
  return hidden.length === members.length && tops.every((entry) => layersOf(entry).join() === wanted);
}

/** Removes the entries of these layers that an earlier boot or a failed installation has left. */
function remove(installer: Installer, own: ReadonlySet<GUID>): void {
  const left = new Set(entriesOf(installer).map(({ ProviderId }) => ProviderId));
  for (const id of own) if (left.has(id)) installer.WSCDeinstallProvider(id, ref(0));
}

/** The path of a layer that occurs `before` times earlier in the stack. */
function pathOf(layer: string, before: number): string {
  return `${layer}${before === 0 ? "" : before + 1}.dll`;
}
