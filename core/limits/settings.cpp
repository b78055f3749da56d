#include "core/limits/settings.h"

#include "core/pricing/money.h"

namespace gw::limits {

void apply(const config::Config &config, Limiter &limiter, access::Directory *directory)
{
    const config::LimitDefaults &settings = config.general.limits;
    limiter.setProxyBudget(config.litellm.maxBudget.value_or(""), config.litellm.budgetDuration);
    limiter.setRates(settings.rateWindowS, settings.counted);
    limiter.setHardBudget(settings.hardBudget);
    if (!directory)
        return;
    directory->spending().setCalendar(access::Calendar(config.litellm.timezone));
    access::Defaults defaults;
    defaults.teams.tpm = settings.teamTpm;
    defaults.teams.rpm = settings.teamRpm;
    if (settings.endUserBudget) {
        if (const auto amount = pricing::parseAmount(*settings.endUserBudget); amount.ok())
            defaults.endUsers.maxBudget = pricing::roundToPico(amount.value());
    }
    defaults.endUserBudgetId = settings.endUserBudgetId;
    directory->setDefaults(std::move(defaults));
}

}   // namespace gw::limits
