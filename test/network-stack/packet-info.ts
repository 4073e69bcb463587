import {
  AF_INET,
  AF_INET6,
  DWORD,
  getUint32,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVTCLASS,
  PACKET_ADDRESS,
  PACKET_ADDRESS_AT,
  PACKET_CLASS,
  PACKET_CLASS_AT,
  PACKET_HOPS,
  PACKET_HOPS_AT,
  PACKET_INFO_SIZE,
  READY_IN,
  setUint32,
  WSAEADDRNOTAVAIL,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";

/** The offset of the interface, after the address. */
const PACKET_INTERFACE_AT = PACKET_ADDRESS_AT + 16;

const FAMILIES = [
  ["IPv4", AF_INET, IPPROTO_IP, [IP_PKTINFO, IP_RECVTTL, IP_RECVTOS]],
  ["IPv6", AF_INET6, IPPROTO_IPV6, [IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS]],
] as const;

/** sendmsg and recvmsg, of a stack that has them. */
export const packetInfo: readonly Case[] = FAMILIES.flatMap(([family, af, level, options]): Case[] => [
  [
    `reports the header fields of ${family} datagrams that options ask for`,
    (lab) => {
      const { stack } = lab;
      if (stack.recvmsg === undefined) return;
      const [to, from] = [lab.boundUdp(af), lab.boundUdp(af)];
      for (const option of options) assert.equal(lab.set(to, level, option, DWORD(1)), 0);
      const name = lab.name(to);
      assert.equal(stack.sendto(from, new Uint8Array(5), 0, 5, 0, name, name.length), 5);
      lab.until(to, READY_IN);
      const [sender, seen] = [new Uint8Array(28), new Uint8Array(PACKET_INFO_SIZE)];
      assert.equal(stack.recvmsg(to, new Uint8Array(4), 0, 4, 0, sender, seen), 5);
      assert.deepEqual([...sender.subarray(0, name.length)], [...lab.name(from)]);
      assert.equal(seen[0], PACKET_ADDRESS | PACKET_HOPS | PACKET_CLASS);
      const [at, size] = af === AF_INET ? [4, 4] : [8, 16];
      const address = seen.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + size);
      assert.deepEqual([...address], [...name.subarray(at, at + size)]);
      assert.isAbove(getUint32(seen, PACKET_INTERFACE_AT), 0);
      assert.isAbove(getUint32(seen, PACKET_HOPS_AT), 0);
      assert.equal(getUint32(seen, PACKET_CLASS_AT), 0);
      assert.equal(stack.recvmsg(to, new Uint8Array(4), 0, 4, 0, sender, seen), -WSAEWOULDBLOCK);
    },
  ],
  [
    `sends ${family} datagrams with header fields, and reports them`,
    (lab) => {
      const { stack } = lab;
      if (stack.sendmsg === undefined || stack.recvmsg === undefined) return;
      const [to, from] = [lab.boundUdp(af), lab.boundUdp(af)];
      for (const option of options) assert.equal(lab.set(to, level, option, DWORD(1)), 0);
      const packet = new Uint8Array(PACKET_INFO_SIZE);
      packet[0] = PACKET_HOPS | PACKET_CLASS;
      setUint32(packet, PACKET_HOPS_AT, 33);
      setUint32(packet, PACKET_CLASS_AT, 8);
      const name = lab.name(to);
      assert.equal(stack.sendmsg(from, new Uint8Array(7), 0, 7, 0, name, name.length, packet), 7);
      lab.until(to, READY_IN);
      const [sender, seen] = [new Uint8Array(28), new Uint8Array(PACKET_INFO_SIZE)];
      assert.equal(stack.recvmsg(to, new Uint8Array(4), 0, 4, 0, sender, seen), 7);
      assert.deepEqual([...sender.subarray(0, name.length)], [...lab.name(from)]);
      assert.equal(seen[0], PACKET_ADDRESS | PACKET_HOPS | PACKET_CLASS);
      const [at, size] = af === AF_INET ? [4, 4] : [8, 16];
      const address = seen.subarray(PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + size);
      assert.deepEqual([...address], [...name.subarray(at, at + size)]);
      assert.isAbove(getUint32(seen, PACKET_INTERFACE_AT), 0);
      assert.deepEqual([getUint32(seen, PACKET_HOPS_AT), getUint32(seen, PACKET_CLASS_AT)], [33, 8]);
      assert.equal(stack.recvmsg(to, new Uint8Array(4), 0, 4, 0, sender, seen), -WSAEWOULDBLOCK);
      // a source address that this machine does not have
      packet[0] = PACKET_ADDRESS;
      packet.fill(0xc6, PACKET_ADDRESS_AT, PACKET_ADDRESS_AT + size);
      assert.equal(stack.sendmsg(from, new Uint8Array(7), 0, 7, 0, name, name.length, packet), -WSAEADDRNOTAVAIL);
    },
  ],
]);
