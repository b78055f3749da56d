#include "core/access/directory.h"
#include "core/access/edit.h"
#include "core/base/ids.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <future>
#include <sys/wait.h>
#include <unistd.h>

using namespace gw;
using namespace gw::access;
using namespace Qt::StringLiterals;

namespace {

Key keyNamed(const std::string &token, const std::string &alias = {})
{
    Key key;
    key.token = token;
    key.name = "sk-...0000";
    key.alias = alias;
    return key;
}

// Does it on the directory's thread and waits for it.
Result<void> edit(Directory &directory, std::function<void(Edit &)> work)
{
    std::promise<Result<void>> done;
    directory.edit([&](Edit &change) {
        work(change);
        done.set_value(change.commit("tester"));
    });
    return done.get_future().get();
}

// Statements on the database as another program would.
bool runSql(const QString &file, const QStringList &statements, QVariant *answer = nullptr)
{
    bool ok = true;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(file);
        ok = database.open();
        QSqlQuery query(database);
        for (const QString &statement : statements)
            ok = query.exec(statement) && ok;
        if (answer && query.next())
            *answer = query.value(0);
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    return ok;
}

}   // namespace

class TestDirectory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void keepsWhatWasCommitted();
    void showsAChangeAtOnce();
    void changesNothingWithoutCommit();
    void tellsListeners();
    void findsGraceKeysWhileTheyCount();
    void forgetsGraceKeysThatAreOver();
    void dropsWorkAfterClosing();
    void movesDeletedKeysAside();
    void keepsWindows();
    void resolvesLimits();
    void isReadableByItsOwnerOnly();
    void writesTheAuditLog();
    void surfacesABrokenDatabase();
    void refusesANewerDatabase();
    void skipsARowThatCannotBeRead();
    void losesNothingWhenKilled();
    void holdsManyKeys();

private:
    std::string file() const { return m_folder->filePath(u"access.db"_s).toStdString(); }
    std::unique_ptr<Directory> open()
    {
        auto directory = Directory::open(file(), m_clock);
        return directory.ok() ? std::move(directory).value() : nullptr;
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDirectory::keepsWhatWasCommitted()
{
    {
        const auto directory = open();
        QVERIFY(directory);
        QVERIFY(edit(*directory, [](Edit &change) {
                    change.put(keyNamed("aa", "mine"));
                    change.put(User{.userId = "u", .email = "a@b"});
                    change.put(Team{.teamId = "t"});
                    change.put(Membership{.teamId = "t", .userId = "u"});
                    change.put(Customer{.userId = "c"});
                    change.put(Budget{.budgetId = "b"});
                    change.put(Tag{.name = "x"});
                    change.put(AccessGroup{.name = "g", .models = {"m"}});
                }).ok());
    }
    const auto directory = open();
    QVERIFY(directory);
    QCOMPARE(directory->key("aa")->alias, std::string("mine"));
    QCOMPARE(directory->user("u")->email, std::string("a@b"));
    QVERIFY(directory->team("t"));
    QVERIFY(directory->membership("t", "u"));
    QVERIFY(directory->customer("c"));
    QVERIFY(directory->budget("b"));
    QVERIFY(directory->tag("x"));
    QCOMPARE(directory->accessGroup("g")->models, std::vector<std::string>{"m"});
    QVERIFY(!directory->key("bb"));
}

void TestDirectory::showsAChangeAtOnce()
{
    const auto directory = open();
    QVERIFY(directory);
    QVERIFY(edit(*directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    const KeyPtr before = directory->key("aa");
    QVERIFY(edit(*directory, [&](Edit &change) {
                Key blocked = *before;
                blocked.blocked = true;
                change.put(std::move(blocked));
            }).ok());
    QVERIFY(!before->blocked);
    QVERIFY(directory->key("aa")->blocked);
}

void TestDirectory::changesNothingWithoutCommit()
{
    const auto directory = open();
    QVERIFY(directory);
    std::promise<void> done;
    directory->edit([&](Edit &change) {
        change.put(keyNamed("aa"));
        done.set_value();
    });
    done.get_future().get();
    QVERIFY(edit(*directory, [](Edit &) {}).ok());
    QVERIFY(!directory->key("aa"));
}

void TestDirectory::tellsListeners()
{
    const auto directory = open();
    QVERIFY(directory);
    std::vector<Change> told;
    directory->listen([&](const std::vector<Change> &changes) {
        // What is told is visible already.
        if (!changes[0].removed)
            QVERIFY(directory->key(changes[0].id));
        told.insert(told.end(), changes.begin(), changes.end());
    });
    QVERIFY(edit(*directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    QVERIFY(edit(*directory, [](Edit &change) { change.remove(Kind::Key, "aa"); }).ok());
    QCOMPARE(told.size(), std::size_t{2});
    QCOMPARE(told[0].id, std::string("aa"));
    QVERIFY(told[1].removed);
}

void TestDirectory::findsGraceKeysWhileTheyCount()
{
    const auto directory = open();
    QVERIFY(directory);
    const std::int64_t now = m_clock.unixUs() / 1'000'000;
    QVERIFY(edit(*directory, [&](Edit &change) {
                change.put(keyNamed("new"));
                change.put(GraceKey{.hash = "old", .token = "new", .until = now + 10});
            }).ok());
    QVERIFY(directory->key("old"));
    QCOMPARE(directory->key("old")->token, std::string("new"));
    m_clock.advanceUs(10'000'000);
    QVERIFY(!directory->key("old"));
    QVERIFY(directory->key("new"));
}

void TestDirectory::forgetsGraceKeysThatAreOver()
{
    const std::int64_t now = m_clock.unixUs() / 1'000'000;
    {
        const auto directory = open();
        QVERIFY(edit(*directory, [&](Edit &change) {
                    change.put(keyNamed("new"));
                    change.put(GraceKey{.hash = "old", .token = "new", .until = now + 10});
                    change.put(GraceKey{.hash = "older", .token = "new", .until = now + 5});
                }).ok());
    }
    m_clock.advanceUs(7'000'000);
    QVERIFY(open()->key("old"));
    QVariant count;
    QVERIFY(runSql(m_folder->filePath(u"access.db"_s), {u"SELECT COUNT(*) FROM grace_keys"_s}, &count));
    QCOMPARE(count.toInt(), 1);
}

void TestDirectory::dropsWorkAfterClosing()
{
    const auto directory = open();
    std::atomic<int> done = 0;
    for (int i = 0; i < 100; ++i)
        directory->edit([&](Edit &) { ++done; });
    directory->close();
    QCOMPARE(done.load(), 100);
    directory->edit([&](Edit &) { ++done; });
    directory->close();
    QCOMPARE(done.load(), 100);
}

void TestDirectory::movesDeletedKeysAside()
{
    {
        const auto directory = open();
        QVERIFY(directory);
        QVERIFY(edit(*directory, [](Edit &change) { change.put(keyNamed("aa", "mine")); }).ok());
        QVERIFY(edit(*directory, [](Edit &change) { change.remove(Kind::Key, "aa"); }).ok());
        QVERIFY(!directory->key("aa"));
    }
    QVERIFY(!open()->key("aa"));
    QVariant count;
    QVERIFY(runSql(m_folder->filePath(u"access.db"_s),
                   {u"SELECT COUNT(*) FROM deleted_keys WHERE id = 'aa' AND deleted_by = 'tester'"_s},
                   &count));
    QCOMPARE(count.toInt(), 1);
}

void TestDirectory::keepsWindows()
{
    const std::int64_t now = m_clock.unixUs() / 1'000'000;
    std::int64_t resetAt = 0;
    {
        const auto directory = open();
        QVERIFY(directory);
        QVERIFY(edit(*directory, [](Edit &change) {
                    Key key = keyNamed("aa");
                    key.limits.maxBudget = 100;
                    key.limits.budgetDuration = "1d";
                    change.put(std::move(key));
                    change.setSpent(Scope::Key, "aa", 30, "1d");
                }).ok());
        resetAt = directory->spentBy(*directory->key("aa"), now).resetAt;
        directory->spending().add(Scope::Key, "aa", 5);
        QCOMPARE(directory->spentBy(*directory->key("aa"), now).pico, 35);
        // Begun anew by a look, not by an edit.
        QCOMPARE(directory->spentBy(*directory->key("aa"), resetAt).pico, 0);
        directory->spending().add(Scope::Key, "aa", 2);
    }
    const auto directory = open();
    QVERIFY(directory);
    directory->spending().add(Scope::Key, "aa", 7);   // The ledger's sum.
    QCOMPARE(directory->spentBy(*directory->key("aa"), resetAt + 1).pico, 2);
}

void TestDirectory::resolvesLimits()
{
    const auto directory = open();
    QVERIFY(directory);
    QVERIFY(edit(*directory, [](Edit &change) {
                Budget budget{.budgetId = "b"};
                budget.limits.maxBudget = 9;
                budget.limits.rpm = 3;
                change.put(std::move(budget));
                Team team{.teamId = "t"};
                team.memberLimits.maxBudget = 4;
                change.put(std::move(team));
                Membership own{.teamId = "t", .userId = "u"};
                own.limits.rpm = 1;
                change.put(std::move(own));
            }).ok());
    Key key = keyNamed("aa");
    key.budgetId = "b";
    key.limits.rpm = 8;
    QCOMPARE(*directory->limitsOf(key).maxBudget, 9);
    QCOMPARE(*directory->limitsOf(key).rpm, 8);
    const TeamPtr team = directory->team("t");
    QCOMPARE(*directory->memberLimits(*team, "u").maxBudget, 4);
    QCOMPARE(*directory->memberLimits(*team, "u").rpm, 1);
    QVERIFY(!directory->memberLimits(*team, "v").rpm);
}

void TestDirectory::isReadableByItsOwnerOnly()
{
    const auto directory = open();
    QVERIFY(directory);
    QVERIFY(edit(*directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    for (const char *suffix : {"", "-wal", "-shm"}) {
        const QFileInfo info(QString::fromStdString(file() + suffix));
        QVERIFY(info.exists());
        QVERIFY(!(info.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)));
    }
}

void TestDirectory::writesTheAuditLog()
{
    const auto directory = open();
    QVERIFY(directory);
    for (const char *action : {"created", "updated", "deleted"}) {
        QVERIFY(edit(*directory, [&](Edit &change) {
                    change.note({.who = "admin",
                                 .action = action,
                                 .table = "T",
                                 .object = "aa",
                                 .before = nullptr,
                                 .after = json::Object{{"a", 1}}});
                }).ok());
    }
    std::promise<Result<Store::AuditPage>> asked;
    directory->edit([&](Edit &change) { asked.set_value(change.audit({.action = {}, .limit = 2})); });
    const auto page = asked.get_future().get();
    QVERIFY(page.ok());
    QCOMPARE(page.value().total, 3);
    QCOMPARE(page.value().entries.size(), std::size_t{2});
    QCOMPARE(page.value().entries[0].action, std::string("deleted"));
    QVERIFY(page.value().entries[0].before.is_null());
    QVERIFY(json::equal(page.value().entries[0].after, json::Object{{"a", 1}}));
}

void TestDirectory::surfacesABrokenDatabase()
{
    QFile broken(QString::fromStdString(file()));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(8192, 'x'));
    broken.close();
    const auto directory = Directory::open(file(), m_clock);
    QVERIFY(!directory.ok());
    QCOMPARE(directory.error().code, ErrorCode::DatabaseAway);
}

void TestDirectory::refusesANewerDatabase()
{
    QVERIFY(open());
    QVERIFY(runSql(m_folder->filePath(u"access.db"_s), {u"INSERT INTO schema_version VALUES (999)"_s}));
    const auto directory = Directory::open(file(), m_clock);
    QVERIFY(!directory.ok());
    QVERIFY(directory.error().message.find("newer version") != std::string::npos);
}

void TestDirectory::skipsARowThatCannotBeRead()
{
    {
        const auto directory = open();
        QVERIFY(edit(*directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    }
    QVERIFY(runSql(m_folder->filePath(u"access.db"_s),
                   {u"INSERT INTO keys VALUES ('bb', '', '', '', '{\"models\": 5}')"_s,
                    u"INSERT INTO keys VALUES ('cc', '', '', '', 'no JSON')"_s}));
    const auto directory = open();
    QVERIFY(directory);
    QVERIFY(directory->key("aa"));
    QCOMPARE(directory->keys().size(), std::size_t{1});
}

// A child makes keys one after another and says each once it is committed; it is killed in the middle.
void TestDirectory::losesNothingWhenKilled()
{
    int pipes[2] = {};
    QCOMPARE(pipe(pipes), 0);
    const pid_t child = fork();
    if (child == 0) {
        SystemClock clock;
        auto directory = Directory::open(file(), clock);
        for (int i = 0; directory.ok(); ++i) {
            const bool kept =
                edit(*directory.value(), [&](Edit &change) { change.put(keyNamed(std::to_string(i))); }).ok();
            if (!kept || write(pipes[1], &i, sizeof i) != sizeof i)
                _exit(1);
        }
        _exit(1);
    }
    ::close(pipes[1]);
    int last = -1;
    while (last < 50 && read(pipes[0], &last, sizeof last) == sizeof last) {
    }
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    int more = 0;
    while (read(pipes[0], &more, sizeof more) == sizeof more)
        last = more;
    ::close(pipes[0]);
    QVERIFY(last >= 50);
    const auto directory = open();
    QVERIFY(directory);
    for (int i = 0; i <= last; ++i)
        QVERIFY(directory->key(std::to_string(i)));
}

void TestDirectory::holdsManyKeys()
{
    constexpr int kMany = 20'000;
    {
        const auto directory = open();
        QVERIFY(edit(*directory, [](Edit &change) {
                    for (int i = 0; i < kMany; ++i)
                        change.put(keyNamed(sha256Hex(std::to_string(i))));
                }).ok());
    }
    const auto directory = open();
    QVERIFY(directory);
    QCOMPARE(directory->keys().size(), std::size_t{kMany});
    for (int i = 0; i < kMany; i += 997)
        QVERIFY(directory->key(sha256Hex(std::to_string(i))));
}

QTEST_GUILESS_MAIN(TestDirectory)
#include "tst_directory.moc"
