import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingPrograms, readHost } from "@ws2kit/device-host";

/**
 * One step of the session: prose for the page, then a command, or an edit of a file. A command that `needsCompiler` is
 * not run on a machine without one.
 */
export type Step =
  | { readonly text: string; readonly command: string; readonly status?: number; readonly needsCompiler?: true }
  | { readonly text: string; readonly file: string; readonly from: string; readonly to: string };

/** The steps of a new user, from an empty folder to firmware in three engines and a checked provider. */
export const STEPS: readonly Step[] = [
  {
    text: "A project: firmware that sends a sensor's readings as datagrams, for Windows CE and for the desktop.",
    command: "npm create --yes ws2kit beacon -- --template device --target ce,desktop --yes",
  },
  {
    text: "Its tests run what was built on a simulated network. Ten seconds there take no time.",
    command: "cd beacon && npm test --silent",
  },
  {
    text: "The firmware: one file for each target, which contains only what the program needs.",
    command: "cd beacon && npm run build --silent",
  },
  {
    text: "The settings of a device are a JSON file. Two readings are enough here.",
    file: "beacon/src/config.json",
    from: '"readings": 10',
    to: '"readings": 2',
  },
  {
    text: "It runs in QuickJS, over this computer's sockets, within the memory of a device.",
    command: "cd beacon && npx ws2kit run src/app.ts --target ce",
  },
  {
    text: "The same source runs in Node, for a debugger.",
    command: "cd beacon && npx ws2kit run src/app.ts --target ce --engine node",
  },
  {
    text: "Windows CE has no WSAPoll. A program that calls it does not build for ce:",
    file: "beacon/src/app.ts",
    from: "  ws2.closesocket(s);",
    to: "  ws2.WSAPoll([], 0, 0);\n  ws2.closesocket(s);",
  },
  {
    text: "",
    command: "cd beacon && npx ws2kit build src/app.ts --target ce",
    status: 1,
  },
  {
    text: "It builds for the desktop. This program is for both, so the call is removed again.",
    command: "cd beacon && npx ws2kit build src/app.ts --target desktop",
  },
  {
    text: "",
    file: "beacon/src/app.ts",
    from: "  ws2.WSAPoll([], 0, 0);\n",
    to: "",
  },
  {
    text: "",
    command: "cd beacon && npx ws2kit build src/app.ts --target ce",
  },
  {
    text: "A layer under the application shows its calls. The application does not change.",
    command: `cd beacon && echo '[{ "layer": "trace", "slots": ["WSPSendTo"] }]' > trace.json && npx ws2kit run src/app.ts --target ce --layers trace.json`,
  },
  {
    text: "A recording contains the calls that reach a provider, and their results.",
    command: "cd beacon && npx ws2kit run src/app.ts --target ce --record calls.ndjson",
  },
  { text: "", command: "cd beacon && head -n 2 calls.ndjson" },
  {
    text: "It answers the same calls again without a network, so that a failure in the field can be repeated at a desk.",
    command: "cd beacon && npx ws2kit run src/app.ts --target ce --replay calls.ndjson",
  },
  {
    text: "A device runs firmware on the C host, which this computer's compiler builds. `ws2kit host build armhf` builds it for a board.",
    command: "cd beacon && npx ws2kit host build",
    needsCompiler: true,
  },
  {
    text: "",
    command: "cd beacon && npx ws2kit run src/app.ts --target ce --engine device",
    needsCompiler: true,
  },
  {
    text: "An image is the firmware as bytecode, with its budgets. It is the same for every host.",
    command: "cd beacon && npx ws2kit build src/app.ts --target ce --image",
    needsCompiler: true,
  },
  {
    text: "",
    command: "cd beacon && dist/device/x64/ws2kit-device dist/ce/app.img",
    needsCompiler: true,
  },
  {
    text: "Now a provider, in place of UDP, checked against the documented rules of Windows CE.",
    command: "npm create --yes ws2kit modem -- --template provider --target ce --yes",
  },
  {
    text: "",
    command: "cd modem && npm test --silent && npx ws2kit check src/provider.ts --target ce --engine all",
  },
  {
    text: "A mistake: a letter that is longer than its buffer is cut, and nothing says so.",
    file: "modem/src/parts/letters.ts",
    from: "return taken < letter.bytes.length ? fail(lpErrno, WSAEMSGSIZE) : 0;",
    to: "return 0;",
  },
  {
    text: "The report says which rule does not hold, what was expected, and where that is written.",
    command: "cd modem && npx ws2kit check src/provider.ts --target ce",
    status: 1,
  },
  {
    text: "",
    command: "cd modem && npx ws2kit explain WSAEMSGSIZE",
  },
];

/**
 * Runs the steps in `folder`, and returns the session as Markdown. A step that this machine cannot run is copied from
 * the `written` page, with a message. Throws if a command ends with another exit code than the step's, with what it
 * printed.
 */
export function play(folder: string, environment: NodeJS.ProcessEnv, written: string): string {
  const isMissing = missingPrograms(readHost("x64"), "build").length > 0;
  return STEPS.map((step) => {
    const isSkipped = isMissing && "command" in step && step.needsCompiler === true;
    return `${paragraph(step.text)}${isSkipped ? copied(step.command, written) : outcome(step, folder, environment)}`;
  }).join("\n");
}

/** A command with its output, as the written page has it. */
function copied(command: string, written: string): string {
  console.log(`not run, because this machine has no compiler: ${command}`);
  const from = written.indexOf(`\`\`\`console\n$ ${command}\n`);
  return from < 0 ? "" : written.slice(from, written.indexOf("\n```\n", from) + 5);
}

function paragraph(text: string): string {
  return text === "" ? "" : `${text}\n\n`;
}

function outcome(step: Step, folder: string, environment: NodeJS.ProcessEnv): string {
  if (!("command" in step)) {
    const path = join(folder, step.file);
    const before = readFileSync(path, "utf8");
    if (!before.includes(step.from)) throw new Error(`${step.file} does not contain: ${step.from}`);
    writeFileSync(path, before.replace(step.from, step.to));
    const lines = [...marked("-", step.from, step.to), ...marked("+", step.to, step.from)];
    return `\`\`\`diff\n${[`# ${step.file}`, ...lines].join("\n")}\n\`\`\`\n`;
  }
  const { command, status = 0 } = step;
  const ran = spawnSync("sh", ["-c", `${command} 2>&1`], { cwd: folder, env: environment, encoding: "utf8" });
  if (ran.status !== status) throw new Error(`${command}\nended with ${ran.status}, not ${status}:\n${ran.stdout}`);
  const end = status === 0 ? "" : `# exit code ${status}\n`;
  return `\`\`\`console\n$ ${command}\n${timeless(ran.stdout, folder)}${end}\`\`\`\n`;
}

/** The lines of `text` that `other` lacks, each after a sign. */
function marked(sign: string, text: string, other: string): string[] {
  const others = other.split("\n");
  return text.split("\n").flatMap((line) => (others.includes(line) ? [] : [`${sign} ${line}`]));
}

/** Lines of a command's output that the page shows. */
const LONGEST = 24;

/** Output without the parts that differ between runs (times, folders, npm's remarks); long output is cut. */
function timeless(output: string, folder: string): string {
  const lines = output
    .replaceAll(folder, "~")
    .split("\n")
    .filter((line) => !/^(?:npm (?:warn|notice)|added \d+ packages|> )/.test(line))
    .map((line) =>
      line
        .replace(/\b\d+(?:\.\d+)? ?(ms|s)\b/g, "… $1")
        .replace(/ +… s │/, "   … s │")
        .replace(/^ +… ms/, " … ms")
        .replace(/ \((?:… m?s|\d+m)\)$/, "")
        .replace(/"(t|d)":[\d.]+/g, '"$1":…')
        .replace(/(ws2kit-device): [\d,]+ bytes/, "$1: … bytes")
        .replace(/heap( about)? \d+ KiB (after boot|at most)/g, "heap$1 … KiB $2")
        .replace(/\b\d+ host calls/, "… host calls"),
    )
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\s+$/g, "")
    .split("\n");
  const rest = lines.length - LONGEST;
  return `${(rest > 1 ? [...lines.slice(0, LONGEST), `… ${rest} more lines`] : lines).join("\n")}\n`;
}
