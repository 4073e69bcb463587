import {
  failureOf,
  ref,
  SLOTS,
  type SlotName,
  type SOCKET,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { NO_SOCKET, SLOT_ARGUMENTS } from "../../bench/provider-survey.js";
import { SpiSession } from "../../bench/spi-session.js";
import { equal, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** The codes of a slot that the provider does not serve for any socket. */
const REFUSALS: readonly number[] = [WSAEOPNOTSUPP, WSASYSCALLFAILURE];

/** The slots of capabilities that a provider may lack. */
const OF_CLAIMS: readonly SlotName[] = [
  "WSPAsyncSelect",
  "WSPEventSelect",
  "WSPEnumNetworkEvents",
  "WSPGetOverlappedResult",
];

/** The slots whose first argument is a socket, and which every provider has. */
function slotsOfSockets({ anyEntry }: SpiSession): readonly SlotName[] {
  return SLOTS.filter((name) => SLOT_ARGUMENTS[name](anyEntry)[0] === NO_SOCKET && !OF_CLAIMS.includes(name));
}

/** Calls a slot whose first argument is a socket. Returns the result and the code. */
function callSlot({ slots, anyEntry }: SpiSession, slot: SlotName, s: SOCKET) {
  const call = slots[slot] as (...args: unknown[]) => unknown;
  const lpErrno = ref(0);
  const [, ...rest] = SLOT_ARGUMENTS[slot](anyEntry);
  const result = call(s, ...rest, lpErrno);
  return { result, code: lpErrno.value };
}

/** The slots of the provider itself with handles that ws2 would refuse before it calls them. */
export const SLOT_HANDLE_CHECKS: readonly Check[] = [
  {
    rule: "slots/not-a-socket",
    needs: ["slots"],
    run(bench) {
      const session = new SpiSession(bench);
      const event = session.program.ws2.WSACreateEvent();
      for (const slot of slotsOfSockets(session)) {
        for (const s of [NO_SOCKET, event as number as SOCKET]) {
          const { result, code } = bench.trace.ofAnyKind(() => callSlot(session, slot, s));
          equal(result, failureOf(slot), `the result of ${slot}`);
          // a slot that refuses every socket need not look at the handle
          const isRefused = REFUSALS.includes(code) && callSlot(session, slot, session.openAny()).code === code;
          if (!isRefused) sameCode(code, WSAENOTSOCK, `the error of ${slot}`);
        }
      }
    },
  },
];
