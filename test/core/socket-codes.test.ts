import { ref, SOCK_STREAM, WSAEINVAL, WSAEPROTONOSUPPORT } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { SCRIPTED_FAMILY } from "../fixture/scripted-provider.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS } from "../fixture/systems.js";
import { refusing, SHIPPED_REQUESTS, WSASOCKET_CODES, WSPSOCKET_CODES, withProvider } from "./provocations.js";

describe("the codes of WSASocketW and WSPSocket", () => {
  it("are 13 for WSASocketW and 9 for WSPSocket", () => {
    assert.equal(new Set(WSASOCKET_CODES.map(({ code }) => code)).size, 13);
    assert.equal(new Set(WSPSOCKET_CODES).size, 9);
  });
});

for (const system of SYSTEMS) {
  describe(`${system.name}: WSASocketW fails with`, () => {
    for (const { code, how, provoke, descriptors } of WSASOCKET_CODES) {
      it(`${code} ${how}`, () => {
        const ws2 = provoke(new Computer(system, { descriptors }));
        assert.equal(ws2.WSAGetLastError(), code);
      });
    }

    it("WSAEINVAL, or the desktop's WSAEPROTONOSUPPORT, for three known values that do not match", () => {
      const ws2 = new Computer(system).program();
      ws2.WSASocketW(2, SOCK_STREAM, 17, null, 0, 0);
      assert.equal(ws2.WSAGetLastError(), system.name === "desktop" ? WSAEPROTONOSUPPORT : WSAEINVAL);
    });
  });

  describe(`${system.name}: WSPSocket's code reaches the application`, () => {
    for (const code of WSPSOCKET_CODES) {
      it(`${code} of a third party's provider`, () => {
        const { ws2 } = withProvider(new Computer(system), { slots: refusing(code) });
        assert.equal(ws2.WSASocketW(SCRIPTED_FAMILY, SOCK_STREAM, 1, null, 0, 0), -1);
        assert.equal(ws2.WSAGetLastError(), code);
      });
    }
    for (const { code, how, triple, g } of SHIPPED_REQUESTS) {
      it(`${code} of the provider in the box, for ${how}`, () => {
        const { process, slots } = shippedProvider(new Computer(system));
        const errno = ref(0);
        assert.equal(slots.WSPSocket(...triple, process.entries[0], g, 0, errno), -1);
        assert.equal(errno.value, code);
      });
    }
  });
}
