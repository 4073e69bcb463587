/** What a trace is written as, by the end of the file's name. For `--help`, which loads nothing else. */
export const TRACE_FORMATS =
  ".html (a page), .json (Chrome trace events, for Perfetto), .pcapng (for Wireshark), .ndjson (the events)";
