# x86-64 Windows 10 version 2004 and later. Runs under wine64.
CC = x86_64-w64-mingw32-gcc-posix
CFLAGS = -D_WIN32_WINNT=0x0A00 -D__USE_MINGW_ANSI_STDIO=1
LDFLAGS = -static
LIBS = -lws2_32
PORT = windows
EXE = .exe
PACKAGES = gcc-mingw-w64-x86-64-posix wine64
RUN = /usr/lib/wine/wine64
