import type { Command } from "commander";
import { describeInit } from "create-ws2kit";

export function addInit(program: Command): void {
  describeInit(program.command("init"));
}
