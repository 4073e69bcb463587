import { LSP_CRYPTO_COMPRESS, LSP_FIREWALL, LSP_INSPECTOR, LSP_SYSTEM } from "@ws2kit/core";
import { defineLayer, installLayer } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  INVALID_SOCKET,
  MAKEWORD,
  newWSADATA,
  readDWORD,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Storage,
  WSAEFAULT,
  WSAEINVAL,
  WSANO_RECOVERY,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import { MemoryStorage } from "../fixture/memory-storage.js";
import { installStack, layerId } from "../layers/stack.js";

/** The layers of Microsoft's example: LSP1 to LSP4. */
const LAYERS = [LSP_SYSTEM, 0, LSP_FIREWALL, LSP_SYSTEM | LSP_FIREWALL | LSP_CRYPTO_COMPRESS | LSP_INSPECTOR];

function machineWith(storage?: Storage) {
  return openMachine({ platform: memoryPlatform({ network: memoryNetwork(), storage, log: () => {} }) });
}

type Machine = ReturnType<typeof machineWith>;

function processOf(machine: Machine, application?: string, commandLine?: string, privileged = true) {
  const ws2 = checked(machine.openProcess({ application, commandLine, privileged }), machine.profile.lineage);
  assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  return ws2;
}

/** The layers above the base in the catalog of an application, by number. */
function layersOf(machine: Machine, application?: string, commandLine?: string): number[] {
  const ws2 = processOf(machine, application, commandLine);
  const length = ref(0);
  ws2.WSAEnumProtocolsW(null, null, length);
  const found: { szProtocol: string }[] = [];
  ws2.WSAEnumProtocolsW(null, found as never, length);
  const numbers = found.map(({ szProtocol }) => /Layer (\d)/.exec(szProtocol)?.[1]).filter((one) => one !== undefined);
  return [...new Set(numbers.map(Number))].sort();
}

/** Returns the code in `lpErrno` of a call: 0 if it succeeded. */
function codeOf(call: (lpErrno: ReturnType<typeof ref<number>>) => number): number {
  const errno = ref(0);
  return call(errno) === 0 ? 0 : errno.value;
}

function allow(machine: Machine, path: string, categories: number, extra: string | null = null): number {
  const ws2 = processOf(machine);
  return codeOf((errno) =>
    ws2.WSCSetApplicationCategory(path, path.length, extra, extra?.length ?? 0, categories, null, errno),
  );
}

/** A machine with the example's layers, each over a different entry. */
function example(storage?: Storage): Machine {
  const machine = machineWith(storage);
  const ws2 = processOf(machine);
  LAYERS.forEach((categories, i) => {
    const [ProviderId, name, path] = [layerId(i + 1), `Layer ${i + 1}`, `lsp${i + 1}.dll`];
    machine.installModule(path, defineLayer({ ProviderId, name, attach: () => ({}) }));
    const covers = (entry: WSAPROTOCOL_INFOW) =>
      entry.iAddressFamily === (i < 2 ? AF_INET : AF_INET6) &&
      entry.iSocketType === (i % 2 === 0 ? SOCK_STREAM : SOCK_DGRAM);
    assert.equal(installLayer(machine.openProcess(), path, { ProviderId, name, covers }), 0);
    if (categories === 0) return;
    assert.equal(
      codeOf((errno) => ws2.WSCSetProviderInfo(ProviderId, 0, DWORD(categories), 4, 0, errno)),
      0,
    );
  });
  return machine;
}

describe("categories of layers and applications", () => {
  it("load the layers as in Microsoft's example", () => {
    const machine = example();
    assert.equal(allow(machine, "C:\\Foo.exe", LSP_SYSTEM | LSP_FIREWALL | LSP_CRYPTO_COMPRESS), 0);
    assert.equal(allow(machine, "C:\\Bar.exe", LSP_FIREWALL | LSP_CRYPTO_COMPRESS), 0);
    assert.deepEqual(layersOf(machine), [1, 2, 3, 4]);
    assert.deepEqual(layersOf(machine, "C:\\other.exe"), [1, 2, 3, 4]);
    assert.deepEqual(layersOf(machine, "c:\\foo.exe"), [1]);
    assert.deepEqual(layersOf(machine, "C:\\Bar.exe", "-any"), [3]);
  });

  it("select the base for a socket whose layer is not permitted for the application", () => {
    const machine = example();
    allow(machine, "bar", LSP_FIREWALL);
    const chainOf = (application?: string) =>
      processOf(machine, application).explainSocket(AF_INET, SOCK_STREAM, 0).chain.length;
    assert.deepEqual([chainOf(), chainOf("bar")], [2, 1]);
    const ws2 = processOf(machine, "bar");
    assert.notEqual(ws2.socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
  });

  it("skip a whole chain if one of its layers is not permitted", () => {
    const machine = machineWith();
    assert.deepEqual(installStack(machine as never, [{}, {}]), [0, 0]);
    const ws2 = processOf(machine);
    const set = (n: number, categories: number) =>
      assert.equal(
        codeOf((errno) => ws2.WSCSetProviderInfo(layerId(n), 0, DWORD(categories), 4, 0, errno)),
        0,
      );
    set(1, LSP_FIREWALL);
    set(2, LSP_INSPECTOR);
    allow(machine, "both", LSP_FIREWALL | LSP_INSPECTOR);
    allow(machine, "lower", LSP_FIREWALL);
    allow(machine, "upper", LSP_INSPECTOR);
    const depth = (application: string) =>
      processOf(machine, application).explainSocket(AF_INET, SOCK_STREAM, 0).chain.length;
    assert.deepEqual(["both", "lower", "upper"].map(depth), [3, 2, 1]);
  });

  it("apply to one command line, or to any", () => {
    const machine = example();
    allow(machine, "host", LSP_FIREWALL, "-k one");
    assert.deepEqual(layersOf(machine, "host", "-k one"), [3]);
    assert.deepEqual(layersOf(machine, "host", "-k two"), [1, 2, 3, 4]);
    assert.deepEqual(layersOf(machine, "host"), [1, 2, 3, 4]);
  });

  it("add up, and are returned", () => {
    const machine = example();
    const ws2 = processOf(machine);
    const [before, now] = [ref(7), ref(7)];
    const set = (categories: number) =>
      codeOf((errno) => ws2.WSCSetApplicationCategory("app", 3, null, 0, categories, before, errno));
    const get = () => codeOf((errno) => ws2.WSCGetApplicationCategory("APP", 3, null, 0, now, errno));
    assert.equal(get(), WSANO_RECOVERY);
    assert.deepEqual([set(LSP_SYSTEM), before.value], [0, 0]);
    assert.deepEqual([set(LSP_FIREWALL), before.value], [0, LSP_SYSTEM]);
    assert.deepEqual([get(), now.value], [0, (LSP_SYSTEM | LSP_FIREWALL) >>> 0]);
    const [info, size] = [DWORD(0), ref(9)];
    assert.equal(
      codeOf((errno) => ws2.WSCGetProviderInfo(layerId(3), 0, info, size, 0, errno)),
      0,
    );
    assert.deepEqual([readDWORD(info), size.value], [LSP_FIREWALL, 4]);
    assert.equal(
      codeOf((errno) => ws2.WSCGetProviderInfo(layerId(2), 0, info, size, 0, errno)),
      0,
    );
    assert.equal(readDWORD(info), 0);
  });

  it("take effect at the next WSAStartup, not in a running process", () => {
    const machine = example();
    const ws2 = processOf(machine, "bar");
    allow(machine, "bar", LSP_FIREWALL);
    assert.equal(ws2.explainSocket(AF_INET, SOCK_STREAM, 0).chain.length, 2);
    ws2.WSACleanup();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    assert.equal(ws2.explainSocket(AF_INET, SOCK_STREAM, 0).chain.length, 1);
  });

  it("are stored with the catalog, and undone if they cannot be stored", () => {
    const storage = new MemoryStorage();
    const machine = example(storage);
    assert.equal(allow(machine, "bar", LSP_FIREWALL), 0);
    assert.deepEqual(layersOf(machineWith(storage), "bar"), [3]);
    storage.isFull = true;
    assert.equal(allow(machine, "bar", LSP_SYSTEM), WSANO_RECOVERY);
    assert.deepEqual(layersOf(machine, "bar"), [3]);
  });

  it("need a privileged process, and refuse invalid arguments", () => {
    const machine = example();
    const id = layerId(1);
    const user = processOf(machine, undefined, undefined, false);
    assert.equal(
      codeOf((errno) => user.WSCSetApplicationCategory("a", 1, null, 0, 1, null, errno)),
      WSANO_RECOVERY,
    );
    assert.equal(
      codeOf((errno) => user.WSCSetProviderInfo(id, 0, DWORD(1), 4, 0, errno)),
      WSANO_RECOVERY,
    );
    const ws2 = processOf(machine);
    assert.equal(
      codeOf((errno) => ws2.WSCSetApplicationCategory(null as never, 1, null, 0, 1, null, errno)),
      WSAEFAULT,
    );
    assert.equal(
      codeOf((errno) => ws2.WSCSetApplicationCategory("a", 2, null, 0, 1, null, errno)),
      WSAEFAULT,
    );
    assert.equal(
      codeOf((errno) => ws2.WSCSetApplicationCategory("a", 0, null, 0, 1, null, errno)),
      WSAEINVAL,
    );
    assert.equal(
      codeOf((errno) => ws2.WSCSetProviderInfo(id, 0, DWORD(1), 3, 0, errno)),
      WSAEINVAL,
    );
    assert.equal(
      codeOf((errno) => ws2.WSCSetProviderInfo(id, 1, DWORD(1), 4, 0, errno)),
      WSANO_RECOVERY,
    );
    const size = ref(0);
    assert.equal(
      codeOf((errno) => ws2.WSCGetProviderInfo(id, 0, null, size, 0, errno)),
      WSAEFAULT,
    );
    assert.equal(size.value, 4);
    assert.equal(
      codeOf((errno) => ws2.WSCGetProviderInfo(id, 9, DWORD(0), ref(4), 0, errno)),
      WSANO_RECOVERY,
    );
    assert.equal(
      codeOf((errno) => ws2.WSCGetProviderInfo(id, 0, DWORD(0), ref(4), 1, errno)),
      WSAEINVAL,
    );
  });
});
