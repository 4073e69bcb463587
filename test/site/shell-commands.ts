import { readFileSync } from "node:fs";
import { type CodeBlock, codeBlocks } from "./markdown.js";

/** Commands that `shell-blocks.tool.ts` does not play, and what runs them instead. */
const ELSEWHERE: readonly (readonly [command: RegExp, by: string])[] = [
  [/^npm (?:ci|install|test|run (?:build|lint))$/, ".ci/run"],
  [/^npm start$/, "test/main-job, which runs the same program"],
  [/^npm run (?:docs|device <name>)$/, "test/docs and test/device"],
  [/^npm create /, "npm run first-user"],
  [/^npx ws2kit init |^cd \.\.\/beacon$/, "test/create"],
  [/^npx mocha --no-config test\/lib\/device\/[\w-]+\.device\.js$/, "npm run test:device"],
  [/^npx ws2kit host build boards\/<name>\.mk$/, "the reader, who fills in a name"],
  [/^npx ws2kit check$/, ".ci/slow, which checks every target"],
  [/^npx ws2kit (?:check|profile diff ce) .*\bce\d\b/, "the tests of that target, in its folder"],
  [/^git config /, "the reader: it changes the settings of the checkout"],
];

/** The commands of the first session, which `npm run first-user` plays. */
let session: ReadonlySet<string> | null = null;

/** What runs a command instead of `shell-blocks.tool.ts`; null for a command that it plays. */
export function elsewhere(command: string): string | null {
  session ??= new Set(
    codeBlocks(readFileSync("docs/first-user.md", "utf8")).flatMap(({ text }) =>
      text.split("\n").flatMap((line) => (line.startsWith("$ ") ? [line.slice(2)] : [])),
    ),
  );
  if (session.has(command)) return "npm run first-user";
  return ELSEWHERE.find(([pattern]) => pattern.test(command))?.[1] ?? null;
}

/** The commands of a block, without comments. A line that `&&` joins is several, outside the first session. */
export function commandsOf({ text }: CodeBlock): string[] {
  return text
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(?:^|\s+)#\s.*$/, "").trim())
    .filter((line) => line !== "")
    .flatMap((line) => (elsewhere(line) === null ? line.split(" && ") : [line]));
}
