import {
  AF_INET,
  IPPROTO_TCP,
  SOCK_STREAM,
  sockaddr_in,
  WSAENETRESET,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { libc } from "#platform-node/linux/libc.js";
import { LinuxNetwork } from "#platform-node/linux/network.js";
import { Watch } from "#platform-node/linux/watch.js";

const ETIMEDOUT = 110;
const EINPROGRESS = 115;

/**
 * A stack whose kernel reports a timed-out connection, with a number of bytes that the peer has not acknowledged. The
 * kernel is simulated, because keep-alive needs seconds and a vanished peer.
 */
function timedOut(unacknowledged: number, connect: () => number = () => 0) {
  let errno = ETIMEDOUT;
  const fails = () => {
    errno = ETIMEDOUT;
    return -1;
  };
  const kernel = {
    ...libc(),
    send: fails,
    recv: fails,
    connect: () => {
      errno = EINPROGRESS;
      return connect();
    },
    ioctl: (_fd: number, _request: number, value: Int32Array) => {
      value[0] = unacknowledged;
      return 0;
    },
    errno: () => errno,
  };
  const network = new LinuxNetwork(kernel, new Watch(kernel));
  const fd = network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  const started = network.connect(fd, sockaddr_in("127.0.0.1", 9), 16);
  const bytes = new Uint8Array(1);
  try {
    return [started, network.recv(fd, bytes, 0, 1, 0), network.send(fd, bytes, 0, 1, 0)];
  } finally {
    network.close(fd);
  }
}

describe("platform-node: a connection that times out", () => {
  it("is WSAENETRESET if keep-alive found the connection broken: no sent bytes are unacknowledged", () => {
    assert.deepEqual(timedOut(0), [0, -WSAENETRESET, -WSAENETRESET]);
  });

  it("is WSAETIMEDOUT if the peer has not acknowledged sent bytes", () => {
    assert.deepEqual(timedOut(1), [0, -WSAETIMEDOUT, -WSAETIMEDOUT]);
  });

  it("is WSAETIMEDOUT if it was never established", () => {
    assert.deepEqual(
      timedOut(0, () => -1),
      [-WSAEWOULDBLOCK, -WSAETIMEDOUT, -WSAETIMEDOUT],
    );
  });
});
