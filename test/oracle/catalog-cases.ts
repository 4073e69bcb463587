import { ref, type WSAPROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE } from "@ws2kit/spi";
import { hexWord } from "./answer.js";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { NotExported } from "./not-exported.js";
import { vectors } from "./vectors.js";

interface Row {
  readonly case: string;
  readonly answer?: string;
  readonly info?: Readonly<Record<string, unknown>> & { readonly dwCatalogEntryId: number };
}

/** A buffer with room for every entry. */
const PLENTY = 65536;

/** Enumerates: the count or the code, and the length afterwards. */
function enumerate(bench: Bench, into: WSAPROTOCOL_INFOW[] | null, size: number): string {
  const length = ref(size);
  const count = bench.ws2.WSAEnumProtocolsW(null, into, length);
  return told(bench, count, entries(bench).length, size, length.value);
}

/** As `enumerate`, of the whole catalog. */
function enumerateSystem(bench: Bench, into: WSAPROTOCOL_INFOW[] | null, size: number): string {
  const length = ref(size);
  const errno = ref(0);
  const count = bench.ws2.WSCEnumProtocols(null, into, length, errno);
  bench.ws2.WSASetLastError(errno.value);
  const all: WSAPROTOCOL_INFOW[] = [];
  bench.ws2.WSCEnumProtocols(null, all, ref(PLENTY), errno);
  return told(bench, count, all.length, size, length.value);
}

/**
 * Replaces numbers by words: "all" for the number of entries, "of all" for their size, "given" for the caller's size.
 */
function told(bench: Bench, count: number, all: number, given: number, length: number): string {
  const result = count === all && count > 0 ? "all" : bench.told(count);
  if (length === given) return `${result}, length given`;
  return `${result}, length ${length === all * WSAPROTOCOL_INFOW_SIZE ? "of all" : length}`;
}

function entries(bench: Bench): WSAPROTOCOL_INFOW[] {
  const error = bench.ws2.WSAGetLastError();
  const all: WSAPROTOCOL_INFOW[] = [];
  bench.ws2.WSAEnumProtocolsW(null, all, ref(PLENTY));
  bench.ws2.WSASetLastError(error);
  return all;
}

function needed(bench: Bench): number {
  return entries(bench).length * WSAPROTOCOL_INFOW_SIZE;
}

const PROGRAMS: Readonly<Record<string, (bench: Bench) => string>> = {
  "W NULL buffer len 0": (bench) => enumerate(bench, null, 0),
  "W short buffer need-1": (bench) => enumerate(bench, [], needed(bench) - 1),
  "W buffer given len 0": (bench) => enumerate(bench, [], 0),
  "W NULL buffer len=need": (bench) => {
    const length = ref(needed(bench));
    const count = bench.ws2.WSAEnumProtocolsW(null, null, length);
    return told(bench, count, entries(bench).length, -1, length.value);
  },
  "W big buffer": (bench) => enumerate(bench, [], PLENTY),
  "W NULL length pointer": (bench) => bench.told(bench.ws2.WSAEnumProtocolsW(null, [], null as never)),
  "A NULL buffer": () => {
    throw new NotExported("WSAEnumProtocolsA");
  },
  "WSCEnumProtocols NULL": (bench) => enumerateSystem(bench, null, 0),
  "WSCEnumProtocols big": (bench) => enumerateSystem(bench, [], PLENTY),
  "WSCGetProviderPath entry0": (bench) => {
    const [first] = entries(bench);
    const length = ref(300);
    const result = bench.ws2.WSCGetProviderPath(first.ProviderId, ref(""), length, ref(0));
    return `${result}, length ${length.value}`;
  },
};

describe("oracle: catalog", () => {
  for (const row of vectors<Row>("catalog")) {
    const { case: name, answer = "", info } = row;
    if (info !== undefined) entryCases(info);
    else if (name.startsWith("export ")) exportCase(name.slice(7), answer);
    else if (name.includes("filter")) filterCase(name, answer);
    else if (name.endsWith("WSAStartup")) {
      oracleCase(`catalog/${name}`, answer, () => onBench((bench) => enumerate(bench, null, 0), "memory", false));
    } else if (name.endsWith("WSACleanup")) {
      oracleCase(`catalog/${name}`, answer, () =>
        onBench((bench) => {
          bench.ws2.WSACleanup();
          return enumerate(bench, null, 0);
        }),
      );
    } else oracleCase(`catalog/${name}`, answer, () => onBench(PROGRAMS[name]));
  }
});

/** Every field of an entry; its name separately, because systems name protocols differently. */
function entryCases(expected: NonNullable<Row["info"]>): void {
  const id = expected.dwCatalogEntryId;
  const { szProtocol, ...fields } = expected;
  const find = (bench: Bench) => entries(bench).find((one) => one.dwCatalogEntryId === id);
  oracleCase(`catalog/entry ${id}`, JSON.stringify(fields), () =>
    onBench((bench) => {
      const entry = find(bench);
      if (entry === undefined) return "absent";
      const { ChainLen, ChainEntries } = entry.ProtocolChain;
      const flat: Record<string, unknown> = {
        ...entry,
        dwServiceFlags1: hexWord(entry.dwServiceFlags1),
        ChainLen,
        ChainEntries: ChainEntries.slice(0, ChainLen),
      };
      return JSON.stringify(Object.fromEntries(Object.keys(fields).map((field) => [field, flat[field]])));
    }),
  );
  oracleCase(`catalog/entry ${id} szProtocol`, String(szProtocol), () =>
    onBench((bench) => find(bench)?.szProtocol ?? "absent"),
  );
}

function exportCase(name: string, answer: string): void {
  oracleCase(`catalog/export ${name}`, answer, () =>
    onBench(({ ws2 }) => {
      if (name in ws2) return "exported";
      if (answer === "exported") throw new NotExported(name);
      return "absent";
    }),
  );
}

function filterCase(name: string, answer: string): void {
  const list = JSON.parse(name.slice(name.indexOf("{")).replace("{", "[").replace("}", "]")) as number[];
  oracleCase(`catalog/${name}`, answer, () =>
    onBench((bench) => {
      const length = ref(0);
      const refusal = bench.told(bench.ws2.WSAEnumProtocolsW(list, null, length));
      const need = length.value;
      const found: WSAPROTOCOL_INFOW[] = [];
      length.value = 4096;
      const count = bench.ws2.WSAEnumProtocolsW(list, found, length);
      const ids = found.map((entry) => entry.dwCatalogEntryId).join(",");
      return `${refusal} need ${need}; ${count}, ids ${ids}`;
    }),
  );
}
