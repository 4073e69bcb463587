import type { Absent } from "@ws2kit/core";

/** What programs for the desktop call and Windows CE lacks, with what serves the purpose there. */
interface Substitutes {
  /** @deprecated */
  readonly WSAAsyncSelect: "WSAEventSelect";
  /** @deprecated */
  readonly WSAAsyncGetHostByName: "getaddrinfo";
  /** @deprecated */
  readonly WSAAsyncGetHostByAddr: "getnameinfo";
  /** @deprecated */
  readonly WSAAsyncGetServByName: "getservbyname";
  /** @deprecated */
  readonly WSAAsyncGetServByPort: "getservbyport";
  /** @deprecated */
  readonly WSAAsyncGetProtoByName: "getprotobyname";
  /** @deprecated */
  readonly WSAAsyncGetProtoByNumber: "getprotobynumber";
  /** @deprecated */
  readonly WSAPoll: "select";
  /** @deprecated */
  readonly WSASendMsg: "WSASendTo";
  /** @deprecated */
  readonly WSAConnectByNameW: "getaddrinfo, then WSAConnect";
  /** @deprecated */
  readonly WSAConnectByList: "WSAConnect with each address";
  /** @deprecated */
  readonly GetAddrInfoW: "getaddrinfo";
  /** @deprecated */
  readonly GetAddrInfoExW: "getaddrinfo";
  /** @deprecated */
  readonly FreeAddrInfoW: "freeaddrinfo";
  /** @deprecated */
  readonly GetNameInfoW: "getnameinfo";
  /** @deprecated */
  readonly GetHostNameW: "gethostname";
  /** @deprecated */
  readonly inet_ntop: "WSAAddressToStringW";
  /** @deprecated */
  readonly InetNtopW: "WSAAddressToStringW";
  /** @deprecated */
  readonly inet_pton: "WSAStringToAddressW";
  /** @deprecated */
  readonly InetPtonW: "WSAStringToAddressW";
  /** @deprecated */
  readonly WSCInstallProviderAndChains: "WSCInstallProvider for each entry";
  /** @deprecated */
  readonly WSCUpdateProvider: "WSCDeinstallProvider, then WSCInstallProvider";
  /** @deprecated */
  readonly user32: "WSAEventSelect";
  /** @deprecated */
  readonly mswsock: "WSAAccept and WSAConnect";
  /** @deprecated */
  readonly kernel32: "WSAWaitForMultipleEvents";
}

/**
 * Members that exist for the compiler alone: an editor strikes them out, and its message for a call says what to call.
 */
export type AbsentOnWindowsCe = {
  readonly [Name in keyof Substitutes]: Absent<`Windows CE has no ${Name}: call ${Substitutes[Name]}`>;
};
