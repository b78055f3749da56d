#include "core/backup/snapshot.h"
#include "core/base/json.h"
#include "core/config/vault.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::backup;

namespace {

constexpr std::int64_t kMoment = 1'795'774'500;   // 2026-11-27T10:15:00Z
constexpr std::int64_t kDay = 86'400;

void write(const std::string &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(QString::fromStdString(path)).path());
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", path.c_str());
}

QByteArray read(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(missing)");
}

// A database that somebody holds open and writes to.
class Database
{
public:
    explicit Database(const std::string &path)
        : m_name(QString::fromStdString(path))
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(m_name);
        if (!database.open())
            qFatal("no database");
        run("PRAGMA journal_mode=WAL");
        run("CREATE TABLE IF NOT EXISTS rows (value INTEGER)");
    }
    ~Database()
    {
        QSqlDatabase::database(m_name).close();
        QSqlDatabase::removeDatabase(m_name);
    }
    void run(const char *sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        if (!query.exec(QString::fromLatin1(sql)))
            qFatal("%s", sql);
    }
    int rows() const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        return query.exec(QStringLiteral("SELECT count(*) FROM rows")) && query.next()
                   ? query.value(0).toInt()
                   : -1;
    }

private:
    const QString m_name;
};

}   // namespace

class TestSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void putsEverythingBack();
    void copiesADatabaseInUse();
    void leavesTheVaultOutWithoutAPassphrase();
    void wantsTheRightPassphrase();
    void leavesOutWhatFails();
    void refusesDamage_data();
    void refusesDamage();
    void overwritesNothingUnasked();
    void namesNoFilesOutside();
    void isThereWholeOrNotAtAll();
    void keepsForAWhile();

private:
    std::string at(const char *name) const
    {
        return m_folder->filePath(QString::fromLatin1(name)).toStdString();
    }
    Sources sources() const
    {
        Sources out;
        out.dataFolder = at("data");
        out.configFiles = {at("config/config.yaml"), at("config/more/models.yaml"), at("elsewhere.yaml")};
        out.vaultKey = m_key;
        out.passphrase = Secret("correct horse");
        out.program = "1";
        return out;
    }
    Target target() const
    {
        Target out;
        out.dataFolder = at("new/data");
        out.configFile = at("new/config/config.yaml");
        out.passphrase = Secret("correct horse");
        return out;
    }
    std::string snapshot() const { return at("snapshots/") + stampOf(kMoment); }

    std::unique_ptr<QTemporaryDir> m_folder;
    const Secret m_key = Secret(std::string(config::kVaultKeyBytes, 'k'));
};

void TestSnapshot::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(at("config/config.yaml"), "model_list: []\n");
    write(at("config/more/models.yaml"), "more: 1\n");
    write(at("elsewhere.yaml"), "else: 1\n");
    QDir().mkpath(QString::fromStdString(at("data")));
    config::Vault vault(at("data/vault"));
    QVERIFY(vault.open(m_key).ok());
    QVERIFY(vault.store("openai", Secret("sk-provider")).ok());
    Database ledger(at("data/ledger.db"));
    ledger.run("INSERT INTO rows VALUES (1), (2), (3)");
}

void TestSnapshot::putsEverythingBack()
{
    write(at("data/gateway-id"), "0123456789abcdef\n");
    const auto saved = save(sources(), at("snapshots"), kMoment);
    QVERIFY2(saved.ok(), saved.ok() ? "" : saved.error().message.c_str());
    QCOMPARE(saved.value().parts.size(), std::size_t{7});
    QVERIFY(saved.value().leftOut.empty());
    QFile::remove(QString::fromStdString(at("elsewhere.yaml")));
    const auto restored = restore(snapshot(), target());
    QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().message.c_str());
    QVERIFY(restored.value().notes.empty());
    QCOMPARE(read(at("new/config/config.yaml")), QByteArray("model_list: []\n"));
    QCOMPARE(read(at("new/config/more/models.yaml")), QByteArray("more: 1\n"));
    QCOMPARE(read(at("elsewhere.yaml")), QByteArray("else: 1\n"));
    QCOMPARE(read(at("new/data/gateway-id")), QByteArray("0123456789abcdef\n"));
    QCOMPARE(Database(at("new/data/ledger.db")).rows(), 3);
    config::Vault vault(at("new/data/vault"));
    QVERIFY(vault.open(Secret(read(at("new/data/vault.key")).toStdString())).ok());
    QCOMPARE(vault.resolve("openai").value().reveal(), std::string("sk-provider"));
    // Nothing in the snapshot tells a key to whoever has no passphrase.
    for (const Part &part : saved.value().parts)
        QVERIFY(!read(snapshot() + "/" + part.file).contains("sk-provider"));
}

void TestSnapshot::copiesADatabaseInUse()
{
    const Database busy(at("data/ledger.db"));
    busy.run("INSERT INTO rows VALUES (4)");   // In the log of the database, not yet in its file.
    QVERIFY(save(sources(), at("snapshots"), kMoment).ok());
    busy.run("INSERT INTO rows VALUES (5)");
    QVERIFY(restore(snapshot(), target()).ok());
    QCOMPARE(Database(at("new/data/ledger.db")).rows(), 4);
    QCOMPARE(busy.rows(), 5);
}

void TestSnapshot::leavesTheVaultOutWithoutAPassphrase()
{
    Sources without = sources();
    without.passphrase = Secret();
    const auto saved = save(without, at("snapshots"), kMoment);
    QVERIFY(saved.ok());
    QCOMPARE(saved.value().leftOut.size(), std::size_t{1});
    QVERIFY(!QFile::exists(QString::fromStdString(snapshot() + "/vault")));
    const auto restored = restore(snapshot(), target());
    QCOMPARE(restored.value().notes.size(), std::size_t{1});
    QVERIFY(!QFile::exists(QString::fromStdString(at("new/data/vault"))));
}

void TestSnapshot::wantsTheRightPassphrase()
{
    QVERIFY(save(sources(), at("snapshots"), kMoment).ok());
    Target wrong = target();
    wrong.passphrase = Secret("wrong horse");
    QVERIFY(!restore(snapshot(), wrong).ok());
    QVERIFY(!QFile::exists(QString::fromStdString(at("new"))));
    wrong.passphrase = Secret();
    const auto closed = restore(snapshot(), wrong);
    QVERIFY(closed.ok());
    QCOMPARE(closed.value().notes.size(), std::size_t{1});
    QVERIFY(!QFile::exists(QString::fromStdString(at("new/data/vault.key"))));
}

void TestSnapshot::leavesOutWhatFails()
{
    Sources more = sources();
    more.extras.push_back({"redis", "redis.rdb", [](const std::string &path) -> Result<void> {
                               write(path, "rdb");
                               return {};
                           }});
    more.extras.push_back({"postgres", "postgres.zst", [](const std::string &) -> Result<void> {
                               return Error{.message = "the database is away"};
                           }});
    const auto saved = save(more, at("snapshots"), kMoment);
    QVERIFY(saved.ok());
    QCOMPARE(saved.value().leftOut, std::vector<std::string>{"postgres: the database is away"});
    QCOMPARE(read(snapshot() + "/redis.rdb"), QByteArray("rdb"));
    QCOMPARE(restore(snapshot(), target()).value().notes.size(), std::size_t{2});
}

void TestSnapshot::refusesDamage_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("a database") << QStringLiteral("ledger.db.zst");
    QTest::newRow("a config") << QStringLiteral("config-0-config.yaml");
    QTest::newRow("the vault") << QStringLiteral("vault");
    QTest::newRow("the wrapped key") << QStringLiteral("vault-key");
    QTest::newRow("the manifest") << QStringLiteral("manifest.json");
}

void TestSnapshot::refusesDamage()
{
    QFETCH(QString, file);
    QVERIFY(save(sources(), at("snapshots"), kMoment).ok());
    QVERIFY(check(snapshot()).ok());
    const std::string path = snapshot() + "/" + file.toStdString();
    QByteArray bytes = read(path);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write(path, bytes);
    QVERIFY(!restore(snapshot(), target()).ok());
    QFile::remove(QString::fromStdString(path));
    QVERIFY(!restore(snapshot(), target()).ok());
    QVERIFY(!QFile::exists(QString::fromStdString(at("new"))));
}

void TestSnapshot::overwritesNothingUnasked()
{
    QVERIFY(save(sources(), at("snapshots"), kMoment).ok());   // elsewhere.yaml is there, and as it was.
    write(at("new/config/more/models.yaml"), "mine\n");
    const auto refused = restore(snapshot(), target());
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().message.find("models.yaml") != std::string::npos);
    QVERIFY(!QFile::exists(QString::fromStdString(at("new/data/ledger.db"))));
    Target forced = target();
    forced.replace = true;
    QVERIFY(restore(snapshot(), forced).ok());
    QCOMPARE(read(at("new/config/more/models.yaml")), QByteArray("more: 1\n"));
    QCOMPARE(read(at("new/config/more/models.yaml.before-restore")), QByteArray("mine\n"));
    QCOMPARE(Database(at("new/data/ledger.db")).rows(), 3);
}

void TestSnapshot::namesNoFilesOutside()
{
    QVERIFY(save(sources(), at("snapshots"), kMoment).ok());
    const std::string path = snapshot() + "/manifest.json";
    QByteArray bytes = read(path);
    write(path, bytes.replace("\"file\":\"vault\"", "\"file\":\"../vault\""));
    const auto refused = check(snapshot());
    QVERIFY(!refused.ok());
}

void TestSnapshot::isThereWholeOrNotAtAll()
{
    Sources broken = sources();
    write(at("data/access.db"), "this is no database at all, whatever its name says");
    QVERIFY(!save(broken, at("snapshots"), kMoment).ok());
    Sources nothing;
    nothing.dataFolder = at("nowhere");
    QVERIFY(!save(nothing, at("snapshots"), kMoment).ok());
    QVERIFY(list(at("snapshots")).empty());
    QVERIFY(QDir(QString::fromStdString(at("snapshots")))
                .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                .isEmpty());
}

void TestSnapshot::keepsForAWhile()
{
    Sources small = sources();
    small.passphrase = Secret();
    const std::string folder = at("snapshots");
    for (int day = 0; day < 5; ++day)
        QVERIFY(save(small, folder, kMoment + day * kDay).ok());
    QDir().mkpath(QString::fromStdString(folder + "/.partial-x"));
    write(folder + "/mine/notes.txt", "not a snapshot");
    QCOMPARE(list(folder).size(), std::size_t{5});
    const std::int64_t now = kMoment + 4 * kDay;
    QCOMPARE(prune(folder, now, 3 * kDay, INT64_MAX), 1);
    QVERIFY(!QFile::exists(QString::fromStdString(folder + "/.partial-x")));
    QVERIFY(QFile::exists(QString::fromStdString(folder + "/mine/notes.txt")));
    const std::vector<Kept> four = list(folder);
    QCOMPARE(four.front().unixS, kMoment + kDay);
    QVERIFY(four.front().bytes > 0);
    QCOMPARE(prune(folder, now, 3 * kDay, 2 * four.front().bytes), 2);
    QCOMPARE(prune(folder, now + 1000 * kDay, kDay, 1), 1);
    QCOMPARE(list(folder).size(), std::size_t{1});   // The newest stays.
    QCOMPARE(list(folder).front().unixS, now);
}

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
