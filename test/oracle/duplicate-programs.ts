import { newWSAPROTOCOL_INFOW, SD_SEND, type SOCKET, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import type { Programs } from "./programs.js";

/** A duplicate of one end of a connection, and the info that made it. */
function duplicated(bench: Bench) {
  const pair = bench.pair();
  const info = infoOf(bench, pair.client);
  return { ...pair, info, duplicate: bench.must(taken(bench, info)) };
}

export function infoOf(bench: Bench, s: SOCKET): WSAPROTOCOL_INFOW {
  const info = newWSAPROTOCOL_INFOW();
  bench.must(bench.ws2.WSADuplicateSocketW(s, bench.ws2.processId, info));
  return info;
}

/** WSASocketW with a duplicate's info. */
export function taken(bench: Bench, info: WSAPROTOCOL_INFOW, af = 0, type = 0, protocol = 0): SOCKET {
  return bench.ws2.WSASocketW(af, type, protocol, info, 0, 0);
}

const isMade = (bench: Bench, s: SOCKET) => (s === -1 ? bench.told(s) : "1");

/** Only the W form of a function exists. */
const onlyWide = ({ machine }: Bench) =>
  "WSADuplicateSocketA" in machine.openProcess() ? "there" : "no such function";

/** Programs for the rows about WSADuplicateSocket and WSAJoinLeaf. */
export const DUPLICATE_PROGRAMS: Programs = {
  "WSADuplicateSocketW self": (b) =>
    b.told(b.ws2.WSADuplicateSocketW(b.pair().client, b.ws2.processId, newWSAPROTOCOL_INFOW())),
  "WSASocketW from dup": (b) => isMade(b, duplicated(b).duplicate),
  "dup handle differs": (b) => {
    const { client, duplicate } = duplicated(b);
    return String(Number(client !== duplicate));
  },
  "send on dup": (b) => b.told(b.send(duplicated(b).duplicate, "abc")),
  "peer recv": (b) => {
    const { duplicate, server } = duplicated(b);
    b.send(duplicate, "abc");
    return b.told(b.recv(server));
  },
  "WSASocketW from same dup info again": (b) => isMade(b, taken(b, duplicated(b).info)),
  "second use returns the same handle value": (b) => {
    const { duplicate, info } = duplicated(b);
    return String(Number(taken(b, info) === duplicate));
  },
  "send on dup after original closed": (b) => {
    const { client, duplicate } = duplicated(b);
    b.ws2.closesocket(client);
    return b.told(b.send(duplicate, "x"));
  },
  "original closed": (b) => {
    const { client } = duplicated(b);
    b.ws2.closesocket(client);
    return b.told(b.send(client, "x"));
  },
  "dup bad pid": (b) => b.told(b.ws2.WSADuplicateSocketW(b.pair().client, 0, newWSAPROTOCOL_INFOW())),
  "dup NULL info": (b) => b.told(b.ws2.WSADuplicateSocketW(b.pair().client, b.ws2.processId, null)),
  "dup explicit values af/type/proto 2,1,6": (b) => isMade(b, taken(b, infoOf(b, b.pair().client), 2, 1, 6)),
  "dup with mismatched af 23": (b) => isMade(b, taken(b, infoOf(b, b.pair().client), 23, 1, 6)),
  "dup shares nonblocking: recv": (b) => {
    const { client, duplicate } = duplicated(b);
    b.nonBlocking(client);
    return b.told(b.recv(duplicate));
  },
  WSADuplicateSocketA: onlyWide,
  "WSASocketA from dupA": onlyWide,
  "send on dup after shutdown via other dup": (b) => {
    const { client, duplicate } = duplicated(b);
    b.must(b.ws2.shutdown(client, SD_SEND));
    return b.told(b.send(duplicate, "x"));
  },
};
