/* Steps of a parameter: the words that the formats share. */
#include "reports/sweep.h"

#include <stdlib.h>

/* --- Stretches --- */

/* How many zeros end a number: of two neighbours, the rounder one is said. */
static unsigned roundness(int64_t n)
{
    unsigned zeros = 0;
    for (; n != 0 && n % 10 == 0 && zeros < 18; zeros++)
        n /= 10;
    return n == 0 ? 18 : zeros;
}

static void put_bound(const struct sp_breakpoints *breakpoints, const char *words, const char *date_words, int64_t n, struct sp_buffer *out)
{
    struct sp_value value = breakpoints->low;
    value.n = n;
    sp_buffer_put(out, value.kind == SP_KIND_DATE ? date_words : words);
    sp_value_show(&value, out);
}

static void put_low(const struct sp_breakpoints *breakpoints, int64_t from, struct sp_buffer *out)
{
    if (breakpoints->low.kind == SP_KIND_DATE || roundness(from) >= roundness(from - 1))
        put_bound(breakpoints, "à partir de ", "à partir du ", from, out);
    else
        put_bound(breakpoints, "au-delà de ", "", from - 1, out);
}

static void put_high(const struct sp_breakpoints *breakpoints, int64_t until, struct sp_buffer *out)
{
    if (breakpoints->low.kind == SP_KIND_DATE || roundness(until) >= roundness(until + 1)) {
        put_bound(breakpoints, "jusqu'à ", "jusqu'au ", until, out);
        sp_buffer_put(out, " inclus");
    } else {
        put_bound(breakpoints, "en dessous de ", "", until + 1, out);
    }
}

void sp_stretch_words(const struct sp_breakpoints *breakpoints, uint32_t stretch, struct sp_buffer *out)
{
    const struct sp_level_stretch *at = &breakpoints->stretches[stretch];
    bool first = stretch == 0;
    bool last = stretch + 1 == breakpoints->stretch_count;
    if (first && last) {
        sp_buffer_put(out, "à toute valeur");
        return;
    }
    if (!first && !last && at->from == at->until) {
        put_bound(breakpoints, "à ", "le ", at->from, out);
        sp_buffer_put(out, " exactement");
        return;
    }
    if (!first)
        put_low(breakpoints, at->from, out);
    sp_buffer_put(out, first || last ? "" : ", ");
    if (!last)
        put_high(breakpoints, at->until, out);
}

void sp_stretches_shown(const struct sp_breakpoints *breakpoints, uint32_t most, uint32_t *first, uint32_t *count)
{
    uint32_t total = breakpoints->stretch_count;
    uint32_t middle = breakpoints->has_current ? breakpoints->current_stretch : 0;
    *first = 0;
    *count = total < most ? total : most;
    if (middle > most / 2)
        *first = middle - most / 2;
    if (*first + *count > total)
        *first = total - *count;
}

/* --- Flips --- */

static int by_rule(const void *left, const void *right)
{
    const struct sp_flip *a = left;
    const struct sp_flip *b = right;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    if (a->possible_before != b->possible_before)
        return a->possible_before < b->possible_before ? -1 : 1;
    if (a->possible_after != b->possible_after)
        return a->possible_after < b->possible_after ? -1 : 1;
    return (a->contract > b->contract) - (a->contract < b->contract);
}

struct sp_flip *sp_flips_by_rule(struct sp_sweep_page *page, const struct sp_level_stretch *stretch)
{
    struct sp_flip *flips = sp_arena_array(page->arena, stretch->flip_count + (size_t)1, sizeof *flips);
    if (!flips || stretch->flip_count == 0)
        return flips;
    memcpy(flips, stretch->flips, stretch->flip_count * sizeof *flips);
    qsort(flips, stretch->flip_count, sizeof *flips, by_rule);
    return flips;
}

/* `à compléter (conforme ou non conforme)`. */
static void put_side(uint8_t outcome, uint8_t possible, struct sp_buffer *out)
{
    bool first = true;
    sp_buffer_put(out, sp_outcome_words((enum sp_outcome)outcome));
    for (unsigned i = 0; outcome == SP_A_COMPLETER && i < SP_OUTCOME_COUNT; i++) {
        if (!(possible >> i & 1))
            continue;
        sp_buffer_put(out, first ? " (" : " ou ");
        sp_buffer_put(out, sp_outcome_words((enum sp_outcome)i));
        first = false;
    }
    sp_buffer_put(out, first ? "" : ")");
}

uint32_t sp_flip_group(const struct sp_sweep_page *page, const struct sp_flip *flips, uint32_t count, struct sp_buffer *out)
{
    const struct sp_rule *rule = &page->program->rules[flips[0].rule];
    uint32_t same = 1;
    while (same < count && flips[same].rule == flips[0].rule && flips[same].possible_before == flips[0].possible_before &&
           flips[same].possible_after == flips[0].possible_after)
        same++;
    if (rule->code.length > 0)
        sp_buffer_format(out, "%.*s, ", (int)rule->code.length, rule->code.bytes);
    sp_buffer_put_slice(out, rule->title);
    sp_buffer_put(out, " : ");
    put_side(flips[0].before, flips[0].possible_before, out);
    sp_buffer_put(out, " → ");
    put_side(flips[0].after, flips[0].possible_after, out);
    return same;
}

void sp_flip_contracts(const struct sp_sweep_page *page, const struct sp_flip *flips, uint32_t count, uint32_t most, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < count && i < most; i++) {
        sp_buffer_put(out, i > 0 ? ", " : "");
        sp_store_identify(page->base->store, flips[i].contract, out);
    }
    if (count > most)
        sp_buffer_format(out, " et %u autre%s", count - most, count - most > 1 ? "s" : "");
}

/* --- Targets --- */

void sp_smallest_words(struct sp_sweep_page *page, const struct sp_smallest *smallest, struct sp_buffer *out)
{
    const struct sp_value *change = &smallest->change;
    struct sp_value size = *change;
    if (smallest->already) {
        sp_buffer_put(out, "déjà atteinte avec la valeur en vigueur");
        return;
    }
    if (!smallest->reachable) {
        sp_buffer_put(out, "aucune valeur ne la fait atteindre");
        return;
    }
    (void)page;
    size.n = change->n < 0 ? -change->n : change->n;
    sp_buffer_put(out, "atteinte à ");
    sp_value_show(&smallest->value, out);
    sp_buffer_put(out, change->n < 0 ? ", soit " : ", soit ");
    sp_value_show(&size, out);
    sp_buffer_put(out, change->n < 0 ? " de moins" : " de plus");
}

static void put_left_out(struct sp_sweep_page *page, struct sp_buffer *out)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    for (uint32_t i = 0; i < breakpoints->left_out_count; i++) {
        const struct sp_slice title = page->program->indicators[breakpoints->left_out[i]].title;
        sp_buffer_format(out, "\n« %.*s » varie avec le paramètre sans palier : il n'est pas suivi ici.", (int)title.length, title.bytes);
    }
}

void sp_breakpoints_notes(struct sp_sweep_page *page, struct sp_buffer *out)
{
    const struct sp_breakpoints *breakpoints = page->breakpoints;
    sp_readers_words(breakpoints->rule_count, breakpoints->indicator_count, out);
    if (breakpoints->has_current) {
        sp_buffer_put(out, " Valeur en vigueur : ");
        sp_value_show(&breakpoints->current, out);
        sp_buffer_put(out, ".");
    }
    sp_buffer_put(out, "\n");
    if (breakpoints->stretch_count == 1)
        sp_buffer_put(out, "Un seul palier : rien ne change");
    else
        sp_buffer_format(out, "%u paliers exacts : rien ne change à l'intérieur d'un palier", breakpoints->stretch_count);
    sp_buffer_put(out, ", de ");
    sp_value_show(&breakpoints->low, out);
    sp_buffer_put(out, " à ");
    sp_value_show(&breakpoints->high, out);
    sp_buffer_put(out, breakpoints->dated ? ". Les règles donnent plusieurs valeurs selon le jour ; à chaque palier le paramètre en a une seule, tous les jours."
                                          : ".");
    put_left_out(page, out);
}
