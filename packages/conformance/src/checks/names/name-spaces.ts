import {
  type HANDLE,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEACCES,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import {
  NS_ALL,
  NS_DNS,
  newWSAQUERYSETW,
  type WSANAMESPACE_INFOEXW,
  type WSANAMESPACE_INFOW,
} from "@ws2kit/spi/name-spaces";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";
import {
  answering,
  begin,
  host,
  ID,
  install,
  lacks,
  NS_OURS,
  next,
  OTHER_ID,
  over,
  ROOM,
  shippedId,
} from "./name-space-provider.js";

/** The list of name spaces and their providers. */
export const NAME_SPACE_CHECKS: readonly Check[] = [
  {
    rule: "WSCInstallNameSpace/asked",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      install(bench, ID);
      const program = bench.program();
      const { ws2 } = program;
      const lookUp = begin(program, { ...host("device.test"), dwNameSpace: NS_ALL });
      equal(next(program, lookUp).lpszServiceInstanceName, "device.test", "the result of NS_DNS");
      equal(next(program, lookUp).lpszServiceInstanceName, `${ID}.dll`, "the result of the provider behind it");
      over(program, lookUp);

      const dns = begin(program, { ...host("device.test"), dwNameSpace: NS_DNS });
      next(program, dns);
      over(program, dns);
      const named = begin(program, { lpNSProviderId: ID });
      equal(next(program, named).lpszServiceInstanceName, `${ID}.dll`, "the result of the provider that was named");
      over(program, named);

      program.works(ws2.WSCUnInstallNameSpace(ID));
      lacks(bench.program());
    },
  },
  {
    rule: "WSCInstallNameSpace/asked",
    of: "NSPCleanup",
    run(bench) {
      const counts = install(bench, ID);
      const program = bench.program();
      for (let i = 0; i < 2; i++)
        program.works(program.ws2.WSALookupServiceEnd(begin(program, { dwNameSpace: NS_OURS })));
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
      const { ws2 } = program;
      program.fails(ws2.WSCInstallNameSpace("again", "x.dll", NS_OURS, 1, ID), WSANO_RECOVERY);
      program.fails(ws2.WSCInstallNameSpace("all", "x.dll", NS_ALL, 1, OTHER_ID), WSAEINVAL);
      program.fails(ws2.WSCInstallNameSpace(null as never, "x.dll", NS_OURS, 1, OTHER_ID), WSAEFAULT);
      program.fails(ws2.WSCUnInstallNameSpace(OTHER_ID), WSAEINVAL);
      const poor = bench.machine.machine.openProcess({ privileged: false });
      for (const [call, code] of [
        [() => poor.WSCInstallNameSpace("other", "x.dll", NS_OURS, 1, OTHER_ID), WSAEACCES],
        [() => poor.WSCUnInstallNameSpace(ID), WSANO_RECOVERY],
      ] as const) {
        equal(call(), SOCKET_ERROR, "what a process without privilege gets");
        sameCode(poor.WSAGetLastError(), code, "its error");
      }
    },
  },
  {
    rule: "WSCEnableNSProvider/disabled",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      program.works(program.desktop.WSCEnableNSProvider(ID, false));
      lacks(bench.program());
      program.works(program.desktop.WSCEnableNSProvider(ID, true));
      begin(bench.program(), { dwNameSpace: NS_OURS });
    },
  },
  {
    rule: "WSCEnableNSProvider/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      program.fails(program.desktop.WSCEnableNSProvider(OTHER_ID, true), WSAEINVAL);
      const poor = bench.machine.machine.openProcess({ privileged: false }) as unknown as DesktopWs2;
      equal(poor.WSCEnableNSProvider(ID, false), SOCKET_ERROR, "what a process without privilege gets");
      sameCode(poor.WSAGetLastError(), WSAEACCES, "its error");
      begin(bench.program(), { dwNameSpace: NS_OURS });
    },
  },
  {
    rule: "WSCInstallNameSpace/live",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const count = ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []);
      install(bench, ID);
      equal(ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []), count + 1, "the entries after an installation");
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      program.works(ws2.WSCUnInstallNameSpace(ID));
      equal(next(program, lookUp).lpszServiceInstanceName, `${ID}.dll`, "the result of a provider that was removed");
      over(program, lookUp);
      lacks(program);
    },
  },
  {
    rule: "WSCInstallNameSpace/live",
    of: "another DLL with the same GUID",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      begin(program, { dwNameSpace: NS_OURS });
      program.works(program.ws2.WSCUnInstallNameSpace(ID));
      const { machine } = bench.machine;
      machine.installModule("other.dll", answering("other.dll", { cleanups: 0 }));
      program.works(program.ws2.WSCInstallNameSpace("other", "other.dll", NS_OURS, 1, ID));
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      equal(next(program, lookUp).lpszServiceInstanceName, "other.dll", "the result of the DLL installed later");
    },
  },
  {
    rule: "WSCInstallNameSpace/snapshot",
    run(bench) {
      const before = bench.program();
      const count = before.ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []);
      install(bench, ID);
      equal(
        before.ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []),
        count,
        "the entries of a process that had started before",
      );
      lacks(before);
      const after = bench.program();
      equal(
        after.ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []),
        count + 1,
        "the entries of a process that starts later",
      );
      begin(after, { dwNameSpace: NS_OURS });
      after.works(after.desktop.WSCEnableNSProvider(ID, false));
      begin(after, { dwNameSpace: NS_OURS });
      before.works(before.ws2.WSACleanup());
      before.works(before.ws2.WSAStartup(0x202, newWSADATA()));
      equal(before.ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), []), count + 1, "the entries after another WSAStartup");
    },
  },
  {
    rule: "WSCInstallNameSpace/notified",
    run(bench) {
      const program = bench.program();
      const { desktop, ws2 } = program;
      const handle = ref<HANDLE | 0>(0);
      const overlapped = { ...newWSAOVERLAPPED(), hEvent: desktop.WSACreateEvent() };
      const hasChanged = () => desktop.WSAWaitForMultipleEvents(1, [overlapped.hEvent], true, 0, false) === 0;
      program.works(desktop.WSAProviderConfigChange(handle, null, null));
      const changes: readonly [string, () => number][] = [
        ["WSCInstallNameSpace", () => ws2.WSCInstallNameSpace("ours", "x.dll", NS_OURS, 1, ID)],
        ["WSCEnableNSProvider", () => desktop.WSCEnableNSProvider(ID, false)],
        ["WSCWriteNameSpaceOrder", () => desktop.WSCWriteNameSpaceOrder([ID, shippedId(program)], 2)],
        ["WSCUnInstallNameSpace", () => ws2.WSCUnInstallNameSpace(ID)],
      ];
      for (const [name, change] of changes) {
        program.fails(desktop.WSAProviderConfigChange(handle, overlapped, null), WSA_IO_PENDING);
        equal(hasChanged(), false, `whether a change is reported before ${name}`);
        program.works(change());
        equal(hasChanged(), true, `whether ${name} is reported`);
      }
      desktop.kernel32.CloseHandle(handle.value as HANDLE);
    },
  },
  {
    rule: "WSCInstallNameSpaceEx/data",
    run(bench) {
      const data = new Uint8Array([1, 2, 3]);
      const first = bench.program();
      first.works(first.desktop.WSCInstallNameSpaceEx("ours", "x.dll", NS_OURS, 1, ID, data));
      data[0] = 9;
      const program = bench.program();
      const infos: WSANAMESPACE_INFOEXW[] = [];
      const length = ref(0);
      program.fails(program.desktop.WSAEnumNameSpaceProvidersExW(length, infos), WSAEFAULT);
      equal(program.desktop.WSAEnumNameSpaceProvidersExW(length, infos), infos.length, "the number of entries");
      const [shipped, ours] = infos;
      equal(shipped.ProviderSpecific, null, "the data of the system's resolver");
      equal(ours.NSProviderId, ID, "the provider");
      sameList(ours.ProviderSpecific ?? [], [1, 2, 3], "its data");
    },
  },
  {
    rule: "WSCWriteNameSpaceOrder/order",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      install(bench, ID);
      const first = bench.program();
      equal(first.desktop.WSCWriteNameSpaceOrder([ID, shippedId(first)], 2), 0, "the code");
      const program = bench.program();
      const infos: WSANAMESPACE_INFOW[] = [];
      program.ws2.WSAEnumNameSpaceProvidersW(ref(ROOM), infos);
      equal(infos[0].NSProviderId, ID, "the first provider of the list");
      const lookUp = begin(program, { ...host("device.test"), dwNameSpace: NS_ALL });
      equal(next(program, lookUp).lpszServiceInstanceName, `${ID}.dll`, "the first answer");
      equal(next(program, lookUp).lpszServiceInstanceName, "device.test", "the second answer");
    },
  },
  {
    rule: "WSCWriteNameSpaceOrder/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { desktop } = program;
      const shipped = shippedId(program);
      for (const order of [[ID], [ID, ID], [ID, OTHER_ID], [ID, "no GUID"], [ID, shipped, ID]]) {
        sameCode(desktop.WSCWriteNameSpaceOrder(order, order.length), WSAEINVAL, `the code for ${order.join(", ")}`);
      }
      sameCode(desktop.WSCWriteNameSpaceOrder([ID, shipped], 3), WSAEFAULT, "the code for a list that is too short");
      sameCode(desktop.WSCWriteNameSpaceOrder(null as never, 2), WSAEFAULT, "the code for null");
      const poor = bench.machine.machine.openProcess({ privileged: false }) as unknown as DesktopWs2;
      sameCode(poor.WSCWriteNameSpaceOrder([ID, shipped], 2), WSANO_RECOVERY, "the code without privilege");
      equal(shippedId(bench.program()), shipped, "the first provider");
    },
  },
  {
    rule: "WSCInstallNameSpace/contained",
    run(bench) {
      const throws = () => {
        throw new Error("a defect");
      };
      install(bench, ID, () => ({ NSPLookupServiceBegin: throws }));
      install(bench, OTHER_ID, () => ({ NSPLookupServiceNext: throws }));
      const program = bench.program();
      const lookUp = begin(program, { dwNameSpace: NS_OURS });
      const { ws2 } = program;
      program.fails(ws2.WSALookupServiceNextW(lookUp, 0, ref(ROOM), newWSAQUERYSETW()), WSASYSCALLFAILURE);
      program.works(ws2.WSALookupServiceEnd(lookUp));
      const missing = ws2.WSALookupServiceBeginW(newWSAQUERYSETW({ lpNSProviderId: ID }), 0, ref(0));
      program.fails(missing, WSASYSCALLFAILURE);
    },
  },
];
