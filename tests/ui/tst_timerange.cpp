#include "ui/models/timerange.h"

#include <QDateTime>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gw::ui;
using namespace Qt::StringLiterals;
using Kind = TimeRange::Kind;

class TestTimeRange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWhereItSays();
    void isRemembered();
    void tellsChangesOnly();
    void everyKindHasATitle();

private:
    QTemporaryDir m_folder;
};

void TestTimeRange::beginsWhereItSays()
{
    QSettings settings(m_folder.filePath(u"a.ini"_s), QSettings::IniFormat);
    TimeRange range(settings);
    const QDateTime now(QDate(2026, 11, 21), QTime(14, 2, 11));
    const std::int64_t us = now.toMSecsSinceEpoch() * 1000;
    QCOMPARE(int(range.kind()), int(Kind::Today));
    QCOMPARE(*range.fromUs(us), now.date().startOfDay().toMSecsSinceEpoch() * 1000);
    range.setKind(Kind::LastHour);
    QCOMPARE(*range.fromUs(us), us - 3'600'000'000);
    range.setKind(Kind::LastMonth);
    QCOMPARE(*range.fromUs(us), us - 30 * 24 * 3'600'000'000);
    range.setKind(Kind::All);
    QVERIFY(!range.fromUs(us));
}

void TestTimeRange::isRemembered()
{
    QSettings settings(m_folder.filePath(u"b.ini"_s), QSettings::IniFormat);
    TimeRange(settings).setKind(Kind::LastWeek);
    QCOMPARE(int(TimeRange(settings).kind()), int(Kind::LastWeek));
    settings.setValue(u"window/timeRange"_s, u"nonsense"_s);
    QCOMPARE(int(TimeRange(settings).kind()), int(Kind::Today));
}

void TestTimeRange::tellsChangesOnly()
{
    QSettings settings(m_folder.filePath(u"c.ini"_s), QSettings::IniFormat);
    TimeRange range(settings);
    QSignalSpy changed(&range, &TimeRange::changed);
    range.setKind(Kind::Today);
    QCOMPARE(changed.size(), 0);
    range.setKind(Kind::All);
    QCOMPARE(changed.size(), 1);
}

void TestTimeRange::everyKindHasATitle()
{
    QStringList titles;
    for (const Kind kind : TimeRange::kinds())
        titles << TimeRange::title(kind);
    QCOMPARE(titles.removeDuplicates(), 0);
    QCOMPARE(titles.size(), 6);
    QVERIFY(!titles.contains(QString()));
}

QTEST_GUILESS_MAIN(TestTimeRange)
#include "tst_timerange.moc"
