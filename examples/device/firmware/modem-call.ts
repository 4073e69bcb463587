/**
 * Makes a call over a modem: installs its provider, selects it by its protocol, and transfers data, or logs the
 * failure.
 */
import config from "@ws2kit/config";
import {
  AF_INET,
  INVALID_SOCKET,
  IPPROTO_TCP,
  MAKEWORD,
  type Machine,
  newWSADATA,
  newWSAPROTOCOL_INFOW,
  ref,
  SOCK_STREAM,
  sockaddr_in,
  WSAPROTOCOL_INFOW_SIZE,
  type Ws2,
} from "@ws2kit/target";
import { MODEM_PATH, modem } from "./modem/modem.js";

export default function main(machine: Machine): void {
  const { platform } = machine;
  const ws2 = machine.openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  install(machine, ws2);

  const info = entry(ws2);
  const s = ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, info, 0, 0);
  if (s === INVALID_SOCKET) throw new Error(`WSASocketW failed: ${ws2.WSAGetLastError()}`);
  const second = ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, info, 0, 0);
  platform.log(`a second call: ${second === INVALID_SOCKET ? ws2.WSAGetLastError() : "works"}`);
  const name = sockaddr_in("10.0.0.7", config.port);
  if (ws2.connect(s, name, name.length) !== 0) platform.log(`no call: ${ws2.WSAGetLastError()}`);
  else platform.log(talk(ws2, s));
  ws2.closesocket(s);
}

/**
 * Sends 10,000 bytes in pieces and compares the bytes that return. Then sends one more byte, after which the other side
 * hangs up.
 */
function talk(ws2: Ws2, s: Parameters<Ws2["send"]>[0]): string {
  const sent = Uint8Array.from({ length: 10_000 }, (_, i) => i ^ (i >> 8));
  const chunk = new Uint8Array(1024);
  let [out, back] = [0, 0];
  for (;;) {
    if (out < sent.length) out += Math.max(0, ws2.send(s, sent, Math.min(500, sent.length - out), 0, out));
    const n = ws2.recv(s, chunk, chunk.length, 0);
    if (n < 0) return `recv failed: ${ws2.WSAGetLastError()}`;
    if (n === 0) return `hung up after ${back} of ${out} bytes`;
    for (let i = 0; i < n; i++) if (chunk[i] !== sent[back + i]) return `byte ${back + i} differs`;
    back += n;
    if (back === sent.length) ws2.send(s, sent, 1, 0);
  }
}

function install(machine: Machine, ws2: Ws2): void {
  machine.installModule(MODEM_PATH, modem(config.line));
  const provider = machine.describeModule(MODEM_PATH);
  if (provider === null) throw new Error("the modem's module does not load");
  const { ProviderId, protocols } = provider;
  const errno = ref(0);
  const code = ws2.WSCInstallProvider(ProviderId, MODEM_PATH, [...protocols], protocols.length, errno);
  if (code !== 0) throw new Error(`WSCInstallProvider failed: ${errno.value}`);
}

/** The modem's catalog entry. */
function entry(ws2: Ws2) {
  const size = ref(16 * WSAPROTOCOL_INFOW_SIZE);
  const infos = Array.from({ length: 16 }, () => newWSAPROTOCOL_INFOW());
  ws2.WSAEnumProtocolsW(null, infos, size);
  const found = infos.find((info) => info.szProtocol.startsWith("Modem"));
  if (found === undefined) throw new Error("the modem is not in the catalog");
  return found;
}
