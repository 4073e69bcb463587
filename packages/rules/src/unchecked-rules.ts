import type { RuleId } from "./rules/index.js";

const LAYER =
  "It binds layered providers, and the provider that checks look at is a base provider; test/layers holds it.";

/** Rules that no check holds, each with why there is none. A rule leaves this list when its check comes. */
export const UNCHECKED_RULES: Readonly<Partial<Record<RuleId, string>>> = {
  "WSPSocket/arguments/provider-decides": "It is a permission: whatever a provider does with the values keeps it.",
  "WSASocketW/af-unspec": "It is advice to applications, and binds neither ws2 nor a provider.",

  "propagation/base-knows-no-chains":
    "It shows only below a layer, and checks have none of their own; test/layers holds it.",
  "propagation/WSPSocket/next-is-a-layer": LAYER,
  "propagation/WSPSocket/next-is-the-base": LAYER,
  "propagation/layer-is-both": LAYER,
  "propagation/WSPStartup": LAYER,
  "propagation/WSPDuplicateSocket": LAYER,
  "propagation/WSPAddressToString": LAYER,
  "propagation/WSPStringToAddress": LAYER,
  "propagation/upcall-table": LAYER,
  "propagation/reserved-member": LAYER,
  "propagation/next-from-chain": LAYER,
  "propagation/arguments-unmodified": LAYER,
  "WPUCreateSocketHandle/layer/may-use": LAYER,
  "WPUCreateSocketHandle/layer/sees-all-io": LAYER,
  "WPUCreateSocketHandle/layer/sees-file-io": LAYER,
  "WPUCreateSocketHandle/layer/needed-to-process": LAYER,
  "WPUCreateSocketHandle/layer/completion-path": LAYER,
  "WPUCreateSocketHandle/layer/port-unseen": LAYER,
  "WPUCreateSocketHandle/layer/substitutes-overlapped": LAYER,
  "WPUCreateSocketHandle/layer/forwards-completion": LAYER,
};
