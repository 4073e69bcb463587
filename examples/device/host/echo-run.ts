import { randomBytes } from "node:crypto";
import { exchangeDatagrams } from "@ws2kit/example-echo/datagram-exchange";
import { exchangeStream } from "@ws2kit/example-echo/stream-exchange";
import { DeviceProgram, type Figures } from "./device-program.js";
import type { Host } from "./hosts.js";

/** The data that a peer with Node's sockets sends to an echo server, and compares byte by byte when it returns. */
export interface Workload {
  readonly connections: number;
  readonly bytes: number;
  readonly datagrams: number;
}

/** The result of a workload. */
export interface EchoRun {
  readonly figures: Figures;
  readonly seconds: number;
}

/** Runs an echo server on a host with a workload. Rejects at the first wrong byte. */
export async function runEcho(host: Host, args: readonly string[], workload: Workload): Promise<EchoRun> {
  const program = new DeviceProgram(host, ["--figures", ...args]);
  try {
    const port = async (protocol: string) =>
      Number((await program.line(new RegExp(`^listening ${protocol} \\S+:(\\d+)$`)))[1]);
    const [tcp, udp] = [await port("tcp"), await port("udp")];
    const from = performance.now();
    await Promise.all([
      ...Array.from({ length: workload.connections }, () =>
        exchangeStream(tcp, randomBytes(workload.bytes / workload.connections), () => {}),
      ),
      exchangeDatagrams(udp, workload.datagrams, 8, { came() {}, resent() {} }),
    ]);
    const seconds = (performance.now() - from) / 1000;
    return { figures: (await program.stop()).figures, seconds };
  } finally {
    await program.stop();
  }
}
