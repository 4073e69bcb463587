/** The functions of ws2_32.dll and kernel32.dll that return structures, or more than a result. */
import { NotApplicable } from "@ws2kit/conformance";
import { type addrinfo, type hostent, newaddrinfo, type Ref, type WSAOVERLAPPED } from "@ws2kit/spi";
import type { SystemCalls, SystemFunction } from "./calls.js";
import { handleOf, numberOf, TEXT } from "./kinds.js";

/** struct addrinfo on x64: four ints, a size_t, name, address, next. */
const ADDRINFO_SIZE = 48;
const HOSTENT_SIZE = 32;
const UNTOUCHED = 0xffffffffffffffffn;

/** Makes them for one process, by name. */
export function structured(calls: SystemCalls): Readonly<Record<string, SystemFunction>> {
  const { kernel, koffi } = calls;
  const exported = (prototype: string) => {
    const name = /(\w+)\(/.exec(prototype)?.[1] ?? "";
    return (
      calls.raw(name.startsWith("GetQueued") ? "kernel32" : "ws2_32", prototype) ??
      (() => {
        throw new NotApplicable(`the system does not export ${name}`);
      })
    );
  };
  const getaddrinfo = exported("int getaddrinfo(void *node, void *service, void *hints, void *result)");
  const freeaddrinfo = exported("void freeaddrinfo(uintptr_t list)");
  const gethostbyname = exported("uintptr_t gethostbyname(void *name)");
  const inet_ntoa = exported("uintptr_t inet_ntoa(uint32_t address)");
  const GetQueuedCompletionStatus = exported(
    "int GetQueuedCompletionStatus(uintptr_t port, void *bytes, void *key, void *overlapped, uint32_t ms)",
  );

  const view = (address: bigint, size: number) => new DataView(kernel.view(address, size));
  const text = (address: bigint): string => (address === 0n ? "" : koffi.decode(address, "char", -1));
  const bytes = (address: bigint, length: number) => new Uint8Array(kernel.view(address, length)).slice();

  /** The pointers of a list that ends with NULL. */
  function* listed(address: bigint): Iterable<bigint> {
    for (let at = address; at !== 0n; at += 8n) {
      const pointer = view(at, 8).getBigUint64(0, true);
      if (pointer === 0n) return;
      yield pointer;
    }
  }

  function* addresses(first: bigint): Iterable<addrinfo> {
    for (let at = first; at !== 0n; ) {
      const node = view(at, ADDRINFO_SIZE);
      const [length, name, address] = [16, 24, 32].map((offset) => node.getBigUint64(offset, true));
      yield newaddrinfo({
        ai_flags: node.getInt32(0, true),
        ai_family: node.getInt32(4, true),
        ai_socktype: node.getInt32(8, true),
        ai_protocol: node.getInt32(12, true),
        ai_addrlen: Number(length),
        ai_canonname: name === 0n ? null : text(name),
        ai_addr: address === 0n ? null : bytes(address, Number(length)),
      });
      at = node.getBigUint64(40, true);
    }
  }

  const functions: Record<string, SystemFunction> = {
    getaddrinfo: (node, service, hints, result) =>
      calls.within(null, (frame) => {
        let wanted: bigint | null = null;
        if (hints !== null && hints !== undefined) {
          const memory = frame.memory(ADDRINFO_SIZE);
          const { ai_flags, ai_family, ai_socktype, ai_protocol } = hints as addrinfo;
          const numbers = [ai_flags, ai_family, ai_socktype, ai_protocol];
          for (const [i, number] of numbers.entries()) memory.view.setInt32(4 * i, number, true);
          wanted = memory.address;
        }
        const list = frame.memory(8);
        const [name, port] = [node, service].map((each) => TEXT.toC(each, frame, []));
        const code = Number(getaddrinfo(name, port, wanted, result === null ? null : list.address));
        if (code !== 0) return code;
        const first = list.view.getBigUint64(0, true);
        const nodes = [...addresses(first)];
        nodes.forEach((each, i) => {
          each.ai_next = nodes[i + 1] ?? null;
        });
        (result as Ref<addrinfo | null>).value = nodes[0] ?? null;
        freeaddrinfo(first);
        return 0;
      }),

    // the list is JavaScript's own
    freeaddrinfo: () => undefined,

    gethostbyname: (name) =>
      calls.within(null, (frame): hostent | null => {
        const address = BigInt(gethostbyname(TEXT.toC(name, frame, [])));
        if (address === 0n) return null;
        const host = view(address, HOSTENT_SIZE);
        const length = host.getInt16(18, true);
        return {
          h_name: text(host.getBigUint64(0, true)),
          h_aliases: [...listed(host.getBigUint64(8, true))].map(text),
          h_addrtype: host.getInt16(16, true),
          h_length: length,
          h_addr_list: [...listed(host.getBigUint64(24, true))].map((each) => bytes(each, length)),
        };
      }),

    inet_ntoa: (address) => text(BigInt(inet_ntoa(numberOf(address) >>> 0))),

    GetQueuedCompletionStatus: (port, count, key, overlapped, ms) =>
      calls.within(null, (frame) => {
        const { view: room, address } = frame.memory(24);
        room.setBigUint64(8, UNTOUCHED, true);
        const pointers = [address, address + 8n, address + 16n];
        const succeeded = GetQueuedCompletionStatus(handleOf(port), ...pointers, numberOf(ms) >>> 0) !== 0;
        const packetKey = room.getBigUint64(8, true);
        (overlapped as Ref<WSAOVERLAPPED | null>).value = calls.operations.at(room.getBigUint64(16, true));
        if (packetKey === UNTOUCHED) return succeeded;
        (count as Ref<number>).value = room.getUint32(0, true);
        (key as Ref<unknown>).value = calls.callbacks.contexts.valueOf(Number(packetKey));
        return succeeded;
      }),

    HasOverlappedIoCompleted: (structure) => (structure as WSAOVERLAPPED).Internal !== 0x103,
  };
  return functions;
}
