import {
  FD_CONNECT,
  FD_MAX_EVENTS,
  FD_READ,
  FD_WRITE,
  HWND_MESSAGE,
  newMSG,
  newWSANETWORKEVENTS,
  PM_REMOVE,
  SD_SEND,
  WM_USER,
} from "@ws2kit/spi";
import { connecting } from "./connection-event-programs.js";
import { Selected } from "./network-event-steps.js";
import { Overlap, reset } from "./overlap.js";
import type { Programs } from "./programs.js";
import { drained, receiving } from "./transfer-event-programs.js";

/** Programs for the statements about network events. */
export const EVENT_ASSERTIONS: Programs = {
  "WSAEnumNetworkEvents-01": (b) => {
    const { server } = receiving(b, "abc");
    const found = { ...newWSANETWORKEVENTS(), iErrorCode: new Array<number>(FD_MAX_EVENTS).fill(99) };
    b.must(b.ws2.WSAEnumNetworkEvents(server.s, null, found));
    return `READ ${found.iErrorCode[0]}, others ${[...new Set(found.iErrorCode.slice(1))].join(" ")}`;
  },
  "WSAEnumNetworkEvents-02": (b) => {
    const { server } = receiving(b, "abc");
    return `${server.recorded()}, ${server.recorded()}`;
  },
  "WSAEventSelect-01": (b) =>
    [b.bound("udp4"), b.pair().server]
      .map((s) => {
        const selected = new Selected(b, s, FD_WRITE);
        const first = selected.next();
        selected.select(FD_WRITE);
        return `${first}, then ${selected.next()}`;
      })
      .join("; "),
  "WSAEventSelect-02": (b) => {
    const listener = new Selected(b, b.listening());
    b.connect(b.tcp(), listener.s);
    const answers = [listener.next()];
    listener.select();
    answers.push(listener.next());
    b.connect(b.tcp(), listener.s);
    listener.clear();
    b.must(b.ws2.accept(listener.s));
    return [...answers, listener.next()].join("; ");
  },
  "WSAEventSelect-03": (b) => {
    const listener = new Selected(b, b.listening());
    b.connect(b.tcp(), listener.s);
    listener.clear();
    b.connect(b.tcp(), listener.s);
    return listener.next();
  },
  "WSAEventSelect-05": (b) => {
    const { client } = connecting(b);
    return `${client.next()}; ${client.next()}`;
  },
  "WSAEventSelect-06": (b) => new Selected(b, b.pair().client, FD_CONNECT | FD_WRITE).next(),
  "WSAEventSelect-08": (b) => {
    const { selected } = drained(b);
    b.ws2.WSAWaitForMultipleEvents(1, [selected.event], true, 100, false);
    b.send(selected.s, "x");
    return selected.next();
  },
  "WSAEventSelect-09": (b) => {
    const { server } = receiving(b, "abc");
    const answers = [server.next(), server.next()];
    b.recv(server.s, 1);
    answers.push(server.next());
    b.recv(server.s);
    return [...answers, server.next()].join("; ");
  },
  "WSAEventSelect-10": (b) => {
    const { client, server } = receiving(b, "abc");
    const first = server.next();
    b.send(client, "def");
    return `${first}; ${server.next()}`;
  },
  "WSAEventSelect-11": (b) => {
    const { client, server } = receiving(b);
    const operation = new Overlap(b);
    operation.recv(server.s);
    b.send(client, "abc");
    return `${server.next()}; "${operation.text}"`;
  },
  "WSAEventSelect-16": (b) => {
    const { client, server } = receiving(b, "abc");
    b.must(b.ws2.shutdown(client, SD_SEND));
    return server.next();
  },
  "WSAEventSelect-17": (b) => {
    const { client, server } = receiving(b);
    reset(b, client);
    return server.next();
  },
  "WSAAsyncSelect-01": (b) => {
    const { user32, WSAAsyncSelect } = b.ws2;
    user32.RegisterClassW({ lpszClassName: "posts", lpfnWndProc: user32.DefWindowProcW });
    const window = user32.CreateWindowExW(0, "posts", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
    const { server } = receiving(b, "abc");
    const posts = () => {
      b.must(WSAAsyncSelect(server.s, window, WM_USER, FD_READ));
      return user32.PeekMessageW(newMSG(), window, 0, 0, PM_REMOVE);
    };
    return `posted ${posts() && posts() ? "again" : "once"}`;
  },
};
