/**
 * Names that most hosts of JavaScript have and a device's engine lacks. Firmware that uses one does not compile, and
 * the compiler's message says what to use instead. A project's tsconfig names this file in `types`; the build always
 * reads it.
 */
import type { Absent } from "@ws2kit/core";

declare global {
  /** @deprecated */
  var console: Absent<"a device has no console: use machine.platform.log (layer.platform.log in a layer, platform.log in a provider), or consoleOf of @ws2kit/sockets/console">;
  /** @deprecated */
  var setTimeout: Absent<"a device has no setTimeout: call after of the process, or use sleep of @ws2kit/sockets/time">;
  /** @deprecated */
  var setInterval: Absent<"a device has no setInterval: use every of @ws2kit/sockets/time">;
  /** @deprecated */
  var queueMicrotask: Absent<"a device has no queueMicrotask: call then of a resolved promise">;
  /** @deprecated */
  var performance: Absent<"a device has no performance: call machine.platform.now (layer.platform.now in a layer, platform.now in a provider)">;
  /** @deprecated */
  var crypto: Absent<"a device has no crypto: call machine.platform.random (layer.platform.random in a layer, platform.random in a provider)">;
  /** @deprecated */
  var TextEncoder: Absent<"a device has no TextEncoder: use encode of @ws2kit/sockets/text">;
  /** @deprecated */
  var TextDecoder: Absent<"a device has no TextDecoder: use decode of @ws2kit/sockets/text">;
  /** @deprecated */
  var AbortController: Absent<"a device has no AbortController: use Cancellation of @ws2kit/sockets">;
  /** @deprecated */
  var fetch: Absent<"a device has no fetch: use connect of @ws2kit/sockets, and write the request">;
  /** @deprecated */
  var Buffer: Absent<"a device has no Buffer: use a Uint8Array">;
  /** @deprecated */
  var process: Absent<"a device has no process: import @ws2kit/config for settings">;
}
