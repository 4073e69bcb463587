import {
  AF_INET,
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_UP,
  setUint32,
  sockaddr_in,
  sockaddrHost,
  WSAEFAULT,
} from "@ws2kit/spi";
import type { Control } from "./control.js";
import { ownAddresses, slotOf } from "./interface-queries.js";

/**
 * A sockaddr_gen: as large as the largest address that it may hold when INTERFACE_INFO was made, a SOCKADDR_IN6_OLD.
 */
const SOCKADDR_GEN_SIZE = 24;
/** INTERFACE_INFO {u_long iiFlags; sockaddr_gen iiAddress, iiBroadcastAddress, iiNetmask}. */
const INTERFACE_INFO_SIZE = 4 + 3 * SOCKADDR_GEN_SIZE;

/**
 * SIO_GET_INTERFACE_LIST: an INTERFACE_INFO of 76 bytes for each IPv4 address of the machine, the loopback's first. No
 * network stack reports a mask, so an address counts as one of a network of 256. WSAEFAULT where the room is too small
 * for all.
 */
export const interfaceList: Control = {
  run({ socket, output, returned }) {
    returned.value = 0;
    const { slots, count } = ownAddresses(socket, AF_INET);
    const hosts = [];
    for (let i = 0; i < count; i++) hosts.push(sockaddrHost(slotOf(slots, i)));
    const interfaces = ["127.0.0.1", ...hosts.filter((host) => !host.startsWith("127."))];
    const size = interfaces.length * INTERFACE_INFO_SIZE;
    if (output.length < size) return -WSAEFAULT;
    interfaces.forEach((host, i) => {
      writeInterface(output.subarray(i * INTERFACE_INFO_SIZE), host);
    });
    returned.value = size;
    return 0;
  },
};

function writeInterface(info: Uint8Array, host: string): void {
  const isLoopback = host.startsWith("127.");
  const addresses = isLoopback
    ? [host, "127.255.255.255", "255.0.0.0"]
    : [host, host.replace(/\d+$/, "255"), "255.255.255.0"];
  info.fill(0, 0, INTERFACE_INFO_SIZE);
  setUint32(info, 0, IFF_UP | (isLoopback ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST));
  addresses.forEach((address, i) => {
    info.set(sockaddr_in(address, 0), 4 + i * SOCKADDR_GEN_SIZE);
  });
}
