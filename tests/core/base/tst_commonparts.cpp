#include "core/base/commonparts.h"

#include <QTest>

#include <string>

using namespace gw;

class TestCommonParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAsMuchAsThereCanBe_data();
    void findsAsMuchAsThereCanBe();
    void pairsAreEqualAndInOrder();
    void comparesOnlyTheEndsOfWhatIsTooLong();

private:
    static std::string commonOf(const std::string &a, const std::string &b, std::size_t most = 1'000'000)
    {
        std::string out;
        for (const auto &[i, k] : commonParts(
                 a.size(), b.size(), [&](std::size_t i, std::size_t k) { return a[i] == b[k]; }, most))
            out += a[i];
        return out;
    }
};

void TestCommonParts::findsAsMuchAsThereCanBe_data()
{
    QTest::addColumn<std::string>("a");
    QTest::addColumn<std::string>("b");
    QTest::addColumn<std::size_t>("length");
    const auto row = [](const char *what, const char *a, const char *b, std::size_t length) {
        QTest::newRow(what) << std::string(a) << std::string(b) << length;
    };
    row("Nothing and nothing", "", "", 0);
    row("Something and nothing", "abc", "", 0);
    row("The same", "abc", "abc", 3);
    row("Nothing in common", "abc", "xyz", 0);
    row("One more in the middle", "abcd", "abxcd", 4);
    row("The textbook's", "abcbdab", "bdcaba", 4);
    row("Turned round", "abcd", "dcba", 1);
    row("The beginning is the end", "aaaa", "aa", 2);
}

void TestCommonParts::findsAsMuchAsThereCanBe()
{
    QFETCH(std::string, a);
    QFETCH(std::string, b);
    QFETCH(std::size_t, length);
    QCOMPARE(commonOf(a, b).size(), length);
    QCOMPARE(commonOf(b, a).size(), length);
}

void TestCommonParts::pairsAreEqualAndInOrder()
{
    const std::string a = "the quick brown fox jumps";
    const std::string b = "a quiet brown dog jumped";
    std::size_t nextA = 0;
    std::size_t nextB = 0;
    for (const auto &[i, k] : commonParts(
             a.size(), b.size(), [&](std::size_t i, std::size_t k) { return a[i] == b[k]; }, 10'000)) {
        QVERIFY(i >= nextA && k >= nextB);
        QCOMPARE(a[i], b[k]);
        nextA = i + 1;
        nextB = k + 1;
    }
    QVERIFY(nextA > 0);
}

void TestCommonParts::comparesOnlyTheEndsOfWhatIsTooLong()
{
    QCOMPARE(commonOf("abxcyd", "abucvd", 3), std::string("abd"));
    QCOMPARE(commonOf("abxcyd", "abucvd"), std::string("abcd"));
}

QTEST_GUILESS_MAIN(TestCommonParts)
#include "tst_commonparts.moc"
