import { type HANDLE, ref, WSA_INVALID_HANDLE, WSAENETDOWN } from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { streamSocket } from "../fixture/conversation.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP } from "../fixture/systems.js";

type DesktopProgram = Program & Ws2;

describe("desktop: WSAProviderConfigChange", () => {
  it("makes a handle, then tells of each change since", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const handle = ref<HANDLE | 0>(0);
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
    assert.notEqual(handle.value, 0);
    const provider = new ScriptedProvider();
    provider.install(computer.machine, computer.process());
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
    computer.process().WSCDeinstallProvider(provider.ProviderId, ref(0));
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
  });

  it("waits, and is WSAENETDOWN where nothing can ever change", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const handle = ref<HANDLE | 0>(0);
    ws2.WSAProviderConfigChange(handle, null, null);
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), -1);
    assert.equal(ws2.WSAGetLastError(), WSAENETDOWN);
    assert.include(computer.recorded, "wait-forever");
  });

  it("refuses a handle that is none of its own", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    for (const value of [4444, streamSocket(ws2)]) {
      assert.equal(ws2.WSAProviderConfigChange(ref(value as HANDLE & number), null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
    }
  });
});
