import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

/** Where `npm run docs:site` puts the site. */
export const HTML = "site/dist/html";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves the built site on the loopback. */
export async function served(): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer(({ url = "/" }, response) => {
    const path = decodeURIComponent(new URL(url, "http://site").pathname);
    const file = [path, `${path}.html`, `${path}index.html`]
      .map((each) => join(HTML, normalize(each)))
      .find((each) => existsSync(each) && statSync(each).isFile());
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": TYPES[extname(file ?? ".html")] ?? "text/plain",
    });
    response.end(file === undefined ? "there is no such page" : readFileSync(file));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}
