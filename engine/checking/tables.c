/* Tables: decision tables to cases. Each column is cut into segments inside which all cells answer alike (the values of a choice;
 * for quantities, the bounds written in the cells and the open intervals between them), so that gaps and overlaps are exact. */
#include "checking/checker.h"

#include "base/limits.h"

#include <stdlib.h>

#define ROW_WORDS (SP_LIMIT_TABLE_ROWS / 64)
/* Steps of one search for gaps: a table of twenty columns could otherwise take for ever. */
#define SEARCH_STEPS 200000u
/* Columns of a table: the search is as deep as they are many, and no reader follows more. */
#define COLUMNS 64u

struct row_set {
    uint64_t words[ROW_WORDS];
};

struct cell {
    const struct sp_node *node;
    struct sp_value *values; /* fixed values of the cell, in order */
    uint32_t value_count;
    bool right;
};

struct column {
    const struct sp_node *name;
    struct sp_expr *expr;
    struct sp_value *points; /* bounds in order (quantities, dates), or the texts met */
    uint32_t point_count;
    uint32_t segments;
    struct row_set *cover;  /* by segment: the rows whose cell accepts it */
    bool *possible;         /* by segment */
};

struct row {
    const struct sp_node *node;
    struct cell *cells;
    const struct sp_node *result;
    uint32_t any_from;      /* from this column on, every cell is « * » */
};

struct table {
    struct sp_checker *ck;
    struct column *columns;
    uint32_t column_count;
    struct row *rows;
    uint32_t row_count;
    bool first_row;         /* `première ligne qui convient` */
    bool right;             /* nothing was blamed: gaps can be looked for */
    uint32_t steps;
    uint32_t inside;        /* row whose region is searched + 1, or 0: everything */
    uint32_t *sample;       /* by column: the segment of the gap found */
};

/* --- reading --- */

static bool usable(struct sp_type type)
{
    return type.kind != SP_KIND_NONE && type.kind != SP_KIND_SET;
}

static void read_columns(struct table *table, const struct sp_node *line)
{
    struct sp_checker *ck = table->ck;
    for (const struct sp_node *name = line->first; name; name = name->next) {
        if (name->kind != SP_NODE_NAME)
            continue;
        struct column *column = &table->columns[table->column_count++];
        column->name = name;
        column->expr = sp_check_name(ck, name, sp_check_no_type);
        if (column->expr->type.kind == SP_KIND_SET)
            sp_check_blame(ck, SP_E0604, name->span, sp_check_text(ck, name->text), NULL, NULL);
        table->right = table->right && usable(column->expr->type);
    }
}

static void read_cell(struct table *table, struct cell *cell, const struct column *column)
{
    uint32_t count = 0;
    for (const struct sp_node *child = cell->node->first; child; child = child->next)
        count++;
    cell->values = sp_check_room(table->ck, count, sizeof *cell->values);
    cell->right = cell->values != NULL && usable(column->expr->type);
    for (const struct sp_node *child = cell->node->first; child && cell->right; child = child->next)
        cell->right = sp_check_constant(table->ck, child, column->expr->type, &cell->values[cell->value_count++]);
    bool ordered = column->expr->type.kind >= SP_KIND_NUMBER && column->expr->type.kind <= SP_KIND_DATE;
    bool compares = cell->node->kind == SP_NODE_CELL_BETWEEN ||
                    (cell->node->kind == SP_NODE_CELL_COMPARE && cell->node->op != SP_COMPARE_EQ && cell->node->op != SP_COMPARE_NE);
    if (cell->right && compares && !ordered) {
        sp_check_blame(table->ck, SP_E0314, cell->node->span, sp_check_kind(column->expr->type), NULL, NULL);
        cell->right = false;
    }
    table->right = table->right && cell->right;
}

static const struct sp_node *result_of(const struct sp_node *node)
{
    return node->kind == SP_NODE_CELL_VALUES && node->first && !node->first->next ? node->first : node;
}

static void read_row(struct table *table, const struct sp_node *line)
{
    uint32_t count = 0;
    for (const struct sp_node *child = line->first; child; child = child->next)
        count++;
    if (count != table->column_count + 1) {
        sp_check_blame(table->ck, SP_E0601, line->span, sp_check_number(table->ck, table->column_count),
                       sp_check_number(table->ck, count ? (int64_t)count - 1 : 0), NULL);
        table->right = false;
        return;
    }
    struct row *row = &table->rows[table->row_count];
    row->node = line;
    row->cells = sp_check_room(table->ck, table->column_count, sizeof *row->cells);
    if (!row->cells)
        return;
    const struct sp_node *child = line->first;
    for (uint32_t i = 0; i < table->column_count; i++, child = child->next) {
        row->cells[i].node = child;
        row->cells[i].right = child->kind == SP_NODE_CELL_ANY;
        if (child->kind != SP_NODE_CELL_ANY) {
            row->any_from = i + 1;
            read_cell(table, &row->cells[i], &table->columns[i]);
        }
    }
    row->result = result_of(child);
    table->row_count++;
}

/* --- segments --- */

static int order_values(const void *a, const void *b)
{
    int order = 0;
    const struct sp_value *left = a, *right = b;
    if (left->kind == SP_KIND_TEXT)
        return (left->n > right->n) - (left->n < right->n);
    return sp_value_compare(left, right, &order) ? order : 0;
}

static bool same_units(const struct table *table, const struct column *column)
{
    if (column->expr->type.kind != SP_KIND_DURATION)
        return true;
    for (uint32_t i = 1; i < column->point_count; i++) {
        if (column->points[i].unit != column->points[0].unit) {
            sp_check_blame(table->ck, SP_E0605, column->name->span, sp_check_text(table->ck, column->name->text), NULL, NULL);
            return false;
        }
    }
    return true;
}

static const struct sp_field *field_of(const struct table *table, const struct column *column)
{
    return column->expr->op == SP_OP_FIELD ? &table->ck->program->fields[column->expr->index] : NULL;
}

static bool collect_points(struct table *table, uint32_t index)
{
    struct column *column = &table->columns[index];
    const struct sp_field *field = field_of(table, column);
    uint32_t count = 2;
    for (uint32_t i = 0; i < table->row_count; i++)
        count += table->rows[i].cells[index].value_count;
    column->points = sp_check_room(table->ck, count, sizeof *column->points);
    if (!column->points)
        return false;
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct cell *cell = &table->rows[i].cells[index];
        for (uint32_t j = 0; j < cell->value_count; j++)
            column->points[column->point_count++] = cell->values[j];
    }
    if (field && field->has_low)
        column->points[column->point_count++] = field->low;
    if (field && field->has_high)
        column->points[column->point_count++] = field->high;
    if (!same_units(table, column))
        return false;
    qsort(column->points, column->point_count, sizeof *column->points, order_values);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < column->point_count; i++)
        if (kept == 0 || order_values(&column->points[kept - 1], &column->points[i]) != 0)
            column->points[kept++] = column->points[i];
    column->point_count = kept;
    return true;
}

static uint32_t point_at(const struct column *column, const struct sp_value *value)
{
    const struct sp_value *found = column->point_count
                                       ? bsearch(value, column->points, column->point_count, sizeof *value, order_values)
                                       : NULL;
    return found ? (uint32_t)(found - column->points) : 0;
}

/* Segments of quantities: 2i + 1 is the point i, 2i the open interval before it, the last one all that follows. */
static void segment_bounds(const struct column *column, const struct cell *cell, uint32_t *first, uint32_t *last)
{
    uint32_t low = point_at(column, &cell->values[0]);
    *first = 2 * low + 1;
    *last = *first;
    if (cell->node->kind == SP_NODE_CELL_BETWEEN) {
        uint32_t high = point_at(column, &cell->values[1]);
        *last = (cell->node->flags & SP_NODE_HALF_OPEN) ? 2 * high : 2 * high + 1;
        return;
    }
    switch ((enum sp_compare)cell->node->op) {
    case SP_COMPARE_EQ:
    case SP_COMPARE_NE:
        break;
    case SP_COMPARE_LT:
        *last = *first - 1;
        *first = 0;
        break;
    case SP_COMPARE_LE:
        *first = 0;
        break;
    case SP_COMPARE_GT:
        *first += 1;
        *last = column->segments - 1;
        break;
    case SP_COMPARE_GE:
        *last = column->segments - 1;
        break;
    }
}

static uint32_t segment_of(const struct column *column, const struct sp_value *value)
{
    if (value->kind == SP_KIND_TEXT)
        return point_at(column, value);
    return value->kind == SP_KIND_CHOICE || value->kind == SP_KIND_BOOLEAN ? (uint32_t)value->n : 2 * point_at(column, value) + 1;
}

static void cover(struct column *column, uint32_t row, uint32_t first, uint32_t last)
{
    for (uint32_t s = first; s <= last && s < column->segments; s++)
        column->cover[s].words[row / 64] |= UINT64_C(1) << (row % 64);
}

/* Marks the segments that a cell accepts. */
static void cover_cell(struct column *column, const struct cell *cell, uint32_t row)
{
    uint32_t first = 0, last = column->segments - 1;
    bool differs = cell->node->kind == SP_NODE_CELL_COMPARE && cell->node->op == SP_COMPARE_NE;
    bool equals = cell->node->kind == SP_NODE_CELL_COMPARE && cell->node->op == SP_COMPARE_EQ;
    if (cell->node->kind == SP_NODE_CELL_VALUES || equals) {
        for (uint32_t i = 0; i < cell->value_count; i++)
            cover(column, row, segment_of(column, &cell->values[i]), segment_of(column, &cell->values[i]));
        return;
    }
    if (cell->node->kind != SP_NODE_CELL_ANY && !differs)
        segment_bounds(column, cell, &first, &last);
    cover(column, row, first, last);
    if (differs) {
        uint32_t segment = segment_of(column, &cell->values[0]);
        column->cover[segment].words[row / 64] &= ~(UINT64_C(1) << (row % 64));
    }
}

/* An open interval with no value in it (two days in a row), or all outside the values allowed for the field. */
static bool segment_possible(const struct table *table, const struct column *column, uint32_t segment)
{
    uint8_t kind = column->expr->type.kind;
    if (kind == SP_KIND_CHOICE || kind == SP_KIND_BOOLEAN || kind == SP_KIND_TEXT)
        return true;
    const struct sp_field *field = field_of(table, column);
    const struct sp_value *below = segment ? &column->points[(segment - 1) / 2] : NULL;
    const struct sp_value *above = segment / 2 < column->point_count ? &column->points[segment / 2] : NULL;
    if (segment % 2 == 1) {
        bool low = field && field->has_low && order_values(below, &field->low) < 0;
        bool high = field && field->has_high && order_values(below, &field->high) > 0;
        return !low && !high;
    }
    if (below && above && below->d == 1 && above->d == 1 && above->n - below->n == 1)
        return false;
    if (above && field && field->has_low && order_values(above, &field->low) <= 0)
        return false;
    return !(below && field && field->has_high && order_values(below, &field->high) >= 0);
}

static bool cut_column(struct table *table, uint32_t index)
{
    struct column *column = &table->columns[index];
    uint8_t kind = column->expr->type.kind;
    if (!collect_points(table, index))
        return false;
    column->segments = kind == SP_KIND_CHOICE    ? table->ck->program->domains[column->expr->type.domain].count
                       : kind == SP_KIND_BOOLEAN ? 2
                       : kind == SP_KIND_TEXT    ? column->point_count + 1
                                                 : 2 * column->point_count + 1;
    column->cover = sp_check_room(table->ck, column->segments, sizeof *column->cover);
    column->possible = sp_check_room(table->ck, column->segments, sizeof *column->possible);
    if (!column->cover || !column->possible)
        return false;
    for (uint32_t s = 0; s < column->segments; s++)
        column->possible[s] = segment_possible(table, column, s);
    for (uint32_t i = 0; i < table->row_count; i++)
        cover_cell(column, &table->rows[i].cells[index], i);
    return true;
}

/* --- samples --- */

/* A value of an open interval that a reader would think of: one unit (a cent for money) after the bound below. */
static struct sp_value inner_value(const struct column *column, uint32_t segment)
{
    const struct sp_value *below = segment ? &column->points[(segment - 1) / 2] : NULL;
    const struct sp_value *above = segment / 2 < column->point_count ? &column->points[segment / 2] : NULL;
    struct sp_value value = below ? *below : above ? *above : sp_value_quantity((enum sp_kind)column->expr->type.kind, 0);
    bool money = value.kind == SP_KIND_AMOUNT || value.kind == SP_KIND_AMOUNT_TTC;
    int64_t step = value.kind == SP_KIND_DATE ? 1 : money || value.kind == SP_KIND_PERCENT ? SP_SCALE / 100 : SP_SCALE;
    if (below && above) {
        int64_t gap = above->n - below->n;
        value.n += gap > step ? step : gap / 2;
    } else if (below) {
        value.n += step;
    } else if (above) {
        value.n -= step;
    }
    return value;
}

static const char *segment_text(const struct table *table, const struct column *column, uint32_t segment)
{
    struct sp_value value = { .kind = column->expr->type.kind, .known = true, .n = segment, .d = 1 };
    if (value.kind == SP_KIND_TEXT) {
        if (segment >= column->point_count)
            return "un autre texte";
        value = column->points[segment];
    } else if (value.kind != SP_KIND_CHOICE && value.kind != SP_KIND_BOOLEAN) {
        value = segment % 2 ? column->points[segment / 2] : inner_value(column, segment);
    }
    return sp_check_value(table->ck, column->expr->type, &value);
}

static const char *sample_text(const struct table *table)
{
    const char *text = "";
    for (uint32_t i = 0; i < table->column_count; i++)
        text = sp_check_format(table->ck, "%s%s%s = %s", text, i ? ", " : "", sp_check_text(table->ck, table->columns[i].name->text),
                               segment_text(table, &table->columns[i], table->sample[i]));
    return text;
}

/* --- gaps and overlaps --- */

static bool is_searched(const struct table *table, const struct column *column, uint32_t segment)
{
    uint32_t row = table->inside - 1;
    return column->possible[segment] && (!table->inside || (column->cover[segment].words[row / 64] >> (row % 64)) & 1);
}

static bool fill_sample(struct table *table, uint32_t from)
{
    for (uint32_t i = from; i < table->column_count; i++) {
        uint32_t segment = 0;
        while (segment < table->columns[i].segments && !is_searched(table, &table->columns[i], segment))
            segment++;
        if (segment == table->columns[i].segments)
            return false;
        table->sample[i] = segment;
    }
    return true;
}

/* Some combination of the columns from `at` on is accepted by no row of the set: true, and the sample is filled. */
static bool find_gap(struct table *table, uint32_t at, const struct row_set *rows)
{
    bool empty = true;
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (!((rows->words[i / 64] >> (i % 64)) & 1))
            continue;
        if (table->rows[i].any_from <= at)
            return false;
        empty = false;
    }
    if (empty)
        return fill_sample(table, at);
    struct column *column = &table->columns[at];
    struct row_set before;
    bool has_before = false;
    for (uint32_t s = 0; s < column->segments; s++) {
        if (!is_searched(table, column, s))
            continue;
        if (++table->steps > SEARCH_STEPS)
            return false;
        struct row_set left;
        for (uint32_t w = 0; w < ROW_WORDS; w++)
            left.words[w] = rows->words[w] & column->cover[s].words[w];
        if (has_before && memcmp(&left, &before, sizeof left) == 0)
            continue;
        before = left;
        has_before = true;
        table->sample[at] = s;
        if (find_gap(table, at + 1, &left))
            return true;
    }
    return false;
}

static struct row_set rows_before(uint32_t count)
{
    struct row_set rows = { { 0 } };
    for (uint32_t i = 0; i < count; i++)
        rows.words[i / 64] |= UINT64_C(1) << (i % 64);
    return rows;
}

static bool check_gap(struct table *table, const struct sp_node *node)
{
    struct row_set all = rows_before(table->row_count);
    table->steps = 0;
    table->inside = 0;
    bool gap = find_gap(table, 0, &all);
    if (gap)
        sp_check_blame(table->ck, SP_E0602, node->head, sample_text(table), NULL, NULL);
    else if (table->steps > SEARCH_STEPS)
        sp_check_blame(table->ck, SP_E0517, node->head, sp_check_number(table->ck, table->steps),
                       sp_check_number(table->ck, SEARCH_STEPS), NULL);
    return gap;
}

static bool overlap(struct table *table, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        uint32_t s = 0;
        while (s < column->segments && !(column->possible[s] && (column->cover[s].words[a / 64] >> (a % 64)) & 1 &&
                                         (column->cover[s].words[b / 64] >> (b % 64)) & 1))
            s++;
        if (s == column->segments)
            return false;
        table->sample[i] = s;
    }
    return true;
}

static void check_overlaps(struct table *table)
{
    for (uint32_t b = 1; b < table->row_count; b++) {
        for (uint32_t a = 0; a < b; a++) {
            if (!overlap(table, a, b))
                continue;
            struct sp_diagnostic *said = sp_check_blame(table->ck, SP_E0603, table->rows[b].node->span, sample_text(table), NULL, NULL);
            sp_check_label(table->ck, said, table->rows[a].node->span, "cette ligne convient aussi", "this row fits as well");
            break;
        }
    }
}

/* With « première ligne qui convient », a row that those above leave nothing to. */
static void check_reached(struct table *table)
{
    table->steps = 0; /* one budget for all rows: past it, the rows left are taken as useful */
    for (uint32_t i = 1; i < table->row_count; i++) {
        struct row_set above = rows_before(i);
        table->inside = i + 1;
        if (!find_gap(table, 0, &above) && table->steps <= SEARCH_STEPS)
            sp_check_blame(table->ck, SP_W0606, table->rows[i].node->span, NULL, NULL, NULL);
    }
    table->inside = 0;
}

static void analyse(struct table *table, const struct sp_node *node)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (!cut_column(table, i))
            return;
    check_gap(table, node);
    if (table->first_row)
        check_reached(table);
    else
        check_overlaps(table);
}

/* --- to cases --- */

static const struct sp_type boolean_type = { SP_KIND_BOOLEAN, 0 };

static struct sp_expr *test(struct sp_checker *ck, enum sp_op op, const struct column *column, const struct cell *cell, uint32_t first,
                            uint32_t count)
{
    struct sp_expr *expr = sp_check_new(ck, op, boolean_type, cell->node->span, count + 1);
    if (expr->kid_count != count + 1)
        return expr;
    expr->kids[0] = column->expr;
    for (uint32_t i = 0; i < count; i++)
        expr->kids[i + 1] = sp_check_new_constant(ck, column->expr->type, cell->values[first + i], cell->node->span);
    return expr;
}

static struct sp_expr *lower_cell(struct sp_checker *ck, const struct column *column, const struct cell *cell)
{
    if (cell->node->kind == SP_NODE_CELL_VALUES && cell->value_count != 1)
        return test(ck, SP_OP_AMONG, column, cell, 0, cell->value_count);
    if (cell->node->kind == SP_NODE_CELL_VALUES)
        return test(ck, SP_OP_EQ, column, cell, 0, 1);
    if (cell->node->kind == SP_NODE_CELL_COMPARE)
        return test(ck, sp_check_compare_op((enum sp_compare)cell->node->op), column, cell, 0, 1);
    if (!(cell->node->flags & SP_NODE_HALF_OPEN))
        return test(ck, SP_OP_BETWEEN, column, cell, 0, 2);
    struct sp_expr *both = sp_check_new(ck, SP_OP_AND, boolean_type, cell->node->span, 2);
    if (both->kid_count == 2) {
        both->kids[0] = test(ck, SP_OP_GE, column, cell, 0, 1);
        both->kids[1] = test(ck, SP_OP_LT, column, cell, 1, 1);
    }
    return both;
}

static struct sp_expr *lower_row(const struct table *table, const struct row *row)
{
    struct sp_checker *ck = table->ck;
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->column_count; i++)
        count += row->cells[i].node->kind != SP_NODE_CELL_ANY;
    if (count == 0)
        return sp_check_new_constant(ck, boolean_type, sp_value_boolean(true), row->node->span);
    struct sp_expr *all = count > 1 ? sp_check_new(ck, SP_OP_AND, boolean_type, row->node->span, count) : NULL;
    uint32_t at = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (row->cells[i].node->kind == SP_NODE_CELL_ANY)
            continue;
        struct sp_expr *cell = lower_cell(ck, &table->columns[i], &row->cells[i]);
        if (!all)
            return cell;
        if (at < all->kid_count)
            all->kids[at++] = cell;
    }
    return all;
}

/* No gap: the last row is what remains, so it needs no test. */
static struct sp_expr *lower(const struct table *table, const struct sp_node *node, struct sp_type type)
{
    struct sp_checker *ck = table->ck;
    struct sp_expr *cases = sp_check_new(ck, SP_OP_CASES, type, node->span, 2 * table->row_count - 1);
    for (uint32_t i = 0; i < table->row_count && cases->kid_count; i++) {
        bool last = i + 1 == table->row_count;
        if (!last && table->right)
            cases->kids[2 * i] = lower_row(table, &table->rows[i]);
        cases->kids[last ? 2 * i : 2 * i + 1] = sp_check_result(ck, table->rows[i].result, type);
    }
    return cases;
}

void sp_check_table(struct sp_checker *ck, const struct sp_node *node, struct sp_definition *definition)
{
    struct table table = { .ck = ck, .right = !sp_check_has_wrong_line(node) };
    const struct sp_node *columns = sp_check_child(node, SP_NODE_LINE_COLUMNS);
    uint32_t rows = sp_check_count(node, SP_NODE_LINE_ROW);
    if (!columns || rows == 0)
        return;
    if (rows > SP_LIMIT_TABLE_ROWS) {
        sp_check_blame(ck, SP_E0517, node->head, sp_check_number(ck, rows), sp_check_number(ck, SP_LIMIT_TABLE_ROWS), NULL);
        return;
    }
    table.first_row = sp_check_child(node, SP_NODE_LINE_FIRST_ROW) != NULL;
    uint32_t names = sp_check_count(columns, SP_NODE_NAME);
    if (names > COLUMNS) {
        sp_check_blame(ck, SP_E0517, columns->span, sp_check_number(ck, names), sp_check_number(ck, COLUMNS), NULL);
        return;
    }
    table.columns = sp_check_room(ck, names, sizeof *table.columns);
    table.rows = sp_check_room(ck, rows, sizeof *table.rows);
    table.sample = sp_check_room(ck, names, sizeof *table.sample);
    if (!table.columns || !table.rows || !table.sample)
        return;
    read_columns(&table, columns);
    for (const struct sp_node *line = node->first; line; line = line->next)
        if (line->kind == SP_NODE_LINE_ROW)
            read_row(&table, line);
    if (table.row_count == 0)
        return;
    definition->expr = lower(&table, node, definition->type);
    if (table.right && !ck->failed)
        analyse(&table, node);
}
