/** `whole`, and the functions of name spaces, which bring a catalog, a provider and their structures. */
import type { Machine } from "@ws2kit/target";
import whole from "./whole.js";

export default function main(machine: Machine): void {
  whole(machine, (ws2) => [
    ws2.WSCInstallNameSpace,
    ws2.WSCUnInstallNameSpace,
    ws2.WSAEnumNameSpaceProvidersW,
    ws2.WSALookupServiceBeginW,
    ws2.WSALookupServiceNextW,
    ws2.WSALookupServiceEnd,
    ws2.WSASetServiceW,
  ]);
}
