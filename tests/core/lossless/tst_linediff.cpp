#include "core/lossless/linediff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gw::lossless;

class TestLineDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unified_data();
    void unified();
    void turnsOneTextIntoTheOther();
    void merges_data();
    void merges();
};

void TestLineDiff::unified_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after,
                        const QByteArray &expected) { QTest::newRow(name) << before << after << expected; };
    row("equal texts differ in nothing", "a\nb\n", "a\nb\n", "");
    row("a new file is all new", "", "a\nb\n", "--- f\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    row("a changed line shows both", "a\nb\nc\n", "a\nx\nc\n",
        "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
    row("a missing line end is told", "a", "a\n",
        "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    row("far changes are parted", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
        "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n");
}

void TestLineDiff::unified()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QFETCH(const QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(unifiedDiff(before.toStdString(), after.toStdString(), "f")),
             expected);
}

void TestLineDiff::turnsOneTextIntoTheOther()
{
    QRandomGenerator random(7);
    const auto text = [&random] {
        std::string out;
        for (quint32 i = random.bounded(12U); i > 0; --i)
            out += std::string(1, static_cast<char>('a' + random.bounded(4))) + "\n";
        return out;
    };
    for (int round = 0; round < 2000; ++round) {
        const std::string a = text();
        const std::string b = text();
        const auto as = linesOf(a);
        const auto bs = linesOf(b);
        std::string built;
        std::size_t at = 0;
        for (const Hunk &hunk : diffLines(as, bs)) {
            for (; at < hunk.aBegin; ++at)
                built += as[at];
            QVERIFY(hunk.aEnd > hunk.aBegin || hunk.bEnd > hunk.bBegin);
            for (std::size_t k = hunk.bBegin; k < hunk.bEnd; ++k)
                built += bs[k];
            at = hunk.aEnd;
        }
        for (; at < as.size(); ++at)
            built += as[at];
        QCOMPARE(built, b);
    }
}

void TestLineDiff::merges_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<QByteArray>("expected");   // "-": they cannot be merged.
    const auto row = [](const char *name, const QByteArray &one, const QByteArray &other,
                        const QByteArray &expected) { QTest::newRow(name) << one << other << expected; };
    // The base is a, b, c, d.
    row("only one has changed", "a\nx\nc\nd\n", "a\nb\nc\nd\n", "a\nx\nc\nd\n");
    row("both have changed other lines", "a\nx\nc\nd\n", "a\nb\nc\ny\n", "a\nx\nc\ny\n");
    row("a removed line beside a new one", "a\nc\nd\n", "a\nb\nx\nc\nd\n", "a\nx\nc\nd\n");
    row("both have changed one line", "a\nx\nc\nd\n", "a\ny\nc\nd\n", "-");
}

void TestLineDiff::merges()
{
    QFETCH(const QByteArray, one);
    QFETCH(const QByteArray, other);
    QFETCH(const QByteArray, expected);
    const std::string one_ = one.toStdString();
    const std::string other_ = other.toStdString();
    const auto merged = mergeLines("a\nb\nc\nd\n", one_, other_);
    QCOMPARE(QByteArray::fromStdString(merged.value_or("-")), expected);
}

QTEST_APPLESS_MAIN(TestLineDiff)

#include "tst_linediff.moc"
