import type { Pointer } from "./bytes.js";
import type { HANDLE } from "./handle.js";

/*
 * The structures of TransmitFile and TransmitPackets. Layouts are those of 32-bit Windows. Source: mswsock.h.
 */

/**
 * The bytes that TransmitFile sends before and after the file. 16 bytes in C: 0 Head · 4 HeadLength · 8 Tail · 12
 * TailLength.
 */
export interface TRANSMIT_FILE_BUFFERS {
  /** The bytes before the file, or null. */
  Head: Pointer;
  /** How many bytes of `Head` to send. */
  HeadLength: number;
  /** The bytes after the file, or null. */
  Tail: Pointer;
  /** How many bytes of `Tail` to send. */
  TailLength: number;
}

/**
 * An element of TransmitPackets: bytes in memory, or a part of a file. 24 bytes in C: 0 dwElFlags · 4
 * cLength · 8 nFileOffset, hFile or pBuffer.
 */
export interface TRANSMIT_PACKETS_ELEMENT {
  /** TP_ELEMENT_MEMORY or TP_ELEMENT_FILE, and TP_ELEMENT_EOP: the element is the last of its packet. */
  dwElFlags: number;
  /** How many bytes to send; for a file, 0 sends all bytes from the offset on. */
  cLength: number;
  /** For a file: the offset of the first byte; -1 for the file's current offset. */
  nFileOffset?: number;
  /** For a file: its handle. */
  hFile?: HANDLE | number;
  /** The bytes in memory. */
  pBuffer?: Pointer;
}
