import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its key, as PEM and as files for openssl's own programs. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** An authority, and what it has signed or has not. */
export interface Certificates {
  /** Who is trusted. */
  readonly authority: Identity;
  /** For `device.test`, 127.0.0.1, ::1, 10.0.0.1 and 10.0.0.2. */
  readonly good: Identity;
  /** For the same names, over since yesterday. */
  readonly expired: Identity;
  /** For `other.test` alone. */
  readonly otherName: Identity;
  /** For the same names as `good`, signed by nobody but itself. */
  readonly selfSigned: Identity;
}

const NAMES = "subjectAltName=DNS:device.test,IP:127.0.0.1,IP:::1,IP:10.0.0.1,IP:10.0.0.2";
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

let made: Certificates | undefined;

/** Those of this process, made when they are first asked for. */
export function certificates(): Certificates {
  made ??= makeCertificates();
  return made;
}

/** Makes them with the `openssl` command, in a folder that goes when the process does. */
function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-tls-"));
  process.once("exit", () => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const identity = (name: string): Identity => ({
    certificate: readFileSync(file(`${name}.pem`), "utf8"),
    key: readFileSync(file(`${name}.key`), "utf8"),
    certificateFile: file(`${name}.pem`),
    keyFile: file(`${name}.key`),
  });
  function signedByItself(name: string, ...extensions: string[]): Identity {
    const out = ["-keyout", `${name}.key`, "-out", `${name}.pem`, "-subj", `/CN=${name}`, "-days", "2"];
    openssl("req", "-x509", ...KEY, ...out, ...extensions.flatMap((text) => ["-addext", text]));
    return identity(name);
  }
  function signed(name: string, names: string, days: number): Identity {
    openssl("req", ...KEY, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`, "-addext", names);
    const by = ["-CA", "authority.pem", "-CAkey", "authority.key", "-copy_extensions", "copy"];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, "-days", `${days}`, ...by);
    return identity(name);
  }
  return {
    authority: signedByItself("authority"),
    good: signed("good", NAMES, 2),
    expired: signed("expired", NAMES, -1),
    otherName: signed("other", "subjectAltName=DNS:other.test", 2),
    selfSigned: signedByItself("self", NAMES),
  };
}
