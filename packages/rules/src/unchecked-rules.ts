import type { RuleId } from "./rules/index.js";

/** Rules that no check holds, each with why there is none. A rule leaves this list when its check comes. */
export const UNCHECKED_RULES: Readonly<Partial<Record<RuleId, string>>> = {
  "WSPSocket/arguments/provider-decides":
    "It is a permission: nothing that a provider does with the values violates it.",
  "module/loads": "Whoever loads the module holds it, ws2kit check: a check has the module already.",
  "module/globals": "Whoever owns the engine holds it, ws2kit check: it looks at the globals after each check.",
  "WSPSocket/error/no-buffers":
    "No network of a check lacks buffers for a socket that carries nothing yet; WSASocketW/error/no-buffers holds that " +
    "the code reaches the application.",
  "WSASocketW/af-unspec": "It is advice to applications, and binds neither ws2 nor a provider.",
};
