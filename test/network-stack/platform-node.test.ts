import { nodePlatform } from "@ws2kit/platform-node";
import { networkStackContract } from "./contract.js";

networkStackContract("platform-node", () => nodePlatform());
