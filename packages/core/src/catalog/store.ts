import {
  copyProtocolInfo,
  freezeProtocolInfo,
  type GUID,
  MAX_PROTOCOL_CHAIN,
  normalGuid,
  type Storage,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Catalog } from "./catalog.js";

/** The file that holds the catalog, and its previous version. */
const CURRENT = "catalog.json";
const PREVIOUS = "catalog.previous.json";
const FORM = 1;

/** The contents of a catalog, as they are stored and restored. */
export interface CatalogState {
  readonly nextId: number;
  readonly paths: readonly (readonly [GUID, string])[];
  readonly entries: readonly WSAPROTOCOL_INFOW[];
  /** The categories of layers and applications. */
  readonly categories: readonly (readonly [key: string, categories: number])[];
}

/**
 * Reports a file of the catalog that cannot be read or written: a log record's code and arguments.
 * @data
 */
export type Complaint = (code: "catalog-damaged" | "catalog-not-stored", ...args: unknown[]) => void;

/** The parts of a machine that storing its catalog uses. */
interface CatalogOwner {
  readonly catalog: Catalog;
  readonly platform: { readonly storage?: Storage };
  readonly profile: { readonly architecture: { readonly persistsCatalog: boolean } };
  readonly record: Complaint;
}

/**
 * Loads the catalog from the platform's storage, and stores every later change there. Does nothing if the platform has
 * no storage or the profile's catalog does not persist.
 */
export function persistCatalog(machine: CatalogOwner): void {
  const { storage } = machine.platform;
  if (storage !== undefined && machine.profile.architecture.persistsCatalog) {
    persistIn(storage, machine.catalog, (...record) => machine.record(...record));
  }
}

function persistIn(storage: Storage, catalog: Catalog, complain: Complaint): void {
  /**
   * The text that was read or stored last. It is read before the catalog is loaded, so that no change in between is
   * missed.
   */
  let current = storage.read(CURRENT);
  loadCatalog(storage, catalog, complain);
  catalog.commit = (change) =>
    (storage.exclusively === undefined ? commit(change) : storage.exclusively(() => commit(change))) ??
    refuse("its storage is in use or not there");

  function commit(change: () => number): number {
    refresh();
    const before = { ...stateOf(catalog), generation: catalog.generation };
    let code = WSANO_RECOVERY;
    try {
      code = change();
      if (code === 0 && !saveCatalog(storage, catalog)) code = refuse("its storage is full or not writable");
      if (code === 0) current = storage.read(CURRENT);
    } finally {
      if (code !== 0) rollBack(before);
    }
    return code;
  }

  /** Loads the catalog again if another process has stored a change. */
  function refresh(): void {
    const text = storage.read(CURRENT);
    if (text === null || text === current) return;
    current = text;
    const state = parse(text, (line, reason) => complain("catalog-damaged", CURRENT, line, reason));
    if (state !== null) restore(catalog, state);
  }

  function rollBack({
    entries,
    nextId,
    paths,
    categories,
    generation,
  }: CatalogState & { readonly generation: number }): void {
    if (catalog.generation === generation) return;
    putPaths(catalog, paths);
    putCategories(catalog, categories);
    catalog.change(entries);
    catalog.nextId = nextId;
    catalog.generation = generation;
  }

  function refuse(reason: string): number {
    complain("catalog-not-stored", CURRENT, reason);
    return WSANO_RECOVERY;
  }
}

/**
 * Restores a catalog from storage: from the current file, or from the previous one if the current is damaged. Returns
 * `false`, and leaves the catalog unchanged, if neither can be used.
 */
export function loadCatalog(storage: Storage, catalog: Catalog, complain: Complaint): boolean {
  for (const file of [CURRENT, PREVIOUS]) {
    const text = storage.read(file);
    if (text === null) continue;
    const state = parse(text, (line, reason) => complain("catalog-damaged", file, line, reason));
    if (state === null) continue;
    restore(catalog, state);
    return true;
  }
  return false;
}

export function stateOf({ nextId, paths, entries, byKey }: Catalog): CatalogState {
  return { nextId, paths: [...paths], entries, categories: [...(byKey ?? [])] };
}

function restore(catalog: Catalog, { nextId, paths, entries, categories }: CatalogState): void {
  catalog.nextId = nextId;
  putPaths(catalog, paths);
  putCategories(catalog, categories);
  catalog.change(entries.map((entry) => freezeProtocolInfo(copyProtocolInfo(entry))));
}

function putPaths(catalog: Catalog, paths: CatalogState["paths"]): void {
  catalog.paths.clear();
  for (const [id, path] of paths) catalog.paths.set(id, path);
}

function putCategories(catalog: Catalog, categories: CatalogState["categories"]): void {
  catalog.byKey = categories.length === 0 ? undefined : new Map(categories);
}

/**
 * Stores the catalog, one line an entry, so that a record can name a damaged line. The previous file remains. Returns
 * `false` if the catalog cannot be stored.
 */
export function saveCatalog(storage: Storage, catalog: Catalog): boolean {
  const { nextId, paths, entries, categories } = stateOf(catalog);
  const counts = { providers: paths.length, entries: entries.length, categories: categories.length || undefined };
  const lines = [{ form: FORM, nextId, ...counts }, ...paths, ...entries, ...categories].map((value) =>
    JSON.stringify([checksum(JSON.stringify(value)), value]),
  );
  const before = storage.read(CURRENT);
  if (before !== null && parse(before, () => undefined) !== null) storage.write(PREVIOUS, before);
  return storage.write(CURRENT, `[\n${lines.join(",\n")}\n]\n`);
}

/**
 * Parses a catalog file; returns `null` after it has reported the damage. Every line between the brackets is a pair:
 * the checksum of the value's text, and the value.
 */
function parse(text: string, complain: (line: number, reason: string) => void): CatalogState | null {
  const lines = text.split("\n");
  const values: unknown[] = [];
  if (lines[0] !== "[") return refuse(1, "it does not begin with [");
  const end = lines.indexOf("]");
  if (end < 0) return refuse(lines.length, "it does not end with ]");
  for (let i = 1; i < end; i++) {
    const value = parseLine(lines[i].replace(/,$/, ""));
    if (value === undefined) return refuse(i + 1, "it is damaged");
    values.push(value);
  }
  const head = values[0] as
    | { form?: number; nextId?: number; providers?: number; entries?: number; categories?: number }
    | undefined;
  if (head?.form !== FORM || !Number.isInteger(head.nextId)) return refuse(2, `it is not of form ${FORM}`);
  const providers = head.providers ?? 0;
  const firstCategory = 1 + providers + (head.entries ?? 0);
  if (values.length !== firstCategory + (head.categories ?? 0))
    return refuse(2, "it counts other lines than there are");
  const paths = values.slice(1, 1 + providers) as [string, string][];
  const badPath = paths.findIndex((pair) => !isPath(pair));
  if (badPath >= 0) return refuse(3 + badPath, "it is no ProviderId with a path");
  const entries = values.slice(1 + providers, firstCategory) as WSAPROTOCOL_INFOW[];
  const badEntry = entries.findIndex((entry) => !isEntry(entry, paths));
  if (badEntry >= 0) return refuse(3 + providers + badEntry, "it is no catalog entry of these providers");
  const categories = values.slice(firstCategory) as [string, number][];
  const badCategory = categories.findIndex((pair) => !isCategory(pair));
  if (badCategory >= 0) return refuse(2 + firstCategory + badCategory, "it is no category");
  return { nextId: head.nextId as number, paths, entries, categories };

  function refuse(line: number, reason: string): null {
    complain(line, reason);
    return null;
  }
}

/** The value of a line; `undefined` if the line is malformed or its checksum is wrong. */
function parseLine(text: string): unknown {
  try {
    /** @data */
    const [sum, value] = JSON.parse(text);
    return sum === checksum(JSON.stringify(value)) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** FNV-1a over UTF-16 units: two texts that differ in one unit have different checksums. */
function checksum(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}

function isPath(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && normalGuid(pair[0]) === pair[0] && typeof pair[1] === "string";
}

function isCategory(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && typeof pair[0] === "string" && Number.isInteger(pair[1]);
}

function isEntry(entry: WSAPROTOCOL_INFOW | null, paths: readonly (readonly [string, string])[]): boolean {
  if (typeof entry !== "object" || entry === null || !Number.isInteger(entry.dwCatalogEntryId)) return false;
  const chain = entry.ProtocolChain?.ChainLen;
  return (
    Number.isInteger(chain) &&
    chain >= 0 &&
    chain <= MAX_PROTOCOL_CHAIN &&
    paths.some(([id]) => id === entry.ProviderId)
  );
}
