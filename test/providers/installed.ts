import { type ProviderModule, ref } from "@ws2kit/spi";
import { assert } from "chai";
import type { Computer } from "../fixture/computer.js";

/** Installs a third party's provider on a machine, as its installer does. */
export function install(computer: Computer, path: string, module: ProviderModule): void {
  computer.machine.installModule(path, module);
  const described = computer.machine.describeModule(path);
  assert.isNotNull(described);
  if (described === null) return;
  const { ProviderId, protocols } = described;
  const errno = ref(0);
  assert.equal(
    computer.process().WSCInstallProvider(ProviderId, path, [...protocols], protocols.length, errno),
    0,
    "WSCInstallProvider",
  );
}
