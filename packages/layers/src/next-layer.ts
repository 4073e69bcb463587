import {
  MAKEWORD,
  newWSPDATA,
  type ProviderImports,
  ref,
  WSAEPROVIDERFAILEDINIT,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";

/** What is below a layer in one chain. */
export interface NextLayer {
  readonly slots: WSPPROC_TABLE;
  /** Whether it is the base: the last of the chain. */
  readonly isBase: boolean;
  /** Its own catalog entry, for a base. */
  readonly entry: Readonly<WSAPROTOCOL_INFOW>;
}

const VERSION = MAKEWORD(2, 2);

/**
 * Loads what is below the layer `ProviderId` in a chain, and starts it with the same upcall table; the code if it cannot be
 * had. Another layer gets the chain's own info, the base its own entry. Source: reference §6; seeds 000–002.
 */
export function loadNext(
  imports: ProviderImports,
  upcalls: WSPUPCALLTABLE,
  ProviderId: string,
  chain: Readonly<WSAPROTOCOL_INFOW>,
): NextLayer | number {
  const entries = allEntries(imports);
  const { ChainLen, ChainEntries } = chain.ProtocolChain;
  const ids = ChainEntries.slice(0, ChainLen);
  const own = entries.filter((entry) => entry.ProviderId === ProviderId).map((entry) => entry.dwCatalogEntryId);
  const position = ids.findIndex((id) => own.includes(id));
  const entry = entries.find((one) => one.dwCatalogEntryId === ids[position + 1]);
  if (position < 0 || entry === undefined) return WSAEPROVIDERFAILEDINIT;
  const isBase = position + 2 === ChainLen;
  const path = ref("");
  const length = ref(0x10000);
  if (upcalls.WPUGetProviderPath(entry.ProviderId, path, length, ref(0)) !== 0) return WSAEPROVIDERFAILEDINIT;
  const provider = imports.LoadLibrary(path.value);
  if (provider === null) return WSAEPROVIDERFAILEDINIT;
  const data = newWSPDATA();
  const slots: Partial<WSPPROC_TABLE> = {};
  // propagation/WSPStartup: another layer sees the chain, the base its own entry
  const code = provider.WSPStartup(VERSION, data, isBase ? entry : chain, upcalls, slots);
  if (code !== 0) return code;
  if (data.wVersion !== VERSION) return WSAEPROVIDERFAILEDINIT;
  return { slots: slots as WSPPROC_TABLE, isBase, entry: Object.freeze(entry) };
}

function allEntries(imports: ProviderImports): WSAPROTOCOL_INFOW[] {
  const size = ref(0);
  imports.WSCEnumProtocols(null, null, size, ref(0));
  const entries: WSAPROTOCOL_INFOW[] = [];
  imports.WSCEnumProtocols(null, entries, size, ref(0));
  return entries;
}
