/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predicttext - what stands above a list of predictions. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "base/textstream.h"
#include "data/date.h"
#include "model/opencheck.h"
#include "show/predicttext.h"
#include "show/say.h"
#include "show/settings.h"

struct telling {
	FILE *to;
	const struct predict *predict;
	const struct predict_settings *settings;
	const char *unit;               /* "hours" */
};

static const char *percent(char to[SAY_NUMBER], double share)
{
	return say_number(to, 100 * share, share < 0.1 && share > 0 ? 1 : 0);
}

static const char *half_name(char to[16], int32_t half)
{
	period_write(to, PERIOD_HALF, half);
	return to;
}

/* ---- bias -------------------------------------------------------------------------- */

/* The latest half-year checked, where its bias is beyond two standard errors. */
static int find_bias(const struct trials *trials, struct trial_score *score, int32_t *half)
{
	*half = trials_last(trials);
	if (*half == TRIAL_ANY)
		return 0;
	trials_score(score, trials, *half, TRIAL_ANY);
	return trial_is_biased(score);
}

static void say_bias(const struct telling *telling, const struct trials *trials, int by_landmark)
{
	char half[16], off[SAY_NUMBER], expected[SAY_NUMBER], came[SAY_NUMBER];
	struct trial_score score;
	int32_t last;

	if (!find_bias(trials, &score, &last))
		return;
	half_name(half, last);
	say_number(off, fabs(score.bias), 1);
	say_number(expected, score.mean + score.bias, 1);
	say_number(came, score.mean, 1);
	say(telling->to, by_landmark ?
	    score.bias > 0 ?
	    _("Careful: in %s, the latest half-year checked, the prognosis from the first weeks "
	      "expected %s %s a case too much (%s, but %s came), more than chance explains.") :
	    _("Careful: in %s, the latest half-year checked, the prognosis from the first weeks "
	      "expected %s %s a case too little (%s, but %s came), more than chance explains.") :
	    score.bias > 0 ?
	    _("Careful: for open cases at the beginning of %s, the latest half-year checked, %s %s "
	      "a case too much were expected (%s, but %s came), more than chance explains.") :
	    _("Careful: for open cases at the beginning of %s, the latest half-year checked, %s %s "
	      "a case too little were expected (%s, but %s came), more than chance explains."),
	    half, off, telling->unit, expected, came);
	fputc('\n', telling->to);
}

/* ---- the check --------------------------------------------------------------------- */

static void say_risks(const struct telling *telling, const struct trial_score *score)
{
	char given[SAY_NUMBER], text[1000] = "";
	size_t at = 0;

	for (int r = 0; r < TRIAL_RISKS && at < sizeof text; r++)
		if (score->risk[r].n)
			/* TRANSLATORS: "3.1 %: 4 of 128"; the chance, then how many reached it */
			at += (size_t)snprintf(text + at, sizeof text - at, _("%s%s %%: %zu of %zu"),
					       at ? "; " : "",
					       percent(given, score->risk[r].predicted),
					       score->risk[r].hits, score->risk[r].n);
	say(telling->to, _("Chance given on average, and how many reached it then, in five groups: "
			   "%s."), text);
}

static void say_line(const struct telling *telling, const struct trial_score *score)
{
	char slope[SAY_NUMBER], se[SAY_NUMBER];

	if (!isfinite(score->calibration.slope)) {
		say(telling->to, "%s", _("A calibration line cannot be drawn through so few."));
		return;
	}
	say_number(slope, score->calibration.slope, 2);
	say_number(se, score->calibration.slope_se, 2);
	if (!trial_is_off(score))
		say(telling->to, _("Calibration slope %s (standard error %s; 1 is right): high and "
				   "low chances can be taken as they are."), slope, se);
	else
		say(telling->to, score->calibration.slope < 1 ?
		    _("Calibration slope %s (standard error %s; 1 is right): high chances are too "
		      "high and low ones too low; --recalibrate corrects that.") :
		    _("Calibration slope %s (standard error %s; 1 is right): high chances are too "
		      "low and low ones too high; --recalibrate corrects that."), slope, se);
}

static void say_score(const struct telling *telling, const struct trial_score *score)
{
	char share[SAY_NUMBER], given[SAY_NUMBER], brier[SAY_NUMBER], constant[SAY_NUMBER],
		auc[SAY_NUMBER], covered[SAY_NUMBER], lower[SAY_NUMBER], upper[SAY_NUMBER],
		threshold[SAY_NUMBER];

	say(telling->to, _("%s %% of them reached %s %s, %s %% were expected to. Brier score %s (%s "
			   "if all had been given the same chance), area under the ROC curve %s "
			   "(0.5: chance alone). The 80 %% intervals held %s %% of the time (95 %% "
			   "interval %s to %s)."),
	    percent(share, (double)score->happened / (double)score->n),
	    say_number(threshold, telling->settings->threshold,
		       telling->settings->threshold == floor(telling->settings->threshold) ? 0 : 1),
	    telling->unit, percent(given, score->predicted), say_number(brier, score->brier, 4),
	    say_number(constant, score->brier_constant, 4),
	    isfinite(score->auc) ? say_number(auc, score->auc, 2) : "-",
	    say_number(covered, 100 * score->covered, 0),
	    say_number(lower, 100 * score->covered_limits.lower, 0),
	    say_number(upper, 100 * score->covered_limits.upper, 0));
	say_risks(telling, score);
	say_line(telling, score);
}

/* ---- from the first weeks ------------------------------------------------------------ */

static void say_kind(const struct telling *telling)
{
	const struct prognosis *prognosis = telling->predict->prognosis;

	if (prognosis->kind == PROGNOSIS_TWO_GROUPS)
		say(telling->to, _("They are too few for a model (it needs %d, of which %d came "
				   "again): each case is given what came of the former cases that "
				   "also had, or had not, a contact after day %d."),
		    PROGNOSIS_CASES_MODEL, PROGNOSIS_POSITIVES_MODEL, FIRSTWEEKS_LATE);
	else if (prognosis->kind == PROGNOSIS_GAMMA)
		say(telling->to, _("Fewer than %d of them came again, so how far single cases lie "
				   "from the expectation is a rough figure."),
		    PROGNOSIS_POSITIVES_RATIO);
}

static void say_landmark_check(const struct telling *telling)
{
	const struct predict *predict = telling->predict;
	const struct trials *trials = &predict->landmark;
	unsigned long n = (unsigned long)trials->count;

	if (!trials->count) {
		say(telling->to, "%s", _("There are too few to check that: no prognosis of an "
					 "earlier time can be compared with what came."));
		return;
	}
	if (predict->prognosis->from_file)
		say(telling->to, ngettext("Checked on %lu case of these data, which the prognosis "
					  "knows only if it was learnt from them:",
					  "Checked on all %lu cases of these data whose outcome "
					  "is known, which the prognosis knows only if it was "
					  "learnt from them:", n), n);
	else if (trials->folds)
		say(telling->to, _("The time covered is too short for a check by half-years. "
				   "Checked instead on %lu cases, each tenth predicted from the "
				   "others, which does not show whether cases have changed:"), n);
	else
		say(telling->to, ngettext("Checked as it would have been in %zu earlier half-year, on "
					  "%lu cases that it had not seen then:",
					  "Checked as it would have been in %zu earlier half-years, on "
					  "%lu cases that it had not seen then:", trials->origins),
		    trials->origins, n);
	say_score(telling, &predict->landmark_score);
}

static void say_landmark(const struct telling *telling)
{
	const struct prognosis *prognosis = telling->predict->prognosis;
	char since[11], until[11];

	if (!prognosis)
		return;
	say_date(since, prognosis->since);
	say_date(until, prognosis->until);
	say(telling->to, ngettext("Cases at the end of their first %d weeks: expected for the %d "
				  "months after them as in %zu former case with first contact "
				  "from %s to %s.",
				  "Cases at the end of their first %d weeks: expected for the %d "
				  "months after them as in %zu former cases with first contacts "
				  "from %s to %s, by how much they had come so far.",
				  (unsigned long)prognosis->cases),
	    prognosis->settings.weeks, prognosis->settings.months, prognosis->cases, since, until);
	say_kind(telling);
	say_landmark_check(telling);
	fputc('\n', telling->to);
}

/* ---- from the state ------------------------------------------------------------------ */

static void say_groups(const struct telling *telling)
{
	static const char *const names[TRIAL_GROUPS] = { "0-2", "3-11", "12+" };
	const struct trials *trials = &telling->predict->open;
	struct trial_score score;

	for (int group = 0; group < TRIAL_GROUPS; group++) {
		char share[SAY_NUMBER], given[SAY_NUMBER], covered[SAY_NUMBER];

		trials_score(&score, trials, TRIAL_ANY, group);
		if (!score.n)
			continue;
		say(telling->to, ngettext("Case months %s: %zu prediction, %s %% expected to reach it, "
					  "%s %% did; 80 %% intervals held %s %%.",
					  "Case months %s: %zu predictions, %s %% expected to reach "
					  "it, %s %% did; 80 %% intervals held %s %%.", score.n),
		    names[group], score.n,
		    percent(given, score.predicted),
		    percent(share, (double)score.happened / (double)score.n),
		    say_number(covered, 100 * score.covered, 0));
	}
}

/* Of which months the check and the similar cases are, if not of those after the last known. */
static void say_lead(const struct telling *telling)
{
	const struct predict *predict = telling->predict;
	int32_t ahead = predict->lead + telling->settings->prognosis.months;
	size_t states = 0, alone = 0;
	char last[16];

	period_write(last, PERIOD_MONTH, predict->origin);
	if (predict->lead)
		say(telling->to, ngettext("The months asked for begin %d month later than the one "
					  "after %s, the last one known: the similar former cases "
					  "and the check are about months as far ahead.",
					  "The months asked for begin %d months later than the one "
					  "after %s, the last one known: the similar former cases "
					  "and the check are about months as far ahead.",
					  (unsigned long)predict->lead), (int)predict->lead, last);
	for (size_t i = 0; i < predict->count; i++) {
		states += !predict->rows[i].by_landmark;
		alone += !predict->rows[i].by_landmark && !predict->rows[i].similar_n;
	}
	if (states && alone == states)
		say(telling->to, ngettext("No former case was followed for %d month: there are no "
					  "similar ones to count.",
					  "No former case was followed for %d months: there are no "
					  "similar ones to count.",
					  (unsigned long)ahead), (int)ahead);
}

/* Of a month that is not over the states know nothing. */
static void say_passed_over(const struct telling *telling)
{
	const struct predict *predict = telling->predict;
	char last[16];

	if (!predict->passed_over)
		return;
	period_write(last, PERIOD_MONTH, predict->origin);
	say(telling->to, _("Their situation is that at the end of %s, the last whole month known: what "
			   "was recorded after it has no part in the prediction."), last);
	if (predict->left_out)
		say(telling->to, ngettext("%zu case that came after it for the first time, or again, "
					  "is not listed.",
					  "%zu cases that came after it for the first time, or again, "
					  "are not listed.", predict->left_out), predict->left_out);
}

static void say_open_check(const struct telling *telling)
{
	const struct predict *predict = telling->predict;

	if (!predict->open.count) {
		say(telling->to, _("The window is too short to check that: it needs %d months "
				   "before the first prediction and %d after it."), OPENCHECK_HISTORY,
		    predict->lead + telling->settings->prognosis.months);
		return;
	}
	if (predict->open.drawn_from > predict->open.count)
		say(telling->to, _("At earlier dates %zu cases were open, counted at each of "
				   "them; a random part is checked."),
		    predict->open.drawn_from);
	say(telling->to, ngettext("Checked at %zu earlier date, on %zu predictions for %zu cases:",
				  "Checked at %zu earlier dates, on %zu predictions for %zu cases:",
				  predict->open.origins),
	    predict->open.origins, predict->open.count, predict->open_score.cases);
	say_score(telling, &predict->open_score);
	say_groups(telling);
	if (predict->follow > 1)
		say(telling->to, _("Former cases are followed for %d months at a time, because at "
				   "one month fewer intervals held in this check: the share "
				   "that held is therefore a little too good."), predict->follow);
}

static void say_open(const struct telling *telling)
{
	const struct predict *predict = telling->predict;

	if (predict->open_fault.kind) {
		say(telling->to, _("Other open cases are not predicted: %s."),
		    predict->open_fault.text);
		fputc('\n', telling->to);
		return;
	}
	say(telling->to, predict->prognosis ?
	    _("Other open cases: each is continued %zu times the way former cases in the same "
	      "situation went on (months since the first and since the last contact, effort of the "
	      "last three and of the last twelve months).") :
	    _("Open cases: each is continued %zu times the way former cases in the same situation "
	      "went on (months since the first and since the last contact, effort of the last three "
	      "and of the last twelve months)."),
	    telling->settings->paths);
	say_passed_over(telling);
	say_lead(telling);
	say_open_check(telling);
	fputc('\n', telling->to);
}

char *predicttext_make(const struct predict *predict, const struct caseload *caseload,
		       const struct predict_settings *settings)
{
	struct telling telling = {
		.predict = predict, .settings = settings,
		.unit = effort_is_time(caseload->intake.unit) ? _("hours") : _("units"),
	};
	char *text = NULL;
	size_t length;

	telling.to = textstream_open(&text, &length);
	say_bias(&telling, &predict->landmark, 1);
	say_bias(&telling, &predict->open, 0);
	say(telling.to, "%s", _("These figures support a professional's judgement; no case is "
				"decided by them. They know only dates and hours of former cases, "
				"nothing of this case's needs."));
	fputc('\n', telling.to);
	say_landmark(&telling);
	say_open(&telling);
	if (settings->recalibrate)
		say(telling.to, "%s\n", _("The chances are recalibrated: corrected by the "
					  "calibration lines of the checks. The hours are not. The "
					  "checks above are of the chances before that; the "
					  "corrected ones were not checked on other cases."));
	textstream_close(telling.to);
	return text;
}

/* ---- warnings ---------------------------------------------------------------------- */

static void warn_bias(const struct trials *trials, const char *cases, struct findings *findings)
{
	struct trial_score score;
	int32_t last;
	char half[16], bias[SAY_NUMBER];

	if (!find_bias(trials, &score, &last))
		return;
	findings_warn(findings, NULL,
		      N_("%s: the latest half-year checked, %s, was off by %c%s a case, more than "
			 "chance explains: cases may have changed"), cases, half_name(half, last),
		      score.bias < 0 ? '-' : '+', say_number(bias, fabs(score.bias), 1));
}

static void warn_line(const struct trial_score *score, const char *cases,
		      struct findings *findings)
{
	char slope[SAY_NUMBER], se[SAY_NUMBER];

	if (!score->n || !trial_is_off(score))
		return;
	findings_warn(findings, NULL, score->calibration.slope > 1 ?
		      N_("%s: earlier chances were too timid, high ones too low and low ones too high "
			 "(calibration slope %s, standard error %s, not 1): --recalibrate") :
		      N_("%s: earlier chances were too bold, high ones too high and low ones too low "
			 "(calibration slope %s, standard error %s, not 1): --recalibrate"),
		      cases, say_number(slope, score->calibration.slope, 2),
		      say_number(se, score->calibration.slope_se, 2));
}

void predicttext_warn(const struct predict *predict, const struct caseload *caseload,
		      const struct predict_settings *settings, const struct source *source,
		      struct findings *findings)
{
	if (source->cases_file && caseload->unlisted)
		findings_warn(findings, source->cases_file, caseload->unlisted == 1 ?
			      N_("%u case with consultations is not in the case table: its start, "
				 "closing and household are unknown") :
			      N_("%u cases with consultations are not in the case table: their "
				 "starts, closings and households are unknown"),
			      (unsigned)caseload->unlisted);
	if (predict->open_fault.kind)
		findings_warn(findings, NULL, N_("open cases are not predicted: %s"),
			      predict->open_fault.text);
	if (predict->left_out)
		findings_warn(findings, NULL, predict->left_out == 1 ?
			      N_("%zu case is not listed: it came for the first time, or again, after "
				 "the last whole month that is known (--until)") :
			      N_("%zu cases are not listed: they came for the first time, or again, "
				 "after the last whole month that is known (--until)"),
			      predict->left_out);
	warn_bias(&predict->landmark, _("first weeks"), findings);
	warn_bias(&predict->open, _("open cases"), findings);
	if (settings->recalibrate)
		return;
	warn_line(&predict->landmark_score, _("first weeks"), findings);
	warn_line(&predict->open_score, _("open cases"), findings);
}
