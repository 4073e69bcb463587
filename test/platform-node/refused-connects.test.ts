import {
  AF_INET,
  IPPROTO_TCP,
  readDWORD,
  SO_ERROR,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  WSAECONNREFUSED,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { libc } from "#platform-node/linux/libc.js";
import { LinuxNetwork } from "#platform-node/linux/network.js";
import { Watch } from "#platform-node/linux/watch.js";

const ECONNREFUSED = 111;

describe("platform-node: a connect that is refused", () => {
  it("leaves a stream whose address connect chose at the wildcard address", () => {
    const kernel = libc();
    const network = new LinuxNetwork(kernel, new Watch(kernel));
    const fd = network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    try {
      const value = new Uint8Array(4);
      const started = network.connect(fd, sockaddr_in("127.0.0.1", 9), 16);
      while (started === -WSAEWOULDBLOCK && readDWORD(value) === 0) network.getsockopt(fd, SOL_SOCKET, SO_ERROR, value);
      const name = new Uint8Array(28);
      network.getsockname(fd, name);
      assert.deepEqual([...name.subarray(4, 8)], [0, 0, 0, 0]);
    } finally {
      network.close(fd);
    }
  });

  // Linux releases a port that it chose. A refusal within the call depends on the kernel, so it is simulated here.
  it("leaves a bound stream bound to the same port, even if it is refused within the call", () => {
    const real = libc();
    const bound: Uint8Array[] = [];
    let errno: number | null = null;
    const kernel = {
      ...real,
      bind(fd: number, name: Uint8Array, namelen: number) {
        bound.push(name.slice(0, namelen));
        return real.bind(fd, name, namelen);
      },
      connect() {
        errno = ECONNREFUSED;
        return -1;
      },
      errno: () => errno ?? real.errno(),
    };
    const network = new LinuxNetwork(kernel, new Watch(kernel));
    const fd = network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    try {
      assert.equal(network.bind(fd, sockaddr_in("127.0.0.1", 0), 16), 0);
      const name = new Uint8Array(28);
      network.getsockname(fd, name);
      assert.equal(network.connect(fd, sockaddr_in("127.0.0.1", 9), 16), -WSAECONNREFUSED);
      assert.equal(bound.length, 2);
      assert.deepEqual([...bound[1].subarray(2, 8)], [...name.subarray(2, 8)]);
    } finally {
      network.close(fd);
    }
  });
});
