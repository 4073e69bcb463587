import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { conceptPictures, PICTURES_FOLDER } from "./concept-pictures.js";

describe("docs/pictures", () => {
  it("are what npm run docs writes, and docs/concepts.md shows each", () => {
    const pictures = conceptPictures();
    expect(readdirSync(PICTURES_FOLDER).sort()).to.deep.equal([...pictures.keys()].sort());
    const page = readFileSync("docs/concepts.md", "utf8");
    for (const [name, text] of pictures) {
      expect(readFileSync(`${PICTURES_FOLDER}/${name}`, "utf8"), name).to.equal(text);
      expect(page).to.contain(`](pictures/${name})`);
    }
  });
});
