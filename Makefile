# verlauf: make, make check, make install. Settings stand in config.mk.
include config.mk

# ---- what there is ---------------------------------------------------------------
LAYERS  = base data stats model show
TOOLS   = $(patsubst cmd/%.c,%,$(filter-out cmd/template.c,$(wildcard cmd/*.c)))
LIB_C   = $(wildcard $(LAYERS:%=lib/%/*.c))
UNITS   = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
PO      = $(wildcard data/po/*.po)
MAN     = $(wildcard man/*.[1-7])
MAN_DE  = $(wildcard man/de/*.[1-7])

# ---- how it is compiled ----------------------------------------------------------
SAN ?=
ifeq ($(SAN),1)
BUILD   := $(BUILD)-san-$(notdir $(CC))
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
CPPFLAGS_ALL = -Ilib -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"' $(STANDARD) $(LIB_CFLAGS)
CFLAGS_ALL   = $(OPTIMISE) $(WARNINGS) $(SANFLAGS) $(CFLAGS)
LINK         = $(CC) $(SANFLAGS) $(LDFLAGS)

LIB     = $(BUILD)/libverlauf.a
LIB_O   = $(LIB_C:%.c=$(BUILD)/%.o)
PROGS   = $(TOOLS:%=$(BUILD)/bin/%)
TESTS   = $(UNITS:%=$(BUILD)/tests/%)
MO      = $(patsubst data/po/%.po,$(BUILD)/share/locale/%/LC_MESSAGES/verlauf.mo,$(PO))

all: $(PROGS) $(BUILD)/bin/template $(MO)

$(BUILD)/%.o: %.c config.mk Makefile
	@mkdir -p $(@D)
	@echo 'CC   $<'
	@$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(LIB): $(LIB_O)
	@rm -f $@
	@echo 'AR   $@'
	@$(AR) rcs $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	@echo 'LINK $@'
	@$(LINK) -o $@ $< $(LIB) $(LIB_LIBS)

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	@echo 'LINK $@'
	@$(LINK) -o $@ $< $(LIB) $(LIB_LIBS)

-include $(LIB_O:.o=.d) $(TOOLS:%=$(BUILD)/cmd/%.d) $(UNITS:%=$(BUILD)/tests/unit/%.d)
.PRECIOUS: $(BUILD)/%.o
.DELETE_ON_ERROR:

# ---- translation -----------------------------------------------------------------
$(BUILD)/share/locale/%/LC_MESSAGES/verlauf.mo: data/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

po:
	scripts/update-po

# ---- tests -----------------------------------------------------------------------
check: all $(TESTS)
	BUILD='$(BUILD)' scripts/run-tests

.PHONY: all check po install clean
clean:
	rm -rf $(BUILD) $(BUILD)-san-*
