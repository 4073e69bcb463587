import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { createProject, ProjectError, TEMPLATE_NAMES } from "create-ws2kit";
import ts from "typescript";
import { ws2kit } from "../cli/ws2kit.js";
import { Projects } from "./project.js";

describe("ws2kit init", () => {
  let projects: Projects;
  before(() => {
    projects = new Projects();
  });
  after(() => projects.remove());

  for (const template of TEMPLATE_NAMES) {
    it(`${template}: every file is filled in, and every package that its sources import is named`, () => {
      const folder = projects.create(template, { template, targets: ["desktop", "ce"] });
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      for (const file of sourcesIn(folder)) {
        const text = readFileSync(file, "utf8");
        assert.notMatch(text.replaceAll("@__PURE__", ""), /__[a-zA-Z]+__/, file);
        for (const [, name] of text.matchAll(/from "(@ws2kit\/[\w-]+|chai)/g)) {
          if (name === "@ws2kit/target" || name === "@ws2kit/config") continue;
          assert.property(manifest.devDependencies, name, file);
        }
      }
      assert.match(readFileSync(join(folder, ".gitignore"), "utf8"), /^node_modules$/m);
    });
  }
});

describe("the tsconfig of a project", () => {
  for (const template of ["device", "promise"] as const) {
    it(`${template}: an editor finds the types of the target and of the configuration`, () => {
      const projects = new Projects();
      const folder = projects.create(template, { template, targets: ["ce", "desktop"] });
      const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
      const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
      const found = (name: string) =>
        ts.resolveModuleName(name, join(folder, "src/app.ts"), options, ts.sys).resolvedModule?.resolvedFileName ?? "";
      assert.match(found("@ws2kit/target"), /ce.lib.index\.d\.ts$/);
      assert.match(found("@ws2kit/config"), /src.config\.json$/);
      projects.remove();
    });
  }
});

describe("ws2kit init: wrong input writes nothing", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const sound = { template: "device", targets: ["ce"], source: "registry" } as const;

  for (const [name, options, message] of [
    ["an unknown template", { template: "devise" }, 'there is no template "devise"; there are device, promise, '],
    ["an unknown target", { targets: ["desktops"] }, 'there is no target "desktops"; the nearest is desktop.'],
    ["a target of which nothing is near", { targets: ["windows"] }, 'there is no target "windows"; there are ce, '],
    ["no target", { targets: [] }, "a project needs a target; there are ce, "],
  ] as const) {
    it(name, () => {
      assert.throws(() => createProject({ ...sound, folder: join(folder, "app"), ...options }), ProjectError, message);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it("a folder that is not empty", () => {
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app", "notes.txt"), "mine");
    const create = () => createProject({ ...sound, folder: join(folder, "app") });
    assert.throws(create, ProjectError, "app is not empty: it contains notes.txt. Name a new folder.");
    assert.deepEqual(readdirSync(join(folder, "app")), ["notes.txt"]);
  });

  it("a file in place of the folder", () => {
    writeFileSync(join(folder, "app"), "mine");
    assert.throws(() => createProject({ ...sound, folder: join(folder, "app") }), ProjectError, "app is a file.");
    assert.equal(readFileSync(join(folder, "app"), "utf8"), "mine");
  });

  it("a name without a letter", () => {
    assert.throws(
      () => createProject({ ...sound, folder: join(folder, "…") }),
      ProjectError,
      "has no letter of a to z",
    );
  });

  it("a new target with the name of an existing target", () => {
    const create = () => createProject({ ...sound, template: "target", folder: join(folder, "ce") });
    assert.throws(create, ProjectError, "ws2kit has a target ce; a new target needs another name.");
  });

  it("the command reports it in one line, with exit code 2", async () => {
    const { status, out, err } = await ws2kit("init", join(folder, "app"), "--template", "devise", "--yes");
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, /^\[ws2kit\] there is no template "devise"; there are .*\.\n$/);
  });

  it("an empty folder is used", () => {
    mkdirSync(join(folder, "app"));
    createProject({ ...sound, folder: join(folder, "app") });
    assert.include(readdirSync(join(folder, "app")), "package.json");
  });
});

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}
