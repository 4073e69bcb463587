import { Converter, ReflectionKind } from "typedoc";

/** Names a module as an import does: "core" and "spi/name-spaces" in place of "core/src" and "spi/src/name-spaces". */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = module.name.replace(/\/src(?=\/|$)/, "");
    }
  });
}
