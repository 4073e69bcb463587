# x86-64 Linux: the desk's own.
CC = gcc
PORT = posix
PACKAGES = gcc libc6-dev make
