#pragma once

#include "core/base/result.h"
#include "core/client/placesclient.h"
#include "core/remoteclient/link.h"

#include <functional>
#include <map>
#include <memory>

class QSettings;

namespace gw::client {

// Where the keys of gateways elsewhere are kept, by entries of these names.
struct PlaceKeys
{
    std::function<Result<void>(const std::string &name, const Secret &key)> store;
    std::function<Result<Secret>(const std::string &name)> read;
    std::function<void(const std::string &name)> forget;
};

// The known gateways in the window's settings, their keys in the vault. here and settings outlive it.
class Places final : public PlacesClient
{
    Q_OBJECT

public:
    // database, which outlives this, may be null.
    Places(GatewayClient &here, QSettings &settings, PlaceKeys keys, DatabaseClient *database = nullptr,
           QObject *parent = nullptr);
    ~Places() override;

    std::vector<KnownPlace> known() const override;
    QString current() const override { return m_current; }
    GatewayClient &gateway() override;
    DatabaseClient *database() override { return m_database; }
    Token test(const PlaceDraft &draft) override;
    Saved save(const PlaceDraft &draft) override;
    void forget(const QString &id) override;
    void visit(const QString &id) override;

private:
    remote::Address addressOf(const KnownPlace &place, const Secret &key) const;

    GatewayClient &m_here;
    QSettings &m_settings;
    const PlaceKeys m_keys;
    DatabaseClient *const m_database;
    QString m_current;
    std::unique_ptr<GatewayClient> m_elsewhere;   // The current one, when it is not here.
    std::map<Token, std::unique_ptr<remote::Link>> m_tests;
    Token m_last = 0;
};

}   // namespace gw::client
