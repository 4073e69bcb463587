import type { LayerSocket } from "../kit/layer-socket.js";
import type { SecureSettings } from "./settings.js";
import type { TlsFilter } from "./tls-filter.js";

/** The layer's state of a secure socket. */
export class SecureSocket {
  /** The TLS of its connection; null until the connection is established. */
  filter: TlsFilter | null = null;

  constructor(readonly settings: SecureSettings) {}
}

/** The state of a secure socket; `null` for other sockets. */
export function secureSocket(socket: LayerSocket): SecureSocket | null {
  return socket.state instanceof SecureSocket ? socket.state : null;
}
