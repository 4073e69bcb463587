/**
 * The platform of a bundle on a device. It calls a C host, or `@ws2kit/engine-quickjs`.
 *
 * A bundle for a device boots like this:
 *
 * ```ts
 * import { devicePlatform } from "@ws2kit/platform-device";
 * import { openMachine } from "@ws2kit/target-ce";
 * import main from "./app.js";
 *
 * const platform = devicePlatform();
 * const machine = openMachine({ platform });
 * platform.booted();
 * platform.run(machine.start(main));
 * ```
 */
export { DEVICE_ABI, type DeviceHost, type DeviceTlsHost } from "./device-host.js";
export { DEVICE_LIMITS } from "./device-limits.js";
export { type DevicePlatform, devicePlatform } from "./device-platform.js";
