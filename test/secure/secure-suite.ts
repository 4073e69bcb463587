import type { TlsOptions } from "@ws2kit/platform-node";
import { expect } from "chai";
import type { TargetName } from "../conformance/targets.js";
import { certificates } from "../tls/certificates.js";
import { type CountedTls, tlsOf, World } from "./secure-world.js";

/** The kind of a server's certificate. */
export type ServerName = "good" | "expired" | "otherName" | "selfSigned";

/**
 * The TLS of a suite's client and servers, each with a certificate; after each test of the suite no session is left.
 */
export class SecureSuite {
  readonly #made = new Map<string, CountedTls>();

  constructor(readonly target: TargetName) {
    afterEach(() => {
      for (const [name, { sessions }] of this.#made) expect(sessions, `sessions left of ${name}`).to.equal(0);
    });
  }

  /** The client's TLS, which trusts the signer of the valid certificates. */
  get trusting(): CountedTls {
    return this.#tls("trusting", () => ({ trust: certificates().authority.certificate }));
  }

  serverOf(name: ServerName): CountedTls {
    return this.#tls(name, () => certificates()[name]);
  }

  world(server: ServerName = "good"): World {
    return new World({ target: this.target, client: this.trusting, server: this.serverOf(server) });
  }

  #tls(name: string, options: () => TlsOptions): CountedTls {
    const tls = this.#made.get(name) ?? tlsOf(options());
    this.#made.set(name, tls);
    return tls;
  }
}
