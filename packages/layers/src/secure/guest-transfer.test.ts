import { Guest } from "@ws2kit/engine-quickjs";
import { assert } from "chai";
import { TestApplication } from "../../../../test/lib/build/application.js";
import { EVERYTHING, TRANSFER_MIB } from "../../../../test/lib/fixture/everything.js";
import { secureSystem } from "../../../../test/lib/fixture/systems.js";
import { nodeTls } from "../../../../test/lib/secure/node-tls-peer.js";
import type { TlsPeer } from "../../../../test/lib/secure/tls-peer.js";
import { certificates } from "../../../../test/lib/tls/certificates.js";

const MIB = 1024 * 1024;
/** The window of a filtered stream, each way, and what the engine has not collected yet. */
const WINDOW = 128 * 1024;

/**
 * Receives all that a server on `port` sends over TLS, and logs how much came, how many bytes were wrong, and what is
 * held.
 */
const client = (port: number) => `
  import { SO_SEC_SSL, SO_SECURE, SO_SSL_SET_PEERNAME } from "@ws2kit/layers";
  import { AF_INET, DWORD, type Machine, MAKEWORD, newWSADATA, ref, SOCK_STREAM, SOL_SOCKET, sockaddr_in } from "@ws2kit/target";
  export default function main(machine: Machine): void {
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.setsockopt(s, SOL_SOCKET, SO_SECURE, DWORD(SO_SEC_SSL), 4);
    const name = Uint8Array.from("device.test", (letter) => letter.charCodeAt(0));
    ws2.WSAIoctl(s, SO_SSL_SET_PEERNAME, name, name.length, null, 0, ref(0), null, null);
    let code = ws2.connect(s, sockaddr_in("127.0.0.1", ${port}), 16);
    if (code === 0) ws2.send(s, Uint8Array.of(1), 1, 0);
    const into = new Uint8Array(8192);
    let [got, wrong, held] = [0, 0, 0];
    for (let n = 1; code === 0 && n > 0; got += n) {
      n = ws2.recv(s, into, into.length, 0);
      if (n < 0) code = ws2.WSAGetLastError();
      for (let i = 0; i < n; i += 97) if (into[i] !== (((got + i) * 31) & 0xff)) wrong++;
      held = Math.max(held, machine.counters.bytesHeld);
    }
    ws2.WSACleanup();
    machine.platform.log(JSON.stringify([code, got, wrong, held, machine.counters.bytesHeld]));
  }
`;

// builds a firmware twice
if (EVERYTHING)
  describe("a transfer over the shipped secure layer, in QuickJS", function () {
    this.timeout(20_000 * TRANSFER_MIB);
    const { name } = secureSystem();
    let peer: TlsPeer;
    before(async () => {
      peer = await nodeTls();
    });
    after(() => peer.end());

    /** Receives `length` bytes on a device with a heap of 4 MiB. Returns the most heap that it used. */
    async function received(length: number): Promise<number> {
      const { good, authority } = certificates();
      const port = await peer.serve(
        good,
        "1.3",
        Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff),
      );
      const app = new TestApplication({ "app.ts": client(port) });
      const code = await app.build(name);
      app.remove();
      const lines: string[] = [];
      const log = (line: unknown) => lines.push(String(line));
      const tls = { trust: authority.certificate };
      const guest = await Guest.boot({ code, heap: 4 * MIB, stack: 128 * 1024, watchdog: 20_000, log, tls });
      const { outcome, message, figures } = guest.ended;
      guest.dispose();
      assert.equal(outcome, "done", message);
      const [result, got, wrong, held, left] = JSON.parse(lines[0]) as number[];
      assert.deepEqual({ result, got, wrong, left }, { result: 0, got: length, wrong: 0, left: 0 });
      assert.isBelow(held, WINDOW, "bytes held");
      return figures.heapPeak;
    }

    it(`of ${TRANSFER_MIB} MiB needs the same heap as one of 1 MiB`, async () => {
      const small = await received(MIB);
      assert.isBelow(await received(TRANSFER_MIB * MIB), small + WINDOW);
    });
  });
