import {
  CF_ACCEPT,
  CF_DEFER,
  CF_REJECT,
  INVALID_SOCKET,
  type LPCONDITIONPROC,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes } from "../../bench/pairs.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A listener at which one connection waits; `accept` asks `condition` about it. */
function asked(bench: Bench) {
  const program = bench.program();
  const listener = program.listener();
  const near = program.stream();
  program.must(program.connect(near, listener.name));
  const accept = (condition: LPCONDITIONPROC, data: unknown = 0) =>
    program.ws2.WSAAccept(listener.s, null, null, condition, data);
  return { program, listener, near, accept };
}

/** WSAAccept with a condition function. */
export const CONDITION_CHECKS: readonly Check[] = [
  {
    rule: "WSPAccept/condition/accept",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, near, accept } = asked(bench);
      const s = program.works(accept(() => CF_ACCEPT));
      program.must(program.send(near, bytes("in")));
      sameList(program.receive(s) ?? [], bytes("in"), "what the accepted socket receives");
    },
  },
  {
    rule: "WSPAccept/condition/reject",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, near, accept } = asked(bench);
      program.fails(
        accept(() => CF_REJECT),
        WSAECONNREFUSED,
      );
      program.fails(
        program.ws2.recv(near, new Uint8Array(1), 1, 0),
        WSAECONNRESET,
        "the error of the client that asked",
      );
    },
  },
  {
    rule: "WSPAccept/condition/defer",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, near, listener, accept } = asked(bench);
      for (let i = 0; i < 2; i++) {
        program.fails(
          accept(() => CF_DEFER),
          WSATRY_AGAIN,
        );
      }
      const s = program.works(program.ws2.accept(listener.s, null, null));
      program.must(program.send(near, bytes("in")));
      sameList(program.receive(s) ?? [], bytes("in"), "what the accepted socket receives");
    },
  },
  {
    rule: "WSPAccept/condition/defer",
    of: "its place in the queue",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, near, listener, accept } = asked(bench);
      const second = program.stream();
      program.must(program.connect(second, listener.name));
      program.fails(
        accept(() => CF_DEFER),
        WSATRY_AGAIN,
      );
      for (const [i, client] of [near, second].entries()) {
        const s = program.works(program.ws2.accept(listener.s, null, null));
        program.must(program.send(client, bytes("in")));
        sameList(program.receive(s) ?? [], bytes("in"), `what accepted socket ${i + 1} receives of client ${i + 1}`);
      }
    },
  },
  {
    rule: "WSPAccept/condition/arguments",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, near, listener, accept } = asked(bench);
      const data = { mine: true };
      let given: Parameters<LPCONDITIONPROC> | null = null;
      program.works(
        accept((...args) => {
          given = args;
          return CF_ACCEPT;
        }, data),
      );
      const [caller, , , , callee, , g, dwCallbackData] = given as unknown as Parameters<LPCONDITIONPROC>;
      const ports = [caller, callee].map(({ buf }) => ((buf as Uint8Array)[2] << 8) | (buf as Uint8Array)[3]);
      sameList(ports, [program.portOf(near), program.portOf(listener.s)], "the ports of caller and callee");
      equal(g.value, 0, "g before the condition function sets it");
      holds(dwCallbackData === data, "whether the condition function receives the connect data");
    },
  },
  {
    rule: "WSPAccept/condition/other",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, accept } = asked(bench);
      program.fails(
        accept(() => 77),
        WSAEINVAL,
      );
    },
  },
  {
    rule: "WSPAccept/condition/group",
    needs: ["IPv4 stream"],
    run(bench) {
      const { program, accept } = asked(bench);
      const condition: LPCONDITIONPROC = (_id, _data, _sqos, _gqos, _calleeId, _calleeData, g) => {
        g.value = 4711;
        return CF_ACCEPT;
      };
      program.fails(accept(condition), WSAEINVAL);
    },
  },
  ...(["WSPAccept/condition/no-calls", "WSASocketW/error/in-progress", "WSPSocket/error/in-progress"] as const).map(
    (rule): Check => ({
      rule,
      of: "in a condition function",
      needs: ["IPv4 stream"],
      run(bench) {
        const { program, accept } = asked(bench);
        const codes: number[] = [];
        program.works(
          accept(() => {
            const made = program.ws2.socket(2, 1, 0);
            codes.push(made === INVALID_SOCKET ? program.ws2.WSAGetLastError() : 0);
            return CF_ACCEPT;
          }),
        );
        sameCode(codes[0], WSAEINPROGRESS, "the error of socket inside the condition function");
        program.works(program.ws2.socket(2, 1, 0), "the error of socket afterwards");
      },
    }),
  ),
];
