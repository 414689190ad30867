/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox - run one helper program on one script, and believe it nothing.
 *
 * The program is looked up in PATH (absolute folders only) and started without a
 * shell as `PROGRAM OPTION SCRIPT`, the script, if any, being a file in a private folder
 * (mode 0700, under TMPDIR or /tmp, removed in any case) that is also its working
 * folder. Its environment is PATH, HOME=/nonexistent, LC_ALL=C.UTF-8,
 * SOURCE_DATE_EPOCH=0 and XDG_CACHE_HOME (the private folder: fontconfig complains
 * where its cache is stale and cannot be written); standard input is /dev/null,
 * output and errors are pipes. Processor time, file size and wall time are limited. */
#ifndef VL_SANDBOX_H
#define VL_SANDBOX_H

#include <stddef.h>
#include "base/diag.h"

struct sandbox_job {
	const char *program;     /* "gnuplot" */
	const char *option;      /* before the script's path; NULL = none */
	const char *package;     /* that brings the program, for the message */
	const char *script;      /* NULL = none */
	size_t length;
	int seconds;             /* of wall time */
	size_t most;             /* bytes of output */
};

struct sandbox_result {
	char *output;            /* terminated; the caller frees it by sandbox_free */
	size_t length;
	char complaint[512];     /* the start of what it wrote to standard error */
	size_t complaint_length;
	int wait_status;
	int late, too_much;      /* stopped for one of the limits */
};

/* 0 when the program ran, however it ended; -1 and a fault when it could not be run. */
int sandbox_run(const struct sandbox_job *job, struct sandbox_result *result,
		struct fault *fault);
/* 0 if it ended with status 0, in time, without a complaint. */
int sandbox_judge(const struct sandbox_job *job, const struct sandbox_result *result,
		  struct fault *fault);
void sandbox_free(struct sandbox_result *result);

#endif
