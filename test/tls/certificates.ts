import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

const { pki } = forge;

/** A certificate and its key, as PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** An authority, and certificates that it has signed or has not. */
export interface Certificates {
  /** The authority that is trusted. */
  readonly authority: Identity;
  /** For `device.test`, 127.0.0.1, ::1, 10.0.0.1 and 10.0.0.2. */
  readonly good: Identity;
  /** For the same names, expired since yesterday. */
  readonly expired: Identity;
  /** For `other.test` alone. */
  readonly otherName: Identity;
  /** For the same names as `good`, signed by its own key alone. */
  readonly selfSigned: Identity;
}

/** The kinds of a subjectAltName. */
const DNS = 2;
const IP = 7;

const NAMES = [
  { type: DNS, value: "device.test" },
  ...["127.0.0.1", "::1", "10.0.0.1", "10.0.0.2"].map((ip) => ({ type: IP, ip })),
];
const DAY = 86_400_000;

let made: Certificates | undefined;

/** The certificates of this process, made at the first call. */
export function certificates(): Certificates {
  made ??= makeCertificates();
  return made;
}

function makeCertificates(): Certificates {
  const authorityKeys = newKeys();
  const signed = (name: string, names: readonly object[], days = 2) =>
    newCertificate({ keys: newKeys(), name, names, days, issuer: { name: "authority", keys: authorityKeys } });
  return {
    authority: newCertificate({ keys: authorityKeys, name: "authority", isAuthority: true }),
    good: signed("good", NAMES),
    expired: signed("expired", NAMES, -1),
    otherName: signed("other", [{ type: DNS, value: "other.test" }]),
    selfSigned: newCertificate({ keys: newKeys(), name: "self", names: NAMES }),
  };
}

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Node makes the keys: node-forge takes seconds for one. */
function newKeys(): Keys {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

interface Wanted {
  readonly keys: Keys;
  readonly name: string;
  /** The signer; by default, the certificate signs itself. */
  readonly issuer?: { readonly name: string; readonly keys: Keys };
  readonly names?: readonly object[];
  /** Days from now until it expires. */
  readonly days?: number;
  readonly isAuthority?: boolean;
}

let lastSerial = 0;

function newCertificate({ keys, name, names, days = 2, isAuthority = false, ...by }: Wanted): Identity {
  const { issuer = { name, keys } } = by;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(keys.publicKey);
  certificate.serialNumber = (++lastSerial).toString(16).padStart(4, "0");
  certificate.validity.notBefore = new Date(Date.now() - 3 * DAY);
  certificate.validity.notAfter = new Date(Date.now() + days * DAY);
  certificate.setSubject([{ name: "commonName", value: name }]);
  certificate.setIssuer([{ name: "commonName", value: issuer.name }]);
  certificate.setExtensions([
    { name: "basicConstraints", cA: isAuthority, critical: true },
    ...(names === undefined ? [] : [{ name: "subjectAltName", altNames: names }]),
  ]);
  certificate.sign(pki.privateKeyFromPem(issuer.keys.privateKey), forge.md.sha256.create());
  return { certificate: pki.certificateToPem(certificate), key: keys.privateKey };
}
