import { assert } from "chai";
import { lockDirectory } from "#platform-node/windows/directory-lock.js";
import { isInUse } from "#platform-node/windows/file-access.js";
import type { Winsock } from "#platform-node/windows/winsock.js";

const ACCESS_DENIED = 5;
const SHARING_VIOLATION = 32;

/** A system whose CreateFileW opens a path, or fails with the error that a test sets for the end of the path. */
function scripted(errors: Readonly<Record<string, number>>) {
  let error = 0;
  const open = new Set<number>();
  const winsock = {
    CreateFileW(path: string) {
      error = Object.entries(errors).find(([name]) => path.endsWith(name))?.[1] ?? 0;
      if (error !== 0) return -1;
      open.add(4 * (open.size + 1));
      return 4 * open.size;
    },
    GetLastError: () => error,
    CloseHandle: (handle: number) => Number(open.delete(handle)),
  };
  return { winsock: winsock as unknown as Winsock, open };
}

describe("platform-node on Windows: the lock of a directory", () => {
  it("is waited for while another process holds it", () => {
    assert.isNull(lockDirectory(scripted({ ".lock": SHARING_VIOLATION }).winsock, "catalog"));
  });

  it("is waited for while the file of its last owner is being deleted, which denies access", () => {
    const { winsock, open } = scripted({ ".lock": ACCESS_DENIED });
    assert.isNull(lockDirectory(winsock, "catalog"));
    assert.equal(open.size, 0);
  });

  it("is not waited for where permissions forbid every file", () => {
    const { winsock } = scripted({ ".lock": ACCESS_DENIED, [`.${process.pid}`]: ACCESS_DENIED });
    assert.throws(() => lockDirectory(winsock, "catalog"), /cannot be locked: Windows' error 5/);
  });

  it("is released", () => {
    const { winsock, open } = scripted({});
    const lock = lockDirectory(winsock, "catalog");
    assert.equal(open.size, 1);
    lock?.release();
    assert.equal(open.size, 0);
  });
});

describe("platform-node on Windows: a file's function that is denied access", () => {
  const denied = (code: string): NodeJS.ErrnoException =>
    Object.assign(new Error("denied"), { code, path: "catalog/.storing", dest: "catalog/catalog.json" });

  it("is repeated while another process has the file open that it replaces", () => {
    assert.isTrue(isInUse(scripted({ "catalog.json": SHARING_VIOLATION }).winsock, denied("EPERM")));
  });

  it("is repeated when the file has just been closed", () => {
    const { winsock, open } = scripted({});
    assert.isTrue(isInUse(winsock, denied("EPERM")));
    assert.equal(open.size, 0);
  });

  it("is not repeated without the permission to replace the file", () => {
    assert.isFalse(isInUse(scripted({ "catalog.json": ACCESS_DENIED }).winsock, denied("EPERM")));
  });

  it("is repeated for EBUSY, and for no other error", () => {
    assert.isTrue(isInUse(scripted({}).winsock, denied("EBUSY")));
    assert.isFalse(isInUse(scripted({}).winsock, denied("ENOSPC")));
  });
});
