#include "ui/framework/fuzzy.h"

#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;

class TestFuzzy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fuzzyMatch_data();
    void fuzzyMatch();
    void prefers_data();
    void prefers();
};

void TestFuzzy::fuzzyMatch_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expectedFound");
    QTest::addColumn<QList<qsizetype>>("expectedPlaces");
    using Places = QList<qsizetype>;
    QTest::newRow("nothing typed finds all") << u""_s << u"Home"_s << true << Places{};
    QTest::newRow("beginning") << u"ho"_s << u"Home"_s << true << Places{0, 1};
    QTest::newRow("case does not count") << u"HOME"_s << u"home"_s << true << Places{0, 1, 2, 3};
    QTest::newRow("first letters of words") << u"cat"_s << u"Copy all traffic"_s << true << Places{0, 5, 9};
    QTest::newRow("spaces are free") << u"pause traffic"_s << u"Pause all traffic"_s << true
                                     << Places{0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 16};
    QTest::newRow("a run beats scattered letters") << u"all"_s << u"a l l all"_s << true << Places{6, 7, 8};
    QTest::newRow("wrong order") << u"eh"_s << u"Home"_s << false << Places{};
    QTest::newRow("longer than the text") << u"homes"_s << u"Home"_s << false << Places{};
    QTest::newRow("beginning of a number") << u"g5"_s << u"gpt-5.1"_s << true << Places{0, 4};
    QTest::newRow("Chinese") << u"模"_s << u"查看模型"_s << true << Places{2};
}

void TestFuzzy::fuzzyMatch()
{
    QFETCH(QString, query);
    QFETCH(QString, text);
    QFETCH(bool, expectedFound);
    QFETCH(QList<qsizetype>, expectedPlaces);
    const auto match = ui::fuzzyMatch(query, text);
    QCOMPARE(match.has_value(), expectedFound);
    QCOMPARE(match ? match->places : QList<qsizetype>(), expectedPlaces);
}

void TestFuzzy::prefers_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("the beginning of a word") << u"key"_s << u"Copy the key"_s << u"Monkeys"_s;
    QTest::newRow("the shorter text") << u"mod"_s << u"Models"_s << u"Models that are paused"_s;
    QTest::newRow("neighbours") << u"pla"_s << u"Playground"_s << u"Pause last"_s;
}

void TestFuzzy::prefers()
{
    QFETCH(QString, query);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    const auto first = ui::fuzzyMatch(query, better);
    const auto second = ui::fuzzyMatch(query, worse);
    QVERIFY(first && second);
    QVERIFY2(first->score > second->score,
             qPrintable(u"%1 against %2"_s.arg(first->score).arg(second->score)));
}

QTEST_GUILESS_MAIN(TestFuzzy)
#include "tst_fuzzy.moc"
