import { ANY, CE, DESKTOP } from "../applies.js";
import type { Rule } from "../rule.js";

/** How ws2 chooses the provider of a new socket, and what it passes down. */
export const PROVIDER_SELECTION = [
  {
    id: "WSASocketW/selection/first-match",
    number: 651,
    text:
      "With no protocol info, the first entry of the catalog that supports family, type and protocol serves " +
      "the socket.",
    source: "WSASocket (CE) remarks; reference §5.1",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/catalog-id-alone",
    number: 652,
    text: "With a protocol info, its dwCatalogEntryId alone chooses the provider; no other member is looked at.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/catalog-id-needed",
    number: 653,
    text: "A protocol info names its provider through dwCatalogEntryId, which must be set.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/unknown-catalog-id",
    number: 654,
    text: "A dwCatalogEntryId that is in no catalog entry is WSAEINVAL.",
    source: "reference §5.3; design loading",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/skips-unchained-layers",
    number: 655,
    text: "Only base protocols and chains are chosen, never a layer that stands by itself.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/unchained-layers-no-partial-match",
    number: 656,
    text: "A layer that stands by itself counts for no partial match: it never turns the error into another.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/wildcards",
    number: 657,
    text: "af 0 and type 0 match any entry.",
    source: "design choosing; reference §5.1; oracle WSASocket-16",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/protocol-zero",
    number: 658,
    text: "Protocol 0 matches an entry only where it has PFL_MATCHES_PROTOCOL_ZERO.",
    source: "design choosing; reference §5.1; oracle WSASocket-10",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/protocol-range",
    number: 659,
    text: "An entry matches the protocols from iProtocol to iProtocol + iProtocolMaxOffset.",
    source: "design choosing; reference §5.1; oracle WSASocket-28",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/type-by-protocol",
    number: 660,
    text: "With af and type 0, the first entry whose protocol fits decides the type.",
    source: "oracle WSASocket-26; reference §5.2",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/nothing-given",
    number: 661,
    text: "af 0 together with protocol 0 is WSAEINVAL, whatever the type.",
    source: "design choosing; reference §5.2",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/deepest-stage",
    number: 662,
    text: "Where nothing matches, the entry that came furthest names the error, whatever the order of the catalog.",
    source: "design choosing; reference §5.2",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/no-family",
    number: 663,
    text: "Where no entry fits the family and some entry has the type, the error is WSAEAFNOSUPPORT.",
    source: "WSASocket (CE) errors; design choosing; oracle WSASocket-06; oracle WSASocket-08",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/no-type",
    number: 664,
    text:
      "Where an entry fits the family and none the type too, or no entry of any family has the type, the error is " +
      "WSAESOCKTNOSUPPORT.",
    source:
      "WSASocket (CE) errors; design choosing; oracle WSASocket-03; oracle WSASocket-07; oracle WSASocket-11; oracle WSASocket-18; " +
      "design rulings",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/no-protocol",
    number: 665,
    text: "Where an entry fits family and type and none the protocol too, the error is WSAEPROTONOSUPPORT.",
    source: "WSASocket (CE) errors; design choosing; oracle WSASocket-17",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/known-but-not-together",
    number: 666,
    text: "Family, type and protocol that are each known, but not together, are WSAEPROTONOSUPPORT.",
    source: "design rulings; oracle WSASocket-15",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WSASocketW/selection/known-but-not-together-ce",
    number: 667,
    text:
      "Family, type and protocol that are each known, but not together, are WSAEINVAL; a raw entry's range " +
      "makes no protocol known.",
    source: "WSASocket (CE) errors; design rulings",
    applies: { ...ANY, systems: CE },
  },
  {
    id: "WSASocketW/selection/no-rescan",
    number: 668,
    text: "A provider's WSAEINPROGRESS is the answer: ws2 does not go on to the next entry.",
    source: "design rulings",
    applies: ANY,
  },
  {
    id: "WSASocketW/selection/hidden-entries",
    number: 669,
    text: "An entry with PFL_HIDDEN is not enumerated, and still can be chosen.",
    source: "design rulings; reference §5.1",
    applies: ANY,
  },
  {
    id: "WSASocketW/from-protocol-info",
    number: 670,
    text:
      "With a protocol info, the application may give FROM_PROTOCOL_INFO for af, type or protocol; the " +
      "info's values then hold.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/arguments/unmodified",
    number: 671,
    text: "In any case af, type and protocol reach the provider as given.",
    source: "WSASocket (CE) remarks; design choosing",
    applies: ANY,
  },
  {
    id: "WSASocketW/protocol-info/passed-whole",
    number: 672,
    text: "The provider gets the caller's protocol info as a whole, and may use any member of it.",
    source: "WSASocket (CE) remarks",
    applies: ANY,
  },
  {
    id: "WSASocketW/protocol-info/matched-entry",
    number: 673,
    text: "Where the caller gave no protocol info, the provider gets the entry that matched.",
    source: "design choosing; reference §5.1",
    applies: ANY,
  },
  {
    id: "WSASocketW/protocol-info/pointer",
    number: 674,
    text: "An lpProtocolInfo that points outside the process's memory is WSAEFAULT.",
    source: "WSASocket (CE) errors",
    applies: ANY,
  },
  {
    id: "WSASocketW/protocol-info/invalid",
    number: 675,
    text: "A protocol info that is incomplete or whose contents are invalid is WSAEINVAL.",
    source: "WSASocket (CE) errors",
    applies: ANY,
  },
] as const satisfies readonly Rule[];
