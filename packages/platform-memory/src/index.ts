/**
 * A simulated network with a virtual clock. Several machines run in one program, exchange TCP and UDP, and receive the
 * same bytes at the same times on every run. Time passes only while a machine waits.
 *
 * ```ts
 * import { AF_INET, IPPROTO_TCP, READY_IN, SOCK_STREAM, sockaddr_in } from "@ws2kit/spi";
 * import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
 *
 * const network = memoryNetwork({ seed: 7, latency: 20 });
 * const server = memoryPlatform({ network, host: "server" }); // 10.0.0.1
 * const client = memoryPlatform({ network, host: "client" }); // 10.0.0.2
 *
 * const listener = server.network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
 * server.network.bind(listener, sockaddr_in("0.0.0.0", 80), 16);
 * server.network.listen(listener, 5);
 * server.network.watch(listener, READY_IN);
 *
 * const socket = client.network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
 * client.network.connect(socket, sockaddr_in("10.0.0.1", 80), 16); // -WSAEWOULDBLOCK
 *
 * server.wait(-1); // true: the connection has arrived
 * server.now(); // 20
 * ```
 */

export type { Names } from "./addresses/name-table.js";
export { type MemoryNetwork, memoryNetwork, type NetworkOptions } from "./network.js";
export { type MemoryPlatform, memoryPlatform, type PlatformOptions } from "./platform.js";
export type { Conditions } from "./wire/conditions.js";
