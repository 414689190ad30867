# What German case systems write, and German Excel when it saves as CSV: semicolon, UTF-8 with
# byte order mark or Windows-1252, 31.10.2026, 12,5. Only the letters A to Z are compared without
# regard to case: names with umlauts stand here in each spelling.
delimiter = ";";
encoding = "utf-8-bom-or-cp1252";
decimal_mark = ",";
dates = "dmy";
strip_guard = true;

columns = {
	# consultations
	contact_id = [ "Kontakt-ID", "Kontaktnummer" ];
	case_id = [ "Fall", "Fallnummer", "Fall-Nr", "Fall-Nr.", "Fall-ID", "Projekt", "Aktenzeichen" ];
	date = [ "Datum", "Beratungsdatum" ];
	# "Dauer" and "Zeit" do not say whether 90 is minutes or hours; 1:30 does.
	minutes = {
		minutes = [ "Minuten", "Dauer (min)", "Dauer (Min.)", "Dauer in Minuten" ];
		hours = [ "Stunden", "Dauer (h)", "Dauer in Stunden", "hours" ];
		unstated = [ "Dauer", "Zeit" ];
	};
	status = [ "Status" ];
	adviser = [ "Berater", "Beraterin", "Berater*in", "Berater:in", "Benutzer", "Benutzerin",
		"Mitarbeiter", "Mitarbeiterin", "Mitarbeiter*in", "Mitarbeitende" ];
	service = [ "Leistung", "Leistungsbaustein", "Baustein" ];
	topic = [ "Thema", "Themen", "Anliegen", "Lebensbereich", "Lebensbereiche" ];
	activity = [ "Aktivität", "AKTIVITÄT", "Aktivitaet", "Tätigkeit", "TÄTIGKEIT", "Taetigkeit" ];
	channel = [ "Kanal", "Kontaktart" ];
	site = [ "Standort" ];
	provider = [ "Träger", "TRÄGER", "Traeger" ];
	authority = [ "Behörde", "BEHÖRDE", "Behoerde", "Kostenträger", "KOSTENTRÄGER", "Kostentraeger" ];
	residence = [ "Aufenthaltsstatus", "Aufenthaltstitel" ];
	housing = [ "Wohnform", "Wohnsituation" ];
	referred_to = [ "Verwiesen an", "Weitervermittelt an" ];
	person_id = [ "Person", "Personen-ID" ];
	household_id = [ "Haushalt", "Haushalts-ID", "Haushaltsnummer" ];
	group_id = [ "Gruppe" ];
	participants = [ "Teilnehmende", "Teilnehmer", "Teilnehmer*innen" ];
	staff = [ "Fachkräfte", "FACHKRÄFTE", "Fachkraefte" ];
	entered = [ "Erfasst am", "Erfassungsdatum" ];
	# cases, approvals, staff
	first_contact = [ "Erstkontakt", "Erstkontakt am", "Datum Erstkontakt" ];
	assigned = [ "Zuweisung", "Zugewiesen am", "Zuweisungsdatum" ];
	closed = [ "Ende", "Abschluss", "Abgeschlossen am", "Beendet am", "Geschlossen am" ];
	reason = [ "Grund", "Beendigungsgrund", "Abschlussgrund" ];
	persons = [ "Personen", "Anzahl Personen", "Personenzahl" ];
	applied = [ "Beantragt am" ];
	decided = [ "Bewilligt am" ];
	hours = [ "Stunden", "Bewilligte Stunden" ];
	from = [ "Von" ];
	to = [ "Bis" ];
	fte = [ "Stellenanteil" ];
};

values = {
	status = {
		held = [ "durchgeführt", "DURCHGEFÜHRT", "durchgefuehrt", "stattgefunden", "gehalten" ];
		no_show = [ "nicht erschienen", "ausgefallen" ];
		planned = [ "geplant" ];
		deleted = [ "gelöscht", "GELÖSCHT", "geloescht", "storniert" ];
	};
	service = {
		welcome = [ "Willkommensleistung", "WL" ];
		special = [ "Fachleistung", "FL" ];
		general = [ "Integrationsbüro", "INTEGRATIONSBÜRO", "Integrationsbuero", "IB" ];
	};
};
