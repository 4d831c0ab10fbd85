/* When a contract is renewed, and what is to be done of it until then. */
#include "reports/ranking.h"

void sp_renewal_begin(struct sp_ranking *ranking)
{
    static const char *const names[SP_RENEWAL_FIELDS] = { "date_fin_contrat_en_cours", "année_renouvellement", "date_fin_prévue" };
    static const enum sp_kind kinds[SP_RENEWAL_FIELDS] = { SP_KIND_DATE, SP_KIND_NUMBER, SP_KIND_DATE };
    for (unsigned i = 0; i < SP_RENEWAL_FIELDS; i++) {
        uint32_t field = sp_program_find_field(ranking->program, 0, sp_slice_of(names[i]));
        bool usable = field != UINT32_MAX && ranking->program->fields[field].type.kind == kinds[i];
        ranking->renewal_fields[i] = usable ? field : UINT32_MAX;
    }
}

bool sp_renewal_asked(const struct sp_ranking *ranking)
{
    for (unsigned i = 0; i < SP_RENEWAL_FIELDS; i++) {
        if (ranking->renewal_fields[i] != UINT32_MAX)
            return true;
    }
    return false;
}

/* The whole of `months` months still lies ahead of the date. */
static bool is_beyond(int32_t today, int32_t date, int64_t months)
{
    int32_t reached;
    return sp_date_add_months(today, months, &reached) && reached < date;
}

enum sp_stage sp_stage_at(int32_t today, int32_t date)
{
    if (date < SP_DATE_FIRST || date > SP_DATE_LAST)
        return SP_STAGE_UNKNOWN;
    if (date < today)
        return SP_STAGE_PAST;
    if (is_beyond(today, date, SP_MONTHS_DIAGNOSE))
        return SP_STAGE_LATER;
    if (is_beyond(today, date, SP_MONTHS_SCORE))
        return SP_STAGE_DIAGNOSE;
    return is_beyond(today, date, SP_MONTHS_PRESENT) ? SP_STAGE_SCORE : SP_STAGE_PRESENT;
}

/* A date as it is; a number is a year, whose last day counts. */
static bool date_of(const struct sp_value *value, int32_t *date)
{
    if (value->kind == SP_KIND_DATE) {
        *date = (int32_t)value->n;
        return true;
    }
    int64_t year = value->n / SP_SCALE;
    return value->n % SP_SCALE == 0 && year > 0 && year < 10000 && sp_date_make((int)year, 12, 31, date);
}

void sp_renewal_of(const struct sp_ranking *ranking, uint32_t contract, struct sp_renewal *renewal)
{
    *renewal = (struct sp_renewal){ .stage = SP_STAGE_UNKNOWN, .date = SP_DATE_BEFORE_ALL };
    for (unsigned i = 0; i < SP_RENEWAL_FIELDS; i++) {
        struct sp_value value;
        uint32_t field = ranking->renewal_fields[i];
        if (field == UINT32_MAX || sp_store_get(ranking->store, field, contract, &value) != SP_CELL_GIVEN)
            continue;
        if (!date_of(&value, &renewal->date))
            continue;
        renewal->year_only = value.kind != SP_KIND_DATE;
        renewal->stage = sp_stage_at(ranking->today, renewal->date);
        renewal->months = sp_date_months_between(ranking->today, renewal->date);
        return;
    }
}

const char *sp_stage_words(enum sp_stage stage)
{
    static const char *const words[] = { "À présenter au comité (J-12 mois et moins)", "À coter (J-14 à J-12 mois)",
                                         "À diagnostiquer (J-24 à J-14 mois)", "Plus tard (plus de 24 mois)", "Échu",
                                         "Échéance non renseignée", "" };
    return words[stage];
}

const char *sp_stage_key(enum sp_stage stage)
{
    static const char *const keys[] = { "a_presenter", "a_coter", "a_diagnostiquer", "plus_tard", "echu", "non_renseignee", "" };
    return keys[stage];
}

void sp_renewal_date(const struct sp_renewal *renewal, bool iso, struct sp_buffer *out)
{
    int year, month, day;
    if (renewal->stage == SP_STAGE_UNKNOWN)
        return;
    sp_date_split(renewal->date, &year, &month, &day);
    if (renewal->year_only)
        sp_buffer_put_integer(out, year);
    else if (iso)
        sp_date_show_iso(renewal->date, out);
    else
        sp_date_show(renewal->date, out);
}

void sp_renewal_words(const struct sp_renewal *renewal, struct sp_buffer *out)
{
    int64_t months = renewal->months < 0 ? -renewal->months : renewal->months;
    if (renewal->stage == SP_STAGE_UNKNOWN) {
        sp_buffer_put(out, "non renseignée");
        return;
    }
    sp_renewal_date(renewal, false, out);
    sp_buffer_put(out, renewal->stage == SP_STAGE_PAST ? ", depuis " : ", dans ");
    if (months == 0)
        sp_buffer_put(out, "moins d'un mois");
    else
        sp_buffer_format(out, "%lld mois", (long long)months);
}
