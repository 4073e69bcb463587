import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { functionsPage } from "./functions.js";
import { FUNCTIONS_FILE } from "./functions-file.js";

mkdirSync(dirname(FUNCTIONS_FILE), { recursive: true });
writeFileSync(FUNCTIONS_FILE, functionsPage());
