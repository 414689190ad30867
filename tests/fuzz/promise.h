/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share: a promise that ends the run where it is broken, and scratch
 * files. */
#ifndef VL_FUZZ_PROMISE_H
#define VL_FUZZ_PROMISE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void must(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* A file without a name, which dies with the process: its descriptor, and in `path` its path. */
static inline int scratch_file(char path[32])
{
	char name[] = "/tmp/verlauf-fuzz-XXXXXX";
	int file = mkstemp(name);

	must(file >= 0, "a scratch file");
	unlink(name);
	snprintf(path, 32, "/dev/fd/%d", file);
	return file;
}

#endif
