import { memoryNetwork, memoryPlatform, type NetworkOptions } from "@ws2kit/platform-memory";
import { AF_INET, READY_OUT, sockaddr_in, sockaddrPort } from "@ws2kit/spi";
import { Lab } from "../network-stack/lab.js";

export const SERVER = "10.0.0.1";
export const CLIENT = "10.0.0.2";

/** A network with two hosts. */
export function world(options: NetworkOptions = {}) {
  const network = memoryNetwork(options);
  const server = new Lab(memoryPlatform({ network, host: "server" }));
  const client = new Lab(memoryPlatform({ network, host: "client" }));
  return { network, server, client };
}

/** A lone host with a loopback. */
export function alone(limits: { descriptors?: number; buffers?: number; ephemeral?: [number, number] } = {}): Lab {
  return new Lab(memoryPlatform({ network: memoryNetwork(), ...limits }));
}

export type World = ReturnType<typeof world>;

/** A connection from the client to the server. */
export function joined({ server, client }: World): { near: number; far: number } {
  const listener = server.tcp();
  server.bind(listener, sockaddr_in(SERVER, 0));
  server.stack.listen(listener, 5);
  const near = client.tcp();
  client.connect(near, server.name(listener));
  client.until(near, READY_OUT);
  const far = server.accept(listener);
  server.close(listener);
  return { near, far };
}

/** A datagram socket on every address of a host, and the address for its peers. */
export function post(lab: Lab, host: string, family = AF_INET): { fd: number; name: Uint8Array } {
  const fd = lab.udp(family);
  lab.bind(fd, sockaddr_in("0.0.0.0", 0));
  return { fd, name: sockaddr_in(host, sockaddrPort(lab.name(fd))) };
}

/** All that can be received now. */
export function drain(lab: Lab, fd: number): (string | number)[] {
  const found: (string | number)[] = [];
  for (;;) {
    const one = lab.recv(fd);
    if (typeof one === "number") return found;
    found.push(one);
  }
}
