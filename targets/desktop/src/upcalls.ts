import {
  blockingUpcalls,
  eventUpcalls,
  fileUpcalls,
  handleUpcalls,
  messageUpcalls,
  type Process,
  threadUpcalls,
} from "@ws2kit/core";

/** The upcalls that work on desktop Windows: all of them. Source: reference §2.1. */
export const upcalls = (process: Process, path: string) => ({
  ...handleUpcalls(process),
  ...eventUpcalls(process),
  ...fileUpcalls(process),
  ...threadUpcalls(process, path),
  ...blockingUpcalls(process),
  ...messageUpcalls(process),
});
