import {
  FD_ALL_EVENTS,
  FIONBIO,
  INVALID_SOCKET,
  JL_BOTH,
  newWSANETWORKEVENTS,
  ref,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT,
  type WSAEVENT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import type { System } from "../fixture/systems.js";
import { ATM_PATH, atm } from "../providers/atm.js";
import { ATM_FAMILY, type Planes } from "../providers/atm-planes.js";
import { AtmSwitch } from "../providers/atm-switch.js";
import { install } from "../providers/installed.js";

export const C_ROOT = WSA_FLAG_MULTIPOINT_C_ROOT;
export const C_LEAF = WSA_FLAG_MULTIPOINT_C_LEAF;
export const D_ROOT = WSA_FLAG_MULTIPOINT_D_ROOT;
export const D_LEAF = WSA_FLAG_MULTIPOINT_D_LEAF;

/** A program on a host at the switch, and what it does with multipoint sockets. */
export class AtmProgram {
  readonly ws2: Program;
  readonly event: WSAEVENT;

  constructor(
    system: System,
    net: AtmSwitch,
    private readonly planes: Planes,
  ) {
    const computer = new Computer(system);
    install(computer, ATM_PATH, atm(net));
    this.ws2 = computer.program();
    this.event = this.ws2.WSACreateEvent();
  }

  open(dwFlags: number): SOCKET {
    return this.ws2.WSASocketW(ATM_FAMILY, SOCK_STREAM, this.planes.iProtocol, null, 0, dwFlags);
  }

  /** A non-blocking socket of these flags that listens at an address. */
  listener(dwFlags: number, address: number): SOCKET {
    const s = this.socket(dwFlags);
    assert.equal(this.ws2.bind(s, sockaddr_in(0, address), 16), 0, "bind");
    assert.equal(this.ws2.listen(s, 5), 0, "listen");
    return s;
  }

  /** A non-blocking socket, all of whose network events are told. */
  socket(dwFlags: number): SOCKET {
    const s = this.open(dwFlags);
    assert.notEqual(s, INVALID_SOCKET, "WSASocketW");
    assert.equal(this.ws2.WSAEventSelect(s, this.event, FD_ALL_EVENTS), 0);
    assert.equal(this.ws2.ioctlsocket(s, FIONBIO, ref(1)), 0);
    return s;
  }

  join(s: SOCKET, address: number): SOCKET {
    return this.ws2.WSAJoinLeaf(s, sockaddr_in(0, address), 16, null, null, null, null, JL_BOTH);
  }

  accept(s: SOCKET): SOCKET {
    const accepted = this.ws2.accept(s, null, null);
    assert.notEqual(accepted, INVALID_SOCKET, "accept");
    return accepted;
  }

  send(s: SOCKET, byte: number): void {
    assert.equal(this.ws2.send(s, new Uint8Array([byte]), 1, 0), 1, "send");
  }

  /** The messages that wait; "end" where the session is over. */
  received(s: SOCKET): (number | "end")[] {
    const got: (number | "end")[] = [];
    const one = new Uint8Array(1);
    for (;;) {
      const result = this.ws2.recv(s, one, 1, 0);
      if (result === 1) got.push(one[0]);
      else return result === 0 ? [...got, "end"] : got;
    }
  }

  /** The network events since last asked. */
  events(s: SOCKET): number {
    const events = newWSANETWORKEVENTS();
    assert.equal(this.ws2.WSAEnumNetworkEvents(s, this.event, events), 0);
    return events.lNetworkEvents;
  }
}

/** Programs on hosts of one system at one switch. */
export function atmPrograms(system: System, planes: Planes, count: number): AtmProgram[] {
  const net = new AtmSwitch();
  return Array.from({ length: count }, () => new AtmProgram(system, net, planes));
}
