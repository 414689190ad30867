/* SPDX-License-Identifier: GPL-3.0-or-later */
/* earlytext - what came out about cases that came back early, in plain sentences. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "base/textstream.h"
#include "show/earlytext.h"
#include "show/output.h"
#include "show/say.h"
#include "show/settings.h"

static const double SHOWN = 0.05;       /* p up to this: the difference is shown */
/* With fewer on one side p is known to be too small where that side spreads more
 * (verlauf-methods(7), scripts/coverage early). */
enum { FEW_CASES = 50 };

/* ---- numbers --------------------------------------------------------------------- */

/* As many decimals as it takes to see the number. */
static const char *amount(char to[SAY_NUMBER], double value)
{
	return say_number(to, value, fabs(value) >= 0.095 || value == 0 ? 2 :
				     fabs(value) >= 0.0095 ? 3 : 4);
}

static const char *percent(char to[SAY_NUMBER], double share)
{
	return say_number(to, 100 * share, 0);
}

static const char *unit(const struct earlytext_settings *settings)
{
	return settings->is_time ? _("hours") : _("units");
}

/* ---- who is early ---------------------------------------------------------------- */

static void say_rule(FILE *to, const struct landmark *landmark)
{
	const struct landmark_rule *rule = &landmark->rule;
	unsigned long contacts = (unsigned long)rule->min_contacts;

	if (rule->weeks)
		say(to, ngettext("Early: a contact on at least %d day from day 29 to day %d after "
				 "the first contact.",
				 "Early: a contact on at least %d days from day 29 to day %d after "
				 "the first contact.", contacts),
		    rule->min_contacts, 7 * rule->weeks);
	else if (rule->clock == CLOCK_CALENDAR)
		say(to, ngettext("Early: a contact on at least %d day of the calendar month after "
				 "that of the first contact.",
				 "Early: a contact on at least %d days of the calendar month after "
				 "that of the first contact.", contacts), rule->min_contacts);
	else
		say(to, ngettext("Early: a contact on at least %d day of month 1, which is days 31 "
				 "to 60 after the first contact.",
				 "Early: a contact on at least %d days of month 1, which is days "
				 "31 to 60 after the first contact.", contacts), rule->min_contacts);
}

static void say_outcome(FILE *to, const struct early_group *group)
{
	say(to, _("Looked at is only what came after that, up to the end of month %d, so the early "
		  "contacts themselves are not counted twice. Cases that have ended count with "
		  "zero."), (int)group->last);
}

static void say_by(FILE *to, const struct early_group *group,
		   const struct earlytext_settings *settings)
{
	if (settings->by)
		say(to, "%s: %s", settings->by, group_label(group->label));
}

static void say_share(FILE *to, const struct early_group *group)
{
	char share[SAY_NUMBER], lower[SAY_NUMBER], upper[SAY_NUMBER];

	say(to, ngettext("%ld of %ld cases came back early: %s %% (95 %% interval %s to %s %%).",
			 "%ld of %ld cases came back early: %s %% (95 %% interval %s to %s %%).",
			 (unsigned long)group->cases[LANDMARK_EARLY]),
	    (long)group->cases[LANDMARK_EARLY], (long)group->cases[EARLY_BOTH],
	    percent(share, group->share), percent(lower, group->share_limits.lower),
	    percent(upper, group->share_limits.upper));
}

/* ---- the finding ----------------------------------------------------------------- */

/* "in 3.2 of 100 services" */
static const char *write_chance(char to[SAY_P], double p)
{
	char number[SAY_NUMBER];

	if (p < 0.001)
		snprintf(to, SAY_P, "%s", _("in less than 1 of 1000 services"));
	else
		snprintf(to, SAY_P, _("in %s of 100 services"), say_number(number, 100 * p, 1));
	return to;
}

static void say_difference(FILE *to, const struct early_group *group, const char *of)
{
	const struct early_contrast *contrast = &group->contrasts[EARLY_PER_CASE];
	const struct early_mean *means = group->means[EARLY_PER_CASE];
	char value[SAY_NUMBER], lower[SAY_NUMBER], upper[SAY_NUMBER], early[SAY_NUMBER];
	char others[SAY_NUMBER], chance[SAY_P], p[SAY_P];
	int less = contrast->difference < 0;
	const struct interval *limits = &contrast->limits;

	amount(value, fabs(contrast->difference));
	amount(lower, less ? -limits->upper : limits->lower);
	amount(upper, less ? -limits->lower : limits->upper);
	amount(early, means[LANDMARK_EARLY].value);
	amount(others, means[LANDMARK_NOT_EARLY].value);
	say(to, less ? _("Reversed: cases that came back early needed %s %s a month less "
			 "afterwards than the others, %s against %s per case and month (95 %% "
			 "interval of the difference %s to %s).") :
		       _("Cases that came back early needed %s %s a month more afterwards than the "
			 "others, %s against %s per case and month (95 %% interval of the "
			 "difference %s to %s)."),
	    value, of, early, others, lower, upper);
	say(to, _("If the grouping meant nothing, a difference this large would appear %s (%s)."),
	    write_chance(chance, group->p), say_p(p, group->p));
}

/* A difference that fewer cases carry than can be trusted. */
static void say_few(FILE *to, const struct early_group *group)
{
	int64_t early = group->cases[LANDMARK_EARLY], others = group->cases[LANDMARK_NOT_EARLY];
	long fewer = (long)(early < others ? early : others);

	if (fewer < FEW_CASES)
		say(to, _("With only %ld cases on the smaller side p is too small where these "
			  "cases spread more than the others: in simulations up to 14 of 100 "
			  "services without a difference had one of at most 0.05."), fewer);
}

static void say_no_difference(FILE *to, const struct early_group *group, const char *of)
{
	const struct early_contrast *contrast = &group->contrasts[EARLY_PER_CASE];
	const struct early_mean *means = group->means[EARLY_PER_CASE];
	char early[SAY_NUMBER], others[SAY_NUMBER], value[SAY_NUMBER], lower[SAY_NUMBER];
	char upper[SAY_NUMBER], least[SAY_NUMBER], p[SAY_P];

	say(to, _("No difference that this number of cases could show: %s %s per case and month "
		  "with an early contact, %s without; the difference is %s (95 %% interval %s to "
		  "%s, %s)."),
	    amount(early, means[LANDMARK_EARLY].value), of,
	    amount(others, means[LANDMARK_NOT_EARLY].value),
	    amount(value, contrast->difference), amount(lower, contrast->limits.lower),
	    amount(upper, contrast->limits.upper), say_p(p, group->p));
	if (isfinite(group->detectable))
		say(to, _("The smallest true difference that would have been shown in 8 of 10 such "
			  "services is %s %s a month; a smaller one may be there."),
		    amount(least, group->detectable), of);
}

/* Why there is no p. */
static void say_untested(FILE *to, const struct early_group *group)
{
	const int64_t *cases = group->cases;

	if (!cases[LANDMARK_EARLY] || !cases[LANDMARK_NOT_EARLY])
		say(to, "%s", cases[LANDMARK_EARLY] ?
			      _("Nothing to compare: every case came back early.") :
			      _("Nothing to compare: no case came back early."));
	else if (cases[LANDMARK_EARLY] < 2 || cases[LANDMARK_NOT_EARLY] < 2)
		say(to, "%s", _("One case alone shows no spread: its mean has no interval, and "
				"whether the means differ cannot be tested."));
	else if (group->means[EARLY_PER_CASE][EARLY_BOTH].total == 0)
		say(to, "%s", _("None of these cases needed anything after the landmark: there is "
				"no difference to test."));
	else
		say(to, "%s", _("Whether the means differ was not tested."));
}

static void say_finding(FILE *to, const struct early_group *group,
			const struct earlytext_settings *settings)
{
	if (isnan(group->p)) {
		say_untested(to, group);
	} else if (group->p > SHOWN) {
		say_no_difference(to, group, unit(settings));
	} else {
		say_difference(to, group, unit(settings));
		say_few(to, group);
	}
}

static void say_ratio(FILE *to, const struct early_group *group)
{
	const struct early_contrast *contrast = &group->contrasts[EARLY_PER_CASE];
	char ratio[SAY_NUMBER], lower[SAY_NUMBER], upper[SAY_NUMBER];

	if (isinf(contrast->ratio))
		say(to, "%s", _("The ratio is infinite: the others needed nothing at all."));
	else if (isfinite(contrast->ratio_limits.lower))
		say(to, _("As a ratio: cases that came back early needed %s times as much (95 %% "
			  "interval %s to %s)."), amount(ratio, contrast->ratio),
		    amount(lower, contrast->ratio_limits.lower),
		    amount(upper, contrast->ratio_limits.upper));
}

/* ---- three means ----------------------------------------------------------------- */

static void put_mean(FILE *to, enum early_measure measure, const struct early_group *group,
		     const char *what)
{
	fprintf(to, "  %-8s", early_measure_name(measure));
	for (int side = 0; side < 2; side++) {
		double value = group->means[measure][side].value;
		char number[SAY_NUMBER] = "/";

		if (isfinite(value))
			amount(number, value);
		fprintf(to, "  %7s", number);
	}
	fprintf(to, "  %s\n", what);
}

/* 3 hours per month with a contact are not 36 a year: per_seen must not be taken for per_case. */
static void say_year(FILE *to, const struct early_group *group, const char *of)
{
	const struct early_mean *cases = &group->means[EARLY_PER_CASE][LANDMARK_EARLY];
	const struct early_mean *seen = &group->means[EARLY_PER_SEEN][LANDMARK_EARLY];
	char year[SAY_NUMBER], wrong[SAY_NUMBER], share[SAY_NUMBER];

	if (!isfinite(cases->value) || !(seen->value > cases->value))
		return;
	say(to, _("Only per_case adds up to what a case takes: 12 such months of an early case are "
		  "%s %s on average. 12 times per_seen would be %s, but an early case has a "
		  "contact in only %s %% of its months."), say_number(year, 12 * cases->value, 1), of,
	    say_number(wrong, 12 * seen->value, 1),
	    percent(share, seen->exposure / cases->exposure));
}

static void say_means(FILE *to, const struct early_group *group,
		      const struct earlytext_settings *settings)
{
	say(to, settings->is_time ? _("Three means of the same effort, hours a month, early and "
				      "not early:") :
				    _("Three means of the same effort, units a month, early and "
				      "not early:"));
	put_mean(to, EARLY_PER_CASE, group, _("of all cases, those that no longer come included"));
	put_mean(to, EARLY_PER_OPEN, group, _("of cases in counselling"));
	put_mean(to, EARLY_PER_SEEN, group, _("of cases with a contact in the month"));
	say_year(to, group, unit(settings));
}

static void say_zeros(FILE *to, const struct early_group *group)
{
	const struct early_mean *zeros = group->means[EARLY_ZERO_SHARE];
	char early[SAY_NUMBER], others[SAY_NUMBER];

	if (isfinite(zeros[LANDMARK_EARLY].value) && isfinite(zeros[LANDMARK_NOT_EARLY].value))
		say(to, _("Of the cases followed for the whole time, %s %% of the early ones and "
			  "%s %% of the others needed nothing more after the landmark."),
		    percent(early, zeros[LANDMARK_EARLY].value),
		    percent(others, zeros[LANDMARK_NOT_EARLY].value));
}

/* ---- how p was found --------------------------------------------------------------- */

static void say_test(FILE *to, const struct early_group *group)
{
	if (group->test == EARLY_EXACT)
		say(to, _("p is exact: the cases can be parted into two such groups in %.0f ways%s."),
		    group->splits, group->stratified ?
		    _(", half-years of first contact kept apart") : "");
	else if (group->test == EARLY_DRAWN)
		say(to, _("p comes from %ld random ways to part the cases into two such groups%s."),
		    (long)group->drawn, group->stratified ?
		    _(", half-years of first contact kept apart") : "");
	else if (group->test == EARLY_WELCH)
		say(to, _("p is that of Welch's t test: with more than %d cases on both sides, "
			  "regrouping them would give the same."), EARLY_PERMUTED);
}

/* ---- the whole ------------------------------------------------------------------- */

/* Each line is a note of its own. */
static void note_lines(struct table *table, char *text)
{
	for (char *line = text; *line;) {
		size_t length = strcspn(line, "\n");
		int more = line[length] != '\0';

		line[length] = '\0';
		table_note(table, line);
		line += length + (size_t)more;
	}
	free(text);
}

void earlytext_note_cases(struct table *table, const struct caseload *caseload,
			  const struct landmark *landmark)
{
	char *text = NULL;
	size_t length;
	FILE *to = textstream_open(&text, &length);

	note_window(table, &caseload->intake, &caseload->window);
	note_prevalent(table, caseload);
	if (landmark->young)
		say(to, ngettext("%ld case left out: it was not observed beyond its landmark",
				 "%ld cases left out: they were not observed beyond their landmark",
				 (unsigned long)landmark->young), (long)landmark->young);
	if (landmark->late)
		say(to, ngettext("%ld case left out: its early days were not observed whole",
				 "%ld cases left out: their early days were not observed whole",
				 (unsigned long)landmark->late), (long)landmark->late);
	say_rule(to, landmark);
	textstream_close(to);
	note_lines(table, text);
}

void earlytext_note_finding(struct table *table, const struct early *early,
			    const struct earlytext_settings *settings)
{
	const struct early_group *all = &early->groups[early->group_count - 1];
	char *text = NULL;
	size_t length;
	FILE *to = textstream_open(&text, &length);

	say_outcome(to, all);
	fputc('\n', to);
	say_by(to, all, settings);
	say_finding(to, all, settings);
	fputc('\n', to);
	say_means(to, all, settings);
	textstream_close(to);
	note_lines(table, text);
}

static void say_group(FILE *to, const struct early_group *group,
		      const struct earlytext_settings *settings)
{
	say_by(to, group, settings);
	say_share(to, group);
	say_finding(to, group, settings);
	say_ratio(to, group);
	say_test(to, group);
	if (group->cases[LANDMARK_EARLY] && group->cases[LANDMARK_NOT_EARLY]) {
		say_means(to, group, settings);
		say_zeros(to, group);
	}
	fputc('\n', to);
}

char *earlytext_explain(const struct early *early, const struct landmark *landmark,
			const struct earlytext_settings *settings)
{
	char *text = NULL;
	size_t length;
	FILE *to = textstream_open(&text, &length);

	say_rule(to, landmark);
	say_outcome(to, &early->groups[early->group_count - 1]);
	fputc('\n', to);
	for (size_t g = 0; g < early->group_count; g++)
		if (early->groups[g].cases[EARLY_BOTH])
			say_group(to, &early->groups[g], settings);
	say(to, "%s", _("This says how cases differ that came back early, not what bringing them "
			"back would do: both may have the same cause."));
	textstream_close(to);
	return text;
}
