import {
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";
import { installStack } from "./stack.js";

for (const target of TARGET_NAMES) {
  describe(`a defective layer among sound ones on ${target}`, () => {
    const throwing = () => {
      throw new Error("a layer's mistake");
    };

    it("that throws fails its own socket's calls with WSASYSCALLFAILURE, and nothing else", () => {
      const machine = machineOf(target);
      let spoiled: SOCKET | null = null;
      let next: SOCKET | null = null;
      installStack(machine, [
        {},
        ({ pass }) => ({
          opened(socket) {
            next = socket.upper;
          },
          slots: {
            WSPSend: (...args) => (args[0] === spoiled ? throwing() : pass.WSPSend(...args)),
            WSPRecv: (...args) => (args[0] === spoiled ? throwing() : pass.WSPRecv(...args)),
          },
        }),
        {},
      ]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const other = connected(ws2);
      // the last that was opened: the accepted end
      spoiled = next;
      const fails = (result: number) => [result, ws2.WSAGetLastError()];
      expect(fails(ws2.send(other[1], new Uint8Array(1), 1, 0))).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
      const overlapped = newWSAOVERLAPPED();
      const buffers = [newWSABUF(new Uint8Array(4))];
      const received = ws2.WSARecv(other[1], buffers, 1, null, ref(0), overlapped, null);
      expect(fails(received)).to.deep.equal([SOCKET_ERROR, WSASYSCALLFAILURE]);
      expect([ws2.send(client, new Uint8Array(2), 2, 0), ws2.recv(server, new Uint8Array(4), 4, 0)]).to.deep.equal([
        2, 2,
      ]);
      expect(machine.records.map(({ code }) => code)).to.include("provider-threw");
      for (const s of [client, server, ...other]) expect(ws2.closesocket(s)).to.equal(0);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("that ends an operation twice ends it once for the application", () => {
      const machine = machineOf(target);
      installStack(machine, [
        ({ pass }) => ({
          slots: {
            WSPRecv: (s, buffers, count, bytes, flags, overlapped, routine, thread, lpErrno) =>
              pass.WSPRecv(
                s,
                buffers,
                count,
                bytes,
                flags,
                overlapped,
                routine &&
                  ((...args) => {
                    routine(...args);
                    routine(...args);
                  }),
                thread,
                lpErrno,
              ),
          },
        }),
        {},
      ]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      let ends = 0;
      const buffers = [newWSABUF(new Uint8Array(4))];
      ws2.WSARecv(server, buffers, 1, null, ref(0), newWSAOVERLAPPED(), () => void ends++);
      expect(ws2.WSAGetLastError()).to.equal(WSA_IO_PENDING);
      ws2.send(client, new Uint8Array(2), 2, 0);
      ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 10, true);
      expect(ends).to.equal(1);
      for (const s of [client, server]) expect(ws2.closesocket(s)).to.equal(0);
      machine.turn();
      expect(machine.counters.sockets).to.equal(0);
    });
  });
}
