/** Where the machines of the checks live; the first is the default. */
export type PlaceName = "simulated" | "loopback";

export const PLACES: readonly PlaceName[] = ["simulated", "loopback"];
export const [DEFAULT_PLACE] = PLACES;
