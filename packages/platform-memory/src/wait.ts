import type { Host } from "./host/host.js";
import type { Network } from "./network.js";

/**
 * Blocks `host` until one of its watched sockets is ready, callbacks of another machine have run, or `ms` milliseconds
 * have passed. Returns `false` if no pending event can end the wait.
 */
export function waitOn(network: Network, host: Host, ms: number): boolean {
  const clock = network.clock;
  const deadline = ms < 0 ? Infinity : clock.now + ms;
  host.hasNews = true;
  for (;;) {
    // The callback may have done what the waiting program waits for, without a socket becoming ready: end the wait.
    if (deliverToOthers(network, host)) return true;
    if (host.hasNews && host.ready()) return true;
    host.hasNews = false;
    const next = clock.next();
    if (next > deadline || next === Infinity) break;
    // All events of one time run before any host checks.
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
