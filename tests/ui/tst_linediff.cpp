#include "ui/models/linediff.h"
#include "ui/pages/settings/yamltext.h"

#include <QTest>

using namespace gw::ui;
using namespace Qt::StringLiterals;

class TestLineDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsChangesWithTheirSurroundings_data();
    void showsChangesWithTheirSurroundings();
    void countsLines();
    void standsVeryDifferentTexts();
    void knowsTheSectionOfALine_data();
    void knowsTheSectionOfALine();
    void knowsWhereAKeyIsTyped_data();
    void knowsWhereAKeyIsTyped();
};

namespace {

// One letter and the numbers for each line: "=1,1 -2 +2 ~".
QString shape(const QList<DiffView::Line> &lines)
{
    QStringList out;
    for (const DiffView::Line &line : lines) {
        switch (line.change) {
        case DiffView::Change::Same:
            out << u"=%1,%2"_s.arg(line.before).arg(line.after);
            break;
        case DiffView::Change::Added:
            out << u"+%1"_s.arg(line.after);
            break;
        case DiffView::Change::Removed:
            out << u"-%1"_s.arg(line.before);
            break;
        case DiffView::Change::Skipped:
            out << u"~"_s;
            break;
        }
    }
    return out.join(u' ');
}

}   // namespace

void TestLineDiff::showsChangesWithTheirSurroundings_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing changes") << u"a\nb\n"_s << u"a\nb\n"_s << QString();
    QTest::newRow("only line ends change") << u"a\r\nb\r\n"_s << u"a\nb\n"_s << QString();
    QTest::newRow("one line for another") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << u"=1,1 -2 +2 =3,3"_s;
    QTest::newRow("a line more at the end") << u"a\n"_s << u"a\nb\n"_s << u"=1,1 +2"_s;
    QTest::newRow("from nothing") << QString() << u"a\nb\n"_s << u"+1 +2"_s;
    QTest::newRow("to nothing") << u"a\n"_s << QString() << u"-1"_s;
    QTest::newRow("far lines are left out")
        << u"1\n2\n3\n4\n5\n6\n"_s << u"1\n2\n3\n4\n5\nx\n"_s << u"~ =5,5 -6 +6"_s;
    QTest::newRow("two changes apart")
        << u"a\n2\n3\n4\n5\nb\n"_s << u"x\n2\n3\n4\n5\ny\n"_s << u"-1 +1 =2,2 ~ =5,5 -6 +6"_s;
    QTest::newRow("what moved is found") << u"a\nb\nc\n"_s << u"b\nc\nd\n"_s << u"-1 =2,1 =3,2 +3"_s;
}

void TestLineDiff::showsChangesWithTheirSurroundings()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, expected);
    QCOMPARE(shape(lineDiff(before, after, 1)), expected);
}

void TestLineDiff::countsLines()
{
    QCOMPARE(diffCounts(lineDiff(u"a\nb\n"_s, u"a\nx\ny\n"_s)), u"+2 \u22121"_s);
}

void TestLineDiff::standsVeryDifferentTexts()
{
    QString before;
    QString after;
    for (int i = 0; i < 5000; ++i) {
        before += u"old %1\n"_s.arg(i);
        after += u"new %1\n"_s.arg(i);
    }
    const QList<DiffView::Line> lines = lineDiff(before, after);
    QCOMPARE(lines.size(), 10'000);
    QCOMPARE(lines.first().change, DiffView::Change::Removed);
    QCOMPARE(lines.last().change, DiffView::Change::Added);
}

void TestLineDiff::knowsTheSectionOfALine_data()
{
    QTest::addColumn<QString>("above");
    QTest::addColumn<int>("indent");
    QTest::addColumn<QString>("expected");
    const QString rows = u"model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a"_s;
    const QString margin = u"model_list:\n- model_name: a\n  litellm_params:\n    model: openai/a"_s;
    QTest::newRow("at the top") << u"a: 1"_s << 0 << u""_s;
    QTest::newRow("in a section") << u"router_settings:\n  num_retries: 1"_s << 2 << u"router_settings"_s;
    QTest::newRow("beside a row's first key") << rows << 4 << u"model_list"_s;
    QTest::newRow("within a row's params") << rows << 6 << u"litellm_params"_s;
    QTest::newRow("in a list at the margin") << margin << 2 << u"model_list"_s;
    QTest::newRow("params in a list at the margin") << margin << 4 << u"litellm_params"_s;
    QTest::newRow("params first in a row")
        << u"model_list:\n  - litellm_params:\n      model: x"_s << 6 << u"litellm_params"_s;
    QTest::newRow("facts of a row") << u"model_list:\n  - model_name: a\n    model_info:"_s << 6
                                    << u"model_info"_s;
    QTest::newRow("behind another section")
        << u"a:\n  b:\n    c: 1\nrouter_settings:"_s << 2 << u"router_settings"_s;
    QTest::newRow("comments and quotes")
        << u"\"router_settings\": # a: b\n  # x:"_s << 2 << u"router_settings"_s;
    QTest::newRow("deeper than any known") << u"router_settings:\n  retry_policy:"_s << 4 << QString();
}

void TestLineDiff::knowsTheSectionOfALine()
{
    QFETCH(QString, above);
    QFETCH(int, indent);
    QFETCH(QString, expected);
    const QString section = sectionOf(keysAround(above.split(u'\n'), indent));
    QCOMPARE(section, expected);
    QCOMPARE(section.isNull(), expected.isNull());
}

void TestLineDiff::knowsWhereAKeyIsTyped_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("expected");
    QTest::newRow("an empty line") << QString() << 0;
    QTest::newRow("indented") << u"    num"_s << 4;
    QTest::newRow("behind a dash") << u"  - mod"_s << 4;
    QTest::newRow("behind a colon: a value") << u"a: tr"_s << -1;
    QTest::newRow("in a comment") << u"# num"_s << -1;
    QTest::newRow("in a flow map") << u"{num"_s << -1;
}

void TestLineDiff::knowsWhereAKeyIsTyped()
{
    QFETCH(QString, line);
    QFETCH(int, expected);
    QCOMPARE(int(keyStart(line)), expected);
}

QTEST_MAIN(TestLineDiff)
#include "tst_linediff.moc"
