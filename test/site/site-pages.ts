import { existsSync, readdirSync, readFileSync } from "node:fs";
import { codePages } from "./code-pages.js";
import { functionPages } from "./function-pages.js";
import type { Page } from "./page.js";
import { portingPages } from "./porting-pages.js";
import type { RepositoryPages } from "./repository-pages.js";
import { systemPages } from "./system-pages.js";

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
      text: readFileSync(`${API}/${name}`, "utf8")
        .replace(/\]\((\/api\/[^)#]*)\.md/g, "]($1")
        // no page leads out of the site; documentation of Node's own types would
        .replace(/\[([^\]]*)\]\(https?:[^)]*\)/g, "$1"),
    }));
}

/** Every page of the site. */
export async function sitePages(repository: RepositoryPages): Promise<Page[]> {
  const generated = [
    ...portingPages(repository),
    ...(await systemPages()),
    ...functionPages(repository),
    ...codePages(),
    ...apiPages(),
  ];
  // these come last, as they include the files to which the others link
  return [...generated, ...repository.pages()];
}
