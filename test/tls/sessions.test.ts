import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  TLS_1_2,
  TLS_1_3,
  TLS_CERT_EXPIRED,
  TLS_CERT_NAME,
  TLS_CERT_UNTRUSTED,
  TLS_CLIENT,
  TLS_REFUSE,
  TLS_REPORT,
  TLS_SERVER,
  type Tls,
  WSAECONNABORTED,
  WSAEINVAL,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Certificates, certificates, type Identity } from "./certificates.js";
import { pair, transfer } from "./pair.js";

const versions = [
  ["TLS 1.2", TLS_1_2],
  ["TLS 1.3", TLS_1_3],
] as const;

describe("TLS sessions of platform-node", () => {
  let made: Certificates;
  let client: Tls;
  const servers = new Map<Identity, Tls>();

  /** A server with a certificate. */
  function server({ certificate, key }: Identity): Tls {
    return nodePlatform({ tls: { certificate, key } }).tls as Tls;
  }

  before(() => {
    made = certificates();
    client = nodePlatform({ tls: { trust: made.authority.certificate } }).tls as Tls;
    for (const one of [made.good, made.expired, made.otherName, made.selfSigned]) servers.set(one, server(one));
  });

  for (const [name, version] of versions) {
    it(`write the secrets of ${name} to a file that only its owner may read, and none without one`, () => {
      const folder = mkdtempSync(join(tmpdir(), "ws2kit-keys-"));
      const keyLog = join(folder, "keys");
      const logging = nodePlatform({ tls: { trust: made.authority.certificate, keyLog } }).tls as Tls;
      assert.equal(readFileSync(keyLog, "utf8"), "");
      const both = pair(logging, serverOf(made.good), { protocols: version });
      assert.deepEqual(both.shakeHands(), { client: 0, server: 0 });
      both.close();
      const lines = readFileSync(keyLog, "utf8").trimEnd().split("\n");
      for (const line of lines) assert.match(line, /^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}$/);
      const labels = lines.map((line) => line.split(" ")[0]);
      if (version === TLS_1_2) assert.deepEqual(labels, ["CLIENT_RANDOM"]);
      else assert.includeMembers(labels, ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"]);
      if (process.platform !== "win32") assert.equal(statSync(keyLog).mode & 0o777, 0o600);
      rmSync(folder, { recursive: true });
    });
  }

  const serverOf = (identity: Identity) => servers.get(identity) as Tls;

  for (const [name, version] of versions) {
    it(`agree on ${name}, and transfer a mebibyte in each direction`, () => {
      const both = pair(client, serverOf(made.good), { protocols: version });
      assert.deepEqual(both.shakeHands(), { client: 0, server: 0 });
      assert.equal(client.protocol(both.client.session), version);
      assert.equal(both.server.tls.protocol(both.server.session), version);
      assert.equal(client.verdict(both.client.session), 0);
      const bytes = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 24);
      assert.isTrue(Buffer.from(bytes).equals(transfer(both, both.client, both.server, bytes)));
      assert.isTrue(Buffer.from(bytes).equals(transfer(both, both.server, both.client, bytes)));
      both.close();
    });
  }

  it("fail if they have no version in common", () => {
    const both = pair(client, serverOf(made.good), { protocols: TLS_1_2, theirs: TLS_1_3 });
    assert.deepEqual(both.shakeHands(), { client: -WSAECONNABORTED, server: -WSAECONNABORTED });
    both.close();
  });

  it("accept an address as name", () => {
    for (const name of ["127.0.0.1", "::1"]) {
      const both = pair(client, serverOf(made.good), { name });
      assert.deepEqual(both.shakeHands(), { client: 0, server: 0 }, name);
      both.close();
    }
    const both = pair(client, serverOf(made.good), { name: "127.0.0.2" });
    assert.equal(both.shakeHands().client, -WSAECONNABORTED);
    assert.equal(client.verdict(both.client.session), TLS_CERT_NAME);
    both.close();
  });

  const bad = [
    ["expired", "expired", TLS_CERT_EXPIRED],
    ["for another name", "otherName", TLS_CERT_NAME],
    ["signed by itself", "selfSigned", TLS_CERT_UNTRUSTED],
  ] as const;
  for (const [what, which, verdict] of bad) {
    for (const [name, version] of versions) {
      it(`refuse a certificate that is ${what}, in ${name}, and send an alert to the peer`, () => {
        const both = pair(client, serverOf(made[which]), { protocols: version });
        assert.equal(both.shakeHands().client, -WSAECONNABORTED);
        assert.equal(client.verdict(both.client.session), verdict);
        both.carry();
        const { tls, session } = both.server;
        const ended = tls.handshake(session) || tls.read(session, new Uint8Array(8), 0, 8);
        assert.equal(ended, -WSAECONNABORTED, "the alert has reached the server");
        both.close();
      });
    }

    it(`report a certificate that is ${what}, and continue, with TLS_REPORT`, () => {
      const both = pair(client, serverOf(made[which]), { checking: TLS_REPORT });
      assert.equal(client.verdict(both.client.session), -WSAEWOULDBLOCK, "there is none yet");
      assert.deepEqual(both.shakeHands(), { client: 0, server: 0 });
      assert.equal(client.verdict(both.client.session), verdict);
      both.close();
    });
  }

  it("trust the system's authorities, which have not signed this certificate, unless `trust` is set", () => {
    const tls = nodePlatform().tls as Tls;
    const both = pair(tls, serverOf(made.good));
    assert.equal(both.shakeHands().client, -WSAECONNABORTED);
    assert.equal(tls.verdict(both.client.session), TLS_CERT_UNTRUSTED);
    both.close();
  });

  it("return the peer's certificate in DER, as much as there is room for", () => {
    const both = pair(client, serverOf(made.good));
    both.shakeHands();
    const { raw } = new X509Certificate(made.good.certificate);
    const der = new Uint8Array(raw.length + 2);
    assert.equal(client.certificate(both.client.session, 0, der, 1, der.length - 1), raw.length);
    assert.isTrue(raw.equals(der.subarray(1, 1 + raw.length)));
    assert.equal(client.certificate(both.client.session, 0, der, 0, 10), raw.length);
    assert.equal(client.certificate(both.client.session, 1, der, 0, 10), 0);
    both.close();
  });

  it("end each direction separately, and distinguish an end from a truncation", () => {
    const both = pair(client, serverOf(made.good));
    both.shakeHands();
    const [c, s] = [both.client.session, both.server.session];
    const { tls } = both.server;
    const byte = new Uint8Array(4);
    assert.equal(tls.read(s, byte, 0, 4), -WSAEWOULDBLOCK);
    assert.equal(client.shutdown(c), 0);
    assert.equal(client.write(c, byte, 0, 4), -WSAESHUTDOWN);
    both.carry();
    assert.equal(tls.read(s, byte, 0, 4), 0);
    assert.equal(tls.read(s, byte, 0, 4), 0, "and again");
    assert.equal(tls.write(s, byte, 0, 4), 4, "the other direction goes on");
    both.carry();
    assert.equal(client.read(c, byte, 0, 4), 4);
    assert.equal(client.read(c, byte, 0, 4), -WSAEWOULDBLOCK);
    both.close();
  });

  it("fail at the first forged byte", () => {
    const both = pair(client, serverOf(made.good));
    both.shakeHands();
    const [c, s] = [both.client.session, both.server.session];
    client.write(c, new Uint8Array(64), 0, 64);
    const record = new Uint8Array(256);
    const n = client.drain(c, record, 0, 256);
    record[n - 1] ^= 1;
    const { tls } = both.server;
    tls.feed(s, record, 0, n);
    assert.equal(tls.read(s, record, 0, 64), -WSAECONNABORTED);
    assert.equal(tls.write(s, record, 0, 64), -WSAECONNABORTED, "for good");
    both.carry();
    assert.equal(client.read(c, record, 0, 64), -WSAECONNABORTED, "and the peer is told");
    both.close();
  });

  it("fail if garbage arrives instead of a handshake", () => {
    for (const role of [TLS_CLIENT, TLS_SERVER]) {
      const tls = role === TLS_CLIENT ? client : serverOf(made.good);
      const session = tls.open(role, "device.test", 0, TLS_REFUSE);
      assert.equal(tls.handshake(session), -WSAEWOULDBLOCK);
      const garbage = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n");
      assert.equal(tls.feed(session, garbage, 0, garbage.length), garbage.length);
      assert.equal(tls.handshake(session), -WSAECONNABORTED);
      assert.equal(tls.handshake(session), -WSAECONNABORTED, "for good");
      tls.close(session);
    }
  });

  it("refuse invalid arguments, and never throw", () => {
    const bytes = new Uint8Array(8);
    const codes = {
      "no name": client.open(TLS_CLIENT, "", 0, TLS_REFUSE),
      "a name with a NUL": client.open(TLS_CLIENT, "device.test\0.evil", 0, TLS_REFUSE),
      "an invalid role": client.open(7, "device.test", 0, TLS_REFUSE),
      "a server without a certificate": client.open(TLS_SERVER, "", 0, TLS_REFUSE),
      "an invalid version": client.open(TLS_CLIENT, "device.test", 0x80, TLS_REFUSE),
      "no session": client.handshake(4711),
      "a session below zero": client.close(-1),
    };
    assert.deepEqual(Object.values(codes), [
      -WSAEINVAL,
      -WSAEINVAL,
      -WSAEINVAL,
      -WSAEOPNOTSUPP,
      -WSAEOPNOTSUPP,
      -WSAENOTSOCK,
      -WSAENOTSOCK,
    ]);
    const session = client.open(TLS_CLIENT, "device.test", 0, TLS_REFUSE);
    assert.equal(client.read(session, bytes, 0, 8), -WSAENOTCONN);
    assert.equal(client.write(session, bytes, 0, 8), -WSAENOTCONN);
    assert.equal(client.protocol(session), -WSAENOTCONN);
    assert.equal(client.close(session), 0);
    assert.equal(client.close(session), -WSAENOTSOCK, "closed already");
  });

  it("refuse options that are not certificates or keys, with a message", () => {
    const { certificate } = made.good;
    const other = made.expired.key;
    assert.throws(() => nodePlatform({ tls: { trust: "no PEM" } }), "trust contains no certificate in PEM");
    assert.throws(() => nodePlatform({ tls: { certificate } }), "together");
    assert.throws(() => nodePlatform({ tls: { certificate, key: "no PEM" } }), "key is not a private key in PEM");
    assert.throws(
      () => nodePlatform({ tls: { certificate, key: other } }),
      "key does not belong to the first certificate",
    );
  });
});
