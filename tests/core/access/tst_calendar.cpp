#include "core/access/calendar.h"

#include <QDateTime>
#include <QTest>

using namespace gw::access;

namespace {

std::int64_t at(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toSecsSinceEpoch();
}

}   // namespace

class TestCalendar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDurations_data();
    void readsDurations();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void findsTheNextReset_data();
    void findsTheNextReset();
    void everyResetIsLater();
    void addsToTheClock_data();
    void addsToTheClock();
    void takesUnknownZonesForUtc();
};

void TestCalendar::readsDurations_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("count");
    QTest::addColumn<int>("unit");
    const auto row = [](const char *text, qint64 count, Duration::Unit unit) {
        QTest::newRow(text) << QByteArray(text) << count << static_cast<int>(unit);
    };
    row("30s", 30, Duration::Unit::Second);
    row("5m", 5, Duration::Unit::Minute);
    row("5min", 5, Duration::Unit::Minute);
    row("24h", 24, Duration::Unit::Hour);
    row("2hr", 2, Duration::Unit::Hour);
    row("30d", 30, Duration::Unit::Day);
    row("1w", 7, Duration::Unit::Day);
    row("1mo", 1, Duration::Unit::Month);
    row("daily", 1, Duration::Unit::Day);
    row("weekly", 7, Duration::Unit::Day);
    row("monthly", 1, Duration::Unit::Month);
    row("yearly", 1, Duration::Unit::Year);
}

void TestCalendar::readsDurations()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, count);
    QFETCH(int, unit);
    const auto duration = parseDuration({text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(duration);
    QCOMPARE(duration->count, count);
    QCOMPARE(static_cast<int>(duration->unit), unit);
}

void TestCalendar::refusesOtherTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "d", "0d", "-1d", "1.5d", "30", "1 fortnight", "d30", "99999999999999d"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
}

void TestCalendar::refusesOtherTexts()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseDuration({text.constData(), static_cast<std::size_t>(text.size())}));
}

void TestCalendar::findsTheNextReset_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("duration");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QByteArray>("reset");
    const auto row = [](const char *name, const char *zone, const char *duration, const char *now,
                        const char *reset) {
        QTest::newRow(name) << QByteArray(zone) << QByteArray(duration) << QByteArray(now)
                            << QByteArray(reset);
    };
    row("a day ends at midnight", "UTC", "1d", "2026-11-27T10:00:00Z", "2026-11-28T00:00:00Z");
    row("24 hours are a day", "UTC", "24h", "2026-11-27T10:00:00Z", "2026-11-28T00:00:00Z");
    row("at midnight a whole day is left", "UTC", "1d", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z");
    row("a week ends on Monday", "UTC", "7d", "2026-11-27T10:00:00Z", "2026-11-30T00:00:00Z");
    row("on Monday a whole week is left", "UTC", "1w", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z");
    row("30 days end with the month", "UTC", "30d", "2026-11-27T10:00:00Z", "2026-12-01T00:00:00Z");
    row("a month ends with the year", "UTC", "1mo", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z");
    row("a short month", "UTC", "1mo", "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z");
    row("two months", "UTC", "2mo", "2026-11-27T10:00:00Z", "2027-01-01T00:00:00Z");
    row("monthly", "UTC", "monthly", "2026-01-31T10:00:00Z", "2026-02-01T00:00:00Z");
    row("a year", "UTC", "yearly", "2026-11-27T10:00:00Z", "2027-01-01T00:00:00Z");
    row("other days are counted", "UTC", "3d", "2026-11-27T10:00:00Z", "2026-11-30T00:00:00Z");
    row("two weeks are counted", "UTC", "14d", "2026-11-27T10:00:00Z", "2026-12-11T00:00:00Z");
    row("an hour ends with the hour", "UTC", "1h", "2026-11-27T10:20:30Z", "2026-11-27T11:00:00Z");
    row("hours are counted from midnight", "UTC", "6h", "2026-11-27T10:20:30Z", "2026-11-27T12:00:00Z");
    row("hours that do not fill a day", "UTC", "5h", "2026-11-27T21:00:00Z", "2026-11-28T00:00:00Z");
    row("a minute", "UTC", "1m", "2026-11-27T10:20:30Z", "2026-11-27T10:21:00Z");
    row("a quarter of an hour", "UTC", "15m", "2026-11-27T10:20:30Z", "2026-11-27T10:30:00Z");
    row("seconds", "UTC", "30s", "2026-11-27T10:20:31Z", "2026-11-27T10:21:00Z");
    row("what is no duration is a day", "UTC", "soon", "2026-11-27T10:00:00Z", "2026-11-28T00:00:00Z");
    row("midnight in Berlin", "Europe/Berlin", "1d", "2026-11-27T10:00:00Z", "2026-11-27T23:00:00Z");
    row("in Berlin it is tomorrow already", "Europe/Berlin", "1d", "2026-11-27T23:30:00Z",
        "2026-11-28T23:00:00Z");
    row("the month ends in Los Angeles", "America/Los_Angeles", "1mo", "2026-12-01T05:00:00Z",
        "2026-12-01T08:00:00Z");
    row("the day when clocks go back", "Europe/Berlin", "1d", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z");
    row("the day when clocks go forward", "Europe/Berlin", "1d", "2026-03-29T00:30:00Z",
        "2026-03-29T22:00:00Z");
    row("a Monday in Kolkata", "Asia/Kolkata", "7d", "2026-11-27T10:00:00Z", "2026-11-29T18:30:00Z");
}

void TestCalendar::findsTheNextReset()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, duration);
    QFETCH(QByteArray, now);
    QFETCH(QByteArray, reset);
    const Calendar calendar(zone.toStdString());
    QCOMPARE(calendar.nextReset(duration.toStdString(), at(now.constData())), at(reset.constData()));
}

void TestCalendar::everyResetIsLater()
{
    // Across a whole year in a zone with two changes of its clocks.
    const Calendar calendar("Europe/Berlin");
    for (std::int64_t now = at("2026-01-01T00:00:00Z"); now < at("2027-01-01T00:00:00Z"); now += 4'999) {
        for (const char *duration : {"7s", "30s", "17m", "1h", "5h", "1d", "7d", "10d", "30d", "1mo", "1y"})
            QVERIFY2(calendar.nextReset(duration, now) > now, duration);
    }
}

void TestCalendar::addsToTheClock_data()
{
    QTest::addColumn<QByteArray>("duration");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("days keep the time") << QByteArray("30d") << QByteArray("2026-03-02T10:00:00Z");
    QTest::newRow("a month ends with a shorter one")
        << QByteArray("1mo") << QByteArray("2026-02-28T10:00:00Z");
    QTest::newRow("hours") << QByteArray("2h") << QByteArray("2026-01-31T12:00:00Z");
}

void TestCalendar::addsToTheClock()
{
    QFETCH(QByteArray, duration);
    QFETCH(QByteArray, end);
    const std::int64_t now = at("2026-01-31T10:00:00Z");
    QCOMPARE(Calendar::after(*parseDuration(duration.toStdString()), now), at(end.constData()));
}

void TestCalendar::takesUnknownZonesForUtc()
{
    QVERIFY(Calendar::knows("Europe/Berlin"));
    QVERIFY(!Calendar::knows("Atlantis/Capital"));
    QCOMPARE(Calendar("Atlantis/Capital").nextReset("1d", at("2026-11-27T10:00:00Z")),
             at("2026-11-28T00:00:00Z"));
}

QTEST_APPLESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
