import {
  getUint32,
  isBytes,
  type Pointer,
  type Ref,
  setUint32,
  TLS_1_2,
  TLS_1_3,
  WSAEFAULT,
  WSAEINVAL,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Stream } from "../stream/stream.js";
import {
  SO_SSL_GET_PROTOCOLS,
  SO_SSL_GET_VERDICT,
  SO_SSL_PERFORM_HANDSHAKE,
  SO_SSL_SET_FLAGS,
  SO_SSL_SET_PEERNAME,
  SO_SSL_SET_PROTOCOLS,
  SO_SSL_SET_VALIDATE_CERT_HOOK,
  SSL_FLAG_DEFER_HANDSHAKE,
} from "./secure-numbers.js";
import { protocolsOf, type SecureSettings, SSLPROTOCOLS, type SSLVALIDATECERTHOOK, versionOf } from "./settings.js";
import type { TlsFilter } from "./tls-filter.js";

/** The parameters of WSPIoctl, on a secure stream. */
export interface SecureControl {
  readonly settings: SecureSettings;
  readonly stream: Stream;
  /** The filter of an established connection. */
  readonly filter: TlsFilter | null;
  readonly input: Pointer | Ref<unknown>;
  readonly inputSize: number;
  readonly output: Pointer | Ref<unknown>;
  readonly outputSize: number;
  readonly returned: Ref<number>;
}

/** The control codes of secure sockets. Each returns 0 or the code. */
export const secureControls: Readonly<Record<number, (control: SecureControl) => number>> = {
  [SO_SSL_GET_PROTOCOLS]: (control) =>
    give(control, SSLPROTOCOLS(...protocolsOf(control.settings.protocols || TLS_1_2 | TLS_1_3))),

  [SO_SSL_SET_PROTOCOLS](control) {
    const bytes = inputOf(control);
    if (bytes === null || bytes.length < 4) return WSAEFAULT;
    const count = getUint32(bytes, 0);
    if (bytes.length < 4 + 12 * count) return WSAEFAULT;
    let versions = 0;
    for (let i = 0; i < count; i++) versions |= versionOf(getUint32(bytes, 4 + 12 * i));
    if (versions === 0) return WSAEINVAL;
    control.settings.protocols = versions;
    return 0;
  },

  [SO_SSL_SET_FLAGS](control) {
    const bytes = inputOf(control);
    if (bytes === null || bytes.length < 4) return WSAEFAULT;
    const flags = getUint32(bytes, 0);
    if ((flags & ~SSL_FLAG_DEFER_HANDSHAKE) !== 0) return WSAEINVAL;
    control.settings.flags = flags;
    return 0;
  },

  [SO_SSL_SET_PEERNAME](control) {
    const bytes = inputOf(control);
    return bytes === null ? WSAEFAULT : setPeerName(control.settings, bytes);
  },

  [SO_SSL_SET_VALIDATE_CERT_HOOK]({ input, settings }) {
    const hook = input === null || isBytes(input) ? null : (input.value as SSLVALIDATECERTHOOK | null);
    if (input !== null && typeof hook?.HookFunc !== "function") return WSAEFAULT;
    settings.hook = hook;
    return 0;
  },

  [SO_SSL_PERFORM_HANDSHAKE](control) {
    const { stream, filter, settings } = control;
    const name = control.inputSize > 0 ? inputOf(control) : new Uint8Array(0);
    if (name === null) return WSAEFAULT;
    if (filter === null || !filter.isDeferred) return WSAEINVAL;
    const code = name.length === 0 ? 0 : setPeerName(settings, name);
    if (code !== 0) return code;
    filter.start(stream);
    stream.advance();
    if (!stream.isHeld) return stream.refusal;
    if (stream.isNonBlocking) return WSAEWOULDBLOCK;
    return stream.wait({ ready: () => !stream.isHeld }, -1) || stream.refusal;
  },

  [SO_SSL_GET_VERDICT](control) {
    const verdict = control.filter?.verdict ?? -1;
    const bytes = new Uint8Array(4);
    setUint32(bytes, 0, verdict);
    return verdict < 0 ? WSAEINVAL : give(control, bytes);
  },
};

/** The input's bytes; `null` if the caller passed fewer. */
function inputOf({ input, inputSize }: SecureControl): Uint8Array | null {
  return isBytes(input) && inputSize > 0 && inputSize <= input.length ? input.subarray(0, inputSize) : null;
}

function give({ output, outputSize, returned }: SecureControl, bytes: Uint8Array): number {
  if (!isBytes(output) || Math.min(output.length, outputSize) < bytes.length) return WSAEFAULT;
  output.set(bytes);
  returned.value = bytes.length;
  return 0;
}

/** Sets the name of the peer. A name is ASCII, and may end with a NUL. */
function setPeerName(settings: SecureSettings, bytes: Uint8Array): number {
  const end = bytes.indexOf(0);
  const name = bytes.subarray(0, end < 0 ? bytes.length : end);
  if (name.length === 0 || name.length > 255 || name.some((byte) => byte <= 32 || byte > 126)) return WSAEINVAL;
  settings.peerName = String.fromCharCode(...name);
  return 0;
}
