/* The debug printer: a node a line, children indented. Only what a node holds is printed, in one order. */
#include "syntax/parse.h"

static const char *const node_names[] = {
#define SP_NODE(name, holds) #name,
#include "syntax/kinds.def"
#undef SP_NODE
};

const char *sp_node_name(enum sp_node_kind kind)
{
    return kind < SP_NODE_KIND_COUNT ? node_names[kind] : "?";
}

static void put_flags(unsigned flags, struct sp_buffer *out)
{
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {
        { SP_NODE_NEGATED, " negated" }, { SP_NODE_HAS_VALUE, " has-value" }, { SP_NODE_HAS_FROM, " from" },
        { SP_NODE_HAS_UNTIL, " until" }, { SP_NODE_HAS_ELSE, " else" },       { SP_NODE_HALF_OPEN, " half-open" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].flag)
            sp_buffer_put(out, names[i].name);
}

static void put_op(const struct sp_node *node, struct sp_buffer *out)
{
    static const char *const compare[] = { "=", "≠", "<", "≤", ">", "≥" };
    static const char *const quantifier[] = { "any", "none", "all", "count", "sum", "max", "min", "mean" };
    static const char *const verdict[] = { "conforme", "non conforme", "dérogation", "sans objet", "à compléter" };
    static const char *const measure[] = { "share", "count", "distinct", "sum",        "mean",       "median",  "max",
                                           "min",   "ratio", "trend",    "done-share", "done-state", "reading", "targets-met" };
    static const char *const recurrence[] = { "once", "every year", "every two years" };
    static const char *const hypothesis[] = { "value", "unknown", "in", "out", "range" };
    if (node->kind == SP_NODE_COMPARE || node->kind == SP_NODE_CELL_COMPARE || node->kind == SP_NODE_BOUND)
        sp_buffer_format(out, " %s", compare[node->op]);
    else if (node->kind == SP_NODE_QUANTIFIER)
        sp_buffer_format(out, " %s", quantifier[node->op]);
    else if (node->kind == SP_NODE_LINE_EXPECT_VERDICT)
        sp_buffer_format(out, " %s", verdict[node->op]);
    else if (node->kind == SP_NODE_MEASURE)
        sp_buffer_format(out, " %s", measure[node->op]);
    else if (node->kind == SP_NODE_LINE_DUE)
        sp_buffer_format(out, " %s", recurrence[node->op]);
    else if (node->kind == SP_NODE_LINE_HYPOTHESIS)
        sp_buffer_format(out, " %s", hypothesis[node->op]);
    else if (node->kind == SP_NODE_ARITHMETIC || node->kind == SP_NODE_MEASURE_PART)
        sp_buffer_format(out, " %c", node->op);
}

static void put_value(const struct sp_node *node, struct sp_buffer *out)
{
    static const char *const words[] = { "booléen", "nombre", "montant", "montant TTC", "pourcentage", "durée",
                                         "date",    "texte",  "choix",   "plusieurs",   "liste",       "structure" };
    if (node->kind == SP_NODE_TYPE) {
        sp_buffer_format(out, " %s", words[node->value]);
    } else if (node->kind == SP_NODE_LITERAL) {
        sp_buffer_put(out, " ");
        sp_value_show(&node->literal, out);
    } else if (node->kind == SP_NODE_DATE) {
        sp_buffer_put(out, " ");
        struct sp_value date = sp_value_date((int32_t)node->value);
        sp_value_show(&date, out);
    } else if (node->kind < SP_NODE_LITERAL && node->value != 0 && node->kind != SP_NODE_UNIT) {
        sp_buffer_put(out, " ");
        sp_buffer_put_integer(out, node->value);
    }
}

static void dump(const struct sp_node *node, const struct sp_names *names, unsigned depth, struct sp_buffer *out)
{
    sp_buffer_put_repeat(out, "  ", depth);
    sp_buffer_put(out, sp_node_name((enum sp_node_kind)node->kind));
    put_op(node, out);
    put_value(node, out);
    if (node->name != 0) {
        sp_buffer_put(out, " ");
        sp_buffer_put_slice(out, sp_names_text(names, node->name));
    }
    if (node->text.length > 0 && (node->kind != SP_NODE_NAME && node->kind != SP_NODE_CALL && node->kind != SP_NODE_TYPE) &&
        !(node->kind == SP_NODE_USE && node->name)) {
        sp_buffer_put(out, " « ");
        sp_buffer_put_slice(out, node->text);
        sp_buffer_put(out, " »");
    }
    put_flags(node->flags, out);
    sp_buffer_put(out, "\n");
    for (const struct sp_node *child = node->first; child; child = child->next)
        dump(child, names, depth + 1, out);
}

void sp_node_dump(const struct sp_node *node, const struct sp_names *names, struct sp_buffer *out)
{
    if (node)
        dump(node, names, 0, out);
}
