/** A layer that refuses connections to some ports, for every application above it. */
import { defineLayer } from "@ws2kit/layers";
import { SOCKET_ERROR, sockaddrPort, WSAEACCES } from "@ws2kit/spi";

/** The ports to which nothing may connect: SMTP, from which a compromised device would send mail. */
const CLOSED_PORTS = [25];

export default defineLayer({
  ProviderId: "__guid__",
  name: "__title__",
  attach: (layer) => ({
    slots: {
      WSPConnect(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, lpErrno) {
        if (name !== null && CLOSED_PORTS.includes(sockaddrPort(name))) {
          lpErrno.value = WSAEACCES;
          return SOCKET_ERROR;
        }
        return layer.pass.WSPConnect(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, lpErrno);
      },
    },
  }),
});
