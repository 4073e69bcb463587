/** The limits of a device, for which `DeviceHost` has no function. They have the form of other platforms' limits. */
export const DEVICE_LIMITS = [
  {
    subject: "Control messages",
    text: "DeviceHost has neither sendmsg nor recvmsg: WSASendMsg with a control message returns WSAEOPNOTSUPP, WSARecvMsg returns no control messages, and does not report a datagram that was cut.",
    rules: [
      "WSARecvMsg/control-messages",
      "WSARecvMsg/cut",
      "WSARecvMsg/mapped",
      "WSARecvMsg/overlapped",
      "WSARecvMsg/single-fields",
      "WSARecvMsg/to-several",
      "WSASendMsg/header-fields",
      "WSASendMsg/several-buffers",
    ],
  },
] as const;
