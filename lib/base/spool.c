/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spool - bytes put aside on disk until it is known whether they are wanted. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/progress.h"
#include "base/spool.h"
#include "base/text.h"

static off_t stdin_start;       /* where standard input stood when we got it */

static const char *folder(void)
{
	const char *stated = getenv("TMPDIR");

	return stated && *stated ? stated : "/tmp";
}

/* Where standard input or output is closed, a new file must not take its place. */
static int above_standard(int descriptor)
{
	int moved;

	if (descriptor < 0 || descriptor > STDERR_FILENO)
		return descriptor;
	moved = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	close(descriptor);
	return moved;
}

FILE *spool_new(struct fault *fault)
{
	char path[4096];
	int length = snprintf(path, sizeof path, "%s/verlauf-XXXXXX", folder()), descriptor = -1;
	FILE *spool = NULL;

	errno = ENAMETOOLONG;
	if (length > 0 && (size_t)length < sizeof path)
		descriptor = mkstemp(path);
	if (descriptor >= 0 && unlink(path) == 0) {
		descriptor = above_standard(descriptor);
		spool = descriptor >= 0 ? fdopen(descriptor, "w+") : NULL;
	}
	if (spool)
		return spool;
	fault_system(fault, folder(), N_("cannot write a temporary file"));
	if (descriptor >= 0)
		close(descriptor);
	return NULL;
}

static int copy_stdin(FILE *spool, int told, struct fault *fault)
{
	char block[1 << 16];
	ssize_t got;

	while ((got = read(STDIN_FILENO, block, sizeof block)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_system(fault, "<stdin>", N_("cannot read"));
		if (fwrite(block, 1, (size_t)got, spool) != (size_t)got)
			return fault_system(fault, folder(), N_("cannot write a temporary file"));
		if (told)
			progress_add((uint64_t)got);
	}
	if (fflush(spool) != 0 || dup2(fileno(spool), STDIN_FILENO) < 0)
		return fault_system(fault, folder(), N_("cannot write a temporary file"));
	return 0;
}

int spool_stdin(struct fault *fault)
{
	struct stat there;
	FILE *spool;
	int result, told;

	stdin_start = lseek(STDIN_FILENO, 0, SEEK_CUR);
	if (stdin_start >= 0 && fstat(STDIN_FILENO, &there) == 0 && S_ISREG(there.st_mode))
		return 0;
	stdin_start = 0;
	spool = spool_new(fault);
	if (!spool)
		return -1;
	told = progress_begin(PROGRESS_READING, 0);
	result = copy_stdin(spool, told, fault);
	if (told)
		progress_end();
	fclose(spool);
	return result == 0 ? spool_rewind_stdin(fault) : -1;
}

int spool_rewind_stdin(struct fault *fault)
{
	return lseek(STDIN_FILENO, stdin_start, SEEK_SET) < 0 ?
	       fault_system(fault, "<stdin>", N_("cannot read")) : 0;
}
