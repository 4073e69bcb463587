import type { Command } from "commander";
import { HOST_NAMES, HOSTS_FOLDER } from "../firmware/device-host.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addHost(program: Command): void {
  const host = program.command("host").description("build the C host, which runs firmware on a device");
  host
    .command("build")
    .addHelpText("after", example("ws2kit host build armhf"))
    .description("build a host with the tool-chain of this machine, or use it again if it is current")
    .argument("[host]", `${HOST_NAMES.join(", ")}, or a file that ends in .mk (default: the host of this machine)`)
    .option("--out <folder>", "the folder of the hosts", HOSTS_FOLDER)
    .action(endWith(async (name, words) => (await import("../firmware/host.js")).hostBuild(name, words)));
}
