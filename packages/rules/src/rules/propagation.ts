import { ANY, DESKTOP, LAYERED } from "../applies.js";
import type { Rule } from "../rule.js";

/** How a layer passes calls on: the layered-provider half of the WSPSocket pages. */
export const PROPAGATION = [
  {
    id: "propagation/WSPSocket/next-is-a-layer",
    number: 501,
    text: "A layer that calls the WSPSocket of another layer passes the same protocol info, with its chain unchanged.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/WSPSocket/next-is-the-base",
    number: 502,
    text:
      "A layer that calls the WSPSocket of the base provider, the last of the chain, passes the base " +
      "provider's own protocol info instead.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/layer-is-both",
    number: 503,
    text: "A layer implements WSPSocket, and is a client of the next layer's.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/base-knows-no-chains",
    number: 504,
    text: "A base provider needs no knowledge of chains: it only receives its own protocol info.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: ANY,
  },
  {
    id: "propagation/WSPStartup",
    number: 505,
    text: "WSPStartup of the next provider in the chain receives its protocol info by the same policy.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/WSPDuplicateSocket",
    number: 506,
    text: "WSPDuplicateSocket of the next provider in the chain receives its protocol info by the same policy.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: { ...LAYERED, capability: "sharing" },
  },
  {
    id: "propagation/WSPAddressToString",
    number: 507,
    text: "WSPAddressToString of the next provider in the chain receives its protocol info by the same policy.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/WSPStringToAddress",
    number: 508,
    text: "WSPStringToAddress of the next provider in the chain receives its protocol info by the same policy.",
    source: "WSPSocket (desktop) layered; WSPSocket (1997) layered; WSPSocket (CE 5.0) layered",
    applies: LAYERED,
  },
  {
    id: "propagation/upcall-table",
    number: 509,
    text: "A layer passes the upcall table that it received to the next provider, unchanged.",
    source: "reference §2.1",
    applies: LAYERED,
  },
  {
    id: "propagation/reserved-member",
    number: 510,
    text: "When the base provider's info replaces a chain's, dwProviderReserved does not change, so that duplicated sockets work through layers.",
    source: "reference §6",
    applies: { ...LAYERED, capability: "sharing" },
  },
  {
    id: "propagation/next-from-chain",
    number: 511,
    text: "A layer finds the next provider after its own id in the chain entries of the info that it received.",
    source: "reference §6",
    applies: LAYERED,
  },
  {
    id: "propagation/arguments-unmodified",
    number: 512,
    text: "A layer passes down af, type and protocol as the application passed them.",
    source: "design choosing; WSASocket (CE) remarks",
    applies: LAYERED,
  },
  {
    id: "propagation/chain-length",
    number: 513,
    text: "A chain has at most seven entries: six layers and a base.",
    source: "design rulings; reference §4.1",
    applies: ANY,
  },
  {
    id: "propagation/flags",
    number: 514,
    text: "A layer passes down the flags of a send or receive as the application passed them, and returns those of the provider below.",
    source: "reference §6",
    applies: LAYERED,
  },
  {
    id: "propagation/WSPSelect",
    number: 515,
    text: "WSPSelect of the next provider receives its own handles, and the layer returns in each of the three sets the sockets that the next provider returned.",
    source: "reference §6",
    applies: LAYERED,
  },
  {
    id: "propagation/cancel",
    number: 516,
    text: "CancelIoEx with the layer's handle cancels the operation in the next provider.",
    source: "reference §6; design rulings",
    applies: { ...LAYERED, systems: DESKTOP, capability: "overlapped" },
  },
  {
    id: "propagation/version",
    number: 517,
    text: "A layer does not use a provider whose WSPStartup returns another version than 2.2: it calls only its WSPCleanup, and fails.",
    source: "reference §6; design loading",
    applies: LAYERED,
  },
] as const satisfies readonly Rule[];
