import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  DWORD,
  getUint32,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  MAKEWORD,
  newWSADATA,
  openMachine,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/target-ce6";
import { expect } from "chai";

describe("IP_MULTICAST_LOOP on Windows Embedded CE 6.0", () => {
  const ws2 = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());

  it("reads as TRUE on a datagram socket", () => {
    const [value, length] = [new Uint8Array(4), ref(4)];
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    expect(ws2.getsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, value, length)).to.equal(0);
    expect(getUint32(value, 0)).to.equal(1);
  });

  it("cannot be set: WSAENOPROTOOPT", () => {
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    expect(ws2.setsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, DWORD(0), 4)).to.equal(-1);
    expect(ws2.WSAGetLastError()).to.equal(WSAENOPROTOOPT);
  });

  it("is WSAEINVAL on a stream", () => {
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    expect(ws2.getsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, new Uint8Array(4), ref(4))).to.equal(-1);
    expect(ws2.WSAGetLastError()).to.equal(WSAEINVAL);
  });
});
