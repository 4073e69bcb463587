import { fileURLToPath } from "node:url";

/** Where the page about the functions is kept. */
export const FUNCTIONS_FILE = fileURLToPath(new URL("../../../docs/functions.md", import.meta.url));

/** Where the page about the options is kept, and what the contract of network stacks takes from it. */
export const OPTIONS_FILE = fileURLToPath(new URL("../../../docs/options.md", import.meta.url));
export const FORWARDED_FILE = fileURLToPath(new URL("../../network-stack/forwarded-options.ts", import.meta.url));
