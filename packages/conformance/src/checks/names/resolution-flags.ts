import {
  AF_INET,
  AF_INET6,
  type addrinfo,
  newaddrinfo,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  WSA_E_NO_MORE,
  WSAEFAULT,
  WSAEINVAL,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
  WSANO_RECOVERY,
} from "@ws2kit/spi";
import { AI_ADDRCONFIG, AI_ALL, AI_V4MAPPED } from "@ws2kit/spi/extended-addresses";
import {
  NS_ALL,
  NS_DNS,
  type NSP_ROUTINE,
  RNRSERVICE_DELETE,
  RNRSERVICE_REGISTER,
  type WSAQUERYSETW,
} from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { answering, ID, install, NS_OURS, OTHER_ID } from "./name-space-provider.js";

/** The code of getaddrinfo, and the hosts that it found, in text. */
function lookUp({ ws2 }: Program, node: string, ai_family: number, ai_flags: number) {
  const result = ref<addrinfo | null>(null);
  const code = ws2.getaddrinfo(node, "80", newaddrinfo({ ai_family, ai_flags }), result);
  const hosts: string[] = [];
  for (let each = result.value; each !== null; each = each.ai_next)
    hosts.push(sockaddrHost(each.ai_addr as Uint8Array));
  return { code, hosts: hosts.join(" ") };
}

/** Installs a provider of NS_DNS that returns one address for every name except "nobody.test". */
function installDns(bench: Bench, host: string): void {
  const path = "dns.dll";
  let isOver = false;
  const { machine } = bench.machine;
  const changes = (WSASetLastError: (code: number) => void): Partial<NSP_ROUTINE> => ({
    NSPLookupServiceBegin(_id, question, _info, _flags, lphLookup) {
      isOver = question.lpszServiceInstanceName === "nobody.test";
      lphLookup.value = 7;
      return 0;
    },
    NSPLookupServiceNext(_lookUp, _flags, _length, answer) {
      if (isOver) {
        WSASetLastError(WSA_E_NO_MORE);
        return SOCKET_ERROR;
      }
      isOver = true;
      const lpSockaddr = sockaddr_in(host, 0);
      const RemoteAddr = { lpSockaddr, iSockaddrLength: lpSockaddr.length };
      answer.lpcsaBuffer = [{ LocalAddr: null, RemoteAddr, iSocketType: 1, iProtocol: 6 }];
      return 0;
    },
  });
  machine.installModule(path, answering(path, { cleanups: 0 }, changes));
  equal(machine.openProcess().WSCInstallNameSpace("dns", path, NS_DNS, 1, ID), 0, "what WSCInstallNameSpace answers");
}

/** What a provider received of one registration. */
interface Registration {
  readonly service: Readonly<WSAQUERYSETW>;
  readonly operation: number;
  readonly flags: number;
}

/** Installs a provider that registers names, and records what it receives. */
function installRegistrar(bench: Bench, id: string): Registration[] {
  const received: Registration[] = [];
  install(bench, id, () => ({
    NSPSetService(_id, _info, service, operation, flags) {
      received.push({ service, operation, flags });
      return 0;
    },
  }));
  return received;
}

/** Registers a name with one address, or without an address removes it. */
function register({ desktop }: Program, space: number, id: string | null, address: Uint8Array | null): number {
  const addresses = address === null ? [] : [{ lpSockaddr: address, iSockaddrLength: address.length }];
  const blob = new Uint8Array([1, 2]);
  return desktop.SetAddrInfoExW("a", "80", addresses, addresses.length, blob, 3, space, id, null, null, null, null);
}

/** Flags of name resolution, and names that providers find or register. */
export const RESOLUTION_FLAG_CHECKS: readonly Check[] = [
  {
    rule: "getaddrinfo/v4-mapped",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("four.test", ["10.9.8.7"]);
      bench.nameHost("both.test", ["10.9.8.6", "fd00::86"]);
      const program = bench.program();
      sameCode(lookUp(program, "four.test", AF_INET6, AI_ALL).code, WSANO_DATA, "the code without AI_V4MAPPED");
      const mapped = lookUp(program, "four.test", AF_INET6, AI_V4MAPPED);
      equal(mapped.hosts, "::ffff:10.9.8.7", "the address in IPv6 form");
      equal(lookUp(program, "both.test", AF_INET6, AI_V4MAPPED).hosts, "fd00::86", "the address of IPv6 alone");
      const all = lookUp(program, "both.test", AF_INET6, AI_V4MAPPED | AI_ALL);
      equal(all.hosts, "fd00::86 ::ffff:10.9.8.6", "the addresses with AI_ALL");
      equal(lookUp(program, "four.test", AF_INET, AI_V4MAPPED).hosts, "10.9.8.7", "those of IPv4");
    },
  },
  {
    rule: "getaddrinfo/addrconfig",
    needs: ["host names", "own limits"],
    run(bench) {
      bench.nameHost("both.test", ["10.9.8.6", "fd00::86"]);
      const both = bench.program();
      equal(lookUp(both, "both.test", 0, AI_ADDRCONFIG).hosts, "10.9.8.6 fd00::86", "where both families are in use");
      const four = bench.machineNamed("four", { addresses: ["10.0.0.77"] }).program();
      equal(lookUp(four, "both.test", 0, AI_ADDRCONFIG).hosts, "10.9.8.6", "where IPv4 is in use");
      sameCode(lookUp(four, "both.test", AF_INET6, AI_ADDRCONFIG).code, WSANO_DATA, "the code for IPv6 there");
      equal(lookUp(four, "both.test", AF_INET6, 0).hosts, "fd00::86", "the address without the flag");
    },
  },
  {
    rule: "getaddrinfo/name-spaces",
    needs: ["host names"],
    run(bench) {
      bench.nameHost("device.test", ["10.9.8.7"]);
      installDns(bench, "10.9.8.5");
      const program = bench.program();
      const { desktop, ws2 } = program;
      equal(lookUp(program, "device.test", AF_INET, 0).hosts, "10.9.8.7 10.9.8.5", "the addresses of both providers");
      equal(
        lookUp(program, "other.test", AF_INET, 0).hosts,
        "10.9.8.5",
        "the address from the provider that finds the name",
      );
      sameCode(lookUp(program, "nobody.test", AF_INET, 0).code, WSAHOST_NOT_FOUND, "the code for an unknown name");
      const result = ref<addrinfo | null>(null);
      sameCode(desktop.GetAddrInfoW("other.test", null, null, result), 0, "the code of GetAddrInfoW");
      sameList(ws2.gethostbyname("other.test")?.h_addr_list[0] ?? [], [10, 9, 8, 5], "the address of gethostbyname");
      program.works(desktop.WSCEnableNSProvider(ID, false));
      sameCode(lookUp(bench.program(), "other.test", AF_INET, 0).code, WSAHOST_NOT_FOUND, "the code without it");
    },
  },
  {
    rule: "SetAddrInfoExW/asked",
    run(bench) {
      const ours = installRegistrar(bench, ID);
      const other = installRegistrar(bench, OTHER_ID);
      const program = bench.program();
      const address = sockaddr_in6("fd00::1", 80);
      sameCode(register(program, NS_OURS, ID, address), 0, "the code");
      const [{ service, operation, flags }] = ours;
      equal(service.lpszServiceInstanceName, "a", "the name");
      equal(service.lpszQueryString, "80", "the service");
      sameList(service.lpcsaBuffer[0]?.RemoteAddr?.lpSockaddr ?? [], address, "the address");
      sameList(service.lpBlob ?? [], [1, 2], "the data");
      equal([operation, flags, other.length].join(), [RNRSERVICE_REGISTER, 3, 0].join(), "the operation and the flags");
      sameCode(register(program, NS_ALL, null, null), 0, "the code without addresses");
      equal(ours[1]?.operation, RNRSERVICE_DELETE, "the operation without addresses");
      equal(other.length, 1, "the calls of a provider that was not named");
    },
  },
  {
    rule: "SetAddrInfoExW/errors",
    run(bench) {
      install(bench, ID);
      const program = bench.program();
      const { desktop } = program;
      const address = sockaddr_in("10.1.2.3", 80);
      sameCode(register(program, NS_DNS, null, address), WSANO_RECOVERY, "the code of NS_DNS");
      sameCode(register(program, NS_OURS, null, address), WSANO_RECOVERY, "that of a provider without registration");
      sameCode(register(program, NS_OURS + 1, null, address), WSAEINVAL, "that without a provider");
      sameCode(register(program, NS_ALL, "no GUID", address), WSAEINVAL, "that for no GUID");
      const set = (name: string, count: number, ...rest: unknown[]) =>
        desktop.SetAddrInfoExW(name, null, [], count, null, 0, NS_OURS, null, ...(rest as [null, null, null, null]));
      const none = [null, null, null, null];
      for (const i of none.keys()) {
        const reserved = none.map((one, k) => (k === i ? ref(0) : one));
        sameCode(set("a", 0, ...reserved), WSAEINVAL, `the code with reserved parameter ${i}`);
      }
      sameCode(set(null as never, 0, ...none), WSAEFAULT, "that without a name");
      sameCode(set("a", 1, ...none), WSAEFAULT, "that with fewer addresses than counted");
    },
  },
];
