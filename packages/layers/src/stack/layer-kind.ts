import type { GUID, ProviderModule } from "@ws2kit/spi";

/**
 * Where a layer's events go: plain data, for whoever has the words for it.
 * @data
 */
export type Tell<Event> = (event: Event) => void;

/** A layer as a stack installs it. */
export interface LayerKind<Options extends object, Event> {
  /** Its hidden entry's; its chains have the one after it. */
  readonly ProviderId: GUID;
  /** The layer's name in a stack and in messages. */
  readonly name: string;
  /**
   * Makes the layer's module. Throws a BadOption for invalid options.
   * @data
   */
  module(options: Options, tell: Tell<Event>, ProviderId?: GUID): ProviderModule;
}

// biome-ignore lint/suspicious/noExplicitAny: what each kind takes is its own
export type AnyKind = LayerKind<any, any>;

/** The layers that a stack may name. */
export type Kinds = Readonly<Record<string, AnyKind>>;

type OptionsOf<Kind> = Kind extends LayerKind<infer Options, infer _Event> ? Options : never;

/** One layer of a stack as data: what it is called in `kinds`, and its options. */
export type StackRow<All extends Kinds> = {
  [Name in keyof All & string]: { readonly layer: Name } & OptionsOf<All[Name]>;
}[keyof All & string];

/** What the layers of a stack tell. */
export type EventOf<All extends Kinds> = All[keyof All] extends LayerKind<infer _Options, infer Event> ? Event : never;
