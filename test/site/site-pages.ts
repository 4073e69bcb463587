import { existsSync, readdirSync, readFileSync } from "node:fs";
import { codePages } from "./code-pages.js";
import { functionPages } from "./function-pages.js";
import type { Page } from "./page.js";
import type { RepositoryPages } from "./repository-pages.js";

/** Where TypeDoc writes the pages of the packages. */
const API = "site/dist/api";

/** The pages that TypeDoc has written; none before it ran. */
function apiPages(): Page[] {
  if (!existsSync(API)) return [];
  return readdirSync(API, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => ({
      path: `api/${name.replaceAll("\\", "/").replace(/\.md$/, "")}`,
      text: readFileSync(`${API}/${name}`, "utf8").replace(/\]\((\/api\/[^)#]*)\.md/g, "]($1"),
    }));
}

/** Every page of the site. */
export function sitePages(repository: RepositoryPages): Page[] {
  return [...repository.pages(), ...functionPages(), ...codePages(), ...apiPages()];
}
