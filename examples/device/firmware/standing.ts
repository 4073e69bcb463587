/** The smallest program: one process that has called WSAStartup. */
import { MAKEWORD, type Machine, newWSADATA } from "@ws2kit/target";

export default function main(machine: Machine): void {
  const code = machine.openProcess().WSAStartup(MAKEWORD(2, 2), newWSADATA());
  machine.platform.log(`up=${code}`);
}
