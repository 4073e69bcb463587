import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { changeProse } from "./markdown.js";
import { addressOf, type Page, pathOf, resolveLink } from "./page.js";

/** Folders whose Markdown files are pages; a README alone where the folder has other files. */
const FOLDERS: readonly string[] = ["docs", "packages", "targets", "examples"];

/** Markdown files that are no pages: files of generated projects, and reports of programs. */
const NO_PAGE = /(^|\/)(node_modules|lib|dist|templates|reports|\.vitepress)\//;

/** A link or an image of Markdown: its text, and its target. */
const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;

/** The languages of source files that pages link to, by their extensions. */
const LANGUAGES: Readonly<Record<string, string>> = { ts: "ts", js: "js", c: "c", h: "c", json: "json", mjs: "js" };

/** The Markdown files of the repository that are pages of the site. */
export function markdownFiles(): string[] {
  const found = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NO_PAGE.test(`${path}/`) ? [] : found(path);
      return path.endsWith(".md") ? [path] : [];
    });
  return ["README.md", ...FOLDERS.flatMap(found)];
}

/** The pages of the repository's Markdown files, and of the files and folders that they link to. */
export class RepositoryPages {
  readonly #files = markdownFiles();
  /** The pictures that pages show. */
  readonly pictures = new Set<string>();
  /** Files and folders, besides Markdown, that pages link to. */
  readonly #linked = new Set<string>();

  pages(): Page[] {
    const pages = this.#files.map((file) => ({
      path: pathOf(file),
      text: this.page(file, readFileSync(file, "utf8")),
    }));
    return [...pages, ...[...this.#linked].sort().map((file) => sourcePage(file))];
  }

  /** The text of a page whose relative links are those of `file`, with links within the site. */
  page(file: string, text: string): string {
    return changeProse(text, (prose) =>
      prose.replace(LINK, (whole, image: string, label: string, link: string) => {
        if (/^[a-z]+:/.test(link) || link.startsWith("#")) return whole;
        const target = resolveLink(file, link);
        if (image === "!") {
          this.pictures.add(target.file);
          return picture(target.file, label);
        }
        return `[${label}](${this.addressOf(target.file)}${target.anchor})`;
      }),
    );
  }

  /** The address of the page of a file or a folder, from the root of the site. */
  addressOf(file: string): string {
    if (!existsSync(file)) throw new Error(`there is no ${file}`);
    const readme = statSync(file).isDirectory() ? `${file}/README.md` : file;
    if (this.#files.includes(readme)) return addressOf(pathOf(readme));
    this.#linked.add(file);
    return addressOf(sourcePath(file));
  }
}

function sourcePath(file: string): string {
  return statSync(file).isDirectory()
    ? `${pathOf(`${file}/README.md`)}`
    : `source/${file.toLowerCase().replace(/\.(?=\w+$)/, "-")}`;
}

/** A page that shows a source file, or lists the pages of a folder. */
function sourcePage(file: string): Page {
  if (statSync(file).isDirectory()) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    const entries = readdirSync(file)
      .filter((entry) => entry.endsWith(".md"))
      .map((entry) => `${file}/${entry}`);
    const lines = entries.map((entry) => `- [${titleOf(readFileSync(entry, "utf8"))}](${addressOf(pathOf(entry))})`);
    return {
      path: sourcePath(file),
      text: `# ${name[0].toUpperCase()}${name.slice(1)}\n\n${lines.join("\n")}\n`,
    };
  }
  const language = LANGUAGES[file.slice(file.lastIndexOf(".") + 1)] ?? "txt";
  return {
    path: sourcePath(file),
    text: `# ${file}\n\n\`\`\`\`${language} file=${file}\n${readFileSync(file, "utf8").trimEnd()}\n\`\`\`\`\n`,
  };
}

/** The first heading of a page. */
export function titleOf(text: string): string {
  const [, title] = /^# (.*)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`a page without a title: ${text.slice(0, 80)}`);
  return title;
}

/** A picture in the colours of the page, which a reader may change independently of the system's. */
function picture(file: string, label: string): string {
  const name = file.replace(/^.*\//, "").replace(/\.svg$/, "");
  const image = (colours: string) =>
    `<img class="picture ${colours}" src="/pictures/${name}.${colours}.svg" alt="${label.replaceAll('"', "&quot;")}">`;
  return `<span class="drawing" tabindex="0" role="group" aria-label="Picture">${image("light")}${image("dark")}</span>`;
}

/** A picture with its colours for one scheme: the rules of a media query of the scheme apply always, or never. */
export function inScheme(svg: string, scheme: "light" | "dark"): string {
  return svg.replaceAll("@media (prefers-color-scheme: dark)", scheme === "dark" ? "@media all" : "@media not all");
}
