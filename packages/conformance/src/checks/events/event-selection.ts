import {
  FD_CLOSE,
  FD_READ,
  FIONBIO,
  newWSANETWORKEVENTS,
  ref,
  WSAEFAULT,
  WSAEINVAL,
  type WSAEVENT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { isSignalled } from "../../bench/overlapping.js";
import { bytes } from "../../bench/pairs.js";
import { records, watch, watchedPair } from "../../bench/watched.js";
import { holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** WSAEventSelect's effects on a socket, and the results of WSAEnumNetworkEvents. */
export const EVENT_SELECTION_CHECKS: readonly Check[] = [
  {
    rule: "WSAEventSelect/non-blocking",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s } = watchedPair(bench, FD_READ);
      near.fails(near.ws2.recv(s, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK);
    },
  },
  {
    rule: "WSAEventSelect/stays-non-blocking",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s } = watchedPair(bench, FD_READ);
      near.fails(near.ws2.ioctlsocket(s, FIONBIO, ref(0)), WSAEINVAL);
      near.works(near.ws2.WSAEventSelect(s, null, 0), "WSAEventSelect's error");
      near.fails(near.ws2.recv(s, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK, "the error of recv after the selection");
      near.works(near.ws2.ioctlsocket(s, FIONBIO, ref(0)));
    },
  },
  {
    rule: "WSAEventSelect/replaces",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("x")));
      holds(isSignalled(near, watched.event), "whether the first event is signalled");
      const second = watch(near, s, FD_CLOSE);
      records(second, 0, "the events recorded after the second selection");
      near.must(near.receiveAll(s, 1).length);
      near.ws2.WSAResetEvent(watched.event);
      near.must(near.send(peer, bytes("y")));
      holds(!isSignalled(near, watched.event), "whether the first event stays unsignalled");
      records(second, 0, "the events recorded when data has arrived");
    },
  },
  {
    rule: "WSAEventSelect/ends",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer, watched } = watchedPair(bench, FD_READ | FD_CLOSE);
      near.works(near.ws2.WSAEventSelect(s, null, 0));
      near.must(near.send(peer, bytes("x")));
      near.must(near.ws2.closesocket(peer));
      holds(!isSignalled(near, watched.event), "whether the event stays unsignalled");
      records(watched, 0, "the events recorded");
    },
  },
  {
    rule: "WSAEventSelect/no-event",
    needs: ["events"],
    run(bench) {
      const program = bench.program();
      const s = program.socket();
      for (const event of [null, 0x4444444, s]) {
        program.fails(program.ws2.WSAEventSelect(s, event as WSAEVENT | null, FD_READ), WSAEINVAL);
      }
    },
  },
  {
    rule: "WSAEventSelect/signals",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, peer, watched } = watchedPair(bench, FD_READ);
      holds(!isSignalled(near, watched.event), "whether the event is unsignalled before");
      near.must(near.send(peer, bytes("x")));
      holds(isSignalled(near, watched.event), "whether the event is signalled");
    },
  },
  {
    rule: "WSAEventSelect/mask",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, peer, watched } = watchedPair(bench, FD_CLOSE);
      near.must(near.send(peer, bytes("x")));
      records(watched, 0, "the events recorded when data has arrived");
    },
  },
  {
    rule: "WSAEnumNetworkEvents/clears",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, peer, watched } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("x")));
      holds(isSignalled(near, watched.event), "whether the event is signalled");
      records(watched, FD_READ, "the events recorded");
      holds(!isSignalled(near, watched.event), "whether the event is reset");
      records(watched, 0, "the events recorded at the second query");
    },
  },
  {
    rule: "WSAEnumNetworkEvents/codes",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, peer } = watchedPair(bench, FD_READ);
      near.must(near.send(peer, bytes("x")));
      const events = newWSANETWORKEVENTS();
      events.iErrorCode.fill(77);
      near.works(near.ws2.WSAEnumNetworkEvents(s, null, events));
      sameList(events.iErrorCode, [0, 77, 77, 77, 77, 77, 77, 77, 77, 77], "iErrorCode");
    },
  },
  {
    rule: "WSAEnumNetworkEvents/null",
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.WSAEnumNetworkEvents(program.socket(), null, null as never), WSAEFAULT);
    },
  },
];
