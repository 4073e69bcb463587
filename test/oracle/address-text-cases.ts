import { getUint32, ref, setUint16, sockaddr_in, sockaddr_in6, sockaddrFamily, sockaddrPort } from "@ws2kit/spi";
import { hex } from "./answer.js";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { vectors } from "./vectors.js";

type StringRow = readonly [text: string, family: number, room: number, answer: string];
type AddressRow = readonly [name: string, room: number, answer: string];

const AF_INET6 = 23;

function toAddress(bench: Bench, text: string, family: number, room: number): string {
  const name = new Uint8Array(128);
  const length = ref(room);
  const result = bench.ws2.WSAStringToAddressW(text, family, null, name, length);
  if (result !== 0) return `${bench.told(result)}, length ${length.value}`;
  const isIPv6 = sockaddrFamily(name) === AF_INET6;
  const address = hex(isIPv6 ? name.subarray(8, 24) : name.subarray(4, 8));
  const scope = isIPv6 ? `, scope ${getUint32(name, 24)}` : "";
  return `${length.value} bytes, family ${sockaddrFamily(name)}, port ${sockaddrPort(name)}, address ${address}${scope}`;
}

/** The address that a row names: `127.0.0.1:80`, `::1 scope 5 port 8080`, or what is wrong with 127.0.0.1:80. */
function addressOf(name: string): Uint8Array {
  const flaw = /^(salen|family) (\d+)$/.exec(name);
  if (flaw !== null) {
    const address = new Uint8Array(128);
    address.set(sockaddr_in("127.0.0.1", 80));
    if (flaw[1] === "family") setUint16(address, 0, Number(flaw[2]));
    return address.subarray(0, flaw[1] === "salen" ? Math.max(Number(flaw[2]), 16) : 16);
  }
  const [text] = name.split(" ");
  const part = (word: string) => Number(new RegExp(`${word} (\\d+)`).exec(name)?.[1] ?? 0);
  const quad = /^([\d.]+):(\d+)$/.exec(text);
  if (quad !== null) return sockaddr_in(quad[1], Number(quad[2]));
  return sockaddr_in6(text === "v6" ? "1:3:5:7:9:b:d:f" : text, part("port"), part("scope"));
}

function textOf(bench: Bench, name: string, room: number): string {
  const address = addressOf(name);
  const text = ref("");
  const length = ref(room);
  const size = Number(/^salen (\d+)$/.exec(name)?.[1] ?? address.length);
  const result = bench.ws2.WSAAddressToStringW(address, size, null, text, length);
  return result === 0 ? `${length.value}: ${text.value}` : `${bench.told(result)}, length ${length.value}`;
}

describe("oracle: addresses and text", () => {
  for (const [text, family, room, answer] of vectors<StringRow>("string-to-address")) {
    oracleCase(`string-to-address/"${text}" family ${family} room ${room}`, answer, () =>
      onBench((bench) => toAddress(bench, text, family, room)),
    );
  }

  oracleCase("string-to-address/NULL string", "WSAEINVAL", () =>
    onBench((bench) => bench.told(bench.ws2.WSAStringToAddressW(null, 2, null, new Uint8Array(16), ref(16)))),
  );
  oracleCase("string-to-address/NULL length", "untouched", () =>
    onBench((bench) => bench.told(bench.ws2.WSAStringToAddressW("127.0.0.1", 2, null, new Uint8Array(16), null))),
  );

  for (const [name, room, answer] of vectors<AddressRow>("address-to-string")) {
    oracleCase(`address-to-string/${name} room ${room}`, answer, () => onBench((bench) => textOf(bench, name, room)));
  }
});
