/*
 * The names are Windows CE's, the numbers are ours: Microsoft's are in no documentation, and one of them is
 * SO_GROUP_ID's. Options stand above every number that Winsock uses; control codes are a vendor's (IOC_VENDOR), and the
 * vendor is us (0x573). Source: reference §12 (SSL), §13.6; design rulings.
 */

/**
 * Socket option of SOL_SOCKET: a DWORD, SO_SEC_NONE or SO_SEC_SSL. Set before connect, or on a socket that will listen.
 */
export const SO_SECURE = 0x57530001;
export const SO_SEC_NONE = 0;
export const SO_SEC_SSL = 1;

/** Out: an SSLPROTOCOLS, the versions that may be used; all that the machine has unless they were set. */
export const SO_SSL_GET_PROTOCOLS = 0x5d730001;
/** In: an SSLPROTOCOLS. */
export const SO_SSL_SET_PROTOCOLS = 0x9d730001;
/** In: a DWORD, SSL_FLAG_DEFER_HANDSHAKE or 0. */
export const SO_SSL_SET_FLAGS = 0x9d730002;
/** In: the name that the server's certificate has to be for, as ASCII bytes. */
export const SO_SSL_SET_PEERNAME = 0x9d730003;
/** In: an SSLVALIDATECERTHOOK, or `null` for none. */
export const SO_SSL_SET_VALIDATE_CERT_HOOK = 0x9d730004;
/** In: as SO_SSL_SET_PEERNAME, or nothing. Does the handshake that SSL_FLAG_DEFER_HANDSHAKE has put off. */
export const SO_SSL_PERFORM_HANDSHAKE = 0x3d730005;
/** Out: a DWORD, what became of the peer's certificate: 0 or TLS_CERT_*. Ours alone: Windows CE has no such code. */
export const SO_SSL_GET_VERDICT = 0x5d730006;

/** After connect, bytes go as they are until SO_SSL_PERFORM_HANDSHAKE. */
export const SSL_FLAG_DEFER_HANDSHAKE = 0x1;

export const SSL_PROTOCOL_TLS1_2 = 1;
export const SSL_PROTOCOL_TLS1_3 = 2;

/** What a hook is given: a chain of X.509 certificates. */
export const SSL_CERT_X59 = 1;
/** Nobody whom the machine trusts has issued the certificate, or it is for another name, or for another time. */
export const SSL_CERT_FLAG_ISSUER_UNKNOWN = 0x1;
/** What a hook answers to accept; anything else refuses. */
export const SSL_ERR_OKAY = 0;
export const SSL_ERR_CERT_UNKNOWN = 1;
