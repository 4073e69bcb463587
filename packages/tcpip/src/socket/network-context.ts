import type { NetworkStack, ProviderImports } from "@ws2kit/spi";

/** What all processes of one machine share: the network stack, and the state of parts. */
export interface NetworkContext {
  /** Receives the sender's address if the caller does not ask for it. */
  readonly anyName: Uint8Array;
  readonly network: NetworkStack;
  /** Milliseconds on the platform's clock. */
  now(): number;
  /** Notifies a socket when its descriptor is ready. */
  readonly watch: ProviderImports["watch"];
  /** Ends watching a descriptor that is about to be closed. */
  readonly forget: ProviderImports["forget"];
}
