import {
  type HANDLE,
  INVALID_HANDLE_VALUE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  type Storage,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const GENERIC_READ = 0x80000000;
const GENERIC_WRITE = 0x40000000;
const [CREATE_NEW, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS, TRUNCATE_EXISTING] = [1, 2, 3, 4, 5];
const ERROR_FILE_NOT_FOUND = 2;
const ERROR_PATH_NOT_FOUND = 3;
const ERROR_WRITE_PROTECT = 19;
const ERROR_READ_FAULT = 30;
const ERROR_HANDLE_EOF = 38;
const ERROR_NEGATIVE_SEEK = 131;
const [FILE_BEGIN, FILE_CURRENT, FILE_END] = [0, 1, 2];
const FILE_TYPE_DISK = 1;

/** A storage with these texts at first. */
function storing(texts: Readonly<Record<string, string>>): Storage {
  const stored = new Map(Object.entries(texts));
  return {
    read: (name) => stored.get(name) ?? null,
    write(name, text) {
      stored.set(name, text);
      return true;
    },
  };
}

/** Every length of a character in UTF-8, and half of a surrogate pair. */
const LETTERS = "a\u00e9\u20ac\u{1f600}\ud800z";
const LETTERS_UTF8 = [0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xef, 0xbf, 0xbd, 0x7a];

const TEXTS = { figures: "0123456789", letters: LETTERS, damaged: "" };

/** A program on a machine whose storage has `TEXTS`. */
function programWithTexts(bench: Bench): Program {
  return bench.machineNamed("with-texts", { storage: storing(TEXTS) }).program();
}

/** Opens a text. The bench closes the handle at its end. */
function open(program: Program, name: string, access = GENERIC_READ, disposition = OPEN_EXISTING): HANDLE {
  const { kernel32 } = program.desktop;
  const file = kernel32.CreateFileW(name, access, 0, null, disposition, 0, null);
  if (file !== INVALID_HANDLE_VALUE) program.bench.atClose(() => kernel32.CloseHandle(file));
  return file;
}

function refuses(program: Program, result: unknown, failure: unknown, code: number, what: string): void {
  equal(result, failure, `the result ${what}`);
  sameCode(program.ws2.WSAGetLastError(), code, `the error ${what}`);
}

/** Reads at most `size` bytes where the last read stopped. */
function read(program: Program, file: HANDLE, size: number): readonly number[] {
  const [buf, count]: [Uint8Array, Ref<number>] = [new Uint8Array(size), ref(0)];
  equal(program.desktop.kernel32.ReadFile(file, buf, size, count, null), true, "what ReadFile returns");
  return [...buf.subarray(0, count.value)];
}

/** Files of the platform's storage, which CreateFileW opens. */
export const STORED_FILE_CHECKS: readonly Check[] = [
  {
    rule: "files/stored",
    of: "reading",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      const { kernel32 } = program.desktop;
      const file = open(program, "figures");
      equal(kernel32.GetFileType(file), FILE_TYPE_DISK, "the type of the handle");
      const size = ref(0);
      equal(kernel32.GetFileSizeEx(file, size), true, "what GetFileSizeEx returns");
      equal(size.value, 10, "the bytes of the file");
      sameList(read(program, file, 4), bytes("0123"), "the first read");
      sameList(read(program, file, 4), bytes("4567"), "the second");
      sameList(read(program, file, 4), bytes("89"), "the third, up to the end");
      sameList(read(program, file, 4), [], "the fourth, at the end");
      const other = open(program, "figures", GENERIC_READ, OPEN_ALWAYS);
      sameList(read(program, other, 2), bytes("01"), "the first read by another handle");
      holds(kernel32.CloseHandle(file), "whether CloseHandle works");
      refuses(program, kernel32.GetFileSizeEx(file, size), false, WSA_INVALID_HANDLE, "of a closed handle");
    },
  },
  {
    rule: "files/stored",
    of: "UTF-8",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      sameList(read(program, open(program, "letters"), 64), LETTERS_UTF8, "the bytes of the text");
    },
  },
  {
    rule: "files/stored-offset",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      const { kernel32 } = program.desktop;
      const file = open(program, "figures");
      const overlapped = { ...newWSAOVERLAPPED(program.ws2.WSACreateEvent()), Offset: 7 };
      const [buf, count]: [Uint8Array, Ref<number>] = [new Uint8Array(8).fill(7), ref(99)];
      equal(kernel32.ReadFile(file, buf, 2, count, overlapped), true, "what ReadFile returns");
      sameList(buf, [...bytes("78"), 7, 7, 7, 7, 7, 7], "what is read");
      equal(count.value, 2, "the bytes read");
      equal(overlapped.InternalHigh, 2, "InternalHigh");
      equal(overlapped.Internal, 0, "Internal");
      const transferred = ref(0);
      equal(
        kernel32.GetOverlappedResult(file, overlapped, transferred, false),
        true,
        "what GetOverlappedResult returns",
      );
      equal(transferred.value, 2, "the bytes that it reports");
      sameList(read(program, file, 4), bytes("9"), "the next read without a structure");
      overlapped.Offset = 10;
      refuses(program, kernel32.ReadFile(file, buf, 1, null, overlapped), false, ERROR_HANDLE_EOF, "at the end");
      overlapped.Offset = 0;
      overlapped.OffsetHigh = 1;
      refuses(program, kernel32.ReadFile(file, buf, 1, null, overlapped), false, ERROR_HANDLE_EOF, "at 2^32");
      equal(kernel32.ReadFile(file, buf, 0, null, overlapped), true, "what a read of 0 bytes returns there");
    },
  },
  {
    rule: "files/stored-pointer",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      const { kernel32 } = program.desktop;
      const file = open(program, "figures");
      const move = (distance: number, from: number, expected: number) => {
        const now = ref(99);
        equal(kernel32.SetFilePointerEx(file, distance, now, from), true, "what SetFilePointerEx returns");
        equal(now.value, expected, `the offset ${distance} bytes from ${from}`);
      };
      move(3, FILE_BEGIN, 3);
      move(2, FILE_CURRENT, 5);
      sameList(read(program, file, 2), bytes("56"), "what is read there");
      move(-1, FILE_CURRENT, 6);
      move(-2, FILE_END, 8);
      sameList(read(program, file, 4), bytes("89"), "what is read there");
      move(5, FILE_END, 15);
      sameList(read(program, file, 4), [], "what is read behind the end");
      equal(kernel32.SetFilePointerEx(file, 0, null, FILE_BEGIN), true, "what it returns without a pointer");
      const fails = (distance: number, from: number, code: number, what: string) =>
        refuses(program, kernel32.SetFilePointerEx(file, distance, null, from), false, code, what);
      fails(-1, FILE_BEGIN, ERROR_NEGATIVE_SEEK, "before the beginning");
      fails(0, 3, WSA_INVALID_PARAMETER, "for an unknown method");
      fails(0.5, FILE_BEGIN, WSA_INVALID_PARAMETER, "for half a byte");
      sameList(read(program, file, 2), bytes("01"), "what is read after the refused calls");
    },
  },
  {
    rule: "files/stored-refused",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      const fails = (file: HANDLE, code: number, what: string) =>
        refuses(program, file, INVALID_HANDLE_VALUE, code, what);
      for (const disposition of [CREATE_NEW, CREATE_ALWAYS, TRUNCATE_EXISTING]) {
        const file = open(program, "figures", GENERIC_READ, disposition);
        fails(file, ERROR_WRITE_PROTECT, `of disposition ${disposition}`);
      }
      for (const disposition of [0, 6]) {
        const file = open(program, "figures", GENERIC_READ, disposition);
        fails(file, WSA_INVALID_PARAMETER, `of disposition ${disposition}`);
      }
      fails(open(program, "figures", GENERIC_READ | GENERIC_WRITE), ERROR_WRITE_PROTECT, "for writing");
      fails(open(program, "none", GENERIC_READ, OPEN_ALWAYS), ERROR_WRITE_PROTECT, "of a name that would be created");
      fails(open(program, "none"), ERROR_FILE_NOT_FOUND, "of an unknown name");
      fails(open(program, "none", GENERIC_WRITE), ERROR_FILE_NOT_FOUND, "of an unknown name for writing");
      fails(open(program, "damaged"), ERROR_READ_FAULT, "of a text that the storage cannot read");
      for (const name of ["a/b", "a\\b", "c:figures", "..", ".", "", "a\0"]) {
        fails(open(program, name), ERROR_PATH_NOT_FOUND, `of the name ${JSON.stringify(name)}`);
      }
      fails(open(program, null as never), WSA_INVALID_PARAMETER, "without a name");
    },
  },
  {
    rule: "files/stored-arguments",
    needs: ["own limits"],
    run(bench) {
      const program = programWithTexts(bench);
      const { kernel32 } = program.desktop;
      const file = open(program, "figures");
      const buf = new Uint8Array(4);
      const fails = (result: boolean, what: string) => refuses(program, result, false, WSA_INVALID_PARAMETER, what);
      fails(kernel32.ReadFile(file, buf, 5, ref(0), null), "with a length behind the buffer");
      fails(kernel32.ReadFile(file, null as never, 1, ref(0), null), "without a buffer");
      fails(kernel32.ReadFile(file, buf, 4, null, null), "without a count and a structure");
      fails(kernel32.GetFileSizeEx(file, null as never), "of GetFileSizeEx without a pointer");
      sameList(read(program, file, 2), bytes("01"), "what is read after the refused calls");
    },
  },
];
