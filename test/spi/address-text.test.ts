import { isIPv4, isIPv6 } from "node:net";
import * as spi from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";

const port = fc.nat(0xffff);
const octets = fc.uint8Array({ minLength: 4, maxLength: 4 });
/** IPv6 addresses with runs of zeros, as they come. */
const words = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
const bytesOf = (groups: number[]) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));

describe("addresses as text", () => {
  it("IPv4: an address is the same after writing and reading", () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const text = spi.formatIPv4(bytes, 0);
        const read = new Uint8Array(4);
        assert.isTrue(isIPv4(text));
        assert.isTrue(spi.parseIPv4(text, read, 0));
        assert.deepEqual(read, bytes);
      }),
    );
  });

  it("IPv6: an address is the same after writing and reading, in its shortest spelling", () => {
    fc.assert(
      fc.property(words, (groups) => {
        const bytes = bytesOf(groups);
        const text = spi.formatIPv6(bytes, 0);
        const read = new Uint8Array(16);
        assert.isTrue(isIPv6(text), text);
        assert.isTrue(spi.parseIPv6(text, read, 0), text);
        assert.deepEqual(read, bytes);
        const mapped = text.includes(".");
        if (!mapped) assert.equal(text, new URL(`http://[${text}]`).hostname.slice(1, -1));
      }),
    );
  });

  it("IPv6: a text is an address exactly if Node's parser accepts it", () => {
    const part = fc.constantFrom("", "0", "1", "abcd", "12345", "1.2.3.4", "1.2.3", "256.1.1.1", "g");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 10 }), (parts) => {
        const text = parts.join(":");
        assert.equal(spi.parseIPv6(text, new Uint8Array(16), 0), isIPv6(text), text);
      }),
    );
  });

  for (const { text, bytes } of [
    { text: "1.2.3.4", bytes: [1, 2, 3, 4] },
    { text: "1.2.772", bytes: [1, 2, 3, 4] },
    { text: "1.131844", bytes: [1, 2, 3, 4] },
    { text: "16909060", bytes: [1, 2, 3, 4] },
    { text: "0x1.0x2.03.4", bytes: [1, 2, 3, 4] },
    { text: "0xffffffff", bytes: [255, 255, 255, 255] },
    { text: "0", bytes: [0, 0, 0, 0] },
    { text: "256.1", bytes: null },
    { text: "1.2.3.256", bytes: null },
    { text: "4294967296", bytes: null },
    { text: "1.2.3.4.5", bytes: null },
    { text: "08.1", bytes: null },
    { text: "1..2", bytes: null },
    { text: "x", bytes: null },
    { text: "", bytes: null },
  ]) {
    it(`IPv4 shorthand: "${text}" is ${bytes === null ? "no address" : bytes.join(".")}`, () => {
      const read = new Uint8Array(4);
      assert.equal(spi.parseIPv4Shorthand(text, read, 0), bytes !== null);
      if (bytes !== null) assert.deepEqual([...read], bytes);
    });
  }

  it("IPv4 shorthand: all spellings of the same parts are the same address", () => {
    const spelled = (value: number, base: number) =>
      base === 10 ? String(value) : base === 8 ? `0${value.toString(8)}` : `0x${value.toString(16)}`;
    const bases = fc.array(fc.constantFrom(8, 10, 16), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(octets, bases, fc.integer({ min: 1, max: 4 }), (bytes, [a, b, c, d], count) => {
        const kept = [...bytes].slice(0, count - 1);
        const last = [...bytes].slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
        const text = [...kept, last].map((value, i) => spelled(value, [a, b, c, d][i])).join(".");
        const read = new Uint8Array(4);
        assert.isTrue(spi.parseIPv4Shorthand(text, read, 0), text);
        assert.deepEqual(read, bytes, text);
      }),
    );
  });

  it("socket addresses have family, port and host at Winsock's offsets", () => {
    fc.assert(
      fc.property(octets, words, port, fc.nat(0xffffffff), (v4, groups, number, scope) => {
        const name = spi.sockaddr_in(spi.formatIPv4(v4, 0), number);
        assert.deepEqual([...name], [2, 0, number >> 8, number & 255, ...v4, ...new Array(8).fill(0)]);
        assert.equal(spi.sockaddrText(name), `${v4.join(".")}:${number}`);
        const host = spi.formatIPv6(bytesOf(groups), 0);
        const six = spi.sockaddr_in6(host, number, scope, 7);
        assert.deepEqual([...six.subarray(0, 8)], [23, 0, number >> 8, number & 255, 7, 0, 0, 0]);
        assert.deepEqual(six.subarray(8, 24), bytesOf(groups));
        assert.deepEqual([spi.sockaddrHost(six), spi.sockaddrPort(six), spi.sockaddrScope(six)], [host, number, scope]);
        assert.equal(spi.sockaddrText(six), `[${host}]:${number}`);
        assert.equal(
          spi.isUnspecified(six),
          groups.every((group) => group === 0),
        );
      }),
    );
  });

  it("socket addresses refuse invalid hosts", () => {
    assert.throws(() => spi.sockaddr_in("1.2.3", 0), RangeError);
    assert.throws(() => spi.sockaddr_in6("1::2::3", 0), RangeError);
    assert.deepEqual([...spi.sockaddr_in(spi.INADDR_LOOPBACK, 1).subarray(4, 8)], [127, 0, 0, 1]);
    assert.deepEqual([spi.sockaddrSize(2), spi.sockaddrSize(23), spi.sockaddrSize(1)], [16, 28, 0]);
    assert.equal(spi.sockaddrHost(new Uint8Array(16)), "");
    assert.equal(spi.sockaddrScope(spi.sockaddr_in("1.2.3.4", 5)), 0);
    const name = spi.sockaddr_in("0.0.0.0", 1);
    spi.setSockaddrPort(name, 0x102);
    assert.equal(spi.sockaddrPort(name), 0x102);
    assert.isTrue(spi.isUnspecified(name));
  });
});
