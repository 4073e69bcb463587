import { BASE, DESKTOP } from "../applies.js";
import type { Rule } from "../rule.js";

/** What a provider claims, in its catalog entries and in `supports`, and what it does not. */
export const CLAIMS = [
  {
    id: "claims/entries",
    number: 2901,
    text: "Each entry that a provider has in the catalog makes a socket of its family and type; a raw socket may need rights.",
    source: "reference §3; design claims",
    applies: BASE,
  },
  {
    id: "claims/no-overlapped",
    number: 2902,
    text: "A provider that does not claim overlapped I/O fails a call with an overlapped structure, and completes nothing.",
    source: "reference §1; design claims",
    applies: { ...BASE, lacking: "overlapped" },
  },
  {
    id: "claims/no-events",
    number: 2903,
    text: "A provider that does not claim network events fails WSAEventSelect.",
    source: "reference §1; design claims",
    applies: { ...BASE, lacking: "events" },
  },
  {
    id: "claims/no-other-hosts",
    number: 2904,
    text: "A provider that does not claim other hosts sends nothing to them, and connects to none.",
    source: "reference §1; design claims",
    applies: { ...BASE, lacking: "otherHosts" },
  },
  {
    id: "claims/no-urgent",
    number: 2905,
    text: "A provider whose entries lack XP1_EXPEDITED_DATA fails a send with MSG_OOB.",
    source: "reference §1; design claims",
    applies: { ...BASE, lacking: "urgent" },
  },
  {
    id: "claims/no-broadcast",
    number: 2906,
    text: "A provider whose entries lack XP1_SUPPORT_BROADCAST fails a datagram to the broadcast address.",
    source: "reference §1; design claims",
    applies: { ...BASE, lacking: "broadcast" },
  },
  {
    id: "claims/no-extensions",
    number: 2907,
    text: "AcceptEx fails if the provider does not claim the extension functions.",
    source: "reference §1; design claims",
    applies: { ...BASE, systems: DESKTOP, lacking: "extensions" },
  },
  {
    id: "claims/options",
    number: 2908,
    text: "If a provider lists its options, the options of the list can be read, and other options of SOL_SOCKET cannot.",
    source: "reference §1; design claims",
    applies: BASE,
  },
  {
    id: "claims/no-messages",
    number: 2909,
    text: "A provider that does not claim window messages fails WSAAsyncSelect, and posts nothing.",
    source: "reference §1; design claims",
    applies: { ...BASE, systems: DESKTOP, lacking: "messages" },
  },
] as const satisfies readonly Rule[];
