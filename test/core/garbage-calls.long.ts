import { FIONBIO, INVALID_SOCKET, ref, type SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { type Call, functionsOf } from "../fixture/functions-of.js";
import { SYSTEMS } from "../fixture/systems.js";
import { castOf } from "./cast.js";
import { GARBAGE } from "./garbage.js";
import { SOUND_ARGUMENTS } from "./sound-arguments.js";
import { snapshot } from "./witness.js";

/** Garbage that these functions accept, correctly: it opens a socket, or counts a startup, and is undone here. */
function undo(ws2: Program, name: string, answer: unknown): void {
  if ((name === "socket" || name === "WSASocketW") && answer !== INVALID_SOCKET) ws2.closesocket(answer as SOCKET);
  const makesHandle = /^kernel32\.(?:CreateIoCompletionPort|CreateEventW|CreateThread)$/.test(name);
  if (makesHandle && answer !== 0) functionsOf(ws2).get("kernel32.CloseHandle")?.(answer);
  if (name === "WSAStartup" && answer === 0) ws2.WSACleanup();
}

for (const system of SYSTEMS) {
  describe(`${system.name}: garbage in place of any argument of a function`, () => {
    const names = [...functionsOf(new Computer(system).program()).keys()];

    for (const name of names) {
      it(`${name}: nothing throws, nothing changes, the code is in the row`, () => {
        const computer = new Computer(system);
        const ws2 = computer.program();
        const cast = castOf(ws2);
        ws2.ioctlsocket(ws2.accept(cast.listener, null, null), FIONBIO, ref(1));
        const others = [cast.listener, cast.connected, cast.datagram, cast.idle];
        const call = functionsOf(ws2).get(name) as Call;
        const before = snapshot(computer, ws2, others);
        assert.property(SOUND_ARGUMENTS, name, "test/core/sound-arguments.ts needs a row for it");
        const { length } = SOUND_ARGUMENTS[name](cast);
        for (let at = 0; at < length; at++) {
          for (const garbage of GARBAGE) {
            const args = SOUND_ARGUMENTS[name](cast);
            args[at] = garbage.make();
            const what = `argument ${at} is ${garbage.name}`;
            try {
              undo(ws2, name, call(...args));
            } catch (error) {
              assert.fail(`${what}: ${error instanceof Error ? error.message : String(error)}`);
            }
            assert.deepEqual(snapshot(computer, ws2, others), before, what);
          }
        }
      });
    }
  });
}
