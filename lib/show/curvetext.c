/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curvetext - what an effort curve means, in plain sentences. */
#include <math.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/curvenote.h"
#include "show/curvetext.h"
#include "show/output.h"
#include "show/say.h"

enum { NOTE = 500 };

/* ---- one line of the curve ----------------------------------------------------- */

static void say_measure(FILE *to, enum curve_measure measure, int same_months)
{
	if (measure == CURVE_PER_CASE)
		say(to, "%s", _("For each month since the first contact, the effort of all cases "
				"is added up and divided by the number of cases that could have "
				"come then, those that have ended included."));
	else if (measure == CURVE_PER_OPEN)
		say(to, "%s", _("For each month since the first contact, the effort of the cases "
				"still in counselling is added up and divided by the number of "
				"these cases."));
	else if (measure == CURVE_PER_SEEN)
		say(to, "%s", _("For each month since the first contact, the effort of the cases "
				"that came in that month is added up and divided by the number "
				"of these cases."));
	else
		say(to, _("Only cases in counselling for at least %d months are looked at, the "
			  "same ones in each month, so that a rise is a rise within cases."),
		    same_months);
	say(to, "%s", _("The interval (lower95, upper95) says where the true average lies, as "
			"far as the data tell; each case counts as one observation, not each "
			"consultation."));
}

static void say_rise(FILE *to, const struct shape *shape, const char *unit)
{
	char value[SAY_NUMBER], lower[SAY_NUMBER], upper[SAY_NUMBER], p[SAY_P];
	int falls = shape->rise_p <= 0.05 && shape->rise.value < 0;
	struct interval limits = shape->rise.limits;

	if (!isfinite(shape->rise_p)) {
		say(to, "%s", _("Whether the effort rises cannot be tested: that needs months 1 "
				"to 9, with enough cases in each of them and effort that "
				"differs."));
		return;
	}
	say_number(value, falls ? -shape->rise.value : shape->rise.value, 2);
	say_number(lower, falls ? -limits.upper : limits.lower, 2);
	say_number(upper, falls ? -limits.lower : limits.upper, 2);
	say_p(p, shape->rise_p);
	if (shape->rise_p > 0.05)
		say(to, _("Between months 1 to 3 and months 5 to 9 neither a rise nor a fall can be "
			  "shown: they differ by %s %s a month (95 %% interval %s to %s, %s)."),
		    value, unit, lower, upper, p);
	else
		say(to, falls ? _("The effort falls: months 5 to 9 take %s %s a month less than "
				  "months 1 to 3 (95 %% interval %s to %s, %s).") :
				_("The effort rises: months 5 to 9 take %s %s a month more than "
				  "months 1 to 3 (95 %% interval %s to %s, %s)."),
		    value, unit, lower, upper, p);
}

/* "4-8", or "4-6, 8" where the set has gaps. */
static void write_set(char *to, size_t size, const struct peak *peak)
{
	size_t at = 0;

	for (size_t k = peak->first; k <= peak->last && at < size; k++) {
		size_t from = k;

		if (!peak->kept[k])
			continue;
		while (k < peak->last && peak->kept[k + 1])
			k++;
		at += (size_t)snprintf(to + at, size - at, from == k ? "%s%zu" : "%s%zu-%zu",
				       from == peak->first ? "" : ", ", from + 1, k + 1);
	}
}

/* The outermost months that can be a peak, 2 and K - 1, are one month where K = 3. */
static void say_ends(FILE *to, const struct shape *shape)
{
	int first = shape->peak.kept[1], last = shape->peak.kept[shape->last - 2];

	if (first && last && shape->last > 3)
		say(to, _("No inner peak: months 2 and %zu are among them, so the effort may be "
			  "highest at the beginning or where the months used end."),
		    shape->last - 1);
	else if (first && last)
		say(to, "%s", _("No inner peak: of three months only the one in the middle can be "
				"named."));
	else if (first)
		say(to, "%s", _("No inner peak: month 2 is among them, so the effort may be "
				"highest at the beginning."));
	else if (last)
		say(to, _("No inner peak: month %zu is among them, so the effort may be highest "
			  "where the months used end."), shape->last - 1);
}

static void say_peak(FILE *to, const struct shape *shape, const char *unit)
{
	const struct peak *peak = &shape->peak;
	char set[200] = "", value[SAY_NUMBER];

	if (!shape->has_peak)
		return;
	write_set(set, sizeof set, peak);
	say(to, peak->first == peak->last ?
	    _("Three months together are highest around month %zu (%s %s a month); with 95 %% "
	      "confidence the peak is month %s.") :
	    _("Three months together are highest around month %zu (%s %s a month); with 95 %% "
	      "confidence it can only be said that the peak is one of the months %s."),
	    peak->at + 1, say_number(value, peak->value, 2), unit, set);
	say_ends(to, shape);
}

/* Where a border of the core phase lies. */
static const char *write_border(char to[NOTE], struct interval months)
{
	snprintf(to, NOTE, months.lower < months.upper ? _("between months %.0f and %.0f") :
							 _("in month %.0f"),
		 months.lower, months.upper);
	return to;
}

static void say_phases(FILE *to, const struct shape *shape, const char *unit)
{
	char start[SAY_NUMBER], late[SAY_NUMBER], from[NOTE], until[NOTE];

	if (!shape->has_phases) {
		say(to, "%s", _("Phases are not described, since no rise is shown."));
		return;
	}
	say(to, _("Phases, as a description and no proof: %s %s a month at the start, a core "
		  "phase from month %.0f to month %.0f, %s %s a month late."),
	    say_number(start, shape->start.value, 2), unit, shape->core_from.value,
	    shape->core_to.value, say_number(late, shape->late.value, 2), unit);
	if (isfinite(shape->core_from.limits.lower))
		/* TRANSLATORS: "between months 3 and 5" or "in month 3", twice */
		say(to, _("In samples drawn anew from these cases the core phase begins %s and "
			  "ends %s (95 %% of samples each)."),
		    write_border(from, shape->core_from.limits),
		    write_border(until, shape->core_to.limits));
}

static void say_line(FILE *to, const struct curve_line *line,
		     const struct curvetext_settings *settings, const struct shape_settings *own)
{
	const char *unit = settings->is_time ? _("hours") : _("units");
	struct shape shape;

	shape_find(&shape, line, own);
	if (!shape.last) {
		say(to, _("There are too few cases or months for a shape: at least 3 months "
			  "after the first with %d cases each are needed."), SHAPE_LEAST_CASES);
	} else {
		say(to, _("Months 1 to %zu are used: as long as enough cases are seen."),
		    shape.last);
		say_rise(to, &shape, unit);
		say_peak(to, &shape, unit);
		say_phases(to, &shape, unit);
	}
	shape_free(&shape);
}

/* ---- the whole ----------------------------------------------------------------- */

static void say_same(FILE *to, const struct curve_group *group,
		     const struct curvetext_settings *settings, const struct shape_settings *own)
{
	const struct curve_line *line = &group->lines[CURVE_SAME_CASES];
	char note[NOTE];

	if (line->months) {
		say(to, ngettext("The same %ld case in each month, in counselling for at least "
				 "%d months:",
				 "The same %ld cases in each month, those in counselling for at "
				 "least %d months:", (unsigned long)line->units),
		    (long)line->units, settings->same_months);
		say_line(to, line, settings, own);
	}
	curvenote_same_cases(note, sizeof note, group, settings->same_months);
	if (*note)
		say_wrap(to, note);
}

static void say_group(FILE *to, const struct curve_group *group, unsigned long number_of_group,
		      const struct curvetext_settings *settings)
{
	struct shape_settings own = settings->shape;
	long cases = (long)group->lines[settings->measure].units;

	if (!group->cases)
		return;
	own.number = number_of_group;
	if (settings->by)
		say(to, "%s: %s", settings->by, group_label(group->label));
	say(to, ngettext("%ld case.", "%ld cases.", (unsigned long)cases), cases);
	say_line(to, &group->lines[settings->measure], settings, &own);
	if (settings->same_months && settings->measure != CURVE_SAME_CASES)
		say_same(to, group, settings, &own);
	fputc('\n', to);
}

/* Of the joint band: once for all groups. */
static void say_band(FILE *to, const struct curve *curve)
{
	char note[NOTE];

	say(to, "%s", _("Whoever reads several months at once needs the joint band (lower95s, "
			"upper95s), which holds for all of them together."));
	curvenote_few_cases(note, sizeof note, curve);
	if (*note)
		say_wrap(to, note);
}

char *curvetext_explain(const struct curve *curve, const struct curvetext_settings *settings)
{
	char *text = NULL;
	size_t length;
	FILE *to = textstream_open(&text, &length);

	say_measure(to, settings->measure, settings->same_months);
	fputc('\n', to);
	for (size_t g = 0; g < curve->group_count; g++)
		say_group(to, &curve->groups[g], g, settings);
	say_band(to, curve);
	textstream_close(to);
	return text;
}
