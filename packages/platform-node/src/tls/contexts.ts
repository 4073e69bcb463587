import { existsSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Address, OpenSsl } from "./openssl.js";

/** Whom to trust, and who to be. All texts are PEM. */
export interface TlsOptions {
  /** The certificates of those who are trusted; the system's unless given. */
  readonly trust?: string;
  /** A server's certificate, then those that lead to a trusted one. With `key`, without which there are no servers. */
  readonly certificate?: string;
  /** The key of `certificate`, not encrypted. */
  readonly key?: string;
  /**
   * Bytes that a session holds of what came from the peer, and as many of what is to go there; 256 KiB unless given.
   * What does not fit is WSAEWOULDBLOCK.
   */
  readonly sessionBytes?: number;
}

/** Where Linux systems keep whom they trust: Debian, Alpine and Arch; Fedora and its kin. */
const SYSTEM_TRUST = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
const SSL_OP_NO_RENEGOTIATION = 2 ** 30;
const SSL_CTRL_CHAIN_CERT = 89;

/** Runs what frees an object's memory in C, once the object is gone. */
const abandoned = new FinalizationRegistry<() => void>((free) => free());

/** What sessions are made of, one for each role: SSL_CTX objects, which live as long as the platform. */
export class Contexts {
  readonly #ssl: OpenSsl;
  /** What there is to free. */
  readonly #made: Address[] = [];
  /** For the server's role; `null` without a certificate. */
  readonly server: Address | null;
  #client: Address | null = null;

  /** Throws for texts that are no PEM of what they should be, or a key of another certificate. */
  constructor(ssl: OpenSsl, options: TlsOptions) {
    this.#ssl = ssl;
    const made = this.#made;
    abandoned.register(this, () => {
      for (const context of made) ssl.SSL_CTX_free(context);
    });
    if ((options.certificate === undefined) !== (options.key === undefined)) {
      throw wrong("certificate and key are given together, or neither");
    }
    if (options.trust !== undefined) this.#client = this.#trusting(options.trust);
    this.server = options.certificate === undefined ? null : this.#being(options.certificate, options.key ?? "");
  }

  /** For the client's role. Made when it is first asked for: a system's trust takes a tenth of a second to read. */
  get client(): Address {
    this.#client ??= this.#trustingTheSystem();
    return this.#client;
  }

  #trusting(pem: string): Address {
    const context = this.#new();
    const store = this.#ssl.SSL_CTX_get_cert_store(context);
    for (const certificate of this.#certificates(pem, "trust")) {
      this.#ssl.X509_STORE_add_cert(store, certificate);
      this.#ssl.X509_free(certificate);
    }
    return context;
  }

  #trustingTheSystem(): Address {
    const file = process.env.SSL_CERT_FILE ?? SYSTEM_TRUST.find(existsSync);
    if (file === undefined) return this.#trusting(rootCertificates.join("\n"));
    const context = this.#new();
    this.#ssl.SSL_CTX_load_verify_file(context, file);
    this.#ssl.ERR_clear_error();
    return context;
  }

  #being(certificate: string, key: string): Address {
    const context = this.#new();
    const ssl = this.#ssl;
    const [own, ...chain] = this.#certificates(certificate, "certificate");
    const privateKey = this.#read(key, (bio) => ssl.PEM_read_bio_PrivateKey(bio, null, null, ""));
    if (privateKey === null) throw wrong("key is no private key in PEM, or an encrypted one");
    ssl.SSL_CTX_use_certificate(context, own);
    for (const link of chain) ssl.SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, link);
    ssl.SSL_CTX_use_PrivateKey(context, privateKey);
    const isPair = ssl.SSL_CTX_check_private_key(context) === 1;
    for (const one of [own, ...chain]) ssl.X509_free(one);
    ssl.EVP_PKEY_free(privateKey);
    ssl.ERR_clear_error();
    if (!isPair) throw wrong("key is not the key of certificate, which begins with the server's own");
    return context;
  }

  #certificates(pem: string, option: string): Address[] {
    const found: Address[] = [];
    this.#read(pem, (bio) => {
      for (;;) {
        const certificate = this.#ssl.PEM_read_bio_X509(bio, null, null, "");
        if (certificate === null) return null;
        found.push(certificate);
      }
    });
    if (found.length === 0) throw wrong(`${option} holds no certificate in PEM`);
    return found;
  }

  #read<T>(text: string, read: (bio: Address) => T): T {
    const bio = this.#ssl.BIO_new(this.#ssl.BIO_s_mem());
    const bytes = Buffer.from(text);
    this.#ssl.BIO_write(bio, bytes, bytes.length);
    const result = read(bio);
    this.#ssl.BIO_free(bio);
    this.#ssl.ERR_clear_error();
    return result;
  }

  #new(): Address {
    const context = this.#ssl.SSL_CTX_new(this.#ssl.TLS_method());
    if (context === null) throw new Error("[ws2kit] platform-node: OpenSSL has no memory left for TLS.");
    this.#ssl.SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
    this.#made.push(context);
    return context;
  }
}

function wrong(what: string): Error {
  return new Error(`[ws2kit] platform-node: tls: ${what}.`);
}
