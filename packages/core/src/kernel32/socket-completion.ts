import { DWORD, readDWORD, ref, SIO_BASE_HANDLE, type SOCKET } from "@ws2kit/spi";
import type { NotificationObject } from "../kernel/notification-object.js";
import type { Completion, CompletionPorts } from "../kernel/port-object.js";
import { fileOf, type SocketObject } from "../kernel/socket-object.js";
import type { Process } from "../process.js";

/**
 * Stored with the file of a base provider's socket: how its operations complete, and how those of each layer above it
 * do, by the layer's DLL.
 */
interface BaseCompletion extends Completion {
  layers?: Map<string, Completion>;
}

const PORTS: CompletionPorts = {
  isTied: (socket) => completionOf(socket)?.association !== undefined,
  post(completion, overlapped, status, bytes, isImmediate) {
    const association = completion?.association;
    if (association === undefined || (isImmediate && status === 0 && completion?.skipsPort)) return;
    const { port, key } = association;
    port.packets.push({ bytes, key, overlapped, status });
  },
};

/** How the operations of a socket complete; undefined if nothing has been set. All handles of a file share it. */
function completionOf({ file, completion }: SocketObject): Completion | undefined {
  return file === undefined ? completion : ((file.file.completion as Completion | undefined) ?? file.completion);
}

/**
 * How the operations of a socket complete, to be read and set. All handles of the socket share it. A layer's socket is
 * no file; the layer's sockets above one base socket share what is stored with that base socket.
 */
export function socketCompletion(process: Process, s: SOCKET, socket: SocketObject): Completion {
  process.machine.ports ??= PORTS;
  const found = completionOf(socket);
  if (found !== undefined) return found;
  const { file } = socket;
  if (file !== undefined) {
    file.completion = {};
    return file.completion;
  }
  process.machine.completionOf ??= socketCompletion;
  socket.completion = layerCompletion(baseCompletion(process, s, socket), socket.provider.path);
  return socket.completion;
}

/** How the overlapped waits of a notification complete, to be read and set. */
export function notificationCompletion(process: Process, notification: NotificationObject): Completion {
  process.machine.ports ??= PORTS;
  notification.completion ??= {};
  return notification.completion;
}

function layerCompletion(base: BaseCompletion | undefined, path: string): Completion {
  if (base === undefined) return {};
  base.layers ??= new Map();
  const completion = base.layers.get(path) ?? {};
  base.layers.set(path, completion);
  return completion;
}

/** What is stored with the base socket below a layer's socket; undefined if that is no file either. */
function baseCompletion(process: Process, s: SOCKET, { provider }: SocketObject): BaseCompletion | undefined {
  const handle = DWORD(0);
  try {
    provider.slots.WSPIoctl(s, SIO_BASE_HANDLE, null, 0, handle, 4, ref(0), null, null, null, ref(0));
  } catch (error) {
    process.machine.containment.contain(error, provider.path, "WSPIoctl");
  }
  return fileOf(process.handles.find(readDWORD(handle)))?.file.completion as BaseCompletion | undefined;
}
