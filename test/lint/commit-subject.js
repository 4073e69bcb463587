/**
 * The commit-msg hook of `.githooks`: refuses a subject that is too long, or that ends like a sentence.
 *
 * node test/lint/commit-subject.js FILE
 */
import { readFileSync } from "node:fs";

/** The longest subject that `git log --oneline` and web pages show whole. */
const LENGTH = 72;

const [subject, next] = readFileSync(process.argv[2], "utf8").split("\n");
const mistake = /^(?:fixup!|squash!|amend!|Merge|Revert) /.test(subject)
  ? null
  : [...subject].length > LENGTH
    ? `it has ${[...subject].length} characters; at most ${LENGTH}, and reasons go into the body`
    : subject.endsWith(".")
      ? "it ends with a full stop"
      : !/^[A-Z]/.test(subject)
        ? 'it is an imperative that begins with a capital: "Report the peer\'s address"'
        : next !== undefined && next !== "" && !next.startsWith("#")
          ? "a blank line separates it from the body"
          : null;
if (mistake !== null) {
  console.error(`[ws2kit] the commit's subject: ${mistake}.\n  ${subject}`);
  process.exitCode = 1;
}
