/*
 * The names are those of Windows CE. The numbers are ours, as Microsoft does not document its numbers, and one of them
 * equals SO_GROUP_ID. Options have numbers above all numbers of Winsock; control codes are in a vendor range
 * (IOC_VENDOR, 0x573). Source: reference §12 (SSL), §13.6; design rulings.
 */

/**
 * Socket option of SOL_SOCKET: a DWORD, SO_SEC_NONE or SO_SEC_SSL. Set before connect, or on a socket that will listen.
 */
export const SO_SECURE = 0x57530001;
export const SO_SEC_NONE = 0;
export const SO_SEC_SSL = 1;

/** Output: an SSLPROTOCOLS with the versions that may be used; by default all that the machine supports. */
export const SO_SSL_GET_PROTOCOLS = 0x5d730001;
/** Input: an SSLPROTOCOLS. */
export const SO_SSL_SET_PROTOCOLS = 0x9d730001;
/** Input: a DWORD, SSL_FLAG_DEFER_HANDSHAKE or 0. */
export const SO_SSL_SET_FLAGS = 0x9d730002;
/** Input: the name that the server's certificate must contain, in ASCII. */
export const SO_SSL_SET_PEERNAME = 0x9d730003;
/** Input: an SSLVALIDATECERTHOOK, or `null` to remove the hook. */
export const SO_SSL_SET_VALIDATE_CERT_HOOK = 0x9d730004;
/** Performs the handshake that SSL_FLAG_DEFER_HANDSHAKE has deferred. Input: as SO_SSL_SET_PEERNAME, or nothing. */
export const SO_SSL_PERFORM_HANDSHAKE = 0x3d730005;
/** Output: a DWORD, the verdict on the peer's certificate: 0 or TLS_CERT_*. Windows CE does not have this code. */
export const SO_SSL_GET_VERDICT = 0x5d730006;

/** After connect, bytes pass unencrypted until SO_SSL_PERFORM_HANDSHAKE. */
export const SSL_FLAG_DEFER_HANDSHAKE = 0x1;

export const SSL_PROTOCOL_TLS1_2 = 1;
export const SSL_PROTOCOL_TLS1_3 = 2;

/** The type of a hook's certificates: X.509. */
export const SSL_CERT_X59 = 1;
/**
 * The machine would refuse the certificate: its issuer is not trusted, or the name or the time of validity is wrong.
 */
export const SSL_CERT_FLAG_ISSUER_UNKNOWN = 0x1;
/** The result with which a hook accepts. Any other result refuses. */
export const SSL_ERR_OKAY = 0;
export const SSL_ERR_CERT_UNKNOWN = 1;
