import { NotApplicable } from "@ws2kit/conformance";
import { fd_set, newWSABUF, newWSANETWORKEVENTS, newWSAOVERLAPPED, ref, type SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import { CallFrame } from "#native/memory/call-frame.js";
import type { Callbacks } from "#native/memory/callbacks.js";
import type { Kernel } from "#native/memory/kernel.js";
import { Operations } from "#native/memory/operations.js";
import {
  buffersOf,
  DWORD_REF,
  HANDLE,
  handleOf,
  NETWORK_EVENTS,
  OVERLAPPED,
  SOCKETS,
  textOf,
} from "#native/system/kinds.js";

const PENDING = 0x103;

/** The memory of a process: each block has an address, and may be freed once. */
class ScriptedKernel implements Kernel {
  readonly blocks = new Map<bigint, ArrayBuffer>();
  #next = 0x10000n;

  VirtualAlloc(_address: bigint, size: number): bigint {
    const address = this.#next;
    this.#next += BigInt(size) + 0x10000n;
    this.blocks.set(address, new ArrayBuffer(size));
    return address;
  }

  VirtualProtect(): number {
    return 1;
  }

  VirtualFree(address: bigint): number {
    assert.isTrue(this.blocks.delete(address), "the block exists");
    return 1;
  }

  /** The memory at an address, in the block that contains it. */
  view(address: bigint): ArrayBuffer {
    return this.blocks.get(address) as ArrayBuffer;
  }

  at(address: unknown): DataView {
    for (const [base, block] of this.blocks) {
      const offset = Number((address as bigint) - base);
      if (offset >= 0 && offset < block.byteLength) return new DataView(block, offset);
    }
    throw new Error(`there is no memory at ${address}`);
  }
}

function world() {
  const kernel = new ScriptedKernel();
  const operations = new Operations(kernel);
  const frame = (operation: Parameters<typeof OVERLAPPED.toC>[0] = null) =>
    new CallFrame(kernel, operations, {} as Callbacks, operation as never);
  return { kernel, frame };
}

describe("native: the memory of a call", () => {
  it("ends before a page, and is freed with the call", () => {
    const { kernel, frame } = world();
    const call = frame();
    const address = call.memory(20).address;
    assert.equal((address + 20n) % 4096n, 0n);
    call.end();
    assert.equal(kernel.blocks.size, 0);
  });

  it("copies back what the call has changed, and nothing else", () => {
    const { kernel, frame } = world();
    const [name, short, found] = [ref("before"), ref("as it was"), newWSANETWORKEVENTS()];
    found.iErrorCode = found.iErrorCode.map(() => 77);
    const call = frame();
    const written = textOf(1).toC(name, call, [name, 8]);
    textOf(1).toC(short, call, [short, 4]);
    const events = NETWORK_EVENTS.toC(found, call, []);
    call.begin();
    kernel.at(written).setUint16(0, 0x4142, false);
    kernel.at(events).setUint32(4, 0, true);
    call.end();
    assert.deepEqual([name.value, short.value], ["ABfore", "as it was"]);
    assert.deepEqual([...found.iErrorCode], [0, ...Array(found.iErrorCode.length - 1).fill(77)]);
  });

  it("of an operation stays until the operation ends, and is then copied back once", () => {
    const { kernel, frame } = world();
    const operation = newWSAOVERLAPPED();
    const [bytes, count] = [new Uint8Array(10).fill(9), ref(5)];
    const receive = frame(operation);
    const structure = OVERLAPPED.toC(operation, receive, []);
    const list = buffersOf(1).toC([newWSABUF(bytes, 4, 2)], receive, [null, 1]);
    const transferred = DWORD_REF.toC(count, receive, []);
    const buffer = kernel.at(list).getBigUint64(8, true);
    receive.begin();
    kernel.at(structure).setUint32(0, PENDING, true);
    receive.end();
    assert.deepEqual([operation.Internal, count.value, [...bytes]], [PENDING, 5, Array(10).fill(9)]);

    for (let i = 0; i < 4; i++) kernel.at(buffer).setUint8(i, i + 1);
    kernel.at(transferred).setUint32(0, 4, true);
    kernel.at(structure).setUint32(0, 0, true);
    const other = frame();
    const sameCount = DWORD_REF.toC(count, other, []);
    other.begin();
    kernel.at(sameCount).setUint32(0, 3, true);
    other.end();
    assert.deepEqual([operation.Internal, [...bytes]], [0, [9, 9, 1, 2, 3, 4, 9, 9, 9, 9]]);
    assert.equal(count.value, 3, "the later call's own result");
    assert.equal(kernel.blocks.size, 1, "the structure's block");
  });

  it("is one pointer for a set that is passed twice, and another for another set", () => {
    const { kernel, frame } = world();
    const [both, other] = [fd_set(8 as SOCKET), fd_set(12 as SOCKET)];
    const call = frame();
    const [readers, writers, errors] = [both, both, other].map((set) => SOCKETS.toC(set, call, []));
    assert.equal(readers, writers);
    assert.notEqual(readers, errors);
    call.begin();
    kernel.at(readers).setUint32(0, 0, true);
    call.end();
    assert.deepEqual([both.fd_count, other.fd_count], [0, 1]);
  });

  it("has no variable with a text, which no C program can pass", () => {
    const { frame } = world();
    const call = frame();
    assert.throws(() => DWORD_REF.toC(ref("1"), call, []), NotApplicable);
    call.end();
  });

  it("passes handles that are negative as 64 bits", () => {
    assert.equal(handleOf(-1), 0xffffffffffffffffn);
    assert.equal(handleOf(-2), 0xfffffffffffffffen);
    assert.deepEqual([handleOf(null), handleOf(8.7), HANDLE.toC(12, {} as CallFrame, [])], [0, 8, 12]);
  });
});
