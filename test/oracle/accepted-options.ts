import type { Acceptance } from "./ledger.js";

const SUPPORTED = "not Windows: the option is supported there";
const HOST_DEFAULT = "not Windows: defaults are the captured system's host's";

/** The right results of an option that Windows has and the capture lacks, from the option's form. */
function supported(options: readonly string[], answers: Readonly<Record<string, string>>): Acceptance[] {
  return Object.entries(answers).map(([steps, instead]) => ({
    cases: options.flatMap((option) => steps.split(", ").map((step) => `options/${option} ${step}`)),
    reason: SUPPORTED,
    instead,
  }));
}

/** A BOOL for which one byte is enough. */
const FLAG = {
  "get 16, get 4": "4: 00000000",
  "get 1, get 2": "1: 00",
  "set 0": "ok, 0x0",
  "set 1, set 2, set 4, set 8": "ok, 0x1",
};

/** A DWORD that is `value` at first. */
function dword(bytes: string, value: string): Record<string, string> {
  return {
    "get 16, get 4": `4: ${bytes}`,
    "get 1, get 2": "WSAEFAULT",
    "set 0, set 1, set 2": `WSAEFAULT, ${value}`,
    "set 4, set 8": "ok, 0x1",
  };
}

/** Differences in options: what Windows supports and the capture does not, and defaults of its host kernel. */
export const acceptedOptions: readonly Acceptance[] = [
  ...supported(["tcp* SO_CONDITIONAL_ACCEPT", "* SO_RANDOMIZE_PORT", "* SO_PORT_SCALABILITY"], FLAG),
  ...supported(["tcp* TCP_KEEPALIVE"], dword("201c0000", "0x1c20")),
  ...supported(["tcp* TCP_MAXRT", "* SO_GROUP_PRIORITY"], dword("00000000", "0x0")),
  ...supported(["tcp4 IPV6_V6ONLY"], {
    "get 16, get 1, get 2, get 4": "1: 01",
    "set 0": "WSAEFAULT, 0xcccccc01",
    "set 1, set 2, set 4, set 8": "ok, 0xcccccc01",
  }),
  {
    cases: ["options/* SO_SNDBUF *", "options/* SO_RCVBUF *"],
    reason: HOST_DEFAULT,
    values: {
      "00400000": "00000100",
      "00000200": "00000100",
      "00400300": "00000100",
      "0x4000": "0x10000",
      "0x20000": "0x10000",
      "0x34000": "0x10000",
    },
  },
  {
    cases: ["options/* IP_TTL *", "options/* IPV6_UNICAST_HOPS *"],
    reason: HOST_DEFAULT,
    values: { "4: 40": "4: 80", "1: 40": "1: 80", "0x40": "0x80" },
  },
  {
    cases: ["options/* SO_DONTROUTE *"],
    reason: HOST_DEFAULT,
    values: { "1: 01": "1: 00", "WSAEFAULT, 0xcccccc01": "WSAEFAULT, 0xcccccc00" },
  },
  { cases: ["options/udp* IP_DONTFRAGMENT get *"], reason: HOST_DEFAULT, values: { "4: 01000000": "4: 00000000" } },
  {
    cases: ["options/tcp4 IP_TOS set *"],
    reason: "not Windows: the capture's host kernel clears the lowest bits of TCP's type of service",
    values: { "ok, 0x0": "ok, 0x1" },
  },
  {
    cases: ["options/* SO_OPENTYPE get *", "options/* SO_OPENTYPE set *"],
    reason: "the capture had set it before: it belongs to the thread, and here each case has a machine",
    values: { "01000000": "00000000", "WSAEFAULT, 0x1": "WSAEFAULT, 0x0" },
  },
  {
    cases: [1, 2, 4, 8].map((length) => `options/udp* SO_DEBUG set ${length}`),
    reason: "not Windows: any value but 0 reads as 1 (test_so_debug)",
    instead: "ok, 0x1",
  },
  {
    cases: ["options/* SO_ERROR set 4", "options/* SO_ERROR set 8"],
    reason: "not Windows: the value is stored and returned",
    instead: "ok, 0x1",
  },
];
