/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish - a stored table on its way to the public. */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/textstream.h"
#include "model/risk.h"
#include "show/columns.h"
#include "show/publish.h"

/* ---- the sheet ------------------------------------------------------------------- */

static int is_number_column(const struct stored *stored, size_t column)
{
	return !table_is_text(&stored->columns[column]);
}

static size_t find_name(const struct sheet *sheet, const char *name)
{
	size_t c = 0;

	while (c < sheet->columns && strcmp(sheet->name[c], name) != 0)
		c++;
	return c;
}

static void read_cell(struct publish *publish, const struct stored *stored, size_t row,
		      size_t column)
{
	struct table_value value = table_at(stored->table, row, column);
	size_t i = row * stored->width + column, length;
	char number[DECIMAL_SIZE];

	publish->sheet.number[i] = NAN;
	if (value.present && is_number_column(stored, column)) {
		publish->sheet.number[i] = value.number;
		length = decimal_shortest(number, value.number);
		publish->texts[i] = mem_text(number, length);
		return;
	}
	publish->texts[i] = mem_text(value.text, strlen(value.text));
	if (*value.text)
		text_number(value.text, &publish->sheet.number[i]);
}

static void read_cells(struct publish *publish, const struct stored *stored)
{
	struct sheet *sheet = &publish->sheet;
	size_t cells;

	sheet->rows = table_rows(stored->table);
	sheet->columns = stored->width;
	cells = sheet->rows * sheet->columns;
	sheet->name = mem_new(sheet->columns, sizeof *sheet->name);
	sheet->role = mem_new(sheet->columns, 1);
	sheet->number = mem_new(cells + 1, sizeof *sheet->number);
	publish->texts = mem_new(cells + 1, sizeof *publish->texts);
	for (size_t c = 0; c < sheet->columns; c++)
		sheet->name[c] = stored->columns[c].name;
	for (size_t i = 0; i < cells; i++)
		read_cell(publish, stored, i / sheet->columns, i % sheet->columns);
	sheet->text = (const char **)publish->texts;
}

/* ---- roles ----------------------------------------------------------------------- */

static int name_columns(struct sheet *sheet, const struct publish_names *names, enum role role,
			struct fault *fault)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t column = find_name(sheet, names->name[i]);

		if (column == sheet->columns)
			return fault_set(fault, STATUS_USAGE, N_("the table has no column '%s'"),
					 names->name[i]);
		sheet->role[column] = (unsigned char)role;
	}
	return 0;
}

/* The name first; a column of texts that is not known tells rows apart. */
static void name_known(struct sheet *sheet, const struct stored *stored)
{
	for (size_t c = 0; c < sheet->columns; c++) {
		enum role role = vocabulary_role(sheet->name[c]);

		if (role == ROLE_UNKNOWN && !is_number_column(stored, c))
			role = ROLE_LABEL;
		sheet->role[c] = (unsigned char)role;
	}
}

/* Whether the column can be one of the classes of a count, or their total. */
static int is_class(const struct sheet *sheet, size_t column)
{
	enum role role = (enum role)sheet->role[column];

	return (role == ROLE_UNKNOWN || role == ROLE_COUNT || role == ROLE_AMOUNT) &&
	       (role == ROLE_UNKNOWN || vocabulary_role(sheet->name[column]) != role ||
		crosstab_is_total(sheet, sheet->name[column]));
}

static int sums_agree(const struct sheet *sheet, size_t total)
{
	for (size_t r = 0; r < sheet->rows; r++) {
		const double *numbers = sheet->number + r * sheet->columns;
		double sum = 0;

		for (size_t c = 0; c < sheet->columns; c++)
			if (c != total && is_class(sheet, c))
				sum += numbers[c];
		if (!(sum == numbers[total]))
			return 0;
	}
	return sheet->rows > 0;
}

static void find_wide(struct sheet *sheet)
{
	size_t total = sheet->columns, classes = 0, totals = 0;

	for (size_t c = 0; c < sheet->columns; c++) {
		if (is_class(sheet, c) && crosstab_is_total(sheet, sheet->name[c])) {
			total = c;
			totals++;
		} else if (is_class(sheet, c)) {
			classes++;
		} else if (sheet->role[c] > ROLE_FLAG) {
			return;
		}
	}
	if (totals != 1 || classes < 2 || !sums_agree(sheet, total))
		return;
	for (size_t c = 0; c < sheet->columns; c++)
		if (is_class(sheet, c))
			sheet->role[c] = ROLE_COUNT;
	sheet->wide = 1;
}

/* A column of words may be what tells a total from its rows. */
static int check_kept(const struct sheet *sheet, const struct stored *stored, struct fault *fault)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == ROLE_KEEP && vocabulary_role(sheet->name[c]) != ROLE_KEEP &&
		    !is_number_column(stored, c))
			return fault_set(fault, STATUS_USAGE,
					 N_("column '%s' holds words: --keep is for numbers"),
					 sheet->name[c]);
	return 0;
}

int publish_read(struct publish *publish, const struct stored *stored,
		 const struct publish_choice *choice, struct fault *fault)
{
	struct sheet *sheet = &publish->sheet;

	*publish = (struct publish){ .sheet = { .total = choice->total } };
	read_cells(publish, stored);
	name_known(sheet, stored);
	if (name_columns(sheet, &choice->count, ROLE_COUNT, fault) != 0 ||
	    name_columns(sheet, &choice->amount, ROLE_AMOUNT, fault) != 0 ||
	    name_columns(sheet, &choice->keep, ROLE_KEEP, fault) != 0)
		return -1;
	find_wide(sheet);
	if (check_kept(sheet, stored, fault) != 0)
		return -1;
	return risk_check(sheet, fault);
}

/* The table looks at its columns while it is freed. */
void publish_free(struct publish *publish)
{
	size_t cells = publish->sheet.rows * publish->sheet.columns;

	table_free(publish->table);
	for (size_t i = 0; publish->texts && i < cells; i++)
		free(publish->texts[i]);
	for (size_t c = 0; c < publish->width; c++)
		free((char *)publish->columns[c].name);
	for (size_t i = 0; i < publish->said_count; i++)
		free(publish->said[i]);
	free(publish->texts);
	free(publish->columns);
	free(publish->sheet.name);
	free(publish->sheet.role);
	free(publish->sheet.number);
}

/* ---- the protected table --------------------------------------------------------- */

/* What a column becomes; `source` of an added flag is the sheet's width. */
struct putting {
	struct publish *publish;
	const struct stored *stored;
	size_t *source;            /* by column of the new table */
	const double *number;      /* by cell of the sheet */
	unsigned char *blank;      /* by cell of the sheet: secret */
	const unsigned char *dropped, *per_case;     /* by column, or NULL */
};

static int stays(const struct putting *putting, size_t column)
{
	enum role role = (enum role)putting->publish->sheet.role[column];

	return role != ROLE_LARGEST && role != ROLE_SECOND && role != ROLE_CASES &&
	       !(putting->dropped && putting->dropped[column]);
}

static void add_column(struct putting *putting, const struct table_column *column, size_t source,
		       const char *name)
{
	struct publish *publish = putting->publish;

	publish->columns[publish->width] = *column;
	publish->columns[publish->width].name = mem_text(name, strlen(name));
	putting->source[publish->width++] = source;
}

/* Hours per case have a name and a heading of their own. */
static void add_per_case(struct putting *putting, size_t source)
{
	static const struct table_column plain = { NULL, NULL, COLUMN_NUMBER, 2 };
	const struct table_column *known;
	char name[300];

	snprintf(name, sizeof name, "%.200s_per_case", putting->publish->sheet.name[source]);
	known = columns_find(name);
	add_column(putting, known ? known : &plain, source, name);
}

static void add_columns(struct putting *putting)
{
	static const struct table_column flag = { "flag", NULL, COLUMN_FLAG, 0 };
	const struct sheet *sheet = &putting->publish->sheet;

	putting->publish->columns = mem_new(sheet->columns + 1,
					    sizeof *putting->publish->columns);
	putting->source = mem_new(sheet->columns + 1, sizeof *putting->source);
	for (size_t c = 0; c < sheet->columns; c++) {
		struct table_column column = putting->stored->columns[c];

		if (!stays(putting, c))
			continue;
		if (strstr(column.name, "hours") && column.kind == COLUMN_NUMBER)
			column.kind = COLUMN_HOURS;
		if (column.kind == COLUMN_TEXT && sheet->role[c] == ROLE_COUNT)
			column.kind = COLUMN_COUNT;
		if (putting->per_case && putting->per_case[c])
			add_per_case(putting, c);
		else
			add_column(putting, &column, c, column.name);
	}
	if (find_name(sheet, "flag") == sheet->columns)
		add_column(putting, &flag, sheet->columns, flag.name);
}

static int has_blank_statistic(const struct putting *putting, size_t row)
{
	const struct sheet *sheet = &putting->publish->sheet;

	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == ROLE_STATISTIC && putting->blank[row * sheet->columns + c])
			return 1;
	return 0;
}

static int is_precision(const char *name)
{
	return strcmp(name, "se") == 0 || strncmp(name, "lower", 5) == 0 ||
	       strncmp(name, "upper", 5) == 0;
}

/* Whether another row of the same measure has a number there. */
static int known_elsewhere(const struct sheet *sheet, size_t row, size_t column)
{
	for (size_t other = 0; other < sheet->rows; other++)
		if (!isnan(sheet->number[other * sheet->columns + column]) &&
		    strcmp(crosstab_text(sheet, row, "measure"),
			   crosstab_text(sheet, other, "measure")) == 0)
			return 1;
	return 0;
}

/* A single case has no standard error and no limits: that these are missing must not tell it from
 * two, so they count as blank where the value is. */
static void blank_missing(const struct putting *putting)
{
	const struct sheet *sheet = &putting->publish->sheet;

	for (size_t r = 0; r < sheet->rows; r++) {
		if (!has_blank_statistic(putting, r))
			continue;
		for (size_t c = 0; c < sheet->columns; c++)
			if (is_precision(sheet->name[c]) && sheet->role[c] == ROLE_STATISTIC &&
			    isnan(sheet->number[r * sheet->columns + c]) && known_elsewhere(sheet, r, c))
				putting->blank[r * sheet->columns + c] = 1;
	}
}

/* The flag as it was; without the word that fewer than two cases get, where the row has blanks.
 * Whether anything is left of it. */
static int put_old_flag(const struct putting *putting, size_t row, FILE *to)
{
	static const char word[] = "unreliable";
	const char *flag = crosstab_text(&putting->publish->sheet, row, "flag");
	int any = 0;

	if (!has_blank_statistic(putting, row)) {
		fputs(flag, to);
		return *flag != '\0';
	}
	while (*flag) {
		size_t length = strcspn(flag, " ");

		if (length != strlen(word) || strncmp(flag, word, length) != 0) {
			fprintf(to, "%s%.*s", any ? " " : "", (int)length, flag);
			any = 1;
		}
		flag += length + strspn(flag + length, " ");
	}
	return any;
}

/* The flag that was there, and `column=secret` for each blank; a name that would not be one word
 * says no more than `secret`. */
static void put_flag(const struct putting *putting, size_t row)
{
	struct publish *publish = putting->publish;
	const struct sheet *sheet = &publish->sheet;
	char *flag = NULL;
	size_t size = 0;
	FILE *to = textstream_open(&flag, &size);
	int any;

	any = put_old_flag(putting, row, to);
	for (size_t c = 0; c < publish->width; c++) {
		size_t source = putting->source[c];
		const char *name = publish->columns[c].name;

		if (source == sheet->columns || !putting->blank[row * sheet->columns + source])
			continue;
		fprintf(to, "%s%s%ssecret", any ? " " : "", strpbrk(name, " =") ? "" : name,
			strpbrk(name, " =") ? "" : "=");
		any = 1;
	}
	textstream_close(to);
	table_text(publish->table, flag);
	free(flag);
}

static void put_cell(const struct putting *putting, size_t row, size_t column)
{
	struct publish *publish = putting->publish;
	const struct sheet *sheet = &publish->sheet;
	size_t i = row * sheet->columns + putting->source[column];
	const struct table_column *kind = &publish->columns[column];
	struct table_value old = table_at(putting->stored->table, row, putting->source[column]);

	if (putting->blank[i])
		table_missing(publish->table, MISSING_SECRET);
	else if (!old.present)
		table_missing(publish->table, old.missing);
	else if (table_is_text(kind))
		table_text(publish->table, old.text);
	else if (kind->kind == COLUMN_COUNT)
		table_count(publish->table, (int64_t)putting->number[i]);
	else
		table_number(publish->table, putting->number[i]);
}

static void put_rows(struct putting *putting)
{
	struct publish *publish = putting->publish;

	add_columns(putting);
	blank_missing(putting);
	publish->table = table_new(publish->columns, publish->width);
	for (size_t r = 0; r < publish->sheet.rows; r++)
		for (size_t c = 0; c < publish->width; c++)
			if (publish->columns[c].kind == COLUMN_FLAG)
				put_flag(putting, r);
			else
				put_cell(putting, r, c);
	free(putting->source);
}

/* ---- the audit ------------------------------------------------------------------- */

/* "period=2026-10 service=welcome" */
static void put_labels(struct table *table, const struct sheet *sheet, size_t row)
{
	char labels[1000] = "";
	size_t at = 0;

	for (size_t c = 0; c < sheet->columns && at < sizeof labels; c++) {
		const char *text = sheet->text[row * sheet->columns + c];

		if ((sheet->role[c] == ROLE_LABEL || sheet->role[c] == ROLE_SERIES) && *text)
			at += (size_t)snprintf(labels + at, sizeof labels - at, "%s%s=%s", at ? " " : "",
					       sheet->name[c], text);
	}
	table_text(table, labels);
}

static void put_audit_row(struct table *table, const struct sheet *sheet, size_t i,
			  const struct protect_cell *cell)
{
	static const char *const kinds[] = { "", "primary", "complementary", "follows" };

	table_count(table, (int64_t)(i / sheet->columns) + 1);
	put_labels(table, sheet, i / sheet->columns);
	table_text(table, sheet->name[i % sheet->columns]);
	table_text(table, kinds[cell->mark]);
	table_number(table, sheet->number[i]);
	table_number(table, cell->audited ? cell->lower : NAN);
	table_number(table, cell->audited ? cell->upper : NAN);
}

int publish_audit(const char *path, const struct publish *publish, const struct protect *protect,
		  struct fault *fault)
{
	static const struct table_column columns[] = {
		{ "row", NULL, COLUMN_COUNT, 0 }, { "labels", NULL, COLUMN_TEXT, 0 },
		{ "column", NULL, COLUMN_TEXT, 0 }, { "kind", NULL, COLUMN_TEXT, 0 },
		{ "value", NULL, COLUMN_NUMBER, 3 }, { "lower", NULL, COLUMN_NUMBER, 3 },
		{ "upper", NULL, COLUMN_NUMBER, 3 },
	};
	struct file_out *out = file_create(path, fault);
	struct table *table;

	if (!out)
		return -1;
	table = table_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < publish->sheet.rows * publish->sheet.columns; i++)
		if (protect->cells[i].mark)
			put_audit_row(table, &publish->sheet, i, &protect->cells[i]);
	table_print(table, TABLE_CSV, 0, file_stream(out));
	table_free(table);
	return file_commit(out, fault);
}

/* ---- sentences ------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3)))
static void say(struct publish *publish, const char *format, ...)
{
	char text[800];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	publish->said[publish->said_count++] = mem_text(text, strlen(text));
}

static int has_role(const struct sheet *sheet, enum role role)
{
	for (size_t c = 0; c < sheet->columns; c++)
		if (sheet->role[c] == role)
			return 1;
	return 0;
}

static void say_dominated(struct publish *publish)
{
	say(publish, _("Hours are blank too where one case could tell another's to within %d "
		       "percent."), RISK_P);
}

static void say_dominance(struct publish *publish, const struct protect *protect)
{
	if (protect->dominance_known)
		say_dominated(publish);
	else if (protect->doubtful)
		say(publish, _("Rows in which one case may have nearly all hours, as far as the "
			       "standard error tells: %zu; blanks do not hide that, --round leaves "
			       "them out."),
		    protect->doubtful);
	else if (has_role(&publish->sheet, ROLE_AMOUNT) && !protect->error_known)
		say(publish, "%s", _("Whether a single case makes up most of a row's hours cannot be "
				     "told from this table."));
}

static void say_blanks(struct publish *publish, const struct protect *protect, long k)
{
	size_t more = protect->secondary + protect->follow;

	if (!protect->primary)
		say(publish, _("No number of cases is below %ld: nothing had to be left blank."), k);
	else if (more)
		say(publish, _("Numbers of fewer than %ld cases, and what is told of them, are left "
			       "blank, and some more (%zu) so that nobody can get them by "
			       "subtracting."), k, more);
	else
		say(publish, _("Numbers of fewer than %ld cases, and what is told of them, are left "
			       "blank."), k);
	if (protect->primary)
		say(publish, _("The program has proved that for each blank number below %ld at least "
			       "%ld different values are possible."), k, k + 1);
	say_dominance(publish, protect);
	if (protect->one_group)
		say(publish, "%s", _("In some rows all cases lie in one group, so that whoever knows "
				     "of a case there knows its group."));
}

static void say_rounded(struct publish *publish, const struct keyround *round, long k)
{
	say(publish, _("Counts are rounded at random to multiples of %d; zero stays zero. Each is "
		       "rounded on its own, so that sums may not add up."), KEYROUND_BASE);
	if (has_role(&publish->sheet, ROLE_AMOUNT))
		say(publish, _("Hours are given per published case; where fewer than %ld cases are "
			       "behind a row they are left blank, as is all else that is told of "
			       "them."), k);
	else
		say(publish, _("Where fewer than %ld cases are behind a row, what is told of them is "
			       "left blank."), k);
	if (round->dominance_known)
		say_dominated(publish);
}

/* ---- both ways ------------------------------------------------------------------- */

static void put_notes(const struct publish *publish)
{
	for (size_t i = 0; i < publish->said_count; i++)
		table_note(publish->table, publish->said[i]);
}

void publish_blanks(struct publish *publish, const struct stored *stored,
		    const struct protect *protect, long k)
{
	size_t cells = publish->sheet.rows * publish->sheet.columns;
	struct putting putting = { publish, stored, NULL, publish->sheet.number,
				   mem_new(cells + 1, 1), NULL, NULL };

	for (size_t i = 0; i < cells; i++)
		putting.blank[i] = protect->cells[i].mark != PROTECT_SHOWN;
	put_rows(&putting);
	free(putting.blank);
	say_blanks(publish, protect, k);
	put_notes(publish);
}

void publish_rounded(struct publish *publish, const struct stored *stored,
		     const struct keyround *round, long k)
{
	struct putting putting = { publish, stored, NULL, round->number, round->blank,
				   round->dropped, round->per_case };

	put_rows(&putting);
	say_rounded(publish, round, k);
	put_notes(publish);
}
