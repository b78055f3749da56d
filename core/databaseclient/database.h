#pragma once

#include "core/client/databaseclient.h"
#include "core/databaseclient/databasekeys.h"
#include "core/databaseclient/databasespend.h"

class QSettings;

namespace gw::client {

// Where the database's password is kept.
struct DatabasePassword
{
    std::function<Result<void>(const Secret &password)> store;
    std::function<Result<Secret>()> read;
    std::function<void()> forget;
};

// The known database in the window's settings, its password in the vault. settings outlive it.
class Database final : public DatabaseClient
{
    Q_OBJECT

public:
    Database(QSettings &settings, DatabasePassword password, QObject *parent = nullptr);
    ~Database() override;

    KnownDatabase known() const override;
    Token test(const DatabaseDraft &draft) override;
    QString save(const DatabaseDraft &draft) override;
    void forget() override;
    Token requestGateways() override;
    void setGateway(const QString &gateway) override { m_spend.setGateway(gateway); }
    QString gateway() const override { return m_spend.gateway(); }
    SpendClient &spend() override { return m_spend; }
    KeysClient &keys() override { return m_keys; }

private:
    // A test that runs, on a thread of its own.
    struct Test
    {
        std::atomic<bool> stop{false};
        std::thread thread;
    };

    // Gives the question to the reader, which is made for the first one.
    void post(DatabaseReader::Job job, DatabaseReader::Done done);
    bool keepsPassword(const DatabaseDraft &draft) const;
    Result<Secret> password(const DatabaseDraft &draft) const;
    void endTest();
    // Another database, or none: what was read so far counts no more.
    void begin();

    QSettings &m_settings;
    const DatabasePassword m_password;
    Token m_last = 0;
    Postbox m_box;
    DatabaseSpend m_spend;
    DatabaseKeys m_keys;
    std::unique_ptr<Test> m_test;
    // Last: its thread calls back until it is gone.
    std::unique_ptr<DatabaseReader> m_reader;
};

}   // namespace gw::client
