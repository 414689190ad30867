/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page - a document as one HTML file that needs nothing else. */
#include "base/text.h"
#include "show/page.h"

/* Contrast of text and ground: 16:1 on white, 13:1 on dark, 8:1 of small print (WCAG asks for 4.5).
 * Colours stand in each rule, as not every printer of pages knows variables. */
static const char style[] =
	":root{color-scheme:light dark}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:60rem;padding:1rem;color:#1a1a1a;background:#fff;"
	"font:1rem/1.5 \"Liberation Sans\",Arial,sans-serif}\n"
	"h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}\n"
	"h2{font-size:1.3rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #b8b8b8}\n"
	"h3{font-size:1.1rem;margin:1.4rem 0 .4rem}\nh4{font-size:1rem;margin:1.2rem 0 .3rem}\n"
	".subtitle,.note{color:#4a4a4a}\n.subtitle{margin-top:0}\n.note{font-size:.875rem}\n"
	".alert{border-left:.3rem solid #8a1f11;background:#fdf0ee;color:#8a1f11;"
	"padding:.5rem .8rem}\n"
	"figure{margin:1rem 0}\nfigcaption{font-weight:bold;margin-bottom:.3rem}\n"
	".scroll{overflow-x:auto}\n"
	"table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.2rem .6rem;border-bottom:1px solid #b8b8b8;text-align:left;"
	"vertical-align:top}\n"
	"thead th{background:#f0f0f0;border-bottom-width:2px}\n"
	"tbody th{font-weight:normal;white-space:nowrap}\n"
	".n{text-align:right;white-space:nowrap}\n"
	".chart{background:#fff;padding:.4rem;overflow-x:auto;width:fit-content;max-width:100%}\n"
	".chart svg{max-width:100%;height:auto;display:block}\n"
	/* Writing that is drawn must not shrink with the screen: there the drawing scrolls. */
	"@media screen and (max-width:36rem){.chart svg{max-width:none;width:34rem}}\n"
	"@media screen and (prefers-color-scheme:dark){body{color:#e8e8e8;background:#1b1b1b}"
	".subtitle,.note{color:#b5b5b5}h2,th,td{border-color:#5a5a5a}thead th{background:#2b2b2b}"
	".alert{border-color:#ffb4a8;background:#3a1d19;color:#ffb4a8}}\n"
	"@page{size:A4;margin:16mm 14mm}\n@page wide{size:A4 landscape;margin:12mm}\n"
	"@media print{body{max-width:none;padding:0;font-size:10pt;color:#000}\n"
	"h2,h3,h4,figcaption{break-after:avoid}\n.whole,tr,.alert{break-inside:avoid}\n"
	"thead{display:table-header-group}\n.scroll{overflow:visible}\n.break{break-after:page}\n"
	".chart{padding:0;overflow:visible}\n.chart svg{height:72mm;width:auto}\n"
	"h1{font-size:16pt}\nh2{font-size:12pt;margin:9pt 0 3pt}\nh3{font-size:11pt}\n"
	"p,figure,ul{margin:4pt 0}\n.note{font-size:8.5pt}\n"
	"table{font-size:8.5pt}\nth,td{padding:1pt 4pt}\n"
	".narrow table,.wide table{font-size:7pt}\n.wide{page:wide}\n"
	".narrow th,.narrow td,.wide th,.wide td{padding:1pt 2pt}\n"
	".narrow thead th,.wide thead th{white-space:normal;hyphens:auto}}\n";

/* So many columns fit on a page of paper upright as they are, and so many with narrow ones. */
enum { COLUMNS_AS_THEY_ARE = 8, COLUMNS_UPRIGHT = 14 };

/* A table of so many rows is not parted by the end of a page. */
enum { ROWS_KEPT_WHOLE = 25 };

static void put_element(FILE *to, const char *element, const char *class, const char *text)
{
	fprintf(to, "<%s", element);
	if (class)
		fprintf(to, " class=\"%s\"", class);
	fputc('>', to);
	html_put_text(to, text);
	fprintf(to, "</%s>\n", element);
}

static void put_caption(FILE *to, const char *text)
{
	if (*text)
		put_element(to, "figcaption", NULL, text);
}

/* On screen a wide table scrolls by itself; tabindex lets the keyboard reach it. In print it must
 * fit. */
static void put_table(FILE *to, const struct document_item *item)
{
	size_t width = item->stored.width;

	fprintf(to, "<figure class=\"%s %s\">\n",
		table_rows(item->stored.table) > ROWS_KEPT_WHOLE ? "parted" : "whole",
		width > COLUMNS_UPRIGHT ? "wide" : width > COLUMNS_AS_THEY_ARE ? "narrow" : "plain");
	put_caption(to, item->text);
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"", to);
	html_put_text(to, *item->text ? item->text : _("table"));
	fputs("\">\n", to);
	table_print(item->stored.table, TABLE_HTML, 0, to);
	fputs("</div>\n", to);
	if (!table_rows(item->stored.table))
		put_element(to, "p", "note", _("no rows"));
	fputs("</figure>\n", to);
}

/* Its text is said instead of the drawing's parts. On a small screen it scrolls, as tables do. */
static void put_chart(FILE *to, const struct document_item *item)
{
	fputs("<figure class=\"whole\"><div class=\"chart\" tabindex=\"0\" role=\"group\" "
	      "aria-label=\"", to);
	html_put_text(to, *item->text ? item->text : _("chart"));
	fputs("\">\n", to);
	fputs(item->drawing, to);
	fputs("</div>\n", to);
	put_caption(to, item->text);
	fputs("</figure>\n", to);
}

static void put_heading(FILE *to, const struct document_item *item)
{
	static const char *const elements[] = { "h2", "h3", "h4" };

	put_element(to, elements[item->level - 1], NULL, item->text);
}

static void put_item(FILE *to, const struct document_item *item)
{
	switch (item->kind) {
	case ITEM_HEADING:
		put_heading(to, item);
		break;
	case ITEM_PARAGRAPH:
		put_element(to, "p", NULL, item->text);
		break;
	case ITEM_BULLET:
		put_element(to, "li", NULL, item->text);
		break;
	case ITEM_NOTE:
		put_element(to, "p", "note", item->text);
		break;
	case ITEM_ALERT:
		put_element(to, "p", "alert", item->text);
		break;
	case ITEM_TABLE:
		put_table(to, item);
		break;
	case ITEM_CHART:
		put_chart(to, item);
		break;
	case ITEM_BREAK:
		fputs("<div class=\"break\"></div>\n", to);
		break;
	}
}

static void put_head(FILE *to, const struct document *document)
{
	const char *title = *document->title ? document->title : "verlauf";

	fputs("<!DOCTYPE html>\n<html lang=\"", to);
	html_put_text(to, document->language);
	fputs("\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "style-src 'unsafe-inline'\">\n", to);
	put_element(to, "title", NULL, title);
	fprintf(to, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", style);
	put_element(to, "h1", NULL, title);
	if (*document->subtitle)
		put_element(to, "p", "subtitle", document->subtitle);
}

void page_write(const struct document *document, FILE *to)
{
	int in_list = 0;

	put_head(to, document);
	for (size_t i = 0; i < document->count; i++) {
		int bullet = document->items[i].kind == ITEM_BULLET;

		if (bullet != in_list)
			fputs(bullet ? "<ul>\n" : "</ul>\n", to);
		in_list = bullet;
		put_item(to, &document->items[i]);
	}
	fputs(in_list ? "</ul>\n</main>\n</body>\n</html>\n" : "</main>\n</body>\n</html>\n", to);
}
