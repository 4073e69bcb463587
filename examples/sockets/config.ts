import json from "@ws2kit/config";
import type { ChatOptions } from "./chat-session.js";

interface Server {
  readonly host: string;
  readonly port: number;
}

/** The configuration, which the build reads from `config.json` or the file that `--config` names. */
export interface Config {
  readonly redis: Server;
  readonly http: Server & { readonly path: string };
  readonly dns: Server & { readonly name: string };
  /** `interval` in milliseconds; after `readings` the program ends. */
  readonly telemetry: Server & { readonly interval: number; readonly readings: number };
  readonly chat: ChatOptions;
}

export const config: Config = json;
