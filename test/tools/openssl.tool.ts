import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secureAgainst, type TlsPeer } from "../secure/tls-peer.js";
import type { Identity } from "../tls/certificates.js";

/** The programs `openssl s_server` and `openssl s_client`, with files in a folder that goes with them. */
async function opensslPrograms(): Promise<TlsPeer> {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-openssl-"));
  const children: ChildProcess[] = [];
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const versionWord = (version: string) => `-tls${version.replace(".", "_")}`;
  return {
    async serve(identity: Identity, version, payload) {
      file("payload", payload);
      const files = ["-cert", file("cert.pem", identity.certificate), "-key", file("key.pem", identity.key)];
      const at = ["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", versionWord(version), "-HTTP"];
      const child = spawn("openssl", [...at, ...files], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
      children.push(child);
      let out = "";
      for await (const text of child.stdout.setEncoding("latin1").iterator({ destroyOnReturn: false })) {
        out += text;
        const accepting = /ACCEPT .*:(\d+)/.exec(out);
        if (accepting !== null) {
          child.stdout.resume();
          return Number(accepting[1]);
        }
      }
      throw new Error(`openssl s_server ended: ${out}`);
    },

    async call(port, version, authority, payload) {
      const [input, output] = [openSync(file("payload", payload), "r"), openSync(join(folder, "back"), "w")];
      const trust = ["-CAfile", file("authority.pem", authority.certificate), "-verify_return_error"];
      const at = ["s_client", "-connect", `127.0.0.1:${port}`, versionWord(version), "-quiet"];
      const words = [...at, ...trust, "-verify_hostname", "device.test"];
      const child = spawn("openssl", words, { stdio: [input, output, "ignore"] });
      children.push(child);
      const [code] = await once(child, "exit");
      for (const fd of [input, output]) closeSync(fd);
      if (code !== 0) throw new Error(`openssl s_client ended with ${code}`);
      return readFileSync(join(folder, "back"));
    },

    end() {
      for (const child of children) child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

describe("secure streams of the layer in the box, against openssl's own programs", function () {
  this.timeout(60_000);
  secureAgainst(opensslPrograms);
});
