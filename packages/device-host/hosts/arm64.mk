# ARMv8, 64 bits, Linux. Runs under qemu-user.
CC = aarch64-linux-gnu-gcc
PORT = posix
PACKAGES = gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
RUN = qemu-aarch64 -L /usr/aarch64-linux-gnu
