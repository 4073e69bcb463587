import {
  decodeProtocolInfo,
  INVALID_SOCKET,
  newWSAPROTOCOL_INFOW,
  ref,
  SO_PROTOCOL_INFOW,
  SOL_SOCKET,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { vectors } from "./vectors.js";

type Row = readonly [
  name: string,
  af: number,
  type: number,
  protocol: number,
  entry: number,
  flags: number,
  answer: string,
];

/** The change of the entry's info, by the name of a row. */
const CHANGES: Readonly<Record<string, Partial<WSAPROTOCOL_INFOW>>> = {
  "catalog id 0": { dwCatalogEntryId: 0 },
  "catalog id garbage": { dwCatalogEntryId: 0xdeadbeef },
  "garbage provider guid": { ProviderId: "EEEEEEEE-EEEE-EEEE-EEEE-EEEEEEEEEEEE" },
  "info af 99": { iAddressFamily: 99 },
  "info type 99": { iSocketType: 99 },
  "info proto 99": { iProtocol: 99 },
  "ChainLen 0": { ProtocolChain: { ChainLen: 0, ChainEntries: [0, 0, 0, 0, 0, 0, 0] } },
  "ChainLen 7": { ProtocolChain: { ChainLen: 7, ChainEntries: [0, 0, 0, 0, 0, 0, 0] } },
  "ProviderReserved garbage": { dwProviderReserved: 0xeeeeeeee },
  "ServiceFlags1 0": { dwServiceFlags1: 0 },
  "ServiceFlags3 garbage": { dwServiceFlags3: 0xeeeeeeee },
  "ServiceFlags4 garbage": { dwServiceFlags4: 0xeeeeeeee },
};

/**
 * The entry of a row. Rows that change the id contain the new id; their entry is that of the row before, because the
 * rows follow the order of the catalog.
 */
function entryOfRows(rows: readonly Row[]): Map<Row, number> {
  const entries = new Map<Row, number>();
  let last = 1001;
  for (const row of rows) {
    const entry = row[4];
    if (entry > 0) last = entry;
    entries.set(row, last);
  }
  return entries;
}

const rows = vectors<Row>("protocol-info");
const entries = entryOfRows(rows);

describe("oracle: WSASocketW with protocol info", () => {
  for (const row of rows) {
    const [name, af, type, protocol, entry, flags, answer] = row;
    const base = entries.get(row) as number;
    oracleCase(
      name.endsWith("info") || name.startsWith("NULL") ? `protocol-info/${name}` : `protocol-info/${base} ${name}`,
      answer,
      () =>
        onBench((bench) => {
          const info =
            name === "zeroed info" ? newWSAPROTOCOL_INFOW() : entry === -1 ? null : infoOf(bench, base, name);
          return made(bench, bench.ws2.WSASocketW(af, type, protocol, info, 0, flags), answer);
        }),
    );
  }
});

function infoOf(bench: Bench, id: number, name: string): WSAPROTOCOL_INFOW {
  const all: WSAPROTOCOL_INFOW[] = [];
  bench.ws2.WSCEnumProtocols(null, all, ref(1e6), ref(0));
  const found = all.find((info) => info.dwCatalogEntryId === id);
  if (found === undefined) return { ...newWSAPROTOCOL_INFOW(), dwCatalogEntryId: id };
  return { ...found, ...CHANGES[name] };
}

function made(bench: Bench, s: ReturnType<Bench["tcp"]>, answer: string): string {
  if (s === INVALID_SOCKET) return bench.told(s);
  if (answer === "socket") return answer;
  const bytes = new Uint8Array(628);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, bytes, ref(bytes.length)));
  const info = decodeProtocolInfo(bytes);
  return `${info.dwCatalogEntryId} (${info.iAddressFamily}, ${info.iSocketType}, ${info.iProtocol})`;
}
