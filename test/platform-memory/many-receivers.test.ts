import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET6,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_ADD_MEMBERSHIP,
  IPV6_MULTICAST_HOPS,
  parseIPv6,
  SO_BROADCAST,
  SO_REUSEADDR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEINVAL,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Lab } from "../network-stack/lab.js";
import { drain } from "./world.js";

const PORT = 5353;
const GROUP = "224.0.0.251";
const MEMBERSHIP = new Uint8Array([224, 0, 0, 251, 0, 0, 0, 0]);

/** Three hosts with a datagram socket each on one port. */
function street() {
  const network = memoryNetwork();
  const labs = ["a", "b", "c"].map((host) => new Lab(memoryPlatform({ network, host })));
  const fds = labs.map((lab) => {
    const fd = lab.udp();
    assert.equal(lab.bind(fd, sockaddr_in("0.0.0.0", PORT)), 0);
    return fd;
  });
  const received = () => {
    labs[0].platform.wait(10);
    return labs.map((lab, i) => drain(lab, fds[i]).join(" "));
  };
  return { labs, fds, received };
}

describe("platform-memory: one datagram for many receivers", () => {
  for (const everybody of ["255.255.255.255", "10.0.0.255"]) {
    it(`broadcasts to every host (${everybody})`, () => {
      const { labs, fds, received } = street();
      assert.equal(labs[0].sendto(fds[0], "all", sockaddr_in(everybody, PORT)), -WSAEACCES);
      labs[0].set(fds[0], SOL_SOCKET, SO_BROADCAST, 1);
      assert.equal(labs[0].sendto(fds[0], "all", sockaddr_in(everybody, PORT)), 3);
      assert.deepEqual(received(), ["all", "all", "all"]);
    });
  }

  it("broadcasts to sockets on an address of the network, not to those on the loopback or with another peer", () => {
    const network = memoryNetwork();
    const lab = new Lab(memoryPlatform({ network }));
    const other = new Lab(memoryPlatform({ network }));
    const from = other.udp();
    other.set(from, SOL_SOCKET, SO_BROADCAST, 1);
    const received = ["10.0.0.1", "127.0.0.1", "0.0.0.0"].map((host, i) => {
      const fd = lab.udp();
      lab.bind(fd, sockaddr_in(host, 6000 + i));
      if (host === "0.0.0.0") lab.connect(fd, sockaddr_in("10.0.0.1", 9));
      other.sendto(from, "all", sockaddr_in("255.255.255.255", 6000 + i));
      lab.platform.wait(5);
      return drain(lab, fd).join(" ");
    });
    assert.deepEqual(received, ["all", "", ""]);
  });

  it("reaches the members of a group on every host", () => {
    const { labs, fds, received } = street();
    for (const i of [0, 1]) assert.equal(labs[i].set(fds[i], IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP), 0);
    assert.equal(labs[0].set(fds[0], IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP), -WSAEADDRINUSE);
    labs[2].sendto(fds[2], "members", sockaddr_in(GROUP, PORT));
    assert.deepEqual(received(), ["members", "members", ""]);
  });

  it("does not deliver a multicast on the sender's host with IP_MULTICAST_LOOP off, and only there with a TTL of 0", () => {
    const { labs, fds, received } = street();
    for (const i of [0, 1]) labs[i].set(fds[i], IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP);
    labs[0].set(fds[0], IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    labs[0].sendto(fds[0], "away", sockaddr_in(GROUP, PORT));
    assert.deepEqual(received(), ["", "away", ""]);
    labs[0].set(fds[0], IPPROTO_IP, IP_MULTICAST_LOOP, 1);
    labs[0].set(fds[0], IPPROTO_IP, IP_MULTICAST_TTL, 0);
    labs[0].sendto(fds[0], "home", sockaddr_in(GROUP, PORT));
    assert.deepEqual(received(), ["home", "", ""]);
  });

  it("sends a multicast through the interface that IP_MULTICAST_IF names", () => {
    const { labs, fds, received } = street();
    for (const i of [0, 1]) labs[i].set(fds[i], IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP);
    labs[0].set(fds[0], IPPROTO_IP, IP_MULTICAST_IF, new Uint8Array([127, 0, 0, 1]));
    labs[0].sendto(fds[0], "home", sockaddr_in(GROUP, PORT));
    assert.deepEqual(received(), ["home", "", ""]);
  });

  it("delivers a copy to every socket that shares the port", () => {
    const lab = new Lab(memoryPlatform({ network: memoryNetwork() }));
    const fds = [lab.udp(), lab.udp()];
    for (const fd of fds) {
      lab.set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
      assert.equal(lab.bind(fd, sockaddr_in("0.0.0.0", PORT)), 0);
      lab.set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP);
    }
    lab.sendto(lab.udp(), "copy", sockaddr_in(GROUP, PORT));
    assert.deepEqual(
      fds.map((fd) => drain(lab, fd)),
      [["copy"], ["copy"]],
    );
  });

  it("joins IPv6 groups", () => {
    const network = memoryNetwork();
    const [a, b] = [new Lab(memoryPlatform({ network })), new Lab(memoryPlatform({ network }))];
    const mreq = new Uint8Array(20);
    parseIPv6("ff02::fb", mreq, 0);
    const fd = b.udp(AF_INET6);
    b.bind(fd, sockaddr_in6("::", PORT));
    assert.equal(b.set(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, mreq), 0);
    const from = a.udp(AF_INET6);
    a.sendto(from, "six", sockaddr_in6("ff02::fb", PORT));
    assert.equal(b.receive(fd), "six");
    a.set(from, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 0);
    a.sendto(from, "near", sockaddr_in6("ff02::fb", PORT));
    b.platform.wait(10);
    assert.deepEqual(drain(b, fd), []);
  });

  it("checks groups and interfaces", () => {
    const { labs, fds } = street();
    const [lab, fd] = [labs[0], fds[0]];
    assert.equal(lab.set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, new Uint8Array([10, 0, 0, 1, 0, 0, 0, 0])), -WSAEINVAL);
    const elsewhere = new Uint8Array([224, 0, 0, 251, 10, 0, 0, 2]);
    assert.equal(lab.set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, elsewhere), -WSAEADDRNOTAVAIL);
    assert.equal(lab.set(fd, IPPROTO_IP, IP_MULTICAST_IF, new Uint8Array([10, 0, 0, 2])), -WSAEADDRNOTAVAIL);
    assert.equal(lab.set(fd, IPPROTO_IP, IP_MULTICAST_IF, new Uint8Array([10, 0, 0, 1])), 0);
    assert.equal(lab.set(fd, IPPROTO_IP, IP_MULTICAST_IF, new Uint8Array([0, 0, 0, 1])), 0, "an index");
    assert.equal(lab.set(lab.tcp(), IPPROTO_IP, IP_MULTICAST_TTL, 1), -WSAEINVAL, "oracle getsockopt-10");
  });
});
