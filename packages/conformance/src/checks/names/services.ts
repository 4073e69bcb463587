import {
  newWSADATA,
  ref,
  SOCKET_ERROR,
  WSA_INVALID_PARAMETER,
  WSAEACCES,
  WSAEALREADY,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSANO_DATA,
  WSASERVICE_NOT_FOUND,
  WSATYPE_NOT_FOUND,
} from "@ws2kit/spi";
import {
  NS_DNS,
  type NSP_ROUTINE,
  newWSAQUERYSETW,
  newWSASERVICECLASSINFOW,
  RNRSERVICE_DELETE,
  RNRSERVICE_DEREGISTER,
  RNRSERVICE_REGISTER,
  SERVICE_MULTIPLE,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";
import { begin, ID, install, NS_OURS, OTHER_ID, ROOM, SERVICE, shippedId } from "./name-space-provider.js";

/** Records the calls of a name space provider, and returns `code` from each. */
interface Recorded {
  readonly asked: [operation: number, flags: number, name: string | null, className: string | null][];
}

/** Installs a provider that registers services of a known class. Records its calls. */
function installRegistrar(bench: Bench, id: string, code = 0): Recorded {
  const recorded: Recorded = { asked: [] };
  install(bench, id, (WSASetLastError) => ({
    NSPSetService(_id, info, service, operation, flags) {
      recorded.asked.push([operation, flags, service.lpszServiceInstanceName, info?.lpszServiceClassName ?? null]);
      if (code !== 0) WSASetLastError(code);
      return code === 0 ? 0 : SOCKET_ERROR;
    },
    NSPGetServiceClassInfo(_id, _length, info) {
      info.lpszServiceClassName = `class of ${id}`;
      return 0;
    },
  }));
  return recorded;
}

const PRINTER = newWSASERVICECLASSINFOW({
  lpServiceClassId: SERVICE,
  lpszServiceClassName: "Printer",
  lpClassInfos: [
    { lpszName: "TcpPort", dwNameSpace: NS_DNS, dwValueType: 4, lpValue: new Uint8Array([0x8c, 0x23, 0, 0]) },
  ],
});

const service = (values: Partial<WSAQUERYSETW> = {}): WSAQUERYSETW =>
  newWSAQUERYSETW({ lpszServiceInstanceName: "upstairs", lpServiceClassId: SERVICE, ...values });

/** Classes of services, and the registration of services. */
export const SERVICE_CHECKS: readonly Check[] = [
  {
    rule: "WSAInstallServiceClassW/stored",
    run(bench) {
      const first = bench.program();
      first.works(first.desktop.WSAInstallServiceClassW(PRINTER));
      const program = bench.program();
      const info = newWSASERVICECLASSINFOW();
      const shipped = shippedId(program);
      program.works(program.desktop.WSAGetServiceClassInfoW(shipped, SERVICE.toLowerCase(), ref(ROOM), info));
      equal(info.lpServiceClassId, SERVICE, "the class");
      equal(info.lpszServiceClassName, "Printer", "its name");
      equal(info.lpClassInfos.length, 1, "the number of values");
      equal(info.lpClassInfos[0]?.lpszName, "TcpPort", "the name of the value");
      sameList(info.lpClassInfos[0]?.lpValue ?? [], [0x8c, 0x23, 0, 0], "the value");
      program.works(program.desktop.WSARemoveServiceClass(SERVICE));
      const again = program.desktop.WSAGetServiceClassInfoW(shipped, SERVICE, ref(ROOM), info);
      program.fails(again, WSATYPE_NOT_FOUND);
    },
  },
  {
    rule: "WSAInstallServiceClassW/errors",
    run(bench) {
      const program = bench.program();
      const { desktop } = program;
      for (const improper of [
        null,
        { ...PRINTER, lpServiceClassId: "no GUID" },
        { ...PRINTER, lpszServiceClassName: null },
        { ...PRINTER, lpClassInfos: [null] },
        { ...PRINTER, lpClassInfos: [{ ...PRINTER.lpClassInfos[0], lpValue: null }] },
      ]) {
        program.fails(desktop.WSAInstallServiceClassW(improper as never), WSAEINVAL);
      }
      program.fails(desktop.WSARemoveServiceClass("no GUID"), WSAEINVAL);
      program.fails(desktop.WSARemoveServiceClass(SERVICE), WSATYPE_NOT_FOUND);
      program.works(desktop.WSAInstallServiceClassW(PRINTER));
      program.fails(desktop.WSAInstallServiceClassW(PRINTER), WSAEALREADY);
      const poor = bench.machine.machine.openProcess({ privileged: false }) as unknown as DesktopWs2;
      equal(poor.WSAStartup(0x202, newWSADATA()), 0, "what WSAStartup answers");
      for (const call of [() => poor.WSAInstallServiceClassW(PRINTER), () => poor.WSARemoveServiceClass(SERVICE)]) {
        equal(call(), SOCKET_ERROR, "what a process without privilege gets");
        sameCode(poor.WSAGetLastError(), WSAEACCES, "its error");
      }
      equal(poor.WSACleanup(), 0, "what WSACleanup answers");
    },
  },
  {
    rule: "WSAGetServiceClassInfoW/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { desktop } = program;
      const shipped = shippedId(program);
      const info = newWSASERVICECLASSINFOW();
      program.works(desktop.WSAInstallServiceClassW(PRINTER));
      const length = ref(0);
      program.fails(desktop.WSAGetServiceClassInfoW(shipped, SERVICE, length, info), WSAEFAULT);
      const needed = length.value;
      length.value--;
      program.fails(desktop.WSAGetServiceClassInfoW(shipped, SERVICE, length, info), WSAEFAULT);
      equal(info.lpszServiceClassName, "", "the name that did not fit");
      equal(length.value, needed, "the length after it was a byte too small");
      program.works(desktop.WSAGetServiceClassInfoW(shipped, SERVICE, length, info));
      program.fails(desktop.WSAGetServiceClassInfoW(shipped, OTHER_ID, length, info), WSATYPE_NOT_FOUND);
      program.fails(desktop.WSAGetServiceClassInfoW(ID, SERVICE, length, info), WSAEOPNOTSUPP);
      program.fails(desktop.WSAGetServiceClassInfoW(OTHER_ID, SERVICE, length, info), WSAEINVAL);
      for (const call of [
        () => desktop.WSAGetServiceClassInfoW(null as never, SERVICE, length, info),
        () => desktop.WSAGetServiceClassInfoW(shipped, null as never, length, info),
        () => desktop.WSAGetServiceClassInfoW(shipped, SERVICE, null as never, info),
        () => desktop.WSAGetServiceClassInfoW(shipped, SERVICE, length, null as never),
      ]) {
        program.fails(call(), WSAEINVAL);
      }
    },
  },
  {
    rule: "WSAGetServiceClassNameByClassIdW/name",
    run(bench) {
      const program = bench.program();
      const { desktop } = program;
      program.works(desktop.WSAInstallServiceClassW(PRINTER));
      const name = ref("");
      const length = ref("Printer".length);
      program.fails(desktop.WSAGetServiceClassNameByClassIdW(SERVICE, name, length), WSAEFAULT);
      equal(name.value, "", "the name that did not fit");
      program.works(desktop.WSAGetServiceClassNameByClassIdW(SERVICE, name, length));
      equal(name.value, "Printer", "the name");
      equal(length.value, "Printer".length + 1, "its units");
      program.fails(desktop.WSAGetServiceClassNameByClassIdW(OTHER_ID, name, length), WSANO_DATA);
      program.fails(desktop.WSAGetServiceClassNameByClassIdW("no GUID", name, length), WSA_INVALID_PARAMETER);
    },
  },
  {
    rule: "WSASetServiceW/asked",
    run(bench) {
      const ours = installRegistrar(bench, ID);
      const other = installRegistrar(bench, OTHER_ID);
      const program = bench.program();
      const { ws2 } = program;
      program.works(ws2.WSASetServiceW(service({ lpNSProviderId: ID }), RNRSERVICE_DELETE, SERVICE_MULTIPLE));
      equal(
        ours.asked.splice(0)[0]?.join(),
        `${RNRSERVICE_DELETE},${SERVICE_MULTIPLE},upstairs,class of ${ID}`,
        "what the provider received",
      );
      equal(other.asked.length, 0, "the calls of a provider that was not named");
      program.works(ws2.WSASetServiceW(service({ dwNameSpace: NS_OURS }), RNRSERVICE_REGISTER, 0));
      program.works(ws2.WSASetServiceW(service({ dwNameSpace: NS_DNS }), RNRSERVICE_REGISTER, 0));
      program.works(ws2.WSASetServiceW(service(), RNRSERVICE_REGISTER, 0));
      equal([ours.asked.length, other.asked.length].join(), "2,2", "the calls for a name space, NS_DNS and NS_ALL");
    },
  },
  {
    rule: "WSASetServiceW/asked",
    of: "one succeeds",
    run(bench) {
      const refuses = installRegistrar(bench, ID, WSAEACCES);
      const program = bench.program();
      program.fails(program.ws2.WSASetServiceW(service({ dwNameSpace: NS_OURS }), 0, 0), WSAEACCES);
      const accepts = installRegistrar(bench, OTHER_ID);
      const later = bench.program();
      later.works(later.ws2.WSASetServiceW(service({ dwNameSpace: NS_OURS }), 0, 0));
      equal([refuses.asked.length, accepts.asked.length].join(), "2,1", "the calls");
    },
  },
  {
    rule: "WSASetServiceW/dns",
    run(bench) {
      const program = bench.program();
      const { ws2 } = program;
      const set = (operation: number) => ws2.WSASetServiceW(service({ dwNameSpace: NS_DNS }), operation, 0);
      program.works(set(RNRSERVICE_REGISTER));
      program.works(set(RNRSERVICE_DEREGISTER));
      program.fails(set(RNRSERVICE_DELETE), WSASERVICE_NOT_FOUND);
    },
  },
  {
    rule: "WSASetServiceW/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { ws2 } = program;
      program.fails(ws2.WSASetServiceW(null as never, RNRSERVICE_REGISTER, 0), WSAEINVAL);
      program.fails(ws2.WSASetServiceW(service(), 3, 0), WSAEINVAL);
      for (const missing of [
        { lpszServiceInstanceName: null },
        { lpServiceClassId: null },
        { lpcsaBuffer: null as never },
        { lpNSProviderId: OTHER_ID },
        { lpNSProviderId: "no GUID" },
        { dwNameSpace: NS_OURS + 1 },
      ]) {
        program.fails(ws2.WSASetServiceW(service(missing), RNRSERVICE_REGISTER, 0), WSAEINVAL);
      }
      program.fails(ws2.WSASetServiceW(service({ lpNSProviderId: ID }), RNRSERVICE_REGISTER, 0), WSAEOPNOTSUPP);
    },
  },
  {
    rule: "WSALookupServiceBeginW/class",
    run(bench) {
      const classes: (string | null)[] = [];
      const begins: Partial<NSP_ROUTINE> = {
        NSPLookupServiceBegin(_id, _question, info, _flags, lphLookup) {
          classes.push(info?.lpszServiceClassName ?? null);
          lphLookup.value = 7;
          return 0;
        },
      };
      install(bench, ID, () => begins);
      install(bench, OTHER_ID, () => ({
        ...begins,
        NSPGetServiceClassInfo(_id, _length, info) {
          info.lpszServiceClassName = "Printer";
          return 0;
        },
      }));
      begin(bench.program(), { dwNameSpace: NS_OURS, lpServiceClassId: SERVICE });
      equal(classes.join(), ",Printer", "the classes that the providers received");
    },
  },
];
