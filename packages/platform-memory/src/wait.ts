import type { Host } from "./host/host.js";
import type { Network } from "./network.js";

/**
 * Blocks `host` until a watched socket of its is ready, another machine's callbacks have run, or `ms` have passed.
 * `false`: nothing is under way that could ever end the wait.
 */
export function waitOn(network: Network, host: Host, ms: number): boolean {
  const clock = network.clock;
  const deadline = ms < 0 ? Infinity : clock.now + ms;
  host.stirred = true;
  for (;;) {
    // What a callback did may be just what the waiting program is after, though no socket tells: let it look.
    if (deliverToOthers(network, host)) return true;
    if (host.stirred && host.ready()) return true;
    host.stirred = false;
    const next = clock.next();
    if (next > deadline || next === Infinity) break;
    // Everything of one moment happens before anybody looks.
    do clock.step();
    while (clock.next() <= clock.now);
  }
  if (deadline === Infinity) return false;
  clock.now = deadline;
  return true;
}

function deliverToOthers(network: Network, waiting: Host): boolean {
  let delivered = false;
  for (const other of network.hosts()) {
    if (other !== waiting && other.runDelivery()) delivered = true;
  }
  return delivered;
}
