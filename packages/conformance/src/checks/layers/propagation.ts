import { defineLayer, installLayer } from "@ws2kit/layers";
import {
  copyProtocolInfo,
  FROM_PROTOCOL_INFO,
  freezeProtocolInfo,
  MAX_PROTOCOL_CHAIN,
  newWSAPROTOCOL_INFOW,
  type ProviderModule,
  type Ref,
  ref,
  SO_TYPE,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  UPCALLS,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { RecordedChain, sameInfo } from "../../bench/recorded-chain.js";
import { equal, holds, NotArranged } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { checkedPath } from "../../subjects/subject.js";

type Info = Readonly<WSAPROTOCOL_INFOW>;
type Look = (chain: RecordedChain, expected: Info) => void;

const FROM = FROM_PROTOCOL_INFO;
const TOKEN = 77;

/**
 * One check over another layer, which must receive the chain's info, and one over the base, which must receive its own.
 */
function overEach(rule: Check["rule"], slots: Partial<WSPPROC_TABLE>, look: Look): readonly Check[] {
  return [true, false].map((hasLayerBelow) => ({
    rule,
    of: hasLayerBelow ? "over a layer" : "over the base",
    run(bench) {
      const chain = new RecordedChain(bench, { hasLayerBelow, slots });
      look(chain, hasLayerBelow ? chain.entry : chain.baseEntries[0]);
    },
  }));
}

/** Opens a socket of the chain. Asserts that WSPSocket below received this info. */
function opensWith(chain: RecordedChain, expected: Info): void {
  chain.program.works(chain.open());
  equal(chain.below.callsOf("WSPSocket").length, 1, "WSPSocket calls below");
  sameInfo(chain.callBelow("WSPSocket")[3], expected, "the info at WSPSocket below");
}

const sockets: readonly Check[] = [
  {
    rule: "propagation/WSPSocket/next-is-a-layer",
    run(bench) {
      const chain = new RecordedChain(bench, { hasLayerBelow: true });
      opensWith(chain, chain.entry);
    },
  },
  {
    rule: "propagation/WSPSocket/next-is-the-base",
    run(bench) {
      const chain = new RecordedChain(bench);
      opensWith(chain, chain.baseEntries[0]);
    },
  },
  {
    rule: "propagation/layer-is-both",
    run(bench) {
      const chain = new RecordedChain(bench);
      const { program, below } = chain;
      const [first, second] = [program.works(chain.open()), program.works(chain.open())];
      holds(first !== second, "whether the two sockets have different descriptors");
      equal(below.callsOf("WSPSocket").length, 2, "WSPSocket calls below");
      program.works(program.ws2.closesocket(first), "closesocket's error");
      equal(below.callsOf("WSPCloseSocket").length, 1, "WSPCloseSocket calls below");
      program.works(program.ws2.listen(second, 1), "the other socket's error");
    },
  },
  {
    rule: "propagation/arguments-unmodified",
    run(bench) {
      const chain = new RecordedChain(bench);
      const { iAddressFamily, iSocketType, iProtocol } = chain.entry;
      for (const [af, type, protocol] of [
        [FROM, FROM, FROM],
        [iAddressFamily, 0, iProtocol],
        [0, iSocketType, 0],
        [iAddressFamily, iSocketType, iProtocol],
      ]) {
        chain.program.works(chain.program.ws2.WSASocketW(af, type, protocol, chain.entry, 0, 0));
        const given = chain.callBelow("WSPSocket").slice(0, 3);
        equal(given.join(), [af, type, protocol].join(), "af, type and protocol at WSPSocket below");
      }
    },
  },
  {
    rule: "propagation/next-from-chain",
    run(bench) {
      const chain = new RecordedChain(bench, { bases: 2 });
      const [first, second] = chain.bases;
      chain.program.works(chain.open(chain.entries[1]), "the error of the second chain's socket");
      equal(first.callsOf("WSPSocket").length, 0, "WSPSocket calls of the first base");
      equal(second.callsOf("WSPSocket").length, 1, "WSPSocket calls of the second");
      chain.program.works(chain.open(chain.entries[0]), "the error of the first chain's socket");
      equal(first.callsOf("WSPSocket").length, 1, "WSPSocket calls of the first base");
      sameInfo(chain.callBelow("WSPSocket", first)[3], chain.baseEntries[0], "the info at WSPSocket of the first base");
    },
  },
];

const startups: readonly Check[] = [
  ...overEach("propagation/WSPStartup", {}, (chain, expected) => {
    chain.program.works(chain.open());
    // ws2 starts the base too, when it makes a handle for its entry
    holds(chain.below.startups.length > 0, "whether WSPStartup below was called");
    for (const { info } of chain.below.startups) sameInfo(info, expected, "the info at WSPStartup below");
  }),
  {
    rule: "propagation/upcall-table",
    run(bench) {
      const chain = new RecordedChain(bench);
      let given = {} as WSPUPCALLTABLE;
      const slots = chain.start((original) => {
        const copies = UPCALLS.map((name) => [name, (...args: never[]) => (original[name] as never as Call)(...args)]);
        given = Object.fromEntries(copies) as WSPUPCALLTABLE;
        return given;
      });
      const { iAddressFamily, iSocketType, iProtocol } = chain.entry;
      slots.WSPSocket(iAddressFamily, iSocketType, iProtocol, chain.entry, 0, 0, ref(0));
      for (const name of UPCALLS)
        holds(chain.below.upcalls[name] === given[name], `whether the provider below received the same ${name}`);
    },
  },
];

type Call = (...args: unknown[]) => unknown;

const NAME = sockaddr_in("10.1.2.3", 4567);

const strings: readonly Check[] = [
  ...overEach(
    "propagation/WSPAddressToString",
    {
      WSPAddressToString(_address, _length, _info, text, length) {
        text.value = "as below";
        length.value = 9;
        return 0;
      },
    },
    (chain, expected) => {
      const { ws2 } = chain.program;
      const text = ref("");
      chain.program.works(ws2.WSAAddressToStringW(NAME, SOCKADDR_IN_SIZE, chain.entry, text, ref(64)));
      sameInfo(chain.callBelow("WSPAddressToString")[2], expected, "the info at WSPAddressToString below");
      equal(text.value, "as below", "the text");
    },
  ),
  ...overEach(
    "propagation/WSPStringToAddress",
    {
      WSPStringToAddress(_text, _family, _info, address, length) {
        (address as Uint8Array).set(NAME);
        length.value = NAME.length;
        return 0;
      },
    },
    (chain, expected) => {
      const { ws2 } = chain.program;
      const address = new Uint8Array(SOCKADDR_IN_SIZE);
      const { iAddressFamily } = chain.entry;
      chain.program.works(ws2.WSAStringToAddressW("name", iAddressFamily, chain.entry, address, ref(SOCKADDR_IN_SIZE)));
      sameInfo(chain.callBelow("WSPStringToAddress")[2], expected, "the info at WSPStringToAddress below");
      equal(address[7], NAME[7], "the last byte of the address");
    },
  ),
];

/** Duplicates a socket of the chain, and opens the duplicate. The provider below puts a token into the info `given`. */
function duplicated(bench: Bench, hasLayerBelow: boolean) {
  let given: Info | null = null;
  const chain = new RecordedChain(bench, {
    hasLayerBelow,
    slots: {
      WSPDuplicateSocket(_s, _processId, info) {
        copyProtocolInfo(given as Info, info);
        info.dwProviderReserved = TOKEN;
        return 0;
      },
    },
  });
  given = hasLayerBelow ? chain.entry : chain.baseEntries[0];
  const { program } = chain;
  const s = program.works(chain.open());
  const info = newWSAPROTOCOL_INFOW();
  program.works(program.ws2.WSADuplicateSocketW(s, program.control.processId, info), "WSADuplicateSocketW's error");
  program.works(program.ws2.WSASocketW(FROM, FROM, FROM, info, 0, 0), "the error of opening the duplicate");
  return { chain, info, expected: freezeProtocolInfo({ ...given, dwProviderReserved: TOKEN }) };
}

const duplicates: readonly Check[] = [
  ...[true, false].map(
    (hasLayerBelow): Check => ({
      rule: "propagation/WSPDuplicateSocket",
      of: hasLayerBelow ? "over a layer" : "over the base",
      brings: ["sharing"],
      run(bench) {
        const { chain, info, expected } = duplicated(bench, hasLayerBelow);
        equal(info.dwCatalogEntryId, chain.entry.dwCatalogEntryId, "the entry that the duplicate's info names");
        equal(chain.callBelow("WSPDuplicateSocket")[1], chain.program.control.processId, "the process below");
        sameInfo(chain.callBelow("WSPSocket")[3], expected, "the info at WSPSocket below");
      },
    }),
  ),
  {
    rule: "propagation/reserved-member",
    brings: ["sharing"],
    run(bench) {
      const { chain } = duplicated(bench, false);
      const info = chain.callBelow("WSPSocket")[3] as Info;
      equal(info.dwProviderReserved, TOKEN, "dwProviderReserved at the base");
      equal(info.dwCatalogEntryId, chain.baseEntries[0].dwCatalogEntryId, "the entry at the base");
    },
  },
];

const COVER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B00D0";

/** Wraps a provider's module, and records the infos of its WSPStartup and WSPSocket calls. */
function noting(module: ProviderModule, infos: Info[]): ProviderModule {
  return (platform, imports) => {
    const provider = module(platform, imports);
    return {
      ...provider,
      WSPStartup(version, data, info, upcalls, table) {
        infos.push(info);
        const result = provider.WSPStartup(version, data, info, upcalls, table);
        const { WSPSocket } = table;
        table.WSPSocket = (...args) => {
          infos.push(args[3]);
          return (WSPSocket as WSPPROC_TABLE["WSPSocket"])(...args);
        };
        return result;
      },
    };
  };
}

/** The infos that a checked base receives below a layer of the kit. */
const bases: readonly Check[] = [
  {
    rule: "propagation/base-knows-no-chains",
    needs: ["catalog", "IPv4 datagram", "IPv4 stream", "IPv6 datagram", "IPv6 stream", "option SO_TYPE"],
    run(bench) {
      const { machine } = bench.machine;
      const isFull = machine.catalog.entries.some((entry) => entry.ProtocolChain.ChainLen === MAX_PROTOCOL_CHAIN);
      if (isFull) bench.inapplicable("its chains have no room for one more layer");
      const path = checkedPath(machine.catalog, bench.description);
      const module = machine.moduleAt(path);
      if (module === null) throw new NotArranged(`there is no module at ${path}`);
      const infos: Info[] = [];
      machine.installModule(path, noting(module, infos));
      machine.installModule("cover.dll", defineLayer({ ProviderId: COVER, name: "Cover", attach: () => ({}) }));
      const installed = installLayer(machine.openProcess(), "cover.dll", { ProviderId: COVER, name: "Cover" });
      if (installed !== 0) throw new NotArranged(`installLayer failed with ${installed}`);
      const program = bench.program();
      const chains = machine.catalog.entries.filter(
        (entry) => entry.szProtocol.startsWith("Cover over") && entry.iProtocol !== 0,
      );
      for (const chain of chains) {
        const s = program.works(program.ws2.WSASocketW(FROM, FROM, FROM, chain, 0, 0), chain.szProtocol);
        equal(typeOf(program.ws2.getsockopt, s), chain.iSocketType, `SO_TYPE of ${chain.szProtocol}`);
      }
      if (bench.description.provider === "layered") return;
      for (const info of infos) equal(info.ProtocolChain.ChainLen, 1, "the ChainLen of an info that the base receives");
    },
  },
];

function typeOf(
  getsockopt: (s: SOCKET, level: number, name: number, value: Uint8Array, length: Ref<number>) => number,
  s: SOCKET,
): number {
  const value = new Uint8Array(4);
  return getsockopt(s, SOL_SOCKET, SO_TYPE, value, ref(4)) === 0 ? value[0] : -1;
}

/** How a layer forwards the protocol info: unchanged to another layer, replaced by the base's own info to the base. */
export const PROPAGATION_CHECKS: readonly Check[] = [...sockets, ...startups, ...strings, ...duplicates, ...bases];
