/** The formats of a report. */
export const FORMAT_NAMES = ["pretty", "tap", "junit", "json", "html"] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];
