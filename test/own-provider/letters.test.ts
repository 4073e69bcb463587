import { thirdParty } from "@ws2kit/conformance";
import letters from "@ws2kit/example-own-provider/steps/5-letters";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FD_ISSET,
  FIONBIO,
  fd_set,
  MAKEWORD,
  newWSADATA,
  ref,
  SOCK_DGRAM,
  SOCKADDR_IN_SIZE,
  sockaddr_in,
  sockaddrPort,
  WSAEMSGSIZE,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-ce";
import { expect } from "chai";

describe("the transport of examples/own-provider", () => {
  const pair = () => {
    const machine = thirdParty(openMachine, letters).openMachine({
      platform: memoryPlatform({ network: memoryNetwork() }),
    });
    const [alice, bob] = [machine.openProcess(), machine.openProcess()];
    for (const ws2 of [alice, bob]) expect(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA())).to.equal(0);
    const [a, b] = [alice.socket(AF_INET, SOCK_DGRAM, 0), bob.socket(AF_INET, SOCK_DGRAM, 0)];
    expect(bob.bind(b, sockaddr_in("127.0.0.1", 7), SOCKADDR_IN_SIZE)).to.equal(0);
    return { alice, bob, a, b };
  };

  it("delivers a letter from one process to another, with its sender", () => {
    const { alice, bob, a, b } = pair();
    const to = sockaddr_in("127.0.0.1", 7);
    expect(alice.sendto(a, new Uint8Array([1, 2, 3]), 3, 0, to, to.length)).to.equal(3);
    const [bytes, from] = [new Uint8Array(8), new Uint8Array(SOCKADDR_IN_SIZE)];
    expect(bob.recvfrom(b, bytes, 8, 0, from, ref(SOCKADDR_IN_SIZE))).to.equal(3);
    expect([...bytes.subarray(0, 3)]).to.deep.equal([1, 2, 3]);
    expect(bob.sendto(b, bytes, 3, 0, from, from.length)).to.equal(3);
    expect(sockaddrPort(from)).to.be.greaterThan(0);
    expect(alice.recv(a, new Uint8Array(8), 8, 0)).to.equal(3);
  });

  it("select waits for a letter, and a non-blocking receive without a letter is WSAEWOULDBLOCK", () => {
    const { alice, bob, a, b } = pair();
    const none = fd_set(b);
    expect(bob.select(0, none, null, null, { tv_sec: 0, tv_usec: 0 })).to.equal(0);
    expect(bob.ioctlsocket(b, FIONBIO, ref(1))).to.equal(0);
    expect(bob.recv(b, new Uint8Array(8), 8, 0)).to.equal(-1);
    expect(bob.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
    const to = sockaddr_in("127.0.0.1", 7);
    expect(alice.connect(a, to, to.length)).to.equal(0);
    expect(alice.send(a, new Uint8Array(600), 600, 0)).to.equal(600);
    const some = fd_set(b);
    expect(bob.select(0, some, null, null, null)).to.equal(1);
    expect(FD_ISSET(b, some)).to.equal(true);
  });

  it("cuts a letter that is longer than the buffer, and reports it", () => {
    const { alice, bob, a, b } = pair();
    const to = sockaddr_in("127.0.0.1", 7);
    alice.sendto(a, new Uint8Array([1, 2, 3]), 3, 0, to, to.length);
    const bytes = new Uint8Array(2);
    expect(bob.recv(b, bytes, 2, 0)).to.equal(-1);
    expect(bob.WSAGetLastError()).to.equal(WSAEMSGSIZE);
    expect([...bytes]).to.deep.equal([1, 2]);
  });
});
