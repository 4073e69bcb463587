/**
 * @typedef {object} Finding
 * @property {string} file from the root
 * @property {number} line the first is 1; 0 for a file as a whole
 * @property {string} what stands there
 * @property {string} why it may not, and what would be right
 */

/**
 * @param {Finding} finding
 * @returns {string}
 */
export function describeFinding({ file, line, what, why }) {
  return `${file}${line > 0 ? `:${line}` : ""}  ${what}\n    ${why}`;
}
