import { type addrinfo, NI_NOFQDN, type Ref, sockaddrFamily } from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed } from "./outcomes.js";

/** A getaddrinfo that changes what it found. */
const resolved = (change: (first: addrinfo) => void) =>
  changed("getaddrinfo", (result, args) => {
    const first = (args[3] as Ref<addrinfo | null> | null)?.value ?? null;
    if (result === 0 && first !== null) change(first);
    return result;
  });

const ROWS: readonly Row[] = [
  [
    "getaddrinfo accepts text behind the brackets of an address",
    "getaddrinfo/families",
    {
      api: {
        getaddrinfo:
          (find) =>
          (node, ...rest) =>
            find(typeof node === "string" ? node.replace(/\]x$/, "]") : node, ...rest),
      },
    },
  ],
  [
    "getaddrinfo sets ai_canonname of every address",
    "getaddrinfo/results",
    resolved((first) => {
      if (first.ai_next !== null) first.ai_next.ai_canonname = first.ai_canonname;
    }),
  ],
  [
    "getaddrinfo accepts any number as a port",
    "getaddrinfo/services",
    {
      api: {
        getaddrinfo:
          (find) =>
          (node, service, ...rest) =>
            find(node, service === "65536" ? "0" : service, ...rest),
      },
    },
  ],
  [
    "getnameinfo reads 16 bytes of an IPv6 address",
    "getnameinfo/forms",
    {
      api: {
        getnameinfo:
          (write) =>
          (name, size, ...rest) =>
            write(name, name instanceof Uint8Array && sockaddrFamily(name) === 23 ? Math.max(size, 28) : size, ...rest),
      },
    },
  ],
  [
    "getnameinfo ignores NI_NOFQDN",
    "getnameinfo/local-name",
    {
      api: {
        getnameinfo:
          (write) =>
          (...args) =>
            write(...args.slice(0, 6), Number(args[6]) & ~NI_NOFQDN),
      },
    },
  ],
  [
    "gethostbyaddr finds no name of an IPv6 address",
    "gethostbyaddr/name (IPv6)",
    { api: { gethostbyaddr: (find) => (address, length, type) => (type === 23 ? null : find(address, length, type)) } },
  ],
  [
    "gethostbyname has an alias for a number",
    "gethostbyname/number",
    {
      api: {
        gethostbyname: (find) => (name) => {
          const host = find(name);
          if (name === "10.1.2.3") host?.h_aliases.push(name);
          return host;
        },
      },
    },
  ],
];

/** The forms of names and addresses that resolutions accept and return. */
export const RESOLUTION_FORMS = mutants("ws2", "desktop", ROWS);
