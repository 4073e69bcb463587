import type { Platform } from "@ws2kit/spi";
import type { RealPlatform } from "./loopback.js";
import { overridden } from "./overridden.js";

/** Adds `openSockets`, the number of open descriptors, to a platform that lacks it, such as a device's. */
export function countingSockets(platform: Platform): RealPlatform {
  const { network } = platform;
  const open = new Set<number>();
  const opened = (fd: number): number => {
    if (fd >= 0) open.add(fd);
    return fd;
  };
  const counted = overridden(network, {
    open: (af: number, type: number, protocol: number) => opened(network.open(af, type, protocol)),
    accept: (fd: number, name: Uint8Array) => opened(network.accept(fd, name)),
    close(fd: number) {
      open.delete(fd);
      return network.close(fd);
    },
  });
  return overridden(platform, {
    network: counted,
    get openSockets() {
      return open.size;
    },
  });
}
