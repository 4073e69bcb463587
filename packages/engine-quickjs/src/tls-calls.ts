import { type Tls, WSAENOTSOCK, WSAEOPNOTSUPP } from "@ws2kit/spi";
import type { GuestDescriptors } from "./guest-descriptors.js";
import { lengthOf, type Mailbox } from "./mailbox.js";
import type { HostOperation } from "./operations.js";

type TlsOperation = Extract<HostOperation, `tls${string}`>;

/** The host's implementation of each TLS operation; word 1 is the session, the data are its bytes. */
export function tlsCalls(
  tls: Tls | undefined,
  box: Mailbox,
  sessions: GuestDescriptors,
): Record<TlsOperation, () => number> {
  /** Wraps a call on a session; the guest must have opened it. */
  const on = (call: (tls: Tls, session: number, w: Int32Array) => number) => () =>
    tls !== undefined && sessions.has(box.words[1]) ? call(tls, box.words[1], box.words) : -WSAENOTSOCK;

  return {
    tlsOpen() {
      const [, role, size, protocols, checking] = box.words;
      if (tls === undefined) return -WSAEOPNOTSUPP;
      const name = box.text(size);
      return sessions.add(() => tls.open(role, name, protocols, checking));
    },
    tlsClose: () => sessions.close(box.words[1]),
    tlsHandshake: on((tls, session) => tls.handshake(session)),
    tlsProtocol: on((tls, session) => tls.protocol(session)),
    tlsVerdict: on((tls, session) => tls.verdict(session)),
    tlsCertificate: on((tls, session, w) => tls.certificate(session, w[2], box.data, 0, lengthOf(w[3]))),
    tlsFeed: on((tls, session, w) => tls.feed(session, box.data, 0, lengthOf(w[2]))),
    tlsDrain: on((tls, session, w) => tls.drain(session, box.data, 0, lengthOf(w[2]))),
    tlsWrite: on((tls, session, w) => tls.write(session, box.data, 0, lengthOf(w[2]))),
    tlsRead: on((tls, session, w) => tls.read(session, box.data, 0, lengthOf(w[2]))),
    tlsShutdown: on((tls, session) => tls.shutdown(session)),
  };
}
