# i686 Windows 10 version 2004 and later. Built, not run: Debian's wine32 needs a second architecture.
CC = i686-w64-mingw32-gcc-posix
CFLAGS = -D_WIN32_WINNT=0x0A00 -D__USE_MINGW_ANSI_STDIO=1
LDFLAGS = -static
LIBS = -lws2_32
PORT = windows
EXE = .exe
PACKAGES = gcc-mingw-w64-i686-posix
RUN = none
