import type { Rule } from "../rule.js";
import { ACCEPT_EX } from "./accept-ex.js";
import { ARGUMENTS } from "./arguments.js";
import { CATALOG } from "./catalog.js";
import { CLAIMS } from "./claims.js";
import { CLOSING } from "./closing.js";
import { COMPLETION_PORTS } from "./completion-ports.js";
import { COMPLETION_ROUTINES } from "./completion-routines.js";
import { CONNECTION } from "./connection.js";
import { CONTROL_DATA } from "./control-data.js";
import { EVENTS } from "./events.js";
import { FILE_CALLS } from "./file-calls.js";
import { LOADER } from "./loader.js";
import { MESSAGES } from "./messages.js";
import { MULTIPOINT } from "./multipoint.js";
import { NAME_SPACES } from "./name-spaces.js";
import { NAMING } from "./naming.js";
import { NETWORK_EVENTS } from "./network-events.js";
import { OPTIONS } from "./options.js";
import { OVERLAPPED } from "./overlapped.js";
import { POLL } from "./poll.js";
import { PROPAGATION } from "./propagation.js";
import { PROVIDER_MODULE } from "./provider-module.js";
import { PROVIDER_SELECTION } from "./provider-selection.js";
import { RESOLUTION } from "./resolution.js";
import { SELECT } from "./select.js";
import { SHARED_SOCKETS } from "./shared-sockets.js";
import { SOCKET_GROUPS } from "./socket-groups.js";
import { SOCKET_HANDLES } from "./socket-handles.js";
import { SOCKET_KINDS } from "./socket-kinds.js";
import { STARTUP } from "./startup.js";
import { THREADS } from "./threads.js";
import { TRANSFER } from "./transfer.js";
import { TRANSMISSION } from "./transmission.js";
import { UPCALLS } from "./upcalls.js";
import { WAITING } from "./waiting.js";
import { WSASOCKET } from "./wsasocket.js";
import { WSP_SOCKET } from "./wsp-socket.js";

const ALL = [
  ...WSP_SOCKET,
  ...CLAIMS,
  ...SOCKET_KINDS,
  ...MULTIPOINT,
  ...SOCKET_GROUPS,
  ...SHARED_SOCKETS,
  ...PROPAGATION,
  ...WSASOCKET,
  ...PROVIDER_SELECTION,
  ...SOCKET_HANDLES,
  ...STARTUP,
  ...LOADER,
  ...CATALOG,
  ...UPCALLS,
  ...NAMING,
  ...CONNECTION,
  ...CLOSING,
  ...TRANSFER,
  ...OPTIONS,
  ...SELECT,
  ...WAITING,
  ...THREADS,
  ...MESSAGES,
  ...OVERLAPPED,
  ...COMPLETION_ROUTINES,
  ...EVENTS,
  ...NETWORK_EVENTS,
  ...COMPLETION_PORTS,
  ...FILE_CALLS,
  ...POLL,
  ...RESOLUTION,
  ...NAME_SPACES,
  ...PROVIDER_MODULE,
  ...ACCEPT_EX,
  ...CONTROL_DATA,
  ...TRANSMISSION,
  ...ARGUMENTS,
] as const;

/** The ids of all rules; a check that cites another does not compile. */
export type RuleId = (typeof ALL)[number]["id"];

/** Every rule, by subject. */
export const RULES: readonly Rule[] = ALL;

/** The rule of this id or number, if there is one. */
export function findRule(which: RuleId | number): Rule | undefined {
  return RULES.find((rule) => rule.id === which || rule.number === which);
}
