import { INVALID_HANDLE_VALUE, INVALID_SOCKET, ref, type SOCKET } from "@ws2kit/spi";
import { acceptEx, BLOCK, connectEx } from "./accept-ex-programs.js";
import type { Bench } from "./bench.js";
import { disconnectEx } from "./disconnect-programs.js";
import { Port } from "./port-programs.js";
import type { Programs } from "./programs.js";

const same = (answers: readonly string[]) => [...new Set(answers)].join(", ");

/** AcceptEx's packet when its listener is closed. The listener was associated with a port before or after the call. */
function abandoned(bench: Bench, isTiedBefore: boolean): string {
  const port = new Port(bench);
  const listener = bench.listening();
  if (isTiedBefore) port.tie(listener);
  const { operation } = acceptEx(bench, { listener });
  if (!isTiedBefore) port.tie(listener);
  bench.ws2.closesocket(listener);
  return port.next(operation);
}

/** Programs for the statements about AcceptEx, ConnectEx and DisconnectEx. */
export const ACCEPT_EX_ASSERTIONS: Programs = {
  "connect-03": (b) => {
    const { client, operation, accepting } = connectEx(b);
    operation.result(client, true);
    const name = b.name(accepting.listener);
    return b.told(b.ws2.connect(client, name, name.length));
  },
  "AcceptEx-01": (b) => acceptEx(b, { listener: INVALID_SOCKET }).answer,
  "AcceptEx-02": (b) => acceptEx(b, { listener: b.bound() }).answer,
  "AcceptEx-04": (b) => same([b.udp(), b.bound(), b.pair().client].map((acceptor) => acceptEx(b, { acceptor }).answer)),
  "AcceptEx-05": (b) => {
    const { acceptor } = acceptEx(b);
    return acceptEx(b, { acceptor }).answer;
  },
  "AcceptEx-06": (b) => {
    const { listener, operation, answer } = acceptEx(b, { local: 3 });
    b.connect(b.tcp(), listener);
    operation.wait(100);
    const { kernel32 } = b.ws2;
    const result = b.told(kernel32.GetOverlappedResult(listener, operation.overlapped, ref(0), true));
    return `${answer}, then ${result}; accepted ${Number(b.must(b.ws2.accept(listener)) > 0)}`;
  },
  "AcceptEx-08": (b) =>
    `${acceptEx(b, { remote: 31 }).answer}, ${acceptEx(b, { remote: 0 }).answer} for 0, ${BLOCK} is enough`,
  "AcceptEx-09": (b) => acceptEx(b, { overlapped: null }).answer,
  "AcceptEx-10": (b) => same([abandoned(b, true), abandoned(b, false)]),
  "DisconnectEx-01": (b) => `${disconnectEx(b, INVALID_HANDLE_VALUE as number as SOCKET)} ${disconnectEx(b, b.tcp())}`,
  "DisconnectEx-03": (b) => {
    const { client } = b.pair();
    return `${disconnectEx(b, client)} ${disconnectEx(b, client)}`;
  },
};
