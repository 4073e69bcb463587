import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { networkStackContract } from "./contract.js";

networkStackContract("platform-memory", () => memoryPlatform({ network: memoryNetwork() }));
