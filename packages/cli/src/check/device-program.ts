import { deviceBundle } from "../engine/checks-bundle.js";
import { SUITE } from "../files/suite.js";
import { loadTarget } from "../files/targets.js";
import { writeText } from "../files/text-file.js";
import { DEFAULT_PLACE } from "../report/places.js";
import type { RunAbout } from "../report/tap-report.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { UsageError } from "../terminal/usage-error.js";
import type { CheckRequest } from "./request.js";

/** Writes a program that runs the checks on a device and logs TAP, for `ws2kit merge` to read. */
export async function writeDeviceProgram(request: CheckRequest, file: string): Promise<ExitCode> {
  const { providers, targets, checks, seed, shard } = request;
  const [[provider], [target]] = [providers, targets];
  if (providers.length > 1 || targets.length > 1) {
    throw new UsageError("--device writes a program for one provider and one target: add, for example, --target ce.");
  }
  if (request.place !== DEFAULT_PLACE)
    throw new UsageError(`--device writes a program with simulated machines: leave out --place ${request.place}.`);
  const { profile } = await loadTarget(target);
  const about: RunAbout = {
    suite: SUITE,
    date: new Date().toISOString(),
    seed,
    place: DEFAULT_PLACE,
    shard,
    provider: { name: provider.name, file: provider.word, sha256: provider.sha256, kind: null },
    target,
    profile: { title: profile.title, version: profile.version },
    engine: "device",
    engineVersion: "",
    milliseconds: 0,
    notRun: 0,
  };
  const scripted = checks.map(({ id, rule }) => ({ id, applies: rule.applies }));
  writeText(file, await deviceBundle({ target, module: provider.path, seed, place: DEFAULT_PLACE }, scripted, about));
  console.log(
    `${file}: ${checks.length} checks of ${target}. Run it on the device, and pass its output to ws2kit merge.`,
  );
  return EXIT.holds;
}
