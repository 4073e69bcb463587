import { record } from "@ws2kit/layers";
import { POLLRDBAND, POLLRDNORM, POLLWRNORM, type SOCKET, type WSAPOLLFD } from "@ws2kit/spi";
import type { Ws2 as DesktopWs2 } from "@ws2kit/target-desktop";
import { expect } from "chai";
import { connected } from "./ends.js";
import { stacked } from "./machines.js";

// through `record`, no driver reports a socket's state, and WSAPoll calls WSPSelect
describe("WSAPoll through a layer without a driver", () => {
  it("ends, though a stream has data that its row does not ask for", () => {
    const { ws2 } = stacked("desktop", [{ layer: "record" }], { record });
    const [client, server] = connected(ws2);
    ws2.send(client, new Uint8Array(4), 4, 0);
    const poll = (events: number, ms: number) => {
      const rows: WSAPOLLFD[] = [{ fd: server as SOCKET, events, revents: 0 }];
      return [(ws2 as object as DesktopWs2).WSAPoll(rows, 1, ms), rows[0].revents];
    };
    for (const ms of [0, 50]) {
      for (const events of [0, POLLRDBAND]) expect(poll(events, ms)).to.deep.equal([0, 0]);
    }
    expect(poll(POLLRDNORM | POLLRDBAND, 50)).to.deep.equal([1, POLLRDNORM]);
    expect(poll(POLLRDBAND | POLLWRNORM, 50)).to.deep.equal([1, POLLWRNORM]);
  });
});
