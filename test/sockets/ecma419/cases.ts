/**
 * ECMA-419, 2nd edition (June 2023): its clauses "TCP socket", "TCP listener socket" and "UDP socket", the IO Class
 * Pattern, and their algorithms in Annex A. Neutral: the same cases run in Node, in QuickJS and on the C host.
 */
import { LISTENER_CASES } from "./listener-cases.js";
import type { Case } from "./place.js";
import { TCP_CASES } from "./tcp-cases.js";
import { UDP_CASES } from "./udp-cases.js";

const group = (kind: string, cases: readonly Case[]): readonly Case[] =>
  cases.map(({ name, run }) => ({ name: `${kind}: ${name}`, run }));

export const CASES: readonly Case[] = [
  ...group("TCP", TCP_CASES),
  ...group("Listener", LISTENER_CASES),
  ...group("UDP", UDP_CASES),
];
