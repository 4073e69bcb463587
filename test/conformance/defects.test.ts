import { checksById, describe as describeSubject, failureText, type Result, runCheck } from "@ws2kit/conformance";
import { findRule } from "@ws2kit/rules";
import {
  FROM_PROTOCOL_INFO,
  INVALID_SOCKET,
  MSG_PEEK,
  type Ref,
  type SlotName,
  SOCKET_ERROR,
  WSAEAFNOSUPPORT,
  WSAENETDOWN,
} from "@ws2kit/spi";
import { expect } from "chai";
import { type Defect, defective } from "../providers/defective.js";
import { TARGETS, type TargetName } from "./targets.js";

type Args = unknown[];
type Slot = (...args: Args) => unknown;

/** Writes a defect down without the types of one slot. */
const instead = (make: (slot: Slot) => Slot | undefined) => make as unknown as Defect;
const lastRef = (args: Args) => args[args.length - 1] as Ref<number>;

const fails = (answer: number, code: number) =>
  instead(() => (...args) => {
    lastRef(args).value = code;
    return answer;
  });

/** A check by its id, on a target whose provider has a defect in one slot. */
function resultWith(id: string, target: TargetName, slot: SlotName, defect: Defect): Result {
  const check = checksById().get(id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const rule = findRule(check.rule);
  if (rule === undefined) throw new Error(`no rule ${check.rule}`);
  const subject = { openMachine: defective(TARGETS[target], slot, defect), shipped: true, seed: 1 };
  return runCheck(check, rule.applies, subject, describeSubject(subject));
}

/** What each defect must be found by. */
const DEFECTS: readonly (readonly [id: string, what: string, SlotName, Defect])[] = [
  [
    "bind/twice",
    "a bind that always succeeds",
    "WSPBind",
    instead(
      (bind) =>
        (...args) =>
          bind(...args) && 0,
    ),
  ],
  [
    "WSPSocket/from-protocol-info/af (alone)",
    "a socket that does not know FROM_PROTOCOL_INFO",
    "WSPSocket",
    instead((socket) => (...args) => {
      if (args[0] !== FROM_PROTOCOL_INFO) return socket(...args);
      lastRef(args).value = WSAEAFNOSUPPORT;
      return INVALID_SOCKET;
    }),
  ],
  [
    "recv/peek",
    "a receive that knows no MSG_PEEK",
    "WSPRecv",
    instead((recv) => (...args) => {
      (args[4] as Ref<number>).value &= ~MSG_PEEK;
      return recv(...args);
    }),
  ],
  [
    "WSPSocket/stream/reliable",
    "a send that loses a byte",
    "WSPSend",
    instead((send) => (...args) => {
      const [buffer] = args[1] as { len: number }[];
      buffer.len--;
      const result = send(...args);
      (args[3] as Ref<number>).value++;
      return result;
    }),
  ],
  ["WSPStartup/table-complete", "a slot left empty", "WSPGetPeerName", instead(() => undefined)],
  ["select/timeout", "a select that is always ready", "WSPSelect", instead(() => () => 1)],
  ["getsockname/unbound", "a name for every socket", "WSPGetSockName", instead(() => () => 0)],
  ["closesocket/invalidates", "a close that does nothing", "WSPCloseSocket", instead(() => () => 0)],
  ["recv/would-block", "FIONBIO that does nothing", "WSPIoctl", instead(() => () => 0)],
  ["groups/unsupported", "a socket that ignores g", "WSPSocket", instead((socket) => ignoring(socket, 4))],
];

function ignoring(slot: Slot, at: number): Slot {
  return (...args) => slot(...args.map((arg, i) => (i === at ? 0 : arg)));
}

describe("defects", () => {
  for (const [id, what, slot, defect] of DEFECTS) {
    it(`${what} fails ${id}`, () => {
      expect(resultWith(id, "ce", slot, defect).outcome).to.equal("fail");
    });
  }

  it("fail the opposite of what a provider lacks", () => {
    expect(
      resultWith(
        "groups/join",
        "ce",
        "WSPSocket",
        instead((socket) => ignoring(socket, 4)),
      ).outcome,
    ).to.equal("fail");
    expect(
      resultWith(
        "groups/join",
        "ce",
        "WSPBind",
        instead((bind) => bind),
      ).outcome,
    ).to.equal("not-supported");
  });

  it("leave a check broken that cannot look", () => {
    const result = resultWith("bind/twice", "desktop", "WSPSocket", fails(INVALID_SOCKET, WSAENETDOWN));
    expect(result.outcome).to.equal("broken");
    expect(failureText(result)).to.contain("WSAENETDOWN (10050)");
  });

  it("show with names, numbers, the rule and the calls", () => {
    const text = failureText(resultWith("bind/twice", "desktop", "WSPBind", fails(SOCKET_ERROR, WSAENETDOWN)));
    expect(text).to.match(/^bind\/twice: broken/);
    const twice = instead(
      (bind) =>
        (...args) =>
          bind(...args) && 0,
    );
    const failure = failureText(resultWith("bind/twice", "desktop", "WSPBind", twice));
    expect(failure).to.match(/expected WSAEINVAL \(10022\)\n {2}got {6}success\n {2}rule 1202: /);
    expect(failure).to.match(/WSPBind\(\d+, <02 00 .*>, 16\) = 0/);
  });
});
