import { covers, WSAEHOSTUNREACH } from "@ws2kit/spi";
import { isLoopback, isMulticast } from "../addresses/address.js";
import type { Endpoint } from "../addresses/endpoint.js";
import type { Datagram, DatagramReceiver, Host } from "../host/host.js";
import type { DatagramSocket } from "./datagram-socket.js";

/** Sends a datagram, and returns its length or a negative Winsock number. */
export function route(from: DatagramSocket, datagram: Datagram): number {
  const { ip } = datagram.destination;
  if (isMulticast(ip)) return multicast(from, datagram);
  if (from.host.isBroadcast(ip)) return broadcast(from, datagram);
  return unicast(from, datagram);
}

function unicast(from: DatagramSocket, datagram: Datagram): number {
  const { source, destination: to, bytes } = datagram;
  const host = from.host.find(to.ip);
  const link = from.host.linkTo(host);
  if (link.unreachable) return -WSAEHOSTUNREACH;
  link.datagram(bytes.length, () => {
    if (host === null) return;
    const socket = receiver(host, source, to);
    if (socket !== null) socket.arrive(datagram);
    else if (to.port !== 0) host.linkTo(from.host).once(() => from.portUnreachable(to));
  });
  return bytes.length;
}

/** The receiver of a datagram: the socket of the port that is connected to its source, or else one without a peer. */
function receiver(host: Host, source: Endpoint, to: Endpoint): DatagramReceiver | null {
  return (
    host.udp.find(to.port, to.ip, (socket) => socket.remote?.equals(source) === true) ??
    host.udp.find(to.port, to.ip, (socket) => socket.remote === null)
  );
}

/** Sends a datagram to every host, including the sender's. */
function broadcast(from: DatagramSocket, datagram: Datagram): number {
  const { source, destination: to, bytes } = datagram;
  for (const host of from.host.neighbours()) {
    from.host.linkTo(host).datagram(bytes.length, () => {
      for (const socket of host.udp.at(to.port)) {
        if (covers(socket, source.ip) || host.addresses.includes(socket.boundIp)) socket.arrive(datagram);
      }
    });
  }
  return bytes.length;
}

/** Sends a datagram to every socket in the group; with a hop count of 0, or a loopback source, only on this host. */
function multicast(from: DatagramSocket, datagram: Datagram): number {
  const { source, destination: to, hops, bytes } = datagram;
  for (const host of from.host.neighbours()) {
    const away = hops > 0 && !isLoopback(source.ip);
    if (host === from.host ? from.options.multicastLoop === 0 : !away) continue;
    from.host.linkTo(host).datagram(bytes.length, () => {
      for (const socket of host.udp.at(to.port)) if (socket.groups.has(to.ip)) socket.arrive(datagram);
    });
  }
  return bytes.length;
}
