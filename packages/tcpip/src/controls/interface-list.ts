import {
  AF_INET,
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_UP,
  type Ref,
  ref,
  setUint32,
  sockaddr_in,
  sockaddrHost,
  WSA_IO_PENDING,
  WSAEFAULT,
} from "@ws2kit/spi";
import { complete } from "../socket/completing.js";
import { codeIn } from "../socket/failure.js";
import type { Control, ControlCall } from "./control.js";
import { ownAddresses, slotOf } from "./interface-queries.js";

/**
 * The bytes of a sockaddr_gen, a union whose largest member is a SOCKADDR_IN6_OLD.
 */
const SOCKADDR_GEN_SIZE = 24;
/** INTERFACE_INFO {u_long iiFlags; sockaddr_gen iiAddress, iiBroadcastAddress, iiNetmask}. */
const INTERFACE_INFO_SIZE = 4 + 3 * SOCKADDR_GEN_SIZE;

/**
 * SIO_GET_INTERFACE_LIST: an INTERFACE_INFO of 76 bytes for each IPv4 address of the machine, the loopback's first. No
 * network stack reports a mask, so every mask is 255.255.255.0. WSAEFAULT if the room is too small for all. An
 * overlapped call always pends. Source: test_get_interface_list.
 */
export const interfaceList: Control = {
  run(call) {
    const { later, returned } = call;
    if (later === null) return writeList(call, returned);
    const count = ref(0);
    const code = codeIn(writeList(call, count));
    later.bytes = count.value;
    complete(later, code, false);
    return -WSA_IO_PENDING;
  },
};

/** Writes the list, and its length in bytes to `returned`. Returns 0 or a negative code. */
function writeList({ socket, output }: ControlCall, returned: Ref<number>): number {
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
}

/** Writes an INTERFACE_INFO. The loopback has no broadcasts: its broadcast address is all zeros, with the family. */
function writeInterface(info: Uint8Array, host: string): void {
  const isLoopback = host.startsWith("127.");
  info.fill(0, 0, INTERFACE_INFO_SIZE);
  setUint32(info, 0, IFF_UP | (isLoopback ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST));
  writeAddress(info, 0, host);
  if (!isLoopback) writeAddress(info, 1, host.replace(/\d+$/, "255"));
  writeAddress(info, 2, isLoopback ? "255.0.0.0" : "255.255.255.0");
}

/** Writes the first, second or third address of an INTERFACE_INFO. */
function writeAddress(info: Uint8Array, at: number, host: string): void {
  info.set(sockaddr_in(host, 0), 4 + at * SOCKADDR_GEN_SIZE);
}
