/** What a function may answer. */
export interface FunctionRow {
  readonly name: string;
  /**
   * "api": what applications call. "extension": the same in another DLL, mswsock. "slot": one of a provider's 30.
   * "upcall": one of the 15 of ws2, and WPUCompleteOverlappedRequest. "entry": a provider's WSPStartup.
   */
  readonly kind: "api" | "extension" | "slot" | "upcall" | "entry";
  /** Names in `CODES`, separated by spaces, as the desktop has them; "" for a function that cannot fail. */
  readonly codes: string;
  /** The same for Windows CE and Windows Mobile 5, where it differs; `null` where they lack the function. */
  readonly ce?: string | null;
  /** Works without WSAStartup, so WSANOTINITIALISED is not among its codes. */
  readonly unstarted?: true;
  readonly source: string;
}
