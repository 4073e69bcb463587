import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  MAKEWORD,
  newWSADATA,
  ref,
  WSAHOST_NOT_FOUND,
  WSANO_RECOVERY,
  WSASERVICE_NOT_FOUND,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import type { addrinfoexW } from "@ws2kit/spi/extended-addresses";
import { LUP_RETURN_ADDR, NS_DNS, newWSAQUERYSETW, SVCID_INET_HOSTADDRBYNAME } from "@ws2kit/spi/name-spaces";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";

/** A process on a machine whose resolver fails in two ways. */
function started(): Ws2 {
  const network = memoryNetwork({ names: { busy: WSATRY_AGAIN, broken: WSANO_RECOVERY } });
  const ws2 = openMachine({ platform: memoryPlatform({ network }) }).openProcess();
  assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  return ws2;
}

describe("a failure of the resolver, through the name space NS_DNS", () => {
  const failures = [
    { name: "busy", code: WSATRY_AGAIN, service: WSATRY_AGAIN },
    { name: "broken", code: WSANO_RECOVERY, service: WSANO_RECOVERY },
    { name: "unknown", code: WSAHOST_NOT_FOUND, service: WSASERVICE_NOT_FOUND },
  ];

  for (const { name, code, service } of failures) {
    it(`GetAddrInfoExW of ${name} returns ${code}`, () => {
      const found = ref<addrinfoexW | null>(null);
      assert.equal(started().GetAddrInfoExW(name, null, NS_DNS, null, null, found, null, null, null, null), code);
      assert.isNull(found.value);
    });

    it(`WSALookupServiceNextW of ${name} reports ${service}`, () => {
      const ws2 = started();
      const handle = ref(0);
      const question = newWSAQUERYSETW({
        lpszServiceInstanceName: name,
        lpServiceClassId: SVCID_INET_HOSTADDRBYNAME,
        dwNameSpace: NS_DNS,
      });
      assert.equal(ws2.WSALookupServiceBeginW(question, LUP_RETURN_ADDR, handle as never), 0);
      assert.equal(ws2.WSALookupServiceNextW(handle.value as never, 0, ref(4096), newWSAQUERYSETW()), -1);
      assert.equal(ws2.WSAGetLastError(), service);
    });
  }
});
