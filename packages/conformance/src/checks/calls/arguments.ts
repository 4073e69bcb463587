import type { RuleId } from "@ws2kit/rules";
import {
  type Ref,
  ref,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { Cast } from "../../bench/cast.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, show } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { type ArgumentRow, OF_THE_PROVIDER, OF_WIN32, OF_WS2, type Parameter } from "./argument-rows.js";

type Call = (...args: unknown[]) => unknown;

const code = () => 0;
const NO_TEXTS = [true, {}, [], code];
const NO_STRUCTURES = [5, "x", true];

/** For each kind of parameter, values of a wrong type. */
const WRONG: Readonly<Record<Parameter, readonly unknown[]>> = {
  socket: [undefined, null, "4", {}, 1.5, -1, 0],
  bytes: [undefined, null, 5, "bytes", {}, ref(0), code],
  "bytes?": [5, "bytes", {}, ref(0), code],
  ref: [undefined, null, 5, "x", code, new Uint8Array(4)],
  "ref?": [5, "x", code, new Uint8Array(4)],
  number: [undefined, null, "1", true, {}, [], ref(1)],
  text: [undefined, null, 5, ...NO_TEXTS],
  "text?": NO_TEXTS,
  structure: [undefined, null, ...NO_STRUCTURES],
  "structure?": NO_STRUCTURES,
  handle: [undefined, "4", {}, 1.5, 0x7ffffffc],
  function: [undefined, null, 5, "x", {}],
  any: [],
};

const WINSOCK_CODES: Readonly<Record<Parameter, number>> = {
  socket: WSAENOTSOCK,
  bytes: WSAEFAULT,
  "bytes?": WSAEFAULT,
  ref: WSAEFAULT,
  "ref?": WSAEFAULT,
  number: WSAEINVAL,
  text: WSAEFAULT,
  "text?": WSAEFAULT,
  structure: WSAEFAULT,
  "structure?": WSAEFAULT,
  handle: WSA_INVALID_HANDLE,
  function: WSAEINVAL,
  any: 0,
};

function win32Code(parameter: Parameter): number {
  return parameter === "handle" ? WSA_INVALID_HANDLE : WSA_INVALID_PARAMETER;
}

/** The function of a row. Ends the check as not applicable if the target does not export it. */
function functionOf(program: Program, name: string): Call {
  const [first, second] = name.split(".");
  if (second === undefined) return (program.ws2 as unknown as Readonly<Record<string, Call>>)[first];
  const dlls = program.ws2 as unknown as Readonly<Record<string, Readonly<Record<string, Call>> | undefined>>;
  return dlls[first]?.[second] ?? program.bench.inapplicable(`the target does not export ${name}`);
}

/** Calls the function once for each value that is wrong for one of its parameters. */
function refusesWrongTypes(rule: RuleId, row: ArgumentRow, codeFor: (parameter: Parameter) => number): Check {
  const { name, needs, args, parameters, failure = -1, lpErrno } = row;
  return {
    rule,
    of: name,
    needs,
    run(bench) {
      const program = bench.program();
      const cast = new Cast(program);
      const call = functionOf(program, name);
      for (const [at, parameter] of parameters.entries()) {
        const [kind, expected] = typeof parameter === "string" ? [parameter, codeFor(parameter)] : parameter;
        for (const value of WRONG[kind]) {
          const given = args(cast);
          given[at] = value;
          const what = `with ${show(value)} as parameter ${at + 1}`;
          const result = call(...given);
          const code = lpErrno === undefined ? program.ws2.WSAGetLastError() : (given[lpErrno] as Ref<number>).value;
          equal(result, failure === "code" ? expected : failure, `the result ${what}`);
          sameCode(code, expected, `the error ${what}`);
        }
      }
    },
  };
}

/** Functions that are called with values which C's types would exclude. */
export const ARGUMENT_CHECKS: readonly Check[] = [
  ...OF_WS2.map((row) => refusesWrongTypes("arguments/wrong-type", row, (kind) => WINSOCK_CODES[kind])),
  ...OF_THE_PROVIDER.map((row) =>
    refusesWrongTypes("arguments/wrong-type-by-provider", row, (kind) => WINSOCK_CODES[kind]),
  ),
  ...OF_WIN32.map((row) => refusesWrongTypes("arguments/wrong-type-win32", row, win32Code)),
];
