/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are either whole or not there. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "tap.h"

static int folder_error;           /* errno of syncing a folder; 0: it succeeds */

/* In place of that of libc: what folders say that cannot be had here. */
int fsync(int descriptor)
{
	struct stat there;

	if (!folder_error || fstat(descriptor, &there) != 0 || !S_ISDIR(there.st_mode))
		return 0;
	errno = folder_error;
	return -1;
}

/* The text of a file in the current folder, or "(none)". */
static const char *text_of(const char *name)
{
	static char text[200];
	FILE *file = fopen(name, "r");
	size_t length;

	if (!file)
		return "(none)";
	length = fread(text, 1, sizeof text - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

static void write_plain(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	fputs(text, file);
	fclose(file);
}

static int mode_of(const char *name)
{
	struct stat there;

	return stat(name, &there) == 0 ? (int)(there.st_mode & 07777) : -1;
}

/* Names in the current folder that end with ".part". */
static int parts(void)
{
	DIR *folder = opendir(".");
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(folder)))
		count += strstr(entry->d_name, ".part") != NULL;
	closedir(folder);
	return count;
}

static void test_commit(void)
{
	struct fault fault = { 0 };
	struct file_out *out = file_create("new", &fault);

	fputs("whole", file_stream(out));
	fflush(file_stream(out));
	is_text(text_of("new"), "(none)", "nothing is there before the commit");
	is_count(parts(), 1, "but for the part");
	is_count(file_commit(out, &fault), 0, "commit");
	is_text(text_of("new"), "whole", "then all of it");
	is_count(mode_of("new"), 0600, "for its owner alone");
	is_count(parts(), 0, "and no part");
}

static int commit_with(int error)
{
	struct fault fault = { 0 };
	struct file_out *out = file_create("synced", &fault);
	int result;

	fputs("whole", file_stream(out));
	folder_error = error;
	result = file_commit(out, &fault);
	folder_error = 0;
	return result;
}

static void test_folder(void)
{
	is_count(commit_with(EINVAL), 0, "a folder that cannot be synced is no fault");
	is_text(text_of("synced"), "whole", "the file is there");
	is_count(commit_with(EIO), -1, "one whose sync fails is");
}

/* In a process of its own: it ends there. */
static void test_no_memory(void)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct fault fault = { 0 };
		struct file_out *kept = file_create("kept", &fault);

		file_commit(kept, &fault);
		file_create("lost", &fault);
		file_create("lost too", &fault);
		file_abandon(file_create("abandoned", &fault));
		if (parts() == 2 && freopen("/dev/null", "w", stderr))
			mem_resize(NULL, SIZE_MAX, 2);
		_exit(99);
	}
	waitpid(child, &status, 0);
	is_count(WEXITSTATUS(status), STATUS_SYSTEM, "without memory the program ends");
	is_count(parts(), 0, "and leaves no part");
	is_text(text_of("kept"), "", "but what was there before");
}

static void test_replace(void)
{
	struct fault fault = { 0 };
	struct file_out *out;

	write_plain("old", "before");
	chmod("old", 0640);
	out = file_create("old", &fault);
	fputs("after", file_stream(out));
	fflush(file_stream(out));
	is_text(text_of("old"), "before", "the old file stands until the commit");
	file_commit(out, &fault);
	is_text(text_of("old"), "after", "then the new one");
	is_count(mode_of("old"), 0640, "with the mode of the old");
	out = file_create("old", &fault);
	fputs("never", file_stream(out));
	file_abandon(out);
	is_text(text_of("old"), "after", "abandoned: the old file stands");
	is_count(parts(), 0, "and no part is left");
	file_abandon(NULL);
}

static void refused(const char *path, enum status status, const char *want, const char *what)
{
	struct fault fault = { 0 };
	struct file_out *out = file_create(path, &fault);

	ok(out == NULL, "%s is refused", what);
	is_text(fault.text, want, what);
	is_text(fault.file, path, "the file is named");
	is_count(fault.status, status, "its status");
}

static void test_refused(void)
{
	mkdir("folder", 0700);
	write_plain("target", "before");
	if (symlink("target", "link") != 0)
		printf("Bail out! no links here\n");
	refused("absent/new", STATUS_SYSTEM, "cannot write: No such file or directory",
		"a folder that is not there");
	refused("folder", STATUS_SYSTEM, "cannot write: Is a directory", "a folder");
	refused("link", STATUS_SYSTEM, "is a link or a device: only plain files are written", "a link");
	is_text(text_of("target"), "before", "what the link points to stands");
}

static void test_inputs(void)
{
	char name[16];

	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "input%d", i);
		write_plain(name, "before");
		file_is_input(name);
	}
	refused("input0", STATUS_USAGE, "is read from: it is not overwritten", "the first of many inputs");
	refused("input19", STATUS_USAGE, "is read from: it is not overwritten", "and the last");
	is_text(text_of("input19"), "before", "which stands");
}

static void test_same(void)
{
	ok(file_is_same("x", "./x"), "one file by two paths, not there yet");
	ok(file_is_same("folder/../x", "x"), "and by a third");
	ok(!file_is_same("x", "y"), "two files of a folder");
	ok(!file_is_same("x", "folder/x"), "of two folders");
	ok(!file_is_same("absent/x", "absent/x"), "in a folder that is not there: no file");
}

static void test_sweep(void)
{
	struct fault fault = { 0 };
	char dead[64], living[64];
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	snprintf(dead, sizeof dead, ".swept.%ld.part", (long)child);
	snprintf(living, sizeof living, ".swept.%ld.part", (long)getppid());
	write_plain(dead, "");
	write_plain(living, "");
	write_plain(".sweptother.1.part", "");
	file_commit(file_create("swept", &fault), &fault);
	is_text(text_of(dead), "(none)", "what a dead process left is removed");
	is_text(text_of(living), "", "what a living one writes is not");
	is_text(text_of(".sweptother.1.part"), "", "nor what belongs to another file");
	snprintf(dead, sizeof dead, ".swept.%ld.csv.%ld.part", (long)child, (long)getppid());
	write_plain(dead, "");
	file_commit(file_create("swept", &fault), &fault);
	is_text(text_of(dead), "",
		"nor what a living one writes for a file whose name goes on with a number");
}

/* Whoever may write in the folder could put a file there that all may read, and wait. */
static void test_foreign(void)
{
	struct fault fault = { 0 };

	write_plain("foreign", "before");
	chmod("foreign", 0666);
	if (chown("foreign", 12345, (gid_t)-1) != 0) {
		ok(1, "somebody else's file # SKIP only root can make one");
		return;
	}
	file_commit(file_create("foreign", &fault), &fault);
	is_count(mode_of("foreign"), 0600,
		 "in place of somebody else's file comes one for its owner alone");
}

/* Writes so many bytes where a file may have no more than 5000; in a process of its own, whose
 * limit nobody else wants. */
static void no_room(int bytes, int want)
{
	int status;
	pid_t child;

	write_plain("full", "before");
	child = fork();
	if (child == 0) {
		struct rlimit limit = { 5000, 5000 };
		struct fault fault = { 0 };
		struct file_out *out;
		int result;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		out = file_create("full", &fault);
		for (int i = 0; i < bytes; i++)
			fputc('x', file_stream(out));
		errno = 0;
		result = file_commit(out, &fault);
		_exit(result == want && (result == 0 || (fault.status == STATUS_SYSTEM &&
		      strcmp(fault.text, "cannot write: File too large") == 0)) ? 0 : 1);
	}
	waitpid(child, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "room for 5000 bytes, %d written", bytes);
	if (want != 0)
		is_text(text_of("full"), "before", "and the old file stands");
	is_count(parts(), 0, "no part is left");
}

static void test_no_room(void)
{
	no_room(5000, 0);
	no_room(5001, -1);
	/* The stream's buffer was written long before the commit. */
	no_room(1000000, -1);
}

int main(void)
{
	char folder[] = "/tmp/verlauf-file-XXXXXX";

	if (!mkdtemp(folder) || chdir(folder) != 0) {
		printf("Bail out! no temporary folder\n");
		return 1;
	}
	test_commit();
	test_folder();
	test_no_memory();
	test_replace();
	test_refused();
	test_inputs();
	test_same();
	test_no_room();
	test_sweep();
	test_foreign();
	if (chdir("/") == 0 && fork() == 0)
		execlp("rm", "rm", "-rf", folder, (char *)NULL);
	wait(NULL);
	return done();
}
