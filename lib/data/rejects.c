/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rejects - the rows that an import refuses. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "data/rejects.h"

/* ---- how many are borne ---------------------------------------------------------- */

int reject_limit_read(const char *text, struct reject_limit *limit)
{
	char number[32];
	size_t length = strlen(text);
	long whole;

	limit->percent = length && text[length - 1] == '%';
	length -= (size_t)limit->percent;
	if (length >= sizeof number)
		return -1;
	memcpy(number, text, length);
	number[length] = '\0';
	if (!limit->percent) {
		if (text_whole(number, 0, 1000000000, &whole) != 0)
			return -1;
		limit->most = (double)whole;
		return 0;
	}
	return text_number(number, &limit->most) != 0 || limit->most < 0 || limit->most > 100 ?
	       -1 : 0;
}

int reject_limit_passed(const struct reject_limit *limit, long refused, long rows)
{
	double share = limit->percent ? 100.0 * (double)refused / (double)(rows ? rows : 1) :
		       (double)refused;

	return share > limit->most;
}

/* ---- the rows -------------------------------------------------------------------- */

int rejects_open(struct rejects *rejects, const char *path, struct fault *fault)
{
	FILE *to;

	memset(rejects, 0, sizeof *rejects);
	if (!path)
		return 0;
	rejects->file = file_create(path, fault);
	if (!rejects->file)
		return -1;
	to = file_stream(rejects->file);
	if (fchmod(fileno(to), S_IRUSR | S_IWUSR) != 0)
		return fault_system(fault, path, N_("cannot write"));
	fputs("line,column,reason,row\n", to);
	return 0;
}

static void count_reason(struct rejects *rejects, const struct fault *why)
{
	struct reject_reason *reason;

	for (size_t i = 0; i < rejects->reason_count; i++)
		if (rejects->reasons[i].kind == why->kind) {
			rejects->reasons[i].count++;
			return;
		}
	rejects->reasons = mem_grow(rejects->reasons, rejects->reason_count, &rejects->capacity,
				    sizeof *rejects->reasons);
	reason = &rejects->reasons[rejects->reason_count++];
	reason->kind = why->kind;
	reason->count = 1;
	diag_pattern(reason->text, sizeof reason->text, _(why->kind));
}

static void put_quoted(FILE *to, const char *text, size_t length)
{
	putc('"', to);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			putc('"', to);
		putc(text[i], to);
	}
	putc('"', to);
}

void rejects_add(struct rejects *rejects, const struct fault *why, struct csv_cell row)
{
	FILE *to;

	rejects->count++;
	count_reason(rejects, why);
	if (!rejects->file)
		return;
	to = file_stream(rejects->file);
	fprintf(to, "%ld,", why->line);
	if (why->column)
		fprintf(to, "%ld", why->column);
	putc(',', to);
	put_quoted(to, why->text, strlen(why->text));
	putc(',', to);
	put_quoted(to, row.text, row.length);
	putc('\n', to);
}

int rejects_commit(struct rejects *rejects, struct fault *fault)
{
	struct file_out *file = rejects->file;

	rejects->file = NULL;
	return file ? file_commit(file, fault) : 0;
}

void rejects_close(struct rejects *rejects)
{
	file_abandon(rejects->file);
	free(rejects->reasons);
	memset(rejects, 0, sizeof *rejects);
}
