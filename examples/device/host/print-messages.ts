/** Prints the texts of log records as rows of C, for the host's `messages.inc`. */
import { MESSAGES } from "@ws2kit/rules";

for (const [code, text] of Object.entries(MESSAGES)) {
  process.stdout.write(`{${JSON.stringify(code)}, ${JSON.stringify(text)}},\n`);
}
