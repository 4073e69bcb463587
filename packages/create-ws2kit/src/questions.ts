import { isCancel, multiselect, select, text } from "@clack/prompts";
import { shippedTargets, TEMPLATE_NAMES, templateOf } from "./templates.js";

/** What the command line may leave open. */
export interface Answers {
  readonly folder?: string;
  readonly template?: string;
  readonly targets?: readonly string[];
}

/** Asks, in a terminal, for what is missing. `null` if the person ends the questions. */
export async function ask({ folder, template, targets }: Answers): Promise<Required<Answers> | null> {
  const where =
    folder ?? (await text({ message: "Folder of the project", defaultValue: "my-device", placeholder: "my-device" }));
  if (isCancel(where)) return null;
  const kind =
    template ??
    (await select({
      message: "What do you want to write?",
      options: TEMPLATE_NAMES.map((value) => ({ value, label: value, hint: templateOf(value).hint })),
    }));
  if (isCancel(kind)) return null;
  const systems =
    targets ??
    (await multiselect({
      message: kind === "target" ? "Which target does it extend?" : "For which targets?",
      options: Object.entries(shippedTargets()).map(([value, hint]) => ({ value, label: value, hint })),
      initialValues: ["ce"],
    }));
  return isCancel(systems) ? null : { folder: where, template: kind, targets: systems };
}
