#include "core/config/keychain.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QObject>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace gw::config {

namespace {

Keychain::Answer answerOf(QKeychain::ReadPasswordJob &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return {.outcome = Keychain::Outcome::Found, .secret = Secret(job.binaryData().toStdString())};
    case QKeychain::EntryNotFound:
        return {.outcome = Keychain::Outcome::Missing};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return {.problem = "access to the keychain was denied"};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {.problem = "there is no keychain on this desktop"};
    default:
        return {.problem = "the keychain failed: " + job.errorString().toStdString()};
    }
}

// True when a service answers on the session bus, or the bus can start one. Without this question a
// machine without a keychain looks like one whose keychain fails.
bool hasService()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected() || !bus.interface())
        return false;
    const QStringList running = bus.interface()->registeredServiceNames().value();
    const QStringList startable = bus.interface()->activatableServiceNames().value();
    for (const auto &name : {u"org.freedesktop.secrets"_s, u"org.kde.kwalletd5"_s, u"org.kde.kwalletd6"_s}) {
        if (running.contains(name) || startable.contains(name))
            return true;
    }
    return false;
}

// Jobs are children of m_context and die with it, so that no answer comes after the end.
class QtKeychainStore final : public Keychain
{
public:
    explicit QtKeychainStore(const std::string &service)
        : m_service(QString::fromStdString(service))
    {}

    bool isAvailable() const override { return hasService(); }
    std::string name() const override
    {
        return qEnvironmentVariable("XDG_CURRENT_DESKTOP").contains(QLatin1String("KDE")) ? "KWallet"
                                                                                          : "Secret Service";
    }
    void read(const std::string &entry, std::function<void(Answer)> done) override
    {
        auto *job = new QKeychain::ReadPasswordJob(m_service, &m_context);
        job->setKey(QString::fromStdString(entry));
        QObject::connect(job, &QKeychain::Job::finished, &m_context,
                         [job, done = std::move(done)](QKeychain::Job *) { done(answerOf(*job)); });
        job->start();
    }
    void write(const std::string &entry, const Secret &secret,
               std::function<void(Result<void>)> done) override
    {
        auto *job = new QKeychain::WritePasswordJob(m_service, &m_context);
        job->setKey(QString::fromStdString(entry));
        job->setBinaryData(QByteArray::fromStdString(secret.reveal()));
        QObject::connect(job, &QKeychain::Job::finished, &m_context,
                         [done = std::move(done)](QKeychain::Job *ended) {
                             if (ended->error() == QKeychain::NoError)
                                 done({});
                             else
                                 done(Error{ErrorCode::SecretAway,
                                            "the keychain failed: " + ended->errorString().toStdString()});
                         });
        job->start();
    }

private:
    QString m_service;
    QObject m_context;
};

}   // namespace

std::unique_ptr<Keychain> makeKeychain(const std::string &service)
{
    return std::make_unique<QtKeychainStore>(service);
}

}   // namespace gw::config
