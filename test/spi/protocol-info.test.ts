import {
  copyProtocolInfo,
  decodeProtocolInfo,
  encodeProtocolInfo,
  freezeProtocolInfo,
  newWSAPROTOCOL_INFOW,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import { arbitraryInfo } from "../fixture/arbitrary-info.js";

/** The offset of each DWORD. Source: reference §4.1. */
const OFFSETS: readonly (readonly [keyof WSAPROTOCOL_INFOW, number])[] = [
  ["dwServiceFlags1", 0],
  ["dwServiceFlags2", 4],
  ["dwServiceFlags3", 8],
  ["dwServiceFlags4", 12],
  ["dwProviderFlags", 16],
  ["dwCatalogEntryId", 36],
  ["iVersion", 72],
  ["iAddressFamily", 76],
  ["iMaxSockAddr", 80],
  ["iMinSockAddr", 84],
  ["iSocketType", 88],
  ["iProtocol", 92],
  ["iProtocolMaxOffset", 96],
  ["iNetworkByteOrder", 100],
  ["iSecurityScheme", 104],
  ["dwMessageSize", 108],
  ["dwProviderReserved", 112],
];

const MARK = 0x04030201;

/** The offsets at which the bytes of an info differ from those of an info of zeros. */
function written(info: WSAPROTOCOL_INFOW): [number, number][] {
  const bytes = encodeProtocolInfo(info);
  return [...bytes.entries()].filter(([, byte]) => byte !== 0);
}

describe("the 628 bytes of a WSAPROTOCOL_INFOW", () => {
  it("are the same after decoding and encoding", () => {
    fc.assert(
      fc.property(arbitraryInfo, fc.nat(20), (info, at) => {
        const bytes = encodeProtocolInfo(info, new Uint8Array(628 + at), at);
        assert.deepEqual(decodeProtocolInfo(bytes, at), info);
        assert.deepEqual(copyProtocolInfo(info), info);
      }),
    );
    assert.lengthOf(encodeProtocolInfo(newWSAPROTOCOL_INFOW()), 628);
  });

  for (const [field, offset] of OFFSETS) {
    it(`have ${field} at ${offset}`, () => {
      const expected = [1, 2, 3, 4].map((byte, i) => [offset + i, byte]);
      assert.deepEqual(written({ ...newWSAPROTOCOL_INFOW(), [field]: MARK }), expected as [number, number][]);
    });
  }

  it("have ProviderId at 20, its first three parts little-endian", () => {
    const info = { ...newWSAPROTOCOL_INFOW(), ProviderId: "04030201-0605-0807-090A-0B0C0D0E0F10" };
    assert.deepEqual(
      written(info),
      Array.from({ length: 16 }, (_, i) => [20 + i, i + 1]),
    );
  });

  it("have the chain at 40: its length, then seven entries", () => {
    const ProtocolChain = { ChainLen: 7, ChainEntries: [1, 2, 3, 4, 5, 6, 7] };
    const expected = [7, 1, 2, 3, 4, 5, 6, 7].map((byte, i) => [40 + 4 * i, byte]);
    assert.deepEqual(written({ ...newWSAPROTOCOL_INFOW(), ProtocolChain }), expected as [number, number][]);
  });

  it("have szProtocol at 116, cut to 255 units with a terminator after them", () => {
    assert.deepEqual(written({ ...newWSAPROTOCOL_INFOW(), szProtocol: "\u0201" }), [
      [116, 1],
      [117, 2],
    ]);
    const bytes = encodeProtocolInfo({ ...newWSAPROTOCOL_INFOW(), szProtocol: "x".repeat(300) });
    assert.deepEqual([...bytes.subarray(624)], [120, 0, 0, 0]);
  });

  it("are never written again once the info is frozen", () => {
    const info = freezeProtocolInfo(newWSAPROTOCOL_INFOW()) as WSAPROTOCOL_INFOW;
    assert.throws(() => {
      info.ProtocolChain.ChainEntries[0] = 1;
    }, TypeError);
    assert.throws(() => {
      info.ProtocolChain.ChainLen = 1;
    }, TypeError);
  });

  it("contain the fields of a copy converted to their C types", () => {
    const copy = copyProtocolInfo({
      ...newWSAPROTOCOL_INFOW(),
      dwMessageSize: -1,
      iProtocol: 2 ** 32 + 5,
      ProtocolChain: undefined as never,
      szProtocol: "y".repeat(300),
    });
    assert.equal(copy.dwMessageSize, 0xffffffff);
    assert.equal(copy.iProtocol, 5);
    assert.deepEqual(copy.ProtocolChain, { ChainLen: 0, ChainEntries: [0, 0, 0, 0, 0, 0, 0] });
    assert.lengthOf(copy.szProtocol, 255);
  });
});
