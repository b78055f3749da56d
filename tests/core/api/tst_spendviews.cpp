#include "core/api/spendviews.h"

#include <QDateTime>
#include <QTest>

using namespace gw;
using namespace gw::api;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr ledger::Int128 kUsd = 1'000'000'000'000;

std::int64_t us(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toMSecsSinceEpoch() * 1000;
}

}   // namespace

class TestSpendViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesTimes_data();
    void parsesTimes();
    void endsBelongToTheirDay();
    void refusesTimesThatAreNone();
    void knowsWholeDays();
    void fillsDaysWithoutRequests();
    void sumsBeyondSixtyFourBits();
    void narrowsToTheCallersOwn();
    void makesFormulasTexts();
};

void TestSpendViews::parsesTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("expectedUs");
    QTest::newRow("a day") << QByteArray("2026-11-21") << qint64{us("2026-11-21T00:00:00Z")};
    QTest::newRow("a day and a time, as UTC")
        << QByteArray("2026-11-21 10:20:30") << qint64{us("2026-11-21T10:20:30Z")};
    QTest::newRow("ISO with a zone") << QByteArray("2026-11-21T10:20:30+02:00")
                                     << qint64{us("2026-11-21T08:20:30Z")};
    QTest::newRow("a plus that became a space")
        << QByteArray("2026-11-21T10:20:30 02:00") << qint64{us("2026-11-21T08:20:30Z")};
    QTest::newRow("no such day") << QByteArray("2026-02-30") << qint64{-1};
    QTest::newRow("words") << QByteArray("yesterday") << qint64{-1};
    QTest::newRow("before the ledger's time") << QByteArray("1969-12-31") << qint64{-1};
    QTest::newRow("nothing") << QByteArray() << qint64{-1};
    QTest::newRow("behind a day") << QByteArray("2026-11-21x") << qint64{-1};
    QTest::newRow("no text") << QByteArray("\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff") << qint64{-1};
}

void TestSpendViews::parsesTimes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, expectedUs);
    QCOMPARE(qint64{parseTime({text.constData(), static_cast<std::size_t>(text.size())}).value_or(-1)},
             expectedUs);
}

void TestSpendViews::endsBelongToTheirDay()
{
    const auto day = readTimes("2026-11-20", "2026-11-21", "from", "until");
    QVERIFY(day.ok());
    QCOMPARE(*day.value().fromUs, us("2026-11-20T00:00:00Z"));
    QCOMPARE(*day.value().untilUs, us("2026-11-22T00:00:00Z"));
    QCOMPARE(day.value().days().to - day.value().days().from, 1);
    const auto second = readTimes("", "2026-11-21 10:00:00", "from", "until");
    QVERIFY(second.ok());
    QCOMPARE(*second.value().untilUs, us("2026-11-21T10:00:00Z") + kSecondUs);
}

void TestSpendViews::refusesTimesThatAreNone()
{
    const auto bad = readTimes("x", "", "start_date", "end_date");
    QVERIFY(!bad.ok());
    QCOMPARE(bad.error().param, std::string("start_date"));
    const auto reversed = readTimes("2026-11-21", "2026-11-19", "start_date", "end_date");
    QVERIFY(!reversed.ok());
    QCOMPARE(reversed.error().param, std::string("end_date"));
    QVERIFY(readTimes("2026-11-21", "2026-11-21", "start_date", "end_date").ok());
}

void TestSpendViews::knowsWholeDays()
{
    QVERIFY(Times().wholeDays());
    QVERIFY((Times{3 * kDayUs, 5 * kDayUs}.wholeDays()));
    QVERIFY(!(Times{3 * kDayUs + 1, 5 * kDayUs}.wholeDays()));
    QVERIFY(!(Times{3 * kDayUs, 5 * kDayUs - 1}.wholeDays()));
}

void TestSpendViews::fillsDaysWithoutRequests()
{
    SumsByDay sums;
    sums[11].total = 3 * kUsd / 10;
    sums[11].keys["hash"] = 3 * kUsd / 10;
    sums[11].users["ann"] = kUsd / 10;
    sums[11].models["m"] = kUsd / 5;
    const json::Array days = summaryOf(sums, {10, 12});
    QCOMPARE(days.size(), std::size_t{3});
    QCOMPARE(days[0].at("startTime").as_string().c_str(), "1970-01-11");
    QCOMPARE(days[0].at("spend").as_double(), 0.0);
    QVERIFY(days[0].at("users").as_object().empty());
    QCOMPARE(days[1].at("spend").as_double(), 0.3);
    QCOMPARE(days[1].at("hash").as_double(), 0.3);
    QCOMPARE(days[1].at("users").at("ann").as_double(), 0.1);
    QCOMPARE(days[1].at("models").at("m").as_double(), 0.2);
    QCOMPARE(days[2].as_object().size(), std::size_t{4});
}

void TestSpendViews::sumsBeyondSixtyFourBits()
{
    // 20 million USD do not fit into 64 bits of 10^-12 USD.
    QCOMPARE(dollars(20'000'000 * kUsd + kUsd / 4), 20'000'000.25);
    QCOMPARE(dollars(1), 1e-12);
}

void TestSpendViews::narrowsToTheCallersOwn()
{
    auth::Principal user;
    user.keyHash = "k1";
    user.userId = "ann";
    ledger::Filter filter;
    QVERIFY(!narrow(nullptr, user, filter));
    QCOMPARE(*filter.user, std::string("ann"));
    QVERIFY(!filter.key);
    filter = {};
    filter.key = "k2";
    const auto foreign = narrow(nullptr, user, filter);
    QVERIFY(foreign.has_value());
    QCOMPARE(foreign->status, 403);
    auth::Principal lone;
    lone.keyHash = "k1";
    filter = {};
    QVERIFY(!narrow(nullptr, lone, filter));
    QCOMPARE(*filter.key, std::string("k1"));
    QVERIFY(!filter.user);
    filter = {};
    filter.user = "ann";
    QVERIFY(narrow(nullptr, lone, filter).has_value());
    auth::Principal admin;
    admin.admin = true;
    filter = {};
    filter.key = "k2";
    QVERIFY(!narrow(nullptr, admin, filter));
    QVERIFY(!filter.user);
    // A permission of the key opens everything, one that is refused nothing.
    access::Key key;
    key.rest["permissions"] = json::Object{{"get_spend_routes", true}};
    lone.key = std::make_shared<const access::Key>(key);
    QVERIFY(seesAll(lone));
    key.rest["permissions"] = json::Object{{"get_spend_routes", false}};
    lone.key = std::make_shared<const access::Key>(key);
    QVERIFY(!seesAll(lone));
}

void TestSpendViews::makesFormulasTexts()
{
    QCOMPARE(csvCell("plain"), std::string("plain"));
    QCOMPARE(csvCell("a,\"b\""), std::string("\"a,\"\"b\"\"\""));
    QCOMPARE(csvCell("=1+1"), std::string("'=1+1"));
    QCOMPARE(csvCell("@x,\ny"), std::string("\"'@x,\ny\""));
    QCOMPARE(csvCell(""), std::string());
}

QTEST_GUILESS_MAIN(TestSpendViews)
#include "tst_spendviews.moc"
