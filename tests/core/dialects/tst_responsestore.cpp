#include "core/dialects/reasoningseal.h"
#include "core/dialects/responsestore.h"

#include <QTest>

using namespace gw;
using namespace gw::dialects;

class TestResponseStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesAnswersToTheirOwnerOnly();
    void findsItems();
    void forgetsAfterItsLife();
    void dropsTheOldestWhenFull();
    void refusesWhatIsLargerThanAll();
    void removes();
    void tellsWhatIsKeptAndDropped();
    void restoresWhatWasKeptEarlier();
    void sealsReasoning();
    void opensOnlyItsOwnSeals_data();
    void opensOnlyItsOwnSeals();
};

namespace {

KeptResponse answer(const std::string &id, std::size_t size = 10)
{
    KeptResponse kept;
    kept.id = id;
    kept.owner = "me";
    kept.response = std::string(size, 'x');
    kept.input = "[]";
    kept.output = R"([{"id":"msg_)" + id + R"(","n":12345678901234567}])";
    kept.itemIds = {"msg_" + id};
    return kept;
}

}   // namespace

void TestResponseStore::givesAnswersToTheirOwnerOnly()
{
    ResponseStore store;
    store.keep(answer("a"), 100);
    QVERIFY(store.find("a", "me", 100).has_value());
    QVERIFY(!store.find("a", "you", 100));
    QVERIFY(!store.find("b", "me", 100));
    store.keep(answer("a", 20), 101);
    QCOMPARE(store.find("a", "me", 102)->response.size(), std::size_t{20});
}

void TestResponseStore::findsItems()
{
    ResponseStore store;
    store.keep(answer("a"), 100);
    QCOMPARE(store.findItem("msg_a", "me", 100).value(),
             std::string(R"({"id":"msg_a","n":12345678901234567})"));
    QVERIFY(!store.findItem("msg_a", "you", 100));
    QVERIFY(!store.findItem("msg_b", "me", 100));
}

void TestResponseStore::forgetsAfterItsLife()
{
    ResponseStore store({.maxBytes = 1 << 20, .lifeS = 10});
    store.keep(answer("a"), 100);
    QVERIFY(store.find("a", "me", 109).has_value());
    QVERIFY(!store.find("a", "me", 110));
    QVERIFY(!store.findItem("msg_a", "me", 110));
    const std::size_t one = store.bytes();
    store.keep(answer("b"), 200);
    QCOMPARE(store.bytes(), one);   // The old one has gone.
}

void TestResponseStore::dropsTheOldestWhenFull()
{
    ResponseStore store({.maxBytes = 5'000, .lifeS = 1000});
    for (int i = 0; i < 50; ++i)
        store.keep(answer(std::to_string(i), 400), 100);
    QVERIFY(store.bytes() <= 5'000);
    QVERIFY(!store.find("0", "me", 100));
    QVERIFY(!store.findItem("msg_0", "me", 100));
    QVERIFY(store.find("49", "me", 100).has_value());
}

void TestResponseStore::refusesWhatIsLargerThanAll()
{
    ResponseStore store({.maxBytes = 1'000, .lifeS = 1000});
    store.keep(answer("small"), 1);
    store.keep(answer("large", 2'000), 2);
    QVERIFY(!store.find("large", "me", 3));
    QVERIFY(store.find("small", "me", 3).has_value());
}

void TestResponseStore::removes()
{
    ResponseStore store;
    store.keep(answer("a"), 1);
    QVERIFY(!store.remove("a", "you"));
    QVERIFY(store.remove("a", "me"));
    QVERIFY(!store.remove("a", "me"));
    QVERIFY(!store.findItem("msg_a", "me", 1));
    QCOMPARE(store.bytes(), std::size_t{0});
}

void TestResponseStore::tellsWhatIsKeptAndDropped()
{
    ResponseStore store({.maxBytes = 1 << 20, .lifeS = 10});
    std::vector<std::string> told;
    store.listen({.kept = [&](const KeptResponse &r,
                              std::int64_t at) { told.push_back("+" + r.id + std::to_string(at)); },
                  .dropped = [&](const std::string &id) { told.push_back("-" + id); }});
    store.keep({.id = "a", .owner = "me"}, 1);
    store.keep({.id = "b", .owner = "me"}, 2);
    store.keep({.id = "a", .owner = "me"}, 3);
    store.expire(12);
    QVERIFY(store.remove("a", "me"));
    store.listen({});
    store.keep({.id = "c", .owner = "me"}, 4);
    QCOMPARE(told, (std::vector<std::string>{"+a1", "+b2", "-a", "+a3", "-b", "-a"}));
}

void TestResponseStore::restoresWhatWasKeptEarlier()
{
    ResponseStore store({.maxBytes = 2'000, .lifeS = 10});
    store.keep({.id = "new", .owner = "me"}, 100);
    QVERIFY(
        store.restore({.id = "old", .owner = "me", .output = R"([{"id":"i"}])", .itemIds = {"i"}}, 95, 100));
    QVERIFY(!store.restore({.id = "new", .owner = "me"}, 95, 100));
    QVERIFY(!store.restore({.id = "stale", .owner = "me"}, 90, 100));
    QVERIFY(!store.restore({.id = "large", .owner = "me", .response = std::string(900, 'x')}, 95, 100));
    QVERIFY(store.findItem("i", "me", 100));
    QVERIFY(!store.find("old", "me", 105));
    store.expire(105);
    QVERIFY(store.find("new", "me", 105));
    QVERIFY(!store.remove("old", "me"));
}

void TestResponseStore::sealsReasoning()
{
    std::vector<chat::Part> parts(2);
    parts[0].kind = chat::Part::Kind::Thinking;
    parts[0].text = "hm \"quoted\" \xc3\xa9";
    parts[0].signature = "a+b/c==";
    parts[1].kind = chat::Part::Kind::RedactedThinking;
    parts[1].text = "zzz";
    const auto opened = openReasoning(sealReasoning(parts));
    QVERIFY(opened.has_value());
    QCOMPARE(opened->size(), std::size_t{2});
    QCOMPARE(opened->at(0).text, parts[0].text);
    QCOMPARE(opened->at(0).signature, parts[0].signature);
    QVERIFY(opened->at(1).kind == chat::Part::Kind::RedactedThinking);
    QCOMPARE(opened->at(1).text, std::string("zzz"));
}

void TestResponseStore::opensOnlyItsOwnSeals_data()
{
    QTest::addColumn<QString>("sealed");
    QTest::newRow("nothing") << "";
    QTest::newRow("another vendor's") << "gAAAAABo";
    QTest::newRow("the mark alone") << "gwr1.";
    QTest::newRow("no base64") << "gwr1.!!";
    QTest::newRow("no list inside") << "gwr1.e30";
    QTest::newRow("a list of numbers") << "gwr1.WzFd";
}

void TestResponseStore::opensOnlyItsOwnSeals()
{
    QFETCH(QString, sealed);
    QVERIFY(!openReasoning(sealed.toStdString()));
}

QTEST_GUILESS_MAIN(TestResponseStore)
#include "tst_responsestore.moc"
