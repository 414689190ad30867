/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings - how a result came about, said once for all tools. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/date.h"
#include "show/say.h"
#include "show/settings.h"

static const char *const unit_words[] = { "", "minutes", "hours", "seconds", "count", "amount" };

void meta_date(struct meta *meta, const char *name, int32_t date)
{
	char text[11];

	date_write(text, date);
	meta_text(meta, name, text);
}

static long left_out(const struct intake *intake)
{
	long sum = 0;

	for (int i = 0; i < intake->drop_count; i++)
		sum += intake->drops[i].count;
	return sum;
}

void meta_source(struct meta *meta, const struct source *source, const struct intake *intake,
		 const struct window *window)
{
	meta_open(meta, "source");
	meta_text(meta, "file", intake->file);
	meta_text(meta, "profile", source->profile->name);
	meta_text(meta, "effort", source->effort);
	meta_text(meta, "unit", unit_words[intake->unit]);
	meta_text(meta, "cases", source->cases_file);
	meta_text(meta, "by", source->by);
	meta_text(meta, "services", source->service_rule ? "by rule" : "as recorded");
	meta_text(meta, "approvals", source->approvals_file);
	meta_count(meta, "rows", intake->rows);
	meta_count(meta, "used", intake->used);
	meta_count(meta, "no_shows", intake->no_shows);
	meta_count(meta, "duplicates", intake->duplicates);
	meta_count(meta, "left_out", left_out(intake));
	meta_count(meta, "planned", intake->planned);
	meta_count(meta, "deleted", intake->deleted);
	meta_count(meta, "outside_window", intake->outside);
	meta_count(meta, "without_case", intake->without_case);
	meta_close(meta);
	meta_open(meta, "window");
	meta_date(meta, "since", window->since);
	meta_text(meta, "since_from", window->since_given ? "stated" :
		  source->partial ? "first record" : "first whole month");
	meta_date(meta, "until", window->until);
	meta_text(meta, "until_from", window->until_given ? "stated" :
		  source->partial ? "last record" : "last whole month");
	meta_close(meta);
}

void meta_caseload(struct meta *meta, const struct source *source,
		   const struct caseload *caseload)
{
	meta_source(meta, source, &caseload->intake, &caseload->window);
	meta_open(meta, "rules");
	meta_count(meta, "washout_days", caseload->washout);
	meta_count(meta, "silence_months", caseload->silence);
	meta_count(meta, "cases", caseload->cases);
	meta_count(meta, "prevalent_cases", caseload->prevalent);
	meta_close(meta);
}

/* What the profile's key and filters left out, behind the text that is there. */
static void describe_dropped(char *to, size_t size, const struct intake *intake)
{
	size_t at = strlen(to);

	if (intake->duplicates)
		snprintf(to + at, size - at, _(", %ld duplicates"), intake->duplicates);
	for (int i = 0; i < intake->drop_count; i++) {
		at = strlen(to);
		if (intake->drops[i].count)
			snprintf(to + at, size - at, _(", %ld left out: %s"),
				 intake->drops[i].count, intake->drops[i].reason);
	}
}

void describe_window(char *to, size_t size, const struct intake *intake,
		     const struct window *window)
{
	char since[11], until[11];
	int at;

	say_date(since, window->since);
	say_date(until, window->until);
	at = snprintf(to, size, _("Window %s to %s; %ld rows read, %ld held consultations"),
		      since, until, intake->rows, intake->used);
	if (intake->no_shows && at > 0 && (size_t)at < size)
		at += snprintf(to + at, size - (size_t)at, _(", %ld missed"), intake->no_shows);
	if (intake->planned + intake->deleted && at > 0 && (size_t)at < size)
		at += snprintf(to + at, size - (size_t)at, _(", %ld planned or deleted"),
			       intake->planned + intake->deleted);
	if (intake->outside && at > 0 && (size_t)at < size)
		at += snprintf(to + at, size - (size_t)at, _(", %ld outside the window"),
			       intake->outside);
	if (intake->without_case && at > 0 && (size_t)at < size)
		snprintf(to + at, size - (size_t)at, _(", %ld without a case"),
			 intake->without_case);
	describe_dropped(to, size, intake);
}

void note_window(struct table *table, const struct intake *intake, const struct window *window)
{
	char text[512];

	describe_window(text, sizeof text, intake, window);
	table_note(table, text);
}

void note_prevalent(struct table *table, const struct caseload *caseload)
{
	unsigned before = caseload->known_before, unsure = caseload->prevalent - before;
	char text[300];

	if (before) {
		snprintf(text, sizeof text,
			 ngettext("%u case left out: it was seen before the window, so it did not "
				  "begin in it",
				  "%u cases left out: they were seen before the window, so they did "
				  "not begin in it", before), before);
		table_note(table, text);
	}
	if (unsure) {
		snprintf(text, sizeof text,
			 ngettext("%u case left out: it was first seen within %d days of the "
				  "window's start and may have begun before it",
				  "%u cases left out: they were first seen within %d days of the "
				  "window's start and may have begun before it", unsure),
			 unsure, caseload->washout);
		table_note(table, text);
	}
}

void say_intake(const struct intake *intake, const struct window *window)
{
	char text[512];

	describe_window(text, sizeof text, intake, window);
	diag_about(intake->file);
	diag_escaped(text);
	fputc('\n', stderr);
}
