import {
  DWORD,
  FD_READ,
  FD_WRITE,
  MSG_OOB,
  newWSABUF,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SO_BROADCAST,
  SO_TYPE,
  SOCK_RAW,
  SOCKADDR_IN_SIZE,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { MessageWindow, WM_SOCKET } from "../../bench/message-window.js";
import { isSignalled, newEvent } from "../../bench/overlapping.js";
import { bytes, loopbackPair, pass, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds } from "../../findings/finding.js";
import { socketOptions } from "../../findings/socket-options.js";
import type { Check } from "../../running/check.js";

/** Asserts that the last call failed with a code other than WSA_IO_PENDING. */
function refused(program: Program, result: unknown, what: string): void {
  const failed = result === SOCKET_ERROR || result === false;
  const code = program.ws2.WSAGetLastError();
  holds(failed && code !== 0 && code !== WSA_IO_PENDING, `whether ${what} fails with a code`);
}

/** Asserts that an overlapped receive fails although data has arrived. */
function refusesOverlapped(
  program: Program,
  receive: (lpOverlapped: ReturnType<typeof newWSAOVERLAPPED>) => number,
): void {
  const event = newEvent(program);
  const overlapped = newWSAOVERLAPPED(event);
  refused(program, receive(overlapped), "the overlapped receive");
  pass(program, 5);
  holds(!isSignalled(program, event), "whether the event of the operation stays unsignalled");
}

const overlapped: readonly Check[] = [
  {
    rule: "claims/no-overlapped",
    of: "a stream",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, peer } = loopbackPair(bench);
      near.must(near.send(peer, bytes("data")));
      const buffers = [newWSABUF(new Uint8Array(4))];
      refusesOverlapped(near, (lpOverlapped) => near.ws2.WSARecv(s, buffers, 1, null, ref(0), lpOverlapped, null));
    },
  },
  {
    rule: "claims/no-overlapped",
    of: "a datagram",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      program.must(program.sendTo(program.datagram(), bytes("data"), name));
      const buffers = [newWSABUF(new Uint8Array(4))];
      refusesOverlapped(program, (lpOverlapped) =>
        program.ws2.WSARecvFrom(s, buffers, 1, null, ref(0), null, null, lpOverlapped, null),
      );
    },
  },
];

/** A machine that the provider does not claim to reach. */
const faraway = (bench: Bench) => bench.machineNamed("faraway");

const places: readonly Check[] = [
  {
    rule: "claims/no-other-hosts",
    of: "a stream",
    needs: ["IPv4 stream", "two addresses"],
    run(bench) {
      const far = faraway(bench).program();
      const port = far.portOf(far.listener().s);
      const program = bench.program();
      const name = sockaddr_in(far.host.address, port);
      refused(program, program.connect(program.stream(), name), "connect to another host");
    },
  },
  {
    rule: "claims/no-other-hosts",
    of: "a datagram",
    needs: ["IPv4 datagram", "two addresses"],
    run(bench) {
      const far = faraway(bench).program();
      const { s } = far.boundDatagram();
      unblock(far, s);
      const program = bench.program();
      const name = sockaddr_in(far.host.address, far.portOf(s));
      program.sendTo(program.datagram(), bytes("far"), name);
      pass(program, 50);
      equal(far.receive(s), null, "what arrives at another host");
    },
  },
];

/** Whether getsockopt supports an option of a new socket. */
function isKnown(program: Program, optname: number): boolean {
  const result = program.ws2.getsockopt(program.socket(), SOL_SOCKET, optname, new Uint8Array(628), ref(628));
  return result === 0 || program.ws2.WSAGetLastError() !== WSAENOPROTOOPT;
}

/** The capabilities that a provider claims, and those that it does not. */
export const CLAIM_CHECKS: readonly Check[] = [
  {
    rule: "claims/entries",
    needs: ["option SO_TYPE"],
    run(bench) {
      const program = bench.program();
      for (const kind of bench.description.entries.filter(([, type]) => type !== SOCK_RAW)) {
        const s = bench.trace.ofAnyKind(() => program.ws2.WSASocketW(...kind, null, 0, 0));
        program.works(s, `the error of a socket of ${kind.join(", ")}`);
        const value = new Uint8Array(4);
        program.works(program.ws2.getsockopt(s, SOL_SOCKET, SO_TYPE, value, ref(4)), "getsockopt's error");
        equal(readDWORD(value), kind[1], `SO_TYPE of a socket of ${kind.join(", ")}`);
      }
    },
  },
  ...overlapped,
  {
    rule: "claims/no-events",
    run(bench) {
      const program = bench.program();
      const result = program.ws2.WSAEventSelect(program.socket(), newEvent(program), FD_READ);
      refused(program, result, "WSAEventSelect");
    },
  },
  ...places,
  {
    rule: "claims/no-urgent",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = loopbackPair(bench);
      refused(near, near.ws2.send(s, bytes("!"), 1, MSG_OOB), "send with MSG_OOB");
    },
  },
  {
    rule: "claims/no-broadcast",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const s = program.datagram();
      const isSet = bench.trace.ofAnyKind(() => program.ws2.setsockopt(s, SOL_SOCKET, SO_BROADCAST, DWORD(1), 4)) === 0;
      if (isSet)
        refused(program, program.sendTo(s, bytes("all"), sockaddr_in("255.255.255.255", 4000)), "the broadcast");
    },
  },
  {
    rule: "claims/no-extensions",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const [{ s }, acceptor] = [program.listener(), program.stream()];
      const { AcceptEx } = program.desktop.mswsock;
      refused(program, AcceptEx(s, acceptor, new Uint8Array(64), 0, 32, 32, ref(0), newWSAOVERLAPPED()), "AcceptEx");
    },
  },
  {
    rule: "claims/no-messages",
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      const window = new MessageWindow(program);
      // FD_WRITE is posted for a datagram socket with a name; a socket of another kind may refuse this name
      bench.trace.ofAnyKind(() => program.ws2.bind(s, sockaddr_in("0.0.0.0", 0), SOCKADDR_IN_SIZE));
      refused(program, program.desktop.WSAAsyncSelect(s, window.hWnd, WM_SOCKET, FD_READ | FD_WRITE), "WSAAsyncSelect");
      equal(window.drain().length, 0, "how many messages are posted");
    },
  },
  {
    rule: "claims/options",
    run(bench) {
      const { options } = bench.description;
      if (options === null) return bench.inapplicable("the provider does not name its options");
      const program = bench.program();
      const known = bench.trace.ofAnyKind(() => socketOptions().filter(([, optname]) => isKnown(program, optname)));
      const all = socketOptions().map(([name]) => name);
      const expected = all.filter((name) => options.includes(name));
      equal(known.map(([name]) => name).join(), expected.join(), "the options of SOL_SOCKET that can be read");
    },
  },
];
