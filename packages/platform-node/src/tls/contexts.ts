import { appendFileSync, existsSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { koffi } from "../koffi.js";
import type { Address, OpenSsl } from "./openssl.js";

/** The options of TLS. Certificates and keys are PEM. */
export interface TlsOptions {
  /** The certificates of the trusted authorities; those of the system by default. */
  readonly trust?: string;
  /** A server's certificate, then its intermediate certificates. Requires `key`; without both, there are no servers. */
  readonly certificate?: string;
  /** The key of `certificate`, not encrypted. */
  readonly key?: string;
  /**
   * The most bytes that a session buffers in each direction, from and to the peer; 256 KiB by default. More fails with
   * WSAEWOULDBLOCK.
   */
  readonly sessionBytes?: number;
  /**
   * A file to which the secrets of every session are appended, in the format of SSLKEYLOGFILE. Whoever reads it can
   * decrypt the sessions; none by default.
   */
  readonly keyLog?: string;
}

/** The files of trusted authorities: Debian, Alpine and Arch; Fedora and related systems. */
const SYSTEM_TRUST = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
const SSL_OP_NO_RENEGOTIATION = 2 ** 30;
const SSL_CTRL_CHAIN_CERT = 89;

/** Frees the C memory of an object after the object is collected. */
const abandoned = new FinalizationRegistry<() => void>((free) => free());

/** The SSL_CTX objects of the two roles, from which sessions are made. They live as long as the platform. */
export class Contexts {
  readonly #ssl: OpenSsl;
  /** The objects to free. */
  readonly #made: Address[] = [];
  /** The address of the function that writes secrets, for koffi; `null` without a key log. */
  readonly #logKey: Address | null;
  /** For the server's role; `null` without a certificate. */
  readonly server: Address | null;
  #client: Address | null = null;

  /** Throws if a text is not PEM of the right kind, or if the key does not belong to the certificate. */
  constructor(ssl: OpenSsl, options: TlsOptions) {
    this.#ssl = ssl;
    const made = this.#made;
    const logKey = options.keyLog === undefined ? null : keyLogger(options.keyLog);
    this.#logKey = logKey;
    abandoned.register(this, () => {
      for (const context of made) ssl.SSL_CTX_free(context);
      if (logKey !== null) koffi().unregister(logKey);
    });
    if ((options.certificate === undefined) !== (options.key === undefined)) {
      throw wrong("certificate and key must be set together");
    }
    if (options.trust !== undefined) this.#client = this.#trusting(options.trust);
    this.server = options.certificate === undefined ? null : this.#being(options.certificate, options.key ?? "");
  }

  /** For the client's role. Made on first use, because reading the system's authorities takes a tenth of a second. */
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
    if (privateKey === null) throw wrong("key is not a private key in PEM, or is encrypted");
    ssl.SSL_CTX_use_certificate(context, own);
    for (const link of chain) ssl.SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, link);
    ssl.SSL_CTX_use_PrivateKey(context, privateKey);
    const isPair = ssl.SSL_CTX_check_private_key(context) === 1;
    for (const one of [own, ...chain]) ssl.X509_free(one);
    ssl.EVP_PKEY_free(privateKey);
    ssl.ERR_clear_error();
    if (!isPair) throw wrong("key does not belong to the first certificate in certificate");
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
    if (found.length === 0) throw wrong(`${option} contains no certificate in PEM`);
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
    if (this.#logKey !== null) this.#ssl.SSL_CTX_set_keylog_callback(context, this.#logKey);
    this.#made.push(context);
    return context;
  }
}

/**
 * A C function that appends a line of secrets to a file. Only the owner may read a file that it creates, except on
 * Windows. After a failed write, as on a full disk, it writes no more: C cannot handle an exception.
 */
function keyLogger(file: string): Address {
  appendFileSync(file, "", { mode: 0o600 });
  let hasFailed = false;
  const write = (_ssl: Address, line: string): void => {
    try {
      if (!hasFailed) appendFileSync(file, `${line}\n`);
    } catch {
      hasFailed = true;
    }
  };
  return koffi().register(write, koffi().pointer(koffi().proto("void", ["void *", "const char *"])));
}

function wrong(what: string): Error {
  return new Error(`[ws2kit] platform-node: tls: ${what}.`);
}
