/** Settings that all of them share: only the language, as on a device, and messages about what a device lacks. */
const NEUTRAL = {
  target: "ES2022",
  lib: ["ES2020"],
  types: ["@ws2kit/build/device-globals"],
  strict: true,
  skipLibCheck: true,
};

/** A tsconfig for each target, which maps the imports that the build replaces; an editor uses the first one. */
export function typesOfFirmware(targets: readonly string[]): Record<string, object> {
  const files = targets.map((target) => [
    `tsconfig.${target}.json`,
    {
      compilerOptions: {
        ...NEUTRAL,
        module: "ESNext",
        moduleResolution: "Bundler",
        resolveJsonModule: true,
        noEmit: true,
        paths: {
          "@ws2kit/target": [`./node_modules/@ws2kit/target-${target}/lib/index.d.ts`],
          "@ws2kit/config": ["./src/config.json"],
        },
      },
      include: ["src"],
    },
  ]);
  return { "tsconfig.json": { extends: `./tsconfig.${targets[0]}.json` }, ...Object.fromEntries(files) };
}

/** One tsconfig: a provider is the same on every target. */
export function typesOfModule(): Record<string, object> {
  const compilerOptions = { ...NEUTRAL, module: "NodeNext", moduleResolution: "NodeNext", noEmit: true };
  return { "tsconfig.json": { compilerOptions, include: ["src"] } };
}

/** One tsconfig, which compiles the target to `lib`. */
export function typesOfTarget(): Record<string, object> {
  const compilerOptions = {
    ...NEUTRAL,
    module: "NodeNext",
    moduleResolution: "NodeNext",
    rootDir: "src",
    outDir: "lib",
    declaration: true,
    sourceMap: true,
  };
  return { "tsconfig.json": { compilerOptions, include: ["src"] } };
}
