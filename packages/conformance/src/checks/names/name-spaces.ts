import {
  decodeHostent,
  type HANDLE,
  newWSADATA,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_E_NO_MORE,
  WSA_INVALID_HANDLE,
  WSAEACCES,
  WSAEFAULT,
  WSAEINVAL,
  WSASERVICE_NOT_FOUND,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import {
  defineNameSpace,
  LUP_FLUSHPREVIOUS,
  LUP_RETURN_ADDR,
  LUP_RETURN_ALL,
  LUP_RETURN_NAME,
  NS_ALL,
  NS_DNS,
  type NSP_ROUTINE,
  newWSAQUERYSETW,
  SVCID_HOSTNAME,
  SVCID_INET_HOSTADDRBYINETSTRING,
  SVCID_INET_HOSTADDRBYNAME,
  type WSANAMESPACE_INFOW,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";

const ID = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";
const OTHER_ID = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E22";
const SERVICE = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E23";
const NS_OURS = 0x8001;
const ROOM = 4096;

function begin(program: Program, question: Partial<WSAQUERYSETW>, flags = LUP_RETURN_ALL): HANDLE {
  const handle = ref<HANDLE | 0>(0);
  program.works(program.desktop.WSALookupServiceBeginW(newWSAQUERYSETW(question), flags, handle));
  holds(handle.value !== 0, "whether there is a handle");
  return handle.value as HANDLE;
}

/** The next answer of a look-up. */
function next(program: Program, hLookup: HANDLE): WSAQUERYSETW {
  const answer = newWSAQUERYSETW();
  program.works(program.desktop.WSALookupServiceNextW(hLookup, 0, ref(ROOM), answer));
  return answer;
}

/** Asserts that a look-up has no more answers, and ends it. */
function over(program: Program, hLookup: HANDLE): void {
  const { desktop } = program;
  program.fails(desktop.WSALookupServiceNextW(hLookup, 0, ref(ROOM), newWSAQUERYSETW()), WSA_E_NO_MORE);
  program.works(desktop.WSALookupServiceEnd(hLookup));
}

const host = (lpszServiceInstanceName: string): Partial<WSAQUERYSETW> => ({
  lpszServiceInstanceName,
  lpServiceClassId: SVCID_INET_HOSTADDRBYNAME,
});

/** Installs a provider that answers every question with its name, `changes` apart, and counts its NSPCleanup calls. */
function install(bench: Bench, id: string, changes: Partial<NSP_ROUTINE> = {}): { cleanups: number } {
  const path = `${id}.dll`;
  const counts = { cleanups: 0 };
  const module = defineNameSpace((_platform, { WSASetLastError }) => ({
    NSPStartup(_id, routines) {
      let isOver = false;
      Object.assign(routines, {
        NSPCleanup: () => {
          counts.cleanups++;
          return 0;
        },
        NSPLookupServiceBegin: (_provider, _question, _info, _flags, lphLookup) => {
          isOver = false;
          lphLookup.value = 7;
          return 0;
        },
        NSPLookupServiceNext: (_lookUp, _flags, _length, lpqsResults) => {
          if (isOver) {
            WSASetLastError(WSA_E_NO_MORE);
            return SOCKET_ERROR;
          }
          isOver = true;
          lpqsResults.lpszServiceInstanceName = path;
          return 0;
        },
        NSPLookupServiceEnd: (lookUp) => (lookUp === 7 ? 0 : SOCKET_ERROR),
        ...changes,
      } satisfies NSP_ROUTINE);
      return 0;
    },
  }));
  const { machine } = bench.machine;
  machine.installModule(path, module);
  const ws2 = machine.openProcess() as unknown as DesktopWs2;
  equal(ws2.WSCInstallNameSpace(`ours ${id}`, path, NS_OURS, 1, id), 0, "what WSCInstallNameSpace answers");
  return counts;
}

/** Name spaces and their providers. */
export const NAME_SPACE_CHECKS: readonly Check[] = [
  {
    rule: "WSAEnumNameSpaceProvidersW/shipped",
    run(bench) {
      const infos: WSANAMESPACE_INFOW[] = [];
      const count = bench.program().desktop.WSAEnumNameSpaceProvidersW(ref(ROOM), infos);
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
      const { desktop } = program;
      const length = ref(0);
      program.fails(desktop.WSAEnumNameSpaceProvidersW(length, []), WSAEFAULT);
      const needed = length.value;
      length.value--;
      program.fails(desktop.WSAEnumNameSpaceProvidersW(length, []), WSAEFAULT);
      equal(length.value, needed, "the length after it was a byte too small");
      holds(desktop.WSAEnumNameSpaceProvidersW(length, []) > 0, "whether the length that was told is enough");
    },
  },
  {
    rule: "WSALookupServiceBeginW/host",
    run(bench) {
      bench.network.name("device.test", ["10.9.8.7", "10.9.8.6"]);
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
    run(bench) {
      bench.network.name("device.test", ["10.9.8.7"]);
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
    run(bench) {
      bench.network.name("device.test", ["10.9.8.7"]);
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
      const { desktop } = program;
      const ask = (question: Partial<WSAQUERYSETW>, handle = ref<HANDLE | 0>(0)) =>
        desktop.WSALookupServiceBeginW(newWSAQUERYSETW(question), 0, handle);
      program.fails(desktop.WSALookupServiceBeginW(null as never, 0, ref(0)), WSAEINVAL);
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
      const { desktop } = program;
      program.fails(desktop.WSALookupServiceNextW(lookUp, 0, ref(ROOM), newWSAQUERYSETW()), WSASERVICE_NOT_FOUND);
      program.works(desktop.WSALookupServiceEnd(lookUp));
    },
  },
  {
    rule: "WSALookupServiceNextW/buffer-short",
    run(bench) {
      bench.network.name("device.test", ["10.9.8.7"]);
      const program = bench.program();
      const { desktop } = program;
      const lookUp = begin(program, host("device.test"));
      const answer = newWSAQUERYSETW();
      const length = ref(1);
      program.fails(desktop.WSALookupServiceNextW(lookUp, 0, length, answer), WSAEFAULT);
      equal(answer.lpszServiceInstanceName, null, "the answer that did not fit");
      length.value--;
      program.fails(desktop.WSALookupServiceNextW(lookUp, 0, length, answer), WSAEFAULT);
      program.works(desktop.WSALookupServiceNextW(lookUp, 0, length, answer));
      equal(answer.lpszServiceInstanceName, "device.test", "the answer");
      const skipped = begin(program, host("device.test"));
      program.fails(desktop.WSALookupServiceNextW(skipped, 0, ref(1), answer), WSAEFAULT);
      program.fails(desktop.WSALookupServiceNextW(skipped, LUP_FLUSHPREVIOUS, ref(ROOM), answer), WSA_E_NO_MORE);
    },
  },
  {
    rule: "WSALookupServiceEnd/handle",
    run(bench) {
      const program = bench.program();
      const { desktop } = program;
      const lookUp = begin(program, host("device.test"));
      program.works(desktop.WSALookupServiceEnd(lookUp));
      program.fails(desktop.WSALookupServiceEnd(lookUp), WSA_INVALID_HANDLE);
      const event = desktop.WSACreateEvent() as unknown as HANDLE;
      for (const none of [lookUp, 0 as HANDLE, event]) {
        program.fails(desktop.WSALookupServiceNextW(none, 0, ref(ROOM), newWSAQUERYSETW()), WSA_INVALID_HANDLE);
      }
    },
  },
  {
    rule: "WSALookupServiceEnd/handle",
    of: "WSACleanup",
    run(bench) {
      const ended: number[] = [];
      install(bench, ID, { NSPLookupServiceEnd: (lookUp) => ended.push(lookUp) && 0 });
      const program = bench.program();
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      program.works(program.ws2.WSACleanup());
      sameList(ended, [7], "the look-ups that the provider was to end");
      program.works(program.ws2.WSAStartup(0x202, newWSADATA()));
      program.fails(program.desktop.WSALookupServiceEnd(lookUp), WSA_INVALID_HANDLE);
    },
  },
  {
    rule: "WSCInstallNameSpace/asked",
    run(bench) {
      bench.network.name("device.test", ["10.9.8.7"]);
      const { cleanups } = install(bench, ID);
      equal(cleanups, 0, "the calls of NSPCleanup");
      const program = bench.program();
      const { desktop } = program;
      const lookUp = begin(program, { ...host("device.test"), dwNameSpace: NS_ALL });
      equal(next(program, lookUp).lpszServiceInstanceName, "device.test", "the answer of NS_DNS");
      equal(next(program, lookUp).lpszServiceInstanceName, `${ID}.dll`, "the answer of the provider behind it");
      over(program, lookUp);

      const dns = begin(program, { ...host("device.test"), dwNameSpace: NS_DNS });
      next(program, dns);
      over(program, dns);
      const named = begin(program, { lpNSProviderId: ID });
      equal(next(program, named).lpszServiceInstanceName, `${ID}.dll`, "the answer of the provider that was named");
      over(program, named);

      const ours = () => desktop.WSALookupServiceBeginW(newWSAQUERYSETW({ dwNameSpace: NS_OURS }), 0, ref(0));
      program.works(desktop.WSCEnableNSProvider(ID, false));
      program.fails(ours(), WSASERVICE_NOT_FOUND);
      program.works(desktop.WSCEnableNSProvider(ID, true));
      program.works(ours());
      program.works(desktop.WSCUnInstallNameSpace(ID));
      program.fails(ours(), WSASERVICE_NOT_FOUND);
    },
  },
  {
    rule: "WSCInstallNameSpace/asked",
    of: "NSPCleanup",
    run(bench) {
      const counts = install(bench, ID);
      const program = bench.program();
      for (let i = 0; i < 2; i++)
        program.works(program.desktop.WSALookupServiceEnd(begin(program, { dwNameSpace: NS_OURS })));
      equal(counts.cleanups, 0, "the calls of NSPCleanup before WSACleanup");
      program.works(program.ws2.WSACleanup());
      equal(counts.cleanups, 1, "the calls of NSPCleanup after it");
      program.works(program.ws2.WSAStartup(0x202, newWSADATA()));
    },
  },
  {
    rule: "WSCInstallNameSpace/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { desktop } = program;
      program.fails(desktop.WSCInstallNameSpace("again", "x.dll", NS_OURS, 1, ID), WSAEINVAL);
      program.fails(desktop.WSCInstallNameSpace("all", "x.dll", NS_ALL, 1, OTHER_ID), WSAEINVAL);
      program.fails(desktop.WSCInstallNameSpace(null as never, "x.dll", NS_OURS, 1, OTHER_ID), WSAEFAULT);
      program.fails(desktop.WSCUnInstallNameSpace(OTHER_ID), WSAEINVAL);
      program.fails(desktop.WSCEnableNSProvider(OTHER_ID, true), WSAEINVAL);
      const poor = bench.machine.machine.openProcess({ privileged: false }) as unknown as DesktopWs2;
      for (const call of [
        () => poor.WSCInstallNameSpace("other", "x.dll", NS_OURS, 1, OTHER_ID),
        () => poor.WSCUnInstallNameSpace(ID),
        () => poor.WSCEnableNSProvider(ID, false),
      ]) {
        equal(call(), SOCKET_ERROR, "what a process without privilege gets");
        sameCode(poor.WSAGetLastError(), WSAEACCES, "its error");
      }
    },
  },
  {
    rule: "WSCInstallNameSpace/contained",
    run(bench) {
      const throws = () => {
        throw new Error("a defect");
      };
      install(bench, ID, { NSPLookupServiceBegin: throws });
      install(bench, OTHER_ID, { NSPLookupServiceNext: throws });
      const program = bench.program();
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      const { desktop } = program;
      program.fails(desktop.WSALookupServiceNextW(lookUp, 0, ref(ROOM), newWSAQUERYSETW()), WSASYSCALLFAILURE);
      program.works(desktop.WSALookupServiceEnd(lookUp));
      const missing = desktop.WSALookupServiceBeginW(newWSAQUERYSETW({ lpNSProviderId: ID }), 0, ref(0));
      program.fails(missing, WSASYSCALLFAILURE);
    },
  },
];
