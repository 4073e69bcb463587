import { spawn } from "node:child_process";
import { once } from "node:events";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  fd_set,
  INVALID_HANDLE_VALUE,
  MAKEWORD,
  newWSADATA,
  POLLRDNORM,
  ref,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";

const TIMEOUT = 60;

/** Sends this process SIGCHLD every few milliseconds: its handler is libuv's, and ends epoll_wait(2) and poll(2). */
const SENDER = `
  setInterval(() => process.kill(process.ppid, "SIGCHLD"), 3);
  process.stdout.write("ready");
`;

describe("platform-node: signals of the process", () => {
  const platform = nodePlatform({ log: () => undefined });
  const machine = openMachine({ platform });
  const ws2 = machine.openProcess();
  const { kernel32 } = ws2;
  let sender: ReturnType<typeof spawn>;

  before(async () => {
    assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
    sender = spawn(process.execPath, ["-e", SENDER], { stdio: ["ignore", "pipe", "inherit"] });
    assert.ok(sender.stdout);
    await once(sender.stdout, "data");
  });

  after(async () => {
    ws2.WSACleanup();
    sender.kill();
    await once(sender, "close");
  });

  const socket = () => {
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    assert.equal(ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16), 0);
    return s;
  };

  const WAITS: Readonly<Record<string, () => void>> = {
    select: () => void ws2.select(0, fd_set(socket()), null, null, { tv_sec: 0, tv_usec: TIMEOUT * 1000 }),
    WSAPoll: () => void ws2.WSAPoll([{ fd: socket(), events: POLLRDNORM, revents: 0 }], 1, TIMEOUT),
    "recv with SO_RCVTIMEO": () => {
      const s = socket();
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(Int32Array.of(TIMEOUT).buffer), 4);
      ws2.recv(s, new Uint8Array(8), 8, 0);
    },
    WSAWaitForMultipleEvents: () => {
      const event = ws2.WSACreateEvent();
      ws2.WSAWaitForMultipleEvents(1, [event], false, TIMEOUT, true);
      ws2.WSACloseEvent(event);
    },
    GetQueuedCompletionStatus: () => {
      const port = kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, 0, 0);
      assert.isOk(port);
      kernel32.GetQueuedCompletionStatus(port as never, ref(0), ref(0), ref(null), TIMEOUT);
      kernel32.CloseHandle(port as never);
    },
    Sleep: () => void kernel32.Sleep(TIMEOUT),
  };

  it("end a wait of the platform early", () => {
    const started = platform.now();
    platform.wait(1000);
    assert.isBelow(platform.now() - started, 1000);
  });

  for (const [name, wait] of Object.entries(WAITS)) {
    it(`${name}/waits-its-time: while signals end the host's waits`, () => {
      const started = performance.now();
      wait();
      assert.isAtLeast(performance.now() - started, TIMEOUT - 1);
    });
  }
});
