import { type Machine, systemProcess, WSCEnumProtocols, WSCInstallProvider } from "@ws2kit/core";
import { installLayer, secure } from "@ws2kit/layers";
import { SOCK_RAW, WSAEINVAL } from "@ws2kit/spi";

/** The shipped base provider: Windows CE's TCP/IP provider. */
export { shipped } from "@ws2kit/target-ce/providers";

/** The file is Windows CE's; the identifier and the name are ours, as no dump of a catalog is published. */
const SECURE_DLL = "\\Windows\\ssllsp.dll";

/**
 * Installs the secure layer ahead of TCP/IP: a hidden entry, and chains over all four protocols. The chains share one
 * ProviderId, so that select can mix their sockets. On Windows CE no catalog outlives a boot, so the layer is installed
 * at each boot, as the registry's `Order` does. Source: reference §12, §12.1; design rulings.
 */
export function installSecure(machine: Machine): void {
  const { ProviderId, name } = secure;
  machine.installModule(
    SECURE_DLL,
    secure.module({ notOverlapped: WSAEINVAL }, () => undefined),
  );
  const system = systemProcess(machine);
  const installer = { WSCEnumProtocols: WSCEnumProtocols(system), WSCInstallProvider: WSCInstallProvider(system) };
  const covers = ({ iSocketType }: { iSocketType: number }) => iSocketType !== SOCK_RAW;
  const code = installLayer(installer, SECURE_DLL, { ProviderId, name, covers });
  if (code !== 0) machine.record("stack-failed", name, code);
}
