import type { GUID, ProviderModule } from "@ws2kit/spi";

/**
 * Receives a layer's events, which are plain data. `layerEventText` converts an event to a line.
 * @data
 */
export type Report<Event> = (event: Event) => void;

/** A layer as a stack installs it. */
export interface LayerKind<Options extends object, Event> {
  /** The GUID of its hidden entry. The entry of its chains has the next GUID. */
  readonly ProviderId: GUID;
  /** The layer's name in a stack and in messages. */
  readonly name: string;
  /**
   * Makes the layer's module. Throws a BadOption for invalid options.
   * @data
   */
  module(options: Options, report: Report<Event>, ProviderId?: GUID): ProviderModule;
}

// biome-ignore lint/suspicious/noExplicitAny: what each kind takes is its own
export type AnyKind = LayerKind<any, any>;

/** The layers that a stack may name. */
export type Kinds = Readonly<Record<string, AnyKind>>;

type OptionsOf<Kind> = Kind extends LayerKind<infer Options, infer _Event> ? Options : never;

/** One layer of a stack as data: its name in `kinds`, and its options. */
export type StackRow<All extends Kinds> = {
  [Name in keyof All & string]: { readonly layer: Name } & OptionsOf<All[Name]>;
}[keyof All & string];

/** The events that the layers of a stack report. */
export type EventOf<All extends Kinds> = All[keyof All] extends LayerKind<infer _Options, infer Event> ? Event : never;
