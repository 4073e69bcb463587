import { FIONBIO, ref, WSAEWOULDBLOCK } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { type Program, room } from "../../bench/program.js";
import { sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A connection that has just been accepted, with the client's end; `prepare` is done to the listener first. */
function accepted(bench: Bench, prepare: (far: Program, s: ReturnType<Program["stream"]>) => void = () => {}) {
  const [near, far] = [bench.program(), bench.neighbour.program()];
  const listener = far.listener();
  prepare(far, listener.s);
  const client = near.stream();
  near.must(near.connect(client, listener.name));
  if (far.ws2.select(0, { fd_count: 1, fd_array: [listener.s] }, null, null, null) !== 1) far.must(-1);
  return { near, client, far, s: far.works(far.ws2.accept(listener.s, null, null)), name: listener.name };
}

type Ask = (program: Program, s: ReturnType<Program["stream"]>) => Uint8Array;

const nameOf: Ask = (program, s) => {
  const { name, length } = room();
  program.works(program.ws2.getsockname(s, name, length), "getsockname's error");
  return name;
};
const peerOf: Ask = (program, s) => {
  const { name, length } = room();
  program.works(program.ws2.getpeername(s, name, length), "getpeername's error");
  return name;
};

/** What an accepted socket is from the start. */
export const ACCEPTED_CHECKS: readonly Check[] = [
  {
    rule: "accept/names",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, client, far, s, name } = accepted(bench);
      sameList(nameOf(far, s), name, "the accepted socket's own name");
      sameList(peerOf(far, s), nameOf(near, client), "the accepted socket's peer");
      sameList(peerOf(near, client), name, "the client's peer");
    },
  },
  {
    rule: "accept/inherits",
    of: "the blocking mode",
    needs: ["IPv4 stream"],
    run(bench) {
      const { far, s } = accepted(bench, (program, listener) =>
        program.must(program.ws2.ioctlsocket(listener, FIONBIO, ref(1))),
      );
      far.fails(far.ws2.recv(s, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK, "recv's error on the accepted socket");
    },
  },
];
