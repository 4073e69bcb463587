import { nodeTls } from "./node-tls-peer.js";
import { secureAgainst } from "./tls-peer.js";

describe("secure streams of the shipped layer, against node:tls", function () {
  this.timeout(60_000);
  secureAgainst(nodeTls);
});
