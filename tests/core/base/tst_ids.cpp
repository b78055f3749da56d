#include "core/base/ids.h"
#include "core/base/secret.h"

#include <QTest>

#include <set>
#include <thread>

using namespace gw;

class TestIds final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areUniqueAndIncreasingOverThreads();
    void roundTripThroughText();
    void hashesLikeEverybodyElse();
    void masksSecrets();
};

void TestIds::areUniqueAndIncreasingOverThreads()
{
    constexpr int kThreads = 4;
    constexpr int kEach = 20'000;
    std::array<std::vector<Id128>, kThreads> made;
    std::vector<std::thread> threads;
    for (auto &list : made)
        threads.emplace_back([&list] {
            for (int i = 0; i < kEach; ++i)
                list.push_back(makeId());
        });
    for (std::thread &thread : threads)
        thread.join();
    std::set<Id128> all;
    for (const auto &list : made) {
        QVERIFY(std::ranges::is_sorted(list));
        all.insert(list.begin(), list.end());
    }
    QCOMPARE(all.size(), std::size_t(kThreads * kEach));
}

void TestIds::roundTripThroughText()
{
    const Id128 id = makeId();
    QCOMPARE(id.toString().size(), std::size_t(36));
    QVERIFY(Id128::fromString(id.toString()) == id);
    QVERIFY(!Id128::fromString("not an id"));
    QVERIFY(std::abs(id.unixMs() - QDateTime::currentMSecsSinceEpoch()) < 5'000);
}

void TestIds::hashesLikeEverybodyElse()
{
    QCOMPARE(sha256Hex("abc"),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

void TestIds::masksSecrets()
{
    const Secret secret(std::string("sk-1234567890abcdef"));
    QCOMPARE(secret.masked(), std::string("sk-...cdef"));
    QCOMPARE(Secret(std::string("short")).masked(), std::string("..."));
    QVERIFY(secret.equals("sk-1234567890abcdef"));
    QVERIFY(!secret.equals("sk-1234567890abcdeg"));
}

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
