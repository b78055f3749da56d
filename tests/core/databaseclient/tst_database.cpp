#include "core/access/entities.h"
#include "core/access/spending.h"
#include "core/databaseclient/database.h"
#include "core/databaseclient/examination.h"
#include "core/ledger/queries.h"
#include "core/postgres/schema.h"
#include "tests/support/postgresserver.h"

#include <QDateTime>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kCent = 10'000'000'000;
constexpr int kEpochJulianDay = 2'440'588;
constexpr int kWaitMs = 20'000;
const QString kPassword = u"a word of the reader"_s;
const std::string kKeyHash(64, 'a');

std::int64_t today()
{
    return QDateTime::currentDateTimeUtc().date().toJulianDay();
}

bool openssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(u"openssl"_s, arguments);
    return process.waitForFinished(kWaitMs) && process.exitCode() == 0;
}

// A password that stays in memory.
struct Keychain
{
    Secret kept;
    int reads = 0;
    QString locked;

    DatabasePassword password()
    {
        return {.store = [this](const Secret &secret) -> Result<void> {
                    if (!locked.isEmpty())
                        return Error{.message = locked.toStdString()};
                    kept = secret;
                    return {};
                },
                .read = [this]() -> Result<Secret> {
                    ++reads;
                    if (!locked.isEmpty())
                        return Error{.message = locked.toStdString()};
                    return kept;
                },
                .forget = [this] { kept = {}; }};
    }
};

}   // namespace

// Reads a real PostgreSQL: with a role that may read only, with and without TLS, and where it cannot be read.
class TestDatabase final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void tellsWhatIsThereStepByStep();
    void warnsOfARoleThatMayWrite();
    void verifiesWhoTheServerIs();
    void saysWhyItCannotBeRead_data();
    void saysWhyItCannotBeRead();
    void aNewTestEndsTheOneBefore();
    void readsSpendOfAllGatewaysAndOfOne();
    void namesKeysByTheirAliases();
    void listsKeysWithWhatTheySpentEverywhere();
    void listsInPartsAndFindsWhatIsSearched();
    void tellsWhatHoldsAKeyBack();
    void countsNothingOfAWindowThatIsOver();
    void neverWrites();
    void refusesToChangeKeys();
    void comesBackWhenTheDatabaseDoes();
    void keepsThePasswordOutOfTheSettings();
    void givesThePasswordToNobodyElse();
    void saysThatTheVaultIsLocked();
    void forgets();

private:
    void makeCertificates();
    void fill(postgres::Connection &connection);
    void run(const std::string &sql, const std::string &database = "gateways");
    KnownDatabase reader() const
    {
        return {.host = u"127.0.0.1"_s,
                .port = m_server.port(),
                .database = u"gateways"_s,
                .user = u"portico_reader"_s,
                .tls = DatabaseTls::Required};
    }
    DatabaseTest tested(const DatabaseDraft &draft)
    {
        QSignalSpy spy(m_database.get(), &DatabaseClient::tested);
        const Token token = m_database->test(draft);
        if (!spy.wait(kWaitMs) || spy.first()[0].value<Token>() != token)
            return {.fault = DatabaseFault::Other, .problem = u"no answer"_s};
        return spy.first()[1].value<DatabaseTest>();
    }
    SpendReport report(SpendBy by)
    {
        QSignalSpy spy(&m_database->spend(), &SpendClient::reportReady);
        m_database->spend().requestReport(by, {today() - 6, today()}, SpendOf::AllGateways);
        if (!spy.wait(kWaitMs))
            return {.problem = u"no answer"_s};
        return spy.first()[1].value<SpendReport>();
    }
    HolderPage holders(const HolderQuery &query)
    {
        QSignalSpy spy(&m_database->keys(), &KeysClient::holdersReady);
        m_database->keys().requestHolders(query);
        if (!spy.wait(kWaitMs))
            return {.problem = u"no answer"_s};
        return spy.first()[1].value<HolderPage>();
    }

    test::PostgresServer m_server;
    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Keychain> m_keychain;
    std::unique_ptr<Database> m_database;
};

void TestDatabase::makeCertificates()
{
    const QString folder = m_folder.path();
    for (const QString &name : {u"ca"_s, u"other"_s})
        QVERIFY(openssl(folder, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s,
                                 u"2"_s, u"-subj"_s, u"/CN=%1 of the test"_s.arg(name), u"-keyout"_s,
                                 name + u".key"_s, u"-out"_s, name + u".pem"_s}));
    QVERIFY(openssl(folder, {u"req"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s,
                             u"/CN=127.0.0.1"_s, u"-keyout"_s, u"server.key"_s, u"-out"_s, u"server.csr"_s}));
    QFile names(folder + u"/names"_s);
    QVERIFY(names.open(QIODevice::WriteOnly));
    names.write("subjectAltName=IP:127.0.0.1\n");
    names.close();
    QVERIFY(openssl(folder, {u"x509"_s, u"-req"_s, u"-in"_s, u"server.csr"_s, u"-CA"_s, u"ca.pem"_s,
                             u"-CAkey"_s, u"ca.key"_s, u"-CAcreateserial"_s, u"-days"_s, u"2"_s,
                             u"-extfile"_s, u"names"_s, u"-out"_s, u"server.crt"_s}));
}

void TestDatabase::run(const std::string &sql, const std::string &database)
{
    const auto connection = postgres::Connection::open(m_server.settings(database), "test");
    QVERIFY2(connection.ok(), connection.ok() ? "" : connection.error().message.c_str());
    const auto done = connection.value()->script(sql);
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
}

// Two gateways: what both have spent today and yesterday, and three keys.
void TestDatabase::fill(postgres::Connection &connection)
{
    using ledger::Dimension;
    const int day = int(today()) - kEpochJulianDay;
    const auto rollup = [&](Dimension dimension, int ago, const std::string &name, const std::string &gateway,
                            int cents) {
        const auto done = connection.run(
            "INSERT INTO portico.rollups VALUES ($1, $2, $3, $4, 2, 3, 1, 0, 0, 0, 100, 40, 0, 50, 0, 1000, "
            "$5, 0)",
            {int(dimension), day - ago, name, gateway, cents * kCent});
        QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
    };
    for (const auto dimension : {Dimension::All, Dimension::Key, Dimension::Client}) {
        const std::string name = dimension == Dimension::Key      ? kKeyHash
                                 : dimension == Dimension::Client ? "claude-cli/2.0"
                                                                  : "";
        rollup(dimension, 0, name, "berlin", 300);
        rollup(dimension, 1, name, "berlin", 100);
        rollup(dimension, 0, name, "tokyo", 50);
    }
    const auto put = [&](const std::string &sql, const postgres::Parameters &values) {
        const auto done = connection.run(sql, values);
        QVERIFY2(done.ok(), done.ok() ? "" : done.error().message.c_str());
    };
    access::Key ann{.token = kKeyHash, .name = "sk-...aaaa", .alias = "ann", .teamId = "t1"};
    ann.limits.maxBudget = 1000 * kCent;
    ann.createdAt = 1'700'000'000;
    access::Key bob{.token = std::string(64, 'b'), .name = "sk-...bbbb", .budgetId = "small"};
    bob.createdAt = 1'700'000'100;
    bob.blocked = true;
    access::Key cat{.token = std::string(64, 'c'), .name = "sk-...cccc", .alias = "cat"};
    cat.limits.maxBudget = 100 * kCent;
    cat.limits.budgetDuration = "1d";
    cat.createdAt = 1'700'000'200;
    for (const access::Key *key : {&ann, &bob, &cat})
        put("INSERT INTO portico.keys VALUES ($1, $2, $3, $4, $5)",
            {key->token, key->alias, key->userId, key->teamId, json::serialize(key->write())});
    access::Team team{.teamId = "t1", .alias = "Research", .members = {{.userId = "u1"}, {.userId = "u2"}}};
    team.limits.maxBudget = 5000 * kCent;
    put("INSERT INTO portico.teams VALUES ($1, $2, $3)",
        {team.teamId, team.alias, json::serialize(team.write())});
    access::Budget small{.budgetId = "small"};
    small.limits.maxBudget = 200 * kCent;
    put("INSERT INTO portico.budgets VALUES ($1, $2)", {small.budgetId, json::serialize(small.write())});
    const auto spent = [&](access::Scope scope, const std::string &name, const std::string &gateway,
                           int cents) {
        put("INSERT INTO portico.spent VALUES ($1, $2, $3, $4, nextval('portico.spent_seq'))",
            {gateway, int(scope), name, cents * kCent});
    };
    spent(access::Scope::Key, kKeyHash, "berlin", 400);
    spent(access::Scope::Key, kKeyHash, "tokyo", 50);
    spent(access::Scope::Team, "t1", "berlin", 400);
    spent(access::Scope::Key, cat.token, "berlin", 90);
    put("INSERT INTO portico.windows VALUES ($1, $2, '', '1d', $3, $4, nextval('portico.change_seq'))",
        {int(access::Scope::Key), cat.token, 40 * kCent, std::int64_t{4'000'000'000}});
}

void TestDatabase::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    makeCertificates();
    QVERIFY(m_server.start());
    for (const char *name : {"gateways", "empty", "newer", "older"})
        run(std::string("CREATE DATABASE ") + name, "postgres");
    const QString data = m_server.folder() + u"/data"_s;
    for (const QString &file : {u"server.crt"_s, u"server.key"_s}) {
        QVERIFY(QFile::copy(m_folder.filePath(file), data + u'/' + file));
        QFile::setPermissions(data + u'/' + file, QFile::ReadOwner | QFile::WriteOwner);
        if (::getuid() == 0)
            QCOMPARE(QProcess::execute(u"chown"_s, {u"postgres"_s, data + u'/' + file}), 0);
    }
    QFile hba(data + u"/pg_hba.conf"_s);
    QVERIFY(hba.open(QIODevice::WriteOnly | QIODevice::Truncate));
    hba.write("host all portico 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    hba.close();
    run("ALTER SYSTEM SET ssl = on", "postgres");
    run("SELECT pg_reload_conf()", "postgres");
    for (const char *name : {"gateways", "newer", "older"}) {
        auto connection = postgres::Connection::open(m_server.settings(name), "test");
        QVERIFY(connection.ok());
        QVERIFY(postgres::bringUpToDate(*connection.value(), postgres::schemaSteps(),
                                        m_folder.path().toStdString())
                    .ok());
        if (std::string_view(name) == "gateways")
            fill(*connection.value());
    }
    run("INSERT INTO portico.schema_steps VALUES ('ledger-9', true)", "newer");
    run("DELETE FROM portico.schema_steps WHERE name = 'ledger-1'", "older");
    // What the window offers to copy makes the role that is tested here.
    QString sql = readerSql("gateways");
    run(sql.replace(u"choose one"_s, kPassword).toStdString());
    run("CREATE ROLE stranger LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA portico TO stranger; "
        "GRANT SELECT ON portico.schema_steps TO stranger");
    for (const char *name : {"newer", "older"})
        run("GRANT USAGE ON SCHEMA portico TO portico_reader; GRANT SELECT ON ALL TABLES IN SCHEMA portico "
            "TO "
            "portico_reader",
            name);
}

void TestDatabase::init()
{
    m_database.reset();
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat);
    m_settings->clear();
    m_keychain = std::make_unique<Keychain>();
    m_database = std::make_unique<Database>(*m_settings, m_keychain->password());
    QCOMPARE(m_database->save({reader(), Secret(kPassword.toStdString())}), QString());
}

void TestDatabase::tellsWhatIsThereStepByStep()
{
    using Step = DatabaseStep;
    QSignalSpy steps(m_database.get(), &DatabaseClient::stepped);
    const DatabaseTest result = tested({reader(), Secret(kPassword.toStdString())});
    QVERIFY2(result.fault == DatabaseFault::None, qPrintable(result.problem));
    QCOMPARE(result.protocol, u"TLSv1.3"_s);
    QCOMPARE(result.gateways, (QStringList{u"berlin"_s, u"tokyo"_s}));
    QCOMPARE(result.rows, 9);
    QVERIFY(!result.mayWrite);
    QVERIFY(result.readerSql.isEmpty());
    QVERIFY(result.server.toDouble() >= 13);
    QList<Step::Kind> passed;
    for (const auto &call : steps)
        if (const auto step = call[1].value<Step>(); step.state == Step::State::Passed)
            passed << step.kind;
    QCOMPARE(passed, (QList{Step::Kind::Reach, Step::Kind::Tls, Step::Kind::SignIn, Step::Kind::Schema,
                            Step::Kind::Content, Step::Kind::Rights}));
}

void TestDatabase::warnsOfARoleThatMayWrite()
{
    KnownDatabase owner = reader();
    owner.user = u"portico"_s;
    owner.tls = DatabaseTls::Off;
    QSignalSpy steps(m_database.get(), &DatabaseClient::stepped);
    const DatabaseTest result = tested({owner, {}});
    QCOMPARE(result.fault, DatabaseFault::None);
    QVERIFY(result.protocol.isEmpty());
    QVERIFY(result.mayWrite);
    QVERIFY(result.readerSql.contains(u"GRANT CONNECT ON DATABASE \"gateways\" TO portico_reader"_s));
    QCOMPARE(steps.last()[1].value<DatabaseStep>().state, DatabaseStep::State::Warned);
}

void TestDatabase::verifiesWhoTheServerIs()
{
    KnownDatabase verified = reader();
    verified.tls = DatabaseTls::Verified;
    verified.authorities = m_folder.filePath(u"ca.pem"_s);
    const DatabaseTest result = tested({verified, Secret(kPassword.toStdString())});
    QVERIFY2(result.fault == DatabaseFault::None, qPrintable(result.problem));
    QCOMPARE(result.protocol, u"TLSv1.3"_s);
}

void TestDatabase::saysWhyItCannotBeRead_data()
{
    QTest::addColumn<KnownDatabase>("database");
    QTest::addColumn<QString>("password");
    QTest::addColumn<DatabaseFault>("fault");
    QTest::addColumn<DatabaseStep::Kind>("step");
    using Kind = DatabaseStep::Kind;
    const auto with = [this](auto change) {
        KnownDatabase out = reader();
        change(out);
        return out;
    };
    QTest::newRow("nothing listens there") << with([](KnownDatabase &one) { one.port = 1; }) << kPassword
                                           << DatabaseFault::Unreachable << Kind::Reach;
    QTest::newRow("there is no such computer")
        << with([](KnownDatabase &one) { one.host = u"nowhere.invalid"_s; }) << kPassword
        << DatabaseFault::Unreachable << Kind::Reach;
    QTest::newRow("the password is wrong") << reader() << u"wrong"_s << DatabaseFault::SignIn << Kind::SignIn;
    QTest::newRow("there is no password") << with([](KnownDatabase &one) { one.user = u"stranger"_s; })
                                          << QString() << DatabaseFault::SignIn << Kind::SignIn;
    QTest::newRow("there is no such role") << with([](KnownDatabase &one) { one.user = u"nobody"_s; })
                                           << kPassword << DatabaseFault::SignIn << Kind::SignIn;
    QTest::newRow("there is no such database")
        << with([](KnownDatabase &one) { one.database = u"nothing"_s; }) << kPassword
        << DatabaseFault::NoDatabase << Kind::SignIn;
    QTest::newRow("another authority has signed") << with([this](KnownDatabase &one) {
        one.tls = DatabaseTls::Verified;
        one.authorities = m_folder.filePath(u"other.pem"_s);
    }) << kPassword << DatabaseFault::Tls << Kind::Tls;
    QTest::newRow("the system knows no such authority")
        << with([](KnownDatabase &one) { one.tls = DatabaseTls::Verified; }) << kPassword
        << DatabaseFault::Tls << Kind::Tls;
    QTest::newRow("the file of the authority is away") << with([this](KnownDatabase &one) {
        one.tls = DatabaseTls::Verified;
        one.authorities = m_folder.filePath(u"away.pem"_s);
    }) << kPassword << DatabaseFault::Tls << Kind::Tls;
    QTest::newRow("no gateway has used it") << with([](KnownDatabase &one) { one.database = u"empty"_s; })
                                            << kPassword << DatabaseFault::NoSchema << Kind::Schema;
    QTest::newRow("a newer version has changed it")
        << with([](KnownDatabase &one) { one.database = u"newer"_s; }) << kPassword
        << DatabaseFault::NewerSchema << Kind::Schema;
    QTest::newRow("it is of an older version") << with([](KnownDatabase &one) { one.database = u"older"_s; })
                                               << kPassword << DatabaseFault::OlderSchema << Kind::Schema;
    QTest::newRow("the role may not read it") << with([](KnownDatabase &one) { one.user = u"stranger"_s; })
                                              << u"x"_s << DatabaseFault::NotAllowed << Kind::Schema;
}

void TestDatabase::saysWhyItCannotBeRead()
{
    QFETCH(KnownDatabase, database);
    QFETCH(QString, password);
    QFETCH(DatabaseFault, fault);
    QFETCH(DatabaseStep::Kind, step);
    QSignalSpy steps(m_database.get(), &DatabaseClient::stepped);
    const DatabaseTest result = tested({database, Secret(password.toStdString())});
    QVERIFY2(result.fault == fault, qPrintable(u"%1: %2"_s.arg(int(result.fault)).arg(result.problem)));
    QVERIFY(!result.problem.isEmpty());
    QVERIFY(!result.problem.contains(kPassword));
    const auto last = steps.last()[1].value<DatabaseStep>();
    QCOMPARE(last.kind, step);
    QCOMPARE(last.state, DatabaseStep::State::Failed);
}

void TestDatabase::aNewTestEndsTheOneBefore()
{
    // Takes connections, and never says a word.
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    KnownDatabase mute = reader();
    mute.port = silent.serverPort();
    m_database->test({mute, {}});
    QElapsedTimer timer;
    timer.start();
    const Token second = m_database->test({reader(), Secret(kPassword.toStdString())});
    QVERIFY(timer.elapsed() < 1000);
    QSignalSpy spy(m_database.get(), &DatabaseClient::tested);
    QTRY_VERIFY(!spy.isEmpty() && spy.last()[0].value<Token>() == second);
    QCOMPARE(spy.last()[1].value<DatabaseTest>().fault, DatabaseFault::None);
}

void TestDatabase::readsSpendOfAllGatewaysAndOfOne()
{
    SpendReport all = report(SpendBy::Program);
    QCOMPARE(all.problem, QString());
    QCOMPARE(all.all.costPico, 450 * kCent);
    QCOMPARE(all.all.requests, 6);
    QCOMPARE(all.of, SpendOf::AllGateways);
    QCOMPARE(all.costByDay.back(), 350 * kCent);
    QCOMPARE(all.costByDay[5], 100 * kCent);
    QCOMPARE(all.names.size(), 1U);
    QCOMPARE(all.names.front().name, u"claude-cli"_s);

    QSignalSpy spy(m_database.get(), &DatabaseClient::gatewaysReady);
    m_database->requestGateways();
    QVERIFY(spy.wait(kWaitMs));
    QCOMPARE(spy.first()[1].toStringList(), (QStringList{u"berlin"_s, u"tokyo"_s}));
    m_database->setGateway(u"tokyo"_s);
    QCOMPARE(report(SpendBy::Program).all.costPico, 50 * kCent);
    m_database->setGateway({});
    QCOMPARE(report(SpendBy::Program).all.costPico, 450 * kCent);
}

void TestDatabase::namesKeysByTheirAliases()
{
    const SpendReport byKey = report(SpendBy::Key);
    QCOMPARE(byKey.names.size(), 1U);
    QCOMPARE(byKey.names.front().name, u"ann"_s);
    QCOMPARE(byKey.names.front().sums.costPico, 450 * kCent);
}

void TestDatabase::listsKeysWithWhatTheySpentEverywhere()
{
    const HolderPage keys = holders({});
    QCOMPARE(keys.problem, QString());
    QCOMPARE(keys.matches, 3);
    QCOMPARE(keys.rows.size(), 3U);
    const HolderRow &cat = keys.rows[0];
    QCOMPARE(cat.name, u"cat"_s);
    QCOMPARE(cat.spentPico, 50 * kCent);
    QCOMPARE(cat.resetS, 4'000'000'000);
    const HolderRow &bob = keys.rows[1];
    QCOMPARE(bob.name, u"sk-...bbbb"_s);
    QVERIFY(bob.blocked);
    QCOMPARE(bob.own.budgetPico, -1);
    QCOMPARE(bob.counts.budgetPico, 200 * kCent);
    const HolderRow &ann = keys.rows[2];
    QCOMPARE(ann.name, u"ann"_s);
    QCOMPARE(ann.spentPico, 450 * kCent);
    QCOMPARE(ann.counts.budgetPico, 1000 * kCent);
    QCOMPARE(ann.teamName, u"Research"_s);
    QCOMPARE(ann.lastUsedDay, today());

    const HolderPage teams = holders({.kind = HolderKind::Team});
    QCOMPARE(teams.rows.size(), 1U);
    QCOMPARE(teams.rows[0].members, 2);
    QCOMPARE(teams.rows[0].keys, 1);
    QCOMPARE(teams.rows[0].spentPico, 400 * kCent);
    const HolderPage budgets = holders({.kind = HolderKind::Budget});
    QCOMPARE(budgets.rows.size(), 1U);
    QCOMPARE(budgets.rows[0].keys, 1);
    QCOMPARE(holders({.kind = HolderKind::User}).matches, 0);
}

void TestDatabase::listsInPartsAndFindsWhatIsSearched()
{
    const HolderPage first = holders({.limit = 2});
    QCOMPARE(first.rows.size(), 2U);
    QVERIFY(!first.next.isEmpty());
    const HolderPage second = holders({.after = first.next, .limit = 2});
    QCOMPARE(second.rows.size(), 1U);
    QVERIFY(second.next.isEmpty());
    QCOMPARE(second.rows[0].name, u"ann"_s);
    QCOMPARE(holders({.search = u"RESEARCH"_s}).rows.front().name, u"ann"_s);
    QCOMPARE(holders({.search = u"%"_s}).matches, 0);
    QCOMPARE(holders({.search = u"bbbb"_s}).matches, 1);
}

void TestDatabase::tellsWhatHoldsAKeyBack()
{
    QSignalSpy spy(&m_database->keys(), &KeysClient::holderReady);
    m_database->keys().requestHolder(HolderKind::Key, QString::fromStdString(kKeyHash));
    QVERIFY(spy.wait(kWaitMs));
    const auto detail = spy.first()[1].value<HolderDetail>();
    QCOMPARE(detail.problem, QString());
    QCOMPARE(detail.lines.size(), 2U);
    QCOMPARE(detail.lines[0].level, LimitLine::Level::Key);
    QCOMPARE(detail.lines[0].used, 450 * kCent);
    QCOMPARE(detail.lines[1].level, LimitLine::Level::Team);
    QCOMPARE(detail.lines[1].subject, u"Research"_s);
    QCOMPARE(detail.lines[1].limit, 5000 * kCent);
    m_database->keys().requestHolder(HolderKind::Key, u"gone"_s);
    QVERIFY(spy.wait(kWaitMs));
    QCOMPARE(spy.last()[1].value<HolderDetail>().problem, u"It is not there any more."_s);
}

void TestDatabase::countsNothingOfAWindowThatIsOver()
{
    run("UPDATE portico.windows SET reset_at = 1700000000");
    const HolderRow cat = holders({.search = u"cat"_s}).rows.front();
    QCOMPARE(cat.spentPico, 0);
    QVERIFY(cat.resetS > QDateTime::currentSecsSinceEpoch());
    run("UPDATE portico.windows SET reset_at = 4000000000");
}

void TestDatabase::neverWrites()
{
    // A role that may change everything.
    DatabaseReader writer(m_server.settings("gateways"));
    std::atomic<bool> answered{false};
    Result<void> outcome;
    writer.post([](postgres::Connection &connection) { return connection.run("DELETE FROM portico.keys"); },
                [&](const Result<void> &done) {
                    outcome = done;
                    answered = true;
                });
    QTRY_VERIFY(answered);
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().upstreamCode, std::string("25006"));
    QCOMPARE(holders({}).matches, 3);
}

void TestDatabase::refusesToChangeKeys()
{
    QSignalSpy spy(&m_database->keys(), &KeysClient::changed);
    m_database->keys().remove(HolderKind::Key, QString::fromStdString(kKeyHash));
    QVERIFY(spy.wait(kWaitMs));
    QVERIFY(!spy.first()[1].value<HolderChange>().ok);
    QCOMPARE(holders({}).matches, 3);
}

void TestDatabase::comesBackWhenTheDatabaseDoes()
{
    QCOMPARE(report(SpendBy::Program).problem, QString());
    m_server.kill();
    const SpendReport lost = report(SpendBy::Program);
    QVERIFY(!lost.problem.isEmpty());
    QVERIFY(!holders({}).problem.isEmpty());
    QVERIFY(m_server.start());
    QCOMPARE(report(SpendBy::Program).all.costPico, 450 * kCent);
    // Cut while nobody asks: the next question has a connection again.
    run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'portico window'");
    QCOMPARE(report(SpendBy::Program).problem, QString());
}

void TestDatabase::keepsThePasswordOutOfTheSettings()
{
    m_settings->sync();
    QFile file(m_settings->fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QVERIFY(written.contains("portico_reader"));
    QVERIFY(!written.contains(kPassword.toUtf8()));
    QCOMPARE(m_keychain->kept.reveal(), kPassword.toStdString());
    Database again(*m_settings, m_keychain->password());
    KnownDatabase expected = reader();
    expected.hasPassword = true;
    QCOMPARE(again.known(), expected);
}

void TestDatabase::givesThePasswordToNobodyElse()
{
    KnownDatabase same = reader();
    QCOMPARE(tested({same, {}}).fault, DatabaseFault::None);
    QCOMPARE(m_keychain->reads, 1);
    same.host = u"localhost"_s;
    QVERIFY(tested({same, {}}).fault != DatabaseFault::None);
    QCOMPARE(m_keychain->reads, 1);
    QCOMPARE(m_database->save({same, {}}), QString());
    QVERIFY(m_keychain->kept.isEmpty());
    QVERIFY(!m_database->known().hasPassword);
}

void TestDatabase::saysThatTheVaultIsLocked()
{
    m_keychain->locked = u"the vault is locked"_s;
    QVERIFY(report(SpendBy::Program).problem.contains(m_keychain->locked));
    QVERIFY(m_database->save({reader(), Secret("other")}).contains(m_keychain->locked));
    m_keychain->locked.clear();
    QCOMPARE(report(SpendBy::Program).problem, QString());
}

void TestDatabase::forgets()
{
    QSignalSpy changes(m_database.get(), &DatabaseClient::changed);
    m_database->forget();
    QCOMPARE(changes.size(), 1);
    QVERIFY(!m_database->known().isKnown());
    QVERIFY(m_keychain->kept.isEmpty());
    QCOMPARE(report(SpendBy::Program).problem, u"No database is connected."_s);
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
