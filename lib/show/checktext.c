/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checktext - the findings of vl-check in sentences, and as one page. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/checktext.h"
#include "show/say.h"

/* Filled in: {count}, {of}, {share} and {percent} (the value) in percent, {value}, {name},
 * {period}. `fine` where nothing was found, `unable` where the export lacks what is needed. */
struct sentences {
	const char *found, *fine, *unable;
	int decimals;                  /* of {value} */
};

static const struct sentences sentences[ITEMS] = {
	[ITEM_REFUSED] = {
		N_("{count} of {of} rows break a rule, and the other tools refuse the file: {name}"),
		N_("all {of} rows follow the rules"), NULL, 0 },
	[ITEM_STRAY] = {
		N_("{count} of {of} records lie over half a year away from all others: typing errors "
		   "in the year?"),
		N_("no record lies far away from all others"), NULL, 0 },
	[ITEM_WEEKEND] = {
		N_("{share} of the records are dated on a Saturday or Sunday (if nobody works then: "
		   "are day and month exchanged?)"),
		N_("no record is dated on a Saturday or Sunday"), NULL, 0 },
	[ITEM_AFTER_EXPORT] = {
		N_("{count} of {of} records lie after the day of the export, or were entered after it"),
		N_("no record lies after the day of the export"),
		N_("records in the future: needs a column entered, or --exported"), 0 },
	[ITEM_ENTERED_BEFORE] = {
		N_("{count} of {of} records were documented before they took place"),
		N_("no record was documented before it took place"),
		N_("documented before it took place: needs a column entered"), 0 },
	[ITEM_EMPTY_MONTH] = {
		N_("{period}: no record, where {value} are usual"),
		N_("no month without records ({of} months)"), NULL, 0 },
	[ITEM_FEW_RECORDS] = {
		N_("{period}: {count} records where {value} are usual"),
		N_("no month with strikingly few records"), NULL, 0 },
	[ITEM_SITE] = {
		N_("site {name}: no record in the last {value} days; before, it had {share} of all "
		   "records"),
		N_("every site documents up to the end ({of} sites)"),
		N_("sites that stop documenting: needs a column site"), 0 },
	[ITEM_SITE_PAUSE] = {
		N_("site {name}: no record in {period}, where {value} are usual"),
		N_("no site pauses for a month"),
		N_("sites that pause: the column site has over 1000 values"), 0 },
	[ITEM_ADVISERS] = {
		N_("{count} of {of} advisers stopped documenting within the last year; {percent} of "
		   "the records are missing since"),
		N_("no adviser stopped documenting within the last year"),
		N_("advisers who stop documenting: needs a column adviser"), 0 },
	[ITEM_ADVISER] = {
		N_("adviser {name}: no record in the last {value} days; before, {share} of all "
		   "records"),
		NULL, NULL, 0 },
	[ITEM_MEDIAN] = {
		N_("half of the consultations are documented within {value} days"), NULL, NULL, 0 },
	[ITEM_P90] = {
		N_("nine in ten consultations are documented within {value} days"), NULL,
		N_("late documentation: needs a column entered, with at least 50 dates"), 0 },
	[ITEM_STILL_MISSING] = {
		N_("{value} days after its end {share} of a month is still missing"), NULL, NULL,
		0 },
	[ITEM_COMPLETE] = {
		N_("{value} days after its end a month is documented to 99 %"), NULL, NULL, 0 },
	[ITEM_TO_COME] = {
		N_("{period}: {share} of the records are still to come"), NULL, NULL, 0 },
	[ITEM_MONTH_END] = {
		N_("the last working days of the months have {value} times the records of other "
		   "days"),
		NULL, N_("dates heaped on month ends: too few records"), 2 },
	[ITEM_MONTH_START] = {
		N_("the first days of the months have {value} times the records of other days"), NULL,
		N_("dates heaped on the first of the month: too few records"), 2 },
	[ITEM_WEEKDAY] = {
		N_("{share} of the records are dated on a {name}"), NULL, NULL, 0 },
	[ITEM_MULTIPLES] = {
		N_("multiples of {name} minutes: Whipple's index {value} (100 = not rounded)"), NULL,
		N_("rounded minutes: the effort is no time"), 0 },
	[ITEM_SAME_MINUTES] = {
		N_("{share} of the consultations take exactly {name} minutes"), NULL, NULL, 0 },
	[ITEM_NO_MINUTES] = {
		N_("{count} of {of} held consultations take 0 minutes"),
		N_("no held consultation takes 0 minutes"), NULL, 0 },
	[ITEM_SAME_ID] = {
		N_("{count} of {of} rows have a contact_id that stood before"),
		N_("each contact_id stands once"),
		N_("the same record twice: needs a column contact_id"), 0 },
	[ITEM_SAME_RECORD] = {
		N_("{count} of {of} rows equal another in all but contact_id and entered"),
		N_("no consultation stands twice"), NULL, 0 },
	[ITEM_TWO_ADVISERS] = {
		N_("{count} of {of} consultations have the case, date and length of another adviser's: "
		   "joint sessions entered twice ({value} hours)?"),
		N_("no session was entered by two advisers"),
		N_("joint sessions entered twice: needs a column adviser"), 1 },
	[ITEM_CASE_DAY] = {
		N_("{count} times a case has more than 24 hours on one day"),
		N_("no case has more than 24 hours on one day"), NULL, 0 },
	[ITEM_ADVISER_DAY] = {
		N_("{count} times an adviser has more than 12 hours on one day"),
		N_("no adviser has more than 12 hours on one day"),
		N_("advisers' days: needs a column adviser, and minutes"), 0 },
	[ITEM_LONG] = {
		N_("the effort of {count} of {of} consultations is far above all others (over "
		   "{value})"),
		N_("no consultation is far longer than all others (over {value})"),
		N_("outliers: no consultation with an effort"), 0 },
	[ITEM_CASE_SPELLING] = {
		N_("{count} case ids are spelled like another (capitals, blanks, hyphens, leading "
		   "zeros)"),
		N_("no case stands in two spellings"), NULL, 0 },
	[ITEM_ADVISER_SPELLING] = {
		N_("{count} advisers are spelled like another (capitals, blanks, hyphens, leading "
		   "zeros)"),
		N_("no adviser stands in two spellings"), NULL, 0 },
	[ITEM_SITE_SPELLING] = {
		N_("{count} sites are spelled like another (capitals, blanks, hyphens, leading "
		   "zeros)"),
		N_("no site stands in two spellings"), NULL, 0 },
	[ITEM_SPOILT] = {
		N_("{count} case ids look as if a spreadsheet had changed them (1E+05, 123.0, 1. Mar)"),
		N_("no case id looks as if a spreadsheet had changed it"), NULL, 0 },
	[ITEM_COLUMN] = {
		N_("column {name}: {share} of the cells are empty"),
		N_("column {name}: no empty cell"), NULL, 0 },
	[ITEM_COLUMN_MONTH] = {
		N_("column {name}, {period}: {share} of the cells are empty, {percent} more than "
		   "usual"),
		N_("no column is emptier in some months than usual"), NULL, 0 },
	[ITEM_UNKNOWN_CASE] = {
		N_("{count} of {of} cases are not in the case table"),
		N_("every case stands in the case table"),
		N_("the dates of the case table: needs --cases"), 0 },
	[ITEM_BEFORE_FIRST] = {
		N_("{count} of {of} consultations lie before the first contact in the case table"),
		N_("no consultation lies before the first contact in the case table"), NULL, 0 },
	[ITEM_BEFORE_ASSIGNED] = {
		N_("{count} of {of} consultations lie before the case was assigned"),
		N_("no consultation lies before its case was assigned"), NULL, 0 },
	[ITEM_AFTER_CLOSED] = {
		N_("{count} of {of} consultations lie after the case was closed"),
		N_("no consultation lies after its case was closed"), NULL, 0 },
	[ITEM_NOT_APPROVED] = {
		N_("{count} of {of} consultations of the special service lie outside any approval"),
		N_("every consultation of the special service lies within an approval"),
		N_("consultations outside an approval: needs --approvals and a column service"), 0 },
	[ITEM_RUNNING] = {
		N_("of the {of} cases first seen in the washout about {count} were running already "
		   "(later {value} begin in a month): do not count them as new"),
		N_("no sign of cases that were running before the export began"),
		N_("cases that were running before: too few months, or too few new cases, after the "
		   "washout"), 0 },
	[ITEM_PER_HOUSEHOLD] = {
		N_("{value} cases a household (if a case is a person, every mean is one of persons)"),
		NULL, N_("cases a household: needs a column household_id"), 2 },
	[ITEM_PERSONS] = {
		N_("{value} persons a case"), NULL,
		N_("persons a case: needs --cases with a column persons"), 2 },
};

static const char *const weekdays[][2] = {
	{ "monday", N_("Monday") }, { "tuesday", N_("Tuesday") }, { "wednesday", N_("Wednesday") },
	{ "thursday", N_("Thursday") }, { "friday", N_("Friday") }, { "saturday", N_("Saturday") },
	{ "sunday", N_("Sunday") },
};

/* ---- what is filled in --------------------------------------------------------- */

static void put_number(char *to, size_t size, double value, int decimals, int translated)
{
	if (translated)
		text_fixed(to, size, value, decimals);
	else
		snprintf(to, size, "%.*f", decimals, value);
}

/* A share of 0.4 % is not 0 %, and one of 99.9 % not all. */
static void put_percent(char *to, size_t size, double share, int translated)
{
	int decimals = (share > 0 && share < 0.095) || (share > 0.995 && share < 1);

	put_number(to, size, 100 * share, decimals, translated);
	strncat(to, " %", size - strlen(to) - 1);
}

static void put_period(char *to, size_t size, const struct finding *finding)
{
	char from[16], until[16];

	period_write(from, PERIOD_MONTH, finding->period);
	if (finding->until == CHECK_NONE) {
		snprintf(to, size, "%s", from);
		return;
	}
	period_write(until, PERIOD_MONTH, finding->until);
	snprintf(to, size, "%s\xE2\x80\x93%s", from, until);
}

static void put_name(char *to, size_t size, const struct finding *finding, int translated)
{
	const char *name = finding->name ? finding->name : "";

	if (finding->item == ITEM_REFUSED) {
		diag_pattern(to, size, translated ? _(name) : name);
		return;
	}
	for (size_t i = 0; i < sizeof weekdays / sizeof *weekdays; i++)
		if (finding->item == ITEM_WEEKDAY && strcmp(weekdays[i][0], name) == 0)
			name = translated ? _(weekdays[i][1]) : weekdays[i][1];
	text_escape(to, size, name, strlen(name));
}

static void put_word(char *to, size_t size, const char *word, size_t length,
		     const struct finding *finding, int translated)
{
	int decimals = sentences[finding->item].decimals;

	*to = '\0';
	if (strncmp(word, "count", length) == 0)
		snprintf(to, size, "%lld", (long long)finding->count);
	else if (strncmp(word, "of", length) == 0)
		snprintf(to, size, "%lld", (long long)finding->of);
	else if (strncmp(word, "share", length) == 0)
		put_percent(to, size, finding->share, translated);
	else if (strncmp(word, "percent", length) == 0)
		put_percent(to, size, finding->value, translated);
	else if (strncmp(word, "value", length) == 0)
		put_number(to, size, finding->value, decimals, translated);
	else if (strncmp(word, "period", length) == 0)
		put_period(to, size, finding);
	else
		put_name(to, size, finding, translated);
}

static void fill(char *to, size_t size, const char *pattern, const struct finding *finding,
		 int translated)
{
	size_t at = 0;

	while (*pattern && at + 1 < size) {
		size_t plain = strcspn(pattern, "{"), length;
		char word[200];

		at += (size_t)snprintf(to + at, size - at, "%.*s", (int)plain, pattern);
		pattern += plain;
		if (!*pattern || at + 1 >= size)
			break;
		length = strcspn(pattern, "}") - 1;
		put_word(word, sizeof word, pattern + 1, length, finding, translated);
		at += (size_t)snprintf(to + at, size - at, "%s", word);
		pattern += length + 2;
	}
}

static int is_fine(const struct finding *finding)
{
	return sentences[finding->item].fine && finding->severity <= SEVERITY_OK &&
	       (finding->count == 0 || finding->count == CHECK_NONE || finding->calm);
}

void checktext_sentence(char to[CHECKTEXT_SIZE], const struct finding *finding, int translated)
{
	const struct sentences *of = &sentences[finding->item];
	const char *pattern = finding->severity == SEVERITY_UNCHECKED ? of->unable :
			      is_fine(finding) ? of->fine : of->found;

	fill(to, CHECKTEXT_SIZE, translated ? _(pattern) : pattern, finding, translated);
}

void checktext_item(char to[64], enum item item)
{
	snprintf(to, 64, "%s.%s", check_words[check_items[item].check], check_items[item].word);
}

/* ---- the page ------------------------------------------------------------------ */

enum { LABEL = 26, SHORT_LABEL = 13, FEW = 50 };

static const char *const headings[SEVERITIES] = {
	[SEVERITY_ALARM] = N_("ALARM - figures from these data mislead:"),
	[SEVERITY_WARNING] = N_("WARNING - some figures are wrong, or will still change:"),
	[SEVERITY_NOTE] = N_("NOTE - good to know:"),
	[SEVERITY_OK] = N_("In order:"),
	[SEVERITY_UNCHECKED] = N_("Not checked:"),
};

/* On a page for people; the table has all of them. */
static int is_detail(const struct finding *finding)
{
	return finding->item == ITEM_STILL_MISSING ||
	       (finding->severity == SEVERITY_OK &&
		(finding->item == ITEM_COLUMN || finding->item == ITEM_MULTIPLES));
}

/* What is to be looked at: each finding with the name that --limit wants. */
static void put_findings(FILE *to, const struct check *check, enum severity severity)
{
	int any = 0;

	for (size_t i = 0; i < check->finding_count; i++) {
		const struct finding *finding = &check->findings[i];
		char label[LABEL + 64], item[64], text[CHECKTEXT_SIZE];

		if (finding->severity != severity || is_detail(finding))
			continue;
		if (!any)
			fprintf(to, "\n%s\n", _(headings[severity]));
		any = 1;
		checktext_item(item, finding->item);
		snprintf(label, sizeof label, "  %s", item);
		checktext_sentence(text, finding, 1);
		say_labelled(to, label, LABEL, text);
	}
}

/* All of one check that is of that severity, in one paragraph. */
static int put_check(FILE *to, const struct check *check, enum check_id id,
		     enum severity severity, int any)
{
	char label[64], text[CHECKTEXT_SIZE], all[4 * CHECKTEXT_SIZE] = "";
	size_t at = 0;

	for (size_t i = 0; i < check->finding_count && at < sizeof all; i++) {
		const struct finding *finding = &check->findings[i];

		if (check_items[finding->item].check != id || finding->severity != severity ||
		    is_detail(finding))
			continue;
		checktext_sentence(text, finding, 1);
		at += (size_t)snprintf(all + at, sizeof all - at, "%s%s", at ? "; " : "", text);
	}
	if (!at)
		return any;
	if (!any)
		fprintf(to, "\n%s\n", _(headings[severity]));
	snprintf(label, sizeof label, "  %s", check_words[id]);
	say_labelled(to, label, SHORT_LABEL, all);
	return 1;
}

static void put_checks(FILE *to, const struct check *check, enum severity severity)
{
	int any = 0;

	for (int id = 0; id < CHECKS; id++)
		any = put_check(to, check, (enum check_id)id, severity, any);
}

static const char *verdict(const struct check *check)
{
	if (check_verdict(check) <= SEVERITY_NOTE && check->survey->count < FEW)
		return _("Nothing wrong was found, but so few records cannot tell whether they can be "
			 "trusted.");
	switch (check_verdict(check)) {
	case SEVERITY_ALARM:
		return _("These data cannot be trusted as they are: mend what is marked ALARM first.");
	case SEVERITY_WARNING:
		return _("These data can be used with care: look at what is marked WARNING before "
			 "you use a figure that rests on it.");
	case SEVERITY_NOTE:
		return _("These data can be trusted; there is something to know about them.");
	default:
		return _("These data can be trusted.");
	}
}

char *checktext_page(const struct check *check, const char *window)
{
	size_t length;
	char *text;
	FILE *to = textstream_open(&text, &length);

	say_wrap(to, verdict(check));
	fputc('\n', to);
	say_wrap(to, window);
	for (int s = SEVERITY_ALARM; s >= SEVERITY_NOTE; s--)
		put_findings(to, check, (enum severity)s);
	put_checks(to, check, SEVERITY_OK);
	put_checks(to, check, SEVERITY_UNCHECKED);
	if (check_verdict(check) >= SEVERITY_NOTE) {
		fputc('\n', to);
		say_wrap(to, _("The rows concerned: vl-check --list WORD, as in --list twice. Another "
			       "limit for a warning: --limit WORD=NUMBER, as in --limit "
			       "late.p90=45."));
	}
	textstream_close(to);
	return text;
}
