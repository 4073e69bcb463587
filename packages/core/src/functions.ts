/**
 * Every function that a DLL may export, before it is bound to a process. The type of a target's functions is made of
 * these members, so that an editor shows their docstrings where an application calls them.
 */
export type Functions = typeof import("./catalog/enumeration.js") &
  typeof import("./catalog/provider-path.js") &
  typeof import("./kernel32/index.js") &
  typeof import("./mswsock/message-call.js") &
  typeof import("./mswsock/mswsock.js") &
  typeof import("./mswsock/receive-ex.js") &
  typeof import("./mswsock/transmit-calls.js") &
  typeof import("./user32/index.js") &
  typeof import("./ws2/address-strings.js") &
  typeof import("./ws2/addressing.js") &
  typeof import("./ws2/async-look-ups.js") &
  typeof import("./ws2/blocking.js") &
  typeof import("./ws2/byte-order.js") &
  typeof import("./ws2/categories.js") &
  typeof import("./ws2/connect-by.js") &
  typeof import("./ws2/creation.js") &
  typeof import("./ws2/data.js") &
  typeof import("./ws2/data-buffers.js") &
  typeof import("./ws2/databases.js") &
  typeof import("./ws2/events.js") &
  typeof import("./ws2/extended-resolution.js") &
  typeof import("./ws2/host-names.js") &
  typeof import("./ws2/installation.js") &
  typeof import("./ws2/name-space-installation.js") &
  typeof import("./ws2/name-registration.js") &
  typeof import("./ws2/name-space-resolution.js") &
  typeof import("./ws2/notification.js") &
  typeof import("./ws2/options-and-controls.js") &
  typeof import("./ws2/overlapped.js") &
  typeof import("./ws2/poll.js") &
  typeof import("./ws2/protocols.js") &
  typeof import("./ws2/resolution.js") &
  typeof import("./ws2/select.js") &
  typeof import("./ws2/service-classes.js") &
  typeof import("./ws2/service-look-ups.js") &
  typeof import("./ws2/service-registration.js") &
  typeof import("./ws2/startup.js");

/**
 * The functions of kernel32, mswsock and user32, for their docstrings: those with a declaration as exports of their
 * modules, then those that are written as members of an object.
 */
export type FunctionsOfDlls = typeof import("./kernel32/completion-ports.js") &
  typeof import("./kernel32/duplicate-handle.js") &
  typeof import("./kernel32/files.js") &
  typeof import("./kernel32/kernel-events.js") &
  typeof import("./kernel32/registered-waits.js") &
  typeof import("./kernel32/sleep.js") &
  typeof import("./kernel32/stored-files.js") &
  typeof import("./kernel32/threads.js") &
  typeof import("./kernel32/waits.js") &
  typeof import("./mswsock/receive-ex.js") &
  typeof import("./mswsock/transmit-calls.js") &
  typeof import("./user32/message-waits.js") &
  Omit<typeof import("./user32/windows.js"), "windowFunctions"> &
  ReturnType<typeof import("./mswsock/mswsock.js")["mswsock"]> &
  ReturnType<typeof import("./user32/messages.js")["messageFunctions"]> &
  ReturnType<typeof import("./user32/windows.js")["windowFunctions"]>;
