import { JL_BOTH, type SOCKET, sockaddr_in, WSA_FLAG_OVERLAPPED } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import type { Programs } from "./programs.js";

const GROUP = sockaddr_in("239.1.2.3", 4000);
/** WSA_FLAG_MULTIPOINT_C_LEAF and D_LEAF. */
const LEAF = 0x04 | 0x10;

const leaf = (bench: Bench) => bench.must(bench.ws2.WSASocketW(2, 2, 17, null, 0, WSA_FLAG_OVERLAPPED | LEAF));

function join(bench: Bench, s: SOCKET, name = GROUP): SOCKET {
  return bench.ws2.WSAJoinLeaf(s, name, name.length, null, null, null, null, JL_BOTH);
}

/** The result of a join: "the same socket", or a code. */
function told(bench: Bench, s: SOCKET, joined: SOCKET): string {
  return joined === s ? "the same socket" : bench.told(joined);
}

/** Programs for the rows about WSAJoinLeaf. */
export const LEAF_PROGRAMS: Programs = {
  "mp socket": (b) => String(Number(leaf(b) > 0)),
  WSAJoinLeaf: (b) => {
    const s = leaf(b);
    return told(b, s, join(b, s));
  },
  "WSAJoinLeaf returns same socket": (b) => {
    const s = leaf(b);
    return String(Number(join(b, s) === s));
  },
  "WSAJoinLeaf non-multicast": (b) => {
    const s = leaf(b);
    return told(b, s, join(b, s, sockaddr_in("127.0.0.1", 4000)));
  },
  "WSAJoinLeaf plain udp socket": (b) => {
    const s = b.udp();
    return told(b, s, join(b, s));
  },
  "WSAJoinLeaf tcp": (b) => {
    const s = b.tcp();
    return told(b, s, join(b, s));
  },
};
