#include "core/databaseclient/database.h"

#include "core/databaseclient/examination.h"
#include "core/localclient/texts.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

const QString kGroup = u"database"_s;
constexpr int kUsualPort = 5432;

}   // namespace

Database::Database(QSettings &settings, DatabasePassword password, QObject *parent)
    : DatabaseClient(parent)
    , m_settings(settings)
    , m_password(std::move(password))
    , m_box(this)
    , m_spend([this](auto job, auto done) { post(std::move(job), std::move(done)); },
              [this] { return ++m_last; })
    , m_keys([this](auto job, auto done) { post(std::move(job), std::move(done)); },
             [this] { return ++m_last; })
{}

Database::~Database()
{
    m_box.close();
    endTest();
}

KnownDatabase Database::known() const
{
    const auto value = [this](const char *key) {
        return m_settings.value(kGroup + u'/' + QLatin1StringView(key));
    };
    return {.host = value("host").toString(),
            .port = m_settings.value(kGroup + u"/port"_s, kUsualPort).toInt(),
            .database = value("name").toString(),
            .user = value("user").toString(),
            .tls = DatabaseTls(std::clamp(m_settings.value(kGroup + u"/tls"_s, 1).toInt(), 0, 2)),
            .authorities = value("authorities").toString(),
            .hasPassword = value("password").toBool()};
}

// A password goes nowhere but where it was given for.
bool Database::keepsPassword(const DatabaseDraft &draft) const
{
    const KnownDatabase before = known();
    return draft.password.isEmpty() && before.hasPassword && draft.database.host == before.host &&
           draft.database.port == before.port && draft.database.user == before.user;
}

Result<Secret> Database::password(const DatabaseDraft &draft) const
{
    return keepsPassword(draft) ? m_password.read() : Result<Secret>(draft.password);
}

void Database::endTest()
{
    if (!m_test)
        return;
    m_test->stop = true;
    m_test->thread.join();
    m_test.reset();
}

Token Database::test(const DatabaseDraft &draft)
{
    endTest();
    const Token token = ++m_last;
    auto secret = password(draft);
    if (!secret.ok()) {
        m_box.post([this, token, problem = text(secret.error().message)] {
            Q_EMIT tested(token, {.fault = DatabaseFault::SignIn, .problem = problem});
        });
        return token;
    }
    m_test = std::make_unique<Test>();
    m_test->thread = std::thread([this, box = m_box, token, &stop = m_test->stop,
                                  settings = settingsOf(draft.database, secret.value())] {
        const DatabaseTest result = examine(settings, stop, [&](const DatabaseStep &step) {
            box.post([this, token, step] { Q_EMIT stepped(token, step); });
        });
        box.post([this, token, result] { Q_EMIT tested(token, result); });
    });
    return token;
}

QString Database::save(const DatabaseDraft &draft)
{
    const KnownDatabase &database = draft.database;
    const bool has = !draft.password.isEmpty() || keepsPassword(draft);
    if (!draft.password.isEmpty())
        if (const auto stored = m_password.store(draft.password); !stored.ok())
            return tr("The password cannot be kept: %1").arg(text(stored.error().message));
    if (!has)
        m_password.forget();
    m_settings.beginGroup(kGroup);
    m_settings.setValue(u"host"_s, database.host);
    m_settings.setValue(u"port"_s, database.port);
    m_settings.setValue(u"name"_s, database.database);
    m_settings.setValue(u"user"_s, database.user);
    m_settings.setValue(u"tls"_s, int(database.tls));
    m_settings.setValue(u"authorities"_s, database.authorities);
    m_settings.setValue(u"password"_s, has);
    m_settings.endGroup();
    begin();
    return {};
}

void Database::forget()
{
    m_password.forget();
    m_settings.remove(kGroup);
    begin();
}

void Database::begin()
{
    m_reader.reset();
    m_spend.setGateway({});
    Q_EMIT changed();
}

void Database::post(DatabaseReader::Job job, DatabaseReader::Done done)
{
    if (!m_reader) {
        const KnownDatabase database = known();
        if (!database.isKnown())
            return done(Error{.code = ErrorCode::DatabaseAway,
                              .message = tr("No database is connected.").toStdString()});
        const auto secret = password({database, {}});
        // The next question tries again: the vault may be open by then.
        if (!secret.ok())
            return done(secret.error());
        m_reader = std::make_unique<DatabaseReader>(settingsOf(database, secret.value()));
    }
    m_reader->post(std::move(job), std::move(done));
}

Token Database::requestGateways()
{
    const Token token = ++m_last;
    const auto names = std::make_shared<QStringList>();
    post(
        [names](postgres::Connection &connection) -> Result<void> {
            GW_TRY(const postgres::Rows rows,
                   connection.query("SELECT DISTINCT gateway FROM portico.rollups WHERE dimension = 0 ORDER "
                                    "BY gateway"));
            names->clear();
            for (int row = 0; row < rows.size(); ++row)
                *names << text(rows.text(row, 0));
            return {};
        },
        [this, box = m_box, token, names](const Result<void> &done) {
            box.post([this, token, names, problem = done.ok() ? QString() : problemOf(done.error())] {
                Q_EMIT gatewaysReady(token, *names, problem);
            });
        });
    return token;
}

}   // namespace gw::client
