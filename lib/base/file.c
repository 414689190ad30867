/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file - files that are either whole or not there. */
#define _GNU_SOURCE     /* fopencookie */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

/* For the process's whole life, as its descriptors are. */
static struct input {
	dev_t device;
	ino_t node;
} *inputs;
static size_t input_count, input_room;

struct file_out {
	struct file_out *next;  /* of the unfinished */
	char *path;
	const char *name;       /* last part of path */
	char part[300];         /* temporary name in the folder */
	int folder;             /* descriptor */
	int descriptor;
	FILE *stream;
	int why;                /* errno of the first write that failed; 0 = none */
};

void file_is_input(const char *path)
{
	struct stat there;
	int known = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &there) : stat(path, &there);

	if (known != 0 || !S_ISREG(there.st_mode))
		return;
	inputs = mem_grow(inputs, input_count, &input_room, sizeof *inputs);
	inputs[input_count++] = (struct input){ there.st_dev, there.st_ino };
}

static int is_input(const struct stat *there)
{
	for (size_t i = 0; i < input_count; i++)
		if (inputs[i].device == there->st_dev && inputs[i].node == there->st_ino)
			return 1;
	return 0;
}

static int folder_of(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_text(path, (size_t)(slash - path) + 1) : mem_text(".", 1);
	int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*name = slash ? slash + 1 : path;
	free(folder);
	return descriptor;
}

int file_is_same(const char *path, const char *other)
{
	const char *name, *other_name;
	int folder = folder_of(path, &name), beside = folder_of(other, &other_name), same = 0;
	struct stat here, there;

	if (folder >= 0 && beside >= 0 && fstat(folder, &here) == 0 && fstat(beside, &there) == 0)
		same = here.st_dev == there.st_dev && here.st_ino == there.st_ino &&
		       strcmp(name, other_name) == 0;
	if (folder >= 0)
		close(folder);
	if (beside >= 0)
		close(beside);
	return same;
}

/* The process that writes this temporary file of `name`, or 0 if it is none: that of a file
 * "x.5.csv" is none of "x". */
static long writer_of(const char *part, const char *name)
{
	size_t length = strlen(name);
	char *end;
	long process;

	if (*part != '.' || strncmp(part + 1, name, length) != 0 || part[length + 1] != '.')
		return 0;
	process = strtol(part + length + 2, &end, 10);
	return process > 0 && strcmp(end, ".part") == 0 ? process : 0;
}

/* A temporary file whose process is gone will never be finished by anyone. */
static void sweep(int folder, const char *name)
{
	int copy = dup(folder);
	DIR *entries = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *entry;

	if (!entries && copy >= 0)
		close(copy);
	while (entries && (entry = readdir(entries))) {
		long process = writer_of(entry->d_name, name);

		if (process && kill((pid_t)process, 0) != 0 && errno == ESRCH)
			unlinkat(folder, entry->d_name, 0);
	}
	if (entries)
		closedir(entries);
}

/* A file of our own that exists keeps its mode (somebody else could have put one there that all may
 * read); anything but a plain file is not replaced. */
static int target_mode(int folder, const char *name, const char *path, mode_t *mode,
		       struct fault *fault)
{
	struct stat there;

	*mode = S_IRUSR | S_IWUSR;
	if (fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? 0 : -1;
	if (S_ISDIR(there.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (!S_ISREG(there.st_mode))
		return fault_at(fault, STATUS_SYSTEM, path, 0, 0,
				N_("is a link or a device: only plain files are written"));
	if (there.st_uid == geteuid())
		*mode = there.st_mode & 0777;
	if (!is_input(&there))
		return 0;
	errno = EEXIST;
	return fault_at(fault, STATUS_USAGE, path, 0, 0, N_("is read from: it is not overwritten"));
}

/* The stream's way to the file: it keeps why the first write failed, which a stream forgets. */
static ssize_t put_bytes(void *cookie, const char *bytes, size_t size)
{
	struct file_out *out = cookie;
	size_t done = 0;

	while (done < size) {
		ssize_t step = write(out->descriptor, bytes + done, size - done);

		if (step < 0 && errno == EINTR)
			continue;
		if (step <= 0) {
			if (!out->why)
				out->why = step < 0 ? errno : EIO;
			return 0;
		}
		done += (size_t)step;
	}
	return (ssize_t)done;
}

static FILE *stream_to(struct file_out *out)
{
	return fopencookie(out, "w", (cookie_io_functions_t){ .write = put_bytes });
}

/* Where memory ends, so does the program, at once: what it began to write goes with it. Only the
 * main thread adds files and takes them off, while there are no others. */
static struct file_out *unfinished;

static void remove_unfinished(void)
{
	for (const struct file_out *out = unfinished; out; out = out->next)
		unlinkat(out->folder, out->part, 0);
}

static void remember(struct file_out *out)
{
	out->next = unfinished;
	unfinished = out;
	diag_at_last(remove_unfinished);
}

static void forget(const struct file_out *out)
{
	struct file_out **place = &unfinished;

	while (*place && *place != out)
		place = &(*place)->next;
	if (*place)
		*place = out->next;
}

static void release(struct file_out *out)
{
	forget(out);
	if (out->descriptor >= 0)
		close(out->descriptor);
	if (out->folder >= 0)
		close(out->folder);
	free(out->path);
	free(out);
}

struct file_out *file_create(const char *path, struct fault *fault)
{
	struct file_out *out = mem_new(1, sizeof *out);
	mode_t mode = S_IRUSR | S_IWUSR;

	out->descriptor = -1;
	out->path = mem_text(path, strlen(path));
	out->folder = folder_of(out->path, &out->name);
	if (out->folder >= 0 && target_mode(out->folder, out->name, path, &mode, fault) == 0) {
		sweep(out->folder, out->name);
		snprintf(out->part, sizeof out->part, ".%.250s.%ld.part", out->name, (long)getpid());
		out->descriptor = openat(out->folder, out->part, O_WRONLY | O_CREAT | O_EXCL |
					 O_NOFOLLOW | O_CLOEXEC, 0600);
	}
	if (out->descriptor >= 0 && fchmod(out->descriptor, mode) == 0)
		out->stream = stream_to(out);
	if (out->stream) {
		remember(out);
		return out;
	}
	fault_system(fault, path, N_("cannot write"));
	if (out->descriptor >= 0)
		unlinkat(out->folder, out->part, 0);
	release(out);
	return NULL;
}

FILE *file_stream(struct file_out *out)
{
	return out->stream;
}

int file_private(struct file_out *out, struct fault *fault)
{
	if (fchmod(out->descriptor, S_IRUSR | S_IWUSR) == 0)
		return 0;
	return fault_system(fault, out->path, N_("cannot write"));
}

int file_flush(struct file_out *out, struct fault *fault)
{
	if (fflush(out->stream) == 0 && !ferror(out->stream))
		return 0;
	errno = out->why ? out->why : EIO;
	return fault_system(fault, out->path, N_("cannot write"));
}

/* Not all file systems sync folders, such as those that VirtualBox shares: they say EINVAL, and of
 * the file itself they have said that it is there. */
static int sync_folder(int folder)
{
	return fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : -1;
}

/* Each step or none of those after it, so that errno is that of the one that failed. */
static int put_in_place(struct file_out *out, struct fault *fault)
{
	int descriptor = out->descriptor;

	if (file_flush(out, fault) != 0)
		return -1;
	out->descriptor = -1;
	if (fsync(descriptor) != 0) {
		fault_system(fault, out->path, N_("cannot write"));
		close(descriptor);
		return -1;
	}
	if (close(descriptor) == 0 &&
	    renameat(out->folder, out->part, out->folder, out->name) == 0 &&
	    sync_folder(out->folder) == 0)
		return 0;
	return fault_system(fault, out->path, N_("cannot write"));
}

int file_commit(struct file_out *out, struct fault *fault)
{
	int result = put_in_place(out, fault);

	if (result != 0)
		unlinkat(out->folder, out->part, 0);
	fclose(out->stream);
	release(out);
	return result;
}

void file_abandon(struct file_out *out)
{
	if (!out)
		return;
	fclose(out->stream);
	unlinkat(out->folder, out->part, 0);
	release(out);
}
