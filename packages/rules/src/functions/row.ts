import type { SystemName } from "../rule.js";

/** What a function may answer. */
export interface FunctionRow {
  readonly name: string;
  /**
   * "api": what applications call. "extension": the same in another DLL, mswsock. "system": functions of kernel32 and
   * user32, whose codes are those of Windows. "slot": one of a provider's 30.
   * "upcall": one of the 15 of ws2, and WPUCompleteOverlappedRequest. "entry": a provider's WSPStartup.
   */
  readonly kind: "api" | "extension" | "system" | "slot" | "upcall" | "entry";
  /** Names in `CODES` and `WIN32_CODES`, separated by spaces; "" for a function that cannot fail. */
  readonly codes: string;
  /** The codes on systems that differ, and on targets that extend them; `null` where a system lacks the function. */
  readonly on?: { readonly [Name in SystemName]?: string | null };
  /** Works without WSAStartup, so WSANOTINITIALISED is not among its codes. */
  readonly unstarted?: true;
  readonly source: string;
}
