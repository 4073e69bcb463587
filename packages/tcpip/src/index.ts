/**
 * The base provider for TCP/IP, made of parts: a target says which handles its sockets have, which parts its system's
 * provider has, and which slots it refuses with which code. Parts that are not named are not in the bundle.
 *
 * ```ts
 * import { controlling, options, ownThread, socketControls, socketOptions, tcpip, wpuHandles } from "@ws2kit/tcpip";
 *
 * export const wspm = tcpip({
 *   ProviderId, protocols, description: "wspm", handles: wpuHandles, completion: ownThread, notOverlapped: WSAEINVAL,
 *   parts: [options(socketOptions), controlling(socketControls)],
 *   refused: { WSPDuplicateSocket: WSASYSCALLFAILURE, WSPJoinLeaf: WSASYSCALLFAILURE },
 *   bindFamily: WSAEFAULT, selectionClears: true, raw: WSAEPROTONOSUPPORT,
 * });
 * ```
 */
import { defineProvider, type ProviderModule } from "@ws2kit/spi";
import { accepting } from "./accepting.js";
import { connecting } from "./connecting.js";
import { creation } from "./creation.js";
import { eventSelecting } from "./event-selecting.js";
import { naming } from "./naming.js";
import { receiving } from "./receiving.js";
import { results } from "./results.js";
import { selecting } from "./selecting.js";
import { sending } from "./sending.js";
import { shutting } from "./shutting.js";
import { starting } from "./starting.js";
import { type Part, Tcpip, type TcpipDefinition } from "./tcpip.js";

export { addressStrings } from "./address-strings.js";
export { cancelling } from "./cancelling.js";
export { apcs, ownThread } from "./completing.js";
export { controlling, socketControls } from "./controlling.js";
export { disconnecting } from "./disconnecting.js";
export { extensionFunctions } from "./extensions.js";
export { broadcastAddress, laterControls, multicastScope, urgentMark } from "./further-controls.js";
export { laterOptions, multicastLoop } from "./further-options.js";
export { groupsOf } from "./groups.js";
export { ifsHandles, wpuHandles } from "./handle-kinds.js";
export { joining } from "./joining.js";
export { leafControls } from "./leaf-controls.js";
export { multipoint } from "./multipoint.js";
export { type Form, small } from "./option-forms.js";
export { forDatagrams, forStreams, type Option, type OptionTable, ofIPv6 } from "./option-kinds.js";
export { socketOptions } from "./option-table.js";
export { options } from "./options.js";
export { quality } from "./quality.js";
export { duplication, sharingOf } from "./sharing.js";
export type { Part, TcpipDefinition } from "./tcpip.js";

/** What every TCP/IP provider does. */
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
    const station = {
      network,
      now: () => platform.now(),
      watch: imports.watch,
      forget: imports.forget,
    };
    const tcp = new Tcpip(definition, station, imports);
    imports.onTermination(() => tcp.releaseAll(false));
    return defineProvider({
      ProviderId: definition.ProviderId,
      protocols: definition.protocols,
      supports: {
        overlapped: true,
        events: true,
        otherHosts: true,
        sharing: definition.sharing !== undefined,
        multipoint: definition.multipoint !== undefined,
        groups: definition.groups !== undefined,
        extensions: definition.extensions,
      },
      WSPStartup: starting(tcp, definition.description, [...COMMON, ...definition.parts]),
    });
  };
}
