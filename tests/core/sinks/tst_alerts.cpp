#include "core/sinks/alerts.h"

#include <QTest>

#include "sinksupport.h"

using namespace gw;
using namespace gw::sinks;
using namespace gw::sinks::test;

namespace {

constexpr std::int64_t kStartUs = 1'800'000'000'000'000;
constexpr std::int64_t kSecond = 1'000'000;

config::Alerting settings()
{
    config::Alerting alerting;
    alerting.channels = {"slack"};
    alerting.thresholdS = 2;
    return alerting;
}

// Types and counts of what is to be sent: "llm_exceptions*3".
std::string taken(Alerts &alerts, std::int64_t nowUs)
{
    std::string text;
    for (const AlertMessage &message : alerts.take(nowUs)) {
        text += message.type;
        if (message.text.starts_with("[Num Alerts: "))
            text += '*' + message.text.substr(13, message.text.find(']') - 13);
        text += ' ';
    }
    return text;
}

Event failure(bool again = false, int status = 429)
{
    Event event = eventOf(failureRow(0, again));
    event.row.close.upstreamStatus = status;
    event.row.close.httpStatus = status;
    event.row.close.durationUs = 1000;
    return event;
}

}   // namespace

class TestAlerts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsAFailureOnceAMinute();
    void aRetriedFailureIsNone();
    void typesAreChosen();
    void nothingWithoutAChannel();
    void outagesAreCountedByDeployment();
    void badRequestsAreNoOutage();
    void slowAndUnpricedAnswersAreTold();
    void aRestIsToldOnce();
    void budgetsAreToldAtEachThreshold();
    void budgetsThatWillBeCrossedAreToldBefore();
    void whatOnlyAlertsIsToldOnceADay();
    void digestsAreGathered();
    void failedWritesAreTold();
    void reportsComeInTheirTime();
};

void TestAlerts::tellsAFailureOnceAMinute()
{
    Alerts alerts(settings(), kStartUs);
    alerts.see(failure(), kStartUs);
    const auto first = alerts.take(kStartUs);
    QCOMPARE(first.size(), std::size_t(1));
    QVERIFY(first[0].text.find("`RateLimitError`, status 429") != std::string::npos);
    QVERIFY(first[0].text.find("https://api.example/v1") != std::string::npos);
    alerts.see(failure(), kStartUs + kSecond);
    alerts.see(failure(), kStartUs + 2 * kSecond);
    QCOMPARE(taken(alerts, kStartUs + 59 * kSecond), std::string());
    QCOMPARE(taken(alerts, kStartUs + 60 * kSecond), std::string("llm_exceptions*2 "));
    QCOMPARE(taken(alerts, kStartUs + 120 * kSecond), std::string());
}

void TestAlerts::aRetriedFailureIsNone()
{
    Alerts alerts(settings(), kStartUs);
    alerts.see(failure(true), kStartUs);
    QCOMPARE(taken(alerts, kStartUs), std::string());
}

void TestAlerts::typesAreChosen()
{
    config::Alerting chosen = settings();
    chosen.types = std::vector<std::string>{"outage_alerts"};
    Alerts alerts(chosen, kStartUs);
    for (int i = 0; i < 5; ++i)
        alerts.see(failure(), kStartUs + i);
    QCOMPARE(taken(alerts, kStartUs + 10), std::string("outage_alerts "));
}

void TestAlerts::nothingWithoutAChannel()
{
    Alerts alerts(config::Alerting(), kStartUs);
    alerts.see(failure(), kStartUs);
    QCOMPARE(taken(alerts, kStartUs), std::string());
}

void TestAlerts::outagesAreCountedByDeployment()
{
    config::Alerting chosen = settings();
    chosen.types = std::vector<std::string>{"outage_alerts"};
    Alerts alerts(chosen, kStartUs);
    std::string all;
    for (int i = 0; i < 10; ++i) {
        alerts.see(failure(), kStartUs + i * kSecond);
        Event other = failure();
        other.row.open.deploymentId = "d" + std::to_string(100 + i);
        alerts.see(other, kStartUs + i * kSecond);
        for (const AlertMessage &message : alerts.take(kStartUs + i * kSecond))
            all += message.text.find("Major") != std::string::npos ? "major " : "minor ";
    }
    QCOMPARE(all, std::string("minor major "));
    // Too far apart.
    Alerts patient(chosen, kStartUs);
    for (int i = 0; i < 10; ++i)
        patient.see(failure(), kStartUs + i * 30 * kSecond);
    QCOMPARE(taken(patient, kStartUs + 300 * kSecond), std::string());
}

void TestAlerts::badRequestsAreNoOutage()
{
    config::Alerting chosen = settings();
    chosen.types = std::vector<std::string>{"outage_alerts"};
    Alerts alerts(chosen, kStartUs);
    for (int i = 0; i < 20; ++i)
        alerts.see(failure(false, 400), kStartUs + i);
    QCOMPARE(taken(alerts, kStartUs + 30), std::string());
}

void TestAlerts::slowAndUnpricedAnswersAreTold()
{
    Alerts alerts(settings(), kStartUs);
    Event event = eventOf(successRow());
    event.row.close.unpriced = true;
    alerts.see(event, kStartUs);
    QCOMPARE(taken(alerts, kStartUs), std::string("llm_too_slow failed_tracking_spend "));
}

void TestAlerts::budgetsAreToldAtEachThreshold()
{
    Alerts alerts(settings(), kStartUs);
    BudgetFact fact{.group = "key", .id = "hash", .shown = "mine", .window = "30d", .max = 1'000'000'000'000};
    const auto told = [&](std::int64_t thousandths, std::int64_t nowUs) {
        fact.spent = thousandths * 1'000'000'000;
        alerts.see(fact, nowUs);
        std::vector<std::string> events;
        for (const AlertMessage &message : alerts.take(nowUs)) {
            if (message.type == "budget_alerts")
                events.push_back(std::string(json::stringOr(message.facts, "event")) + " " +
                                 std::to_string(message.facts.at("spend").as_double()).substr(0, 5));
        }
        return events;
    };
    using Events = std::vector<std::string>;
    QCOMPARE(told(849, kStartUs), Events());
    QCOMPARE(told(850, kStartUs), Events{"threshold_crossed 0.850"});
    QCOMPARE(told(900, kStartUs + kSecond), Events());
    QCOMPARE(told(950, kStartUs + kSecond), Events{"threshold_crossed 0.950"});
    QCOMPARE(told(1200, kStartUs + kSecond), Events{"budget_crossed 1.200"});
    QCOMPARE(told(1300, kStartUs + 86'399 * kSecond), Events());
    QCOMPARE(told(1300, kStartUs + 86'402 * kSecond), Events{"budget_crossed 1.300"});
    fact.id = "another";
    QCOMPARE(told(1000, kStartUs + 86'402 * kSecond), Events{"budget_crossed 1.000"});
}

void TestAlerts::budgetsThatWillBeCrossedAreToldBefore()
{
    Alerts alerts(settings(), kStartUs);
    const std::int64_t startS = kStartUs / kSecond;
    constexpr std::int64_t kDay = 86'400;
    BudgetFact fact{.group = "key",
                    .id = "hash",
                    .shown = "mine",
                    .window = "10d",
                    .spent = 200'000'000'000,
                    .max = 1'000'000'000'000,
                    .beganS = startS,
                    .endsS = startS + 10 * kDay};
    const auto told = [&](std::int64_t days) {
        const std::int64_t nowUs = kStartUs + days * kDay * kSecond;
        alerts.see(fact, nowUs);
        std::vector<AlertMessage> out;
        for (const AlertMessage &message : alerts.take(nowUs)) {
            if (message.type == "budget_alerts")
                out.push_back(message);
        }
        return out;
    };
    // A tenth of a budget in a tenth of its window.
    fact.spent = 100'000'000'000;
    QVERIFY(told(1).empty());
    // Two tenths after one day make twice the budget after ten.
    fact.spent = 200'000'000'000;
    const std::vector<AlertMessage> first = told(1);
    QCOMPARE(first.size(), 1U);
    QCOMPARE(json::stringOr(first.front().facts, "event"), "projected_limit_exceeded");
    QCOMPARE(first.front().facts.at("projected_spend").as_double(), 2.0);
    // The first of a day's seconds is that day.
    QCOMPARE(std::string(json::stringOr(first.front().facts, "projected_exceeded_date")),
             isoTime(kStartUs + 5 * kDay * kSecond).substr(0, 10));
    QVERIFY(told(1).empty());
    // A day later it is news again, unless the pace has slowed down.
    fact.spent = 210'000'000'000;
    QVERIFY(told(3).empty());
    // What never ends has no pace.
    fact.id = "another";
    fact.spent = 800'000'000'000;
    fact.endsS = 0;
    fact.beganS = 0;
    QVERIFY(told(1).empty());
}

void TestAlerts::whatOnlyAlertsIsToldOnceADay()
{
    config::Alerting own = settings();
    own.budgetS = 60;
    Alerts alerts(own, kStartUs);
    const BudgetFact fact{.group = "team",
                          .id = "t",
                          .shown = "Team",
                          .window = {},
                          .spent = 2'000'000'000'000,
                          .max = {},
                          .soft = 1'000'000'000'000};
    alerts.see(fact, kStartUs);
    const std::vector<AlertMessage> first = alerts.take(kStartUs);
    QCOMPARE(first.size(), 1U);
    QCOMPARE(first.front().type, std::string("budget_alerts"));
    QVERIFY(first.front().text.find("Soft Budget Crossed") != std::string::npos);
    QVERIFY(first.front().facts.at("max_budget").is_null());
    QCOMPARE(first.front().facts.at("soft_budget").as_double(), 1.0);
    QCOMPARE(first.front().facts.at("team_id").as_string(), "t");
    alerts.see(fact, kStartUs + 59 * kSecond);
    QVERIFY(alerts.take(kStartUs + 59 * kSecond).empty());
    alerts.see(fact, kStartUs + 61 * kSecond);
    QCOMPARE(alerts.take(kStartUs + 61 * kSecond).size(), 1U);
}

void TestAlerts::aRestIsToldOnce()
{
    Alerts alerts(settings(), kStartUs);
    const CooldownFact known{"d0", "m", "", "RateLimitError", 429, 5, 30};
    alerts.know(known);
    alerts.see(known, kStartUs);
    CooldownFact fact{"d1", "m", "", "RateLimitError", 429, 7, 30};
    alerts.see(fact, kStartUs);
    alerts.see(fact, kStartUs + kSecond);
    QCOMPARE(taken(alerts, kStartUs + kSecond), std::string("cooldown_deployment "));
    QCOMPARE(taken(alerts, kStartUs + 100 * kSecond), std::string());
    fact.startedUs = 9;
    alerts.see(fact, kStartUs + 200 * kSecond);
    QCOMPARE(taken(alerts, kStartUs + 200 * kSecond), std::string("cooldown_deployment "));
}

void TestAlerts::digestsAreGathered()
{
    config::Alerting gathered = settings();
    gathered.digestS["llm_exceptions"] = 3600;
    Alerts alerts(gathered, kStartUs);
    for (int i = 0; i < 3; ++i)
        alerts.see(failure(), kStartUs + i * 100 * kSecond);
    QCOMPARE(taken(alerts, kStartUs + 300 * kSecond), std::string());
    QCOMPARE(taken(alerts, kStartUs + 3600 * kSecond), std::string("llm_exceptions*3 "));
}

void TestAlerts::failedWritesAreTold()
{
    Alerts alerts(settings(), kStartUs);
    alerts.seeFailedWrites(0, kStartUs);
    QCOMPARE(taken(alerts, kStartUs), std::string());
    alerts.seeFailedWrites(2, kStartUs);
    alerts.seeFailedWrites(2, kStartUs);
    QCOMPARE(taken(alerts, kStartUs), std::string("db_exceptions "));
}

void TestAlerts::reportsComeInTheirTime()
{
    Alerts alerts(settings(), kStartUs);
    alerts.setReported(kStartUs, kStartUs);
    Event event = failure(true);
    alerts.see(event, kStartUs);
    alerts.see(eventOf(successRow()), kStartUs);
    static_cast<void>(alerts.take(kStartUs));
    QCOMPARE(taken(alerts, kStartUs + 43'000 * kSecond), std::string());
    const auto report = alerts.take(kStartUs + 43'200 * kSecond);
    QCOMPARE(report.size(), std::size_t(1));
    QVERIFY2(report[0].text.find("1 of 2") != std::string::npos, report[0].text.c_str());
    QVERIFY(report[0].text.find("ms per token") != std::string::npos);
    const std::int64_t week = kStartUs + 7 * 86'400 * kSecond;
    QVERIFY(!alerts.spendReportDue(week - 1));
    QVERIFY(alerts.spendReportDue(week));
    alerts.reportSpend("12.5", {{"red", 3, "10"}}, {}, week);
    const auto spend = alerts.take(week);
    QVERIFY2(spend[0].text.find("7 days: $12.5") != std::string::npos &&
                 spend[0].text.find("`red`: $10, 3 requests") != std::string::npos,
             spend[0].text.c_str());
    QVERIFY(!alerts.spendReportDue(week + kSecond));
}

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
