import { ORACLE_CASES } from "./oracle-cases.js";

/** A text that rules and rows cite, with the names by which its sections are cited. */
export interface Source {
  readonly title: string;
  readonly sections: Readonly<Record<string, string>>;
}

const PAGE_SECTIONS = {
  parameters: "Parameters",
  "return value": "Return value",
  errors: "Error codes",
  remarks: "Remarks",
  flags: "Flags of dwFlags",
  groups: "Remarks: socket groups",
  "shared sockets": "Shared sockets",
  layered: "Layered service provider considerations",
  requirements: "Requirements",
};

/**
 * What is cited, by the first words of a tag. The rest of it names a section: "WSASocket (CE) errors", "reference
 * §5.2".
 */
export const SOURCES: Readonly<Record<string, Source>> = {
  "WSPSocket (desktop)": { title: "LPWSPSOCKET callback function (ws2spi.h), desktop", sections: PAGE_SECTIONS },
  "WSPSocket (1997)": { title: "WSPSocket, the 1997 service provider interface", sections: PAGE_SECTIONS },
  "WSPSocket (CE 5.0)": { title: "WSPSocket (Windows CE 5.0)", sections: PAGE_SECTIONS },
  "WSASocket (CE)": { title: "WSASocket (Windows CE and Windows Mobile 5)", sections: PAGE_SECTIONS },
  "WPUCreateSocketHandle (desktop)": {
    title: "WPUCreateSocketHandle function (ws2spi.h), desktop",
    sections: PAGE_SECTIONS,
  },
  reference: {
    title: "Winsock 2 facts, collected for ws2kit",
    sections: {
      "§1": "The procedure table",
      "§1.1": "Codes per network event",
      "§1.2": "Behaviours on the desktop",
      "§1.3": "Windows CE, slot by slot",
      "§2.1": "The upcall table",
      "§2.2": "Upcalls on Windows CE",
      "§3": "Configuration functions",
      "§4.1": "WSAPROTOCOL_INFOW",
      "§4.2": "Constants",
      "§4.3": "Error numbers",
      "§5.1": "Provider selection: rules",
      "§5.2": "Provider selection: observed results",
      "§5.3": "Provider selection: errors",
      "§6": "Loading and chains",
      "§7": "Handles",
      "§8": "Overlapped I/O",
      "§9": "Socket groups",
      "§10": "Shared sockets",
      "§11": "Multipoint",
      "§12": "Windows CE profile",
      "§12.1": "Catalogs",
    },
  },
  page: {
    title: "The function's own page, from general knowledge: not read again for this table",
    sections: { codes: "Error codes", remarks: "Remarks" },
  },
  oracle: { title: "Statements from suites that run on Windows", sections: ORACLE_CASES },
  captured: {
    title: "Calls and answers of one existing implementation",
    sections: {
      async: "Overlapped I/O, routines, ports, files",
      events: "Network events",
      options: "Options of each kind of socket",
      poll: "WSAPoll",
      state: "Calls in each state of a socket",
    },
  },
  design: {
    title: "ws2kit's own decisions",
    sections: {
      "two halves": "A profile has two halves",
      objects: "Objects and their owners",
      c: "How C becomes TypeScript",
      loading: "How C becomes TypeScript: loading",
      choosing: "Choosing the provider",
      waiting: "Time, waiting, blocking",
      claims: "A check requires only what it needs",
      rulings: "Rulings where sources conflict or are silent",
    },
  },
};

/** Reads one tag; `undefined` if nothing is known by it. */
export function describeSource(tag: string): string | undefined {
  const cited = Object.entries(SOURCES).find(([key]) => tag.startsWith(`${key} `));
  if (cited === undefined) return undefined;
  const [key, { title, sections }] = cited;
  const section = Object.entries(sections).find(([name]) => name === tag.slice(key.length + 1));
  return section === undefined ? undefined : `${title}: ${section[1]}`;
}

/** The tags of a `source`, in order. */
export function sourceTags(source: string): readonly string[] {
  return source.split("; ");
}
