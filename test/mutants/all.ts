import type { Mutant } from "./mutant.js";
import { ACCEPTING } from "./tables/accepting.js";
import { ADDRESS_TEXTS } from "./tables/address-texts.js";
import { CALL_FORMS } from "./tables/call-forms.js";
import { CATALOG_ARGUMENTS } from "./tables/catalog-arguments.js";
import { CLAIMS } from "./tables/claims.js";
import { COMPLETIONS } from "./tables/completions.js";
import { CREATION } from "./tables/creation.js";
import { DATAGRAMS } from "./tables/datagrams.js";
import { EXTENSION_ENDS } from "./tables/extension-ends.js";
import { EXTENSIONS } from "./tables/extensions.js";
import { FILES } from "./tables/files.js";
import { FORWARDING } from "./tables/forwarding.js";
import { HANDLES } from "./tables/handles.js";
import { KINDS_AND_FORMS } from "./tables/kinds-and-forms.js";
import { LAYER_IO } from "./tables/layer-io.js";
import { MESSAGES } from "./tables/messages.js";
import { MULTIPOINT } from "./tables/multipoint.js";
import { NAME_SPACES } from "./tables/name-spaces.js";
import { NAMING } from "./tables/naming.js";
import { NOTIFICATION } from "./tables/notification.js";
import { OPTION_EFFECTS } from "./tables/option-effects.js";
import { CLOSING_MUTANTS, OPTIONS } from "./tables/options.js";
import { OVERLAPPED } from "./tables/overlapped.js";
import { PASSING_MUTANTS } from "./tables/passing.js";
import { POLLING } from "./tables/polling.js";
import { PROPAGATION_MUTANTS } from "./tables/propagation.js";
import { REFUSALS } from "./tables/refusals.js";
import { RESOLUTION_FORMS } from "./tables/resolution-forms.js";
import { RESULT_TABLES } from "./tables/result-tables.js";
import { RULE_TEXTS } from "./tables/rule-texts.js";
import { SHARED_STATE } from "./tables/shared-state.js";
import { SHARING_AND_GROUPS } from "./tables/sharing.js";
import { SOCKET_STATE } from "./tables/socket-state.js";
import { STORED_VALUES } from "./tables/stored-values.js";
import { THREADS } from "./tables/threads.js";
import { TRANSFER } from "./tables/transfer.js";
import { WS2_MUTANTS } from "./tables/ws2.js";

/** Every handwritten mutant, by subject. */
export const MUTANTS: readonly Mutant[] = [
  ...CREATION,
  ...NAMING,
  ...ADDRESS_TEXTS,
  ...ACCEPTING,
  ...TRANSFER,
  ...CALL_FORMS,
  ...DATAGRAMS,
  ...OPTIONS,
  ...OPTION_EFFECTS,
  ...STORED_VALUES,
  ...CLOSING_MUTANTS,
  ...NOTIFICATION,
  ...OVERLAPPED,
  ...COMPLETIONS,
  ...FILES,
  ...HANDLES,
  ...SHARING_AND_GROUPS,
  ...SHARED_STATE,
  ...MULTIPOINT,
  ...PROPAGATION_MUTANTS,
  ...LAYER_IO,
  ...FORWARDING,
  ...PASSING_MUTANTS,
  ...POLLING,
  ...EXTENSIONS,
  ...EXTENSION_ENDS,
  ...SOCKET_STATE,
  ...THREADS,
  ...MESSAGES,
  ...NAME_SPACES,
  ...REFUSALS,
  ...RESOLUTION_FORMS,
  ...CATALOG_ARGUMENTS,
  ...KINDS_AND_FORMS,
  ...CLAIMS,
  ...RULE_TEXTS,
  ...RESULT_TABLES,
  ...WS2_MUTANTS,
];
