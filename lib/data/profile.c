/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile - how an export is laid out. */
#include <stddef.h>

#include "base/text.h"
#include "data/csv.h"
#include "data/profile.h"

static const struct profile_alias canonical_only[] = { { NULL, NULL, UNIT_UNSTATED } };
static const struct profile_word no_words[] = { { NULL, NULL, NULL } };

static const struct profile_alias german_aliases[] = {
	{ "case_id", "Fall", UNIT_UNSTATED },
	{ "case_id", "Fallnummer", UNIT_UNSTATED },
	{ "case_id", "Fall-Nr", UNIT_UNSTATED },
	{ "case_id", "Fall-ID", UNIT_UNSTATED },
	{ "case_id", "Projekt", UNIT_UNSTATED },
	{ "case_id", "Aktenzeichen", UNIT_UNSTATED },
	{ "date", "Datum", UNIT_UNSTATED },
	{ "minutes", "Minuten", UNIT_MINUTES },
	{ "minutes", "Dauer (min)", UNIT_MINUTES },
	{ "minutes", "Stunden", UNIT_HOURS },
	{ "minutes", "Dauer (h)", UNIT_HOURS },
	{ "minutes", "hours", UNIT_HOURS },
	{ "minutes", "Dauer", UNIT_UNSTATED },
	{ "minutes", "Zeit", UNIT_UNSTATED },
	{ "status", "Status", UNIT_UNSTATED },
	{ "adviser", "Berater", UNIT_UNSTATED },
	{ "adviser", "Beraterin", UNIT_UNSTATED },
	{ "adviser", "Berater*in", UNIT_UNSTATED },
	{ "adviser", "Benutzer", UNIT_UNSTATED },
	{ "adviser", "Mitarbeiter", UNIT_UNSTATED },
	{ "service", "Leistung", UNIT_UNSTATED },
	{ "service", "Leistungsbaustein", UNIT_UNSTATED },
	{ "service", "Baustein", UNIT_UNSTATED },
	{ "topic", "Thema", UNIT_UNSTATED },
	{ "topic", "Anliegen", UNIT_UNSTATED },
	{ "topic", "Lebensbereich", UNIT_UNSTATED },
	{ "activity", "Aktivität", UNIT_UNSTATED },
	{ "activity", "AKTIVITÄT", UNIT_UNSTATED },
	{ "activity", "Aktivitaet", UNIT_UNSTATED },
	{ "activity", "Tätigkeit", UNIT_UNSTATED },
	{ "activity", "TÄTIGKEIT", UNIT_UNSTATED },
	{ "activity", "Taetigkeit", UNIT_UNSTATED },
	{ "site", "Standort", UNIT_UNSTATED },
	{ "provider", "Träger", UNIT_UNSTATED },
	{ "provider", "TRÄGER", UNIT_UNSTATED },
	{ "provider", "Traeger", UNIT_UNSTATED },
	{ "person_id", "Person", UNIT_UNSTATED },
	{ "person_id", "Personen-ID", UNIT_UNSTATED },
	{ "household_id", "Haushalt", UNIT_UNSTATED },
	{ "household_id", "Haushalts-ID", UNIT_UNSTATED },
	{ "group_id", "Gruppe", UNIT_UNSTATED },
	{ "participants", "Teilnehmende", UNIT_UNSTATED },
	{ "participants", "Teilnehmer", UNIT_UNSTATED },
	{ "staff", "Fachkräfte", UNIT_UNSTATED },
	{ "staff", "FACHKRÄFTE", UNIT_UNSTATED },
	{ "staff", "Fachkraefte", UNIT_UNSTATED },
	{ "channel", "Kanal", UNIT_UNSTATED },
	{ "entered", "Erfasst am", UNIT_UNSTATED },
	{ "first_contact", "Erstkontakt", UNIT_UNSTATED },
	{ "assigned", "Zuweisung", UNIT_UNSTATED },
	{ "closed", "Ende", UNIT_UNSTATED },
	{ "closed", "Abschluss", UNIT_UNSTATED },
	{ "reason", "Grund", UNIT_UNSTATED },
	{ "persons", "Personen", UNIT_UNSTATED },
	{ "applied", "Beantragt am", UNIT_UNSTATED },
	{ "decided", "Bewilligt am", UNIT_UNSTATED },
	{ "from", "Von", UNIT_UNSTATED },
	{ "to", "Bis", UNIT_UNSTATED },
	{ "fte", "Stellenanteil", UNIT_UNSTATED },
	{ NULL, NULL, UNIT_UNSTATED }
};

static const struct profile_word german_words[] = {
	{ "status", "held", "durchgeführt" },
	{ "status", "held", "DURCHGEFÜHRT" },
	{ "status", "held", "durchgefuehrt" },
	{ "status", "held", "stattgefunden" },
	{ "status", "held", "gehalten" },
	{ "status", "held", "held" },
	{ "status", "no_show", "nicht erschienen" },
	{ "status", "no_show", "ausgefallen" },
	{ "status", "no_show", "no_show" },
	{ "status", "planned", "geplant" },
	{ "status", "planned", "planned" },
	{ "status", "deleted", "gelöscht" },
	{ "status", "deleted", "GELÖSCHT" },
	{ "status", "deleted", "geloescht" },
	{ "status", "deleted", "storniert" },
	{ "status", "deleted", "deleted" },
	{ "service", "welcome", "Willkommensleistung" },
	{ "service", "welcome", "WL" },
	{ "service", "special", "Fachleistung" },
	{ "service", "special", "FL" },
	{ "service", "general", "Integrationsbüro" },
	{ "service", "general", "INTEGRATIONSBÜRO" },
	{ "service", "general", "Integrationsbuero" },
	{ "service", "general", "IB" },
	{ NULL, NULL, NULL }
};

static const struct profile profiles[] = {
	{ "verlauf", CSV_UTF8, ',', '.', DATE_ISO, canonical_only, no_words },
	{ "german", CSV_BOM_OR_CP1252, ';', ',', DATE_DMY, german_aliases, german_words }
};

static const char *const names[] = { "verlauf", "german", NULL };

const struct profile *profile_find(const char *name)
{
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
		if (text_equal(profiles[i].name, name))
			return &profiles[i];
	return NULL;
}

const char *const *profile_names(void)
{
	return names;
}

int profile_is(const struct profile *profile, const char *canonical, const char *cell)
{
	if (text_equal(canonical, cell))
		return 1;
	for (const struct profile_alias *alias = profile->aliases; alias->canonical; alias++)
		if (text_equal(alias->canonical, canonical) && text_equal(alias->name, cell))
			return 1;
	return 0;
}

enum effort_unit profile_unit(const struct profile *profile, const char *cell)
{
	if (text_equal(cell, "minutes"))
		return UNIT_MINUTES;
	for (const struct profile_alias *alias = profile->aliases; alias->canonical; alias++)
		if (text_equal(alias->name, cell))
			return alias->unit;
	return UNIT_UNSTATED;
}

const char *profile_value(const struct profile *profile, const char *canonical_column,
			  const char *cell)
{
	for (const struct profile_word *word = profile->words; word->column; word++)
		if (text_equal(word->name, cell) && text_equal(word->column, canonical_column))
			return word->canonical;
	return cell;
}
