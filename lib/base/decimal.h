/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decimal - numbers as decimal digits, for machines.
 *
 * The same bytes in every locale: a point, no grouping. Long tables spend most of their time
 * here, so both write with integer arithmetic and leave what is unusual to printf (a row of the
 * panel took eight times as long with printf alone). Both return the length of what they wrote. */
#ifndef VL_DECIMAL_H
#define VL_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

/* Room for either with the zero at the end. */
enum { DECIMAL_SIZE = 32 };

size_t decimal_whole(char to[DECIMAL_SIZE], int64_t value);
/* The first of %.15g, %.16g, %.17g that reads back as the same number (at most 25 bytes). */
size_t decimal_shortest(char to[DECIMAL_SIZE], double value);

#endif
