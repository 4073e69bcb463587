import { SD_RECEIVE, SD_SEND, type WSABUF, WSAEFAULT, WSAENOPROTOOPT } from "@ws2kit/spi";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { endDirection } from "./shutting.js";

/** WSPSendDisconnect and WSPRecvDisconnect: a shutdown, as TCP carries no disconnect data. Source: slots 20 and 24. */
export const disconnecting: Part = (tcp) => ({
  WSPSendDisconnect: socketSlot(tcp, (socket, data) => check(data) || endDirection(socket, SD_SEND)),
  WSPRecvDisconnect: socketSlot(tcp, (socket, data) => check(data) || endDirection(socket, SD_RECEIVE)),
});

/** The code for disconnect data, which TCP cannot carry; 0 without data. */
function check(data: WSABUF | null): number {
  if (data === null || data === undefined) return 0;
  return typeof data === "object" ? WSAENOPROTOOPT : WSAEFAULT;
}
