/**
 * A second thread acts while the first one waits: it closes the socket of a receive, cancels an overlapped receive,
 * and terminates the process at the other end of a connection.
 *
 * A thread runs inside the wait of another thread, on its stack: the wait of the first thread ends after the second
 * thread has returned.
 */
import {
  AF_INET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  WSA_INFINITE,
  WSA_IO_PENDING,
  type Ws2,
} from "@ws2kit/target";

/** Milliseconds that a thread lets the other one wait. */
const A_WHILE = 20;

export default function main(machine: Machine): void {
  const ws2 = startWinsock(machine);
  const { kernel32 } = ws2;
  const log = (line: string) => machine.platform.log(line);

  log(`closed: ${closesSocketOfReceive(ws2)}`);
  log(`cancelled: ${cancelsReceive(ws2)}`);
  log(`terminated: ${terminatesPeer(machine, ws2)}`);

  // a thread's exit code is what its function returns
  const thread = kernel32.CreateThread(null, 0, (n) => Number(n) * 2, 21, 0, null);
  const exitCode = ref(0);
  kernel32.WaitForSingleObject(thread, WSA_INFINITE);
  kernel32.GetExitCodeThread(thread, exitCode);
  kernel32.CloseHandle(thread);
  log(`exit code: ${exitCode.value}`);
  ws2.WSACleanup();
}

/** The receive that waits ends with WSAEINTR (10004). */
function closesSocketOfReceive(ws2: Ws2): number {
  const s = boundSocket(ws2, SOCK_DGRAM);
  startThread(ws2, () => ws2.closesocket(s));
  const received = ws2.recv(s, new Uint8Array(1), 1, 0);
  return received === SOCKET_ERROR ? ws2.WSAGetLastError() : 0;
}

/** The operation ends with WSA_OPERATION_ABORTED (995); its socket remains. */
function cancelsReceive(ws2: Ws2): number {
  const s = boundSocket(ws2, SOCK_DGRAM);
  const overlapped = newWSAOVERLAPPED();
  const buffers = [{ len: 1, buf: new Uint8Array(1), off: 0 }];
  const begun = ws2.WSARecv(s, buffers, 1, null, ref(0), overlapped, null);
  if (begun === 0 || ws2.WSAGetLastError() !== WSA_IO_PENDING) throw new Error("the receive does not wait");
  startThread(ws2, () => ws2.kernel32.CancelIoEx(s, overlapped));
  const hasEnded = ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0));
  const code = hasEnded ? 0 : ws2.WSAGetLastError();
  ws2.closesocket(s);
  return code;
}

/** The system closes the sockets of a process that ends without WSACleanup: the receive returns 0 bytes. */
function terminatesPeer(machine: Machine, ws2: Ws2): number {
  const peer = startWinsock(machine);
  const listener = boundSocket(peer, SOCK_STREAM);
  require(peer, peer.listen(listener, 1), "listen");
  const name = new Uint8Array(SOCKADDR_IN_SIZE);
  require(peer, peer.getsockname(listener, name, ref(name.length)), "getsockname");
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  require(ws2, ws2.connect(s, name, name.length), "connect");
  require(peer, peer.accept(listener, null, null), "accept");

  startThread(ws2, () => peer.terminate());
  const received = require(ws2, ws2.recv(s, new Uint8Array(1), 1, 0), "recv");
  ws2.closesocket(s);
  return received;
}

/** Starts a thread that sleeps for a while, and then acts. Its handle is not needed: the thread runs without one. */
function startThread(ws2: Ws2, act: () => unknown): void {
  const { kernel32 } = ws2;
  const run = () => {
    kernel32.Sleep(A_WHILE);
    act();
  };
  kernel32.CloseHandle(kernel32.CreateThread(null, 0, run, null, 0, null));
}

function startWinsock(machine: Machine) {
  const ws2 = machine.openProcess();
  if (ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) !== 0) throw new Error("there is no ws2");
  return ws2;
}

/** A socket with a free port of the loopback. */
function boundSocket(ws2: Ws2, type: number): SOCKET {
  const s = ws2.WSASocketW(AF_INET, type, 0, null, 0, WSA_FLAG_OVERLAPPED);
  require(ws2, ws2.bind(s, sockaddr_in("127.0.0.1", 0), SOCKADDR_IN_SIZE), "bind");
  return s;
}

function require(ws2: Ws2, result: number, call: string): number {
  if (result === SOCKET_ERROR) throw new Error(`${call} failed: ${ws2.WSAGetLastError()}`);
  return result;
}
