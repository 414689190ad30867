/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rowtext - rows of a table as text, put aside until it is known whether they may be printed. */
#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/date.h"
#include "data/rowtext.h"

enum { BLOCK = 1 << 18 };

struct rowtext *rowtext_new(int excel, struct fault *fault)
{
	struct rowtext *rows = mem_new(1, sizeof *rows);

	rows->excel = excel;
	rows->delimiter = excel ? ';' : ',';
	rows->decimal_mark = excel ? ',' : '.';
	rows->line_end = excel ? "\r\n" : "\n";
	rows->special[(unsigned char)rows->delimiter] = 1;
	rows->special['"'] = rows->special['\r'] = rows->special['\n'] = 1;
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
	free(rows->text);
	free(rows);
}

void rowtext_grow(struct rowtext *rows, size_t length)
{
	rows->room = (rows->used + length) * 2;
	rows->text = mem_resize(rows->text, rows->room, 1);
}

/* ---- cells ----------------------------------------------------------------------- */

static void put_quoted(struct rowtext *rows, struct csv_cell cell)
{
	rowtext_char(rows, '"');
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.text[i] == '"')
			rowtext_char(rows, '"');
		rowtext_char(rows, cell.text[i]);
	}
	rowtext_char(rows, '"');
}

/* As it stands; where a byte of it wants quotes, once more in quotes. */
static void put_cell(struct rowtext *rows, struct csv_cell cell)
{
	char *to = rowtext_room(rows, cell.length);
	unsigned special = 0;

	for (size_t i = 0; i < cell.length; i++) {
		to[i] = cell.text[i];
		special |= rows->special[(unsigned char)cell.text[i]];
	}
	if (special)
		put_quoted(rows, cell);
	else
		rows->used += cell.length;
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
	(rows->excel ? date_write_german : date_write)(rowtext_room(rows, 11), day);
	rows->used += 10;
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
	rows->used += rowtext_number(rows, rowtext_room(rows, ROWTEXT_NUMBER_MAX), amount);
}

/* ---- rows ------------------------------------------------------------------------ */

static int put_aside(struct rowtext *rows, struct fault *fault)
{
	size_t used = rows->used;

	rows->used = 0;
	if (fwrite(rows->text, 1, used, rows->spool) != used)
		return fault_system(fault, "", N_("cannot write a temporary file"));
	return 0;
}

int rowtext_end(struct rowtext *rows, struct fault *fault)
{
	rowtext_bytes(rows, rows->line_end, strlen(rows->line_end));
	rows->begun = 0;
	return rows->used < BLOCK ? 0 : put_aside(rows, fault);
}

int rowtext_finish(struct rowtext *rows, struct fault *fault)
{
	if (rows->used && put_aside(rows, fault) != 0)
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
