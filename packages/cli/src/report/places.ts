/** Where the machines of the checks live; the first is the default. */
export type PlaceName = "simulated" | "loopback" | "system";

export const DEFAULT_PLACE = "simulated";
/** The places that `--place` accepts; `--system` is the third. */
export const PLACES: readonly PlaceName[] = [DEFAULT_PLACE, "loopback"];
