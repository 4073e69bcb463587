import empty from "./empty.js";

(globalThis as unknown as { cache: number }).cache = 1;

/** A provider whose module writes to the globals. */
export default empty;
