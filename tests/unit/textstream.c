/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text in memory that is written through stdio: whole, or the program ends. */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/textstream.h"
#include "tap.h"

/* Sanitizers want more memory than there is below the limit of this test. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define UNLIMITED
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNLIMITED
#endif
#endif

enum { LINES = 100000, LINE_BYTES = 11 };

static void test_text(void)
{
	char *text = NULL;
	size_t length = 7;
	FILE *to = textstream_open(&text, &length);

	textstream_flush(to);
	ok(length == 0 && text && !*text, "nothing written: an empty text");
	fputs("eins", to);
	fprintf(to, " %d", 2);
	textstream_flush(to);
	is_text(text, "eins 2", "what was written is there after a flush");
	fputc('\n', to);
	textstream_close(to);
	is_text(text, "eins 2\n", "and the rest at the end");
	is_count((long long)length, 7, "with its length");
	free(text);
}

static void test_long(void)
{
	char *text;
	size_t length;
	FILE *to = textstream_open(&text, &length);
	long number, wrong = 0;

	for (long i = 0; i < LINES; i++)
		fprintf(to, "%0*ld\n", LINE_BYTES - 1, i);
	textstream_close(to);
	is_count((long long)length, LINES * LINE_BYTES, "a long text is as long as its lines");
	for (long i = 0; i < LINES; i++)
		wrong += sscanf(text + i * LINE_BYTES, "%ld", &number) != 1 || number != i;
	is_count(wrong, 0, "and each of them is there");
	free(text);
}

#ifndef UNLIMITED
/* In a process of its own, with room for less than is written. */
static int status_without_memory(void)
{
	static const struct rlimit limit = { 64 << 20, 64 << 20 };
	char *text;
	size_t length;
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		FILE *to = textstream_open(&text, &length);

		if (setrlimit(RLIMIT_AS, &limit) != 0 || !freopen("/dev/null", "w", stderr))
			_exit(99);
		for (long i = 0; i < 100L * 1024 * 1024 / LINE_BYTES; i++)
			fputs("0123456789\n", to);
		textstream_close(to);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#endif

int main(void)
{
	test_text();
	test_long();
#ifdef UNLIMITED
	skip("memory cannot be limited here");
#else
	is_count(status_without_memory(), STATUS_SYSTEM,
		 "without memory the program ends: no half of a text is handed on");
#endif
	return done();
}
