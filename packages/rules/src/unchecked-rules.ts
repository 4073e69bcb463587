import type { RuleId } from "./rules/index.js";

/** Rules without a check, each with the reason. Remove a rule from this list when it has a check. */
export const UNCHECKED_RULES: Readonly<Partial<Record<RuleId, string>>> = {
  "WSPSocket/arguments/provider-decides":
    "It is a permission: nothing that a provider does with the values violates it.",
  "module/loads": "The command ws2kit check tests this when it loads the module; a check runs only after that.",
  "module/globals": "The command ws2kit check tests this: it compares the globals after each check.",
  "WSPSocket/error/no-buffers":
    "No network of a check runs out of buffers for a new socket; WSASocketW/error/no-buffers checks that " +
    "the code reaches the application.",
  "WSASocketW/af-unspec": "It is advice to applications, and requires nothing of ws2 or a provider.",
};
