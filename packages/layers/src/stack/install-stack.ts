import {
  type GUID,
  LAYERED_PROTOCOL,
  MAX_PROTOCOL_CHAIN,
  type ProviderModule,
  ref,
  WSAEINVAL,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { entriesOf, type Installer, idAfter, installLayer } from "../kit/install-layer.js";
import type { AnyKind, EventOf, Kinds, StackRow, Tell } from "./layer-kind.js";
import { BadOption } from "./option.js";

/** What a stack needs of a machine. */
export interface StackMachine {
  installModule(path: string, module: ProviderModule): void;
  openProcess(): Installer & { terminate(): void };
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
 * Puts a stack of layers on a machine, at boot and before any program runs: the first is nearest to the application, the last
 * to the base. A layer may be there more than once. `kinds` are the layers that may be named: what is not among them is not in
 * the firmware.
 *
 * Where the catalog is kept, a stack that is there already stays, and another one takes its place; where it is not, each boot
 * installs it, the last first: what `Order` does on Windows CE.
 *
 * 0; or the code, with a record that says why: WSAEINVAL for a layer or an option that is none, and nothing has changed; else
 * what `installLayer` answered, and none of these layers is there.
 *
 * ```ts
 * const stack = [{ layer: "trace" }, { layer: "filter", rules: [{ verdict: "deny", port: 25 }] }] as const;
 * installStack(machine, stack, { trace, filter }, (event) => machine.platform.log(event));
 * ```
 */
export function installStack<All extends Kinds>(
  machine: StackMachine,
  stack: readonly StackRow<All>[],
  kinds: All,
  tell: Tell<EventOf<All>>,
): number {
  const members = membersOf(machine, stack, kinds, tell);
  if (members === null) return WSAEINVAL;
  for (const { path, module } of members) machine.installModule(path, module);
  const known = Object.values(kinds);
  const installer = machine.openProcess();
  try {
    if (isThere(installer, members, known)) return 0;
    remove(installer, known);
    for (const { ProviderId, name, path } of [...members].reverse()) {
      const code = installLayer(installer, path, { ProviderId, name });
      if (code === 0) continue;
      remove(installer, known);
      machine.record("stack-failed", name, code);
      return code;
    }
    return 0;
  } finally {
    installer.terminate();
  }
}

/** The layers that the rows mean; `null`, with a record, if one is none. */
function membersOf(
  machine: StackMachine,
  stack: readonly { readonly layer: string }[],
  kinds: Kinds,
  tell: (event: never) => void,
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
        path: `${layer}${before === 0 ? "" : before + 1}.dll`,
        module: kind.module(options, tell as Tell<unknown>, ProviderId),
      });
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      machine.record(error.code, ...error.args);
      return null;
    }
  }
  return members;
}

/** Whether the catalog has just these layers on top, in this order. */
function isThere(installer: Installer, members: readonly Member[], kinds: readonly AnyKind[]): boolean {
  const entries = entriesOf(installer);
  const own = new Set(kinds.flatMap(idsOf));
  const hidden = entries.filter(
    (entry) => entry.ProtocolChain.ChainLen === LAYERED_PROTOCOL && own.has(entry.ProviderId),
  );
  const top = entries.find((entry) => entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL) as WSAPROTOCOL_INFOW;
  const { ChainLen, ChainEntries } = top.ProtocolChain;
  const chain = ChainEntries.slice(0, ChainLen);
  const there = chain.flatMap((id) => hidden.find((entry) => entry.dwCatalogEntryId === id)?.ProviderId ?? []);
  return hidden.length === members.length && members.every(({ ProviderId }, i) => ProviderId === there[i]);
}

/** Takes out what an earlier boot, or a stack that failed, has left of these layers. */
function remove(installer: Installer, kinds: readonly AnyKind[]): void {
  const left = new Set(entriesOf(installer).map(({ ProviderId }) => ProviderId));
  for (const id of kinds.flatMap(idsOf)) if (left.has(id)) installer.WSCDeinstallProvider(id, ref(0));
}

/** The identifiers that layers of a kind can have: each has two, its own and its chains'. */
function idsOf({ ProviderId }: AnyKind): GUID[] {
  return Array.from({ length: 2 * MAX_PROTOCOL_CHAIN }, (_, n) => idAfter(ProviderId, n));
}
