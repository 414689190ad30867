# What the build uses. Override on the command line: make CC=clang PREFIX=$HOME/.local
VERSION = 0.1.0
PREFIX  = /usr/local
DESTDIR =
CC      = gcc
BUILD   = build

# Required: GSL and libcsv (both Debian packages), threads, math. libcsv has no .pc file.
PKG_CONFIG = pkg-config
LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags gsl)
LIB_LIBS   = $(shell $(PKG_CONFIG) --libs gsl) -lcsv -lm -pthread

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
OPTIMISE = -O3 -g
STANDARD = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700
