#include "core/remoteclient/places.h"

#include "core/base/ids.h"
#include "core/client/gatewayclient.h"
#include "core/remoteclient/remoteclient.h"

#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

const QString kGroup = u"gateways"_s;

std::string entryOf(const QString &id)
{
    return "gateway-" + id.toStdString();
}

}   // namespace

Places::Places(GatewayClient &here, QSettings &settings, PlaceKeys keys, DatabaseClient *database,
               QObject *parent)
    : PlacesClient(parent)
    , m_here(here)
    , m_settings(settings)
    , m_keys(std::move(keys))
    , m_database(database)
{}

Places::~Places() = default;

std::vector<KnownPlace> Places::known() const
{
    std::vector<KnownPlace> places;
    m_settings.beginGroup(kGroup);
    for (const QString &id : m_settings.childGroups()) {
        const auto text = [&](const QString &key) { return m_settings.value(id + u'/' + key).toString(); };
        places.push_back({.id = id,
                          .name = text(u"name"_s),
                          .address = text(u"address"_s),
                          .authorities = text(u"authorities"_s),
                          .certificate = text(u"certificate"_s),
                          .certificateKey = text(u"certificateKey"_s),
                          .hasKey = m_settings.value(id + u"/key"_s).toBool()});
    }
    m_settings.endGroup();
    std::ranges::sort(places, {}, [](const KnownPlace &place) { return place.shownName().toCaseFolded(); });
    return places;
}

GatewayClient &Places::gateway()
{
    return m_elsewhere ? *m_elsewhere : m_here;
}

remote::Address Places::addressOf(const KnownPlace &place, const Secret &key) const
{
    remote::Address address{.url = QUrl(placeAddress(place.address)),
                            .key = key,
                            .authorities = place.authorities,
                            .certificate = place.certificate,
                            .certificateKey = place.certificateKey};
    if (key.isEmpty() && place.hasKey)
        if (auto kept = m_keys.read(entryOf(place.id)); kept.ok())
            address.key = std::move(kept).value();
    return address;
}

Token Places::test(const PlaceDraft &draft)
{
    const Token token = ++m_last;
    auto link = std::make_unique<remote::Link>(addressOf(draft.place, draft.key));
    remote::Link &asked = *link;
    m_tests.emplace(token, std::move(link));
    // Behind this call, however soon the answer comes.
    QMetaObject::invokeMethod(
        &asked,
        [this, token, &asked] {
            asked.greet([this, token](const QString &problem, const remote::Greeting &greeting) {
                Q_EMIT tested(token, {.problem = problem,
                                      .version = greeting.version,
                                      .computer = greeting.name,
                                      .deployments = greeting.deployments,
                                      .tookMs = greeting.tookMs});
                if (const auto done = m_tests.find(token); done != m_tests.end()) {
                    done->second.release()->deleteLater();
                    m_tests.erase(done);
                }
            });
        },
        Qt::QueuedConnection);
    return token;
}

PlacesClient::Saved Places::save(const PlaceDraft &draft)
{
    const KnownPlace &place = draft.place;
    const QString id = place.id.isEmpty() ? QString::fromStdString(randomHex(6)) : place.id;
    const QString address = placeAddress(place.address);
    if (address.isEmpty())
        return {{}, tr("The address must name a computer: https://gateway.example:4000")};
    if (!draft.key.isEmpty())
        if (const auto stored = m_keys.store(entryOf(id), draft.key); !stored.ok())
            return {{}, tr("The key cannot be kept: %1").arg(QString::fromStdString(stored.error().message))};
    m_settings.beginGroup(kGroup + u'/' + id);
    m_settings.setValue(u"name"_s, place.name.trimmed());
    m_settings.setValue(u"address"_s, address);
    m_settings.setValue(u"authorities"_s, place.authorities);
    m_settings.setValue(u"certificate"_s, place.certificate);
    m_settings.setValue(u"certificateKey"_s, place.certificateKey);
    if (!draft.key.isEmpty())
        m_settings.setValue(u"key"_s, true);
    m_settings.endGroup();
    Q_EMIT changed();
    return {id, {}};
}

void Places::forget(const QString &id)
{
    if (id == m_current)
        visit({});
    m_keys.forget(entryOf(id));
    m_settings.remove(kGroup + u'/' + id);
    Q_EMIT changed();
}

void Places::visit(const QString &id)
{
    const std::vector<KnownPlace> places = known();
    const auto place = std::ranges::find(places, id, &KnownPlace::id);
    if (!id.isEmpty() && place == places.end())
        return;
    QMetaObject::invokeMethod(
        this,
        [this, id, place = id.isEmpty() ? KnownPlace() : *place] {
            const std::unique_ptr<GatewayClient> before = std::move(m_elsewhere);
            m_current = id;
            if (!id.isEmpty())
                m_elsewhere = makeRemoteClient(addressOf(place, {}), place.name);
            Q_EMIT currentChanged();
        },
        Qt::QueuedConnection);
}

}   // namespace gw::client
