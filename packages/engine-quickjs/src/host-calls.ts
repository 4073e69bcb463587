import type { NodePlatform } from "@ws2kit/platform-node";
import { sockaddrFamily, sockaddrSize, WSAENOTSOCK, WSAHOST_NOT_FOUND } from "@ws2kit/spi";
import type { GuestDescriptors } from "./guest-descriptors.js";
import { pollGuest } from "./guest-poll.js";
import { lengthOf, type Mailbox } from "./mailbox.js";
import { type HostOperation, layout } from "./operations.js";
import { tlsCalls } from "./tls-calls.js";

export interface HostCallOptions {
  readonly platform: NodePlatform;
  readonly mailbox: Mailbox;
  readonly descriptors: GuestDescriptors;
  readonly sessions: GuestDescriptors;
  /** A descriptor that ends every wait of the guest when it is readable; -1 for none. */
  readonly wakeFd: number;
  readonly booted: () => void;
}

/** The host's implementation of each operation. Arguments are the mailbox's words; it returns the call's result. */
export function hostCalls(options: HostCallOptions): Record<HostOperation, () => number> {
  const { platform, mailbox: box, descriptors, wakeFd } = options;
  const { network } = platform;

  /** Wraps a call on a descriptor; the guest must have opened it. */
  const on = (call: (fd: number, w: Int32Array) => number) => () =>
    descriptors.has(box.words[1]) ? call(box.words[1], box.words) : -WSAENOTSOCK;

  /** Wraps a call that writes an address; word 8 receives the address's length in bytes. */
  const naming = (call: (fd: number, w: Int32Array) => number) =>
    on((fd, w) => {
      box.name.fill(0, 0, 28);
      const rc = call(fd, w);
      w[8] = sockaddrSize(sockaddrFamily(box.name));
      return rc;
    });

  return {
    open: () => descriptors.add(() => network.open(box.words[1], box.words[2], box.words[3])),
    close: () => descriptors.close(box.words[1]),
    bind: on((fd, w) => network.bind(fd, box.name, lengthOf(w[2], layout.nameSize))),
    connect: on((fd, w) => network.connect(fd, box.name, lengthOf(w[2], layout.nameSize))),
    listen: on((fd, w) => network.listen(fd, w[2])),
    accept: naming((fd) => descriptors.add(() => network.accept(fd, box.name))),
    send: on((fd, w) => network.send(fd, box.data, 0, lengthOf(w[2]), w[3])),
    recv: on((fd, w) => network.recv(fd, box.data, 0, lengthOf(w[2]), w[3])),
    sendto: on((fd, w) =>
      network.sendto(fd, box.data, 0, lengthOf(w[2]), w[3], box.name, lengthOf(w[4], layout.nameSize)),
    ),
    recvfrom: naming((fd, w) => network.recvfrom(fd, box.data, 0, lengthOf(w[2]), w[3], box.name)),
    shutdown: on((fd, w) => network.shutdown(fd, w[2])),
    getsockname: naming((fd) => network.getsockname(fd, box.name)),
    getpeername: naming((fd) => network.getpeername(fd, box.name)),
    getsockopt: on((fd, w) => network.getsockopt(fd, w[2], w[3], box.data.subarray(0, lengthOf(w[4])))),
    setsockopt: on((fd, w) => network.setsockopt(fd, w[2], w[3], box.data, lengthOf(w[4]))),
    available: on((fd) => network.available(fd)),
    unsent: on((fd) => network.unsent(fd)),
    atmark: on((fd) => network.atmark(fd)),

    resolve: () => network.resolve(box.text(box.words[1]), box.words[2], box.data.subarray(0, lengthOf(box.words[3]))),
    getnameinfo() {
      const [, namelen, room] = box.words;
      const out = box.data.subarray(0, lengthOf(room));
      return network.hostName?.(box.name, lengthOf(namelen, layout.nameSize), out) ?? -WSAHOST_NOT_FOUND;
    },
    poll: () => pollGuest(box.entries, box.words[1], box.float[0], descriptors, wakeFd),
    now() {
      box.float[0] = platform.now();
      return 0;
    },
    random() {
      platform.random(box.data.subarray(0, lengthOf(box.words[1])));
      return 0;
    },
    booted() {
      options.booted();
      return 0;
    },
    ...tlsCalls(platform.tls, box, options.sessions),
  };
}
