import { newWSABUF, ref, SIO_ADDRESS_LIST_CHANGE, SOCK_DGRAM, sockaddr_in, WSAEINTR, WSAENOTSOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { importsOf } from "#core/providers/imports.js";
import { Computer } from "../fixture/computer.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS } from "../fixture/systems.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: a socket that another thread closes`, () => {
    it("ends the call that waits for it with WSAEINTR", () => {
      const { process, slots } = shippedProvider(new Computer(system));
      const errno = ref(0);
      const s = slots.WSPSocket(0, SOCK_DGRAM, 17, process.entries[1], 0, 0, errno);
      assert.equal(slots.WSPBind(s, sockaddr_in("127.0.0.1", 4000), 16, errno), 0);
      importsOf(process, "other.dll").runLater(() => void slots.WSPCloseSocket(s, ref(0)));
      const buffers = [newWSABUF(new Uint8Array(1))];
      assert.equal(slots.WSPRecv(s, buffers, 1, ref(0), ref(0), null, null, null, errno), -1);
      assert.equal(errno.value, WSAEINTR);
      assert.equal(process.machine.counters.handles, 0);
    });

    it("ends a control code that waits for a change with WSAENOTSOCK", () => {
      const { process, slots } = shippedProvider(new Computer(system));
      const errno = ref(0);
      const s = slots.WSPSocket(0, SOCK_DGRAM, 17, process.entries[1], 0, 0, errno);
      importsOf(process, "other.dll").runLater(() => void slots.WSPCloseSocket(s, ref(0)));
      const change = SIO_ADDRESS_LIST_CHANGE;
      assert.equal(slots.WSPIoctl(s, change, null, 0, null, 0, ref(0), null, null, null, errno), -1);
      assert.equal(errno.value, WSAENOTSOCK);
    });
  });
}
