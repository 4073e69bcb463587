import type { Pointer } from "./bytes.js";
import type { HANDLE } from "./handle.js";

/*
 * What TransmitFile and TransmitPackets send. Layouts are those of 32-bit Windows. Source: mswsock.h.
 */

/** What TransmitFile sends before and after the file. 16 bytes in C: 0 Head · 4 HeadLength · 8 Tail · 12 TailLength. */
export interface TRANSMIT_FILE_BUFFERS {
  /** The bytes before the file, or null. */
  Head: Pointer;
  /** How many of them to send. */
  HeadLength: number;
  /** The bytes after the file, or null. */
  Tail: Pointer;
  /** How many of them to send. */
  TailLength: number;
}

/**
 * One element of what TransmitPackets sends: bytes in memory, or a part of a file. 24 bytes in C: 0 dwElFlags · 4
 * cLength · 8 nFileOffset, hFile or pBuffer.
 */
export interface TRANSMIT_PACKETS_ELEMENT {
  /** TP_ELEMENT_MEMORY or TP_ELEMENT_FILE, and TP_ELEMENT_EOP: the element is the last of its packet. */
  dwElFlags: number;
  /** How many bytes to send; of a file, 0 sends all that follow. */
  cLength: number;
  /** Of a file: the offset of the first byte; -1 for the file's current one. */
  nFileOffset?: number;
  /** Of a file: its handle. */
  hFile?: HANDLE | number;
  /** The bytes in memory. */
  pBuffer?: Pointer;
}
