import {
  AF_INET,
  isRef,
  type Ref,
  WSA_INVALID_PARAMETER,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";
import { changed, recoded } from "./outcomes.js";

type ToText = WSPPROC_TABLE["WSPAddressToString"];
type ToAddress = WSPPROC_TABLE["WSPStringToAddress"];

/** WSPAddressToString that changes the text that it writes. */
const writing = (change: (text: string) => string) => ({
  slots: {
    WSPAddressToString:
      (toText: ToText): ToText =>
      (address, length, info, text, size, errno) => {
        const result = toText(address, length, info, text, size, errno);
        if (result === 0) text.value = change(text.value);
        return result;
      },
  },
});

/** WSPStringToAddress that reads another text than the caller's. */
const reading = (change: (text: string) => string) => ({
  slots: {
    WSPStringToAddress:
      (toAddress: ToAddress): ToAddress =>
      (text, ...rest) =>
        toAddress(typeof text === "string" ? change(text) : text, ...rest),
  },
});

/** A slot that reports another code. */
const coded = (name: "WSPAddressToString" | "WSPStringToAddress", from: number, to: number) => ({
  slots: {
    [name]:
      (original: (...args: unknown[]) => number) =>
      (...args: unknown[]) => {
        const result = original(...args);
        return result !== 0 && (args[args.length - 1] as Ref<number>).value === from ? refuse(args, to) : result;
      },
  },
});

const WS2: readonly Row[] = [
  [
    "inet_pton reads no IPv6 address",
    "InetPton/reads",
    { api: { inet_pton: (read) => (family, text, buf) => (family === AF_INET ? read(family, text, buf) : 0) } },
  ],
  [
    "InetPtonW reads octal parts",
    "InetPton/not-an-address",
    {
      api: {
        InetPtonW: (read) => (family, text, buf) =>
          read(family, typeof text === "string" ? text.replace(/\b0+(?=\d)/g, "") : text, buf),
      },
    },
  ],
  ["InetPtonW of another family is WSAEFAULT", "InetPton/refused", recoded("InetPtonW", WSAEAFNOSUPPORT, WSAEFAULT)],
  [
    "inet_ntop returns its buffer's text without writing it",
    "InetNtop/writes",
    { api: { inet_ntop: (write) => (family, address, _text, size) => write(family, address, { value: "" }, size) } },
  ],
  [
    "InetNtopW writes a text without its terminator",
    "InetNtop/refused",
    { api: { InetNtopW: (write) => (family, address, text, size) => write(family, address, text, Number(size) + 1) } },
  ],
  [
    "inet_addr sets the last error for a text that is no address",
    "inet_addr/last-error",
    {
      api: {
        inet_addr: (parse, process) => (cp) => {
          const address = parse(cp);
          if (address >>> 0 === 0xffffffff) process.WSASetLastError(WSAEFAULT);
          return address;
        },
      },
    },
  ],
  [
    "WSAAddressToStringW ignores its protocol info",
    "WSAAddressToString/provider",
    {
      api: {
        WSAAddressToStringW:
          (write) =>
          (name, size, _info, ...rest) =>
            write(name, size, null, ...rest),
      },
    },
  ],
  [
    "WSAAddressToStringW without a buffer does not report the length",
    "WSAAddressToString/refused",
    changed("WSAAddressToStringW", (result, args) => {
      if (!isRef(args[3]) && isRef(args[4])) args[4].value = 0;
      return result;
    }),
  ],
];

const PROVIDER: readonly Row[] = [
  ["WSPAddressToString writes no scope", "WSAAddressToString/forms", writing((text) => text.replace(/%\d+/, ""))],
  [
    "WSPStringToAddress reads no hexadecimal port",
    "WSAStringToAddress/forms",
    reading((text) => text.replace(/:0x[0-9a-f]+$/, "")),
  ],
  [
    "WSPStringToAddress ignores a scope that is not a number",
    "WSAStringToAddress/nonsense (a wrong part)",
    reading((text) => text.replace(/%[^0-9].*$/, "")),
  ],
  [
    "WSPStringToAddress reports WSAEINVAL for too little room",
    "WSAStringToAddress/refused",
    coded("WSPStringToAddress", WSAEFAULT, WSAEINVAL),
  ],
  [
    "WSPAddressToString reports another code for a length that is too small",
    "WSAAddressToString/refused",
    coded("WSPAddressToString", WSAEINVAL, WSA_INVALID_PARAMETER),
  ],
];

/** Addresses as text. */
export const ADDRESS_TEXTS = [...mutants("ws2", "desktop", WS2), ...mutants("base", "desktop", PROVIDER)];
