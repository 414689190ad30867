/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lean - a drawing without what draws nothing.
 *
 * A third of what gnuplot writes are groups without content, writing without letters, paths that
 * only move, groups that end where the same one begins again, and the names of its plots, which a
 * browser shows under the pointer. Whoever prints the page takes time for each of them. */
#ifndef VL_LEAN_H
#define VL_LEAN_H

/* Of markup that drawn_make (show/drawn.h) has let through, in place. It looks as before. */
void lean_make(char *svg);

#endif
