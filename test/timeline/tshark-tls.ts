import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { promisify } from "node:util";
import { assert } from "chai";
import { Applications, program } from "../cli/firmware.js";
import { COMMAND } from "../cli/ws2kit.js";
import { certificates } from "../tls/certificates.js";

/** A client of a server with TLS: it sends a line, and receives until the server closes. */
const clientOf = (port: number) => `import { DWORD, newWSADATA, sockaddr_in } from "@ws2kit/target";
import { SO_SEC_SSL, SO_SECURE } from "@ws2kit/layers";
${program(`  const ws2 = machine.openProcess();
  ws2.WSAStartup(0x202, newWSADATA());
  const s = ws2.socket(2, 1, 0);
  ws2.setsockopt(s, 0xffff, SO_SECURE, DWORD(SO_SEC_SSL), 4);
  const to = sockaddr_in("127.0.0.1", ${port});
  machine.platform.log("connect", ws2.connect(s, to, 16) || ws2.WSAGetLastError());
  ws2.send(s, Uint8Array.from("a secret question", (c) => c.charCodeAt(0)), 17, 0);
  while (ws2.recv(s, new Uint8Array(100), 100, 0) > 0);
  ws2.closesocket(s);`)}`;

/** Read by tshark: `npm run test:reports`. */
for (const [engine, version] of [
  ["quickjs", "TLSv1.3"],
  ["node", "TLSv1.2"],
] as const) {
  describe(`a capture of ${version} in ${engine}, as tshark reads it`, function () {
    this.timeout(120_000);
    let applications: Applications;
    let server: Server;
    let app: string;
    let words: string[];
    let env: NodeJS.ProcessEnv;
    const out = () => join(applications.folder, "calls.pcapng");

    beforeEach(async () => {
      applications = new Applications();
      const { authority, good } = certificates();
      server = createServer(
        { cert: good.certificate, key: good.key, minVersion: version, maxVersion: version },
        (socket) => socket.once("data", () => socket.end("a secret answer")).on("error", () => {}),
      );
      await once(server.listen(0, "127.0.0.1"), "listening");
      app = applications.write("client.ts", clientOf((server.address() as AddressInfo).port));
      const layers = applications.write("layers.json", '[{ "layer": "secure" }]');
      env = { ...process.env, SSL_CERT_FILE: applications.write("trust.pem", authority.certificate) };
      words = ["--target", "desktop", "--engine", engine, "--layers", layers, "--trace", out()];
    });
    afterEach(() => {
      server.close();
      applications.remove();
    });

    async function run(...more: string[]): Promise<string> {
      const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, "run", app, ...words, ...more], { env });
      return stdout;
    }
    const tshark = (...more: string[]) =>
      execFileSync("tshark", ["-r", out(), ...more], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const decrypted = () =>
      tshark("-d", `tcp.port==${(server.address() as AddressInfo).port},tls`, "-q", "-z", "follow,tls,ascii,0");

    it("is decrypted with --secrets", async () => {
      assert.equal(await run("--secrets"), "connect 0\n");
      const text = decrypted();
      assert.include(text, "a secret question");
      assert.include(text, "a secret answer");
    });

    it("contains no secrets without --secrets", async () => {
      assert.equal(await run(), "connect 0\n");
      assert.notInclude(decrypted(), "a secret");
      assert.notInclude(readFileSync(out(), "latin1"), "CLIENT_");
    });
  });
}
