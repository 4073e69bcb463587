# ARMv5, soft float: the oldest processors that Windows CE devices of 2005 had. Runs under qemu-user.
CC = arm-linux-gnueabi-gcc
CFLAGS = -march=armv5te
PORT = posix
LIBS = -latomic
PACKAGES = gcc-arm-linux-gnueabi libc6-dev-armel-cross qemu-user
RUN = qemu-arm -L /usr/arm-linux-gnueabi
