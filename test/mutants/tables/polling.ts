import {
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRNORM,
  WSAENOTSOCK,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { changed, hides } from "./outcomes.js";

const ALLOWED = POLLRDNORM | POLLRDBAND | POLLWRNORM;

/** WSAPoll that changes its rows before it returns them. */
const reporting = (change: (row: WSAPOLLFD) => void) =>
  changed("WSAPoll", (result, [rows]) => {
    for (const row of result === -1 ? [] : (rows as WSAPOLLFD[])) change(row);
    return result;
  });

const ROWS: readonly Row[] = [
  [
    "WSAPoll uses every row of the array",
    "WSAPoll/rows",
    { api: { WSAPoll: (poll) => (rows, _n, ms) => poll(rows, (rows as WSAPOLLFD[] | null)?.length ?? 0, ms) } },
  ],
  [
    "WSAPoll reports room of a stream that is not connected as an event that was not asked for",
    "WSAPoll/not-connected",
    reporting((row) => {
      if (row.revents === POLLHUP) row.revents |= POLLWRNORM;
    }),
  ],
  [
    "WSAPoll with a negative timeout does not wait",
    "WSAPoll/waits",
    { api: { WSAPoll: (poll) => (rows, n, ms) => poll(rows, n, Number(ms) < 0 ? 0 : ms) } },
  ],
  [
    "WSAPoll reports no room of a datagram socket that has data",
    "WSAPoll/datagrams",
    reporting((row) => {
      if (row.revents === (POLLRDNORM | POLLWRNORM)) row.revents = POLLRDNORM;
    }),
  ],
  ["WSAPoll counts one too many", "WSAPoll/ready", changed("WSAPoll", (n) => (n > 0 ? n + 1 : n))],
  ["WSAPoll is always ready", "WSAPoll/timeout", changed("WSAPoll", (n) => (n === 0 ? 1 : n))],
  ["WSAPoll accepts rows without any socket", "WSAPoll/closed", hides("WSAPoll", WSAENOTSOCK)],
  [
    "WSAPoll reports no end of a stream",
    "WSAPoll/hangup",
    reporting((row) => {
      row.revents &= ~POLLHUP;
    }),
  ],
  [
    "WSAPoll accepts an empty list",
    "WSAPoll/no-rows",
    { api: { WSAPoll: (poll) => (rows, n, ms) => (n === 0 ? 0 : poll(rows, n, ms)) } },
  ],
  [
    "WSAPoll ignores events that are not allowed",
    "WSAPoll/events",
    {
      api: {
        WSAPoll: (poll) => (rows: WSAPOLLFD[], n, ms) => {
          for (const row of rows) row.events &= ALLOWED;
          return poll(rows, n, ms);
        },
      },
    },
  ],
  [
    "WSAPoll reports urgent data as normal data",
    "WSAPoll/urgent",
    reporting((row) => {
      if ((row.revents & POLLRDBAND) !== 0) row.revents = POLLRDNORM;
    }),
  ],
  [
    "WSAPoll reports a connect that failed only as an end",
    "WSAPoll/connect-failed",
    reporting((row) => {
      row.revents &= ~POLLERR;
    }),
  ],
  [
    "WSAPoll reports a socket that another thread closes as an end",
    "WSAPoll/closed-meanwhile",
    reporting((row) => {
      if (row.revents === POLLNVAL) row.revents = POLLHUP;
    }),
  ],
];

export const POLLING = mutants("ws2", "desktop", ROWS);
