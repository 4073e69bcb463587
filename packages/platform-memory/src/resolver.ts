import { AF_UNSPEC, sockaddrFamily, WSAHOST_NOT_FOUND, WSANO_DATA } from "@ws2kit/spi";
import { familyOf, parseAddress } from "./addresses/address.js";
import { Endpoint, readEndpoint } from "./addresses/endpoint.js";
import type { Host } from "./host/host.js";
import type { Network } from "./network.js";

/** Bytes of one address in the result. */
const SLOT = 28;

/** Resolves a host name for `host`: by its own names, then the hosts of the network, then the network's names. */
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

/** Writes the name of the host at an address, or with `namelen` 0 the name of `host`. */
export function writeName(network: Network, host: Host, name: Uint8Array, namelen: number, out: Uint8Array): number {
  const found = namelen === 0 ? host.name : nameAt(network, host, name, namelen);
  if (typeof found === "number") return found;
  const length = Math.min(found.length, out.length);
  for (let i = 0; i < length; i++) out[i] = found.charCodeAt(i);
  return length;
}

function nameAt(network: Network, host: Host, name: Uint8Array, namelen: number): string | number {
  const address = readEndpoint(name, namelen, sockaddrFamily(name));
  if (typeof address === "number") return address;
  return network.names.nameOf(address.ip) ?? host.find(address.ip)?.name ?? -WSAHOST_NOT_FOUND;
}
