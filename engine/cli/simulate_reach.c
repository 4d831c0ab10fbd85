/* simuler --atteindre: the shortest way to targets. */
#include "cli/cli.h"

#include "reports/reach.h"

/* A mistake of one target, its reason in the words of the reader. */
static bool blame(struct sp_cli *cli, const struct sp_operand *operand, const char *french, const char *english)
{
    sp_cli_blame(cli, SP_E2028, operand->span, operand->text, cli->report.language == SP_FRENCH ? french : english, NULL);
    return false;
}

static bool read_year(const char *text, int32_t *year)
{
    *year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *year = *year * 10 + (text[i] - '0');
    }
    return text[4] == '\0';
}

static bool find_indicator(struct sp_cli *cli, const struct sp_program *program, const struct sp_operand *operand, struct sp_slice name,
                           uint32_t *indicator)
{
    *indicator = sp_program_find_indicator(program, name);
    if (*indicator != UINT32_MAX)
        return true;
    char *shown = sp_arena_text(cli->arena, name.bytes, name.length);
    struct sp_diagnostic *said = sp_cli_blame(cli, SP_E2019, operand->span, shown ? shown : operand->text, NULL, NULL);
    struct sp_slice nearest = sp_program_nearest_indicator(program, name);
    if (nearest.length > 0)
        sp_diagnostic_suggest(cli->command, said, nearest);
    return false;
}

/* INDICATEUR@ANNEE. false: diagnosed. */
static bool read_aim(struct sp_cli *cli, const struct sp_program *program, const struct sp_operand *operand, struct sp_aim *aim)
{
    const char *at = strrchr(operand->text, '@');
    bool interpolated;
    if (!at || at == operand->text || !read_year(at + 1, &aim->year)) {
        sp_cli_blame(cli, SP_E2027, operand->span, operand->text, NULL, NULL);
        return false;
    }
    if (!find_indicator(cli, program, operand, sp_slice_make(operand->text, (size_t)(at - operand->text)), &aim->indicator))
        return false;
    const struct sp_indicator *indicator = &program->indicators[aim->indicator];
    if (!sp_can_aim(&indicator->measure))
        return blame(cli, operand, "seuls une part, un nombre et une somme de contrats se visent",
                     "only a share, a number and a sum of contracts can be aimed at");
    if (indicator->year_key >= indicator->key_count || !sp_goal_of(indicator, aim->year, &aim->goal, &aim->at_most, &interpolated))
        return blame(cli, operand, "cet indicateur n'a pas de cible cette année-là", "this indicator has no target in that year");
    return true;
}

/* The condition of --parmi, checked with the rules; NULL when there is none. */
static const struct sp_expr *candidates_of(const struct sp_program *program)
{
    uint32_t index = sp_program_find_scenario(program, sp_slice_of(SP_CANDIDATES_NAME));
    return index != UINT32_MAX && program->scenarios[index].change_count > 0 ? program->scenarios[index].changes[0].condition : NULL;
}

static bool read_wish(struct sp_cli *cli, const struct sp_program *program, struct sp_aim *aims, struct sp_reach_wish *wish)
{
    const struct sp_operands *asked = &cli->asked.reach;
    if (asked->count > SP_AIMS)
        return blame(cli, &asked->items[SP_AIMS], "pas plus de six cibles à la fois", "no more than six targets at once");
    if (cli->asked.least == SP_LEAST_AMOUNT && program->amount_field == 0)
        return blame(cli, &asked->items[0], "aucun champ de ces règles ne sert de montant (--selon montant)",
                     "no field of these rules is the amount (--least amount)");
    for (uint32_t i = 0; i < asked->count; i++)
        if (!read_aim(cli, program, &asked->items[i], &aims[i]))
            return false;
    wish->aims = aims;
    wish->aim_count = asked->count;
    wish->economy = cli->asked.least == SP_LEAST_AMOUNT ? SP_ECONOMY_AMOUNT : SP_ECONOMY_CONTRACTS;
    wish->among = cli->asked.among.text ? candidates_of(program) : NULL;
    return true;
}

/* A target out of reach somewhere is what is said by the status. */
static enum sp_exit exit_of(const struct sp_reach *reach)
{
    for (uint32_t i = 0; i < reach->group_count; i++)
        if (reach->groups[i].status == SP_REACH_OUT || reach->groups[i].status == SP_REACH_CUT)
            return SP_EXIT_UNMET;
    return SP_EXIT_OK;
}

static enum sp_exit report_reach(struct sp_cli *cli, struct sp_simulating *simulating, const struct sp_world *world)
{
    struct sp_aim aims[SP_AIMS];
    struct sp_reach_wish wish = { .entity = simulating->bilan.entity };
    struct sp_bilan bilan = simulating->bilan;
    struct sp_reach reach = { 0 };
    struct sp_buffer text = { 0 };
    if (!read_wish(cli, world->program, aims, &wish))
        return SP_EXIT_USAGE;
    bilan.program = world->program;
    bilan.store = world->store;
    int status = sp_reach(world->program, world->store, &cli->run, simulating->followup, &wish, &simulating->watch, simulating->arena, &reach);
    if (status == SP_OK)
        status = sp_reach_report(&cli->report, &bilan, simulating->scenario_count > 0 ? simulating->scenarios[0] : NULL, &reach, &text);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, exit_of(&reach)) : sp_simulate_failed(cli, status);
    sp_buffer_free(&text);
    return exit;
}

/* In the world of the scenario asked for, when there is one: the way to other targets, by other rules. */
enum sp_exit sp_simulate_reach(struct sp_cli *cli, struct sp_simulating *simulating)
{
    const struct sp_load *load = simulating->load;
    struct sp_world world = { .program = load->program, .store = load->store };
    const struct sp_scenario *scenario = simulating->scenario_count > 0 ? simulating->scenarios[simulating->scenario_count - 1] : NULL;
    if (!scenario)
        return report_reach(cli, simulating, &world);
    if (simulating->scenario_count > 1) {
        blame(cli, &cli->asked.reach.items[0], "un seul scénario à la fois avec --atteindre", "only one scenario at a time with --reach");
        return SP_EXIT_USAGE;
    }
    int status = sp_world_make(load->program, load->store, &cli->run, scenario->changes, scenario->change_count, NULL, simulating->arena, &world);
    enum sp_exit exit = status == SP_OK ? report_reach(cli, simulating, &world) : sp_simulate_failed(cli, status);
    sp_world_free(&world);
    return exit;
}
