import { isRef, type Ref, WSAEFAULT, WSAEINVAL, WSANO_RECOVERY, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import type { Change } from "../mutant.js";
import { mutants, type Row } from "../rows.js";

/** A function of the catalog that reports `to` in place of `from`. */
const recoded = (name: string, from: number, to: number): Change => ({
  api: {
    [name]:
      (original) =>
      (...args) => {
        const result = original(...args);
        const errno = args[args.length - 1] as Ref<number>;
        if (result === -1 && isRef(errno) && errno.value === from) errno.value = to;
        return result;
      },
  },
});

/** A function of the catalog that uses the whole list, whatever count is passed at `at`. */
const wholeList = (name: string, list: number, at: number): Change => ({
  api: {
    [name]:
      (original) =>
      (...args) => {
        const given = args[list];
        if (Array.isArray(given) && Number(args[at]) > 0 && given.length > args[at]) args[at] = given.length;
        return original(...args);
      },
  },
});

const ROWS: readonly Row[] = [
  [
    "WSCInstallProvider of no GUID is WSAEFAULT",
    "WSCInstallProvider/arguments",
    recoded("WSCInstallProvider", WSAEINVAL, WSAEFAULT),
  ],
  ["WSCInstallProvider installs the whole list", "WSCInstallProvider/count", wholeList("WSCInstallProvider", 2, 3)],
  [
    "WSCDeinstallProvider without privilege is WSAEINVAL",
    "WSCDeinstallProvider/arguments",
    recoded("WSCDeinstallProvider", WSANO_RECOVERY, WSAEINVAL),
  ],
  [
    "WSCUpdateProvider of a list that is too short is WSAEINVAL",
    "WSCUpdateProvider/arguments",
    recoded("WSCUpdateProvider", WSAEFAULT, WSAEINVAL),
  ],
  [
    "WSCWriteProviderOrder reads the list behind the count",
    "WSCWriteProviderOrder/arguments",
    wholeList("WSCWriteProviderOrder", 0, 1),
  ],
  [
    "WSCInstallProviderAndChains over an unknown protocol is WSANO_RECOVERY",
    "WSCInstallProviderAndChains/arguments",
    recoded("WSCInstallProviderAndChains", WSAEINVAL, WSANO_RECOVERY),
  ],
  [
    "WSCInstallProviderAndChains does not return the identifier of the layer's entry",
    "WSCInstallProviderAndChains/chains",
    {
      api: {
        WSCInstallProviderAndChains: (install) => (id, path, name, flags, list, count, _own, errno) =>
          install(id, path, name, flags, list, count, null, errno),
      },
    },
  ],
  [
    "WSCInstallProviderAndChains without a list installs one chain",
    "WSCInstallProviderAndChains/every-protocol",
    {
      api: {
        WSCInstallProviderAndChains: (install, process) => (id, path, name, flags, list, count, own, errno) => {
          const found: WSAPROTOCOL_INFOW[] = [];
          const length = { value: 1 << 20 };
          if (list === null) process.WSAEnumProtocolsW(null, found, length);
          return list === null
            ? install(id, path, name, flags, found.slice(0, 1), 1, own, errno)
            : install(id, path, name, flags, list, count, own, errno);
        },
      },
    },
  ],
];

/** The arguments of the functions that change the catalog. */
export const CATALOG_ARGUMENTS = mutants("ws2", "desktop", ROWS);
