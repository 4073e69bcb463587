/** Flags of TransmitFile, TransmitPackets and DisconnectEx. Source: mswsock.h. */
export const TF_DISCONNECT = 0x1;
export const TF_REUSE_SOCKET = 0x2;
export const TF_WRITE_BEHIND = 0x4;
export const TF_USE_DEFAULT_WORKER = 0;
export const TF_USE_SYSTEM_THREAD = 0x10;
export const TF_USE_KERNEL_APC = 0x20;

/** `TRANSMIT_PACKETS_ELEMENT.dwElFlags`. Source: mswsock.h. */
export const TP_ELEMENT_MEMORY = 0x1;
export const TP_ELEMENT_FILE = 0x2;
export const TP_ELEMENT_EOP = 0x4;
