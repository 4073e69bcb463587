import {
  decodeHostent,
  type HANDLE,
  newWSADATA,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  WSASERVICE_NOT_FOUND,
} from "@ws2kit/spi";
import {
  LUP_FLUSHPREVIOUS,
  LUP_RETURN_ADDR,
  LUP_RETURN_NAME,
  NS_ALL,
  NS_DNS,
  NSP_NOTIFY_EVENT,
  NSP_NOTIFY_IMMEDIATELY,
  newWSAQUERYSETW,
  SIO_NSP_NOTIFY_CHANGE,
  SVCID_HOSTNAME,
  SVCID_INET_HOSTADDRBYINETSTRING,
  type WSANAMESPACE_INFOW,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { begin, host, ID, install, NS_OURS, next, over, ROOM, SERVICE } from "./name-space-provider.js";

/** Look-ups in name spaces. */
export const LOOK_UP_CHECKS: readonly Check[] = [
  {
    rule: "WSAEnumNameSpaceProvidersW/shipped",
    run(bench) {
      const infos: WSANAMESPACE_INFOW[] = [];
      const count = bench.program().ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), infos);
      equal(infos.length, count, "the number of entries");
      holds(
        infos.some(({ dwNameSpace, fActive }) => dwNameSpace === NS_DNS && fActive),
        "whether NS_DNS is served",
      );
    },
  },
  {
    rule: "WSAEnumNameSpaceProvidersW/buffer-short",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const length = ref(0);
      program.fails(ws2.WSAEnumNameSpaceProvidersW(length, []), WSAEFAULT);
      const needed = length.value;
      length.value--;
      program.fails(ws2.WSAEnumNameSpaceProvidersW(length, []), WSAEFAULT);
      equal(length.value, needed, "the length after it was a byte too small");
      holds(ws2.WSAEnumNameSpaceProvidersW(length, []) > 0, "whether the reported length is enough");
    },
  },
  {
    rule: "WSALookupServiceBeginW/host",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7", "10.9.8.6"]);
      const program = bench.program();
      const lookUp = begin(program, host("device.test"));
      const answer = next(program, lookUp);
      equal(answer.lpszServiceInstanceName, "device.test", "the name");
      equal(answer.dwNameSpace, NS_DNS, "the name space");
      const [first, second] = answer.lpcsaBuffer.map(({ RemoteAddr }) => RemoteAddr?.lpSockaddr ?? []);
      sameList(first ?? [], sockaddr_in("10.9.8.7", 0), "the first address");
      sameList(second ?? [], sockaddr_in("10.9.8.6", 0), "the second address");
      const { h_addr_list } = decodeHostent(answer.lpBlob ?? new Uint8Array(16));
      sameList(h_addr_list[1] ?? [], [10, 9, 8, 6], "the second address of the hostent");
      over(program, lookUp);
    },
  },
  {
    rule: "WSALookupServiceBeginW/host",
    of: "what is asked for, and no more",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const named = next(program, begin(program, host("device.test"), LUP_RETURN_NAME));
      equal(
        [named.lpszServiceInstanceName, named.lpcsaBuffer.length, named.lpBlob].join(),
        "device.test,0,",
        "the name",
      );
      const placed = next(program, begin(program, host("device.test"), LUP_RETURN_ADDR));
      equal([placed.lpszServiceInstanceName, placed.lpcsaBuffer.length, placed.lpBlob].join(), ",1,", "the address");
    },
  },
  {
    rule: "WSALookupServiceBeginW/address",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const question = { lpszServiceInstanceName: "10.9.8.7", lpServiceClassId: SVCID_INET_HOSTADDRBYINETSTRING };
      equal(next(program, begin(program, question)).lpszServiceInstanceName, "device.test", "the host of an address");
      const own = next(program, begin(program, { lpServiceClassId: SVCID_HOSTNAME }));
      equal(own.lpszServiceInstanceName, program.host.platform.host, "this machine's name");
    },
  },
  {
    rule: "WSALookupServiceBeginW/errors",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const ask = (question: Partial<WSAQUERYSETW>, handle = ref<HANDLE | 0>(0)) =>
        ws2.WSALookupServiceBeginW(newWSAQUERYSETW(question), 0, handle);
      program.fails(ws2.WSALookupServiceBeginW(null as never, 0, ref(0)), WSAEINVAL);
      program.fails(ask({ lpszServiceInstanceName: "device.test" }), WSAEINVAL);
      program.fails(ask({ ...host("device.test"), lpNSProviderId: "no GUID" }), WSAEINVAL);
      program.fails(ask({ ...host("device.test"), lpServiceClassId: SERVICE }), WSASERVICE_NOT_FOUND);
      program.fails(ask({ ...host("device.test"), dwNameSpace: NS_OURS }), WSASERVICE_NOT_FOUND);
      program.fails(ask(host("device.test"), null as never), WSAEFAULT);
    },
  },
  {
    rule: "WSALookupServiceNextW/unknown",
    run(bench) {
      const program = bench.program();
      const lookUp = begin(program, host("nobody.test"));
      const { ws2 } = program;
      program.fails(ws2.WSALookupServiceNextW(lookUp, 0, ref(ROOM), newWSAQUERYSETW()), WSASERVICE_NOT_FOUND);
      program.works(ws2.WSALookupServiceEnd(lookUp));
    },
  },
  {
    rule: "WSALookupServiceNextW/buffer-short",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const { ws2 } = program;
      const lookUp = begin(program, host("device.test"));
      const answer = newWSAQUERYSETW();
      const length = ref(1);
      program.fails(ws2.WSALookupServiceNextW(lookUp, 0, length, answer), WSAEFAULT);
      equal(answer.lpszServiceInstanceName, null, "the result that did not fit");
      length.value--;
      program.fails(ws2.WSALookupServiceNextW(lookUp, 0, length, answer), WSAEFAULT);
      program.works(ws2.WSALookupServiceNextW(lookUp, 0, length, answer));
      equal(answer.lpszServiceInstanceName, "device.test", "the result");
      const skipped = begin(program, host("device.test"));
      program.fails(ws2.WSALookupServiceNextW(skipped, 0, ref(1), answer), WSAEFAULT);
      program.fails(ws2.WSALookupServiceNextW(skipped, LUP_FLUSHPREVIOUS, ref(ROOM), answer), WSA_E_NO_MORE);
    },
  },
  {
    rule: "WSALookupServiceEnd/handle",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const lookUp = begin(program, host("device.test"));
      program.works(ws2.WSALookupServiceEnd(lookUp));
      program.fails(ws2.WSALookupServiceEnd(lookUp), WSA_INVALID_HANDLE);
      const event = ws2.WSACreateEvent() as unknown as HANDLE;
      for (const none of [lookUp, 0 as HANDLE, event]) {
        program.fails(ws2.WSALookupServiceNextW(none, 0, ref(ROOM), newWSAQUERYSETW()), WSA_INVALID_HANDLE);
      }
    },
  },
  {
    rule: "WSALookupServiceEnd/handle",
    of: "WSACleanup",
    run(bench) {
      const ended: number[] = [];
      install(bench, ID, () => ({ NSPLookupServiceEnd: (lookUp) => ended.push(lookUp) && 0 }));
      const program = bench.program();
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      program.works(program.ws2.WSACleanup());
      sameList(ended, [7], "the look-ups that the provider was asked to end");
      program.works(program.ws2.WSAStartup(0x202, newWSADATA()));
      program.fails(program.ws2.WSALookupServiceEnd(lookUp), WSA_INVALID_HANDLE);
    },
  },
  {
    rule: "WSANSPIoctl/asked",
    run(bench) {
      let isValid = true;
      install(bench, ID, (WSASetLastError) => ({
        NSPIoctl(hLookup, dwControlCode, lpvInBuffer, _cbInBuffer, lpvOutBuffer, _cbOutBuffer, lpcbBytesReturned) {
          if (dwControlCode === SIO_NSP_NOTIFY_CHANGE && isValid) {
            WSASetLastError(WSAEWOULDBLOCK);
            return SOCKET_ERROR;
          }
          lpvOutBuffer?.set([hLookup, ...(lpvInBuffer ?? [])]);
          lpcbBytesReturned.value = 3;
          return 0;
        },
      }));
      const program = bench.program();
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      const [bytes, out] = [ref(0), new Uint8Array(3)];
      const control = () =>
        program.desktop.WSANSPIoctl(lookUp, SIO_NSP_NOTIFY_CHANGE, new Uint8Array([1, 2]), 2, out, 3, bytes, null);
      program.fails(control(), WSAEWOULDBLOCK);
      isValid = false;
      program.works(control());
      equal(bytes.value, 3, "the number of bytes");
      sameList(out, [7, 1, 2], "the provider's handle, and the bytes that it received");
    },
  },
  {
    rule: "WSANSPIoctl/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { desktop, ws2 } = program;
      const control = (lookUp: HANDLE, bytes = ref(0), Type = NSP_NOTIFY_IMMEDIATELY) =>
        desktop.WSANSPIoctl(lookUp, SIO_NSP_NOTIFY_CHANGE, null, 0, null, 0, bytes, { Type });
      const dns = begin(program, { ...host("device.test"), dwNameSpace: NS_DNS });
      program.fails(control(dns), WSAEOPNOTSUPP);
      program.fails(control(dns, ref(0), NSP_NOTIFY_EVENT), WSAEOPNOTSUPP);
      program.fails(control(dns, null as never), WSAEFAULT);
      program.fails(desktop.WSANSPIoctl(dns, 1, null, 1, null, 0, ref(0), null), WSAEFAULT);
      program.fails(control(begin(program, { ...host("device.test"), dwNameSpace: NS_ALL })), WSAEINVAL);
      program.works(ws2.WSALookupServiceEnd(dns));
      program.fails(control(dns), WSA_INVALID_HANDLE);
    },
  },
];
