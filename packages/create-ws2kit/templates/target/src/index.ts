/** __title__: the one module that an application for this target imports. */
export { drive } from "@ws2kit/core";
export * from "@ws2kit/spi";

export { profile } from "./profile.js";
export { type __type__, type __type__ as Ws2, type Machine, openMachine } from "./target.js";
