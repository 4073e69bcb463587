import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { HTML } from "./served.js";

/** The pages of the built site, by their paths: "reference/handles.html". */
export function builtPages(): ReadonlyMap<string, string> {
  const names = readdirSync(HTML, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  const pages = names.filter((name) => name.endsWith(".html"));
  return new Map(pages.map((name) => [name, readFileSync(`${HTML}/${name}`, "utf8")]));
}

/** The links of the built site that lead nowhere: to no file, or to no element of its page. */
export function brokenLinks(pages: ReadonlyMap<string, string>): string[] {
  const files = new Set(
    readdirSync(HTML, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/")),
  );
  const ids = new Map<string, ReadonlySet<string>>();
  const idsOf = (page: string) => {
    const known = ids.get(page) ?? new Set([...(pages.get(page) ?? "").matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    ids.set(page, known);
    return known;
  };
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/ (?:href|src)="([^"]+)"/g)].flatMap(([, link]) => {
      if (/^(data|mailto|https?):/.test(link)) return /^https?:/.test(link) ? [`${page}: ${link} leaves the site`] : [];
      const [path, anchor = ""] = link.replaceAll("&amp;", "&").split("#");
      const target =
        path === "" ? page : fileOf(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(page), path));
      if (!files.has(target)) return [`${page}: ${link} leads to no file`];
      if (anchor === "" || !target.endsWith(".html")) return [];
      return idsOf(target).has(decodeURIComponent(anchor)) ? [] : [`${page}: ${link} leads to no heading`];
    }),
  );
}

function fileOf(path: string): string {
  if (path === "" || path.endsWith("/")) return `${path}index.html`;
  return /\.\w+$/.test(path) ? path : `${path}.html`;
}
