import { hostname } from "node:os";
import { NotApplicable, type Place, type PlaceLimit, type Site } from "@ws2kit/conformance";
import { AF_INET, newWSADATA, SOCK_DGRAM, SOCK_STREAM, SOCKADDR_IN_SIZE, sockaddr_in } from "@ws2kit/spi";
import { systemCalls } from "./calls.js";
import { WS2_32 } from "./functions.js";

const ADDRESS = "127.0.0.1";
/** Windows' clock ticks every 15.6 ms, and a wait may end at the tick before. */
const TOLERANCE = { early: 16, late: 500 };

/** Rules that hold for the core and that no system promises, or that one process at one address cannot show. */
const LIMITS: readonly PlaceLimit[] = [
  {
    subject: "One process",
    text: "Every process of a check is this process, so none can end alone, or be the wrong one.",
    rules: ["sharing/terminated", "WSADuplicateSocketW/wrong-process"],
  },
  {
    subject: "Host names",
    text: "The computer's name has an address of its network, and the hosts of a check are at 127.0.0.1.",
    rules: ["gethostname/own", "gethostbyname/own"],
  },
  {
    subject: "Rulings of ws2kit",
    text: "No document states them, so a system may differ.",
    rules: ["connect/discards-former-peer", "getpeername/outlives-connection", "sendto/no-port"],
  },
  {
    subject: "Completion ports",
    text: "They are objects of the system, so a wait accepts their handles.",
    rules: ["port/no-event", "WPUCreateSocketHandle/ports-stand-apart"],
  },
  {
    subject: "GetOverlappedResult",
    text: "It reads the structure of an operation that has ended, and does not use the handle.",
    rules: ["GetOverlappedResult/refused"],
  },
  {
    subject: "Types",
    text: "A C program cannot pass a value of another type.",
    rules: ["arguments/wrong-type", "arguments/wrong-type-by-provider", "arguments/wrong-type-win32"],
  },
  {
    subject: "Pointers",
    text: "In the bytes of a structure, a pointer has 8 bytes.",
    rules: ["WSAIoctl/SIO_ADDRESS_LIST_QUERY"],
  },
  {
    subject: "Handles",
    text: "The number of a closed handle is used again.",
    rules: ["handles/closed-stays-closed"],
  },
  {
    subject: "The handle -1",
    text: "It is the process's own pseudo handle, so CloseHandle and the waits accept it.",
    rules: ["events/bad-handle", "files/bad-handle"],
  },
  {
    subject: "Entries of other protocols",
    text: "A catalog may have datagram entries besides UDP's.",
    rules: ["WSAEnumProtocolsW/udp-flags"],
  },
];

/** The system's own Winsock: every host of a check is this process, at 127.0.0.1. */
export const SYSTEM: Place = {
  name: "system",
  facilities: [],
  tolerance: TOLERANCE,
  limits: LIMITS,
  openSite: (): Site => {
    leave();
    return SITE;
  },
};

/** Calls WSACleanup until it fails: libuv, or the check before, may have called WSAStartup. */
function leave(): void {
  const calls = systemCalls();
  const cleanUp = calls.bind("ws2_32", "WSACleanup", WS2_32.WSACleanup);
  while (cleanUp() === 0);
  // the last WSACleanup closes every socket
  calls.sockets.clear();
  calls.operations.forgetEnded();
}

const SITE: Site = {
  network: null,
  now: () => performance.now(),
  openPlatform: () =>
    new Proxy(
      { host: hostname(), addresses: [ADDRESS], openSockets: 0, now: () => performance.now(), log() {} },
      {
        get(platform, name) {
          if (name in platform) return Reflect.get(platform, name);
          throw new NotApplicable(`the system has no platform.${String(name)}`);
        },
      },
    ) as unknown as ReturnType<Site["openPlatform"]>,
  freePort,
};

/** A port that is free for TCP and UDP. */
function freePort(): number {
  const calls = systemCalls();
  const call = (
    name: "WSAStartup" | "socket" | "bind" | "getsockname" | "closesocket" | "WSACleanup",
    ...args: unknown[]
  ) => calls.bind("ws2_32", name, WS2_32[name])(...args) as number;
  call("WSAStartup", 0x202, newWSADATA());
  const sockets = [SOCK_STREAM, SOCK_DGRAM].map((type) => call("socket", AF_INET, type, 0));
  const name = sockaddr_in("0.0.0.0", 0);
  call("bind", sockets[0], name, SOCKADDR_IN_SIZE);
  call("getsockname", sockets[0], name, { value: SOCKADDR_IN_SIZE });
  const isFree = call("bind", sockets[1], name, SOCKADDR_IN_SIZE) === 0;
  for (const s of sockets) call("closesocket", s);
  call("WSACleanup");
  return isFree ? (name[2] << 8) | name[3] : freePort();
}
