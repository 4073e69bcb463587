import { type Ref, ref, type SlotName, type WSABUF } from "@ws2kit/spi";
import type { LoadedProvider } from "./loaded-provider.js";

/**
 * The out parameters and the buffer with which an API function calls a provider. They are reused, not made for each
 * call.
 */
export class CallFrame {
  readonly errno: Ref<number> = ref(0);
  readonly bytes: Ref<number> = ref(0);
  readonly flags: Ref<number> = ref(0);
  readonly buffer: WSABUF = { len: 0, buf: null, off: 0 };
  readonly buffers: WSABUF[] = [this.buffer];
  /** The API function that is running. */
  call = "";
  /** The provider whose slot it has called. */
  provider!: LoadedProvider;
  slot!: SlotName;
}
