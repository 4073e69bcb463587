import { FIONBIO, ref, SOCK_DGRAM, SOCK_STREAM, sockaddr_in } from "@ws2kit/spi";
import type { Program } from "../fixture/computer.js";
import type { Cast } from "./sound-arguments.js";

/** Opens a non-blocking socket of a program in each state. */
export function castOf(ws2: Program): Cast {
  const here = sockaddr_in("127.0.0.1", 4000);
  const listener = ws2.socket(2, SOCK_STREAM, 0);
  ws2.bind(listener, here, 16);
  ws2.listen(listener, 5);
  const connected = ws2.socket(2, SOCK_STREAM, 0);
  ws2.connect(connected, here, 16);
  const datagram = ws2.socket(2, SOCK_DGRAM, 0);
  ws2.bind(datagram, here, 16);
  const idle = ws2.socket(2, SOCK_STREAM, 0);
  for (const s of [listener, connected, datagram, idle]) ws2.ioctlsocket(s, FIONBIO, ref(1));
  return { listener, connected, datagram, idle, event: ws2.WSACreateEvent() };
}
