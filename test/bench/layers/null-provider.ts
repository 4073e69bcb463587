import {
  defineProvider,
  MAKEWORD,
  type ProviderModule,
  type Ref,
  ref,
  SLOTS,
  SOCK_STREAM,
  type WSPPROC_TABLE,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
} from "@ws2kit/spi";

export const NULL_PROVIDER = "4F0C6A0E-57D2-4B5B-9C1A-0D6E3F2B7A00";
export const AF_NULL = 77;

/** A base provider whose calls do nothing and succeed, so that only the cost of ws2 and of the layers remains. */
export const nullProvider: ProviderModule = () =>
  defineProvider({
    ProviderId: NULL_PROVIDER,
    protocols: [
      {
        iAddressFamily: AF_NULL,
        iSocketType: SOCK_STREAM,
        iProtocol: 0,
        dwServiceFlags1: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER,
        szProtocol: "Null",
      },
    ],
    WSPStartup(_version, data, info, upcalls, table) {
      const errno = ref(0);
      const own = {} as Record<string, unknown>;
      for (const slot of SLOTS) own[slot] = () => 0;
      const slots: Partial<WSPPROC_TABLE> = {
        WSPSocket: (_af, _type, _protocol, _info, _g, _flags, lpErrno) =>
          upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, null, lpErrno),
        WSPCloseSocket: (s) => upcalls.WPUCloseSocketHandle(s, errno),
        WSPSend(_s, buffers, _count, sent) {
          (sent as Ref<number>).value = buffers[0].len;
          return 0;
        },
        WSPRecv(_s, buffers, _count, received) {
          (received as Ref<number>).value = buffers[0].len;
          return 0;
        },
      };
      Object.assign(table, own, slots);
      data.wVersion = MAKEWORD(2, 2);
      data.wHighVersion = MAKEWORD(2, 2);
      return 0;
    },
  });
