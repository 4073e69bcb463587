/**
 * What is documented, as data: rules, the codes of functions, and the words for both. Prose costs bytes on a device,
 * so nothing that ships to one imports this package; conformance checks, engines and tools do.
 *
 * ```ts
 * import { codesOf, errorName, findRule, messageText } from "@ws2kit/rules";
 *
 * findRule("WSASocketW/selection/deepest-stage")?.text; // what is promised
 * codesOf("bind", ["mobile5", "ce"])?.map(errorName);                // ["WSAEFAULT", "WSAEINVAL", …]
 * messageText({ code: "provider-version", args: ["modem.dll", "1.1"] });
 * ```
 */
export { chainLines, stageText } from "./chain-texts.js";
export { CODE_HELP } from "./code-help.js";
export { CODES, type Code, type CodeName, errorName, errorText, WIN32_CODES, win32Name } from "./codes.js";
export { codesOf, FUNCTIONS, type FunctionRow } from "./functions/index.js";
export { codeText, logLine, MESSAGES, type MessageCode, type MessageRecord, messageText } from "./messages.js";
export { PAGES, type Sentence } from "./pages/index.js";
export {
  type Applies,
  type Capability,
  descendsFrom,
  type Lineage,
  type Rule,
  SYSTEMS,
  type SystemName,
} from "./rule.js";
export { findRule, RULES, type RuleId } from "./rules/index.js";
export { SHIPPED_RULES } from "./shipped-rules.js";
export { describeSource, SOURCES, type Source, sourceTags } from "./sources.js";
export { UNCHECKED_RULES } from "./unchecked-rules.js";
