#include "ui/models/cheapermodels.h"

#include <algorithm>

namespace gw::ui {

namespace {

// Of a name, the dearest of its deployments that work.
struct Offer
{
    std::int64_t price = -1;   // 10^-12 USD of a million tokens in and a million out; -1: not known of all.
    QString mode;
    QStringList abilities;   // Of all of them.
};

std::optional<Offer> offerOf(const client::ModelGroup &group)
{
    std::optional<Offer> out;
    for (const client::DeploymentRow &row : group.deployments) {
        if (row.paused || row.mock || !row.problem.isEmpty())
            continue;
        const std::int64_t price = row.free                          ? 0
                                   : row.input < 0 || row.output < 0 ? -1
                                                                     : row.input + row.output;
        if (!out) {
            out = Offer{price, row.mode, row.abilities};
            continue;
        }
        out->price = out->price < 0 || price < 0 ? -1 : std::max(out->price, price);
        out->abilities.removeIf([&row](const QString &ability) { return !row.abilities.contains(ability); });
    }
    return out;
}

}   // namespace

void CheaperModels::add(const events::ExchangeFinished &event)
{
    if (event.costPico > 0 && !event.keyAlias.empty() && !event.requestedModel.empty())
        m_paid[QString::fromStdString(event.keyAlias)][QString::fromStdString(event.requestedModel)] +=
            event.costPico;
}

std::optional<CheaperModels::Instead> CheaperModels::of(const QString &key,
                                                        const std::vector<client::ModelGroup> &groups) const
{
    const auto paid = m_paid.constFind(key);
    if (paid == m_paid.constEnd())
        return std::nullopt;
    const auto dearest = std::max_element(paid->cbegin(), paid->cend());
    const auto used = std::ranges::find(groups, dearest.key(), &client::ModelGroup::name);
    const auto now = used == groups.end() ? std::nullopt : offerOf(*used);
    if (!now || now->price <= 0)
        return std::nullopt;
    std::optional<Instead> best;
    std::int64_t bestPrice = -1;
    for (const client::ModelGroup &group : groups) {
        const auto offer = offerOf(group);
        if (!offer || offer->price < 0 || offer->price > now->price / 2 || offer->mode != now->mode ||
            offer->price <= bestPrice)
            continue;
        if (std::ranges::all_of(now->abilities,
                                [&](const QString &ability) { return offer->abilities.contains(ability); })) {
            best = Instead{used->name, group.name};
            bestPrice = offer->price;
        }
    }
    return best;
}

}   // namespace gw::ui
