/**
 * The categories of WSCSetProviderInfo: what a layered provider does, or which layers an application permits. Source:
 * ws2spi.h.
 */
export const LSP_SYSTEM = 0x80000000;
export const LSP_INSPECTOR = 0x1;
export const LSP_REDIRECTOR = 0x2;
export const LSP_PROXY = 0x4;
export const LSP_FIREWALL = 0x8;
export const LSP_INBOUND_MODIFY = 0x10;
export const LSP_OUTBOUND_MODIFY = 0x20;
export const LSP_CRYPTO_COMPRESS = 0x40;
export const LSP_LOCAL_CACHE = 0x80;
