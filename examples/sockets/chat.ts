/** Two devices that chat: one listens, the other connects, and each sends and receives three messages. */
import type { Machine } from "@ws2kit/target";
import { chat } from "./chat-session.js";
import { config } from "./config.js";

export default function main(machine: Machine): Promise<void> {
  return chat(machine.openProcess(), config.chat, (line) => machine.platform.log(line));
}
