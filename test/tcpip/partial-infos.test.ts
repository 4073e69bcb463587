import {
  FROM_PROTOCOL_INFO,
  newWSAPROTOCOL_INFOW,
  ref,
  SOCKET_ERROR,
  WSA_FLAG_OVERLAPPED,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Desk, holds, inMemory, onDesktop } from "../fixture/places.js";

const FROM = [FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO] as const;
/**
 * Infos with a catalog id and some of its entry's values, with the codes of desktop and of the other systems.
 */
const PARTS: readonly [what: string, part: (whole: WSAPROTOCOL_INFOW) => Partial<WSAPROTOCOL_INFOW>, string, string][] =
  [
    ["the id alone", () => ({}), "WSAEAFNOSUPPORT", "WSAEINVAL"],
    ["id and family", ({ iAddressFamily }) => ({ iAddressFamily }), "WSAESOCKTNOSUPPORT", "WSAEINVAL"],
    [
      "id, family and type",
      ({ iAddressFamily, iSocketType }) => ({ iAddressFamily, iSocketType }),
      "WSAEPROTONOSUPPORT",
      "WSAEINVAL",
    ],
    ["another family", (whole) => ({ ...whole, iAddressFamily: 77 }), "WSAEAFNOSUPPORT", "WSAEINVAL"],
    ["another type", (whole) => ({ ...whole, iSocketType: 77 }), "WSAESOCKTNOSUPPORT", "WSAEINVAL"],
    ["another protocol", (whole) => ({ ...whole, iProtocol: 77 }), "WSAEPROTONOSUPPORT", "WSAEINVAL"],
  ];

/** The entries of the catalog that WSAEnumProtocolsW lists. */
function entries({ ws2 }: Desk): WSAPROTOCOL_INFOW[] {
  const length = ref(0);
  ws2.WSAEnumProtocolsW(null, null, length);
  const buffer: WSAPROTOCOL_INFOW[] = [];
  ws2.WSAEnumProtocolsW(null, buffer, length);
  return buffer;
}

describe("an incomplete protocol info", () => {
  for (const [what, part, onWindows, elsewhere] of PARTS) {
    holds(
      `${what}: the base provider refuses it, under layers too`,
      (desk) => {
        for (const whole of entries(desk)) {
          const info = {
            ...newWSAPROTOCOL_INFOW(),
            ...part(whole),
            dwCatalogEntryId: whole.dwCatalogEntryId,
            ProtocolChain: whole.ProtocolChain,
          };
          for (const [af, type, protocol] of [FROM, [0, 0, 0]]) {
            const s = desk.ws2.WSASocketW(af, type, protocol, info, 0, WSA_FLAG_OVERLAPPED);
            assert.equal(s, SOCKET_ERROR);
            assert.equal(desk.error, onDesktop(desk.place) ? onWindows : elsewhere, whole.szProtocol);
          }
        }
      },
      inMemory,
    );
  }
});
