import { type NetworkStack, WSAHOST_NOT_FOUND } from "@ws2kit/spi";
import type { DeviceHost } from "./device-host.js";
import type { PollTable } from "./poll-table.js";

/** Wraps the host's sockets as a `NetworkStack`: functions without memory arguments are the host's own. */
export function deviceNetwork(host: DeviceHost, table: PollTable): NetworkStack {
  const named =
    (call: DeviceHost["bind"]) =>
    (fd: number, name: Uint8Array, namelen: number): number =>
      call(fd, memory(name), name.byteOffset, Math.min(namelen, name.length));
  const naming =
    (call: DeviceHost["accept"]) =>
    (fd: number, name: Uint8Array): number =>
      call(fd, memory(name), name.byteOffset);
  const carrying =
    (call: DeviceHost["send"]) =>
    (fd: number, buf: Uint8Array, off: number, len: number, flags: number): number =>
      call(fd, memory(buf), buf.byteOffset + off, len, flags);
  return {
    open: host.open,
    close(fd) {
      table.set(fd, 0);
      return host.close(fd);
    },
    bind: named(host.bind),
    connect: named(host.connect),
    listen: host.listen,
    accept: naming(host.accept),
    send: carrying(host.send),
    recv: carrying(host.recv),
    sendto: (fd, buf, off, len, flags, name, namelen) =>
      host.sendto(
        fd,
        memory(buf),
        buf.byteOffset + off,
        len,
        flags,
        memory(name),
        name.byteOffset,
        Math.min(namelen, name.length),
      ),
    recvfrom: (fd, buf, off, len, flags, name) =>
      host.recvfrom(fd, memory(buf), buf.byteOffset + off, len, flags, memory(name), name.byteOffset),
    shutdown: host.shutdown,
    getsockname: naming(host.getsockname),
    getpeername: naming(host.getpeername),
    getsockopt: (fd, level, optname, value) =>
      host.getsockopt(fd, level, optname, memory(value), value.byteOffset, value.length),
    setsockopt: (fd, level, optname, value, len) =>
      host.setsockopt(fd, level, optname, memory(value), value.byteOffset, Math.min(len, value.length)),
    unsent: host.unsent,
    available: host.available,
    atmark: host.atmark,
    watch(fd, events) {
      table.set(fd, events);
      return 0;
    },
    poll: (ready) => table.list(ready),
    resolve: (name, family, out) => host.resolve(name, family, memory(out), out.byteOffset, out.length),
    // not named getnameinfo, so that a build can remove it from a program that does not use it
    hostName: (name, namelen, out) =>
      host.getnameinfo?.(
        memory(name),
        name.byteOffset,
        Math.min(namelen, name.length),
        memory(out),
        out.byteOffset,
        out.length,
      ) ?? -WSAHOST_NOT_FOUND,
  };
}

function memory(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer as ArrayBuffer;
}
