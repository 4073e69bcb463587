import { FIONBIO, INVALID_SOCKET, ref, SOCK_DGRAM, SOCK_STREAM, type SOCKET, sockaddr_in } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { type Call, functionsOf } from "../fixture/functions-of.js";
import { SYSTEMS } from "../fixture/systems.js";
import { GARBAGE } from "./garbage.js";
import { type Cast, SOUND_ARGUMENTS } from "./sound-arguments.js";
import { snapshot } from "./witness.js";

/** Garbage that these functions rightly take: it makes a socket, or counts a startup, and is undone here. */
function undo(ws2: Program, name: string, answer: unknown): void {
  if ((name === "socket" || name === "WSASocketW") && answer !== INVALID_SOCKET) ws2.closesocket(answer as SOCKET);
  const makesHandle = /^kernel32\.(?:CreateIoCompletionPort|CreateEventW|CreateThread)$/.test(name);
  if (makesHandle && answer !== 0) functionsOf(ws2).get("kernel32.CloseHandle")?.(answer);
  if (name === "WSAStartup" && answer === 0) ws2.WSACleanup();
}

/** A program with sockets in every state, none of which blocks. */
function castOf(ws2: Program): Cast {
  const here = sockaddr_in("127.0.0.1", 4000);
  const listener = ws2.socket(2, SOCK_STREAM, 0);
  ws2.bind(listener, here, 16);
  ws2.listen(listener, 5);
  const connected = ws2.socket(2, SOCK_STREAM, 0);
  ws2.connect(connected, here, 16);
  const datagram = ws2.socket(2, SOCK_DGRAM, 0);
  ws2.bind(datagram, here, 16);
  const idle = ws2.socket(2, SOCK_STREAM, 0);
  const accepted = ws2.accept(listener, null, null);
  ws2.ioctlsocket(accepted, FIONBIO, ref(1));
  for (const s of [listener, connected, datagram, idle]) ws2.ioctlsocket(s, FIONBIO, ref(1));
  return { listener, connected, datagram, idle, event: ws2.WSACreateEvent() };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: garbage in place of any argument of a function`, () => {
    const names = [...functionsOf(new Computer(system).program()).keys()];

    for (const name of names) {
      it(`${name}: nothing throws, nothing changes, the code is in the row`, () => {
        const computer = new Computer(system);
        const ws2 = computer.program();
        const cast = castOf(ws2);
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
