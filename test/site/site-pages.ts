import { codePages } from "./code-pages.js";
import { functionPages } from "./function-pages.js";
import type { Page } from "./page.js";
import type { RepositoryPages } from "./repository-pages.js";

/** Every page of the site but those that TypeDoc writes. */
export function sitePages(repository: RepositoryPages): Page[] {
  return [...repository.pages(), ...functionPages(), ...codePages()];
}
