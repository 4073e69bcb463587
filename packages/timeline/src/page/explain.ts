import { CODE_HELP, type CodeName, errorName, errorText, RULES } from "@ws2kit/rules";

/** What a code means after a call. */
export interface Explanation {
  /** `WSAECONNREFUSED (10061)` */
  readonly name: string;
  /** The meaning of the code, and what usually helps. */
  readonly text: string;
  readonly help: string;
  /** The id and the text of a rule of this function that mentions the code; both "" if no rule does. */
  readonly rule: string;
  readonly ruleText: string;
}

/** Explains a code that a slot has returned. */
export function explain(slot: string, code: number): Explanation {
  const name = errorName(code);
  const subjects = subjectsOf(slot);
  const mentions = new RegExp(`\\b${name}\\b`);
  const rule = RULES.find(
    ({ id, text }) => subjects.some((subject) => id.startsWith(`${subject}/`)) && mentions.test(text),
  );
  return {
    name: name === String(code) ? name : `${name} (${code})`,
    text: errorText(code),
    help: CODE_HELP[name as CodeName] ?? "",
    rule: rule?.id ?? "",
    ruleText: rule?.text ?? "",
  };
}

/** The functions whose rules concern a slot: WSPRecvFrom, WSARecvFrom, recvfrom. */
function subjectsOf(slot: string): string[] {
  const plain = slot.replace(/^WSP/, "");
  return [slot, plain.toLowerCase(), `WSA${plain}`, plain === "CloseSocket" ? "closesocket" : plain];
}
