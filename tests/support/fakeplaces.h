#pragma once

#include "core/client/placesclient.h"
#include "tests/support/guiclient.h"

#include <QStringList>

#include <algorithm>
#include <optional>

namespace gw::test {

// Makes a scripted gateway one elsewhere.
inline void putElsewhere(GuiClient &client, client::Place::Reach reach, const QString &problem = {})
{
    using Reach = client::Place::Reach;
    client.where = {.reach = reach,
                    .name = QStringLiteral("Office"),
                    .address = QStringLiteral("https://office.example:4000"),
                    .problem = problem};
    client.state.lostSinceUs = reach == Reach::Lost ? QDateTime::currentMSecsSinceEpoch() * 1000 : 0;
    client.state.state = reach == Reach::Refused ? client::EngineState::Failed : client::EngineState::Running;
    client.state.problem = problem;
    client.state.url = QStringLiteral("https://office.example:4000/v1");
    Q_EMIT client.statusChanged();
}

// Two gateways, one here and one in the office; what is asked of it is recorded.
class FakePlaces final : public client::PlacesClient
{
    Q_OBJECT

public:
    FakePlaces(client::GatewayClient &here, client::GatewayClient &far)
        : m_here(here)
        , m_far(far)
    {}

    std::vector<client::KnownPlace> places;
    QString looked;
    QStringList visits;
    QString saveProblem;
    std::optional<client::PlaceDraft> saved;
    std::optional<client::PlaceDraft> tried;
    client::Token last = 0;
    client::DatabaseClient *shared = nullptr;

    client::DatabaseClient *database() override { return shared; }
    std::vector<client::KnownPlace> known() const override { return places; }
    QString current() const override { return looked; }
    client::GatewayClient &gateway() override { return looked.isEmpty() ? m_here : m_far; }
    client::Token test(const client::PlaceDraft &draft) override
    {
        tried = draft;
        return ++last;
    }
    Saved save(const client::PlaceDraft &draft) override
    {
        if (!saveProblem.isEmpty())
            return {{}, saveProblem};
        saved = draft;
        client::KnownPlace place = draft.place;
        if (place.id.isEmpty())
            place.id = QStringLiteral("saved");
        place.address = client::placeAddress(place.address);
        place.hasKey = place.hasKey || !draft.key.isEmpty();
        std::erase_if(places, [&](const client::KnownPlace &known) { return known.id == place.id; });
        places.push_back(place);
        Q_EMIT changed();
        return {place.id, {}};
    }
    void forget(const QString &id) override
    {
        std::erase_if(places, [&](const client::KnownPlace &known) { return known.id == id; });
        Q_EMIT changed();
    }
    void visit(const QString &id) override
    {
        visits << id;
        QMetaObject::invokeMethod(
            this,
            [this, id] {
                looked = id;
                Q_EMIT currentChanged();
            },
            Qt::QueuedConnection);
    }

private:
    client::GatewayClient &m_here;
    client::GatewayClient &m_far;
};

inline client::KnownPlace office()
{
    return {.id = QStringLiteral("office"),
            .name = QStringLiteral("Office"),
            .address = QStringLiteral("https://office.example:4000"),
            .hasKey = true};
}

}   // namespace gw::test
