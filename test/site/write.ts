/** Writes the pages of the site, its pictures and its navigation to site/dist. `npm run docs:site` builds the site. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { navigation } from "./navigation.js";
import { inScheme, RepositoryPages } from "./repository-pages.js";
import { sitePages } from "./site-pages.js";

const FOLDER = "site/dist";

function write(file: string, text: string): void {
  mkdirSync(dirname(`${FOLDER}/${file}`), { recursive: true });
  writeFileSync(`${FOLDER}/${file}`, text);
}

rmSync(`${FOLDER}/pages`, { recursive: true, force: true });
const repository = new RepositoryPages();
const pages = await sitePages(repository);
write("pages/index.md", readFileSync("site/index.md", "utf8"));
for (const { path, text } of pages) write(`pages/${path}.md`, text);
for (const picture of repository.pictures) {
  const name = picture.replace(/^.*\//, "").replace(/\.svg$/, "");
  const svg = readFileSync(picture, "utf8");
  for (const scheme of ["light", "dark"] as const)
    write(`pages/public/pictures/${name}.${scheme}.svg`, inScheme(svg, scheme));
}
write("navigation.json", JSON.stringify(navigation(pages), null, 1));
console.log(`${pages.length} pages in ${FOLDER}/pages`);
