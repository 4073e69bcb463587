import { WSAECONNREFUSED, WSAECONNRESET, WSAEHOSTUNREACH, WSAETIMEDOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { Endpoint } from "../addresses/endpoint.js";
import type { Host } from "../host/host.js";
import { Flow } from "../wire/flow.js";
import type { Link } from "../wire/link.js";
import type { StreamSocket } from "./stream-socket.js";

/**
 * Sends the SYN of `client`. As on real systems, a connection is never established before `connect` returns: the result
 * is `-WSAEWOULDBLOCK`, even if the link has no latency and the next `poll` reports the socket as ready.
 */
export function startHandshake(client: StreamSocket, remote: Endpoint): number {
  const server = client.host.find(remote.ip);
  const there = client.host.linkTo(server);
  if (there.unreachable) return -WSAEHOSTUNREACH;
  const giveUp = () => client.failConnect(WSAETIMEDOUT);
  there.insist(there.arrival(0), () => server && answer(client, server, remote, there), giveUp);
  return -WSAEWOULDBLOCK;
}

/** Answers a SYN at `server`. A listening socket with room accepts the connection; otherwise it is refused. */
function answer(client: StreamSocket, server: Host, remote: Endpoint, there: Link): void {
  if (!client.connecting) return;
  const back = server.linkTo(client.host);
  const giveUp = () => client.failConnect(WSAETIMEDOUT);
  const listener = server.tcp.find(remote.port, remote.ip, (socket) => socket.listening) as StreamSocket | null;
  if (listener === null || !listener.hasRoom) {
    back.insist(back.arrival(0), () => client.failConnect(WSAECONNREFUSED), giveUp);
    return;
  }
  const child = listener.spawn(new Endpoint(remote.ip, remote.port), client.local as Endpoint);
  const due = back.arrival(0);
  const request = new Flow(client, child, there, back, client.host.buffers, 0);
  const reply = new Flow(child, client, back, there, server.buffers, due);
  child.join(client, reply, request, back);
  const stand = () => {
    if (client.connecting) client.join(child, request, reply, there);
    else there.once(() => child.breakOff(WSAECONNRESET));
  };
  const giveUpBoth = () => {
    giveUp();
    child.breakOff(WSAETIMEDOUT);
  };
  back.insist(due, stand, giveUpBoth);
}
