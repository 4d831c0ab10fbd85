/* Scores: criteria whose weights add up to the total, levels between 0 and 100 %, classes from the highest. */
#include "checking/checker.h"

static const struct sp_type percent_type = { SP_KIND_PERCENT, 0 };

/* Levels are percents of the weight. */
static void check_levels(struct sp_checker *ck, const struct sp_expr *cases)
{
    for (uint32_t i = 0; i < cases->kid_count; i++) {
        const struct sp_expr *level = cases->kids[i];
        bool result = i % 2 == 1 || i + 1 == cases->kid_count;
        if (result && level->op == SP_OP_CONST && level->type.kind == SP_KIND_PERCENT &&
            (level->constant.n < 0 || level->constant.n > level->constant.d * SP_SCALE))
            sp_check_blame(ck, SP_E0520, level->span, sp_check_value(ck, percent_type, &level->constant), NULL, NULL);
    }
}

static void read_criterion(struct sp_checker *ck, const struct sp_node *line, uint32_t score, struct sp_score_criterion *criterion,
                           uint32_t index)
{
    const struct sp_node *cases = sp_check_child(line, SP_NODE_CASES);
    struct sp_type type = percent_type;
    criterion->name = line->name;
    criterion->text = sp_sources_slice(ck->sources, line->head);
    criterion->label = line->text;
    criterion->weight = line->value;
    criterion->expr = cases ? sp_check_cases(ck, cases, &type, false) : &ck->wrong;
    sp_check_add_name(ck, SP_SPACE_CRITERION, score, SP_MEANING_OTHER, index, line->name, criterion->text, line->head);
    if (!cases && !sp_check_has_wrong_line(line))
        sp_check_blame(ck, SP_E0513, line->head, NULL, NULL, NULL);
    check_levels(ck, criterion->expr);
}

/* The first line was read to its end: the total is the one that was written. */
static bool has_total(const struct sp_node *node)
{
    return !sp_check_child(node, SP_NODE_WRONG);
}

static void check_weights(struct sp_checker *ck, const struct sp_node *node, const struct sp_score *score)
{
    int64_t sum = 0;
    if (!has_total(node) || sp_check_has_wrong_line(node))
        return;
    for (uint32_t i = 0; i < score->criterion_count; i++) {
        if (score->criteria[i].weight > INT64_MAX - sum)
            return;
        sum += score->criteria[i].weight;
    }
    if (score->criterion_count && sum != score->total)
        sp_check_blame(ck, SP_E0511, node->head, sp_check_number(ck, sum), sp_check_number(ck, score->total), NULL);
}

static void read_class(struct sp_checker *ck, const struct sp_node *line, bool last, bool has_total_read, struct sp_score *score,
                       uint32_t index)
{
    struct sp_score_class *class = &score->classes[score->class_count];
    class->name = line->name;
    class->text = sp_sources_slice(ck->sources, line->head);
    class->label = line->text;
    class->has_bound = (line->flags & SP_NODE_HAS_VALUE) != 0;
    class->bound = class->has_bound ? line->value : 0;
    sp_check_add_name(ck, SP_SPACE_CLASS, index, SP_MEANING_OTHER, score->class_count, line->name, class->text, line->head);
    bool ordered = score->class_count == 0 || !class->has_bound || class->bound < score->classes[score->class_count - 1].bound;
    if (class->has_bound == last || !ordered || (has_total_read && class->bound > score->total))
        sp_check_blame(ck, SP_E0512, line->span, NULL, NULL, NULL);
    score->class_count++;
}

static void read_score(struct sp_checker *ck, const struct sp_node *node, uint32_t index)
{
    struct sp_score *score = &ck->program->scores[index];
    const struct sp_node *population = sp_check_child(node, SP_NODE_LINE_IF);
    uint32_t count;
    uint32_t *actions = sp_check_action_numbers(ck, node, &count);
    score->name = node->name;
    score->text = sp_sources_slice(ck->sources, node->head);
    score->title = node->text;
    score->action = count ? actions[0] : 0;
    score->total = node->value;
    score->span = node->span;
    if (population && population->first) {
        score->condition = sp_check_condition(ck, population->first);
        sp_check_always(ck, score->condition);
    }
    score->criteria = sp_check_room(ck, sp_check_count(node, SP_NODE_LINE_CRITERION), sizeof *score->criteria);
    score->classes = sp_check_room(ck, sp_check_count(node, SP_NODE_LINE_CLASS), sizeof *score->classes);
    uint32_t classes = sp_check_count(node, SP_NODE_LINE_CLASS);
    for (const struct sp_node *line = node->first; line && score->criteria && score->classes; line = line->next) {
        if (line->kind == SP_NODE_LINE_CRITERION) {
            read_criterion(ck, line, index, &score->criteria[score->criterion_count], score->criterion_count);
            score->criterion_count++;
        } else if (line->kind == SP_NODE_LINE_CLASS) {
            read_class(ck, line, score->class_count + 1 == classes, has_total(node), score, index);
        }
    }
    check_weights(ck, node, score);
    score->recalls = sp_check_texts(ck, node, SP_NODE_LINE_RECALL, &score->recall_count);
    score->sources = sp_check_texts(ck, node, SP_NODE_LINE_SOURCE, &score->source_count);
}

void sp_check_scores(struct sp_checker *ck)
{
    struct sp_program *program = ck->program;
    program->scores = sp_check_room(ck, ck->scores.count, sizeof *program->scores);
    if (!program->scores)
        return;
    program->score_count = ck->scores.count;
    for (uint32_t i = 0; i < ck->scores.count; i++)
        read_score(ck, ck->scores.items[i], i);
}
