import { Flow, type FlowReading } from "./flow.js";

/** What has flowed through a socket, a process or the machine. */
export class Tally {
  readonly sent = new Flow();
  readonly received = new Flow();
  /** When it was told last. */
  toldAt = 0;
}

/** What the meter tells. Plain data. */
export interface Reading {
  readonly layer: "meter";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  readonly scope: "socket" | "process" | "machine";
  readonly process: number;
  /** The socket's handle; -1 for a process or the machine. */
  readonly socket: number;
  readonly sent: FlowReading;
  readonly received: FlowReading;
}
