import {
  newWSAOVERLAPPED,
  ref,
  SIO_ADDRESS_LIST_QUERY,
  SIO_GET_INTERFACE_LIST,
  type SOCKET,
  WSA_IO_PENDING,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { assert } from "chai";
import { onGrounds, type Process } from "./ground.js";

const UNTOUCHED = 7;

/** An overlapped control code with `size` bytes of room: 0 or the code, the count, and the structure. */
function control(ws2: Process, s: SOCKET, code: number, size: number) {
  const [count, overlapped] = [ref(UNTOUCHED), newWSAOVERLAPPED(ws2.WSACreateEvent())];
  overlapped.Internal = UNTOUCHED;
  overlapped.InternalHigh = UNTOUCHED;
  const result = ws2.WSAIoctl(s, code, null, 0, new Uint8Array(size), size, count, overlapped, null);
  return { code: result === 0 ? 0 : ws2.WSAGetLastError(), count: count.value, overlapped };
}

// test_address_list_query, test_get_interface_list
describe("an overlapped control code", () => {
  onGrounds("that succeeds at once writes the count, and completes with no bytes", ({ ws2 }) => {
    const s = ws2.socket(2, 1, 6);
    const { code, count, overlapped } = control(ws2, s, SIO_ADDRESS_LIST_QUERY, 1024);
    assert.equal(code, 0);
    assert.isAbove(count, 8);
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [0, 0]);
  });

  for (const [size, expected] of [
    [0, WSAEFAULT],
    [1, WSAEINVAL],
  ] as const) {
    onGrounds(`that fails at once for ${size} bytes of room does not change its structure`, ({ ws2 }) => {
      const { code, overlapped } = control(ws2, ws2.socket(2, 1, 6), SIO_ADDRESS_LIST_QUERY, size);
      assert.equal(code, expected);
      assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [UNTOUCHED, UNTOUCHED]);
    });
  }

  onGrounds("SIO_GET_INTERFACE_LIST pends, and does not write the count", ({ ws2 }) => {
    const s = ws2.socket(2, 1, 6);
    const { code, count, overlapped } = control(ws2, s, SIO_GET_INTERFACE_LIST, 4096);
    assert.deepEqual([code, count], [WSA_IO_PENDING, UNTOUCHED]);
    const bytes = ref(0);
    assert.isTrue(ws2.WSAGetOverlappedResult(s, overlapped, bytes, true, ref(0)));
    assert.isAbove(bytes.value, 0);
    assert.equal(bytes.value % 76, 0);
  });
});
