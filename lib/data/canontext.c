/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canontext - the canonical table of consultations as text. */
#include "base/mem.h"
#include "base/text.h"
#include "data/canontext.h"
#include "data/rowtext.h"

/* Control bytes, which no cell has. MARK_SEAT stands at both ends of a row, MARK_SECONDS at both
 * ends of a number. */
enum { MARK_SEAT = 1, MARK_COUNTED = 2, MARK_SECONDS = 3 };

struct canontext {
	struct rowtext *rows;
	int marked;                     /* somewhere there is a mark */
	int odd_seconds;                /* not all durations are whole minutes */
};

struct canontext *canontext_new(int excel)
{
	struct canontext *text = mem_new(1, sizeof *text);

	text->rows = rowtext_new(excel);
	return text;
}

struct canontext *canontext_part(const struct canontext *whole)
{
	struct canontext *text = mem_apart(1, sizeof *text);

	text->rows = rowtext_part(whole->rows);
	return text;
}

void canontext_free(struct canontext *text)
{
	if (!text)
		return;
	rowtext_free(text->rows);
	free(text);
}

/* ---- rows ------------------------------------------------------------------------ */

static int check_effort(const struct record *record, enum effort_unit unit, struct fault *fault)
{
	if (unit != UNIT_SECONDS || !record->details->has_amount || !record->amount.digits)
		return 0;
	return fault_at(fault, STATUS_DATA, "", record->line, 0,
			N_("a duration in fractions of a second cannot be written"));
}

static char *put_effort(struct canontext *text, char *to, const struct record *record,
			enum effort_unit unit)
{
	if (!record->details->has_amount)
		return to;
	if (unit != UNIT_SECONDS)
		return rowtext_amount(text->rows, to, record->amount);
	text->marked = 1;
	text->odd_seconds |= record->amount.value % 60 != 0;
	*to++ = MARK_SECONDS;
	to = rowtext_amount(text->rows, to, record->amount);
	*to++ = MARK_SECONDS;
	return to;
}

static char *put_counted(const struct canontext *text, char *to, const struct record *record,
			 const struct amount *counted, int seat)
{
	if (counted && seat)
		*to++ = MARK_COUNTED;
	else if (counted)
		return rowtext_amount(text->rows, to, *counted);
	else if (record->details->has_counted)
		return rowtext_amount(text->rows, to, record->details->counted);
	return to;
}

static char *put_column(struct canontext *text, char *to, const struct record *record,
			enum canon column, enum effort_unit unit, const struct amount *counted,
			int seat)
{
	const struct record_details *details = record->details;

	switch (column) {
	case CANON_DATE:
		return rowtext_day(text->rows, to, record->day);
	case CANON_ENTERED:
		return details->entered == DATE_UNKNOWN ? to :
		       rowtext_day(text->rows, to, details->entered);
	case CANON_MINUTES:
		return put_effort(text, to, record, unit);
	case CANON_COUNTED:
		return put_counted(text, to, record, counted, seat);
	default:
		return rowtext_cell(text->rows, to, details->cells[column]);
	}
}

int canontext_add(struct canontext *text, const struct record *record, uint32_t columns,
		  enum effort_unit unit, const struct amount *counted, int seat,
		  struct fault *fault)
{
	char *to;

	if (check_effort(record, unit, fault) != 0)
		return -1;
	to = rowtext_begin(text->rows, record->line);
	text->marked |= seat;
	if (seat)
		*to++ = MARK_SEAT;
	for (; columns; columns &= columns - 1) {
		to = put_column(text, to, record, (enum canon)__builtin_ctz(columns), unit,
				counted, seat);
		*to++ = text->rows->delimiter;
	}
	to = rowtext_end(text->rows, to);
	if (seat)
		*to++ = MARK_SEAT;
	return rowtext_keep(text->rows, to, fault);
}

int canontext_pause(struct canontext *text, struct fault *fault)
{
	return rowtext_pause(text->rows, fault);
}

/* ---- all of it ------------------------------------------------------------------- */

void canontext_join(struct canontext *text, const struct canontext *part)
{
	text->marked |= part->marked;
	text->odd_seconds |= part->odd_seconds;
}

/* What is filled in, piece by piece: rows are whole. */
struct filling {
	const struct rowtext *rows;
	const struct canontext_seat *next, *seat;       /* seat: of the row in hand, or NULL */
	int odd_seconds;
	FILE *to;
};

/* Behind the number's last mark. */
static const char *fill_seconds(const struct filling *filling, const char *at)
{
	int64_t seconds = 0;

	for (; *at != MARK_SECONDS; at++)
		seconds = seconds * 10 + (*at - '0');
	if (filling->seat && filling->seat->refused)
		return at + 1;
	if (filling->odd_seconds)
		fprintf(filling->to, "%lld:%02d:%02d", (long long)(seconds / 3600),
			(int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		fprintf(filling->to, "%lld", (long long)(seconds / 60));
	return at + 1;
}

static void fill_counted(const struct filling *filling)
{
	char number[ROWTEXT_NUMBER_MAX];

	if (!filling->seat->refused)
		fwrite(number, 1, (size_t)(rowtext_amount(filling->rows, number,
							  filling->seat->counted) - number),
		       filling->to);
}

static const char *fill_mark(struct filling *filling, const char *at)
{
	if (*at == MARK_SECONDS)
		return fill_seconds(filling, at + 1);
	if (*at == MARK_COUNTED)
		fill_counted(filling);
	else
		filling->seat = filling->seat ? NULL : filling->next++;
	return at + 1;
}

static void fill(struct filling *filling, const char *at, const char *end)
{
	while (at < end) {
		const char *from = at;

		while (at < end && (unsigned char)*at > MARK_SECONDS)
			at++;
		if (!filling->seat || !filling->seat->refused)
			fwrite(from, 1, (size_t)(at - from), filling->to);
		if (at < end)
			at = fill_mark(filling, at);
	}
}

static int write_marked(struct canontext *text, const struct canontext_seat *seats, FILE *to,
			struct fault *fault)
{
	struct filling filling = { text->rows, seats, NULL, text->odd_seconds, to };
	const char *piece;
	size_t length;
	int more;

	if (rowtext_rewind(text->rows, fault) != 0)
		return -1;
	while ((more = pieces_next(text->rows->pieces, &piece, &length, fault)) == 1)
		fill(&filling, piece, piece + length);
	return more;
}

int canontext_write(struct canontext *text, uint32_t columns, const struct canontext_seat *seats,
		    FILE *to, struct fault *fault)
{
	rowtext_header(text->rows, canon_names, columns, to);
	return text->marked ? write_marked(text, seats, to, fault) :
			      rowtext_copy(text->rows, to, fault);
}
