/* See stake.h. */
#include "simulation/stake.h"

enum sp_concern sp_concern_of(uint8_t possible)
{
    if (!(possible & 1u << SP_SANS_OBJET))
        return SP_CONCERN_SURE;
    return possible == 1u << SP_SANS_OBJET ? SP_CONCERN_NOT : SP_CONCERN_PERHAPS;
}

struct sp_stake sp_stake_none(void)
{
    return (struct sp_stake){ .amount = sp_value_quantity(SP_KIND_AMOUNT, 0) };
}

bool sp_stake_amount(const struct sp_store *store, uint32_t contract, struct sp_value *amount)
{
    uint32_t field = store->program->amount_field;

    return field && sp_store_get(store, field - 1, contract, amount) == SP_CELL_GIVEN;
}

void sp_stake_count(struct sp_stake *stake, const struct sp_store *store, uint32_t contract, enum sp_concern concern, int sign)
{
    struct sp_value amount, sum;
    int code;

    if (concern == SP_CONCERN_PERHAPS)
        stake->perhaps += (uint32_t)sign;
    if (concern != SP_CONCERN_SURE)
        return;
    stake->sure += (uint32_t)sign;
    if (!sp_stake_amount(store, contract, &amount)) {
        stake->without_amount += (uint32_t)sign;
        return;
    }
    amount.kind = SP_KIND_AMOUNT;
    code = !stake->amount.known ? SP_ERROR_OVERFLOW
           : sign > 0           ? sp_value_add(&stake->amount, &amount, &sum)
                                : sp_value_sub(&stake->amount, &amount, &sum);
    if (code == SP_OK)
        stake->amount = sum;
    else
        stake->amount.known = false;
}
