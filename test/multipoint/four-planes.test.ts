import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  INVALID_SOCKET,
  type SOCKET,
  WSAECONNREFUSED,
  WSAEINVAL,
  WSAEISCONN,
} from "@ws2kit/spi";
import { assert } from "chai";
import { CE, DESKTOP } from "../fixture/systems.js";
import { PLANES, type Planes } from "../providers/atm-planes.js";
import { type AtmProgram, atmPrograms, C_LEAF, C_ROOT, D_LEAF, D_ROOT } from "./atm-program.js";

const [ROOTED, ROOTED_CONTROL, ROOTED_DATA, NON_ROOTED] = PLANES;

/** Which flags each plane takes. */
const LEGAL: readonly (readonly [flags: number, name: string, isLegal: (planes: Planes) => boolean])[] = [
  [C_ROOT | D_ROOT, "c_root, d_root", (planes) => planes.hasRootedControl && planes.hasRootedData],
  [C_ROOT | D_LEAF, "c_root, d_leaf", (planes) => planes.hasRootedControl],
  [C_LEAF | D_ROOT, "c_leaf, d_root", (planes) => planes.hasRootedData],
  [C_LEAF | D_LEAF, "c_leaf, d_leaf", () => true],
  [C_ROOT, "c_root alone", () => false],
  [D_LEAF, "d_leaf alone", () => false],
  [C_ROOT | C_LEAF | D_LEAF, "c_root and c_leaf", () => false],
  [C_LEAF | D_ROOT | D_LEAF, "d_root and d_leaf", () => false],
];

/** A root's program and a session of two leaves that it has invited; `roots` are its descriptors for them. */
function invited(programs: readonly AtmProgram[], rootFlags: number) {
  const [root, ...hosts] = programs;
  const s = root.socket(rootFlags);
  const leaves: SOCKET[] = [];
  const roots = hosts.map((host, i) => {
    const listener = host.listener(C_LEAF | D_LEAF, 10 + i);
    const ours = root.join(s, 10 + i);
    assert.notEqual(ours, INVALID_SOCKET, "WSAJoinLeaf");
    assert.equal(host.events(listener) & FD_ACCEPT, FD_ACCEPT);
    leaves.push(host.accept(listener));
    return ours;
  });
  return { root, s, hosts, leaves, roots };
}

for (const system of [DESKTOP, CE]) {
  describe(`${system.name}: a third party's multipoint provider`, () => {
    for (const planes of PLANES) {
      for (const [flags, name, isLegal] of LEGAL) {
        it(`multipoint flags with ${planes.name}: ${name} is ${isLegal(planes) ? "accepted" : "WSAEINVAL"}`, () => {
          const [program] = atmPrograms(system, planes, 1);
          const s = program.open(flags);
          assert.equal(s !== INVALID_SOCKET, isLegal(planes));
          if (s === INVALID_SOCKET) assert.equal(program.ws2.WSAGetLastError(), WSAEINVAL);
        });
      }
    }

    it("WSPJoinLeaf/c-root/new-descriptor: each leaf adds a descriptor at the root", () => {
      const { root, s, roots } = invited(atmPrograms(system, ROOTED, 3), C_ROOT | D_ROOT);
      assert.equal(new Set([s, ...roots]).size, 3);
      assert.equal(root.events(s) & FD_CONNECT, FD_CONNECT);
      assert.equal(root.join(s, 99), INVALID_SOCKET);
      assert.equal(root.ws2.WSAGetLastError(), WSAECONNREFUSED);
    });

    it("WSPJoinLeaf/c-leaf/same-descriptor: a leaf that joins by itself uses the same socket; the root accepts it", () => {
      const [root, host] = atmPrograms(system, ROOTED, 2);
      const s = root.listener(C_ROOT | D_ROOT, 5);
      const leaf = host.socket(C_LEAF | D_LEAF);
      assert.equal(host.join(leaf, 5), leaf);
      assert.equal(host.events(leaf) & FD_CONNECT, FD_CONNECT);
      assert.equal(root.events(s) & FD_ACCEPT, FD_ACCEPT);
      assert.notEqual(root.accept(s), s);
      root.send(s, 4);
      assert.deepEqual(host.received(leaf), [4]);
      assert.equal(host.join(leaf, 5), INVALID_SOCKET);
      assert.equal(host.ws2.WSAGetLastError(), WSAEISCONN);
    });

    it("rooted data plane: data of the d_root reaches all leaves, data of a d_leaf only the root", () => {
      const { root, s, hosts, leaves } = invited(atmPrograms(system, ROOTED, 3), C_ROOT | D_ROOT);
      root.send(s, 1);
      hosts[0].send(leaves[0], 2);
      assert.deepEqual(hosts[0].received(leaves[0]), [1]);
      assert.deepEqual(hosts[1].received(leaves[1]), [1]);
      assert.deepEqual(root.received(s), [2]);
    });

    it("rooted control plane, non-rooted data plane: data of each socket reaches all others", () => {
      const { root, s, hosts, leaves } = invited(atmPrograms(system, ROOTED_CONTROL, 3), C_ROOT | D_LEAF);
      hosts[0].send(leaves[0], 2);
      assert.deepEqual(root.received(s), [2]);
      assert.deepEqual(hosts[1].received(leaves[1]), [2]);
      assert.deepEqual(hosts[0].received(leaves[0]), []);
    });

    it("non-rooted control plane, rooted data plane: c_leaves join a session, and data of its d_root reaches all", () => {
      const programs = atmPrograms(system, ROOTED_DATA, 3);
      const sockets = programs.map((program, i) => program.socket(C_LEAF | (i === 0 ? D_ROOT : D_LEAF)));
      programs.forEach((program, i) => {
        assert.equal(program.join(sockets[i], 50), sockets[i]);
      });
      programs[0].send(sockets[0], 1);
      programs[1].send(sockets[1], 2);
      assert.deepEqual(
        programs.map((program, i) => program.received(sockets[i])),
        [[2], [1], [1]],
      );
    });

    it("non-rooted planes: c_leaves join a session, and data of each reaches all others", () => {
      const programs = atmPrograms(system, NON_ROOTED, 3);
      const sockets = programs.map((program) => program.socket(C_LEAF | D_LEAF));
      programs.forEach((program, i) => {
        assert.equal(program.join(sockets[i], 50), sockets[i]);
      });
      programs[1].send(sockets[1], 3);
      assert.deepEqual(
        programs.map((program, i) => program.received(sockets[i])),
        [[3], [], [3]],
      );
    });

    it("closing the c_root ends the session for every leaf: FD_CLOSE, and the end of the data", () => {
      const { root, s, hosts, leaves } = invited(atmPrograms(system, ROOTED, 3), C_ROOT | D_ROOT);
      root.send(s, 9);
      assert.equal(root.ws2.closesocket(s), 0);
      hosts.forEach((host, i) => {
        assert.equal(host.events(leaves[i]) & FD_CLOSE, FD_CLOSE);
        assert.deepEqual(host.received(leaves[i]), [9, "end"]);
      });
    });

    it("closing either end of a leaf's pair posts FD_CLOSE to the other end, and does not affect other leaves", () => {
      const { root, s, hosts, leaves, roots } = invited(atmPrograms(system, ROOTED, 3), C_ROOT | D_ROOT);
      hosts[0].ws2.closesocket(leaves[0]);
      assert.equal(root.events(roots[0]) & FD_CLOSE, FD_CLOSE);
      root.send(s, 1);
      assert.deepEqual(hosts[1].received(leaves[1]), [1]);
      root.ws2.closesocket(roots[1]);
      assert.equal(hosts[1].events(leaves[1]) & FD_CLOSE, FD_CLOSE);
      assert.deepEqual(hosts[1].received(leaves[1]), ["end"]);
    });
  });
}
