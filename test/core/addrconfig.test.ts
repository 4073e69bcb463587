import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import { AF_UNSPEC, type addrinfo, MAKEWORD, newaddrinfo, newWSADATA, type Platform, ref } from "@ws2kit/spi";
import { AI_ADDRCONFIG } from "@ws2kit/spi/extended-addresses";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";

const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  memory: () => memoryPlatform({ network: memoryNetwork() }) as Platform,
  node: () => nodePlatform({ log: () => undefined }),
};

/** The addresses of localhost, and how often the machine's own name was looked up for them. */
function lookUpLocalhost(platform: Platform, flags: number): { found: number; code: number; own: number } {
  const { network } = platform;
  const resolve = network.resolve.bind(network);
  let own = 0;
  // as where /etc/hosts maps the host's name to 127.0.1.1
  network.resolve = (name, family, out) => {
    if (name === "") own++;
    return resolve(name === "" ? "localhost" : name, family, out);
  };
  const ws2 = openMachine({ platform }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const result = ref<addrinfo | null>(null);
  const code = ws2.getaddrinfo("localhost", null, newaddrinfo({ ai_family: AF_UNSPEC, ai_flags: flags }), result);
  let found = 0;
  for (let one = result.value; one !== null; one = one.ai_next) found++;
  return { found, code, own };
}

for (const [name, open] of Object.entries(PLATFORMS)) {
  describe(`AI_ADDRCONFIG on the ${name} platform, where the host's name stands for the loopback`, () => {
    // getaddrinfo/addrconfig
    it("filters no address, and looks the host's name up once", () => {
      const plain = lookUpLocalhost(open(), 0);
      assert.isAbove(plain.found, 0);
      assert.deepEqual(lookUpLocalhost(open(), AI_ADDRCONFIG), { ...plain, own: 1 });
    });
  });
}
