import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  ref,
  SD_SEND,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  TLS_CERT_EXPIRED,
  TLS_CERT_NAME,
  TLS_CERT_UNTRUSTED,
  WSAEACCES,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-mobile5";
import { expect } from "chai";
import { type Certificates, certificates, type Identity } from "../tls/certificates.js";
import { bytesOf, makeSecure, namePeer, verdictOf } from "./secure-world.js";

const PAYLOAD = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 24);

/** A process on mobile5 over the operating system's sockets. */
function started(tls: Parameters<typeof nodePlatform>[0]) {
  const ws2 = openMachine({ platform: nodePlatform(tls) }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}
type Ws2 = ReturnType<typeof started>;

/** Sends all, blocking. */
function sendAll(ws2: Ws2, s: SOCKET, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) {
    const n = ws2.send(s, bytes, bytes.length - sent, 0, sent);
    if (n <= 0) expect.fail(`send: ${ws2.WSAGetLastError()}`);
    sent += n;
  }
}

/** Receives to the end. */
function receiveAll(ws2: Ws2, s: SOCKET): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = new Uint8Array(65536);
    const n = ws2.recv(s, part, part.length, 0);
    if (n < 0) expect.fail(`recv: ${ws2.WSAGetLastError()}`);
    if (n === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, n));
  }
}

describe("secure streams on mobile5, against openssl's own programs", function () {
  this.timeout(60_000);
  let made: Certificates;
  let folder: string;
  let trusting: Ws2;
  const children: ChildProcess[] = [];
  before(() => {
    made = certificates();
    folder = mkdtempSync(join(tmpdir(), "ws2kit-openssl-"));
    writeFileSync(join(folder, "payload"), PAYLOAD);
    trusting = started({ tls: { trust: made.authority.certificate } });
  });
  after(() => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true });
  });

  /** Runs `openssl s_server` until it accepts; its port, what it has written at its end. */
  async function server(identity: Identity, ...args: string[]) {
    const files = ["-cert", identity.certificateFile, "-key", identity.keyFile];
    const options = ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", ...files, ...args];
    const child = spawn("openssl", options, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    children.push(child);
    const exit = once(child, "exit");
    const out: Buffer[] = [];
    const port = await new Promise<number>((resolve) => {
      child.stdout.on("data", (data: Buffer) => {
        out.push(data);
        const accepting = /ACCEPT .*:(\d+)/.exec(Buffer.concat(out).toString("latin1"));
        if (accepting !== null) resolve(Number(accepting[1]));
      });
    });
    return { port, ended: exit.then(() => Buffer.concat(out)) };
  }

  function connected(port: number, name = "device.test"): { s: SOCKET; code: number } {
    const s = trusting.socket(AF_INET, SOCK_STREAM, 0);
    makeSecure(trusting as never, s);
    namePeer(trusting as never, s, name);
    const result = trusting.connect(s, sockaddr_in("127.0.0.1", port), 16);
    return { s, code: result === 0 ? 0 : trusting.WSAGetLastError() };
  }

  for (const version of ["-tls1_2", "-tls1_3"]) {
    it(`s_server ${version} gives a mebibyte, byte for byte`, async () => {
      const { port } = await server(made.good, version, "-HTTP");
      const { s, code } = connected(port);
      expect(code).to.equal(0);
      sendAll(trusting, s, bytesOf("GET /payload HTTP/1.0\r\n\r\n"));
      expect(Buffer.from(PAYLOAD).equals(receiveAll(trusting, s).subarray(-PAYLOAD.length))).to.equal(true);
      trusting.closesocket(s);
    });

    it(`s_client ${version} sends a mebibyte and gets it back, and trusts the certificate`, async () => {
      const ws2 = started({ tls: made.good });
      const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
      makeSecure(ws2 as never, listener);
      ws2.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
      expect(ws2.listen(listener, 1)).to.equal(0);
      const name = new Uint8Array(16);
      ws2.getsockname(listener, name, ref(16));
      const [input, output] = [openSync(join(folder, "payload"), "r"), openSync(join(folder, "back"), "w")];
      const trust = [
        "-CAfile",
        made.authority.certificateFile,
        "-verify_return_error",
        "-verify_hostname",
        "device.test",
      ];
      const at = ["-connect", `127.0.0.1:${sockaddrPort(name)}`, version, "-quiet"];
      const child = spawn("openssl", ["s_client", ...at, ...trust], { stdio: [input, output, "ignore"] });
      children.push(child);
      const exit = once(child, "exit");
      const s = ws2.accept(listener, null, null);
      const got = new Uint8Array(PAYLOAD.length);
      for (let at = 0; at < got.length; ) {
        const n = ws2.recv(s, got, got.length - at, 0, at);
        if (n <= 0) expect.fail(`recv: ${ws2.WSAGetLastError()}`);
        at += n;
      }
      expect(Buffer.from(PAYLOAD).equals(got)).to.equal(true);
      sendAll(ws2, s, got);
      ws2.shutdown(s, SD_SEND);
      ws2.closesocket(s);
      expect(await exit).to.deep.equal([0, null]);
      for (const fd of [input, output]) closeSync(fd);
      expect(readFileSync(join(folder, "back")).equals(PAYLOAD)).to.equal(true);
    });
  }

  for (const [which, verdict] of [
    ["expired", TLS_CERT_EXPIRED],
    ["otherName", TLS_CERT_NAME],
    ["selfSigned", TLS_CERT_UNTRUSTED],
  ] as const) {
    it(`s_server with a certificate that is ${which} is refused`, async () => {
      const { port } = await server(made[which]);
      const { s, code } = connected(port);
      expect([code, verdictOf(trusting as never, s)]).to.deep.equal([WSAEACCES, verdict]);
      trusting.closesocket(s);
    });
  }
});
