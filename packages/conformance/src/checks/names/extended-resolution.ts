import {
  AF_INET6,
  type HANDLE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_E_CANCELLED,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSAHOST_NOT_FOUND,
  WSANO_RECOVERY,
  type WSAOVERLAPPED,
  WSASERVICE_NOT_FOUND,
} from "@ws2kit/spi";
import { type addrinfoexW, newaddrinfoexW } from "@ws2kit/spi/extended-addresses";
import { NS_ALL, NS_DNS } from "@ws2kit/spi/name-spaces";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { ID, install, NS_OURS, shippedId } from "./name-space-provider.js";

/** The elements of a list, in order. */
function elementsOf(list: addrinfoexW | null): addrinfoexW[] {
  const found: addrinfoexW[] = [];
  for (let each = list; each !== null; each = each.ai_next) found.push(each);
  return found;
}

/** The result of a call that waits. */
function resolve(program: Program, name: string, dwNameSpace: number, hints: Partial<addrinfoexW> = {}) {
  const result = ref<addrinfoexW | null>(null);
  const { desktop } = program;
  const code = desktop.GetAddrInfoExW(
    name,
    "80",
    dwNameSpace,
    null,
    newaddrinfoexW(hints),
    result,
    null,
    null,
    null,
    null,
  );
  return { code, found: elementsOf(result.value) };
}

/** Begins an overlapped resolution. */
function begin(
  program: Program,
  result: Ref<addrinfoexW | null>,
  overlapped: WSAOVERLAPPED,
  routine: ((dwError: number) => void) | null,
  handle: Ref<HANDLE | 0> | null = null,
): number {
  const { desktop } = program;
  return desktop.GetAddrInfoExW("device.test", "80", NS_DNS, null, null, result, null, overlapped, routine, handle);
}

/** Resolution by the providers of name spaces. */
export const EXTENDED_RESOLUTION_CHECKS: readonly Check[] = [
  {
    rule: "GetAddrInfoExW/providers",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const ours = sockaddr_in("10.9.8.5", 0);
      let isOver = false;
      install(bench, ID, (WSASetLastError) => ({
        NSPLookupServiceNext(_lookUp, _flags, _length, answer) {
          isOver = !isOver;
          const RemoteAddr = { lpSockaddr: ours, iSockaddrLength: ours.length };
          if (isOver) answer.lpcsaBuffer = [{ LocalAddr: null, RemoteAddr, iSocketType: 1, iProtocol: 6 }];
          else WSASetLastError(WSA_E_NO_MORE);
          return isOver ? 0 : SOCKET_ERROR;
        },
      }));
      const program = bench.program();
      const { code, found } = resolve(program, "device.test", NS_ALL);
      sameCode(code, 0, "the code");
      equal(found.map(({ ai_provider }) => ai_provider).join(), [shippedId(program), ID].join(), "the providers");
      sameList(found[0]?.ai_addr ?? [], sockaddr_in("10.9.8.7", 80), "the address that NS_DNS has");
      sameList(found[1]?.ai_addr ?? [], sockaddr_in("10.9.8.5", 80), "the address that the other provider has");
      equal(resolve(program, "device.test", NS_OURS).found.length, 1, "the addresses of a name space");
      equal(resolve(program, "device.test", NS_DNS).found.length, 1, "the addresses of NS_DNS");
    },
  },
  {
    rule: "GetAddrInfoExW/figures",
    run(bench) {
      const program = bench.program();
      const { code, found } = resolve(program, "10.1.2.3", NS_OURS);
      sameCode(code, 0, "the code");
      sameList(found[0]?.ai_addr ?? [], sockaddr_in("10.1.2.3", 80), "the address");
      equal(found[0]?.ai_provider, null, "its provider");
    },
  },
  {
    rule: "GetAddrInfoExW/errors",
    run(bench) {
      const program = bench.program();
      const { desktop } = program;
      sameCode(resolve(program, "nobody.test", NS_DNS).code, WSAHOST_NOT_FOUND, "the code for an unknown name");
      sameCode(resolve(program, "nobody.test", NS_OURS).code, WSASERVICE_NOT_FOUND, "the code for a name space");
      sameCode(
        resolve(program, "a", NS_DNS, { ai_addrlen: 16 }).code,
        WSANO_RECOVERY,
        "the code for hints with an address",
      );
      const result = ref<addrinfoexW | null>(newaddrinfoexW({ ai_family: AF_INET6 }));
      const routine = () => undefined;
      const alone = desktop.GetAddrInfoExW("a", null, NS_DNS, null, null, result, null, null, routine, null);
      sameCode(alone, WSAEINVAL, "the code for a routine without an overlapped structure");
      sameCode(
        begin(program, result, newWSAOVERLAPPED(), null),
        WSAEINVAL,
        "the code for neither an event nor a routine",
      );
      const both = begin(program, result, newWSAOVERLAPPED(desktop.WSACreateEvent()), routine);
      sameCode(both, WSAEINVAL, "that for both");
      equal(result.value, null, "the result");
    },
  },
  {
    rule: "GetAddrInfoExW/overlapped",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const { desktop } = program;
      const hEvent = desktop.WSACreateEvent();
      const [result, overlapped] = [ref<addrinfoexW | null>(null), newWSAOVERLAPPED(hEvent)];
      sameCode(begin(program, result, overlapped, null), WSA_IO_PENDING, "the code");
      sameCode(desktop.GetAddrInfoExOverlappedResult(overlapped), WSAEINPROGRESS, "the code before the end");
      equal(desktop.WSAWaitForMultipleEvents(1, [hEvent], true, 1000, false), 0, "the result of the wait");
      sameCode(desktop.GetAddrInfoExOverlappedResult(overlapped), 0, "the code at the end");
      sameList(result.value?.ai_addr ?? [], sockaddr_in("10.9.8.7", 80), "the address");
    },
  },
  {
    rule: "GetAddrInfoExW/overlapped",
    of: "routine",
    run(bench) {
      const program = bench.program();
      const codes: number[] = [];
      const [result, overlapped] = [ref<addrinfoexW | null>(null), newWSAOVERLAPPED()];
      sameCode(
        begin(program, result, overlapped, (code) => codes.push(code)),
        WSA_IO_PENDING,
        "the code",
      );
      equal(codes.length, 0, "the calls of the routine within the call");
      bench.machine.machine.run();
      sameList(codes, [WSAHOST_NOT_FOUND], "the codes that the routine received");
    },
  },
  {
    rule: "GetAddrInfoExCancel/ends",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const { desktop } = program;
      const codes: number[] = [];
      const [result, handle] = [ref<addrinfoexW | null>(null), ref<HANDLE | 0>(0)];
      begin(program, result, newWSAOVERLAPPED(), (code) => codes.push(code), handle);
      sameCode(desktop.GetAddrInfoExCancel(handle as Ref<HANDLE>), 0, "the code");
      bench.machine.machine.run();
      sameList(codes, [WSA_E_CANCELLED], "the codes that the routine received");
      equal(result.value, null, "the result");
      sameCode(desktop.GetAddrInfoExCancel(handle as Ref<HANDLE>), WSA_INVALID_HANDLE, "the code of another call");
    },
  },
];
