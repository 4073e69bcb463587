/**
 * A chat room in one loop of messages: what one client sends, every other client receives.
 *
 * A window receives each event of each socket as a message, and nothing else waits. A client that does not read is
 * never waited for: its unsent bytes are stored until FD_WRITE, and a client with too many of them is disconnected.
 */
import {
  AF_INET,
  FD_ACCEPT,
  FD_CLOSE,
  FD_READ,
  FD_WRITE,
  type HWND,
  HWND_MESSAGE,
  INADDR_ANY,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newMSG,
  newWSADATA,
  ref,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrText,
  WM_USER,
  WSAEWOULDBLOCK,
  WSAGETSELECTERROR,
  WSAGETSELECTEVENT,
  type Ws2,
} from "@ws2kit/target";

/** Every event of every socket: the socket in wParam, the event and its code in lParam. */
const WM_SOCKET = WM_USER + 1;
/** If it is in use, the server uses any free port; the first line reports which. */
const PORT = 7010;
/** The most bytes received at once. */
const CHUNK = 4096;
/** The most unsent bytes of one client. */
const MOST_UNSENT = 64 * 1024;
/** A client that sends this byte (Ctrl-D) closes the room. */
const END_OF_TRANSMISSION = 4;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  if (ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) !== 0) throw new Error("there is no ws2");
  const room = new ChatRoom(ws2, (line) => machine.platform.log(line));

  const { user32 } = ws2;
  const message = newMSG();
  let result = user32.GetMessageW(message, null, 0, 0);
  for (; result > 0; result = user32.GetMessageW(message, null, 0, 0)) {
    user32.TranslateMessage(message);
    user32.DispatchMessageW(message);
  }
  if (result < 0) throw new Error(`GetMessageW failed: ${ws2.WSAGetLastError()}`);
  room.close();
  ws2.WSACleanup();
}

class ChatRoom {
  readonly #ws2: Ws2;
  readonly #log: (line: string) => void;
  readonly #window: HWND;
  readonly #listener: SOCKET;
  /** The clients, with the unsent bytes of each. */
  readonly #clients = new Map<SOCKET, Uint8Array>();
  readonly #chunk = new Uint8Array(CHUNK);

  constructor(ws2: Ws2, log: (line: string) => void) {
    this.#ws2 = ws2;
    this.#log = log;
    this.#window = this.#createWindow();
    this.#listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
    for (const port of [PORT, 0]) {
      if (ws2.bind(this.#listener, sockaddr_in(INADDR_ANY, port), SOCKADDR_IN_SIZE) === 0) break;
    }
    this.#require(ws2.listen(this.#listener, 5), "listen");
    // an accepted socket inherits the window, the message and the events
    const events = FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE;
    this.#require(ws2.WSAAsyncSelect(this.#listener, this.#window, WM_SOCKET, events), "WSAAsyncSelect");
    const name = new Uint8Array(SOCKADDR_IN_SIZE);
    this.#require(ws2.getsockname(this.#listener, name, ref(name.length)), "getsockname");
    log(`listening ${sockaddrText(name)}`);
  }

  close(): void {
    for (const s of [this.#listener, ...this.#clients.keys()]) this.#ws2.closesocket(s);
    this.#ws2.user32.DestroyWindow(this.#window);
  }

  #createWindow(): HWND {
    const { user32 } = this.#ws2;
    const lpszClassName = "chat room";
    user32.RegisterClassW({
      lpszClassName,
      lpfnWndProc: (hWnd, uMsg, wParam, lParam) => {
        if (uMsg !== WM_SOCKET) return user32.DefWindowProcW(hWnd, uMsg, wParam, lParam);
        this.#receiveEvent(wParam as SOCKET, WSAGETSELECTEVENT(lParam), WSAGETSELECTERROR(lParam));
        return 0;
      },
    });
    return user32.CreateWindowExW(0, lpszClassName, null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  }

  #receiveEvent(s: SOCKET, event: number, error: number): void {
    if (event === FD_ACCEPT) this.#accept();
    // a message can be in the queue for a client that was disconnected meanwhile
    else if (!this.#clients.has(s)) return;
    else if (error !== 0 || event === FD_CLOSE) this.#disconnect(s, error);
    else if (event === FD_READ) this.#receive(s);
    else if (event === FD_WRITE) this.#send(s, new Uint8Array(0));
  }

  #accept(): void {
    const s = this.#ws2.accept(this.#listener, null, null);
    // a client may have closed its connection before it is accepted
    if (s === INVALID_SOCKET) return;
    this.#clients.set(s, new Uint8Array(0));
    this.#log(`${this.#clients.size} in the room`);
  }

  /** Receives once: FD_READ is posted again while bytes are left. */
  #receive(s: SOCKET): void {
    const received = this.#ws2.recv(s, this.#chunk, CHUNK, 0);
    if (received <= 0) return;
    const bytes = this.#chunk.subarray(0, received);
    if (bytes.includes(END_OF_TRANSMISSION)) this.#ws2.user32.PostQuitMessage(0);
    for (const other of [...this.#clients.keys()]) if (other !== s) this.#send(other, bytes);
  }

  /** Sends what was unsent and `bytes`, as far as possible now, and stores a copy of the rest until FD_WRITE. */
  #send(s: SOCKET, bytes: Uint8Array): void {
    const before = this.#clients.get(s) as Uint8Array;
    const all = new Uint8Array(before.length + bytes.length);
    all.set(before);
    all.set(bytes, before.length);
    const sent = all.length === 0 ? 0 : this.#ws2.send(s, all, all.length, 0);
    const code = sent === SOCKET_ERROR ? this.#ws2.WSAGetLastError() : 0;
    const error = code === WSAEWOULDBLOCK ? 0 : code;
    const unsent = all.subarray(Math.max(sent, 0));
    if (error !== 0 || unsent.length > MOST_UNSENT) this.#disconnect(s, error);
    else this.#clients.set(s, unsent);
  }

  #disconnect(s: SOCKET, error: number): void {
    this.#ws2.closesocket(s);
    this.#clients.delete(s);
    this.#log(`${this.#clients.size} in the room${error === 0 ? "" : ` after error ${error}`}`);
  }

  #require(result: number, call: string): void {
    if (result === SOCKET_ERROR) throw new Error(`${call} failed: ${this.#ws2.WSAGetLastError()}`);
  }
}
