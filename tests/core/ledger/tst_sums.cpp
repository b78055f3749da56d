#include "core/ledger/namebook.h"
#include "core/ledger/sums.h"

#include <QTest>

#include <map>
#include <set>

using namespace gw::ledger;

class TestSums : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsUpByPlace();
    void listsThemInOrder();
    void beginsAnewWhenCleared();
    void findsNamesByText();
    void tellsNamesWithEqualBeginningsApart();
};

namespace {

Sums::Place placeOf(int number)
{
    return {.dimension = static_cast<Dimension>(number % 13), .day = 20'000 - number % 7, .name = number / 3};
}

}   // namespace

void TestSums::addsUpByPlace()
{
    Sums sums;
    std::map<Sums::Place, std::int64_t> expected;
    for (int i = 0; i < 50'000; ++i) {
        const std::vector<Sums::Place> places{placeOf(i), placeOf(i * 31 % 10'007), placeOf(i % 5)};
        Totals totals;
        totals.attempts = i;
        totals.costPico = Int128{i} << 70;
        sums.add(places, totals);
        for (const Sums::Place &place : places)
            expected[place] += i;
    }
    QCOMPARE(sums.size(), expected.size());
    const std::vector<Sums::Sum *> listed = sums.inOrder();
    QCOMPARE(listed.size(), expected.size());
    for (const Sums::Sum *sum : listed) {
        const std::int64_t known = expected.at(sum->place);
        QCOMPARE(sum->totals.attempts, known);
        QVERIFY(sum->totals.costPico == Int128{known} << 70);
    }
}

void TestSums::listsThemInOrder()
{
    Sums sums;
    for (int i = 2000; i > 0; --i) {
        const Sums::Place place = placeOf(i * 7919 % 2003);
        sums.add({&place, 1}, {.attempts = 1});
    }
    const std::vector<Sums::Sum *> listed = sums.inOrder();
    for (std::size_t i = 1; i < listed.size(); ++i)
        QVERIFY(listed[i - 1]->place < listed[i]->place);
}

void TestSums::beginsAnewWhenCleared()
{
    Sums sums;
    for (const int size : {5000, 3, 400}) {
        for (int i = 0; i < size; ++i) {
            const Sums::Place place{.name = i};
            sums.add({&place, 1}, {.attempts = size});
        }
        QCOMPARE(sums.size(), std::size_t(size));
        for (const Sums::Sum *sum : sums.inOrder())
            QCOMPARE(sum->totals.attempts, size);
        sums.clear();
        QCOMPARE(sums.size(), std::size_t(0));
        QVERIFY(sums.inOrder().empty());
    }
}

void TestSums::findsNamesByText()
{
    NameBook names;
    QCOMPARE(names.find(""), 0);
    names.add("", 7);
    for (int i = 0; i < 20'000; ++i)
        names.add("name-" + std::to_string(i), 1000 + i);
    QCOMPARE(names.size(), std::size_t(20'001));
    QCOMPARE(names.find(""), 7);
    for (int i = 0; i < 20'000; ++i)
        QCOMPARE(names.find("name-" + std::to_string(i)), 1000 + i);
    QCOMPARE(names.find("name-20000"), 0);
    names.clear();
    QCOMPARE(names.find("name-1"), 0);
    names.add("name-1", 3);
    QCOMPARE(names.find("name-1"), 3);
}

void TestSums::tellsNamesWithEqualBeginningsApart()
{
    NameBook names;
    const std::string zero("a\0b", 3);
    names.add("a", 1);
    names.add(zero, 2);
    names.add(std::string(300, 'a'), 3);
    QCOMPARE(names.find("a"), 1);
    QCOMPARE(names.find(zero), 2);
    QCOMPARE(names.find(std::string(300, 'a')), 3);
    QCOMPARE(names.find(std::string(299, 'a')), 0);
}

QTEST_GUILESS_MAIN(TestSums)
#include "tst_sums.moc"
