# ARMv7, hard float, Thumb: most boards of today. Runs under qemu-user.
CC = arm-linux-gnueabihf-gcc
CFLAGS = -mthumb
PORT = posix
PACKAGES = gcc-arm-linux-gnueabihf libc6-dev-armhf-cross qemu-user
RUN = qemu-arm -L /usr/arm-linux-gnueabihf
