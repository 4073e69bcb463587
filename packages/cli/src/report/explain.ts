import {
  CODE_HELP,
  CODES,
  type Code,
  type CodeName,
  describeSource,
  FUNCTIONS,
  type FunctionRow,
  MESSAGES,
  RULES,
  type Rule,
  type RuleId,
  SHIPPED_RULES,
  SYSTEMS,
  sourceTags,
} from "@ws2kit/rules";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { unknownName } from "../terminal/usage-error.js";
import { sourceText } from "./words.js";

/** The most rules to list for a word. */
const LISTED = 40;

const KINDS: Readonly<Record<FunctionRow["kind"], string>> = {
  api: "a function that applications call",
  extension: "an extension function, in mswsock",
  system: "a function of kernel32 or user32",
  slot: "one of the 30 functions of a provider",
  upcall: "a function that ws2 offers to providers",
  entry: "the entry point of a provider's DLL",
};

/**
 * Runs `ws2kit explain`: prints the rule (by id or number), error code (by name or number), function, slot, upcall or
 * message (by its code) that `word` names. Throws a UsageError with the nearest word if it names none of these.
 */
export function explain(word: string): ExitCode {
  const texts = [ruleText(word), codeText(word), functionText(word), messageText(word)].flatMap((text) => text ?? []);
  if (texts.length === 0) {
    throw unknownName("rule, code, function or message", word, [
      ...RULES.map(({ id }) => id),
      ...Object.keys(CODES),
      ...FUNCTIONS.map(({ name }) => name),
      ...Object.keys(MESSAGES),
    ]);
  }
  console.log(texts.join("\n\n"));
  return EXIT.holds;
}

function ruleText(word: string): string | null {
  const rule: Rule | undefined = RULES.find(({ id, number }) => id === word || String(number) === word);
  if (rule === undefined) return null;
  const { number, id, text, source, applies } = rule;
  const sources = sourceTags(source).map(describeSource).join("; ");
  const alone = SHIPPED_RULES[rule.id as RuleId];
  const why = alone === undefined ? [] : [`Why only these: ${alone}`];
  return [`${number} ${id}`, "", text, "", `Concerns: ${whom(applies)}`, ...why, `Source: ${sources}`].join("\n");
}

function whom({ systems, half, provider, capability, lacking }: Rule["applies"]): string {
  const who = {
    any: "ws2 and any provider",
    base: half === "shipped" ? "the providers that come with the system" : "base providers, and layers over them",
    layered: "layered providers",
  }[provider];
  const where = systems.length === SYSTEMS.length ? "" : `, on ${systems.join(", ")} and what extends it`;
  const claims = capability === undefined ? "" : `, if the provider claims ${capability}`;
  return `${who}${where}${claims}${lacking === undefined ? "" : `, if the provider does not claim ${lacking}`}.`;
}

function codeText(word: string): string | null {
  const found = Object.entries<Code>(CODES).find(
    ([name, { value }]) => name === word.toUpperCase() || String(value) === word,
  );
  if (found === undefined) return null;
  const [name, { value, text }] = found;
  const help = CODE_HELP[name as CodeName];
  const answering = FUNCTIONS.filter(({ codes, on }) =>
    [codes, ...Object.values(on ?? {})].some((each) => each?.split(" ").includes(name)),
  );
  return [
    `${name} (${value})`,
    "",
    text,
    ...(help === undefined ? [] : ["", `What usually helps: ${help}`]),
    ...(answering.length === 0 ? [] : ["", `Functions that return it: ${answering.map((row) => row.name).join(", ")}`]),
    ...rulesAbout(name),
  ].join("\n");
}

function functionText(word: string): string | null {
  const row = FUNCTIONS.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  if (row === undefined) return null;
  const { name, kind, codes, on, source } = row;
  const differing = Object.entries(on ?? {}).map(([system, own]) =>
    own === null ? `On ${system}: it does not exist.` : `On ${system}: ${own === "" ? "none" : own}`,
  );
  return [
    `${name}: ${KINDS[kind]}`,
    "",
    `Codes: ${codes === "" ? "none; it cannot fail" : codes}`,
    ...differing,
    `Source: ${sourceText(source)}`,
    ...rulesAbout(name),
  ].join("\n");
}

function messageText(word: string): string | null {
  const found = Object.entries<string>(MESSAGES).find(([code]) => code === word);
  return found === undefined ? null : `${found[0]}: a message in a machine's records\n\n${found[1]}`;
}

/** The rules whose id or text contains the word, a line each. */
function rulesAbout(word: string): string[] {
  const isAbout = new RegExp(`(^|[^A-Za-z_])${word}([^A-Za-z_]|$)`);
  const about = RULES.filter(({ id, text }) => isAbout.test(id) || isAbout.test(text));
  const lines = about.slice(0, LISTED).map(({ number, id }) => `  ${number}  ${id}`);
  const more = about.length > LISTED ? [`  … and ${about.length - LISTED} more`] : [];
  return about.length === 0 ? [] : ["", "Rules:", ...lines, ...more];
}
