import {
  FD_CLOSE,
  FD_READ,
  HWND_MESSAGE,
  LINGER,
  type MSG,
  newMSG,
  newWSAPROTOCOL_INFOW,
  PM_REMOVE,
  SO_LINGER,
  type SOCKET,
  SOL_SOCKET,
  WM_USER,
  WSAMAKESELECTREPLY,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import type { Program } from "../fixture/computer.js";
import { type Desk, holds, onDesktop } from "../fixture/places.js";

/** A connected socket whose events are posted, and the messages since the last query. */
function posting(desk: Desk) {
  const ws2 = desk.ws2 as unknown as Program & Ws2;
  const { user32 } = ws2;
  user32.RegisterClassW({ lpszClassName: "one", lpfnWndProc: () => 0 });
  const hWnd = user32.CreateWindowExW(0, "one", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
  const { client } = desk.pair();
  desk.must(ws2.WSAAsyncSelect(client, hWnd, WM_USER, FD_READ | FD_CLOSE));
  const messages = (): MSG[] => {
    desk.sleep();
    const all: MSG[] = [];
    for (let one = newMSG(); user32.PeekMessageW(one, hWnd, 0, 0, PM_REMOVE); one = newMSG()) all.push(one);
    return all;
  };
  return { ws2, client, messages };
}

const ends = (messages: readonly MSG[], s: SOCKET) =>
  messages.map(({ wParam, lParam }) => wParam === s && lParam === WSAMAKESELECTREPLY(FD_CLOSE, 0));

// a layer's handle is not a file: closing it calls closesocket of the socket below
const plain = (place: Desk["place"]) => onDesktop(place) && !place.isTraced;

// test_iocp
describe("a socket whose events are posted to a window", () => {
  holds(
    "reports FD_CLOSE where CloseHandle closes it, and nothing where closesocket does",
    (desk) => {
      const { ws2, client, messages } = posting(desk);
      assert.isTrue(ws2.kernel32.CloseHandle(client));
      assert.deepEqual(ends(messages(), client), [true]);
      const other = posting(desk);
      desk.must(ws2.closesocket(other.client));
      assert.deepEqual(other.messages(), []);
    },
    plain,
  );

  holds(
    "reports nothing while a duplicate is open",
    (desk) => {
      const { ws2, client, messages } = posting(desk);
      const info = newWSAPROTOCOL_INFOW();
      desk.must(ws2.WSADuplicateSocketW(client, ws2.processId, info));
      const duplicate = desk.must(ws2.WSASocketW(-1, -1, -1, info, 0, 0));
      assert.isTrue(ws2.kernel32.CloseHandle(client));
      assert.deepEqual(messages(), []);
      desk.must(ws2.closesocket(duplicate));
    },
    plain,
  );

  holds(
    "reports nothing where CloseHandle fails",
    (desk) => {
      const { ws2, client, messages } = posting(desk);
      desk.set(client, SOL_SOCKET, SO_LINGER, LINGER(1, 5));
      while (ws2.send(client, new Uint8Array(65536), 65536, 0) > 0);
      assert.isFalse(ws2.kernel32.CloseHandle(client));
      assert.deepEqual(messages(), []);
    },
    plain,
  );
});
