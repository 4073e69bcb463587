import { DEVICE_ABI, type DeviceHost } from "@ws2kit/platform-device";
import { nodePlatform } from "@ws2kit/platform-node";
import { pollTable } from "@ws2kit/platform-node/poll";

/** A device's host with the sockets of this system, like the C host. */
export function nodeHost(): DeviceHost {
  const platform = nodePlatform();
  const { network } = platform;
  const bytes = (memory: ArrayBuffer, off: number, len?: number) => new Uint8Array(memory, off, len);
  return {
    abi: DEVICE_ABI,
    now: () => platform.now(),
    poll: (table, n, ms) => pollTable(new Int32Array(table), n, ms),
    random: () => 0,
    log() {
      return 0;
    },
    record() {
      return 0;
    },
    run() {
      return 0;
    },
    open: (family, type, protocol) => network.open(family, type, protocol),
    close: (fd) => network.close(fd),
    bind: (fd, name, off, namelen) => network.bind(fd, bytes(name, off), namelen),
    connect: (fd, name, off, namelen) => network.connect(fd, bytes(name, off), namelen),
    listen: (fd, backlog) => network.listen(fd, backlog),
    accept: (fd, name, off) => network.accept(fd, bytes(name, off)),
    send: (fd, buf, off, len, flags) => network.send(fd, bytes(buf, off), 0, len, flags),
    recv: (fd, buf, off, len, flags) => network.recv(fd, bytes(buf, off), 0, len, flags),
    sendto: (fd, buf, off, len, flags, name, nameOff, namelen) =>
      network.sendto(fd, bytes(buf, off), 0, len, flags, bytes(name, nameOff), namelen),
    recvfrom: (fd, buf, off, len, flags, name, nameOff) =>
      network.recvfrom(fd, bytes(buf, off), 0, len, flags, bytes(name, nameOff)),
    shutdown: (fd, how) => network.shutdown(fd, how),
    getsockname: (fd, name, off) => network.getsockname(fd, bytes(name, off)),
    getpeername: (fd, name, off) => network.getpeername(fd, bytes(name, off)),
    getsockopt: (fd, level, optname, value, off, len) => network.getsockopt(fd, level, optname, bytes(value, off, len)),
    setsockopt: (fd, level, optname, value, off, len) =>
      network.setsockopt(fd, level, optname, bytes(value, off, len), len),
    available: (fd) => network.available(fd),
    unsent: (fd) => network.unsent(fd),
    atmark: (fd) => network.atmark(fd),
    resolve: (name, family, out, off, len) => network.resolve(name, family, bytes(out, off, len)),
    getnameinfo: (name, nameOff, namelen, out, off, len) =>
      network.hostName?.(bytes(name, nameOff, namelen), namelen, bytes(out, off, len)) ?? 0,
  };
}
