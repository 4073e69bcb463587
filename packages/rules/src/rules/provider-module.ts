import { ANY } from "../applies.js";
import type { Rule } from "../rule.js";

/** What a provider's file is, before it is a provider. */
export const PROVIDER_MODULE = [
  {
    id: "module/loads",
    number: 2601,
    text: "A provider's DLL is a module whose default export, called with the platform and its imports, makes the provider.",
    source: "design c",
    applies: ANY,
  },
  {
    id: "module/globals",
    number: 2602,
    text: "A provider does not change the globals of its engine: its state belongs to its process or its machine.",
    source: "design objects",
    applies: ANY,
  },
] as const satisfies readonly Rule[];
