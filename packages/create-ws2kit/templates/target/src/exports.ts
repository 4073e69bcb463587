import { extendExports } from "@ws2kit/core";
import { exports as __parent__ } from "@ws2kit/target-__target__/exports";

/** The functions that the system's DLL exports: those of __target__ without gethostbyname. */
export const exports = /* @__PURE__ */ extendExports(__parent__, { add: {}, without: ["gethostbyname"] });
