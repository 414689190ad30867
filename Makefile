# verlauf: make, make check, make install. Settings stand in config.mk.
include config.mk

# ---- what there is ---------------------------------------------------------------
LAYERS = base data stats model show
TOOLS  = $(patsubst cmd/%.c,%,$(wildcard cmd/vl-*.c))
LIB_C  = $(wildcard $(LAYERS:%=lib/%/*.c))
UNITS  = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
FUZZ   = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
LANGS  = $(patsubst data/po/%.po,%,$(wildcard data/po/*.po))
PAGES  = $(wildcard man/*.1 man/*.5 man/*.7)
GERMAN = $(wildcard man/de/*.1 man/de/*.7)

# ---- how it is compiled: SAN=1 adds sanitizers, SAN=threads the one for threads, each in a build
# folder of its own
ifeq ($(SAN),1)
override BUILD := $(BUILD)-san-$(notdir $(CC))
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(SAN),threads)
override BUILD := $(BUILD)-san-threads
SANFLAGS = -fsanitize=thread -fno-omit-frame-pointer
else ifneq ($(SAN),)
$(error SAN is 1 or threads, not '$(SAN)')
endif
DEFINES = -Ilib -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"' $(STANDARD) $(LIB_CFLAGS)
FLAGS   = $(OPTIMISE) $(WARNINGS) $(SANFLAGS) $(CFLAGS)

# ---- what needs a library that may be absent --------------------------------------
ifneq ($(NETTLE),yes)
$(warning nettle is not there (nettle-dev): vl-pseudo is left out, vl-protect does not round)
TOOLS := $(filter-out vl-pseudo,$(TOOLS))
PAGES := $(filter-out man/vl-pseudo.1,$(PAGES))
LIB_C := $(filter-out lib/data/key.c lib/data/pseudonym.c lib/model/pseudo.c lib/model/pseudopart.c \
	lib/model/keyround.c lib/show/pseudotable.c,$(LIB_C))
UNITS := $(filter-out key pseudonym pseudo keyround,$(UNITS))
DEFINES += -DNO_KEY
else
$(BUILD)/bin/vl-pseudo $(BUILD)/bin/vl-protect $(BUILD)/tests/key $(BUILD)/tests/pseudonym \
	$(BUILD)/tests/pseudo $(BUILD)/tests/keyround: LIB_LIBS += $(NETTLE_LIBS)
endif

ifeq ($(XLSXWRITER),yes)
$(BUILD)/bin/vl-render: LIB_LIBS += $(XLSXWRITER_LIBS)
else
$(warning libxlsxwriter is not there (libxlsxwriter-dev): vl-render writes no workbooks)
DEFINES += -DNO_WORKBOOK
endif

LIB   = $(BUILD)/libverlauf.a
PROGS = $(TOOLS:%=$(BUILD)/bin/%) $(BUILD)/bin/vl-report $(BUILD)/bin/template
TESTS = $(UNITS:%=$(BUILD)/tests/%)
PROFILES = $(wildcard data/profiles/*.profile)
SHARED = $(PROFILES:data/profiles/%=$(BUILD)/share/verlauf/profiles/%)
MO    = $(LANGS:%=$(BUILD)/share/locale/%/LC_MESSAGES/verlauf.mo)

.PHONY: all check check-threads fuzz bench lint po install deb clean
all: $(PROGS) $(MO) $(SHARED)

$(BUILD)/%.o: %.c config.mk Makefile
	@mkdir -p $(@D)
	@echo 'CC   $<'
	@$(CC) $(DEFINES) $(FLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIB_C:%.c=$(BUILD)/%.o)
	@echo 'AR   $@'
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	@echo 'LINK $@'
	@$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIB_LIBS)

# A script over the tools, beside which it lies.
$(BUILD)/bin/vl-report: scripts/vl-report config.mk
	@mkdir -p $(@D)
	@sed 's/^VERSION=.*/VERSION=$(VERSION)/' $< >$@
	@chmod 755 $@

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)
.PRECIOUS: $(BUILD)/%.o
.DELETE_ON_ERROR:

# ---- translation -----------------------------------------------------------------
$(BUILD)/share/locale/%/LC_MESSAGES/verlauf.mo: data/po/%.po
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

po: ; scripts/update-po

# ---- profiles, beside the programs as when they are installed -----------------------
$(BUILD)/share/verlauf/profiles/%: data/profiles/%
	@mkdir -p $(@D)
	@cp $< $@

# ---- tests -----------------------------------------------------------------------
$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	@echo 'LINK $@'
	@$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIB_LIBS)

check: all $(TESTS)
	@BUILD='$(BUILD)' scripts/run-tests $(CHECK)

# What several threads use together: make SAN=threads check-threads
check-threads: $(patsubst %,$(BUILD)/tests/%,parallel pieces intern store share gather duplicates threads ordered inorder \
		panel $(filter pseudonym pseudo,$(UNITS)))
	@BUILD='$(BUILD)' scripts/run-tests $^

# Programs behind the tables of verlauf-methods(7), for scripts/coverage and scripts/proof-open.
$(BUILD)/referee/%: $(BUILD)/tests/referee/%.o $(LIB)
	@mkdir -p $(@D)
	@$(CC) $(SANFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIB_LIBS)

# The fuzz targets want clang and everything compiled for it.
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/promise.h $(LIB_C)
	@mkdir -p $(@D)
	@echo 'FUZZ $@'
	@clang $(DEFINES) $(OPTIMISE) -fsanitize=fuzzer,address,undefined -o $@ $(filter %.c,$^) $(LIB_LIBS) $(NETTLE_LIBS) \
		$(XLSXWRITER_LIBS)

fuzz: $(FUZZ:%=$(BUILD)/fuzz/%) $(SHARED)
	@BUILD='$(BUILD)' scripts/fuzz $(FUZZ)

bench: all
	@BUILD='$(BUILD)' CC='$(CC)' scripts/bench

lint:
	shellcheck -s sh -x -P SCRIPTDIR -S warning .ci/run $(wildcard scripts/*) tests/fuzz/seeds \
		tests/*.t tests/cmd/*.t tests/cmd/lib.sh
	mandoc -T lint -W warning $(PAGES) $(GERMAN)

# ---- completion, from the options that the tools themselves list -----------------------
$(BUILD)/completion/%: scripts/completion $(PROGS)
	@mkdir -p $(@D)
	@scripts/completion $* $(BUILD)/bin >$@

# ---- installation ----------------------------------------------------------------
BINDIR = $(DESTDIR)$(PREFIX)/bin
SHARE  = $(DESTDIR)$(PREFIX)/share
BASH   = $(SHARE)/bash-completion/completions
ZSH    = $(PREFIX)/share/zsh/site-functions

install: all $(BUILD)/completion/bash $(BUILD)/completion/zsh
	install -d '$(BINDIR)' '$(SHARE)/man/man1' '$(SHARE)/man/man5' '$(SHARE)/man/man7' \
		'$(SHARE)/man/de/man1' '$(SHARE)/man/de/man7'
	install -m 755 $(TOOLS:%=$(BUILD)/bin/%) $(BUILD)/bin/vl-report '$(BINDIR)'
	for page in $(PAGES); do install -m 644 $$page '$(SHARE)/man/man'$${page##*.}; done
	for page in $(GERMAN); do install -m 644 $$page '$(SHARE)/man/de/man'$${page##*.}; done
	install -d '$(BASH)' '$(DESTDIR)$(ZSH)' '$(SHARE)/doc/verlauf/examples'
	install -m 644 $(BUILD)/completion/bash '$(BASH)/verlauf'
	for tool in $(TOOLS) vl-report; do ln -sf verlauf '$(BASH)'/$$tool; done
	install -m 644 $(BUILD)/completion/zsh '$(DESTDIR)$(ZSH)/_verlauf'
	install -m 644 data/examples/* '$(SHARE)/doc/verlauf/examples'
	install -d '$(SHARE)/verlauf/profiles'
	install -m 644 $(PROFILES) '$(SHARE)/verlauf/profiles'
	for lang in $(LANGS); do \
		install -d '$(SHARE)'/locale/$$lang/LC_MESSAGES; \
		install -m 644 $(BUILD)/share/locale/$$lang/LC_MESSAGES/verlauf.mo \
			'$(SHARE)'/locale/$$lang/LC_MESSAGES; \
	done

# A Debian package, in $(BUILD)/deb.
deb:
	@BUILD='$(BUILD)' scripts/deb

clean:
	rm -rf $(BUILD) $(BUILD)-san-*
