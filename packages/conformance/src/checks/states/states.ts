import { SD_BOTH, SD_RECEIVE, SD_SEND, type SOCKET, sockaddr_in } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { connectFrom, reset, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";

/** A non-blocking socket in a state, and its peer if it has one. */
export interface Stated {
  readonly program: Program;
  readonly s: SOCKET;
  readonly peer: SOCKET | null;
  /** A socket that accepts connections or datagrams, and its address. */
  readonly other: { readonly s: SOCKET; readonly name: Uint8Array };
}

/** Makes a socket in a state. */
export type Arrange = (bench: Bench, program: Program) => { readonly s: SOCKET; readonly peer?: SOCKET };

/** A stream connected within the machine, after `act`. */
function connected(act: (program: Program, s: SOCKET, peer: SOCKET) => void = () => {}): Arrange {
  return (_, program) => {
    const { s, peer } = connectFrom(program, program);
    unblock(program, s);
    unblock(program, peer);
    act(program, s, peer);
    return { s, peer };
  };
}

/** A datagram socket connected to another, after `act`. */
function joined(act: (program: Program, s: SOCKET, peer: SOCKET) => void = () => {}): Arrange {
  return (_, program) => {
    const [own, other] = [program.boundDatagram(), program.boundDatagram()];
    program.must(program.connect(own.s, other.name));
    program.must(program.connect(other.s, own.name));
    unblock(program, own.s);
    unblock(program, other.s);
    act(program, own.s, other.s);
    return { s: own.s, peer: other.s };
  };
}

const shut = (how: number) => (program: Program, s: SOCKET) => {
  program.must(program.ws2.shutdown(s, how));
};

/** Five bytes: one more than a call of the rows receives. */
const DATA = new Uint8Array([1, 2, 3, 4, 5]);

/** The states of a stream. */
export const STREAM_STATES: Readonly<Record<string, Arrange>> = {
  new: (_, program) => ({ s: program.stream() }),
  bound: (_, program) => {
    const s = program.stream();
    program.bind(s);
    return { s };
  },
  listening: (_, program) => ({ s: program.listener().s }),
  connecting: (bench, program) => {
    const { name } = bench.neighbour.program().listener();
    bench.network.link("alpha", "beta", { path: "silent" });
    const s = program.stream();
    unblock(program, s);
    program.connect(s, name);
    return { s };
  },
  refused: (_, program) => {
    const s = program.stream();
    program.connect(s, sockaddr_in("127.0.0.1", 9));
    return { s };
  },
  connected: connected(),
  "with data": connected((program, _, peer) => void program.must(program.send(peer, DATA))),
  "with an urgent byte": connected((program, _, peer) => {
    program.must(program.ws2.send(peer, DATA, 1, 1));
  }),
  "send shut": connected(shut(SD_SEND)),
  "receive shut": connected(shut(SD_RECEIVE)),
  "both shut": connected(shut(SD_BOTH)),
  "peer shut": connected((program, _, peer) => void program.must(program.ws2.shutdown(peer, SD_SEND))),
  "peer closed": connected((program, _, peer) => void program.must(program.ws2.closesocket(peer))),
  reset: connected((program, _, peer) => reset(program, peer)),
};

/** The states of a datagram socket. */
export const DATAGRAM_STATES: Readonly<Record<string, Arrange>> = {
  new: (_, program) => ({ s: program.datagram() }),
  bound: (_, program) => ({ s: program.boundDatagram().s }),
  connected: joined(),
  "with data": joined((program, _, peer) => void program.must(program.send(peer, DATA))),
  "without its peer": joined((program, s) => {
    program.must(program.connect(s, sockaddr_in("0.0.0.0", 0)));
  }),
  "send shut": joined(shut(SD_SEND)),
  "receive shut": joined(shut(SD_RECEIVE)),
  "both shut": joined(shut(SD_BOTH)),
  "peer closed": joined((program, s, peer) => {
    program.must(program.ws2.closesocket(peer));
    program.send(s, DATA);
  }),
};

/** Makes a non-blocking socket in a state. */
export function inState(bench: Bench, program: Program, arrange: Arrange, isStream: boolean): Stated {
  const { s, peer = null } = arrange(bench, program);
  unblock(program, s);
  const other = isStream ? program.listener().s : program.boundDatagram().s;
  return { program, s, peer, other: { s: other, name: sockaddr_in("127.0.0.1", program.portOf(other)) } };
}
