import type { Command } from "commander";
import { endWith } from "../terminal/end-with.js";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("list the engines and programs of this machine that ws2kit uses, and what each is for")
    .action(endWith(async () => (await import("../doctor/doctor.js")).doctor()));
}
