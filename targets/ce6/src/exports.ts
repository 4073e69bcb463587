/** The functions that `ws2.dll` exports on Windows Embedded CE 6.0: those of Windows CE 5.0. Source: WSASocket (CE). */
export { exports } from "@ws2kit/target-ce/exports";
