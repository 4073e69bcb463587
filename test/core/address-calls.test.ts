import {
  AF_INET,
  AF_INET6,
  ref,
  sockaddr_in,
  sockaddr_in6,
  WSA_INVALID_PARAMETER,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import fc from "fast-check";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

/** Reads an address and writes it again: the text, or the code. */
function spelled(ws2: Program, text: string, family: number): string | number {
  const [name, length] = [new Uint8Array(28), ref(28)];
  if (ws2.WSAStringToAddressW(text, family, null, name, length) !== 0) return ws2.WSAGetLastError();
  const [written, room] = [ref(""), ref(100)];
  assert.equal(ws2.WSAAddressToStringW(name.subarray(0, length.value), length.value, null, written, room), 0);
  assert.equal(room.value, written.value.length + 1);
  return written.value;
}

for (const system of SYSTEMS) {
  describe(`${system.name}: addresses as text`, () => {
    for (const [text, family, expected] of [
      ["127.0.0.1", AF_INET, "127.0.0.1"],
      ["127.1:0x50", AF_INET, "127.0.0.1:80"],
      ["127.0.0.1:0", AF_INET, WSAEINVAL],
      ["127.0.0.1:65536", AF_INET, WSAEINVAL],
      ["localhost", AF_INET, WSAEINVAL],
      ["::1", AF_INET6, "::1"],
      ["[::1]", AF_INET6, "::1"],
      ["[FE80::1%5]:443", AF_INET6, "[fe80::1%5]:443"],
      // an embedded IPv4 address is a dotted quad: compatible, mapped, translated, ISATAP
      ["::1.0.0.4", AF_INET6, "::1.0.0.4"],
      ["::d01:4403", AF_INET6, "::13.1.68.3"],
      ["::ffff:1.2.3.4", AF_INET6, "::ffff:1.2.3.4"],
      ["::ffff:0:d01:4403", AF_INET6, "::ffff:0:13.1.68.3"],
      ["fe80::5efe:102:304", AF_INET6, "fe80::5efe:1.2.3.4"],
      ["1:2:3:4:200:5efe:1.2.3.4", AF_INET6, "1:2:3:4:200:5efe:1.2.3.4"],
      // these contain no embedded IPv4 address
      ["::4", AF_INET6, "::4"],
      ["::ffff:0:4", AF_INET6, "::ffff:0:4"],
      ["::1:d01:4403", AF_INET6, "::1:d01:4403"],
      ["1::ffff:d01:4403", AF_INET6, "1::ffff:d01:4403"],
      ["1:0:0:1::1", AF_INET6, "1:0:0:1::1"],
      ["fe80::1%x", AF_INET6, WSAEINVAL],
      ["fe80::1%4294967296", AF_INET6, WSAEINVAL],
      ["[::1]:x", AF_INET6, WSAEINVAL],
      ["::1::", AF_INET6, WSAEINVAL],
      ["127.0.0.1", 99, WSAEINVAL],
    ] as const) {
      it(`"${text}" of family ${family} is ${expected}`, () => {
        assert.equal(spelled(new Computer(system).program(), text, family), expected);
      });
    }

    it("are the same after writing and reading, for any host, port and scope", () => {
      const ws2 = new Computer(system).program();
      const words = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
      fc.assert(
        fc.property(words, fc.nat(0xffff), fc.nat(0xffffffff), (groups, port, scope) => {
          const name = sockaddr_in6(groups.map((word) => word.toString(16)).join(":"), port, scope);
          const [text, read] = [ref(""), new Uint8Array(28)];
          assert.equal(ws2.WSAAddressToStringW(name, 28, null, text, ref(99)), 0);
          assert.equal(ws2.WSAStringToAddressW(text.value, AF_INET6, null, read, ref(28)), 0);
          assert.deepEqual(read, name);
        }),
      );
    });

    it("report the length that they need", () => {
      const ws2 = new Computer(system).program();
      const room = ref(3);
      assert.equal(ws2.WSAAddressToStringW(sockaddr_in("127.0.0.1", 80), 16, null, ref(""), room), -1);
      assert.deepEqual([ws2.WSAGetLastError(), room.value], [WSAEFAULT, 13]);
      room.value = 3;
      assert.equal(ws2.WSAStringToAddressW("127.0.0.1", AF_INET, null, new Uint8Array(3), room), -1);
      assert.deepEqual([ws2.WSAGetLastError(), room.value], [WSAEFAULT, 16]);
    });

    it("are converted by the provider that an info names", () => {
      const ws2 = new Computer(system).program();
      const info = { dwCatalogEntryId: 4711 } as never;
      assert.equal(ws2.WSAAddressToStringW(sockaddr_in(0, 0), 16, info, ref(""), ref(99)), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      const { entry } = ws2.explainSocket(AF_INET, 1, 6);
      assert.equal(ws2.WSAAddressToStringW(sockaddr_in(0, 0), 16, entry as never, ref(""), ref(99)), 0);
    });

    it("inet_addr and inet_ntoa use network byte order, and need no WSAStartup", () => {
      const ws2 = new Computer(system).process();
      assert.equal(ws2.inet_addr("1.2.3.4"), 0x04030201);
      assert.equal(ws2.inet_ntoa(0x04030201), "1.2.3.4");
      assert.equal(ws2.inet_addr("1.2.3.4.5"), 0xffffffff);
      assert.equal(ws2.inet_addr(" "), 0);
    });

    // test_inet_addr
    for (const [text, address] of [
      ["1 2 3 4", 0x01000000],
      ["1.2.3 .4", 0x03000201],
      ["1.2.3\v9", 0x03000201],
      ["1.2.3\u00a0", 0xffffffff],
      ["1.2.3. 4", 0xffffffff],
      [" 1.2.3.4", 0xffffffff],
      ["\t", 0xffffffff],
    ] as const) {
      it(`inet_addr reads ${JSON.stringify(text)} up to its white space, and leaves the last error`, () => {
        const ws2 = new Computer(system).process();
        ws2.WSASetLastError(77);
        assert.equal(ws2.inet_addr(text) >>> 0, address);
        assert.equal(ws2.WSAGetLastError(), 77);
      });
    }

    it("inet_addr without a text is WSAEFAULT", () => {
      const ws2 = new Computer(system).process();
      assert.equal(ws2.inet_addr(null as never) >>> 0, 0xffffffff);
      assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
    });

    // test_WSAAddressToString
    it("WSAAddressToStringW without a buffer sets the length that the text needs", () => {
      const ws2 = new Computer(system).program();
      for (const room of [0, 99]) {
        const length = ref(room);
        assert.equal(ws2.WSAAddressToStringW(sockaddr_in(0, 0), 16, null, null as never, length), -1);
        assert.deepEqual([ws2.WSAGetLastError(), length.value], [WSAEFAULT, 8]);
      }
    });

    it("htonl and similar functions reverse bytes, and twice restore them", () => {
      const ws2 = new Computer(system).process();
      fc.assert(
        fc.property(fc.nat(0xffffffff), (value) => {
          assert.equal(ws2.ntohl(ws2.htonl(value)), value);
          assert.equal(ws2.ntohs(ws2.htons(value)), value & 0xffff);
        }),
      );
      assert.deepEqual([ws2.htonl(0x01020384), ws2.htons(0x0184)], [0x84030201, 0x8401]);
    });
  });
}

describe("desktop: InetPtonW and InetNtopW", () => {
  const ws2 = new Computer(DESKTOP).process() as Program & Ws2;

  it("read and write addresses of either family", () => {
    const bytes = new Uint8Array(16);
    assert.equal(ws2.InetPtonW(AF_INET, "1.2.3.4", bytes), 1);
    const text = ref("");
    assert.equal(ws2.InetNtopW(AF_INET, bytes, text, 8), "1.2.3.4");
    assert.equal(ws2.InetPtonW(AF_INET6, "fd00::2", bytes), 1);
    assert.equal(ws2.InetNtopW(AF_INET6, bytes, text, 99), "fd00::2");
    assert.equal(text.value, "fd00::2");
  });

  it("are also exported under the names of their other forms", () => {
    const bytes = new Uint8Array(4);
    assert.equal(ws2.inet_pton(AF_INET, "1.2.3.4", bytes), 1);
    assert.equal(ws2.inet_ntop(AF_INET, bytes, ref(""), 8), "1.2.3.4");
  });

  it("return WSAEINVAL and do not change the bytes if the text is not an address", () => {
    const bytes = new Uint8Array(4).fill(9);
    for (const text of ["1.2.3", "1.2.3.256", "1.2.3.010", "1.2.00.4", "::1", ""]) {
      ws2.WSASetLastError(0);
      assert.equal(ws2.InetPtonW(AF_INET, text, bytes), 0);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    }
    assert.deepEqual([...bytes], [9, 9, 9, 9]);
  });

  it("refuse invalid families, buffers and lengths", () => {
    assert.equal(ws2.InetPtonW(99, "1.2.3.4", new Uint8Array(4)), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEAFNOSUPPORT);
    assert.equal(ws2.InetPtonW(AF_INET6, "::1", new Uint8Array(4)), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
    assert.isNull(ws2.InetNtopW(AF_INET, new Uint8Array(4), ref(""), 7));
    assert.equal(ws2.WSAGetLastError(), WSA_INVALID_PARAMETER);
    assert.isNull(ws2.InetNtopW(99, new Uint8Array(4), ref(""), 99));
    // test_inet_pton, test_addr_to_print
    assert.equal(ws2.InetPtonW(99, null as never, new Uint8Array(4)), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
    assert.isNull(ws2.InetNtopW(AF_INET, new Uint8Array(4), null as never, 99));
    assert.equal(ws2.WSAGetLastError(), WSA_INVALID_PARAMETER);
    assert.equal(ws2.InetPtonW(AF_INET6, "::001.2.3.4", new Uint8Array(16)), 1);
  });
});
