/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proposal - what was detected in a file, written down as a profile with its evidence. */
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "data/intern.h"
#include "show/proposal.h"

struct proposal {
	const struct detect *detect;
	const char *file;
	FILE *to;
	struct findings *findings;
	unsigned orders;        /* bits of enum date_order that fit all columns of dates */
};

enum { DATE_ORDERS = FORM_WORDS + 1, NEEDED = 3 };

static const enum canon needed[NEEDED] = { CANON_CASE_ID, CANON_DATE, CANON_MINUTES };

static const char *const form_names[FORMS] = {
	"iso", "dmy", "mdy", "words", N_("whole numbers"), N_("numbers like 12.5"),
	N_("numbers like 12,5"), N_("numbers like 1.234,5"), N_("numbers like 1,234.5"),
	N_("durations like 1:30"), N_("durations like 1:30:00"),
};

/* ---- pieces ---------------------------------------------------------------------- */

/* A line of evidence: what a line break in it would be is a blank. */
static void comment(const struct proposal *proposal, const char *indent, const char *format, ...)
{
	char line[1024], shown[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	text_escape(shown, sizeof shown, line, strlen(line));
	fprintf(proposal->to, "%s# %s\n", indent, shown);
}

/* A text as libconfig reads it, on one line, since it may stand behind a #. */
static void put_text(const struct proposal *proposal, const char *text)
{
	putc('"', proposal->to);
	for (; *text; text++) {
		if (*text == '\t')
			fputs("\\t", proposal->to);
		else if ((unsigned char)*text < ' ')
			fprintf(proposal->to, "\\x%02X", (unsigned char)*text);
		else
			fprintf(proposal->to, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
	}
	putc('"', proposal->to);
}

static void put_setting(const struct proposal *proposal, const char *before, const char *name,
			const char *value)
{
	fprintf(proposal->to, "%s%s = ", before, name);
	put_text(proposal, value);
	fputs(";\n", proposal->to);
}

/* What only the user can tell. */
static void ask(const struct proposal *proposal, const char *kind, ...)
{
	struct fault fault = { 0 };
	char text[sizeof fault.text];
	va_list arguments;

	va_start(arguments, kind);
	vsnprintf(text, sizeof text, _(kind), arguments);
	va_end(arguments);
	fault_at(&fault, STATUS_DATA, proposal->file, 0, 0, "%s", text);
	fault.kind = kind;
	findings_add(proposal->findings, &fault);
}

/* ---- the file -------------------------------------------------------------------- */

static void put_encoding(const struct proposal *proposal)
{
	const struct sniff *sniff = &proposal->detect->sniff;

	if (strcmp(proposal->detect->layout.encoding, sniff_encoding_name(sniff)) != 0) {
		put_setting(proposal, "", "encoding", proposal->detect->layout.encoding);
		return;
	}
	switch (sniff->encoding) {
	case SNIFF_MARKED:
		comment(proposal, "", _("Encoding: the byte order mark of %s."), sniff->mark);
		break;
	case SNIFF_ASCII:
		comment(proposal, "", _("Encoding: plain ASCII."));
		break;
	case SNIFF_UTF8:
		comment(proposal, "", _("Encoding: all %zu bytes beyond ASCII form UTF-8."),
			sniff->high);
		break;
	case SNIFF_CP1252_OR_LATIN9:
		comment(proposal, "",
			_("Encoding: not UTF-8; some of the %zu bytes beyond ASCII stand for other "
			  "characters in cp1252 than in iso-8859-15."), sniff->high);
		ask(proposal, N_("two encodings fit, cp1252 and iso-8859-15: look at the euro sign "
				 "and state one as encoding"));
		put_setting(proposal, "# ", "encoding", "cp1252");
		put_setting(proposal, "# ", "encoding", "iso-8859-15");
		return;
	default:
		comment(proposal, "", _("Encoding: not UTF-8; all %zu bytes beyond ASCII have a "
					"meaning in cp1252."), sniff->high);
	}
	put_setting(proposal, "", "encoding", sniff_encoding_name(sniff));
}

static void put_delimiter(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;
	const char text[] = { detect->layout.delimiter, '\0' };
	const struct sniff_parting *parting;

	if (detect->sniff.delimiter >= 0) {
		parting = &detect->sniff.partings[detect->sniff.delimiter];
		comment(proposal, "", _("Delimiter: it parts %ld of the first %ld records into %zu "
					"cells."), parting->records, detect->sniff.records,
			parting->width);
		if (detect->sniff.other_line)
			comment(proposal, "",
				_("The first record with another number is on line %ld."),
				detect->sniff.other_line);
	}
	put_setting(proposal, "", "delimiter", text);
	if (detect->layout.skip) {
		comment(proposal, "", _("The header stands on line %ld."), detect->layout.skip + 1);
		fprintf(proposal->to, "skip = %ld;\n", detect->layout.skip);
	}
	if (!detect->hxl)
		return;
	comment(proposal, "", _("Below the header stands a row of HXL tags."));
	put_setting(proposal, "", "second_header", "hxl");
}

static void put_missing(const struct proposal *proposal)
{
	const char *parted = "";

	if (!proposal->detect->missing_words)
		return;
	comment(proposal, "", _("Words for a missing value that were seen:"));
	fputs("missing = [ ", proposal->to);
	for (size_t i = 0; detect_missing[i]; i++) {
		if (!(proposal->detect->missing_words & 1U << i))
			continue;
		fputs(parted, proposal->to);
		put_text(proposal, detect_missing[i]);
		parted = ", ";
	}
	fputs(" ];\n", proposal->to);
}

/* ---- dates and numbers ----------------------------------------------------------- */

static unsigned orders_of(const struct detect_column *column)
{
	unsigned orders = 0;

	for (int form = 0; column && form < DATE_ORDERS; form++)
		if (detect_fits(column, (enum detect_form)form))
			orders |= 1U << form;
	return orders;
}

static int is_one(unsigned bits)
{
	return bits && !(bits & (bits - 1));
}

/* The column known as the date; where none is, the first that holds dates. */
static const struct detect_column *find_date(const struct detect *detect)
{
	const struct detect_column *date = detect_find(detect, CANON_DATE);

	for (size_t i = 0; i < detect->width && !date; i++)
		if (orders_of(&detect->columns[i]))
			date = &detect->columns[i];
	return date;
}

/* The orders that this column and the other columns of dates share, as far as they share any: one
 * export writes all dates alike. */
static void find_orders(struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;

	proposal->orders = orders_of(find_date(detect));
	for (size_t i = 0; i < detect->width; i++)
		if (proposal->orders & orders_of(&detect->columns[i]))
			proposal->orders &= orders_of(&detect->columns[i]);
}

/* Dates such as 31.10.26 fit no order; then the rule that they break helps more than that. */
static int has_short_years(const struct detect_column *column)
{
	const char *text = intern_count(column->values) ? intern_text(column->values, 0) : "";
	size_t length = strcspn(text, " ");
	int32_t day;

	return length == strlen("31.10.26") && strspn(text, "0123456789./-") == length &&
	       text[2] == text[5] && date_read(text, length, DATE_DMY, &day) &&
	       date_read(text, length, DATE_MDY, &day);
}

/* Without any other column of dates. */
static void ask_for_years(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;

	for (size_t i = 0; i < detect->width; i++)
		if (has_short_years(&detect->columns[i]))
			ask(proposal, N_("column '%s' has dates whose years have two digits: save the "
					 "export with four, in a spreadsheet by the cell format DD.MM.YYYY"),
			    detect->columns[i].name);
}

static void put_dates(const struct proposal *proposal)
{
	const struct detect_column *date = find_date(proposal->detect);

	if (!date) {
		ask_for_years(proposal);
		return;
	}
	if (!proposal->orders) {
		comment(proposal, "", _("Dates: no order fits the whole column '%s'."), date->name);
		ask(proposal, N_("no order of dates fits the whole column '%s'"), date->name);
		if (has_short_years(date))
			ask(proposal, N_("the year must have four digits"));
		return;
	}
	if (!is_one(proposal->orders)) {
		comment(proposal, "", _("Dates: more than one order fits the whole column '%s'."),
			date->name);
		ask(proposal, N_("more than one order of dates fits the whole column '%s': state "
				 "one as dates"), date->name);
	}
	for (int form = 0; form < DATE_ORDERS; form++)
		if (proposal->orders & 1U << form)
			put_setting(proposal, is_one(proposal->orders) ? "" : "# ", "dates",
				    form_names[form]);
	if (!date->zones)
		return;
	comment(proposal, "", _("Times with a zone: in which zone is the service?"));
	ask(proposal, N_("the times of column '%s' have a zone: state the service's own as zone"),
	    date->name);
	put_setting(proposal, "# ", "zone", "CET");
}

/* Numbers with decimals, whose mark is that; 0: none, or either mark would do. */
static char mark_of(const struct detect_column *column)
{
	int point = detect_fits(column, FORM_POINT), comma = detect_fits(column, FORM_COMMA);

	if (!column->filled || column->grouped || detect_fits(column, FORM_WHOLE) || point == comma)
		return 0;
	return point ? '.' : ',';
}

/* Where no name tells of the minutes, the mark of all columns of numbers. */
static void put_common_mark(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;
	char marks[2] = { 0 };

	for (size_t i = 0; i < detect->width; i++) {
		char mark = mark_of(&detect->columns[i]);

		if (mark && marks[0] && mark != marks[0])
			return;
		marks[0] = mark ? mark : marks[0];
	}
	if (marks[0])
		put_setting(proposal, "", "decimal_mark", marks);
}

static void put_mark(const struct proposal *proposal)
{
	const struct detect_column *minutes = detect_find(proposal->detect, CANON_MINUTES);
	int point, comma;

	if (!minutes)
		put_common_mark(proposal);
	if (!minutes || detect_fits(minutes, FORM_WHOLE))
		return;
	point = detect_fits(minutes, FORM_POINT);
	comma = detect_fits(minutes, FORM_COMMA);
	if (minutes->grouped && (point || comma)) {
		comment(proposal, "",
			_("Numbers: the mark in column '%s' may stand before decimals or between "
			  "thousands."), minutes->name);
		ask(proposal, N_("the mark in the numbers of column '%s' may stand before decimals "
				 "or between thousands: state decimal_mark if it is the former"),
		    minutes->name);
	}
	if (point || comma)
		put_setting(proposal, minutes->grouped ? "# " : "", "decimal_mark",
			    point ? "." : ",");
}

/* ---- columns --------------------------------------------------------------------- */

static size_t add(char *to, size_t size, size_t used, const char *format, ...)
{
	va_list arguments;
	int length;

	if (used >= size)
		return used;
	va_start(arguments, format);
	length = vsnprintf(to + used, size - used, format, arguments);
	va_end(arguments);
	return used + (size_t)(length > 0 ? length : 0);
}

static size_t add_dates(char *to, size_t size, size_t used, const struct detect_column *column)
{
	for (int form = 0; form < DATE_ORDERS; form++) {
		if (detect_fits(column, (enum detect_form)form))
			used = add(to, size, used, _(", %s fits"), form_names[form]);
		else if (column->against[form] > 0)
			used = add(to, size, used, _(", %s does not (line %ld)"),
				   form_names[form], column->against[form]);
	}
	return used;
}

static size_t add_odd(char *to, size_t size, size_t used, const struct detect_column *column,
		      enum detect_family family)
{
	return column->odd[family] ? add(to, size, used, _("; %ld are none (first on line %ld)"),
					 column->odd[family], column->odd_line[family]) : used;
}

/* What all cells are, or that they are texts. */
static size_t add_form(char *to, size_t size, size_t used, const struct detect_column *column)
{
	if (!column->filled)
		return used;
	if (orders_of(column)) {
		used = add_dates(to, size, add(to, size, used, _("; dates")), column);
		return add_odd(to, size, used, column, FAMILY_DATES);
	}
	for (int form = FORM_WHOLE; form < FORMS; form++)
		if (detect_fits(column, (enum detect_form)form))
			return add_odd(to, size, add(to, size, used, "; %s", _(form_names[form])),
				       column, FAMILY_AMOUNTS);
	if (has_short_years(column))
		return add(to, size, used, "%s", _("; dates whose years have two digits"));
	if (column->many)
		return add(to, size, used, _("; texts, more than %d different"),
			   DETECT_DISTINCT_MAX);
	return add(to, size, used, _("; texts, %lu different"),
		   (unsigned long)intern_count(column->values));
}

static void describe(const struct proposal *proposal, const struct detect_column *column)
{
	char text[600];
	size_t used = add(text, sizeof text, 0, _("Column '%s': %ld filled, %ld empty"),
			  column->name, column->filled, column->empty);

	if (column->missing)
		used = add(text, sizeof text, used, _(", %ld with a word for missing"),
			   column->missing);
	add_form(text, sizeof text, used, column);
	comment(proposal, "\t", "%s", text);
}

/* The unit of its plain numbers; NULL where its cells say it, "" where nothing does. */
static const char *unit_of(const struct detect_column *column)
{
	static const char *const names[] = { [UNIT_MINUTES] = "minutes", [UNIT_HOURS] = "hours",
					     [UNIT_SECONDS] = "seconds", [UNIT_COUNT] = "count",
					     [UNIT_AMOUNT] = "", [UNIT_UNSTATED] = "" };

	if (detect_fits(column, FORM_HMM) || detect_fits(column, FORM_CLOCK))
		return NULL;
	return names[profile_unit(column->knows, "minutes", column->name)];
}

static void put_unit(const struct proposal *proposal, const char *before, const char *unit,
		     const char *name)
{
	fprintf(proposal->to, "%sminutes = { %s = ", before, unit);
	put_text(proposal, name);
	fputs("; };\n", proposal->to);
}

static void put_minutes(const struct proposal *proposal, const struct detect_column *column)
{
	const char *unit = unit_of(column);

	if (!unit || *unit) {
		put_unit(proposal, "\t", unit ? unit : "unstated", column->name);
		return;
	}
	put_unit(proposal, "\t# ", "minutes", column->name);
	put_unit(proposal, "\t# ", "hours", column->name);
	ask(proposal, N_("the numbers of column '%s' may be minutes or hours: state which under "
			 "columns"), column->name);
}

/* Whether the cells are what the canonical column needs. */
static int is_sound(const struct proposal *proposal, const struct detect_column *column)
{
	if (!column->filled)
		return 1;
	switch (column->canon) {
	case CANON_DATE:
	case CANON_ENTERED:
		return (orders_of(column) & proposal->orders) != 0;
	case CANON_MINUTES:
		return detect_fits(column, FORM_POINT) || detect_fits(column, FORM_COMMA) ||
		       detect_fits(column, FORM_HMM) || detect_fits(column, FORM_CLOCK);
	case CANON_PARTICIPANTS:
	case CANON_STAFF:
		return detect_fits(column, FORM_WHOLE);
	default:
		return 1;
	}
}

static void put_column(const struct proposal *proposal, const struct detect_column *column)
{
	describe(proposal, column);
	if (column->canon == CANON_COLUMNS)
		return;
	if (!is_sound(proposal, column)) {
		comment(proposal, "\t", _("Its cells are not what the column %s needs:"),
			canon_names[column->canon]);
		put_setting(proposal, "\t# ", canon_names[column->canon], column->name);
	} else if (column->canon == CANON_MINUTES) {
		put_minutes(proposal, column);
	} else {
		put_setting(proposal, "\t", canon_names[column->canon], column->name);
	}
}

static int holds_durations(const struct detect_column *column)
{
	return column->filled && (detect_fits(column, FORM_HMM) || detect_fits(column, FORM_CLOCK));
}

/* Durations like 1:30, or numbers with decimals; how many. */
static int put_candidates(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;
	int candidates = 0;

	for (size_t i = 0; i < detect->width; i++) {
		const struct detect_column *column = &detect->columns[i];
		int durations = holds_durations(column);

		if (column->canon != CANON_COLUMNS || (!durations && !mark_of(column)))
			continue;
		put_unit(proposal, "\t# ", durations ? "unstated" : "hours", column->name);
		candidates++;
	}
	return candidates;
}

/* A needed column that no name tells of; of dates and durations there may be candidates. */
static void put_unknown(const struct proposal *proposal, enum canon canon)
{
	const struct detect *detect = proposal->detect;
	int candidates = 0;

	comment(proposal, "\t", _("Which column is this?"));
	for (size_t i = 0; i < detect->width && canon == CANON_DATE; i++)
		if (orders_of(&detect->columns[i]) & proposal->orders) {
			put_setting(proposal, "\t# ", canon_names[canon],
				    detect->columns[i].name);
			candidates++;
		}
	if (canon == CANON_MINUTES)
		candidates = put_candidates(proposal);
	if (!candidates)
		put_setting(proposal, "\t# ", canon_names[canon], "...");
	ask(proposal, N_("no column could be recognised as %s: name it under columns"),
	    canon_names[canon]);
}

/* Columns that the tools can use, and that no name tells of. */
static void put_further(const struct proposal *proposal)
{
	static const struct {
		enum canon canon;
		const char *what;
	} further[] = {
		{ CANON_STATUS, N_("whether the appointment was held; the words under values") },
		{ CANON_ACTIVITY, N_("what was done; needed in rows without a case") },
		{ CANON_SERVICE, N_("welcome, special or general service") },
		{ CANON_ADVISER, N_("who counselled") },
		{ CANON_SITE, N_("where") },
		{ CANON_ENTERED, N_("the date of documentation") },
	};

	int told = 0;

	for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
		if (detect_find(proposal->detect, further[i].canon))
			continue;
		if (!told++)
			comment(proposal, "\t", "%s", _("If there is such a column:"));
		fprintf(proposal->to, "\t# %s = \"...\";   # %s\n", canon_names[further[i].canon],
			_(further[i].what));
	}
}

static void put_columns(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;

	fputs("columns = {\n", proposal->to);
	for (size_t i = 0; i < detect->width; i++)
		put_column(proposal, &detect->columns[i]);
	for (size_t i = 0; i < NEEDED; i++)
		if (!detect_find(detect, needed[i]))
			put_unknown(proposal, needed[i]);
	put_further(proposal);
	fputs("};\n", proposal->to);
}

static void put_total(const struct proposal *proposal)
{
	const struct detect *detect = proposal->detect;

	if (!*detect->total)
		return;
	comment(proposal, "", _("The last row is a total; it is left out."));
	fputs("drop = ( { column = ", proposal->to);
	put_text(proposal, detect->columns[detect->total_column].name);
	fputs("; values = [ ", proposal->to);
	put_text(proposal, detect->total);
	fputs(" ]; as = \"other\"; reason = \"total\"; } );\n", proposal->to);
}

/* ---- words ----------------------------------------------------------------------- */

/* The words that the profile has for one canonical value; those before it have been written if it
 * is not the first of that value. */
static void put_words(const struct proposal *proposal, const struct profile_word *words,
		      const struct profile_word *first)
{
	const char *parted = "";

	for (const struct profile_word *word = words; word < first; word++)
		if (strcmp(word->column, first->column) == 0 &&
		    strcmp(word->canonical, first->canonical) == 0)
			return;
	fprintf(proposal->to, "\t\t%s = [ ", first->canonical);
	for (const struct profile_word *word = first; word->column; word++) {
		if (strcmp(word->column, first->column) != 0 ||
		    strcmp(word->canonical, first->canonical) != 0)
			continue;
		fputs(parted, proposal->to);
		put_text(proposal, word->name);
		parted = ", ";
	}
	fputs(" ];\n", proposal->to);
}

static void put_values(const struct proposal *proposal)
{
	static const enum canon with_words[] = { CANON_STATUS, CANON_SERVICE };
	const struct profile_word *words = proposal->detect->profile->words;
	int begun = 0;

	for (int i = 0; words && i < 2; i++) {
		const char *name = canon_names[with_words[i]];

		if (!detect_find(proposal->detect, with_words[i]))
			continue;
		fprintf(proposal->to, "%s\t%s = {\n", begun++ ? "" : "values = {\n", name);
		for (const struct profile_word *word = words; word->column; word++)
			if (strcmp(word->column, name) == 0)
				put_words(proposal, words, word);
		fputs("\t};\n", proposal->to);
	}
	if (begun)
		fputs("};\n", proposal->to);
	else if (!detect_find(proposal->detect, CANON_STATUS))
		fputs("# values = { status = { held = [ \"...\" ]; no_show = [ \"...\" ]; "
		      "planned = [ \"...\" ]; deleted = [ \"...\" ]; }; };\n", proposal->to);
}

/* ---- all of it ------------------------------------------------------------------- */

/* Whether the profile that knows most of the columns could read the file as it is. */
static int is_shipped(const struct detect *detect)
{
	for (size_t i = 0; i < NEEDED; i++) {
		const struct detect_column *column = detect_find(detect, needed[i]);

		if (!(column && column->knows == detect->profile) &&
		    !(needed[i] == CANON_MINUTES && detect->profile->minutes_by))
			return 0;
	}
	return detect->profile != &profile_verlauf;
}

void proposal_print(const struct detect *detect, const char *file, FILE *to,
		    struct findings *findings)
{
	struct proposal proposal = { detect, file, to, findings, 0 };

	find_orders(&proposal);
	comment(&proposal, "", _("Proposed for %s: %ld rows, %zu columns."), file, detect->rows,
		detect->width);
	comment(&proposal, "", _("Correct it, then say: -p ./NAME.profile"));
	if (is_shipped(detect))
		comment(&proposal, "",
			_("%zu of its columns are those of an export that comes with a profile: try "
			  "-p %s first, which knows more than this."), detect->known,
			detect->profile->name);
	put_encoding(&proposal);
	put_delimiter(&proposal);
	put_dates(&proposal);
	put_mark(&proposal);
	put_missing(&proposal);
	put_columns(&proposal);
	put_values(&proposal);
	put_total(&proposal);
}
