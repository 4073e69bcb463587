import {
  type GUID,
  type HANDLE,
  type ProviderModule,
  ref,
  SOCKET_ERROR,
  WSA_E_NO_MORE,
  WSASERVICE_NOT_FOUND,
} from "@ws2kit/spi";
import {
  defineNameSpace,
  LUP_RETURN_ALL,
  type NameSpaceImports,
  type NSP_ROUTINE,
  newWSAQUERYSETW,
  SVCID_INET_HOSTADDRBYNAME,
  type WSANAMESPACE_INFOW,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { equal, holds } from "../../findings/finding.js";

export const ID = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";
export const OTHER_ID = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E22";
export const SERVICE = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E23";
export const NS_OURS = 0x8001;
export const ROOM = 4096;

export function begin(program: Program, question: Partial<WSAQUERYSETW>, flags = LUP_RETURN_ALL): HANDLE {
  const handle = ref<HANDLE | 0>(0);
  program.works(program.ws2.WSALookupServiceBeginW(newWSAQUERYSETW(question), flags, handle));
  holds(handle.value !== 0, "whether there is a handle");
  return handle.value as HANDLE;
}

/** The next result of a look-up. */
export function next(program: Program, hLookup: HANDLE): WSAQUERYSETW {
  const answer = newWSAQUERYSETW();
  program.works(program.ws2.WSALookupServiceNextW(hLookup, 0, ref(ROOM), answer));
  return answer;
}

/** Asserts that a look-up has no more results, and ends it. */
export function over(program: Program, hLookup: HANDLE): void {
  const { ws2 } = program;
  program.fails(ws2.WSALookupServiceNextW(hLookup, 0, ref(ROOM), newWSAQUERYSETW()), WSA_E_NO_MORE);
  program.works(ws2.WSALookupServiceEnd(hLookup));
}

/** Asserts that no provider of NS_OURS serves a query of this process. */
export function lacks(program: Program): void {
  const question = newWSAQUERYSETW({ dwNameSpace: NS_OURS });
  program.fails(program.ws2.WSALookupServiceBeginW(question, 0, ref(0)), WSASERVICE_NOT_FOUND);
}

/** The GUID of the first provider, which is the system's resolver unless the order was changed. */
export function shippedId({ ws2 }: Program): GUID {
  const infos: WSANAMESPACE_INFOW[] = [];
  ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), infos);
  return infos[0].NSProviderId;
}

export const host = (lpszServiceInstanceName: string): Partial<WSAQUERYSETW> => ({
  lpszServiceInstanceName,
  lpServiceClassId: SVCID_INET_HOSTADDRBYNAME,
});

/** The functions that differ in a provider. They may set the error code of a failing call. */
type Changes = (WSASetLastError: NameSpaceImports["WSASetLastError"]) => Partial<NSP_ROUTINE>;

/**
 * A provider that answers each query with the path of its DLL unless `changes` differ. Counts its NSPCleanup calls.
 */
export function answering(path: string, counts: { cleanups: number }, changes: Changes = () => ({})): ProviderModule {
  return defineNameSpace((_platform, { WSASetLastError }) => ({
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
        ...changes(WSASetLastError),
      } satisfies NSP_ROUTINE);
      return 0;
    },
  }));
}

/** Installs such a provider. */
export function install(bench: Bench, id: string, changes?: Changes): { cleanups: number } {
  const path = `${id}.dll`;
  const counts = { cleanups: 0 };
  const { machine } = bench.machine;
  machine.installModule(path, answering(path, counts, changes));
  const ws2 = machine.openProcess();
  equal(ws2.WSCInstallNameSpace(`ours ${id}`, path, NS_OURS, 1, id), 0, "what WSCInstallNameSpace answers");
  return counts;
}
