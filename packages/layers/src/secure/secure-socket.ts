import type { LayerSocket } from "../kit/layer-socket.js";
import type { SecureSettings } from "./settings.js";
import type { TlsFilter } from "./tls-filter.js";

/** What the layer keeps with a socket that has been made secure. */
export class SecureSocket {
  /** The TLS of its connection, once that stands. */
  filter: TlsFilter | null = null;

  constructor(readonly settings: SecureSettings) {}
}

/** What is kept with a socket; `null` unless it has been made secure. */
export function secureSocket(socket: LayerSocket): SecureSocket | null {
  return socket.state instanceof SecureSocket ? socket.state : null;
}
