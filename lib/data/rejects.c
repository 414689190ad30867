/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rejects - the rows that an import refuses. */
#include <stdio.h>
#include <string.h>

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
	rejects->is_kept = 1;
	to = file_stream(rejects->file);
	if (file_private(rejects->file, fault) != 0)
		return -1;
	fputs("line,column,reason,row\n", to);
	return 0;
}

static void count_reason(struct rejects *rejects, const char *kind, long count)
{
	struct reject_reason *reason;

	rejects->count += count;
	for (size_t i = 0; i < rejects->reason_count; i++)
		if (rejects->reasons[i].kind == kind) {
			rejects->reasons[i].count += count;
			return;
		}
	rejects->reasons = mem_grow(rejects->reasons, rejects->reason_count, &rejects->capacity,
				    sizeof *rejects->reasons);
	reason = &rejects->reasons[rejects->reason_count++];
	reason->kind = kind;
	reason->count = count;
	diag_pattern(reason->text, sizeof reason->text, _(kind));
}

static void put_quoted(struct lines *lines, const char *text, size_t length)
{
	char *to = lines_room(lines, 2 * length + 2), *start = to;

	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*to++ = '"';
		*to++ = text[i];
	}
	*to++ = '"';
	lines->length += (size_t)(to - start);
}

void rejects_add(struct rejects *rejects, const struct fault *why, struct csv_cell row)
{
	struct lines *lines = &rejects->lines;

	count_reason(rejects, why->kind, 1);
	if (!rejects->is_kept)
		return;
	lines_whole(lines, why->line);
	lines_byte(lines, ',');
	if (why->column)
		lines_whole(lines, why->column);
	lines_byte(lines, ',');
	put_quoted(lines, why->text, strlen(why->text));
	lines_byte(lines, ',');
	put_quoted(lines, row.text, row.length);
	lines_byte(lines, '\n');
	if (rejects->file)
		lines_write(lines, LINES_BLOCK, file_stream(rejects->file));
}

void rejects_join(struct rejects *rejects, struct rejects *part)
{
	for (size_t i = 0; i < part->reason_count; i++)
		count_reason(rejects, part->reasons[i].kind, part->reasons[i].count);
	part->count = 0;
	part->reason_count = 0;
	if (!rejects->file)
		return;
	lines_write(&rejects->lines, 0, file_stream(rejects->file));
	lines_write(&part->lines, 0, file_stream(rejects->file));
}

int rejects_commit(struct rejects *rejects, struct fault *fault)
{
	struct file_out *file = rejects->file;

	rejects->file = NULL;
	if (file)
		lines_write(&rejects->lines, 0, file_stream(file));
	return file ? file_commit(file, fault) : 0;
}

void rejects_close(struct rejects *rejects)
{
	file_abandon(rejects->file);
	lines_free(&rejects->lines);
	free(rejects->reasons);
	memset(rejects, 0, sizeof *rejects);
}
