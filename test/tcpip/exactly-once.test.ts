import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
} from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import fc from "fast-check";

/** A step of a program: starts a receive, sends bytes, or lets routines run. */
type Step = { readonly receive: number } | { readonly send: number } | "run";

const steps = fc.array(
  fc.oneof(
    fc.record({ receive: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ send: fc.integer({ min: 1, max: 20 }) }),
    fc.constant("run" as const),
  ),
  { maxLength: 40 },
);

/** An end that receives with completion routines, and an end that sends it increasing bytes. */
class Line {
  readonly client: SOCKET;
  readonly server: SOCKET;
  /** How often each receive has completed, in the order of their start. */
  readonly ends: number[] = [];
  readonly order: number[] = [];
  readonly codes: number[] = [];
  readonly received: number[] = [];
  #sent = 0;

  constructor(readonly ws2: Ws2) {
    const here = sockaddr_in("127.0.0.1", 4000);
    const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.bind(listener, here, here.length);
    ws2.listen(listener, 1);
    this.client = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.connect(this.client, here, here.length);
    this.server = ws2.accept(listener, null, null);
  }

  do(step: Step): void {
    if (step === "run") this.run();
    else if ("send" in step) this.#send(step.send);
    else this.#receive(step.receive);
  }

  /** Runs the routines that are due. */
  run(): void {
    this.ws2.kernel32.SleepEx(0, true);
  }

  #send(count: number): void {
    const bytes = Uint8Array.from({ length: count }, (_, i) => (this.#sent + i) & 0xff);
    this.#sent += this.ws2.send(this.client, bytes, count, 0);
  }

  #receive(room: number): void {
    const { ws2, ends } = this;
    const buffer = new Uint8Array(room);
    const number = ends.push(0) - 1;
    const result = ws2.WSARecv(this.server, [newWSABUF(buffer)], 1, null, ref(0), newWSAOVERLAPPED(), (code, bytes) => {
      ends[number]++;
      this.order.push(number);
      this.codes.push(code);
      this.received.push(...buffer.subarray(0, bytes));
    });
    assert.isTrue(result === 0 || ws2.WSAGetLastError() === WSA_IO_PENDING);
  }
}

function newLine(): Line {
  const ws2 = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return new Line(ws2);
}

const counting = (length: number) => Array.from({ length }, (_, i) => i);

// reference §8; oracle WSARecv-14, AcceptEx-10
describe("desktop: many overlapped receives in flight", () => {
  it("each complete once, in the order of their start, and a close aborts the rest in order", () => {
    fc.assert(
      fc.property(steps, (program) => {
        const line = newLine();
        for (const step of program) line.do(step);
        line.run();
        const finished = line.order.length;
        assert.deepEqual(line.order, counting(finished), "order");
        assert.deepEqual(line.codes, counting(finished).fill(0), "successes");
        assert.deepEqual(
          line.received,
          counting(line.received.length).map((i) => i & 0xff),
          "bytes",
        );

        line.ws2.closesocket(line.server);
        line.run();
        line.run();
        assert.deepEqual(line.ends, counting(line.ends.length).fill(1), "each once");
        assert.deepEqual(line.order, counting(line.ends.length), "aborted in order");
        assert.isTrue(line.codes.slice(finished).every((code) => code === WSA_OPERATION_ABORTED));
      }),
      { numRuns: 200 },
    );
  });
});
