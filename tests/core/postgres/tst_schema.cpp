#include "core/base/json.h"
#include "core/postgres/dump.h"
#include "core/postgres/schema.h"
#include "tests/support/postgresserver.h"

#include <QTest>

#include <thread>
#include <zstd.h>

using namespace gw;
using namespace gw::postgres;

namespace {

std::unique_ptr<Connection> opened(const Settings &settings)
{
    auto made = Connection::open(settings, "test");
    if (!made.ok())
        qFatal("%s", made.error().message.c_str());
    return std::move(made).value();
}

std::string unpacked(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray packed = file.readAll();
    std::string out(1 << 20, '\0');
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer in{packed.constData(), static_cast<std::size_t>(packed.size()), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    while (in.pos < in.size && !ZSTD_isError(ZSTD_decompressStream(context, &to, &in))) {
    }
    ZSTD_freeDCtx(context);
    out.resize(to.pos);
    return out;
}

}   // namespace

class TestSchema final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void makesTheDatabase();
    void saysWhatAnAdministratorHasToRun();
    void makesTheTablesOnce();
    void severalAtOnceDoNotCollide();
    void savesWhatAStepChanges();
    void leavesNothingOfAFailedStep();
    void refusesWhatANewerVersionChanged();
    void changesNothingWhenItMayNot();
    void putsAWholeSchemaBackWhereThereIsNothing();
    void loadsNothingOfADamagedOrNewerDump();

private:
    test::PostgresServer m_server;
    QTemporaryDir m_folder;
    int m_databases = 0;
    Settings m_settings;
};

void TestSchema::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestSchema::init()
{
    m_settings = m_server.settings("test" + std::to_string(++m_databases));
    QVERIFY(opened(m_server.settings())->run("CREATE DATABASE " + m_settings.database).ok());
}

void TestSchema::makesTheDatabase()
{
    const Settings absent = m_server.settings("made of \"words\"");
    const auto refused = Connection::open(absent, "test");
    QVERIFY(!refused.ok());
    QVERIFY(makeDatabase(absent, refused.error()).ok());
    QVERIFY(Connection::open(absent, "test").ok());
    // Two that come at once have both met none.
    QVERIFY(makeDatabase(absent, refused.error()).ok());
}

void TestSchema::saysWhatAnAdministratorHasToRun()
{
    QVERIFY(opened(m_server.settings())->run("CREATE ROLE small LOGIN").ok());
    Settings absent = m_server.settings("wanted");
    absent.username = "small";
    const auto refused = Connection::open(absent, "test");
    QVERIFY(!refused.ok());
    const auto made = makeDatabase(absent, refused.error());
    QVERIFY(!made.ok());
    const QString text = QString::fromStdString(made.error().message);
    QVERIFY(text.contains(QStringLiteral("CREATE ROLE \"small\" LOGIN PASSWORD '...';")));
    QVERIFY(text.contains(QStringLiteral("CREATE DATABASE \"wanted\" OWNER \"small\";")));
}

void TestSchema::makesTheTablesOnce()
{
    const auto connection = opened(m_settings);
    const std::string folder = m_folder.path().toStdString();
    for (int i = 0; i < 2; ++i)
        QVERIFY(bringUpToDate(*connection, schemaSteps(), folder).ok());
    const auto steps = connection->query("SELECT count(*) FROM portico.schema_steps");
    QVERIFY(steps.ok());
    QCOMPARE(steps.value().integer(0, 0), static_cast<std::int64_t>(schemaSteps().size()));
    QVERIFY(connection->query("SELECT id, document FROM portico.keys").ok());
    const auto outside =
        connection->query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
    QVERIFY(outside.ok());
    QCOMPARE(outside.value().integer(0, 0), 0);
}

void TestSchema::severalAtOnceDoNotCollide()
{
    std::atomic<int> good{0};
    std::vector<std::thread> gateways;
    for (int i = 0; i < 4; ++i)
        gateways.emplace_back([&] {
            const auto connection = opened(m_settings);
            good += bringUpToDate(*connection, schemaSteps(), m_folder.path().toStdString()).ok() ? 1 : 0;
        });
    for (std::thread &one : gateways)
        one.join();
    QCOMPARE(good.load(), 4);
}

void TestSchema::savesWhatAStepChanges()
{
    const auto connection = opened(m_settings);
    QTemporaryDir folder;
    QVERIFY(bringUpToDate(*connection, schemaSteps(), folder.path().toStdString()).ok());
    QVERIFY(connection
                ->script("INSERT INTO portico.budgets SELECT 'b' || g, json_build_object('text', repeat('x', "
                         "100), 'n', g) FROM generate_series(1, 2500) g")
                .ok());
    QVERIFY(QDir(folder.path()).isEmpty());
    const auto list = schemaSteps();
    std::vector<SchemaStep> steps(list.begin(), list.end());
    // Any text does that may run twice; the tables of the first step are in the way of its own.
    steps.push_back({"later", "schema/postgres_access_0001.sql", {"budgets", "not_there"}});
    QVERIFY(connection
                ->script("ALTER SCHEMA portico RENAME TO old; CREATE SCHEMA portico; ALTER TABLE "
                         "old.schema_steps SET SCHEMA portico; ALTER TABLE old.budgets SET SCHEMA portico")
                .ok());
    const auto inTheWay = bringUpToDate(*connection, steps, folder.path().toStdString());
    QVERIFY(!inTheWay.ok());
    const QStringList files = QDir(folder.path()).entryList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QVERIFY(files[0].startsWith(QStringLiteral("database-later-")));
    const std::string text = unpacked(folder.filePath(files[0]));
    QCOMPARE(std::ranges::count(text, '\n'), 2500);
    const auto line = json::parse(text.substr(0, text.find('\n')));
    QVERIFY(line.ok());
    QCOMPARE(json::stringOr(line.value().get_object(), "table"), std::string_view("\"portico\".\"budgets\""));
    const json::Object *row = json::findObject(line.value().get_object(), "row");
    QVERIFY(row);
    QCOMPARE(json::stringOr(*row, "id"), std::string_view("b1"));
}

void TestSchema::leavesNothingOfAFailedStep()
{
    const auto connection = opened(m_settings);
    const std::vector<SchemaStep> steps{{"first", "schema/postgres_access_0001.sql", {}},
                                        {"again", "schema/postgres_access_0001.sql", {}}};
    QVERIFY(!bringUpToDate(*connection, steps, m_folder.path().toStdString()).ok());
    const auto there = connection->query("SELECT to_regnamespace('portico') IS NULL");
    QVERIFY(there.ok());
    QVERIFY(there.value().flag(0, 0));
}

void TestSchema::refusesWhatANewerVersionChanged()
{
    const auto connection = opened(m_settings);
    const std::string folder = m_folder.path().toStdString();
    QVERIFY(bringUpToDate(*connection, schemaSteps(), folder).ok());
    QVERIFY(connection->run("INSERT INTO portico.schema_steps VALUES ('added-later', false)").ok());
    QVERIFY(bringUpToDate(*connection, schemaSteps(), folder).ok());
    QVERIFY(connection->run("INSERT INTO portico.schema_steps VALUES ('changed-later', true)").ok());
    const auto refused = bringUpToDate(*connection, schemaSteps(), folder);
    QVERIFY(!refused.ok());
    QVERIFY(QString::fromStdString(refused.error().message).contains(QStringLiteral("changed-later")));
}

void TestSchema::changesNothingWhenItMayNot()
{
    const auto connection = opened(m_settings);
    const auto refused = bringUpToDate(*connection, schemaSteps(), m_folder.path().toStdString(), false);
    QVERIFY(!refused.ok());
    const auto there = connection->query("SELECT to_regnamespace('portico') IS NULL");
    QVERIFY(there.ok() && there.value().flag(0, 0));
}

void TestSchema::putsAWholeSchemaBackWhereThereIsNothing()
{
    const auto first = opened(m_settings);
    const std::string folder = m_folder.path().toStdString();
    const std::string file = folder + "/whole.jsonl.zst";
    QVERIFY(bringUpToDate(*first, schemaSteps(), folder).ok());
    // More than one statement's worth, with texts that need escaping and numbers no double holds.
    QVERIFY(first
                ->script("INSERT INTO portico.keys SELECT 'k' || i, 'a\"b' || i, '', E'line\\nbreak', "
                         "json_build_object('i', i) FROM generate_series(1, 3000) i;"
                         "INSERT INTO portico.spent VALUES ('g', 1, 'k1', "
                         "12345678901234567890123456789012345678, 5);"
                         "INSERT INTO portico.audit_log VALUES ('1', 5, 'w', '', 'made', 't', 'o', 'null', "
                         "'{\"a\": null}');"
                         "SELECT setval('portico.spent_seq', 77);"
                         "INSERT INTO portico.facts VALUES ('imported public', 'now')")
                .ok());
    QVERIFY(dumpSchema(*first, "portico", file).ok());
    init();
    const auto second = opened(m_settings);
    QVERIFY(bringUpToDate(*second, schemaSteps(), folder).ok());
    const auto loaded = loadSchema(*second, "portico", file);
    QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
    const char *queries[] = {"SELECT md5(string_agg(k::text, ',' ORDER BY id)) FROM portico.keys k",
                             "SELECT total::text FROM portico.spent",
                             "SELECT before_value::text || after_value::text FROM portico.audit_log",
                             "SELECT value FROM portico.facts WHERE name = 'imported public'"};
    for (const char *query : queries) {
        const auto wanted = first->query(query);
        const auto got = second->query(query);
        QVERIFY(wanted.ok() && got.ok() && wanted.value().size() == 1 && got.value().size() == 1);
        QCOMPARE(got.value().string(0, 0), wanted.value().string(0, 0));
    }
    const auto next = second->query("SELECT nextval('portico.spent_seq')::text");
    QCOMPARE(next.value().string(0, 0), std::string("78"));
    const auto again = loadSchema(*second, "portico", file);
    QVERIFY(!again.ok());
    QVERIFY(again.error().message.find("holds rows already") != std::string::npos);
}

void TestSchema::loadsNothingOfADamagedOrNewerDump()
{
    const auto first = opened(m_settings);
    const std::string folder = m_folder.path().toStdString();
    const std::string file = folder + "/newer.jsonl.zst";
    QVERIFY(bringUpToDate(*first, schemaSteps(), folder).ok());
    QVERIFY(
        first
            ->script("INSERT INTO portico.schema_steps (name, changes) VALUES ('access-99', false);"
                     "INSERT INTO portico.grace_keys SELECT 'g' || i, '{}' FROM generate_series(1, 20000) i")
            .ok());
    QVERIFY(dumpSchema(*first, "portico", file).ok());
    init();
    const auto second = opened(m_settings);
    QVERIFY(bringUpToDate(*second, schemaSteps(), folder).ok());
    const auto newer = loadSchema(*second, "portico", file);
    QVERIFY(!newer.ok());
    QVERIFY(newer.error().message.find("access-99") != std::string::npos);
    QVERIFY(second->run("INSERT INTO portico.schema_steps (name, changes) VALUES ('access-99', false)").ok());
    QFile cut(QString::fromStdString(file));
    QVERIFY(cut.open(QIODevice::ReadWrite));
    QVERIFY(cut.resize(cut.size() - 20));
    cut.close();
    const auto damaged = loadSchema(*second, "portico", file);
    QVERIFY(!damaged.ok());
    QVERIFY(!loadSchema(*second, "portico", folder + "/absent").ok());
    const auto rows = second->query("SELECT count(*)::text FROM portico.grace_keys");
    QCOMPARE(rows.value().string(0, 0), std::string("0"));
}

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
