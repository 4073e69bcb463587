import { TLS_1_2, TLS_1_3, TLS_CLIENT, TLS_REFUSE, TLS_SERVER } from "@ws2kit/spi";
import { assert } from "chai";
import { type OpenSsl, openssl } from "#platform-node/tls/openssl.js";
import { OpenSslTls } from "#platform-node/tls/openssl-tls.js";
import { certificates } from "./certificates.js";
import { pair, transfer } from "./pair.js";

/** The functions that make and free objects in C's memory; an SSL object owns its two BIOs. */
const makers = {
  SSL_new: "SSL_free",
  BIO_new: "BIO_free",
  PEM_read_bio_X509: "X509_free",
  PEM_read_bio_PrivateKey: "EVP_PKEY_free",
} as const;

/** OpenSSL with a count of the existing objects. */
function counting(real: OpenSsl): { counted: OpenSsl; alive(): number } {
  const alive = new Set<bigint>();
  const counted = { ...real } as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [make, free] of Object.entries(makers)) {
    const [makes, frees] = [counted[make], counted[free]];
    counted[make] = (...args) => {
      const made = makes(...args);
      if (made !== null) alive.add(made as bigint);
      return made;
    };
    counted[free] = (...args) => {
      assert.isTrue(alive.delete(args[0] as bigint), `${free} of what is there`);
      return frees(...args);
    };
  }
  const owned = counted.SSL_set_bio;
  counted.SSL_set_bio = (...args) => {
    for (const bio of args.slice(1)) alive.delete(bio as bigint);
    return owned(...args);
  };
  return { counted: counted as unknown as OpenSsl, alive: () => alive.size };
}

describe("TLS sessions' memory", () => {
  it("is freed after every outcome of a session", () => {
    const { counted, alive } = counting(openssl() as OpenSsl);
    const client = new OpenSslTls(counted, { trust: certificates().authority.certificate });
    const server = new OpenSslTls(counted, certificates().good);
    const stranger = new OpenSslTls(counted, certificates().selfSigned);
    assert.equal(alive(), 0, "options leave nothing but contexts");
    for (let round = 0; round < 20; round++) {
      const protocols = round % 2 ? TLS_1_2 : TLS_1_3;
      const whole = pair(client, server, { protocols });
      whole.shakeHands();
      transfer(whole, whole.client, whole.server, new Uint8Array(50_000));
      client.certificate(whole.client.session, 0, new Uint8Array(8), 0, 8);
      const refused = pair(client, stranger, { protocols });
      refused.shakeHands();
      const idle = client.open(TLS_CLIENT, "device.test", 0, TLS_REFUSE);
      client.open(TLS_SERVER, "", 0, TLS_REFUSE);
      assert.equal(alive(), 5, "one object for each session");
      for (const one of [whole, refused]) one.close();
      client.close(idle);
      assert.equal(alive(), 0);
    }
  });

  it("is numbered by small numbers, which are used again", () => {
    const client = new OpenSslTls(openssl() as OpenSsl, { trust: certificates().authority.certificate });
    const open = () => client.open(TLS_CLIENT, "device.test", 0, TLS_REFUSE);
    assert.deepEqual([open(), open(), open()], [0, 1, 2]);
    client.close(1);
    assert.equal(open(), 1);
    for (const session of [0, 1, 2]) client.close(session);
  });
});
