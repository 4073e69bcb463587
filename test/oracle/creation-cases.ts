import {
  decodeProtocolInfo,
  getUint32,
  INVALID_SOCKET,
  ref,
  SO_PROTOCOL_INFOW,
  SO_TYPE,
  type SOCKET,
  SOL_SOCKET,
} from "@ws2kit/spi";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { vectors } from "./vectors.js";

type Row = readonly [flags: number, af: number, type: number, protocol: number, answer: string];

describe("oracle: WSASocketW(af, type, protocol, NULL, 0, flags)", () => {
  for (const [flags, af, type, protocol, answer] of vectors<Row>("creation")) {
    oracleCase(`creation/af ${af} type ${type} protocol ${protocol} flags ${flags}`, answer, () =>
      onBench((bench) => {
        const s = bench.ws2.WSASocketW(af, type, protocol, null, 0, flags);
        return s === INVALID_SOCKET ? bench.told(s) : `entry ${entryOf(bench, s)}, type ${typeOf(bench, s)}`;
      }),
    );
  }
});

function entryOf(bench: Bench, s: SOCKET): number {
  const info = new Uint8Array(628);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, info, ref(info.length)));
  return decodeProtocolInfo(info).dwCatalogEntryId;
}

function typeOf(bench: Bench, s: SOCKET): number {
  const value = new Uint8Array(4);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, value, ref(4)));
  return getUint32(value, 0);
}
