import { AF_UNSPEC, WSAHOST_NOT_FOUND, WSANO_DATA } from "@ws2kit/spi";
import { familyOf, parseAddress } from "./addresses/address.js";
import { Endpoint } from "./addresses/endpoint.js";
import type { Host } from "./host/host.js";
import type { Network } from "./network.js";

/** The bytes of one address in the answer. */
const SLOT = 28;

/** Looks a host name up as `host` would: its own names, then hosts of the network, then the network's names. */
export function resolve(network: Network, host: Host, name: string, family: number, out: Uint8Array): number {
  const all = addressesOf(network, host, name);
  if (typeof all === "number") return -all;
  const wanted = all.filter((ip) => family === AF_UNSPEC || familyOf(ip) === family);
  if (wanted.length === 0) return -WSANO_DATA;
  const count = Math.min(wanted.length, Math.floor(out.length / SLOT));
  for (let i = 0; i < count; i++) {
    const slot = out.subarray(i * SLOT, (i + 1) * SLOT);
    slot.fill(0);
    new Endpoint(wanted[i], 0).write(slot, familyOf(wanted[i]));
  }
  return count;
}

function addressesOf(network: Network, host: Host, name: string): readonly string[] | number {
  const numeric = parseAddress(name);
  if (numeric !== null) return [numeric];
  if (name.toLowerCase() === "localhost") return ["127.0.0.1", "::1"];
  if (name === "") return host.addresses;
  return network.names.get(name) ?? network.hostNamed(name)?.addresses ?? WSAHOST_NOT_FOUND;
}
