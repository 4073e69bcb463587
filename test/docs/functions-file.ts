import { fileURLToPath } from "node:url";

/** Where the page about the functions is kept. */
export const FUNCTIONS_FILE = fileURLToPath(new URL("../../../docs/functions.md", import.meta.url));
