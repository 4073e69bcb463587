import type { ShippedProvider } from "@ws2kit/core";
import { IP_MULTICAST_LOOP, IPPROTO_IP } from "@ws2kit/spi";
import { PROVIDER, protocols, wspm } from "@ws2kit/target-ce/providers";
import { forDatagrams, type OptionTable, small } from "@ws2kit/tcpip";

/** IP_MULTICAST_LOOP can be read and not set. Source: reference §11 (CE6:ee493276). */
const multicastLoop = (): OptionTable => ({
  [IPPROTO_IP]: { [IP_MULTICAST_LOOP]: forDatagrams({ form: small, get: () => 1 }) },
});

/** The shipped provider: Windows CE's TCP/IP provider with an additional option. */
export const shipped: readonly ShippedProvider[] = [
  { path: "\\Windows\\wspm.dll", module: /* @__PURE__ */ wspm(multicastLoop), ProviderId: PROVIDER, protocols },
];
