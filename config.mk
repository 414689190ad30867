# What the build uses. Override on the command line: make CC=clang PREFIX=$HOME/.local
VERSION = 0.1.0
PREFIX  = /usr/local
DESTDIR =
CC      = gcc
BUILD   = build

# Required: GSL, libcsv and libconfig (all Debian packages), threads, math. libcsv has no .pc file.
PKG_CONFIG = pkg-config
LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags gsl libconfig)
LIB_LIBS   = $(shell $(PKG_CONFIG) --libs gsl libconfig) -lcsv -lm -pthread

# Optional: nettle. Without it vl-pseudo is left out and vl-protect does not round; with it only these two
# are linked with it.
NETTLE      = $(shell $(PKG_CONFIG) --exists nettle && echo yes)
NETTLE_LIBS = $(shell $(PKG_CONFIG) --libs nettle)

# Optional: libxlsxwriter. Without it vl-render writes no workbooks.
XLSXWRITER      = $(shell $(PKG_CONFIG) --exists xlsxwriter && echo yes)
XLSXWRITER_LIBS = $(shell $(PKG_CONFIG) --libs xlsxwriter)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
# Functions begin at lines of the cache: elsewhere the hot ones of reading were by chance up to half
# slower after an edit of something else.
OPTIMISE = -O3 -g -falign-functions=64
STANDARD = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_FILE_OFFSET_BITS=64
