/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowtext - rows of a table as text, put aside until it is known whether they may be printed. */
#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/date.h"
#include "data/rowtext.h"

enum { BLOCK = 1 << 18 };

struct rowtext *rowtext_part(int excel)
{
	struct rowtext *rows = mem_new(1, sizeof *rows);

	rows->excel = excel;
	rows->delimiter = excel ? ';' : ',';
	rows->decimal_mark = excel ? ',' : '.';
	rows->line_end = excel ? "\r\n" : "\n";
	rows->special[(unsigned char)rows->delimiter] = 1;
	rows->special['"'] = rows->special['\r'] = rows->special['\n'] = 1;
	return rows;
}

struct rowtext *rowtext_new(int excel, struct fault *fault)
{
	struct rowtext *rows = rowtext_part(excel);

	rows->spool = spool_new(fault);
	if (rows->spool)
		return rows;
	rowtext_free(rows);
	return NULL;
}

void rowtext_free(struct rowtext *rows)
{
	if (!rows)
		return;
	if (rows->spool)
		fclose(rows->spool);
	lines_free(&rows->lines);
	free(rows);
}

/* ---- cells ----------------------------------------------------------------------- */

static void put_quoted(struct rowtext *rows, struct csv_cell cell)
{
	lines_byte(&rows->lines, '"');
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.text[i] == '"')
			lines_byte(&rows->lines, '"');
		lines_byte(&rows->lines, cell.text[i]);
	}
	lines_byte(&rows->lines, '"');
}

/* As it stands; where a byte of it wants quotes, once more in quotes. */
static void put_cell(struct rowtext *rows, struct csv_cell cell)
{
	char *to = lines_room(&rows->lines, cell.length);
	unsigned special = 0;

	for (size_t i = 0; i < cell.length; i++) {
		to[i] = cell.text[i];
		special |= rows->special[(unsigned char)cell.text[i]];
	}
	if (special)
		put_quoted(rows, cell);
	else
		rows->lines.length += cell.length;
}

/* A text that Excel would run as a formula is made one that it does not. */
void rowtext_cell(struct rowtext *rows, struct csv_cell cell)
{
	char *guarded;

	if (!rows->excel || !cell.length || !strchr("=+-@\t\r", *cell.text)) {
		put_cell(rows, cell);
		return;
	}
	guarded = mem_new(cell.length + 1, 1);
	guarded[0] = '\'';
	memcpy(guarded + 1, cell.text, cell.length);
	put_cell(rows, (struct csv_cell){ guarded, cell.length + 1 });
	free(guarded);
}

void rowtext_day(struct rowtext *rows, int32_t day)
{
	(rows->excel ? date_write_german : date_write)(lines_room(&rows->lines, 11), day);
	rows->lines.length += 10;
}

/* From the last digit to the first. */
size_t rowtext_number(const struct rowtext *rows, char to[ROWTEXT_NUMBER_MAX],
		      struct amount amount)
{
	char reversed[ROWTEXT_NUMBER_MAX];
	uint64_t rest = (uint64_t)amount.value;
	size_t count = 0;

	for (int place = 0; rest || place <= amount.digits; place++, rest /= 10) {
		if (place == amount.digits && amount.digits)
			reversed[count++] = rows->decimal_mark;
		reversed[count++] = (char)('0' + rest % 10);
	}
	for (size_t i = 0; i < count; i++)
		to[i] = reversed[count - 1 - i];
	return count;
}

void rowtext_amount(struct rowtext *rows, struct amount amount)
{
	rows->lines.length += rowtext_number(rows, lines_room(&rows->lines, ROWTEXT_NUMBER_MAX), amount);
}

/* ---- rows ------------------------------------------------------------------------ */

static int put_aside(struct rowtext *rows, struct fault *fault)
{
	size_t used = rows->lines.length;

	rows->lines.length = 0;
	if (fwrite(rows->lines.text, 1, used, rows->spool) != used)
		return fault_system(fault, "", N_("cannot write a temporary file"));
	return 0;
}

int rowtext_end(struct rowtext *rows, struct fault *fault)
{
	lines_bytes(&rows->lines, rows->line_end, strlen(rows->line_end));
	rows->begun = 0;
	return rows->lines.length < BLOCK || !rows->spool ? 0 : put_aside(rows, fault);
}

int rowtext_join(struct rowtext *rows, struct rowtext *part, struct fault *fault)
{
	lines_bytes(&rows->lines, part->lines.text, part->lines.length);
	part->lines.length = 0;
	return rows->lines.length < BLOCK ? 0 : put_aside(rows, fault);
}

int rowtext_finish(struct rowtext *rows, struct fault *fault)
{
	if (rows->lines.length && put_aside(rows, fault) != 0)
		return -1;
	if (fflush(rows->spool) != 0)
		return fault_system(fault, "", N_("cannot write a temporary file"));
	rewind(rows->spool);
	return 0;
}

void rowtext_header(const struct rowtext *rows, const char *const names[], uint32_t chosen,
		    FILE *to)
{
	int begun = 0;

	if (rows->excel)
		fputs("\xEF\xBB\xBF", to);
	for (int i = 0; names[i]; i++) {
		if (!(chosen & UINT32_C(1) << i))
			continue;
		if (begun)
			putc(rows->delimiter, to);
		begun = 1;
		fputs(names[i], to);
	}
	fputs(rows->line_end, to);
}

int rowtext_copy(struct rowtext *rows, FILE *to, struct fault *fault)
{
	char block[1 << 16];
	size_t got;

	while ((got = fread(block, 1, sizeof block, rows->spool)) > 0)
		fwrite(block, 1, got, to);
	if (ferror(rows->spool))
		return fault_system(fault, "", N_("cannot read a temporary file"));
	return 0;
}
