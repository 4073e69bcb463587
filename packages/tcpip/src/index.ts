/**
 * The base provider for TCP/IP, made of parts. A target names the kind of its socket handles, the parts of its system's
 * provider, and the slots that it refuses, each with its code. A bundle contains only the parts that are named.
 *
 * ```ts
 * import { controlling, options, ownThread, socketControls, commonOptions, tcpip, wpuHandles } from "@ws2kit/tcpip";
 *
 * export const wspm = tcpip({
 *   ProviderId, protocols, description: "wspm", handles: wpuHandles, completion: ownThread, notOverlapped: WSAEINVAL,
 *   parts: [options(commonOptions), controlling(socketControls)],
 *   refused: { WSPDuplicateSocket: WSASYSCALLFAILURE, WSPJoinLeaf: WSASYSCALLFAILURE },
 *   bindFamily: WSAEFAULT, raw: WSAEPROTONOSUPPORT,
 * });
 * ```
 */
import { defineProvider, type ProviderModule } from "@ws2kit/spi";
import { accepting } from "./connection/accepting.js";
import { connecting } from "./connection/connecting.js";
import { creation } from "./connection/creation.js";
import { shutting } from "./connection/shutting.js";
import { eventSelecting } from "./events/event-selecting.js";
import { selecting } from "./events/selecting.js";
import { naming } from "./names/naming.js";
import { newName } from "./socket/address-check.js";
import { type Part, Tcpip, type TcpipDefinition } from "./socket/tcpip.js";
import { starting } from "./starting.js";
import { receiving } from "./transfer/receiving.js";
import { results } from "./transfer/results.js";
import { sending } from "./transfer/sending.js";

export { asyncSelecting } from "./connection/async-selecting.js";
export { datagramPeers } from "./connection/datagram-peers.js";
export { disconnecting } from "./connection/disconnecting.js";
export { extensionFunctions } from "./connection/extensions.js";
export { controlling, socketControls } from "./controls/controlling.js";
export { broadcastAddress, desktopControls, multicastScope, urgentMark } from "./controls/desktop-controls.js";
export { leafControls } from "./controls/leaf-controls.js";
export { quality } from "./controls/quality.js";
export { ifsHandles, wpuHandles } from "./handles/handle-kinds.js";
export { addressStrings } from "./names/address-strings.js";
export { commonOptions } from "./options/common-options.js";
export { desktopOptions, multicastLoop } from "./options/desktop-options.js";
export { forDatagrams, forStreams, type Option, type OptionTable, ofIPv6 } from "./options/option.js";
export { type Form, small } from "./options/option-forms.js";
export { options } from "./options/option-slots.js";
export { packetOptions } from "./options/packet-options.js";
export { groupsOf } from "./sharing/groups.js";
export { joining } from "./sharing/joining.js";
export { multipoint } from "./sharing/multipoint.js";
export { duplication, sharingOf } from "./sharing/sharing.js";
export { apcs, ownThread } from "./socket/completing.js";
export type { Part, TcpipDefinition } from "./socket/tcpip.js";
export { cancelling } from "./transfer/cancelling.js";

/** The parts of every TCP/IP provider. */
const COMMON: readonly Part[] = [
  creation,
  naming,
  connecting,
  accepting,
  shutting,
  sending,
  receiving,
  selecting,
  eventSelecting,
  results,
];

/** Makes the module of a TCP/IP provider. */
export function tcpip(definition: TcpipDefinition): ProviderModule {
  return (platform, imports) => {
    const { network } = platform;
    const context = {
      network,
      now: () => platform.now(),
      anyName: newName(),
      watch: imports.watch,
      forget: imports.forget,
    };
    const tcp = new Tcpip(definition, context, imports);
    imports.onTermination(() => tcp.releaseAll(false));
    return defineProvider({
      ProviderId: definition.ProviderId,
      protocols: definition.protocols,
      supports: {
        overlapped: true,
        events: true,
        otherHosts: true,
        sharing: definition.duplicatesOf !== undefined,
        multipoint: definition.multipoint !== undefined,
        groups: definition.groupsOf !== undefined,
        extensions: definition.extensions,
        messages: definition.messages,
      },
      WSPStartup: starting(tcp, definition.description, [...COMMON, ...definition.parts]),
    });
  };
}
