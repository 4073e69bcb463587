import { devicePlatform } from "@ws2kit/platform-device";
import { networkStackContract } from "./contract.js";
import { nodeHost } from "./node-host.js";

networkStackContract("platform-device", () => {
  const engine = globalThis as { ws2host?: unknown };
  engine.ws2host = nodeHost();
  try {
    return devicePlatform();
  } finally {
    delete engine.ws2host;
  }
});
