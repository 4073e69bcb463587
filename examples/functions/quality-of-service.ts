/**
 * Asks for a quality of service by name. The shipped provider has none.
 *
 * Functions: WSAGetQOSByName.
 */
import { type Machine, newWSABUF } from "@ws2kit/target";
import { bound, bytesOf, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { s } = bound(ws2);
  const flow = { TokenRate: 0, TokenBucketSize: 0, PeakBandwidth: 0, Latency: 0, DelayVariation: 0, ServiceType: 0 };
  const specification = { ...flow, MaxSduSize: 0, MinimumPolicedSize: 0 };
  const qos = { SendingFlowspec: specification, ReceivingFlowspec: specification, ProviderSpecific: newWSABUF(null) };
  log("G711:", ws2.WSAGetQOSByName(s, newWSABUF(bytesOf("G711")), qos), "with", ws2.WSAGetLastError());
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: G711: false with 10022
