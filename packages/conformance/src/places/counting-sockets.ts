import type { Platform } from "@ws2kit/spi";
import type { RealPlatform } from "./loopback.js";

/**
 * Makes a platform count its open sockets, such as a device's, which does not. Its network must be a plain object: the
 * methods of a class are not copied.
 */
export function countingSockets(platform: Platform): RealPlatform {
  const { network } = platform;
  const open = new Set<number>();
  const opened = (fd: number): number => {
    if (fd >= 0) open.add(fd);
    return fd;
  };
  return {
    ...platform,
    network: {
      ...network,
      open: (af, type, protocol) => opened(network.open(af, type, protocol)),
      accept: (fd, name) => opened(network.accept(fd, name)),
      close(fd) {
        open.delete(fd);
        return network.close(fd);
      },
    },
    get openSockets() {
      return open.size;
    },
  };
}
