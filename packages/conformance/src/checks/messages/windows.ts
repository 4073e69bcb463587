import { newMSG, PM_NOREMOVE, PM_REMOVE, QS_ALLINPUT, WM_USER, WSA_WAIT_EVENT_0, WSA_WAIT_TIMEOUT } from "@ws2kit/spi";
import { MessageWindow, WM_SOCKET } from "../../bench/message-window.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const ERROR_INVALID_PARAMETER = 87;
const ERROR_INVALID_WINDOW_HANDLE = 1400;
const ERROR_CANNOT_FIND_WND_CLASS = 1407;
const ERROR_CLASS_ALREADY_EXISTS = 1410;

/** Windows and messages, as far as Winsock needs them. */
export const WINDOW_CHECKS: readonly Check[] = [
  {
    rule: "window/queue",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const window = new MessageWindow(program);
      for (const word of ["first", "second"]) holds(user32.PostMessageW(window.hWnd, WM_SOCKET, word, 7), "a post");
      equal(window.seen.length, 0, "the calls of the window's function before a message is dispatched");
      const message = window.next();
      equal(message.wParam, "first", "wParam of the first message");
      equal(user32.DispatchMessageW(message), WM_SOCKET, "what the window's function returns");
      equal(window.seen[0].lParam, 7, "its lParam");
      equal(window.next().wParam, "second", "wParam of the second message");
    },
  },
  {
    rule: "window/filter",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const [one, other] = [new MessageWindow(program), new MessageWindow(program)];
      user32.PostMessageW(one.hWnd, WM_USER, 1, 0);
      user32.PostMessageW(other.hWnd, WM_USER + 5, 2, 0);
      const message = newMSG();
      equal(user32.GetMessageW(message, other.hWnd, 0, 0), 1, "a message of the other window");
      equal(message.wParam, 2, "its wParam");
      holds(
        !user32.PeekMessageW(message, null, WM_USER + 1, WM_USER + 9, PM_REMOVE),
        "whether there is no message in the range",
      );
      holds(user32.PeekMessageW(message, null, 0, 0, PM_NOREMOVE), "whether one message is left");
      holds(
        user32.PeekMessageW(message, null, WM_USER, WM_USER, PM_REMOVE),
        "whether PeekMessageW left it in the queue",
      );
      equal(message.hwnd, one.hWnd, "its window");
    },
  },
  {
    rule: "window/filter",
    of: "GetMessageW, by number",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const { hWnd } = new MessageWindow(program);
      for (const more of [0, 5, 3]) user32.PostMessageW(hWnd, WM_USER + more, 0, 0);
      const message = newMSG();
      equal(user32.GetMessageW(message, null, WM_USER + 2, WM_USER + 4), 1, "what GetMessageW answers");
      equal(message.message, WM_USER + 3, "the message between the numbers");
      holds(
        !user32.PeekMessageW(message, null, WM_USER, 0, PM_REMOVE),
        "whether there is no message in an empty range",
      );
      for (const more of [0, 5]) {
        equal(user32.GetMessageW(message, null, 0, 0), 1, "what GetMessageW returns then");
        equal(message.message, WM_USER + more, "the next of those that were left");
      }
    },
  },
  {
    rule: "window/filter",
    of: "PeekMessageW, by window",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const [one, other] = [new MessageWindow(program), new MessageWindow(program)];
      user32.PostMessageW(one.hWnd, WM_USER, 1, 0);
      user32.PostMessageW(other.hWnd, WM_USER, 2, 0);
      const message = newMSG();
      holds(user32.PeekMessageW(message, other.hWnd, 0, 0, PM_REMOVE), "whether the other window has a message");
      equal(message.wParam, 2, "its wParam");
      holds(!user32.PeekMessageW(message, other.hWnd, 0, 0, PM_REMOVE), "whether it has one only");
      holds(user32.PeekMessageW(message, one.hWnd, 0, 0, PM_REMOVE), "whether the first window's is left");
    },
  },
  {
    rule: "window/quit",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const window = new MessageWindow(program);
      user32.PostQuitMessage(3);
      user32.PostMessageW(window.hWnd, WM_USER, 0, 0);
      const message = newMSG();
      equal(user32.GetMessageW(message, null, 0, 0), 1, "the result for the message that was left");
      equal(user32.GetMessageW(message, null, 0, 0), 0, "the result for WM_QUIT");
      equal(message.wParam, 3, "the exit code");
    },
  },
  {
    rule: "window/none",
    run(bench) {
      const program = bench.program();
      const { ws2, desktop } = program;
      const { user32 } = desktop;
      const window = new MessageWindow(program);
      user32.PostMessageW(window.hWnd, WM_USER, 0, 0);
      holds(user32.DestroyWindow(window.hWnd), "whether the window can be destroyed");
      holds(!user32.PeekMessageW(newMSG(), null, 0, 0, PM_REMOVE), "whether its message is gone");
      holds(!user32.PostMessageW(window.hWnd, WM_USER, 0, 0), "whether nothing can be posted to it");
      sameCode(ws2.WSAGetLastError(), ERROR_INVALID_WINDOW_HANDLE, "the error");
    },
  },
  {
    rule: "window/other-thread",
    run(bench) {
      const program = bench.program();
      const { kernel32, user32 } = program.desktop;
      const window = new MessageWindow(program);
      const act = () => user32.PostMessageW(window.hWnd, WM_SOCKET, "from a thread", 0);
      kernel32.CreateThread(null, 0, act, null, 0, null);
      equal(window.next().wParam, "from a thread", "wParam");
    },
  },
  {
    rule: "MsgWaitForMultipleObjects/either",
    run(bench) {
      const program = bench.program();
      const { kernel32, user32 } = program.desktop;
      const window = new MessageWindow(program);
      const event = kernel32.CreateEventW(null, false, false, null);
      const wait = (ms: number) => user32.MsgWaitForMultipleObjects(1, [event], false, ms, QS_ALLINPUT);
      equal(wait(10), WSA_WAIT_TIMEOUT, "the wait without either");
      user32.PostMessageW(window.hWnd, WM_USER, 0, 0);
      equal(wait(10), WSA_WAIT_EVENT_0 + 1, "the wait that a message ends");
      window.next();
      kernel32.SetEvent(event);
      equal(wait(10), WSA_WAIT_EVENT_0, "the wait that the event ends");
    },
  },
  {
    rule: "WPUPostMessage/posts",
    run(bench) {
      const stub = new StubProvider();
      bench.machine.install(stub);
      const program = bench.program();
      const window = new MessageWindow(program);
      program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
      holds(stub.upcalls.WPUPostMessage(window.hWnd, WM_SOCKET, 5, 6), "whether the upcall posts");
      const { message, wParam, lParam } = window.next();
      equal([message, wParam, lParam].join(), [WM_SOCKET, 5, 6].join(), "the message");
      holds(!stub.upcalls.WPUPostMessage(4711, WM_SOCKET, 0, 0), "whether it returns FALSE for an invalid window");
    },
  },
  {
    rule: "window/refused",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const { hWnd } = new MessageWindow(program);
      const refuses = (result: unknown, failure: unknown, code: number, what: string) => {
        equal(result, failure, `the result ${what}`);
        sameCode(program.ws2.WSAGetLastError(), code, `the error ${what}`);
      };
      user32.PostMessageW(hWnd, WM_USER, 0, 0);
      const nowhere = user32.GetMessageW(newMSG(), 0x7ffffffc as never, 0, 0);
      refuses(nowhere, -1, ERROR_INVALID_WINDOW_HANDLE, "of GetMessageW for a handle that is no window's");
      const lpfnWndProc = () => 0;
      const create = (name: unknown) =>
        user32.CreateWindowExW(0, name as string, null, 0, 0, 0, 0, 0, null, null, null, null);
      refuses(user32.RegisterClassW(null as never), 0, ERROR_INVALID_PARAMETER, "of RegisterClassW without a class");
      const unnamed = { lpszClassName: null as never, lpfnWndProc };
      refuses(user32.RegisterClassW(unnamed), 0, ERROR_INVALID_PARAMETER, "of a class without a name");
      const idle = { lpszClassName: "Idle", lpfnWndProc: null as never };
      refuses(user32.RegisterClassW(idle), 0, ERROR_INVALID_PARAMETER, "of a class without a procedure");
      holds(user32.RegisterClassW({ lpszClassName: "Refused", lpfnWndProc }) !== 0, "whether a class is registered");
      const again = { lpszClassName: "REFUSED", lpfnWndProc };
      refuses(user32.RegisterClassW(again), 0, ERROR_CLASS_ALREADY_EXISTS, "of the same class in capital letters");
      refuses(create("no such class"), 0, ERROR_CANNOT_FIND_WND_CLASS, "of CreateWindowExW for an unknown class");
      refuses(create(null), 0, ERROR_CANNOT_FIND_WND_CLASS, "of CreateWindowExW without a class");
      const made = create("refused");
      holds(user32.IsWindow(made), "whether there is a window of the class in small letters");
      holds(user32.DestroyWindow(made), "whether DestroyWindow destroys it");
      holds(!user32.IsWindow(made), "whether it is a window no longer");
      refuses(user32.DestroyWindow(made), false, ERROR_INVALID_WINDOW_HANDLE, "of DestroyWindow for it");
      const event = program.ws2.WSACreateEvent();
      refuses(
        user32.DestroyWindow(event as never),
        false,
        ERROR_INVALID_WINDOW_HANDLE,
        "of DestroyWindow for an event",
      );
      holds(!user32.IsWindow(event as never), "whether an event is no window");
      holds(user32.IsWindow(hWnd), "whether the first window is left");
    },
  },
  {
    rule: "window/destroyed",
    run(bench) {
      const program = bench.program();
      const { user32 } = program.desktop;
      const [one, other] = [new MessageWindow(program), new MessageWindow(program)];
      for (const { hWnd } of [one, other, one, other]) user32.PostMessageW(hWnd, WM_SOCKET, hWnd, 0);
      holds(user32.DestroyWindow(one.hWnd), "whether DestroyWindow destroys the window");
      const message = newMSG();
      for (let i = 0; i < 2; i++) {
        holds(user32.PeekMessageW(message, null, 0, 0, PM_REMOVE), "whether a message of the other window is left");
        equal(message.hwnd, other.hWnd, "its window");
      }
      holds(!user32.PeekMessageW(message, null, 0, 0, PM_REMOVE), "whether no message of the destroyed window is left");
    },
  },
];
