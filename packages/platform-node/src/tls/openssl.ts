import { koffi } from "../koffi.js";
import { anySystem } from "../system.js";

/** An address in C's memory; `null` is NULL. */
export type Address = bigint;

/**
 * The functions of OpenSSL that TLS needs, from the copy in Node's binary, which is updated with Node. `node:tls` has
 * no synchronous calls.
 */
export interface OpenSsl {
  TLS_method(): Address;
  SSL_CTX_new(method: Address): Address | null;
  SSL_CTX_free(context: Address): void;
  SSL_CTX_set_options(context: Address, options: number): void;
  SSL_CTX_ctrl(context: Address, command: number, number: number, pointer: Address | null): number;
  /** OpenSSL calls `callback` with the session and a line of secrets. */
  SSL_CTX_set_keylog_callback(context: Address, callback: Address): void;
  SSL_CTX_get_cert_store(context: Address): Address;
  SSL_CTX_load_verify_file(context: Address, path: string): number;
  SSL_CTX_use_certificate(context: Address, certificate: Address): number;
  SSL_CTX_use_PrivateKey(context: Address, key: Address): number;
  SSL_CTX_check_private_key(context: Address): number;

  SSL_new(context: Address): Address | null;
  SSL_free(ssl: Address): void;
  SSL_set_bio(ssl: Address, fromPeer: Address, toPeer: Address): void;
  SSL_set_connect_state(ssl: Address): void;
  SSL_set_accept_state(ssl: Address): void;
  SSL_set_verify(ssl: Address, mode: number, callback: null): void;
  SSL_set1_host(ssl: Address, name: string): number;
  SSL_set_hostflags(ssl: Address, flags: number): void;
  SSL_get0_param(ssl: Address): Address;
  X509_VERIFY_PARAM_set1_ip_asc(param: Address, address: string): number;
  /** SSL_ctrl with a number for its pointer. */
  SSL_ctrl(ssl: Address, command: number, number: number, pointer: null): number;
  /** SSL_ctrl with a text for its pointer. */
  SSL_ctrl_text(ssl: Address, command: number, number: number, text: string): number;
  SSL_do_handshake(ssl: Address): number;
  SSL_is_init_finished(ssl: Address): number;
  SSL_read(ssl: Address, buf: Uint8Array, len: number): number;
  SSL_write(ssl: Address, buf: Uint8Array, len: number): number;
  SSL_shutdown(ssl: Address): number;
  SSL_get_error(ssl: Address, result: number): number;
  SSL_version(ssl: Address): number;
  SSL_get_verify_result(ssl: Address): number;
  /** STACK_OF(X509), the peer's own certificate first. The session owns it: do not free it. */
  SSL_get_peer_cert_chain(ssl: Address): Address | null;
  OPENSSL_sk_num(stack: Address): number;
  OPENSSL_sk_value(stack: Address, index: number): Address;

  BIO_s_mem(): Address;
  BIO_new(method: Address): Address;
  BIO_free(bio: Address): void;
  BIO_read(bio: Address, buf: Uint8Array, len: number): number;
  BIO_write(bio: Address, buf: Uint8Array, len: number): number;
  /** The number of bytes in a memory BIO. */
  BIO_ctrl_pending(bio: Address): number;
  PEM_read_bio_X509(bio: Address, into: null, callback: null, password: string): Address | null;
  PEM_read_bio_PrivateKey(bio: Address, into: null, callback: null, password: string): Address | null;
  i2d_X509_bio(bio: Address, certificate: Address): number;
  X509_STORE_add_cert(store: Address, certificate: Address): number;
  X509_free(certificate: Address): void;
  EVP_PKEY_free(key: Address): void;
  ERR_clear_error(): void;
}

const prototypes: Record<Exclude<keyof OpenSsl, "SSL_ctrl_text">, string> = {
  TLS_method: "void *TLS_method()",
  SSL_CTX_new: "void *SSL_CTX_new(void *method)",
  SSL_CTX_free: "void SSL_CTX_free(void *ctx)",
  SSL_CTX_set_options: "uint64_t SSL_CTX_set_options(void *ctx, uint64_t options)",
  SSL_CTX_ctrl: "long SSL_CTX_ctrl(void *ctx, int cmd, long larg, void *parg)",
  SSL_CTX_set_keylog_callback: "void SSL_CTX_set_keylog_callback(void *ctx, void *callback)",
  SSL_CTX_get_cert_store: "void *SSL_CTX_get_cert_store(void *ctx)",
  SSL_CTX_load_verify_file: "int SSL_CTX_load_verify_file(void *ctx, const char *file)",
  SSL_CTX_use_certificate: "int SSL_CTX_use_certificate(void *ctx, void *x)",
  SSL_CTX_use_PrivateKey: "int SSL_CTX_use_PrivateKey(void *ctx, void *pkey)",
  SSL_CTX_check_private_key: "int SSL_CTX_check_private_key(void *ctx)",
  SSL_new: "void *SSL_new(void *ctx)",
  SSL_free: "void SSL_free(void *ssl)",
  SSL_set_bio: "void SSL_set_bio(void *ssl, void *rbio, void *wbio)",
  SSL_set_connect_state: "void SSL_set_connect_state(void *ssl)",
  SSL_set_accept_state: "void SSL_set_accept_state(void *ssl)",
  SSL_set_verify: "void SSL_set_verify(void *ssl, int mode, void *callback)",
  SSL_set1_host: "int SSL_set1_host(void *ssl, const char *name)",
  SSL_set_hostflags: "void SSL_set_hostflags(void *ssl, unsigned int flags)",
  SSL_get0_param: "void *SSL_get0_param(void *ssl)",
  X509_VERIFY_PARAM_set1_ip_asc: "int X509_VERIFY_PARAM_set1_ip_asc(void *param, const char *address)",
  SSL_ctrl: "long SSL_ctrl(void *ssl, int cmd, long larg, void *parg)",
  SSL_do_handshake: "int SSL_do_handshake(void *ssl)",
  SSL_is_init_finished: "int SSL_is_init_finished(void *ssl)",
  SSL_read: "int SSL_read(void *ssl, void *buf, int num)",
  SSL_write: "int SSL_write(void *ssl, const void *buf, int num)",
  SSL_shutdown: "int SSL_shutdown(void *ssl)",
  SSL_get_error: "int SSL_get_error(void *ssl, int ret)",
  SSL_version: "int SSL_version(void *ssl)",
  SSL_get_verify_result: "long SSL_get_verify_result(void *ssl)",
  SSL_get_peer_cert_chain: "void *SSL_get_peer_cert_chain(void *ssl)",
  OPENSSL_sk_num: "int OPENSSL_sk_num(void *stack)",
  OPENSSL_sk_value: "void *OPENSSL_sk_value(void *stack, int i)",
  BIO_s_mem: "void *BIO_s_mem()",
  BIO_new: "void *BIO_new(void *method)",
  BIO_free: "int BIO_free(void *bio)",
  BIO_read: "int BIO_read(void *bio, void *buf, int len)",
  BIO_write: "int BIO_write(void *bio, const void *buf, int len)",
  BIO_ctrl_pending: "size_t BIO_ctrl_pending(void *bio)",
  PEM_read_bio_X509: "void *PEM_read_bio_X509(void *bio, void *x, void *callback, const char *password)",
  PEM_read_bio_PrivateKey: "void *PEM_read_bio_PrivateKey(void *bio, void *x, void *callback, const char *password)",
  i2d_X509_bio: "int i2d_X509_bio(void *bio, void *x)",
  X509_STORE_add_cert: "int X509_STORE_add_cert(void *store, void *x)",
  X509_free: "void X509_free(void *x)",
  EVP_PKEY_free: "void EVP_PKEY_free(void *key)",
  ERR_clear_error: "void ERR_clear_error()",
};

let loaded: OpenSsl | null | undefined;

/** Loads Node's OpenSSL; `null` if Node was built without it, or does not export it. */
export function openssl(): OpenSsl | null {
  if (loaded === undefined) loaded = load();
  return loaded;
}

function load(): OpenSsl | null {
  try {
    const lib = koffi().load(anySystem().nodeLibrary);
    const functions = Object.entries(prototypes).map(([name, prototype]) => [name, lib.func(prototype)]);
    const SSL_ctrl_text = lib.func("SSL_ctrl", "long", ["void *", "int", "long", "str"]);
    return { ...Object.fromEntries(functions), SSL_ctrl_text };
  } catch {
    return null;
  }
}
