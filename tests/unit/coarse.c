/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rare words, counted and settled by hand. */
#include "model/coarse.h"
#include "tap.h"

int main(void)
{
	struct coarse *coarse = coarse_new();

	coarse_add(coarse, "housing", "A");
	coarse_add(coarse, "housing|school", "B");
	coarse_add(coarse, "school|torture", "A");
	coarse_add(coarse, "torture|trafficking", "A");
	coarse_add(coarse, "trafficking|school|torture", "A");
	coarse_add(coarse, "trafficking", "A");
	coarse_add(coarse, "other|torture", "B");
	coarse_add(coarse, "team", "");
	coarse_add(coarse, "|school||", "C");
	coarse_add(coarse, "", "C");
	coarse_settle(coarse, 3);
	is_text(coarse_text(coarse, "housing"), "other", "two cases are too few");
	is_text(coarse_text(coarse, "housing|school"), "other|school", "three are enough");
	is_text(coarse_text(coarse, "torture|trafficking"), "other", "two rare words are one other");
	is_text(coarse_text(coarse, "trafficking|school|torture"), "other|school",
		"also where they stand apart");
	is_text(coarse_text(coarse, "trafficking"), "other",
		"a word that one case has often is still of one case");
	is_text(coarse_text(coarse, "other|torture"), "other", "a word other is the same other");
	is_text(coarse_text(coarse, "team"), "team", "a word of no case stays");
	is_text(coarse_text(coarse, "|school||"), "school", "empty parts are left out");
	is_text(coarse_text(coarse, ""), "", "empty stays empty");
	is_count(coarse_words(coarse), 4, "housing, torture, trafficking and other");
	is_count(coarse_cases(coarse), 2, "of A and B");
	coarse_free(coarse);
	return done();
}
