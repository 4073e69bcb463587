import { fileURLToPath } from "node:url";
import { Guest, type GuestOptions } from "@ws2kit/engine-quickjs";
import { TLS_1_2, TLS_1_3, TLS_CERT_UNTRUSTED, WSAECONNABORTED, WSAEOPNOTSUPP } from "@ws2kit/spi";
import { assert } from "chai";
import { bundle } from "../engine-quickjs/bundle.js";
import { certificates } from "./certificates.js";

/** Each exported function is a case of platform-device's TLS, over this engine's half of the interface. */
const cases = `
  import { devicePlatform } from "@ws2kit/platform-device";
  import { pair, transfer } from ${JSON.stringify(fileURLToPath(new URL("./pair.js", import.meta.url)))};
  const { tls } = devicePlatform();

  export const has = () => tls !== undefined;

  export function conversation(protocols) {
    const both = pair(tls, tls, { protocols });
    const shaken = both.shakeHands();
    const bytes = new Uint8Array(300001).subarray(1).map((_, i) => i * 7);
    const there = transfer(both, both.client, both.server, bytes);
    const back = transfer(both, both.server, both.client, there);
    const seen = {
      ...shaken, protocol: tls.protocol(both.client.session), verdict: tls.verdict(both.client.session),
      same: back.every((byte, i) => byte === bytes[i]),
      certificate: tls.certificate(both.client.session, 0, new Uint8Array(9), 8, 1) > 100,
      shut: tls.shutdown(both.client.session), carried: both.carry() > 0,
      end: tls.read(both.server.session, bytes, 0, 9),
    };
    both.close();
    return seen;
  }

  export function refusal() {
    const both = pair(tls, tls);
    const seen = [both.shakeHands().client, tls.verdict(both.client.session)];
    both.close();
    return seen;
  }

  export const serverAlone = () => tls.open(1, "", 0, 0);
  export const clientAlone = () => tls.open(0, "device.test", 0, 0);
  export const strangers = (session) => tls.close(session);
`;

describe("TLS of a guest in QuickJS", () => {
  let code: string;
  before(async () => {
    code = await bundle(cases);
  });

  async function boot(tls: GuestOptions["tls"]): Promise<Guest> {
    const guest = await Guest.boot({ code, heap: 4 << 20, stack: 64 * 1024, watchdog: 2000, tls });
    assert.equal(guest.ended.outcome, "done", guest.ended.message);
    return guest;
  }
  const answer = (guest: Guest, name: string, ...args: unknown[]) => {
    const called = guest.call(name, ...args);
    assert.equal(called.outcome, "done", "message" in called ? called.message : "");
    return called.value;
  };

  it("is the host's, with the options of the host", async () => {
    const { certificate, key } = certificates().good;
    const guest = await boot({ trust: certificates().authority.certificate, certificate, key });
    for (const protocol of [TLS_1_2, TLS_1_3]) {
      assert.deepEqual(answer(guest, "conversation", protocol), {
        client: 0,
        server: 0,
        protocol,
        verdict: 0,
        same: true,
        certificate: true,
        shut: 0,
        carried: true,
        end: 0,
      });
    }
    guest.dispose();
  });

  it("refuses by default", async () => {
    const guest = await boot(certificates().selfSigned);
    assert.deepEqual(answer(guest, "refusal"), [-WSAECONNABORTED, TLS_CERT_UNTRUSTED]);
    guest.dispose();
  });

  it("cannot be a server without a certificate, and cannot use other sessions", async () => {
    const guest = await boot({ trust: certificates().authority.certificate });
    assert.equal(answer(guest, "serverAlone"), -WSAEOPNOTSUPP);
    const session = answer(guest, "clientAlone") as number;
    assert.equal(answer(guest, "strangers", session + 1), -10038);
    assert.equal(answer(guest, "strangers", session), 0);
    guest.dispose();
  });

  it("is absent on a device without TLS", async () => {
    const guest = await boot(null);
    assert.isFalse(answer(guest, "has"));
    guest.dispose();
  });
});
