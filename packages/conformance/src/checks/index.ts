import { type Check, checkId } from "../check.js";
import { ACCEPT_EX_CHECKS } from "./accept-ex.js";
import { ACCEPTING_CHECKS } from "./accepting.js";
import { CATALOG_CHECKS } from "./catalog.js";
import { CLAIM_CHECKS } from "./claims.js";
import { COMPLETION_PORT_CHECKS } from "./completion-ports.js";
import { COMPLETION_REQUEST_CHECKS } from "./completion-requests.js";
import { COMPLETION_ROUTINE_CHECKS } from "./completion-routines.js";
import { CONDITION_CHECKS } from "./conditions.js";
import { CONFIGURATION_CHECKS } from "./configuration.js";
import { CONNECTING_CHECKS } from "./connecting.js";
import { CONTAINMENT_CHECKS } from "./containment.js";
import { CREATION_CHECKS } from "./creation.js";
import { DATABASE_CHECKS } from "./databases.js";
import { DATAGRAM_CHECKS } from "./datagrams.js";
import { DESKTOP_OPTION_CHECKS } from "./desktop-options.js";
import { DESTINATION_CHECKS } from "./destinations.js";
import { ENDING_CHECKS } from "./endings.js";
import { EVENT_SELECTION_CHECKS } from "./event-selection.js";
import { EVENT_CHECKS } from "./events.js";
import { FILE_CALL_CHECKS } from "./file-calls.js";
import { GROUP_CHECKS } from "./groups.js";
import { HANDLE_CHECKS } from "./handles.js";
import { JOINING_CHECKS } from "./joining.js";
import { LAST_ERROR_CHECKS } from "./last-error.js";
import { LAYER_HANDLE_CHECKS } from "./layer-handles.js";
import { LOADING_CHECKS } from "./loading.js";
import { MULTIPOINT_CHECKS } from "./multipoint.js";
import { NAMING_CHECKS } from "./naming.js";
import { NETWORK_EVENT_CHECKS } from "./network-events.js";
import { OPTION_CHECKS } from "./options.js";
import { OVERLAPPED_CHECKS } from "./overlapped.js";
import { OVERLAPPED_END_CHECKS } from "./overlapped-ends.js";
import { OVERLAPPED_RESULT_CHECKS } from "./overlapped-results.js";
import { POLL_CHECKS } from "./polling.js";
import { PROPAGATION_CHECKS } from "./propagation.js";
import { PROVIDER_STARTUP_CHECKS } from "./provider-startup.js";
import { RESOLUTION_CHECKS } from "./resolution.js";
import { SELECT_CHECKS } from "./select.js";
import { SELECTION_CHECKS } from "./selection.js";
import { SEVERAL_BUFFERS_CHECKS } from "./several-buffers.js";
import { SHARING_CHECKS } from "./sharing.js";
import { SHARING_ACROSS_PROCESSES_CHECKS } from "./sharing-across-processes.js";
import { STARTUP_CHECKS } from "./startup.js";
import { STREAM_CHECKS } from "./streams.js";
import { UPCALL_CHECKS } from "./upcalls.js";
import { URGENT_CHECKS } from "./urgent.js";
import { WAITING_CHECKS } from "./waiting.js";
import { WSP_SOCKET_CHECKS } from "./wsp-socket.js";

/** Every check, by subject. */
export const CHECKS: readonly Check[] = [
  ...CLAIM_CHECKS,
  ...STARTUP_CHECKS,
  ...LAST_ERROR_CHECKS,
  ...SELECTION_CHECKS,
  ...CREATION_CHECKS,
  ...LOADING_CHECKS,
  ...PROVIDER_STARTUP_CHECKS,
  ...CONTAINMENT_CHECKS,
  ...UPCALL_CHECKS,
  ...HANDLE_CHECKS,
  ...CATALOG_CHECKS,
  ...WSP_SOCKET_CHECKS,
  ...MULTIPOINT_CHECKS,
  ...GROUP_CHECKS,
  ...SHARING_CHECKS,
  ...NAMING_CHECKS,
  ...CONNECTING_CHECKS,
  ...ACCEPTING_CHECKS,
  ...ACCEPT_EX_CHECKS,
  ...STREAM_CHECKS,
  ...DATAGRAM_CHECKS,
  ...OPTION_CHECKS,
  ...SELECT_CHECKS,
  ...OVERLAPPED_CHECKS,
  ...SEVERAL_BUFFERS_CHECKS,
  ...OVERLAPPED_END_CHECKS,
  ...OVERLAPPED_RESULT_CHECKS,
  ...COMPLETION_ROUTINE_CHECKS,
  ...EVENT_CHECKS,
  ...EVENT_SELECTION_CHECKS,
  ...NETWORK_EVENT_CHECKS,
  ...DESTINATION_CHECKS,
  ...ENDING_CHECKS,
  ...DESKTOP_OPTION_CHECKS,
  ...RESOLUTION_CHECKS,
  ...DATABASE_CHECKS,
  ...WAITING_CHECKS,
  ...CONFIGURATION_CHECKS,
  ...URGENT_CHECKS,
  ...JOINING_CHECKS,
  ...SHARING_ACROSS_PROCESSES_CHECKS,
  ...CONDITION_CHECKS,
  ...COMPLETION_PORT_CHECKS,
  ...COMPLETION_REQUEST_CHECKS,
  ...FILE_CALL_CHECKS,
  ...POLL_CHECKS,
  ...PROPAGATION_CHECKS,
  ...LAYER_HANDLE_CHECKS,
];

/** Makes a look-up of checks by id. */
export function checksById(): ReadonlyMap<string, Check> {
  return new Map(CHECKS.map((check) => [checkId(check), check]));
}
