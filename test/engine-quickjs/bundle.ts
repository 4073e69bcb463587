import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

/** One ES module without imports, as `ws2kit build` makes them. */
export async function bundle(source: string): Promise<string> {
  const entry = "\0entry";
  const build = await rollup({
    input: entry,
    plugins: [
      { name: "entry", resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? source : null) },
      nodeResolve(),
    ],
  });
  const { output } = await build.generate({ format: "es" });
  await build.close();
  return output[0].code;
}
