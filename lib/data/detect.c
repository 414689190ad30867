/* SPDX-License-Identifier: GPL-3.0-or-later */
/* detect - what the columns of a file seem to hold. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/spool.h"
#include "base/text.h"
#include "data/date.h"
#include "data/detect.h"
#include "data/field.h"
#include "data/intern.h"

const char *const detect_missing[] = { "---", "-", "NA", "N/A", "n/a", "NULL", "null", NULL };

/* ---- one cell -------------------------------------------------------------------- */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 1.234.567,5 with these marks; *grouped where there is one between thousands. */
static int is_grouped(struct csv_cell cell, char group, char decimal, int *grouped)
{
	size_t at = cell.length && cell.text[0] == '-', run = 0;

	*grouped = 0;
	for (; at < cell.length && cell.text[at] != decimal; at++) {
		if (is_digit(cell.text[at])) {
			run++;
			continue;
		}
		if (cell.text[at] != group || run == 0 || (*grouped ? run != 3 : run > 3))
			return 0;
		*grouped = 1;
		run = 0;
	}
	if (run == 0 || (*grouped && run != 3))
		return 0;
	for (at++, run = 0; at < cell.length; at++, run++)
		if (!is_digit(cell.text[at]))
			return 0;
	return cell.text[cell.length - 1] != decimal;
}

static int is_amount(struct csv_cell cell, enum amount_form form, char mark)
{
	size_t sign = cell.length > 1 && cell.text[0] == '-' && form == AMOUNT_PLAIN;
	struct amount amount;

	return amount_form_of(cell.text, cell.length) == form &&
	       !amount_read(cell.text + sign, cell.length - sign, form, mark, &amount);
}

static int is_whole(struct csv_cell cell)
{
	size_t at = cell.length > 1 && cell.text[0] == '-';

	while (at < cell.length && is_digit(cell.text[at]))
		at++;
	return at == cell.length;
}

static int is_date(struct detect_column *column, struct csv_cell cell, enum date_order order)
{
	struct date_time time;
	int32_t day;

	if (date_read_time(cell.text, cell.length, order, &day, &time))
		return 0;
	column->times += time.has_time;
	column->zones += time.has_zone;
	return 1;
}

static int fits(struct detect_column *column, struct csv_cell cell, enum detect_form form)
{
	int grouped = 0, good;

	switch (form) {
	case FORM_WHOLE:
		return is_whole(cell);
	case FORM_POINT:
		return is_amount(cell, AMOUNT_PLAIN, '.');
	case FORM_COMMA:
		return is_amount(cell, AMOUNT_PLAIN, ',');
	case FORM_GROUPED_POINT:
	case FORM_GROUPED_COMMA:
		good = form == FORM_GROUPED_POINT ? is_grouped(cell, '.', ',', &grouped) :
		       is_grouped(cell, ',', '.', &grouped);
		column->grouped += good && grouped;
		return good;
	case FORM_HMM:
		return is_amount(cell, AMOUNT_HOURS_MINUTES, '.');
	case FORM_CLOCK:
		return is_amount(cell, AMOUNT_CLOCK, '.');
	default:
		return is_date(column, cell, (enum date_order)form);
	}
}

/* ---- columns --------------------------------------------------------------------- */

static int find_missing(struct csv_cell cell, unsigned *words)
{
	for (size_t i = 0; detect_missing[i]; i++)
		if (strcmp(detect_missing[i], cell.text) == 0) {
			*words |= 1U << i;
			return 1;
		}
	return 0;
}

static void try_family(struct detect_column *column, struct csv_cell cell, long line,
		       enum detect_family family, enum detect_form first, enum detect_form last)
{
	unsigned good = 0;

	for (int form = (int)first; form <= (int)last; form++)
		if (fits(column, cell, (enum detect_form)form))
			good |= 1U << form;
	if (!good && column->odd[family]++ == 0)
		column->odd_line[family] = line;
	for (int form = (int)first; good && form <= (int)last; form++)
		if (!(good & 1U << form) && !column->against[form])
			column->against[form] = line;
}

static void look_at(struct detect_column *column, struct csv_cell cell, long line,
		    unsigned *missing_words)
{
	if (!cell.length || find_missing(cell, missing_words)) {
		column->empty += !cell.length;
		column->missing += cell.length > 0;
		return;
	}
	column->filled++;
	column->breaks += memchr(cell.text, '\n', cell.length) != NULL;
	try_family(column, cell, line, FAMILY_DATES, FORM_ISO, FORM_WORDS);
	try_family(column, cell, line, FAMILY_AMOUNTS, FORM_WHOLE, FORM_CLOCK);
	column->many |= intern_count(column->values) == DETECT_DISTINCT_MAX &&
			intern_find(column->values, cell.text, cell.length) == INTERN_NONE;
	if (!column->many)
		intern_add(column->values, cell.text, cell.length);
}

static int is_hxl(const struct csv_row *row)
{
	int tags = 0;

	for (size_t i = 0; i < row->width; i++) {
		if (row->cells[i].length && row->cells[i].text[0] != '#')
			return 0;
		tags |= row->cells[i].length > 0;
	}
	return tags;
}

/* Whether the row begins with a word for a total; of the rows read so far it is the last. */
static void look_for_total(struct detect *detect, const struct csv_row *row)
{
	static const char *const words[] = { "summe", "summe:", "gesamt", "gesamt:", "gesamtsumme",
					     "insgesamt", "total", "total:", "sum", "grand total" };
	size_t first = 0;

	detect->total[0] = '\0';
	while (first < row->width && !row->cells[first].length)
		first++;
	for (size_t i = 0; first < row->width && i < sizeof words / sizeof *words; i++)
		if (text_equal(words[i], row->cells[first].text)) {
			detect->total_column = first;
			snprintf(detect->total, sizeof detect->total, "%s", row->cells[first].text);
		}
}

static int read_rows(struct detect *detect, struct fault *fault)
{
	struct csv_row row;
	int more;

	while ((more = csv_next(detect->csv, &row, fault)) == 1) {
		if (detect->rows == 0 && !detect->hxl && is_hxl(&row)) {
			detect->hxl = 1;
			continue;
		}
		detect->rows++;
		look_for_total(detect, &row);
		for (size_t i = 0; i < detect->width; i++)
			look_at(&detect->columns[i], row.cells[i], row.line,
				&detect->missing_words);
	}
	return more;
}

/* ---- names ----------------------------------------------------------------------- */

static enum canon canon_of(const struct profile *profile, const char *name)
{
	int canon = 0;

	while (canon < CANON_COLUMNS && !profile_is(profile, canon_names[canon], name))
		canon++;
	return (enum canon)canon;
}

static size_t count_known(const struct detect *detect, const struct profile *profile)
{
	size_t count = 0;

	for (size_t i = 0; i < detect->width; i++)
		count += canon_of(profile, csv_name(detect->csv, i)) != CANON_COLUMNS;
	return count;
}

/* By the best profile, and what that does not know by any. */
static void name_column(struct detect *detect, struct detect_column *column,
			const struct profile *profile)
{
	enum canon canon = canon_of(profile, column->name);

	if (column->knows || canon == CANON_COLUMNS || detect_find(detect, canon))
		return;
	column->canon = canon;
	column->knows = profile;
}

static int find_names(struct detect *detect, struct fault *fault)
{
	const char *const *names = profile_names();

	detect->profile = &profile_verlauf;
	for (size_t i = 0; names[i]; i++) {
		const struct profile *profile = profile_find(names[i], fault);
		size_t known = profile ? count_known(detect, profile) : 0;

		if (!profile)
			return -1;
		if (known > detect->known)
			detect->profile = profile;
		detect->known = known > detect->known ? known : detect->known;
	}
	for (size_t i = 0; i < detect->width; i++)
		name_column(detect, &detect->columns[i], detect->profile);
	for (size_t k = 0; names[k]; k++)
		for (size_t i = 0; i < detect->width; i++)
			name_column(detect, &detect->columns[i], profile_find(names[k], fault));
	return 0;
}

/* ---- all together ---------------------------------------------------------------- */

/* What is stated, and what was found for the rest. */
static void make_layout(struct detect *detect, const struct csv_layout *stated)
{
	struct sniff *sniff = &detect->sniff;
	const char *known = strchr(sniff_delimiters, stated->delimiter);

	detect->layout = *stated;
	if (stated->delimiter)
		sniff->delimiter = known ? (int)(known - sniff_delimiters) : SNIFF_NONE;
	if (!stated->encoding && sniff->encoding != SNIFF_NO_ENCODING)
		detect->layout.encoding = sniff_encoding_name(sniff);
	if (sniff->delimiter < 0)
		return;
	detect->layout.delimiter = sniff_delimiters[sniff->delimiter];
	if (!stated->skip && sniff->partings[sniff->delimiter].header_line)
		detect->layout.skip = sniff->partings[sniff->delimiter].header_line - 1;
}

static int check_layout(const struct detect *detect, const char *file, struct fault *fault)
{
	const struct sniff *sniff = &detect->sniff;

	if (sniff->records == 0)
		return fault_at(fault, STATUS_DATA, file, 0, 0, N_("is empty: there is no header"));
	if (sniff->encoding == SNIFF_NO_ENCODING && !detect->layout.encoding)
		return fault_at(fault, STATUS_DATA, file, 0, 0,
				N_("has bytes without a meaning in UTF-8 and in cp1252"));
	if (detect->layout.delimiter)
		return 0;
	if (sniff->delimiter == SNIFF_NONE)
		return fault_at(fault, STATUS_DATA, file, 0, 0,
				N_("is no table: no comma, semicolon, tab or bar parts its lines "
				   "into the same number of cells"));
	return fault_at(fault, STATUS_DATA, file, 0, 0,
			N_("two characters part all lines into the same number of cells: "
			   "say --delimiter"));
}

static void make_columns(struct detect *detect)
{
	detect->width = csv_width(detect->csv);
	detect->columns = mem_new(detect->width, sizeof *detect->columns);
	for (size_t i = 0; i < detect->width; i++) {
		detect->columns[i].name = csv_name(detect->csv, i);
		detect->columns[i].canon = CANON_COLUMNS;
		detect->columns[i].values = intern_new();
	}
	csv_want_all(detect->csv);
}

int detect_file(struct detect *detect, const char *path, const struct csv_layout *stated,
		struct findings *findings, struct fault *fault)
{
	memset(detect, 0, sizeof *detect);
	if ((strcmp(path, "-") == 0 && spool_stdin(fault) != 0) ||
	    sniff_file(&detect->sniff, path, fault) != 0)
		return -1;
	make_layout(detect, stated);
	if (check_layout(detect, diag_file(path), fault) != 0)
		return -1;
	detect->csv = csv_open(path, &detect->layout, findings, fault);
	if (!detect->csv)
		return -1;
	make_columns(detect);
	return read_rows(detect, fault) != 0 || find_names(detect, fault) != 0 ? -1 : 0;
}

void detect_free(struct detect *detect)
{
	for (size_t i = 0; i < detect->width; i++)
		intern_free(detect->columns[i].values);
	free(detect->columns);
	csv_close(detect->csv);
}

static enum detect_family family_of(enum detect_form form)
{
	return form <= FORM_WORDS ? FAMILY_DATES : FAMILY_AMOUNTS;
}

int detect_fits(const struct detect_column *column, enum detect_form form)
{
	long odd = column->odd[family_of(form)];

	return column->filled - odd > odd && !column->against[form];
}

const struct detect_column *detect_find(const struct detect *detect, enum canon canon)
{
	for (size_t i = 0; i < detect->width; i++)
		if (detect->columns[i].canon == canon)
			return &detect->columns[i];
	return NULL;
}
