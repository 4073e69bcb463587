import { textFiles } from "./text-files.js";

/** The longest line of a comment. The formatter wraps code at the same width, but not comments. */
const WIDTH = 120;

const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/**
 * Checks the width of comments.
 *
 * @param {string} root
 * @returns {import("./finding.js").Finding[]}
 */
export function checkComments(root) {
  return textFiles(root, /\.(?:ts|js|mjs|c|h)$/).flatMap(({ path, lines }) =>
    lines.flatMap((text, at) => {
      const { length } = [...text];
      if (length <= WIDTH || !COMMENT.test(text)) return [];
      return [{ file: path, line: at + 1, what: `a comment of ${length} characters`, why: `wrap it at ${WIDTH}` }];
    }),
  );
}
