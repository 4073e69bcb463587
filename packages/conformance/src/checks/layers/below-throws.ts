import { type SlotName, WSASYSCALLFAILURE } from "@ws2kit/spi";
import { RecordedChain } from "../../bench/recorded-chain.js";
import { SLOT_USERS } from "../../bench/slot-users.js";
import { equal, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Slots that the layer need not forward, or that make the socket. */
const NOT_FORWARDED: readonly SlotName[] = [
  "WSPSocket",
  "WSPGetOverlappedResult",
  "WSPAsyncSelect",
  "WSPAddressToString",
  "WSPStringToAddress",
];

/** The exceptions of the provider below a layer. */
export const BELOW_THROWS_CHECKS: readonly Check[] = SLOT_USERS.filter(({ slot }) => !NOT_FORWARDED.includes(slot)).map(
  ({ name, slot, call }) => ({
    rule: "containment/below-a-layer",
    of: name,
    run(bench) {
      const chain = new RecordedChain(bench, {
        slots: {
          [slot]: () => {
            throw new Error("a bug of the provider below");
          },
        },
      });
      const { program } = chain;
      const s = program.must(chain.open());
      const result = call(program, s);
      sameCode(result < 0 ? program.ws2.WSAGetLastError() : 0, WSASYSCALLFAILURE, "the call's error");
      const [record] = program.host.recorded("provider-threw");
      equal(record?.[0], chain.below.path, "the provider that the log record names");
      equal(record?.[1], slot, "the slot that the log record names");
    },
  }),
);
