#include "core/postgres/settings.h"

#include <QTest>

#include <map>

using namespace gw::postgres;

namespace {

Environment environmentOf(std::map<std::string, std::string> variables)
{
    return [variables = std::move(variables)](const std::string &name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        return it == variables.end() ? std::nullopt : std::optional(it->second);
    };
}

}   // namespace

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseUrl_data();
    void parseUrl();
    void keepsWhatLibpqKnows();
    void refusesUrls_data();
    void refusesUrls();
    void prefersTheConfigsUrl();
    void goesPastThePooler();
    void buildsFromParts();
    void takesSqliteForTheLocalOne();
};

void TestSettings::parseUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("password");
    QTest::newRow("everything") << "postgresql://me:word@db.example:5433/litellm"
                                << "db.example:5433/litellm"
                                << "me"
                                << "word";
    QTest::newRow("short scheme, no port") << "postgres://me@db/x"
                                           << "db:5432/x"
                                           << "me"
                                           << "";
    QTest::newRow("encoded account") << "postgresql://a%40b:p%2Fq%3A%23@h/db"
                                     << "h:5432/db"
                                     << "a@b"
                                     << "p/q:#";
    QTest::newRow("bare slash and at in the password") << "postgresql://u:p/w@rd@h:1/db"
                                                       << "h:1/db"
                                                       << "u"
                                                       << "p/w@rd";
    QTest::newRow("address with colons") << "postgresql://u@[::1]:7000/db"
                                         << "::1:7000/db"
                                         << "u"
                                         << "";
    QTest::newRow("socket's folder") << "postgresql:///db?host=/run/postgresql&user=u"
                                     << "/run/postgresql:5432/db"
                                     << "u"
                                     << "";
    QTest::newRow("database named as its user") << "postgresql://u@h"
                                                << "h:5432/u"
                                                << "u"
                                                << "";
    QTest::newRow("several hosts") << "postgresql://u@a:1,b:2/db"
                                   << "a,b/db"
                                   << "u"
                                   << "";
}

void TestSettings::parseUrl()
{
    QFETCH(const QString, url);
    const auto parsed = gw::postgres::parseUrl(url.toStdString());
    QVERIFY(parsed.ok());
    QTEST(QString::fromStdString(parsed.value().place()), "place");
    QTEST(QString::fromStdString(parsed.value().username), "username");
    QTEST(QString::fromStdString(parsed.value().password.reveal()), "password");
}

void TestSettings::keepsWhatLibpqKnows()
{
    const auto parsed =
        gw::postgres::parseUrl("postgresql://u@h/db?schema=llm&connection_limit=10&sslmode=require&"
                               "pool_timeout=5&connect_timeout=7&pgbouncer=true");
    QVERIFY(parsed.ok());
    const Settings &settings = parsed.value();
    const std::vector<std::pair<std::string, std::string>> kept{{"sslmode", "require"}};
    QCOMPARE(settings.more, kept);
    const std::vector<std::string> ignored{"connection_limit", "pool_timeout", "pgbouncer"};
    QCOMPARE(settings.ignored, ignored);
    QCOMPARE(settings.foreignSchema, std::string("llm"));
    QCOMPARE(settings.connectMs, 7000);
}

void TestSettings::refusesUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("nothing") << "";
    QTest::newRow("another system") << "mysql://u:secret@h/db";
    QTest::newRow("no scheme") << "u:secret@h/db";
    QTest::newRow("port that is none") << "postgresql://u:secret@h:99999/db";
    QTest::newRow("bracket left open") << "postgresql://u:secret@[::1/db";
    QTest::newRow("neither database nor user") << "postgresql://h";
}

void TestSettings::refusesUrls()
{
    QFETCH(const QString, url);
    const auto parsed = gw::postgres::parseUrl(url.toStdString());
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.error().code == gw::ErrorCode::BadRequest);
    QVERIFY(!QString::fromStdString(parsed.error().message).contains(QStringLiteral("secret")));
}

void TestSettings::prefersTheConfigsUrl()
{
    const auto chosen = chooseDatabase("postgresql://u@config/db",
                                       environmentOf({{"DATABASE_URL", "postgresql://u@environment/db"}}));
    QVERIFY(chosen.ok() && chosen.value());
    QCOMPARE(chosen.value()->hosts, std::string("config"));
    const auto other = chooseDatabase({}, environmentOf({{"DATABASE_URL", "postgresql://u@environment/db"}}));
    QVERIFY(other.ok() && other.value());
    QCOMPARE(other.value()->hosts, std::string("environment"));
    const auto none = chooseDatabase({}, environmentOf({}));
    QVERIFY(none.ok() && !none.value());
}

void TestSettings::goesPastThePooler()
{
    const auto chosen =
        chooseDatabase({}, environmentOf({{"DATABASE_URL", "postgresql://u@pooler:6432/db?pgbouncer=true"},
                                          {"DIRECT_URL", "postgresql://u@server/db"}}));
    QVERIFY(chosen.ok() && chosen.value());
    QCOMPARE(chosen.value()->hosts, std::string("server"));
}

void TestSettings::buildsFromParts()
{
    const auto chosen = chooseDatabase({}, environmentOf({{"DATABASE_HOST", "db.example:5433"},
                                                          {"DATABASE_NAME", "litellm"},
                                                          {"DATABASE_USERNAME", "me"},
                                                          {"DATABASE_PASSWORD", "w:/@"},
                                                          {"DATABASE_SCHEMA", "llm"}}));
    QVERIFY(chosen.ok() && chosen.value());
    QCOMPARE(chosen.value()->place(), std::string("db.example:5433/litellm"));
    QCOMPARE(chosen.value()->username, std::string("me"));
    QCOMPARE(chosen.value()->password.reveal(), std::string("w:/@"));
    QCOMPARE(chosen.value()->foreignSchema, std::string("llm"));
    const auto half = chooseDatabase({}, environmentOf({{"DATABASE_HOST", "db.example"}}));
    QVERIFY(half.ok() && !half.value());
}

void TestSettings::takesSqliteForTheLocalOne()
{
    const auto chosen = chooseDatabase("sqlite:///var/lib/keys.db", environmentOf({}));
    QVERIFY(chosen.ok() && !chosen.value());
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
