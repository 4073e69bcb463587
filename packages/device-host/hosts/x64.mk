# x86-64 Linux: the desk's own.
CC = gcc
CFLAGS = -O2
PORT = posix
PACKAGES = gcc libc6-dev
