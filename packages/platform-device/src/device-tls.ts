import type { Tls } from "@ws2kit/spi";
import type { DeviceTlsHost } from "./device-host.js";

type Carry = (session: number, buf: Uint8Array, off: number, len: number) => number;
type HostCarry = (session: number, buf: ArrayBuffer, off: number, len: number) => number;

/** Wraps the host's TLS as a `Tls`: functions without memory arguments are the host's own. */
export function deviceTls(host: DeviceTlsHost): Tls {
  const apart =
    (call: HostCarry): Carry =>
    (session, buf, off, len) =>
      call(session, buf.buffer as ArrayBuffer, buf.byteOffset + off, len);
  return {
    open: host.open,
    close: host.close,
    handshake: host.handshake,
    protocol: host.protocol,
    verdict: host.verdict,
    certificate: (session, index, buf, off, len) =>
      host.certificate(session, index, buf.buffer as ArrayBuffer, buf.byteOffset + off, len),
    feed: apart(host.feed),
    drain: apart(host.drain),
    write: apart(host.write),
    read: apart(host.read),
    shutdown: host.shutdown,
  };
}
