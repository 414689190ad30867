/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export - the tables of a counselling service as plain rows, and how they are written.
 *
 * For services that are made up (model/simulate.h): ids are numbers here and become
 * F000123, H000123, P00012302, B07, G00012, K0000042 in the files; topics, channels and
 * sites are numbers of a list of words. Numbers that name something start with 1; 0 = none.
 * Tables are written in a dialect (data/sheet.h); words that are the service's own
 * (topics, channels, sites, activities) are German in all dialects. */
#ifndef VL_EXPORT_H
#define VL_EXPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "data/sheet.h"

#define EXPORT_NO_DATE INT32_MIN

enum export_service { EXPORT_NO_SERVICE, EXPORT_GENERAL, EXPORT_WELCOME, EXPORT_SPECIAL };
enum export_status { EXPORT_HELD, EXPORT_NO_SHOW };
enum { EXPORT_TOPICS = 9, EXPORT_CHANNELS = 4, EXPORT_SITES = 3 };

struct export_consultation {
	int32_t date, entered;
	int32_t case_number;
	int32_t household;
	int32_t group;          /* number of the session */
	int32_t adviser;
	int16_t minutes;        /* 0 for a no-show */
	int16_t person;         /* of the household; 1 .. 99 */
	int8_t service;         /* enum export_service */
	int8_t status;          /* enum export_status */
	int8_t topics[2];       /* 1 .. EXPORT_TOPICS */
	int8_t channel;         /* 1 .. EXPORT_CHANNELS */
	int8_t site;            /* 1 .. EXPORT_SITES */
	int8_t participants, staff;
};

struct export_case {
	int32_t number, household;
	int32_t first_contact;
	int32_t assigned, closed;       /* EXPORT_NO_DATE = none or not known */
	int16_t persons;
	int8_t service;                 /* at the first contact */
	int8_t site;
};

struct export_approval {
	int32_t case_number;
	int32_t applied;
	int32_t decided;        /* EXPORT_NO_DATE: not yet */
	int32_t from, to;       /* EXPORT_NO_DATE: refused, or not decided */
	int hours;              /* 0 likewise */
};

struct export_adviser {
	int32_t from;           /* to: none; they are all still there */
	double fte;
	size_t first_absence, absences;
};

struct export_absence {
	int32_t adviser;
	int32_t from, to;
};

struct export {
	int32_t since, until;   /* first and last day that consultations cover */
	struct export_consultation *consultations;
	struct export_case *cases;
	struct export_approval *approvals;
	struct export_adviser *advisers;                /* number 1 first */
	struct export_absence *absences;                /* adviser by adviser, by date */
	size_t consultation_count, consultation_capacity;
	size_t case_count, case_capacity;
	size_t approval_count, approval_capacity;
	size_t adviser_count;
	size_t absence_count, absence_capacity;
};

void export_free(struct export *tables);

/* Header and rows; whether all were written, the stream knows. */
void export_consultations(const struct export *tables, enum sheet_dialect dialect, FILE *to);
void export_cases(const struct export *tables, enum sheet_dialect dialect, FILE *to);
void export_approvals(const struct export *tables, enum sheet_dialect dialect, FILE *to);
void export_staff(const struct export *tables, enum sheet_dialect dialect, FILE *to);

#endif
