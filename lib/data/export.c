/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export - the tables of a counselling service as plain rows, and how they are written. */
#include <stdlib.h>
#include <string.h>

#include "data/export.h"

void export_free(struct export *tables)
{
	free(tables->consultations);
	free(tables->cases);
	free(tables->approvals);
	free(tables->advisers);
	free(tables->absences);
	memset(tables, 0, sizeof *tables);
}

/* ---- consultations --------------------------------------------------------------- */

static const struct sheet_word consultation_names[] = {
	{ "contact_id", "Kontakt-ID", NULL }, { "case_id", "Fallnummer", NULL },
	{ "date", "Datum", NULL }, { "minutes", "Dauer", "Stunden" },
	{ "person_id", "Personen-ID", NULL },
	{ "household_id", "Haushalts-ID", NULL }, { "adviser", "Benutzer", NULL },
	{ "service", "Leistung", NULL }, { "topic", "Anliegen", NULL },
	{ "activity", "Aktivität", NULL }, { "channel", "Kanal", NULL },
	{ "site", "Standort", NULL },
	{ "status", "Status", NULL }, { "group_id", "Gruppe", NULL },
	{ "participants", "Teilnehmende", NULL }, { "staff", "Fachkräfte", NULL },
	{ "entered", "Erfasst am", NULL }
};

static const struct sheet_word services[] = {
	[EXPORT_NO_SERVICE] = { "", "", NULL },
	[EXPORT_GENERAL] = { "general", "Integrationsbüro", NULL },
	[EXPORT_WELCOME] = { "welcome", "Willkommensleistung", NULL },
	[EXPORT_SPECIAL] = { "special", "Fachleistung", NULL }
};

static const struct sheet_word statuses[] = {
	[EXPORT_HELD] = { "held", "durchgeführt", NULL },
	[EXPORT_NO_SHOW] = { "no_show", "nicht erschienen", NULL }
};

/* What the service itself calls things is German in all dialects. */
static const char *const topics[EXPORT_TOPICS + 1] = {
	"", "Existenzsicherung", "Familie", "Gesundheit", "Wohnen", "Aufenthalt", "Schule",
	"Arbeit", "Krise", "Diskriminierung"
};
static const char *const channels[EXPORT_CHANNELS + 1] = { "", "Büro", "Telefon", "Hausbesuch",
							     "Video" };
static const char *const sites[EXPORT_SITES + 1] = { "", "Mitte", "Nord", "Süd" };

static void put_id(struct sheet *sheet, const char *prefix, int32_t number, int digits)
{
	if (number)
		sheet_id(sheet, prefix, number, digits);
	else
		sheet_empty(sheet);
}

static void put_date(struct sheet *sheet, int32_t date)
{
	if (date == EXPORT_NO_DATE)
		sheet_empty(sheet);
	else
		sheet_date(sheet, date);
}

static void put_topics(struct sheet *sheet, const int8_t of[2])
{
	const char *const texts[] = { topics[of[0]], topics[of[1]] };

	sheet_texts(sheet, texts, of[1] ? 2 : 1);
}

static void put_group(struct sheet *sheet, const struct export_consultation *row)
{
	put_id(sheet, "G", row->group, 5);
	put_id(sheet, "", row->participants, 1);
	put_id(sheet, "", row->staff, 1);
}

static void put_consultation(struct sheet *sheet, const struct export_consultation *row,
			     size_t number)
{
	sheet_id(sheet, "K", (int64_t)number, 7);
	put_id(sheet, "F", row->case_number, 6);
	sheet_date(sheet, row->date);
	sheet_minutes(sheet, row->minutes);
	sheet_id(sheet, "P", (int64_t)row->case_number * 100 + row->person, 8);
	put_id(sheet, "H", row->household, 6);
	sheet_id(sheet, "B", row->adviser, 2);
	sheet_word(sheet, &services[row->service]);
	put_topics(sheet, row->topics);
	sheet_text(sheet, row->group ? "Gruppe" : "Beratung");
	sheet_text(sheet, channels[row->channel]);
	sheet_text(sheet, sites[row->site]);
	sheet_word(sheet, &statuses[row->status]);
	put_group(sheet, row);
	sheet_date(sheet, row->entered);
	sheet_end_row(sheet);
}

void export_consultations(const struct export *tables, enum sheet_dialect dialect, FILE *to)
{
	struct sheet sheet;

	sheet_start(&sheet, to, dialect, consultation_names,
		    sizeof consultation_names / sizeof *consultation_names);
	for (size_t i = 0; i < tables->consultation_count; i++)
		put_consultation(&sheet, &tables->consultations[i], i + 1);
}

/* ---- the other tables ------------------------------------------------------------ */

void export_cases(const struct export *tables, enum sheet_dialect dialect, FILE *to)
{
	static const struct sheet_word names[] = {
		{ "case_id", "Fallnummer", NULL }, { "first_contact", "Erstkontakt", NULL },
		{ "assigned", "Zuweisung", NULL }, { "closed", "Abschluss", NULL },
		{ "persons", "Personen", NULL }, { "household_id", "Haushalts-ID", NULL },
		{ "service", "Leistung", NULL }, { "site", "Standort", NULL }
	};
	struct sheet sheet;

	sheet_start(&sheet, to, dialect, names, sizeof names / sizeof *names);
	for (size_t i = 0; i < tables->case_count; i++) {
		const struct export_case *row = &tables->cases[i];

		sheet_id(&sheet, "F", row->number, 6);
		sheet_date(&sheet, row->first_contact);
		put_date(&sheet, row->assigned);
		put_date(&sheet, row->closed);
		sheet_count(&sheet, row->persons);
		sheet_id(&sheet, "H", row->household, 6);
		sheet_word(&sheet, &services[row->service]);
		sheet_text(&sheet, sites[row->site]);
		sheet_end_row(&sheet);
	}
}

void export_approvals(const struct export *tables, enum sheet_dialect dialect, FILE *to)
{
	static const struct sheet_word names[] = {
		{ "case_id", "Fallnummer", NULL }, { "applied", "Beantragt am", NULL },
		{ "decided", "Bewilligt am", NULL }, { "hours", "Stunden", NULL },
		{ "from", "Von", NULL }, { "to", "Bis", NULL }
	};
	struct sheet sheet;

	sheet_start(&sheet, to, dialect, names, sizeof names / sizeof *names);
	for (size_t i = 0; i < tables->approval_count; i++) {
		const struct export_approval *row = &tables->approvals[i];

		sheet_id(&sheet, "F", row->case_number, 6);
		sheet_date(&sheet, row->applied);
		put_date(&sheet, row->decided);
		if (row->decided == EXPORT_NO_DATE)
			sheet_empty(&sheet);
		else
			sheet_count(&sheet, row->hours);
		put_date(&sheet, row->from);
		put_date(&sheet, row->to);
		sheet_end_row(&sheet);
	}
}

static void put_staff(struct sheet *sheet, int32_t adviser, int32_t from, int32_t to, double fte)
{
	sheet_id(sheet, "B", adviser, 2);
	sheet_date(sheet, from);
	put_date(sheet, to);
	sheet_number(sheet, fte);
	sheet_end_row(sheet);
}

/* Absences come after the row that they override. */
void export_staff(const struct export *tables, enum sheet_dialect dialect, FILE *to)
{
	static const struct sheet_word names[] = {
		{ "adviser", "Benutzer", NULL }, { "from", "Von", NULL }, { "to", "Bis", NULL },
		{ "fte", "Stellenanteil", NULL }
	};
	struct sheet sheet;

	sheet_start(&sheet, to, dialect, names, sizeof names / sizeof *names);
	for (size_t i = 0; i < tables->adviser_count; i++)
		put_staff(&sheet, (int32_t)i + 1, tables->advisers[i].from, EXPORT_NO_DATE,
			  tables->advisers[i].fte);
	for (size_t i = 0; i < tables->absence_count; i++)
		put_staff(&sheet, tables->absences[i].adviser, tables->absences[i].from,
			  tables->absences[i].to, 0);
}
