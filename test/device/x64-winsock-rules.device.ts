import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { assert } from "chai";
import { libc } from "#platform-node/linux/libc.js";
import { describeX64, run } from "./x64.js";

const IP_MINTTL = 21;

/** Lets the kernel discard packets for `peer`, by a minimum time to live that a loopback never has. */
function fallSilent(peer: Socket & { readonly _handle?: { readonly fd: number } }): void {
  const lives = Int32Array.of(255);
  assert.equal(libc().setsockopt(peer._handle?.fd ?? -1, 0, IP_MINTTL, new Uint8Array(lives.buffer), 4), 0);
}

describeX64(() => {
  describe("implements Winsock's rules with this system's sockets", () => {
    /** Functions for programs: a loopback address with an unused port, a wait, SO_ERROR. */
    const TOOLS = `const open = (type) => ws2host.open(2, type, type === 1 ? 6 : 17);
      const address = (fd) => {
        const name = new ArrayBuffer(28);
        new Uint8Array(name).set([2, 0, 0, 0, 127, 0, 0, 1]);
        ws2host.bind(fd, name, 0, 16);
        ws2host.getsockname(fd, name, 0);
        return name;
      };
      const gone = (type) => { const fd = open(type), name = address(fd); ws2host.close(fd); return name; };
      const wait = (fd, events) => {
        const table = new Int32Array([fd, events]);
        ws2host.poll(table.buffer, 1, 5000);
        return table[1] >> 16;
      };
      const value = new Int32Array(1);
      const error = (fd) => (ws2host.getsockopt(fd, 0xffff, 0x1007, value.buffer, 0, 4), value[0]);
      const buf = new ArrayBuffer(64);`;
    const said = async (source: string) => {
      const { code, log, complaints } = await run(`${TOOLS}\n${source}`);
      assert.equal(code, 0, complaints.join("\n"));
      return log.join("\n");
    };

    it("repeats a refused connect on the same socket, and connects once a listener exists", async () => {
      const source = `const to = gone(1), s = open(1), codes = [];
        for (let n = 0; n < 3; n++) { codes.push(ws2host.connect(s, to, 0, 16)); wait(s, 4); codes.push(error(s)); }
        const listener = open(1), there = address(listener);
        ws2host.listen(listener, 5);
        codes.push(ws2host.connect(s, there, 0, 16));
        wait(s, 4);
        ws2host.log([...codes, error(s)].join(" "));`;
      assert.equal(await said(source), "-10035 10061 -10035 10061 -10035 10061 -10035 0");
    });

    it("reports an unreachable port to the next receive, and to no send", async () => {
      const source = `const to = gone(2), s = open(2), peer = open(2), there = address(peer), name = new ArrayBuffer(28);
        address(s);
        const codes = [ws2host.sendto(s, buf, 0, 5, 0, to, 0, 16), (wait(s, 1) & 8) !== 0];
        codes.push(ws2host.sendto(s, buf, 0, 7, 0, there, 0, 16), wait(peer, 1) & 1);
        codes.push(ws2host.recvfrom(s, buf, 0, 64, 2, name, 0), ws2host.recvfrom(s, buf, 0, 64, 0, name, 0));
        codes.push(ws2host.recvfrom(s, buf, 0, 64, 0, name, 0), ws2host.recvfrom(peer, buf, 0, 64, 0, name, 0));
        const table = new Int32Array([s, 1]);
        codes.push(ws2host.poll(table.buffer, 1, 0));
        ws2host.log(codes.join(" "));`;
      assert.equal(await said(source), "5 true 7 1 -10054 -10054 -10035 7 0");
    });

    it("reports a connection's names until the socket is closed", async () => {
      const source = `const listener = open(1), there = address(listener), s = open(1), name = new ArrayBuffer(28);
        ws2host.listen(listener, 5);
        const codes = [ws2host.getpeername(s, name, 0)];
        ws2host.connect(s, there, 0, 16);
        wait(s, 4);
        codes.push(error(s));
        wait(listener, 1);
        const accepted = ws2host.accept(listener, name, 0), names = [];
        const note = () => { for (const fd of [s, accepted]) for (const call of ["getsockname", "getpeername"]) {
          const view = new DataView(new ArrayBuffer(28));
          names.push(ws2host[call](fd, view.buffer, 0) + ":" + view.getUint16(2));
        } };
        note();
        ws2host.shutdown(s, 1); ws2host.shutdown(accepted, 1);
        wait(s, 1); wait(accepted, 1);
        ws2host.recv(s, buf, 0, 9, 0); ws2host.recv(accepted, buf, 0, 9, 0);
        note();
        ws2host.log([...codes, names.slice(0, 4).join() === names.slice(4).join()].join(" "));`;
      assert.equal(await said(source), "-10057 0 true");
    });

    it("reports WSAENETRESET if keep-alive finds the connection broken", async () => {
      const peers: Socket[] = [];
      const server = createServer((peer) => {
        peers.push(peer);
        fallSilent(peer);
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      try {
        const source = `const s = open(1), to = new ArrayBuffer(28);
          new DataView(to).setUint16(2, ${port});
          new Uint8Array(to).set([2, 0]);
          new Uint8Array(to).set([127, 0, 0, 1], 4);
          ws2host.connect(s, to, 0, 16);
          wait(s, 4);
          const codes = [error(s)];
          value[0] = 1;
          // SO_KEEPALIVE, and TCP_KEEPALIVE, TCP_KEEPINTVL and TCP_KEEPCNT of one each
          for (const [level, name] of [[0xffff, 8], [6, 3], [6, 17], [6, 16]]) {
            codes.push(ws2host.setsockopt(s, level, name, value.buffer, 0, 4));
          }
          wait(s, 1);
          codes.push(ws2host.recv(s, buf, 0, 64, 0), ws2host.getpeername(s, to, 0));
          ws2host.log(codes.join(" "));`;
        assert.equal(await said(source), "0 0 0 0 0 -10052 16");
      } finally {
        for (const peer of peers) peer.destroy();
        server.close();
      }
    });
  });
});
