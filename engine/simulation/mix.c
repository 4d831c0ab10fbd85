/* Mixed rule books are written in memory from the declarations of both sides, in one text that uses no file. */
#include "simulation/mix.h"

#include "checking/check.h"
#include "diagnostics/diagnostic.h"

/* What no verdict nor figure rests on, and may name what the edit takes away. */
static bool says_nothing(const struct sp_node *node)
{
    switch (node->kind) {
    case SP_NODE_OBJECTIVE:
    case SP_NODE_ACTION:
    case SP_NODE_SCHEDULE:
    case SP_NODE_NOT_MODELLED:
    case SP_NODE_SCENARIO:
        return true;
    default:
        return false;
    }
}

static void put_declaration(const struct sp_side *side, uint32_t index, struct sp_buffer *out)
{
    if (says_nothing(side->declarations[index].node))
        return;
    sp_buffer_put_slice(out, sp_sources_slice(side->program->sources, side->declarations[index].span));
    sp_buffer_put(out, "\n\n");
}

static void write_rules(const struct sp_recipe *recipe, struct sp_buffer *out)
{
    const struct sp_edit *edit = &recipe->difference->edits[recipe->edit];
    uint32_t there = recipe->other == &recipe->difference->after ? edit->after : edit->before;
    uint32_t here = recipe->other == &recipe->difference->after ? edit->before : edit->after;
    for (uint32_t i = 0; i < recipe->base->count; i++) {
        if (i + 1 != here)
            put_declaration(recipe->base, i, out);
        else if (there > 0)
            put_declaration(recipe->other, there - 1, out);
    }
    if (here == 0)
        put_declaration(recipe->other, there - 1, out);
}

static int compile(const struct sp_recipe *recipe, struct sp_mix *mix)
{
    struct sp_buffer text = { 0 };
    uint32_t file = 0;
    write_rules(recipe, &text);
    int status = text.failed ? SP_ERROR_MEMORY : sp_sources_add(mix->sources, "mélange.regles", sp_buffer_slice(&text), &file);
    sp_buffer_free(&text);
    if (status == SP_OK)
        status = sp_compile_texts(&file, 1, NULL, recipe->base_reading->options->today, mix->sources, mix->diagnostics, &mix->program);
    if (status == SP_OK || status == SP_ERROR_MEMORY)
        return status;
    mix->program = NULL;
    return SP_OK;
}

/* A phase asked for keeps its name. */
static uint32_t same_phase(const struct sp_program *from, const struct sp_program *to, uint32_t phase)
{
    if (phase == UINT32_MAX || from->phase_field == 0 || to->phase_field == 0)
        return UINT32_MAX;
    struct sp_slice name = sp_names_text(from->names, from->domains[from->fields[from->phase_field - 1].type.domain].choices[phase].name);
    const struct sp_domain *phases = &to->domains[to->fields[to->phase_field - 1].type.domain];
    for (uint32_t i = 0; i < phases->count; i++) {
        if (sp_slice_equal(name, sp_names_text(to->names, phases->choices[i].name)))
            return i;
    }
    return UINT32_MAX;
}

static int read_contracts(const struct sp_recipe *recipe, struct sp_arena *arena, struct sp_mix *mix)
{
    const struct sp_store *base = recipe->base_reading->store;
    uint32_t count = sp_store_count(base);
    struct sp_transplant transplant;
    mix->rows = sp_arena_array(arena, (size_t)count + 1, sizeof *mix->rows);
    int status = mix->rows ? sp_store_new(mix->program, mix->sources, &mix->store) : SP_ERROR_MEMORY;
    if (status == SP_OK)
        status = sp_transplant_begin(base, recipe->other_reading->store, mix->store, arena, &transplant);
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        mix->rows[i] = UINT32_MAX;
        if (recipe->wanted && !recipe->wanted[i])
            continue;
        mix->rows[i] = sp_store_count(mix->store);
        status = sp_transplant_row(&transplant, i, recipe->partners[i]);
    }
    mix->options = *recipe->base_reading->options;
    mix->options.phase = same_phase(recipe->base->program, mix->program, mix->options.phase);
    return status == SP_OK ? sp_run_new(mix->program, mix->store, &mix->options, &mix->run) : SP_ERROR_MEMORY;
}

int sp_mix_make(const struct sp_recipe *recipe, struct sp_arena *arena, struct sp_mix *mix)
{
    *mix = (struct sp_mix){ .sources = sp_sources_new() };
    mix->diagnostics = mix->sources ? sp_diagnostics_new(mix->sources) : NULL;
    int status = mix->diagnostics ? compile(recipe, mix) : SP_ERROR_MEMORY;
    return status == SP_OK && mix->program ? read_contracts(recipe, arena, mix) : status;
}

void sp_mix_free(struct sp_mix *mix)
{
    sp_run_free(mix->run);
    sp_store_free(mix->store);
    sp_program_free(mix->program);
    sp_diagnostics_free(mix->diagnostics);
    sp_sources_free(mix->sources);
}
