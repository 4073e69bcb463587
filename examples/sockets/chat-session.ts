import { type Connection, connect, listen, type Ws2 } from "@ws2kit/sockets";
import { lines, writeText } from "@ws2kit/sockets/text";
import { every } from "@ws2kit/sockets/time";

/** One of the two devices listens, the other connects to its peer. */
export interface ChatOptions {
  readonly peer: string;
  readonly listen: boolean;
  readonly port: number;
}

const SAYINGS = ["hello", "how are you?", "goodbye"];

/** Sends three messages, one each tenth of a second, and writes the messages of the other device to `log`. */
export async function chat(
  ws2: Ws2,
  { peer, listen: isHost, port }: ChatOptions,
  log: (line: string) => void,
): Promise<void> {
  const friend = isHost ? await firstOf(ws2, port) : await connect(ws2, { host: peer, port, timeout: 5000 });
  await Promise.all([talk(), hear()]);
  await friend.close();

  async function talk() {
    let said = 0;
    for await (const _ of every(ws2, 100)) {
      await writeText(friend, `${SAYINGS[said++]}\n`);
      if (said === SAYINGS.length) break;
    }
    await friend.end();
  }

  async function hear() {
    for await (const line of lines(friend)) log(`${friend.peer.host} says ${line}`);
  }
}

/** Waits for the first connection to a port. */
async function firstOf(ws2: Ws2, port: number): Promise<Connection> {
  const listener = listen(ws2, { port });
  const first = await listener.accept();
  listener.close();
  return first;
}
