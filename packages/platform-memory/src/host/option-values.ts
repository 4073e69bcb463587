/** The values of a socket's options. A new socket shares the defaults; its first `setsockopt` copies them. */
export interface Options {
  debug: number;
  reuse: number;
  exclusive: number;
  keepAlive: number;
  keepAliveSeconds: number;
  keepAliveInterval: number;
  keepAliveCount: number;
  dontRoute: number;
  broadcast: number;
  lingerOn: number;
  lingerSeconds: number;
  oobInline: number;
  sendBuffer: number;
  receiveBuffer: number;
  sendTimeout: number;
  receiveTimeout: number;
  noDelay: number;
  typeOfService: number;
  timeToLive: number;
  dontFragment: number;
  multicastInterface: number;
  multicastHops: number;
  multicastLoop: number;
  v6Only: number;
}

/** The default values that Windows documents; IPV6_V6ONLY is on. */
export const DEFAULTS: Readonly<Options> = {
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
};
