import {
  decodeGuid,
  defineProvider,
  encodeGuid,
  getUint16,
  getUint16BE,
  holds,
  isRef,
  normalGuid,
  ref,
  setErrno,
  setUint16,
  setUint16BE,
} from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import { arbitraryGuid } from "../fixture/arbitrary-info.js";

describe("pointers and GUIDs", () => {
  it("a GUID is the same after writing and reading, and has one spelling", () => {
    fc.assert(
      fc.property(arbitraryGuid, (guid) => {
        const bytes = new Uint8Array(16);
        encodeGuid(guid, bytes);
        assert.equal(decodeGuid(bytes), guid);
        assert.equal(normalGuid(`{${guid.toLowerCase()}}`), guid);
      }),
    );
  });

  it("an invalid GUID is null, and its bytes are zeros", () => {
    for (const text of ["", "x", "0B5C4A62", 7, null]) assert.isNull(normalGuid(text));
    const bytes = new Uint8Array(16).fill(1);
    encodeGuid("x", bytes);
    assert.isTrue(bytes.every((byte) => byte === 0));
  });

  it("a provider without a valid GUID is refused by defineProvider", () => {
    const definition = { ProviderId: "modem", protocols: [], WSPStartup: () => 0 };
    assert.throws(() => defineProvider(definition), TypeError, '"modem" is no GUID');
  });

  it("a range is valid exactly if all its bytes exist", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: -3, max: 25 }), fc.integer({ min: -3, max: 25 }), (size, off, len) => {
        assert.equal(holds(new Uint8Array(size), off, len), off >= 0 && len >= 0 && off + len <= size);
      }),
    );
    assert.isFalse(holds([1, 2, 3], 0, 1));
  });

  it("words are little-endian, network words big-endian", () => {
    const bytes = new Uint8Array(4);
    setUint16(bytes, 0, 0x102);
    setUint16BE(bytes, 2, 0x102);
    assert.deepEqual([...bytes], [2, 1, 1, 2]);
    assert.deepEqual([getUint16(bytes, 0), getUint16BE(bytes, 2)], [0x102, 0x102]);
  });

  it("an error code is written only to a valid reference", () => {
    const errno = ref(0);
    setErrno(errno, 5);
    assert.equal(errno.value, 5);
    for (const pointer of [null, undefined, Object.freeze({ value: 0 })]) setErrno(pointer, 5);
    assert.isFalse(isRef(null));
    assert.isFalse(isRef({}));
  });
});
