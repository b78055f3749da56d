#include "ui/models/worddiff.h"

#include <QTest>

using namespace gw::ui;
using namespace Qt::StringLiterals;

class TestWordDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatEachHasForItself_data();
    void whatEachHasForItself();
    void textsComeBackWhole();
    void longTextsAreComparedFromTheirEnds();
    void likenessIsTheShareInCommon();
};

namespace {

// "the [quick] fox": own runs in brackets.
QString marked(const QList<WordRun> &runs)
{
    QString out;
    for (const WordRun &run : runs)
        out += run.own ? u'[' + run.text + u']' : run.text;
    return out;
}

}   // namespace

void TestWordDiff::whatEachHasForItself_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("ofLeft");
    QTest::addColumn<QString>("ofRight");
    const auto row = [](const char *what, const char *left, const char *right, const char *ofLeft,
                        const char *ofRight) {
        QTest::newRow(what) << QString::fromUtf8(left) << QString::fromUtf8(right)
                            << QString::fromUtf8(ofLeft) << QString::fromUtf8(ofRight);
    };
    row("Equal texts have nothing for themselves", "a b c", "a b c", "a b c", "a b c");
    row("A word in the middle is another", "the red fox", "the brown fox", "the [red ]fox",
        "the [brown ]fox");
    row("A word more at the end", "one two", "one two three", "one two", "one two[ three]");
    row("White space alone is no difference", "one  two\n", "one two", "one  two\n", "one two");
    row("Nothing against something", "", "a b", "", "[a b]");
    row("Words in another order", "b a", "a b", "[b ]a", "a[ b]");
    row("Chinese goes by characters", "我喜欢红色", "我喜欢绿色", "我喜欢[红]色", "我喜欢[绿]色");
}

void TestWordDiff::whatEachHasForItself()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, ofLeft);
    QFETCH(QString, ofRight);
    const auto [a, b] = wordDiff(left, right);
    // White space may stand on either side of a mark.
    const auto plain = [](QString text) { return text.replace(u" ]"_s, u"] "_s).replace(u"[ "_s, u" ["_s); };
    QCOMPARE(plain(marked(a)), plain(ofLeft));
    QCOMPARE(plain(marked(b)), plain(ofRight));
}

void TestWordDiff::textsComeBackWhole()
{
    const QString left = u"  Two places\nname a colour,\tthemselves. 我们 go "_s;
    const QString right = u"Three places name\n\nno colour 你们"_s;
    const auto [a, b] = wordDiff(left, right);
    QString joined;
    for (const WordRun &run : a)
        joined += run.text;
    QCOMPARE(joined, left);
    joined.clear();
    for (const WordRun &run : b)
        joined += run.text;
    QCOMPARE(joined, right);
}

void TestWordDiff::longTextsAreComparedFromTheirEnds()
{
    const QString body = u"x y "_s.repeated(20'000);
    const auto [a, b] = wordDiff(u"same "_s + body + u"left end"_s, u"same "_s + body.chopped(4) + u"end"_s);
    QVERIFY(!a.front().own);
    QVERIFY(!a.back().own);
    QCOMPARE(a.back().text, u"end"_s);
    QVERIFY(!b.isEmpty());
}

void TestWordDiff::likenessIsTheShareInCommon()
{
    const auto of = [](const QString &left, const QString &right) {
        const auto [a, b] = wordDiff(left, right);
        return likeness(a, b);
    };
    QCOMPARE(of(u"a b c d"_s, u"a b c d"_s), 1.0);
    QCOMPARE(of(u"a b c d"_s, u"e f g h"_s), 0.0);
    QCOMPARE(of(u"a b c d"_s, u"a b x y"_s), 0.5);
    QCOMPARE(of({}, {}), 1.0);
}

QTEST_GUILESS_MAIN(TestWordDiff)
#include "tst_worddiff.moc"
