/** A mutation without an effect that a caller or a provider can notice, and the reason. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

/** Examined survivors that no check can notice. They have no line number, because lines move. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "packages/core/src/kernel/timers.ts",
    original: "this.#due.shift()?.run",
    replacement: "this.#due.shift().run",
    why: "A timer is removed only when one is due, so there is one.",
  },
  {
    file: "packages/tcpip/src/connection/accept-ex.ts",
    original: "listener.arrivals.length > 0",
    replacement: "true",
    why: "A listener that is tested without a connection finds none, and continues to wait.",
  },
  {
    file: "packages/tcpip/src/transfer/receive-message.ts",
    original: "buffers.length === 1",
    replacement: "false",
    why: "A single buffer is filled without a copy; with one, the same bytes reach it.",
  },
  {
    file: "packages/tcpip/src/transfer/receive-message.ts",
    original: "lpBytes !== null",
    replacement: "true",
    why: "Without an overlapped structure, a null pointer for the number of bytes has been refused before.",
  },
  {
    file: "packages/tcpip/src/transfer/receiving.ts",
    original: "count === 1",
    replacement: "false",
    why: "A single buffer is filled without a copy; with one, the same bytes reach it.",
  },
  {
    file: "packages/tcpip/src/transfer/send-message.ts",
    original: "socket.descriptors > 1",
    replacement: "true",
    why: "Only a duplicate is opened without a name; on any other handle the call stores what is stored already.",
  },
  {
    file: "packages/tcpip/src/transfer/sending.ts",
    original: "socket.descriptors > 1",
    replacement: "true",
    why: "Only a duplicate is opened without a name; on any other handle the call stores what is stored already.",
  },
];
