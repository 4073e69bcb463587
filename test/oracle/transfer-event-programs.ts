import { FIONREAD, MSG_OOB, MSG_PEEK, ref, SD_SEND } from "@ws2kit/spi";
import { type Bench, loopback } from "./bench.js";
import { Selected } from "./network-event-steps.js";
import { reset } from "./overlap.js";
import type { Programs } from "./programs.js";

/** A connection whose server end has an event, what happened so far cleared; `text` has come since. */
export function receiving(bench: Bench, text = "") {
  const { client, server } = bench.pair();
  const selected = new Selected(bench, server).clear();
  if (text !== "") bench.send(client, text);
  return { client, server: selected };
}

/** A client with an event that has sent until there was no room. */
export function filled(bench: Bench) {
  const { client, server } = bench.pair();
  const selected = new Selected(bench, client).clear();
  const block = new Uint8Array(65536);
  while (bench.ws2.send(client, block, block.length, 0) > 0);
  return { selected, server, answer: bench.told(-1) };
}

/** `filled`, and then its peer has read all. */
export function drained(bench: Bench) {
  const all = filled(bench);
  bench.nonBlocking(all.server);
  while (bench.recv(all.server, 65536) > 0);
  return all;
}

/** A server end that has received "abc", except for the bytes that a step leaves. */
function afterReading(bench: Bench, room: number): Selected {
  const { server } = receiving(bench, "abc");
  server.clear();
  bench.recv(server.s, room);
  return server;
}

function urgent(bench: Bench) {
  const { client, server } = receiving(bench);
  return { client, server, answer: bench.told(bench.send(client, "!", MSG_OOB)) };
}

/** A stream that its peer has ended after three bytes. */
function ended(bench: Bench, text = "abc") {
  const { client, server } = receiving(bench, text);
  bench.must(bench.ws2.shutdown(client, SD_SEND));
  return server;
}

function afterReset(bench: Bench) {
  const { client, server } = receiving(bench);
  reset(bench, client);
  return server;
}

/** A bound datagram socket with an event, and another that has sent it `texts`. */
function datagrams(bench: Bench, ...texts: string[]): Selected {
  const s = bench.bound("udp4");
  const selected = new Selected(bench, s).clear();
  for (const text of texts) bench.sendto(bench.udp(), text, bench.name(s));
  return selected;
}

/** Programs for the rows about FD_READ, FD_WRITE, FD_OOB and FD_CLOSE. */
export const TRANSFER_EVENT_PROGRAMS: Programs = {
  "server read event": (b) => receiving(b, "abc").server.next(),
  "server no re-signal without recv": (b) => receiving(b, "abc").server.clear().next(),
  "more data without recv": (b) => {
    const { client, server } = receiving(b, "abc");
    server.clear();
    b.send(client, "def");
    return server.next();
  },
  "after partial recv (re-enable)": (b) => afterReading(b, 1).next(),
  "recv rest": (b) => b.told(b.recv(receiving(b, "abcdef").server.s)),
  "after full recv": (b) => afterReading(b, 100).next(),
  "recv would block": (b) => b.told(b.recv(afterReading(b, 100).s)),
  "read event again": (b) => {
    const { client, server } = receiving(b, "abc");
    server.clear();
    b.recv(server.s);
    b.recv(server.s);
    b.send(client, "de");
    return server.next();
  },
  MSG_PEEK: (b) => b.told(b.recv(receiving(b, "de").server.s, 1, MSG_PEEK)),
  "after peek": (b) => {
    const { server } = receiving(b, "de");
    server.clear();
    b.recv(server.s, 1, MSG_PEEK);
    return server.next();
  },
  FIONREAD: (b) => {
    const count = ref(0);
    b.must(b.ws2.ioctlsocket(receiving(b, "de").server.s, FIONREAD, count));
    return String(count.value);
  },
  drained: (b) => afterReading(b, 100).next(),
  "re-select with data pending": (b) => {
    const { server } = receiving(b, "abc");
    return server.clear().select();
  },
  "after re-select with data (re-recorded)": (b) => {
    const { server } = receiving(b, "abc");
    server.clear().select();
    return server.next();
  },
  "client before fill": (b) => new Selected(b, b.pair().client).clear().next(),
  "fill until would block": (b) => filled(b).answer,
  "client full (no FD_WRITE)": (b) => filled(b).selected.next(),
  "client after drain (FD_WRITE)": (b) => drained(b).selected.next(),
  "client again": (b) => drained(b).selected.clear().next(),
  "client after successful send (no FD_WRITE)": (b) => {
    const { selected } = drained(b);
    b.send(selected.clear().s, "x");
    return selected.next();
  },
  "server drained": (b) => {
    const { client, server } = receiving(b, "abc");
    b.recv(server.clear().s);
    b.send(client, "def");
    b.recv(server.s);
    return server.next();
  },
  "send OOB": (b) => urgent(b).answer,
  "server OOB": (b) => urgent(b).server.next(),
  "recv OOB": (b) => b.told(b.recv(urgent(b).server.s, 1, MSG_OOB)),
  "after OOB recv": (b) => {
    const { server } = urgent(b);
    server.clear();
    b.recv(server.s, 1, MSG_OOB);
    return server.next();
  },
  x: (b) => receiving(b).server.next(),
  "peer shutdown with data pending": (b) => ended(b).next(),
  "recv data": (b) => b.told(b.recv(ended(b).clear().s)),
  "after recv data (CLOSE?)": (b) => {
    const server = ended(b).clear();
    b.recv(server.s);
    return server.next();
  },
  "recv eof": (b) => b.told(b.recv(ended(b, "").clear().s)),
  "after eof": (b) => {
    const server = ended(b, "").clear();
    b.recv(server.s);
    return server.next();
  },
  "after eof again": (b) => {
    const server = ended(b, "").clear();
    b.recv(server.s);
    return server.clear().next();
  },
  "client after peer full close": (b) => {
    const { client, server } = b.pair();
    const selected = new Selected(b, client).clear();
    b.ws2.closesocket(server);
    return selected.next();
  },
  "client again (2)": (b) => {
    const { client, server } = b.pair();
    const selected = new Selected(b, client).clear();
    b.ws2.closesocket(server);
    return selected.clear().next();
  },
  "peer RST": (b) => afterReset(b).next(),
  "peer RST again": (b) => afterReset(b).clear().next(),
  "recv after RST": (b) => b.told(b.recv(afterReset(b).clear().s)),
  "closed socket": (b) => {
    const { server } = receiving(b);
    b.ws2.closesocket(server.s);
    return server.next();
  },
  "udp unbound": (b) => new Selected(b, b.udp()).next(),
  "udp bound (WRITE)": (b) => {
    const selected = new Selected(b, b.udp()).clear();
    const name = loopback("udp4");
    b.must(b.ws2.bind(selected.s, name, name.length));
    return selected.next();
  },
  "udp 2 datagrams": (b) => datagrams(b, "one", "two").next(),
  "udp after first recv": (b) => {
    const selected = datagrams(b, "one", "two").clear();
    b.recv(selected.s);
    return selected.next();
  },
  "udp drained": (b) => {
    const selected = datagrams(b, "one").clear();
    b.recv(selected.s);
    return selected.next();
  },
  "udp dgram": (b) => datagrams(b, "one").next(),
  "udp truncated": (b) => b.told(b.recv(datagrams(b, "abcdef").clear().s, 2)),
  "udp after trunc": (b) => {
    const selected = datagrams(b, "abcdef").clear();
    b.recv(selected.s, 2);
    return selected.next();
  },
};
