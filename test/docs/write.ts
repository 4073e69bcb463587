import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ALL_SYSTEMS, profileOf } from "../fixture/systems.js";
import { conceptPictures, PICTURES_FOLDER } from "./concept-pictures.js";
import { FLOORS_FILE, floorsPicture } from "./floors.js";
import { functionsPage } from "./functions.js";
import { FORWARDED_FILE, FUNCTIONS_FILE, OPTIONS_FILE } from "./functions-file.js";
import { forwardedModule, optionsPage } from "./options-page.js";
import { writeLock } from "./profile-versions.js";

mkdirSync(dirname(FUNCTIONS_FILE), { recursive: true });
writeFileSync(FUNCTIONS_FILE, functionsPage());
writeFileSync(OPTIONS_FILE, optionsPage());
writeFileSync(FORWARDED_FILE, forwardedModule());
writeFileSync(FLOORS_FILE, floorsPicture());
mkdirSync(PICTURES_FOLDER, { recursive: true });
for (const [name, text] of conceptPictures()) writeFileSync(`${PICTURES_FOLDER}/${name}`, text);
for (const system of ALL_SYSTEMS) writeLock(profileOf(system));
