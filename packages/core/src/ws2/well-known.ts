import { isNumber } from "../calls/given.js";

/*
 * The services and protocols that a system's files `services` and `protocol` list. An entry is a name, a number, and
 * aliases. The numbers come from IANA's registries, the aliases from Windows.
 */

/** After a service's number follow the letters of its protocols: t for tcp, u for udp. */
const SERVICES = [
  "echo 7tu|discard 9tu sink null|systat 11tu users|daytime 13tu|qotd 17tu quote|chargen 19tu ttytst source",
  "ftp-data 20t|ftp 21t|ssh 22t|telnet 23t|smtp 25t mail|time 37tu timserver|rlp 39u resource|nameserver 42tu name",
  "nicname 43t whois|domain 53tu|bootps 67u dhcps|bootpc 68u dhcpc|tftp 69u|gopher 70t|finger 79t|http 80t www www-http",
  "kerberos 88tu krb5 kerberos-sec|hostname 101t hostnames|iso-tsap 102t|pop2 109t postoffice|pop3 110t",
  "sunrpc 111tu rpcbind portmap|auth 113t ident tap|nntp 119t usenet|ntp 123u|epmap 135tu loc-srv|netbios-ns 137tu nbname",
  "netbios-dgm 138u nbdatagram|netbios-ssn 139t nbsession|imap 143t imap4|snmp 161u|snmptrap 162u snmp-trap|bgp 179t",
  "irc 194t|ldap 389t|https 443tu MCom|microsoft-ds 445tu|kpasswd 464tu|isakmp 500u ike|exec 512t|biff 512u comsat",
  "login 513t|who 513u whod|cmd 514t shell|syslog 514u|printer 515t spooler|talk 517u|ntalk 518u|router 520u route routed",
  "klogin 543t|kshell 544t krcmd|nfs 2049u|ms-sql-s 1433tu|radius 1812u|radacct 1813u|mqtt 1883t|rdp 3389t ms-wbt-server",
];

const PROTOCOLS = [
  "ip 0 IP|icmp 1 ICMP|ggp 3 GGP|tcp 6 TCP|egp 8 EGP|pup 12 PUP|udp 17 UDP|hmp 20 HMP|xns-idp 22 XNS-IDP|rdp 27 RDP",
  "ipv6 41 IPv6|ipv6-route 43 IPv6-Route|ipv6-frag 44 IPv6-Frag|esp 50 ESP|ah 51 AH|ipv6-icmp 58 IPv6-ICMP",
  "ipv6-nonxt 59 IPv6-NoNxt|ipv6-opts 60 IPv6-Opts|rvd 66 RVD",
];

/** An entry of either list. */
export interface WellKnown {
  readonly name: string;
  readonly aliases: string[];
  readonly number: number;
  /** The letters of a service's protocols; "" for a protocol. */
  readonly letters: string;
}

/**
 * Returns the first entry of a list with the wanted number, name or alias, or null. Upper and lower case do not differ.
 * `letter` is that of the service's protocol, "" for any.
 */
function find(list: readonly string[], wanted: string | number, letter: string): WellKnown | null {
  const text = isNumber(wanted) ? "" : wanted.toLowerCase();
  for (const row of list.join("|").split("|")) {
    const [name, at, ...aliases] = row.split(" ");
    const number = parseInt(at, 10);
    const letters = at.slice(String(number).length);
    const isMeant = isNumber(wanted)
      ? number === wanted
      : [name, ...aliases].some((each) => each.toLowerCase() === text);
    if (isMeant && letters.includes(letter)) return { name, aliases, number, letters };
  }
  return null;
}

/** A service by its name or its number (in host byte order). `letter` is that of its protocol, "" for any. */
export function findService(wanted: string | number, letter: string): WellKnown | null {
  return find(SERVICES, wanted, letter);
}

/** A protocol by its name or its number. */
export function findProtocol(wanted: string | number): WellKnown | null {
  return find(PROTOCOLS, wanted, "");
}
