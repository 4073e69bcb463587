/** Loaded before a runner (`--import`): has Node read the mutated modules instead of the compiled ones. */
import { register } from "node:module";

register("./redirecting.js", import.meta.url, { data: process.env.WS2KIT_MUTATED });
