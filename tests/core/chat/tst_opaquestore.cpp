#include "core/chat/opaquestore.h"

#include <QTest>

using namespace gw::chat;

class TestOpaqueStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasKept();
    void forgetsAfterItsLife();
    void dropsTheOldestWhenFull();
    void refusesWhatIsLargerThanAll();
};

namespace {

Opaque signedBy(const std::string &signature)
{
    Opaque opaque;
    opaque.scope = "vendor/model";
    opaque.signature = signature;
    Part thought;
    thought.kind = Part::Kind::Thinking;
    thought.text = "hm";
    thought.signature = "sealed";
    opaque.thinking.push_back(thought);
    return opaque;
}

}   // namespace

void TestOpaqueStore::givesBackWhatWasKept()
{
    OpaqueStore store;
    store.keep("call_1", signedBy("a"), 100);
    store.keep("call_1", signedBy("b"), 101);
    const auto kept = store.find("call_1", 102);
    QVERIFY(kept.has_value());
    QCOMPARE(kept->signature, std::string("b"));
    QCOMPARE(kept->thinking.size(), std::size_t{1});
    QCOMPARE(kept->thinking.front().signature, std::string("sealed"));
    QVERIFY(!store.find("call_2", 102));
}

void TestOpaqueStore::forgetsAfterItsLife()
{
    OpaqueStore store({.maxBytes = 1 << 20, .lifeS = 10});
    store.keep("old", signedBy("a"), 100);
    QVERIFY(store.find("old", 110).has_value());
    QVERIFY(!store.find("old", 111).has_value());
    const std::size_t one = store.bytes();
    store.keep("new", signedBy("a"), 200);
    QCOMPARE(store.bytes(), one);   // The old one has gone.
}

void TestOpaqueStore::dropsTheOldestWhenFull()
{
    OpaqueStore store({.maxBytes = 20'000, .lifeS = 1000});
    for (int i = 0; i < 100; ++i)
        store.keep("call_" + std::to_string(i), signedBy(std::string(400, 'x')), 100 + i);
    QVERIFY(store.bytes() <= 20'000);
    QVERIFY(!store.find("call_0", 200));
    QVERIFY(store.find("call_99", 200).has_value());
}

void TestOpaqueStore::refusesWhatIsLargerThanAll()
{
    OpaqueStore store({.maxBytes = 5'000, .lifeS = 1000});
    store.keep("small", signedBy("a"), 1);
    store.keep("large", signedBy(std::string(10'000, 'x')), 2);
    QVERIFY(!store.find("large", 3));
    QVERIFY(store.find("small", 3).has_value());
}

QTEST_GUILESS_MAIN(TestOpaqueStore)
#include "tst_opaquestore.moc"
