/** A behaviour of Winsock that this platform cannot offer on a system. */
export interface PlatformLimit {
  /** A short title. */
  readonly subject: string;
  /** What happens instead. */
  readonly text: string;
  /** The ids of the rules of `@ws2kit/rules` that do not hold for this reason. */
  readonly rules: readonly string[];
}
