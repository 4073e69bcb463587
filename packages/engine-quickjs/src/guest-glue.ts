import type { DeviceHost, DeviceTlsHost } from "@ws2kit/platform-device";
import type { HostOperation, Layout } from "./operations.js";

/** What the host passes to the guest's side: the mailbox, the call that serves it, and the calls with texts. */
export interface Wires {
  readonly mailbox: ArrayBuffer;
  readonly call: () => void;
  readonly run: (step: () => boolean) => void;
  /** Texts are passed as JSON, because the engine ends a text at a NUL. */
  readonly log: (text: string) => void;
  readonly record: (code: string, args: string) => void;
  /** Whether this host offers TLS. */
  readonly hasTls: boolean;
}

/**
 * Makes the `DeviceHost` of a guest. **It runs inside the guest**: the guest evaluates its source, so it uses only its
 * arguments.
 */
export function deviceHostOf(abi: number, op: Record<HostOperation, number>, at: Layout, wires: Wires): DeviceHost {
  const { mailbox, call, run, log, record, hasTls } = wires;
  const FAULT = -10014; // -WSAEFAULT
  const NAME_ROOM = 28;
  const LONGEST_TEXT = 1024; // a longer host name cannot be resolved, cut or not
  const { stringify } = JSON; // the program may replace it
  const words = new Int32Array(mailbox, 0, 9);
  const float = new Float64Array(mailbox, at.float, 1);
  const nameBox = new Uint8Array(mailbox, at.name, at.nameSize);
  const dataBox = new Uint8Array(mailbox, at.data, at.dataSize);
  const textBox = new Uint16Array(mailbox, at.data, LONGEST_TEXT);

  function ask(operation: number, a: number, b: number, c: number, d: number): number {
    words[0] = operation;
    words[1] = a;
    words[2] = b;
    words[3] = c;
    words[4] = d;
    call();
    return words[0];
  }
  /** Whether a buffer contains the bytes [off, off + len); checked before a call transfers anything. */
  function holds(buf: ArrayBuffer, off: number, len: number): boolean {
    return buf instanceof ArrayBuffer && off >= 0 && len >= 0 && off + len <= buf.byteLength;
  }
  function putName(buf: ArrayBuffer, off: number, len: number): number {
    const size = Math.min(len, at.nameSize);
    nameBox.set(new Uint8Array(buf, off, size));
    return size;
  }
  function takeName(buf: ArrayBuffer, off: number): void {
    const size = Math.min(words[8], buf.byteLength - off);
    new Uint8Array(buf, off, size).set(new Uint8Array(mailbox, at.name, size));
  }
  function putData(buf: ArrayBuffer, off: number, len: number): number {
    const size = Math.min(len, at.dataSize);
    dataBox.set(new Uint8Array(buf, off, size));
    return size;
  }
  function takeData(buf: ArrayBuffer, off: number, len: number): void {
    if (len > 0) new Uint8Array(buf, off, len).set(new Uint8Array(mailbox, at.data, len));
  }
  function putText(text: string): number {
    let length = 0;
    for (; length < text.length && length < LONGEST_TEXT; length++) textBox[length] = text.charCodeAt(length);
    return 2 * length;
  }
  function take(operation: number, subject: number, buf: ArrayBuffer, off: number, len: number): number {
    if (!holds(buf, off, len)) return FAULT;
    const room = Math.min(len, at.dataSize);
    const rc = ask(operation, subject, room, 0, 0);
    takeData(buf, off, Math.min(rc, room));
    return rc;
  }
  function put(operation: number, subject: number, buf: ArrayBuffer, off: number, len: number): number {
    return holds(buf, off, len) ? ask(operation, subject, putData(buf, off, len), 0, 0) : FAULT;
  }
  function naming(operation: number, fd: number, buf: ArrayBuffer, off: number, len: number): number {
    return holds(buf, off, len) ? ask(operation, fd, putName(buf, off, len), 0, 0) : FAULT;
  }
  function named(operation: number, fd: number, buf: ArrayBuffer, off: number): number {
    if (!holds(buf, off, NAME_ROOM)) return FAULT;
    const rc = ask(operation, fd, 0, 0, 0);
    if (rc >= 0) takeName(buf, off);
    return rc;
  }

  const tls: DeviceTlsHost = {
    open: (role, name, protocols, checking) => ask(op.tlsOpen, role, putText(name), protocols, checking),
    close: (session) => ask(op.tlsClose, session, 0, 0, 0),
    handshake: (session) => ask(op.tlsHandshake, session, 0, 0, 0),
    protocol: (session) => ask(op.tlsProtocol, session, 0, 0, 0),
    verdict: (session) => ask(op.tlsVerdict, session, 0, 0, 0),
    certificate(session, index, buf, off, len) {
      if (!holds(buf, off, len)) return FAULT;
      const room = Math.min(len, at.dataSize);
      const rc = ask(op.tlsCertificate, session, index, room, 0);
      takeData(buf, off, Math.min(rc, room));
      return rc;
    },
    feed: (session, buf, off, len) => put(op.tlsFeed, session, buf, off, len),
    drain: (session, buf, off, len) => take(op.tlsDrain, session, buf, off, len),
    write: (session, buf, off, len) => put(op.tlsWrite, session, buf, off, len),
    read: (session, buf, off, len) => take(op.tlsRead, session, buf, off, len),
    shutdown: (session) => ask(op.tlsShutdown, session, 0, 0, 0),
  };

  return {
    abi,
    run,
    log: (text) => log(stringify(`${text}`)),
    record: (code, args) => record(stringify(`${code}`), stringify(`${args}`)),
    now() {
      ask(op.now, 0, 0, 0, 0);
      return float[0];
    },
    poll(table, n, ms) {
      if (!holds(table, 0, 8 * n)) return FAULT;
      const entries = Math.min(n, at.dataSize / 8 - 1);
      float[0] = ms;
      // The first entry belongs to the host.
      dataBox.set(new Uint8Array(table, 0, 8 * entries), 8);
      const rc = ask(op.poll, entries, 0, 0, 0);
      new Uint8Array(table, 0, 8 * entries).set(new Uint8Array(mailbox, at.data + 8, 8 * entries));
      return rc;
    },
    random(buf, off, len) {
      if (!holds(buf, off, len)) return FAULT;
      for (let done = 0; done < len; done += at.dataSize) {
        const size = Math.min(len - done, at.dataSize);
        ask(op.random, size, 0, 0, 0);
        takeData(buf, off + done, size);
      }
      return 0;
    },
    booted: () => void ask(op.booted, 0, 0, 0, 0),

    open: (family, type, protocol) => ask(op.open, family, type, protocol, 0),
    close: (fd) => ask(op.close, fd, 0, 0, 0),
    bind: (fd, name, off, namelen) => naming(op.bind, fd, name, off, namelen),
    connect: (fd, name, off, namelen) => naming(op.connect, fd, name, off, namelen),
    listen: (fd, backlog) => ask(op.listen, fd, backlog, 0, 0),
    accept: (fd, name, off) => named(op.accept, fd, name, off),
    send: (fd, buf, off, len, flags) =>
      holds(buf, off, len) ? ask(op.send, fd, putData(buf, off, len), flags, 0) : FAULT,
    recv(fd, buf, off, len, flags) {
      if (!holds(buf, off, len)) return FAULT;
      const room = Math.min(len, at.dataSize);
      const rc = ask(op.recv, fd, room, flags, 0);
      takeData(buf, off, Math.min(rc, room));
      return rc;
    },
    sendto(fd, buf, off, len, flags, name, nameOff, namelen) {
      if (!holds(buf, off, len) || !holds(name, nameOff, namelen)) return FAULT;
      return ask(op.sendto, fd, putData(buf, off, len), flags, putName(name, nameOff, namelen));
    },
    recvfrom(fd, buf, off, len, flags, name, nameOff) {
      if (!holds(buf, off, len) || !holds(name, nameOff, NAME_ROOM)) return FAULT;
      const room = Math.min(len, at.dataSize);
      const rc = ask(op.recvfrom, fd, room, flags, 0);
      takeData(buf, off, Math.min(rc, room));
      if (rc >= 0) takeName(name, nameOff);
      return rc;
    },
    shutdown: (fd, how) => ask(op.shutdown, fd, how, 0, 0),
    getsockname: (fd, name, off) => named(op.getsockname, fd, name, off),
    getpeername: (fd, name, off) => named(op.getpeername, fd, name, off),
    getsockopt(fd, level, optname, value, off, len) {
      if (!holds(value, off, len)) return FAULT;
      const rc = ask(op.getsockopt, fd, level, optname, Math.min(len, at.dataSize));
      takeData(value, off, rc);
      return rc;
    },
    setsockopt: (fd, level, optname, value, off, len) =>
      holds(value, off, len) ? ask(op.setsockopt, fd, level, optname, putData(value, off, len)) : FAULT,
    available: (fd) => ask(op.available, fd, 0, 0, 0),
    unsent: (fd) => ask(op.unsent, fd, 0, 0, 0),
    atmark: (fd) => ask(op.atmark, fd, 0, 0, 0),
    resolve(name, family, out, off, len) {
      if (!holds(out, off, len)) return FAULT;
      const slots = Math.min(len, at.dataSize);
      const rc = ask(op.resolve, putText(name), family, slots, 0);
      takeData(out, off, rc > 0 ? 28 * rc : 0);
      return rc;
    },
    getnameinfo(name, nameOff, namelen, out, off, len) {
      if (!holds(name, nameOff, namelen) || !holds(out, off, len)) return FAULT;
      const rc = ask(op.getnameinfo, putName(name, nameOff, namelen), Math.min(len, at.dataSize), 0, 0);
      takeData(out, off, rc);
      return rc;
    },
    ...(hasTls ? { tls } : {}),
  };
}
