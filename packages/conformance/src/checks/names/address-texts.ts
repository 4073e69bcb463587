import {
  AF_INET,
  AF_INET6,
  INADDR_NONE,
  ref,
  sockaddr_in,
  sockaddr_in6,
  WSA_INVALID_PARAMETER,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Texts of addresses with the bytes of each, in network order. Both functions of a pair handle them. */
const TEXTS: readonly (readonly [family: number, text: string, address: readonly number[]])[] = [
  [AF_INET, "10.1.2.3", [10, 1, 2, 3]],
  [AF_INET, "0.0.0.0", [0, 0, 0, 0]],
  [AF_INET6, "fd00::2", [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]],
];

/** Texts that InetPtonW does not read as addresses of a family. */
const NO_ADDRESSES: readonly (readonly [family: number, text: string])[] = [
  [AF_INET, "10.1.2"],
  [AF_INET, "10.1.2.256"],
  [AF_INET, "10.1.2.010"],
  [AF_INET, "10.1.00.3"],
  [AF_INET, "::1"],
  [AF_INET, ""],
  [AF_INET6, "10.1.2.3"],
  [AF_INET6, "::1::"],
];

/** The two names of each function: text is the same for both. */
const readers = ({ desktop }: Program) => [desktop.InetPtonW, desktop.inet_pton];
const writers = ({ desktop }: Program) => [desktop.InetNtopW, desktop.inet_ntop];

const bare: readonly Check[] = [
  {
    rule: "InetPton/reads",
    run(bench) {
      const program = bench.program();
      for (const read of readers(program)) {
        for (const [family, text, address] of TEXTS) {
          const buf = new Uint8Array(address.length + 1).fill(7);
          program.answers(read(family, text, buf), 1);
          sameList(buf, [...address, 7], `the bytes for ${text}`);
        }
      }
    },
  },
  {
    rule: "InetPton/not-an-address",
    run(bench) {
      const program = bench.program();
      const [read] = readers(program);
      for (const [family, text] of NO_ADDRESSES) {
        const buf = new Uint8Array(16).fill(7);
        program.ws2.WSASetLastError(0);
        equal(read(family, text, buf), 0, `the result for ${JSON.stringify(text)}`);
        sameCode(program.ws2.WSAGetLastError(), WSAEINVAL, `the error for ${JSON.stringify(text)}`);
        sameList(buf, new Uint8Array(16).fill(7), "the buffer");
      }
    },
  },
  {
    rule: "InetPton/refused",
    run(bench) {
      const program = bench.program();
      const [read] = readers(program);
      program.fails(read(99, "10.1.2.3", new Uint8Array(16)), WSAEAFNOSUPPORT, "the error of another family");
      program.fails(read(AF_INET, "10.1.2.3", new Uint8Array(3)), WSAEFAULT, "the error of 3 bytes");
      program.fails(read(AF_INET6, "::1", new Uint8Array(15)), WSAEFAULT, "the error of 15 bytes");
      program.fails(read(AF_INET, "10.1.2.3", null), WSAEFAULT, "the error without a buffer");
      program.fails(read(AF_INET, null as never, new Uint8Array(4)), WSAEFAULT, "the error without a text");
      program.fails(read(99, null as never, new Uint8Array(4)), WSAEFAULT, "the error without text and family");
    },
  },
  {
    rule: "InetNtop/writes",
    run(bench) {
      const program = bench.program();
      for (const write of writers(program)) {
        for (const [family, text, address] of TEXTS) {
          const written = ref("");
          equal(write(family, new Uint8Array(address), written, text.length + 1), text, "the result");
          equal(written.value, text, "the text");
        }
      }
    },
  },
  {
    rule: "InetNtop/refused",
    run(bench) {
      const program = bench.program();
      const [write] = writers(program);
      const address = new Uint8Array([10, 1, 2, 3]);
      const refuses = (code: number, what: string, ...[family, bytes, text, size]: Parameters<typeof write>) => {
        equal(write(family, bytes, text, size), null, `the result ${what}`);
        sameCode(program.ws2.WSAGetLastError(), code, `the error ${what}`);
      };
      const text = ref("as it was");
      refuses(WSAEAFNOSUPPORT, "for another family", 99, new Uint8Array(16), text, 64);
      refuses(WSAEFAULT, "for 3 bytes", AF_INET, address.subarray(0, 3), text, 64);
      refuses(WSAEFAULT, "for 15 bytes of IPv6", AF_INET6, new Uint8Array(15), text, 64);
      refuses(WSAEFAULT, "without an address", AF_INET, null, text, 64);
      refuses(WSA_INVALID_PARAMETER, "without room for the terminator", AF_INET, address, text, "10.1.2.3".length);
      refuses(WSA_INVALID_PARAMETER, "without a buffer", AF_INET, address, null as never, 64);
      equal(text.value, "as it was", "the buffer");
    },
  },
  {
    rule: "inet_addr/last-error",
    run(bench) {
      const { ws2 } = bench.machine.unstarted();
      equal(ws2.inet_addr(null as never) >>> 0, INADDR_NONE, "the result without a text");
      sameCode(ws2.WSAGetLastError(), WSAEFAULT, "the error without a text");
      ws2.WSASetLastError(4711);
      equal(ws2.inet_addr("device.test") >>> 0, INADDR_NONE, "the result for a name");
      equal(ws2.inet_addr(" "), 0, "the result for a blank");
      equal(ws2.WSAGetLastError(), 4711, "the last error afterwards");
    },
  },
];

/** Texts of IPv6 addresses as WSAAddressToStringW writes them. */
const WRITTEN: readonly (readonly [text: string, name: Uint8Array])[] = [
  ["fd00::1", sockaddr_in6("fd00::1", 0)],
  ["[fd00::1]:80", sockaddr_in6("fd00::1", 80)],
  ["fe80::1%5", sockaddr_in6("fe80::1", 0, 5)],
  ["[fe80::1%5]:443", sockaddr_in6("fe80::1", 443, 5)],
];

/** Further texts that WSAStringToAddressW reads. */
const ALSO_READ: readonly (readonly [family: number, text: string, name: Uint8Array])[] = [
  [AF_INET6, "[fd00::1]", sockaddr_in6("fd00::1", 0)],
  [AF_INET6, "[fe80::1%4294967295]:0x50", sockaddr_in6("fe80::1", 80, 0xffffffff)],
  [AF_INET, "10.1:0x50", sockaddr_in("10.0.0.1", 80)],
  [AF_INET, "10.1.2.3:65535", sockaddr_in("10.1.2.3", 65535)],
];

/** Texts that are no addresses, each of a part that is wrong. */
const NONSENSE: readonly (readonly [family: number, text: string])[] = [
  ...["10.1.2.3:0", "10.1.2.3:65536", "10.1.2.3:x", "10.1.2.3:", ":80"].map((text) => [AF_INET, text] as const),
  ...[
    "fe80::1%x",
    "fe80::1%",
    "fe80::1%5x",
    "fe80::1%4294967296",
    "[::1]:x",
    "[::1]:0",
    "[::1]:65536",
    "[::1",
    "x[::1]",
  ].map((text) => [AF_INET6, text] as const),
  ...["[::1]x", "::1::", "10.1.2.3", ""].map((text) => [AF_INET6, text] as const),
];

const sockaddrs: readonly Check[] = [
  {
    rule: "WSAAddressToString/forms",
    needs: ["IPv4", "IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      for (const [text, name] of WRITTEN) {
        const [written, length] = [ref(""), ref(64)];
        program.works(program.ws2.WSAAddressToStringW(name, name.length, null, written, length));
        equal(written.value, text, "the text");
        equal(length.value, text.length + 1, "its length");
        const [read, size]: [Uint8Array, { value: number }] = [new Uint8Array(28), ref(28)];
        program.works(program.ws2.WSAStringToAddressW(text, AF_INET6, null, read, size));
        sameList(read, name, `the address of ${text}`);
      }
    },
  },
  {
    rule: "WSAStringToAddress/forms",
    needs: ["IPv4", "IPv4 datagram", "IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      for (const [family, text, name] of ALSO_READ) {
        const [read, size]: [Uint8Array, { value: number }] = [new Uint8Array(30).fill(7), ref(30)];
        program.works(program.ws2.WSAStringToAddressW(text, family, null, read, size));
        equal(size.value, name.length, "the length");
        sameList(read.subarray(0, size.value), name, `the address of ${text}`);
        equal(read[size.value], 7, "the byte behind the address");
      }
    },
  },
  {
    rule: "WSAStringToAddress/nonsense",
    of: "a wrong part",
    needs: ["IPv4", "IPv4 datagram", "IPv6 datagram"],
    run(bench) {
      const program = bench.program();
      for (const [family, text] of NONSENSE) {
        const size = ref(28);
        const result = program.ws2.WSAStringToAddressW(text, family, null, new Uint8Array(28), size);
        program.fails(result, WSAEINVAL, `the error for ${JSON.stringify(text)}`);
        equal(size.value, 28, "the length, which does not change");
      }
    },
  },
  {
    rule: "WSAAddressToString/refused",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const name = sockaddr_in("10.1.2.3", 80);
      const write = (address: Uint8Array | null, size: number, text = ref(""), length: unknown = ref(64)) =>
        program.ws2.WSAAddressToStringW(address, size, null, text, length as never);
      program.fails(write(null, 16), WSAEFAULT, "the error without an address");
      program.fails(write(name.slice(0, 1), 1), WSAEFAULT, "the error of an address without a family");
      program.fails(write(name.slice(0, 8), 16), WSAEFAULT, "the error of 8 bytes with the length 16");
      program.fails(write(name, 15), WSAEINVAL, "the error of the length 15");
      program.fails(write(name, 16, ref(""), null), WSAEFAULT, "the error without a length");
      const length = ref(64);
      program.fails(write(name, 16, null as never, length), WSAEFAULT, "the error without a buffer");
      equal(length.value, "10.1.2.3:80".length + 1, "the length that the text needs");
    },
  },
  {
    rule: "WSAStringToAddress/refused",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const { WSAStringToAddressW } = program.ws2;
      program.fails(WSAStringToAddressW("10.1.2.3", 99, null, new Uint8Array(28), ref(28)), WSAEINVAL);
      program.fails(WSAStringToAddressW(null as never, AF_INET, null, new Uint8Array(16), ref(16)), WSAEINVAL);
      program.fails(WSAStringToAddressW("10.1.2.3", AF_INET, null, new Uint8Array(16), null as never), WSAEFAULT);
      const size = ref(16);
      program.fails(WSAStringToAddressW("10.1.2.3", AF_INET, null, new Uint8Array(15), size), WSAEFAULT);
      program.fails(WSAStringToAddressW("10.1.2.3", AF_INET, null, null, size), WSAEFAULT, "the error of no buffer");
      equal(size.value, 16, "the length");
    },
  },
  {
    rule: "WSAAddressToString/provider",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const [text, length] = [ref(""), ref(64)];
      const unknown = { ...bench.machine.machine.catalog.entries[0], dwCatalogEntryId: 4711 };
      const name = sockaddr_in("10.1.2.3", 0);
      program.fails(
        program.ws2.WSAAddressToStringW(name, 16, unknown, text, length),
        WSAEINVAL,
        "the unknown entry's error",
      );
      const own = bench.machine.machine.catalog.entries.find(
        ({ iAddressFamily, ProtocolChain }) => iAddressFamily === AF_INET && ProtocolChain.ChainLen > 0,
      );
      program.works(program.ws2.WSAAddressToStringW(name, 16, own ?? null, text, length));
      equal(text.value, "10.1.2.3", "the text");
    },
  },
];

/** Addresses as text: InetPtonW and its kin, which need no provider, and the functions that ask one. */
export const ADDRESS_TEXT_CHECKS: readonly Check[] = [...bare, ...sockaddrs];
