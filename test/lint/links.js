import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { textFiles } from "./text-files.js";

/** A link of Markdown, an image included; the target is the second group. */
const LINK = /\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;

/**
 * Checks that each relative link of a Markdown file leads to a file, and its anchor to a heading or an `<a id>`.
 *
 * @param {string} root
 * @returns {import("./finding.js").Finding[]}
 */
export function checkLinks(root) {
  const anchors = new Map();
  return textFiles(root, /\.md$/).flatMap(({ path, lines }) =>
    withoutCode(lines).flatMap((text, at) =>
      [...text.matchAll(LINK)].flatMap(([, , target]) => {
        const why = /^[a-z]+:/.test(target) ? null : broken(root, path, target, anchors);
        return why === null ? [] : [{ file: path, line: at + 1, what: `links to ${target}`, why }];
      }),
    ),
  );
}

/** Why a link is broken, or `null`. */
function broken(root, from, target, anchors) {
  const [path, anchor] = target.split("#");
  const file = path === "" ? from : normalize(join(dirname(from), path));
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  if (anchor === undefined || statSync(join(root, file)).isDirectory() || !file.endsWith(".md")) return null;
  if (!anchors.has(file)) anchors.set(file, anchorsOf(readFileSync(join(root, file), "utf8").split("\n")));
  return anchors.get(file).has(anchor) ? null : `${file} has no heading and no <a id> of that name`;
}

/** The anchors of a Markdown file, as GitHub makes them. */
function anchorsOf(lines) {
  const found = new Set();
  for (const text of withoutCode(lines, false)) {
    for (const [, id] of text.matchAll(/<a id="([^"]+)">/g)) found.add(id);
    const [, heading] = /^#{1,6} (.*)$/.exec(text) ?? [];
    if (heading === undefined) continue;
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
    let name = slug;
    for (let again = 1; found.has(name); again++) name = `${slug}-${again}`;
    found.add(name);
  }
  return found;
}

/** The lines, with those of code blocks (and, unless `inline` is false, code within a line) left empty. */
function withoutCode(lines, inline = true) {
  let fenced = false;
  return lines.map((text) => {
    const fence = /^\s*```/.test(text);
    if (fence) fenced = !fenced;
    if (fence || fenced) return "";
    return inline ? text.replace(/`[^`]*`/g, "") : text;
  });
}
