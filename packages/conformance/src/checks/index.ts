import { type Check, checkId } from "../running/check.js";
import { ARGUMENT_CHECKS } from "./calls/arguments.js";
import { FULL_TABLE_CHECKS } from "./calls/full-table.js";
import { HANDLE_CHECKS } from "./calls/handles.js";
import { LAST_ERROR_CHECKS } from "./calls/last-error.js";
import { STARTUP_CHECKS } from "./calls/startup.js";
import { ACCEPT_EX_CHECKS } from "./connections/accept-ex.js";
import { ACCEPTED_CHECKS } from "./connections/accepted.js";
import { ACCEPTING_CHECKS } from "./connections/accepting.js";
import { CONDITION_CHECKS } from "./connections/conditions.js";
import { CONNECTING_CHECKS } from "./connections/connecting.js";
import { CONNECTING_BY_CHECKS } from "./connections/connecting-by.js";
import { ENDING_CHECKS } from "./connections/endings.js";
import { EXTENSION_END_CHECKS } from "./connections/extension-ends.js";
import { EXTRA_CHECKS } from "./connections/extras.js";
import { EVENT_SELECTION_CHECKS } from "./events/event-selection.js";
import { EVENT_CHECKS } from "./events/events.js";
import { NETWORK_EVENT_CHECKS } from "./events/network-events.js";
import { POLL_CHECKS } from "./events/polling.js";
import { SELECT_CHECKS } from "./events/select.js";
import { WAITING_CHECKS } from "./events/waiting.js";
import { BELOW_THROWS_CHECKS } from "./layers/below-throws.js";
import { FORWARDING_CHECKS } from "./layers/forwarding.js";
import { LAYER_HANDLE_CHECKS } from "./layers/layer-handles.js";
import { PROPAGATION_CHECKS } from "./layers/propagation.js";
import { ASYNC_LOOK_UP_CHECKS } from "./messages/async-look-ups.js";
import { ASYNC_SELECT_CHECKS } from "./messages/async-select.js";
import { WINDOW_CHECKS } from "./messages/windows.js";
import { ADDRESS_TEXT_CHECKS } from "./names/address-texts.js";
import { DATABASE_CHECKS } from "./names/databases.js";
import { EXTENDED_RESOLUTION_CHECKS } from "./names/extended-resolution.js";
import { HOST_NAME_CHECKS } from "./names/host-names.js";
import { LOOK_UP_CHECKS } from "./names/look-ups.js";
import { NAME_CHECKS } from "./names/name-checks.js";
import { NAME_SPACE_CHECKS } from "./names/name-spaces.js";
import { NAMING_CHECKS } from "./names/naming.js";
import { RESOLUTION_CHECKS } from "./names/resolution.js";
import { RESOLUTION_FLAG_CHECKS } from "./names/resolution-flags.js";
import { RESOLUTION_FORM_CHECKS } from "./names/resolution-forms.js";
import { SERVICE_CHECKS } from "./names/services.js";
import { ADDRESS_CONTROL_CHECKS } from "./options/address-controls.js";
import { BYTE_OPTION_CHECKS } from "./options/byte-options.js";
import { OPTION_CHECKS } from "./options/common-options.js";
import { DESKTOP_CONTROL_CHECKS } from "./options/desktop-controls.js";
import { DESKTOP_OPTION_CHECKS } from "./options/desktop-options.js";
import { OPTION_EFFECT_CHECKS } from "./options/option-effects.js";
import { OPTION_FORM_CHECKS } from "./options/option-forms.js";
import { PACKET_OPTION_CHECKS } from "./options/packet-options.js";
import { COMPLETION_PORT_CHECKS } from "./overlapped/completion-ports.js";
import { COMPLETION_REQUEST_CHECKS } from "./overlapped/completion-requests.js";
import { COMPLETION_ROUTINE_CHECKS } from "./overlapped/completion-routines.js";
import { FILE_CALL_CHECKS } from "./overlapped/file-calls.js";
import { OVERLAPPED_CHECKS } from "./overlapped/overlapped.js";
import { OVERLAPPED_END_CHECKS } from "./overlapped/overlapped-ends.js";
import { OVERLAPPED_FILE_CHECKS } from "./overlapped/overlapped-files.js";
import { OVERLAPPED_RESULT_CHECKS } from "./overlapped/overlapped-results.js";
import { ROUTINE_FORM_CHECKS } from "./overlapped/routine-forms.js";
import { STATUS_CHECKS } from "./overlapped/statuses.js";
import { STORED_FILE_CHECKS } from "./overlapped/stored-files.js";
import { CATALOG_CHECKS } from "./providers/catalog.js";
import { CLAIM_CHECKS } from "./providers/claims.js";
import { CONFIGURATION_CHECKS } from "./providers/configuration.js";
import { CONTAINMENT_CHECKS } from "./providers/containment.js";
import { CREATION_CHECKS } from "./providers/creation.js";
import { INSTALLATION_ARGUMENT_CHECKS } from "./providers/installation-arguments.js";
import { LOADING_CHECKS } from "./providers/loading.js";
import { PROVIDER_STARTUP_CHECKS } from "./providers/provider-startup.js";
import { SELECTION_CHECKS } from "./providers/selection.js";
import { SLOT_HANDLE_CHECKS } from "./providers/slot-handles.js";
import { UPCALL_CHECKS } from "./providers/upcalls.js";
import { WSP_SOCKET_CHECKS } from "./providers/wsp-socket.js";
import { GROUP_CHECKS } from "./sharing/groups.js";
import { JOINING_CHECKS } from "./sharing/joining.js";
import { MULTIPOINT_CHECKS } from "./sharing/multipoint.js";
import { SHARED_STATE_CHECKS } from "./sharing/shared-state.js";
import { SHARING_CHECKS } from "./sharing/sharing.js";
import { SHARING_ACROSS_PROCESSES_CHECKS } from "./sharing/sharing-across-processes.js";
import { STATE_CHECKS } from "./states/state-checks.js";
import { REGISTERED_WAIT_CHECKS } from "./threads/registered-waits.js";
import { THREAD_CHECKS } from "./threads/threads.js";
import { AFTER_SHUTDOWN_CHECKS } from "./transfer/after-shutdown.js";
import { CONTROL_DATA_CHECKS } from "./transfer/control-data.js";
import { DATAGRAM_FORM_CHECKS } from "./transfer/datagram-forms.js";
import { DATAGRAM_CHECKS } from "./transfer/datagrams.js";
import { DESTINATION_CHECKS } from "./transfer/destinations.js";
import { RECEIVE_FLAG_CHECKS } from "./transfer/receive-flags.js";
import { SEVERAL_BUFFERS_CHECKS } from "./transfer/several-buffers.js";
import { STREAM_CHECKS } from "./transfer/streams.js";
import { TRANSMISSION_CHECKS } from "./transfer/transmissions.js";
import { URGENT_CHECKS } from "./transfer/urgent.js";

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
  ...FULL_TABLE_CHECKS,
  ...EXTRA_CHECKS,
  ...ARGUMENT_CHECKS,
  ...CATALOG_CHECKS,
  ...WSP_SOCKET_CHECKS,
  ...SLOT_HANDLE_CHECKS,
  ...MULTIPOINT_CHECKS,
  ...GROUP_CHECKS,
  ...SHARING_CHECKS,
  ...SHARED_STATE_CHECKS,
  ...NAMING_CHECKS,
  ...CONNECTING_CHECKS,
  ...CONNECTING_BY_CHECKS,
  ...ACCEPTING_CHECKS,
  ...ACCEPTED_CHECKS,
  ...ACCEPT_EX_CHECKS,
  ...EXTENSION_END_CHECKS,
  ...STREAM_CHECKS,
  ...AFTER_SHUTDOWN_CHECKS,
  ...RECEIVE_FLAG_CHECKS,
  ...DATAGRAM_CHECKS,
  ...DATAGRAM_FORM_CHECKS,
  ...CONTROL_DATA_CHECKS,
  ...TRANSMISSION_CHECKS,
  ...OPTION_CHECKS,
  ...OPTION_EFFECT_CHECKS,
  ...OPTION_FORM_CHECKS,
  ...SELECT_CHECKS,
  ...OVERLAPPED_CHECKS,
  ...SEVERAL_BUFFERS_CHECKS,
  ...OVERLAPPED_END_CHECKS,
  ...OVERLAPPED_RESULT_CHECKS,
  ...STATUS_CHECKS,
  ...COMPLETION_ROUTINE_CHECKS,
  ...ROUTINE_FORM_CHECKS,
  ...EVENT_CHECKS,
  ...EVENT_SELECTION_CHECKS,
  ...NETWORK_EVENT_CHECKS,
  ...DESTINATION_CHECKS,
  ...ENDING_CHECKS,
  ...DESKTOP_OPTION_CHECKS,
  ...PACKET_OPTION_CHECKS,
  ...BYTE_OPTION_CHECKS,
  ...DESKTOP_CONTROL_CHECKS,
  ...ADDRESS_CONTROL_CHECKS,
  ...RESOLUTION_CHECKS,
  ...ADDRESS_TEXT_CHECKS,
  ...HOST_NAME_CHECKS,
  ...LOOK_UP_CHECKS,
  ...EXTENDED_RESOLUTION_CHECKS,
  ...RESOLUTION_FLAG_CHECKS,
  ...RESOLUTION_FORM_CHECKS,
  ...NAME_SPACE_CHECKS,
  ...NAME_CHECKS,
  ...SERVICE_CHECKS,
  ...DATABASE_CHECKS,
  ...WAITING_CHECKS,
  ...THREAD_CHECKS,
  ...REGISTERED_WAIT_CHECKS,
  ...WINDOW_CHECKS,
  ...ASYNC_LOOK_UP_CHECKS,
  ...ASYNC_SELECT_CHECKS,
  ...CONFIGURATION_CHECKS,
  ...INSTALLATION_ARGUMENT_CHECKS,
  ...URGENT_CHECKS,
  ...STATE_CHECKS,
  ...JOINING_CHECKS,
  ...SHARING_ACROSS_PROCESSES_CHECKS,
  ...CONDITION_CHECKS,
  ...COMPLETION_PORT_CHECKS,
  ...COMPLETION_REQUEST_CHECKS,
  ...FILE_CALL_CHECKS,
  ...OVERLAPPED_FILE_CHECKS,
  ...STORED_FILE_CHECKS,
  ...POLL_CHECKS,
  ...PROPAGATION_CHECKS,
  ...FORWARDING_CHECKS,
  ...BELOW_THROWS_CHECKS,
  ...LAYER_HANDLE_CHECKS,
];

/** Makes a look-up of checks by id. */
export function checksById(): ReadonlyMap<string, Check> {
  return new Map(CHECKS.map((check) => [checkId(check), check]));
}
