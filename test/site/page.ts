import { posix } from "node:path";

/** A page of the site: a file of Markdown. */
export interface Page {
  /** The page's place in the site, without an extension: "reference/handles"; "packages/cli/index" for a folder. */
  readonly path: string;
  readonly text: string;
}

/** Folders of the repository whose files stand in the site under another folder. */
const MOVED: readonly (readonly [from: string, to: string])[] = [
  ["README", "overview"],
  ["docs/functions.md", "functions/table"],
  ["docs/", ""],
  ["packages/layers/src/", "packages/layers/"],
  ["packages/build/src/", "packages/build/"],
];

/** Where the site shows a Markdown file of the repository: "docs/reference/handles.md" at "reference/handles". */
export function pathOf(file: string): string {
  const [from, to] = MOVED.find(([prefix]) => file.startsWith(prefix)) ?? ["", ""];
  return (to + file.slice(from.length))
    .replace(/\.md$/, "")
    .replace(/(^|\/)README$/, "$1index")
    .toLowerCase();
}

/** The address of a page from the root of the site: "/packages/cli/". */
export function addressOf(path: string): string {
  return `/${path}`.replace(/\/index$/, "/");
}

/** The file that a relative link of a file leads to, and the anchor with its "#". */
export function resolveLink(from: string, link: string): { readonly file: string; readonly anchor: string } {
  const [, path, anchor] = /^([^#]*)(#.*)?$/.exec(link) as RegExpExecArray;
  const file = path === "" ? from : posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, "");
  return { file, anchor: anchor ?? "" };
}
