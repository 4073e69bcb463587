import * as spi from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";

const dword = fc.nat(0xffffffff);
const int = fc.integer();
const short = fc.integer({ min: -0x8000, max: 0x7fff });
const word = fc.nat(0xffff);
const handle = fc.integer({ min: 1, max: 2 ** 29 - 1 }).map((index) => index * 4);
const latin = (size: number) =>
  fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: size });

/** A structure that has bytes: any of its values, and its codec. */
interface Codec<T> {
  readonly name: string;
  readonly size: number;
  readonly values: fc.Arbitrary<T>;
  readonly encode: (value: T, bytes?: Uint8Array, at?: number) => Uint8Array;
  readonly decode: (bytes: Uint8Array, at?: number) => unknown;
}

const codec = <T>(one: Codec<T>): Codec<never> => one as unknown as Codec<never>;

const CODECS: readonly Codec<never>[] = [
  codec({
    name: "WSAOVERLAPPED",
    size: 20,
    values: fc.record({
      Internal: dword,
      InternalHigh: dword,
      Offset: dword,
      OffsetHigh: dword,
      hEvent: fc.option(handle) as fc.Arbitrary<spi.WSAEVENT | null>,
    }),
    encode: spi.encodeOVERLAPPED,
    decode: spi.decodeOVERLAPPED,
  }),
  codec({
    name: "WSANETWORKEVENTS",
    size: 44,
    values: fc.record({ lNetworkEvents: int, iErrorCode: fc.array(int, { minLength: 10, maxLength: 10 }) }),
    encode: spi.encodeNetworkEvents,
    decode: spi.decodeNetworkEvents,
  }),
  codec({
    name: "timeval",
    size: 8,
    values: fc.record({ tv_sec: int, tv_usec: int }),
    encode: spi.encodeTimeval,
    decode: spi.decodeTimeval,
  }),
  codec({
    name: "WSAPOLLFD",
    size: 8,
    values: fc.record({ fd: int as fc.Arbitrary<spi.SOCKET>, events: short, revents: short }),
    encode: spi.encodePollfd,
    decode: spi.decodePollfd,
  }),
  codec({
    name: "WSADATA",
    size: 400,
    values: fc.record({
      wVersion: word,
      wHighVersion: word,
      szDescription: latin(256),
      szSystemStatus: latin(128),
      iMaxSockets: word,
      iMaxUdpDg: word,
      lpVendorInfo: fc.constant(null),
    }),
    encode: spi.encodeWSADATA,
    decode: spi.decodeWSADATA,
  }),
  codec({
    name: "WSPDATA",
    size: 516,
    values: fc.record({ wVersion: word, wHighVersion: word, szDescription: latin(255) }),
    encode: spi.encodeWSPDATA,
    decode: spi.decodeWSPDATA,
  }),
];

describe("structures as bytes", () => {
  for (const { name, size, values, encode, decode } of CODECS) {
    it(`${name} is the same after writing and reading, and occupies exactly ${size}`, () => {
      fc.assert(
        fc.property(values, fc.nat(8), (value, at) => {
          const bytes = encode(value, new Uint8Array(size + at + 4).fill(0xee), at);
          assert.deepEqual(decode(bytes, at), value);
          assert.isTrue(bytes.subarray(0, at).every((byte) => byte === 0xee));
          assert.isTrue(bytes.subarray(at + size).every((byte) => byte === 0xee));
        }),
      );
    });
  }

  it("have their fields at the offsets of 32-bit Windows", () => {
    const at = (bytes: Uint8Array) => [...bytes.entries()].filter(([, byte]) => byte !== 0);
    const overlapped = { Internal: 1, InternalHigh: 2, Offset: 3, OffsetHigh: 4, hEvent: 8 as spi.WSAEVENT };
    assert.deepEqual(at(spi.encodeOVERLAPPED(overlapped)), [
      [0, 1],
      [4, 2],
      [8, 3],
      [12, 4],
      [16, 8],
    ]);
    const data = { ...spi.newWSADATA(), szDescription: "d", szSystemStatus: "s", iMaxSockets: 1, iMaxUdpDg: 2 };
    assert.deepEqual(at(spi.encodeWSADATA(data)), [
      [4, 100],
      [261, 115],
      [390, 1],
      [392, 2],
    ]);
    assert.deepEqual(at(spi.encodePollfd({ fd: 4 as spi.SOCKET, events: 1, revents: 2 })), [
      [0, 4],
      [4, 1],
      [6, 2],
    ]);
    assert.deepEqual(at(spi.encodeNetworkEvents({ lNetworkEvents: 1, iErrorCode: [2, 3] })), [
      [0, 1],
      [4, 2],
      [8, 3],
    ]);
  });

  it("LINGER holds two shorts, DWORD four bytes", () => {
    fc.assert(
      fc.property(word, word, dword, (l_onoff, l_linger, value) => {
        assert.deepEqual(spi.readLINGER(spi.LINGER(l_onoff, l_linger)), { l_onoff, l_linger });
        assert.equal(spi.readDWORD(spi.DWORD(value)), value);
      }),
    );
    assert.deepEqual([...spi.DWORD(true)], [1, 0, 0, 0]);
    assert.deepEqual([...spi.LINGER(1, 0x203)], [1, 0, 3, 2]);
  });

  it("membership requests hold the group, then the interface", () => {
    const group = spi.sockaddr_in("224.1.2.3", 0);
    assert.deepEqual([...spi.ip_mreq(group, spi.sockaddr_in("10.0.0.1", 9))], [224, 1, 2, 3, 10, 0, 0, 1]);
    const bytes = spi.ipv6_mreq(spi.sockaddr_in6("ff02::1", 0), 0x102);
    assert.deepEqual([...bytes], [0xff, 2, ...new Array(13).fill(0), 1, 2, 1, 0, 0]);
  });

  it("versions are a major and a minor byte", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), (major, minor) => {
        const version = spi.MAKEWORD(major, minor);
        assert.deepEqual([spi.LOBYTE(version), spi.HIBYTE(version)], [major, minor]);
      }),
    );
  });

  it("a WSABUF has the length of its bytes from its offset on", () => {
    assert.deepEqual(spi.newWSABUF(null), { len: 0, buf: null, off: 0 });
    const buf = new Uint8Array(5);
    assert.deepEqual(spi.newWSABUF(buf, undefined, 2), { len: 3, buf, off: 2 });
    assert.deepEqual(spi.newWSABUF(buf, 1), { len: 1, buf, off: 0 });
  });

  it("a new overlapped structure has no pending operation", () => {
    const empty = { Internal: 0, InternalHigh: 0, Offset: 0, OffsetHigh: 0, hEvent: null };
    assert.deepEqual(spi.newWSAOVERLAPPED(), empty);
  });
});
