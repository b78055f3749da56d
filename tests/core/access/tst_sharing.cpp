#include "core/access/sharedstore.h"
#include "core/access/sharing.h"
#include "tests/support/postgresserver.h"

#include <QTest>

#include <future>

using namespace gw;
using namespace gw::access;

namespace {

constexpr std::int64_t kDayUs = 86'400'000'000;

Key keyNamed(const std::string &token, const std::string &alias = {})
{
    Key key;
    key.token = token;
    key.name = "sk-...0000";
    key.alias = alias;
    return key;
}

// Does it on the directory's thread and waits for it.
Result<void> edit(Directory &directory, std::function<void(Edit &)> work, bool begins = true)
{
    std::promise<Result<void>> done;
    directory.edit([&](Edit &change) {
        if (begins) {
            if (const auto begun = change.begin(); !begun.ok())
                return done.set_value(begun);
        }
        work(change);
        done.set_value(change.commit("tester"));
    });
    return done.get_future().get();
}

}   // namespace

class TestSharing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void sharesEveryKind();
    void removesEverywhere();
    void givesTheLockBackWithoutCommit();
    void refusesAnEditOnAnOldState();
    void addsUpWhatAllSpend();
    void beginsAWindowOnceForAll();
    void carriesWhatALostLedgerTold();
    void startsFromItsMirror();
    void countsForADay();
    void runsWhatWaitsForTheDatabase();
    void takesOverADatabaseThatWasSetBack();

private:
    struct One
    {
        std::unique_ptr<QTemporaryDir> folder = std::make_unique<QTemporaryDir>();
        std::unique_ptr<Directory> directory = {};
        Directory *operator->() const { return directory.get(); }
    };
    void open(One &one, const std::string &gateway)
    {
        auto opened =
            Directory::open(one.folder->filePath(QStringLiteral("access.db")).toStdString(), m_clock);
        if (!opened.ok())
            qFatal("%s", opened.error().message.c_str());
        one.directory = std::move(opened).value();
        one->share(
            {.settings = m_settings, .gateway = gateway, .backupFolder = one.folder->path().toStdString()});
    }
    std::int64_t nowS() const { return m_clock.unixUs() / 1'000'000; }

    test::PostgresServer m_server;
    postgres::Settings m_settings;
    ManualClock m_clock;
    int m_databases = 0;
};

void TestSharing::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestSharing::init()
{
    m_settings = m_server.settings("shared" + std::to_string(++m_databases));
    m_settings.firstPauseMs = 20;
    m_settings.lastPauseMs = 200;
}

void TestSharing::sharesEveryKind()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    QVERIFY(one->standing() == Standing::Connected);
    QVERIFY(edit(*one.directory, [](Edit &change) {
                change.put(keyNamed("aa", "mine"));
                change.put(User{.userId = "u", .email = "a@b"});
                change.put(Team{.teamId = "t"});
                change.put(Membership{.teamId = "t", .userId = "u"});
                change.put(Customer{.userId = "c"});
                change.put(Budget{.budgetId = "b"});
                change.put(Tag{.name = "x \"quoted\" \\ {}"});
                change.put(AccessGroup{.name = "g", .models = {"m"}});
                change.put(GraceKey{.hash = "old", .token = "aa", .until = 4'000'000'000});
            }).ok());
    std::promise<KeyPtr> found;
    other->edit([&](Edit &change) {
        found.set_value(change.begin(Edit::Purpose::Look).ok() ? change.keyWithAlias("mine") : nullptr);
    });
    QVERIFY(found.get_future().get());
    QCOMPARE(other->key("aa")->alias, std::string("mine"));
    QCOMPARE(other->user("u")->email, std::string("a@b"));
    QVERIFY(other->team("t"));
    QVERIFY(other->membership("t", "u"));
    QVERIFY(other->customer("c"));
    QVERIFY(other->budget("b"));
    QVERIFY(other->tag("x \"quoted\" \\ {}"));
    QCOMPARE(other->accessGroup("g")->models, std::vector<std::string>{"m"});
    QCOMPARE(other->key("old"), other->key("aa"));
}

void TestSharing::removesEverywhere()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    std::vector<Change> heard;
    std::mutex mutex;
    other->listen([&](const std::vector<Change> &changes) {
        const std::lock_guard lock(mutex);
        heard.insert(heard.end(), changes.begin(), changes.end());
    });
    QVERIFY(edit(*one.directory, [](Edit &change) { change.put(keyNamed("aa", "mine")); }).ok());
    QTRY_VERIFY(other->key("aa"));
    QVERIFY(edit(*one.directory, [](Edit &change) { change.remove(Kind::Key, "aa"); }).ok());
    QTRY_VERIFY(!other->key("aa"));
    const std::lock_guard lock(mutex);
    QVERIFY(!heard.empty() && heard.back().removed && heard.back().id == "aa");
    auto connection = postgres::Connection::open(m_settings, "test");
    QVERIFY(connection.ok());
    const auto aside = connection.value()->query("SELECT id, deleted_by FROM portico.deleted_keys");
    QVERIFY(aside.ok());
    QCOMPARE(aside.value().size(), 1);
    QCOMPARE(aside.value().string(0, 1), std::string("tester"));
}

void TestSharing::givesTheLockBackWithoutCommit()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    std::promise<bool> begun;
    one->edit([&](Edit &change) {
        change.put(keyNamed("never"));
        begun.set_value(change.begin().ok());
    });
    QVERIFY(begun.get_future().get());
    QVERIFY(edit(*other.directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    QTRY_VERIFY(one->key("aa"));
    QVERIFY(!one->key("never"));
}

void TestSharing::refusesAnEditOnAnOldState()
{
    One one;
    open(one, "one");
    auto connection = postgres::Connection::open(m_settings, "test");
    QVERIFY(connection.ok());
    QVERIFY(edit(*one.directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    // Changed by somebody who notifies nobody, in between looking and committing.
    const auto refused = edit(
        *one.directory,
        [&](Edit &change) {
            Key changed = *one->key("aa");
            changed.alias = "mine";
            QVERIFY(
                connection.value()
                    ->script("UPDATE portico.keys SET document = "
                             "'{\"token\": \"aa\", \"key_alias\": \"theirs\"}'; UPDATE portico.changes SET "
                             "seq = nextval('portico.change_seq')")
                    .ok());
            change.put(std::move(changed));
        },
        false);
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().code == ErrorCode::DatabaseAway);
    QCOMPARE(one->key("aa")->alias, std::string("theirs"));
    QVERIFY(edit(
                *one.directory, [](Edit &change) { change.put(keyNamed("aa", "mine")); }, false)
                .ok());
    QCOMPARE(one->key("aa")->alias, std::string("mine"));
}

void TestSharing::addsUpWhatAllSpend()
{
    One one;
    One two;
    One three;
    open(one, "one");
    open(two, "two");
    open(three, "three");
    one->spending().add(Scope::Team, "t", 1);
    two->spending().add(Scope::Team, "t", 20);
    three->spending().add(Scope::Team, "t", 300);
    three->spending().add(Scope::KeyModel, keyModelName("aa", "m"), 7);
    for (One *each : {&one, &two, &three}) {
        QTRY_COMPARE((*each)->spending().account(Scope::Team, "t")->total(), 321);
        QTRY_COMPARE((*each)->spending().account(Scope::KeyModel, keyModelName("aa", "m"))->total(), 7);
    }
    QCOMPARE(one->spending().account(Scope::Team, "t")->own(), 1);
    // Clients name end users and tags as they like.
    one->spending().add(Scope::EndUser, std::string("a\0b", 3), 1);
    one->spending().add(Scope::Tag, "\xff\xfe{\"", 1);
    two->spending().add(Scope::Team, "t", 9);
    one->spending().add(Scope::Team, "t", 70);
    QTRY_COMPARE(one->spending().account(Scope::Team, "t")->total(), 400);
    QTRY_COMPARE(two->spending().account(Scope::Team, "t")->total(), 400);
}

void TestSharing::beginsAWindowOnceForAll()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    QVERIFY(edit(*one.directory, [](Edit &change) {
                Key key = keyNamed("aa");
                key.limits.maxBudget = 100;
                key.limits.budgetDuration = "1d";
                change.put(std::move(key));
            }).ok());
    QTRY_VERIFY(other->key("aa"));
    const auto spent = [&](const One &each) { return each->spentBy(*each->key("aa"), nowS()).pico; };
    QCOMPARE(spent(one), 0);
    QCOMPARE(spent(other), 0);
    one->spending().add(Scope::Key, "aa", 30);
    other->spending().add(Scope::Key, "aa", 40);
    QTRY_COMPARE(spent(one), 70);
    QTRY_COMPARE(spent(other), 70);
    m_clock.advanceUs(2 * kDayUs);
    QCOMPARE(spent(one), 0);
    QTRY_COMPARE(spent(other), 0);
    one->spending().add(Scope::Key, "aa", 5);
    QTRY_COMPARE(spent(other), 5);
    QCOMPARE(spent(one), 5);
    QCOMPARE(one->spentBy(*one->key("aa"), nowS()).resetAt,
             other->spentBy(*other->key("aa"), nowS()).resetAt);
}

void TestSharing::carriesWhatALostLedgerTold()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    one->spending().add(Scope::Key, "aa", 5);
    QTRY_COMPARE(other->spending().account(Scope::Key, "aa")->total(), 5);
    one.directory.reset();
    open(one, "one");
    QCOMPARE(one->spending().account(Scope::Key, "aa")->total(), 5);
    one->spending().add(Scope::Key, "aa", 1);
    QTRY_COMPARE(other->spending().account(Scope::Key, "aa")->total(), 6);
}

void TestSharing::startsFromItsMirror()
{
    One one;
    One other;
    open(one, "one");
    open(other, "other");
    QVERIFY(edit(*one.directory, [](Edit &change) { change.put(keyNamed("aa", "mine")); }).ok());
    one->spending().add(Scope::Key, "aa", 5);
    QTRY_COMPARE(other->spending().account(Scope::Key, "aa")->total(), 5);
    QTRY_VERIFY(other->key("aa"));
    other.directory.reset();
    m_server.stop();
    open(other, "other");
    QVERIFY(other->standing() == Standing::Away);
    QCOMPARE(other->key("aa")->alias, std::string("mine"));
    QCOMPARE(other->spending().account(Scope::Key, "aa")->total(), 5);
    const auto refused = edit(
        *other.directory, [](Edit &change) { change.put(keyNamed("bb")); }, false);
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().code == ErrorCode::DatabaseAway);
    QVERIFY(!other->key("bb"));
    QVERIFY(m_server.start());
    QTRY_VERIFY(other->standing() == Standing::Connected);
    QTRY_VERIFY(one->standing() == Standing::Connected);
    QVERIFY(edit(*other.directory, [](Edit &change) { change.put(keyNamed("bb")); }).ok());
    QTRY_VERIFY(one->key("bb"));
}

void TestSharing::countsForADay()
{
    One one;
    open(one, "one");
    QVERIFY(edit(*one.directory, [](Edit &change) { change.put(keyNamed("aa")); }).ok());
    m_server.stop();
    QTRY_VERIFY(one->standing() == Standing::Away);
    m_clock.advanceUs(kDayUs - 5'000'000);
    QVERIFY(one->standing() == Standing::Away);
    m_clock.advanceUs(10'000'000);
    QVERIFY(one->standing() == Standing::Lost);
    // A start meanwhile begins no new day.
    one.directory.reset();
    open(one, "one");
    QVERIFY(one->standing() == Standing::Lost);
    one->setAwayTolerance(-1);
    QVERIFY(one->standing() == Standing::Away);
    QVERIFY(m_server.start());
    QTRY_VERIFY(one->standing() == Standing::Connected);
    m_clock.advanceUs(kDayUs);
    QVERIFY(one->standing() == Standing::Connected);
}

void TestSharing::runsWhatWaitsForTheDatabase()
{
    One one;
    open(one, "one");
    m_server.stop();
    QTRY_VERIFY(one->standing() == Standing::Away);
    std::atomic<bool> done{false};
    one->editWhenConnected([&](Edit &change) {
        change.put(User{.userId = "later"});
        done = change.commit("tester").ok();
    });
    QTest::qWait(200);
    QVERIFY(!done);
    QVERIFY(m_server.start());
    QTRY_VERIFY(done);
    QVERIFY(one->user("later"));
}

// From a backup, say: what was made since is not there.
void TestSharing::takesOverADatabaseThatWasSetBack()
{
    One one;
    open(one, "one");
    for (const char *token : {"aa", "bb"})
        QVERIFY(edit(*one.directory, [token](Edit &change) { change.put(keyNamed(token)); }).ok());
    one.directory.reset();
    auto connection = postgres::Connection::open(m_settings, "test");
    QVERIFY(connection.ok());
    QVERIFY(
        connection.value()
            ->script("DELETE FROM portico.keys WHERE id = 'bb'; DELETE FROM portico.changes WHERE id = 'bb'; "
                     "SELECT setval('portico.change_seq', 1)")
            .ok());
    open(one, "one");
    QVERIFY(one->key("aa"));
    QVERIFY(!one->key("bb"));
    const QStringList kept =
        QDir(one.folder->path()).entryList({QStringLiteral("access.db.before-*")}, QDir::Files);
    QCOMPARE(kept.size(), 1);
    QVERIFY(edit(*one.directory, [](Edit &change) { change.put(keyNamed("cc")); }).ok());
    QVERIFY(one->key("cc"));
}

QTEST_GUILESS_MAIN(TestSharing)
#include "tst_sharing.moc"
