/** The initial values of a socket's options, as Windows documents them. A new socket shares them. */
export const DEFAULTS = {
  debug: 0,
  reuse: 0,
  exclusive: 0,
  keepAlive: 0,
  keepAliveSeconds: 7200,
  keepAliveInterval: 1,
  keepAliveCount: 10,
  dontRoute: 0,
  broadcast: 0,
  lingerOn: 0,
  lingerSeconds: 0,
  oobInline: 0,
  sendBuffer: 65536,
  receiveBuffer: 65536,
  sendTimeout: 0,
  receiveTimeout: 0,
  noDelay: 0,
  typeOfService: 0,
  timeToLive: 128,
  dontFragment: 0,
  multicastInterface: 0,
  multicastHops: 1,
  multicastLoop: 1,
  v6Only: 1,
  reportsAddress: 0,
  reportsHops: 0,
  reportsClass: 0,
  segmentSize: 0,
};

/** The values of a socket's options. Its first `setsockopt` copies the defaults. */
export type Options = Record<keyof typeof DEFAULTS, number>;
