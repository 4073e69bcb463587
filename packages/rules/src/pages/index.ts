import { CALLBACK_PAGE } from "./callback-page.js";
import { CE_PAGE } from "./ce-page.js";
import type { Sentence } from "./sentence.js";
import { SOCKET_HANDLE_PAGE } from "./socket-handle-page.js";
import { SPI_1997_PAGE } from "./spi-1997-page.js";
import { WSASOCKET_PAGE } from "./wsasocket-page.js";

export type { Sentence } from "./sentence.js";

/** Every normative sentence of the five documentation pages, by the tag under which rules cite the page. */
export const PAGES: Readonly<Record<string, readonly Sentence[]>> = {
  "WSPSocket (desktop)": CALLBACK_PAGE,
  "WSPSocket (1997)": SPI_1997_PAGE,
  "WSPSocket (CE 5.0)": CE_PAGE,
  "WSASocket (CE)": WSASOCKET_PAGE,
  "WPUCreateSocketHandle (desktop)": SOCKET_HANDLE_PAGE,
};
