import {
  MAKEWORD,
  newWSPDATA,
  SLOTS,
  SOCK_STREAM,
  sockaddr_in,
  WSAENOTSOCK,
  WSANOTINITIALISED,
  WSAVERNOTSUPPORTED,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { SpiSession } from "../../bench/spi-session.js";
import { equal, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const V22 = MAKEWORD(2, 2);

/** The version that a provider returns for each requested version; 0 is a refusal. */
const VERSIONS: readonly (readonly [asked: number, granted: number])[] = [
  [V22, V22],
  [MAKEWORD(2, 9), V22],
  [MAKEWORD(9, 0), V22],
  [MAKEWORD(1, 1), 0],
];

const versions: readonly Check[] = VERSIONS.map(([asked, granted]) => ({
  rule: "loader/version-supported",
  of: `${asked & 0xff}.${asked >> 8}`,
  run(bench) {
    const { provider, entries } = new SpiSession(bench);
    const data = newWSPDATA();
    const code = provider.WSPStartup(asked, data, entries[0], {} as WSPUPCALLTABLE, {});
    sameCode(code, granted === 0 ? WSAVERNOTSUPPORTED : 0, "WSPStartup's answer");
    if (granted === 0) return;
    equal(data.wVersion, granted, "wVersion");
    equal(data.wHighVersion, V22, "wHighVersion");
  },
}));

/** WSPStartup and WSPCleanup of the provider. */
export const PROVIDER_STARTUP_CHECKS: readonly Check[] = [
  ...versions,
  {
    rule: "WSPStartup/table-complete",
    run(bench) {
      const { slots } = new SpiSession(bench);
      const empty = SLOTS.filter((slot) => typeof slots[slot] !== "function");
      equal(empty.join(), "", "the empty slots");
    },
  },
  {
    rule: "WSPCleanup/counted",
    needs: ["IPv4 stream"],
    run(bench) {
      // ws2's own startup, the session's and one more
      const spi = new SpiSession(bench);
      const { WSPCleanup, WSPBind } = spi.start();
      const s = spi.works(spi.open(spi.entryOf(SOCK_STREAM)));
      spi.works(WSPCleanup(spi.lpErrno));
      spi.works(WSPCleanup(spi.lpErrno));
      spi.works(WSPBind(s, sockaddr_in("0.0.0.0", 0), 16, spi.lpErrno), "WSPBind before the last WSPCleanup");
      spi.works(WSPCleanup(spi.lpErrno));
      spi.fails(WSPCleanup(spi.lpErrno), WSANOTINITIALISED, "a cleanup without a startup");
    },
  },
  {
    rule: "WSPCleanup/restart",
    needs: ["IPv4 stream"],
    run(bench) {
      const spi = new SpiSession(bench);
      spi.works(spi.slots.WSPCleanup(spi.lpErrno));
      spi.works(spi.slots.WSPCleanup(spi.lpErrno));
      const { slots, code } = spi.restart();
      sameCode(code, 0, "WSPStartup's error, once the last WSPCleanup is done");
      const s = spi.works(slots.WSPSocket(-1, -1, -1, spi.entryOf(SOCK_STREAM), 0, 0, spi.lpErrno));
      spi.works(slots.WSPBind(s, sockaddr_in("0.0.0.0", 0), 16, spi.lpErrno));
      spi.works(slots.WSPCloseSocket(s, spi.lpErrno));
      spi.fails(slots.WSPBind(s, sockaddr_in("0.0.0.0", 0), 16, spi.lpErrno), WSAENOTSOCK, "after WSPCloseSocket");
    },
  },
];
