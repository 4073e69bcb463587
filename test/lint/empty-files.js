import { textFiles } from "./text-files.js";

/**
 * Finds sources without text: a test file that is empty runs nothing, and nothing else notices.
 *
 * @param {string} root
 * @returns {import("./finding.js").Finding[]}
 */
export function checkEmptyFiles(root) {
  return textFiles(root, /\.(?:ts|js|mjs|c|h|md|json)$/)
    .filter(({ lines }) => lines.every((line) => line.trim() === ""))
    .map(({ path }) => ({ file: path, line: 0, what: "an empty file", why: "write it, or remove it" }));
}
