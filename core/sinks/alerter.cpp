#include "core/sinks/alerter.h"

#include "core/base/logging.h"
#include "core/pricing/money.h"

#include <chrono>
#include <future>

namespace gw::sinks {

namespace {

constexpr int kLookMs = 2'000;
constexpr int kFeedRows = 500;
constexpr int kTries = 3;
constexpr int kFirstWaitMs = 500;
constexpr std::int64_t kNewsUs = 600'000'000;   // Older rows are none.
constexpr std::size_t kMostRaised = 1000;
constexpr std::size_t kMostParts = 20;
constexpr std::int64_t kBudgetsUs = 10'000'000;   // Between two looks at all budgets.
constexpr std::int64_t kDayUs = 86'400'000'000;
constexpr auto kLedgerWait = std::chrono::seconds(10);

}   // namespace

std::string slackBody(const AlertMessage &message)
{
    return json::serialize(json::Object{{"text", message.text}});
}

std::string webhookBody(const AlertMessage &message)
{
    json::Object body{{"spend", 0},
                      {"max_budget", nullptr},
                      {"token", nullptr},
                      {"user_id", nullptr},
                      {"team_id", nullptr},
                      {"event", message.type},
                      {"event_group", "proxy"},
                      {"event_message", message.text}};
    for (const auto &fact : message.facts)
        body[fact.key()] = fact.value();
    return json::serialize(body);
}

Alerter::Alerter(config::Alerting settings, Variables variables, std::string ledgerFolder,
                 std::string progressFolder, ledger::Ledger &ledger, ledger::LedgerReader &reader,
                 GatewayFacts facts, std::shared_ptr<const ApiBases> bases)
    : m_settings(std::move(settings))
    , m_variables(std::move(variables))
    , m_folder(std::move(ledgerFolder))
    , m_progress(progressFolder, "alerts")
    , m_daily(progressFolder, "alerts-daily")
    , m_spend(progressFolder, "alerts-spend")
    , m_ledger(ledger)
    , m_reader(reader)
    , m_facts(std::move(facts))
    , m_poster([this] { return stopping(); })
    , m_bases(std::move(bases))
{
    ledger::FeedReader feed(m_folder);
    const auto newest = feed.newest();
    m_position = newest.ok() ? newest.value() : 0;
    if (const auto known = m_progress.read(); known && *known < m_position)
        m_position = *known;
    m_thread = std::thread([this] { run(); });
}

Alerter::~Alerter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

bool Alerter::stopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

void Alerter::raise(std::string type, std::string subject, std::string level, std::string text,
                    std::int64_t windowS)
{
    const std::lock_guard lock(m_mutex);
    if (m_raised.size() >= kMostRaised) {
        m_raised.pop_front();
        ++m_lost;
    }
    m_raised.push_back({std::move(type), std::move(subject), std::move(level), std::move(text), windowS});
}

void Alerter::setBases(std::shared_ptr<const ApiBases> bases)
{
    const std::lock_guard lock(m_mutex);
    m_bases = std::move(bases);
}

void Alerter::run()
{
    m_feed = std::make_unique<ledger::FeedReader>(m_folder);
    Alerts alerts(m_settings, m_clock.unixUs());
    const std::int64_t now = m_clock.unixUs();
    alerts.setReported(m_daily.read().value_or(now), m_spend.read().value_or(now));
    alerts.seeFailedWrites(m_ledger.counters().failedWrites, now);
    for (const CooldownFact &fact : m_facts.cooldowns ? m_facts.cooldowns() : std::vector<CooldownFact>())
        alerts.know(fact);
    m_daily.write(alerts.dailyUs());
    m_spend.write(alerts.spendUs());
    while (!stopping()) {
        look(alerts);
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, std::chrono::milliseconds(kLookMs), [this] { return m_stopping; });
    }
    m_feed.reset();
}

void Alerter::look(Alerts &alerts)
{
    const std::int64_t now = m_clock.unixUs();
    const std::int64_t dailyUs = alerts.dailyUs();
    const std::int64_t spendUs = alerts.spendUs();
    readFeed(alerts, now);
    if (m_facts.cooldowns) {
        for (const CooldownFact &fact : m_facts.cooldowns())
            alerts.see(fact, now);
    }
    if (m_facts.hanging && alerts.on("llm_requests_hanging")) {
        for (const HangingFact &fact : m_facts.hanging(m_settings.thresholdS))
            alerts.see(fact, now);
    }
    if (m_facts.budgets && alerts.on("budget_alerts") && now - m_budgetsUs >= kBudgetsUs) {
        m_budgetsUs = now;
        for (const BudgetFact &fact : m_facts.budgets())
            alerts.see(fact, now);
    }
    alerts.seeFailedWrites(m_ledger.counters().failedWrites, now);
    std::deque<Raised> raised;
    {
        const std::lock_guard lock(m_mutex);
        raised.swap(m_raised);
    }
    for (const Raised &alert : raised)
        alerts.raise(alert.type, alert.subject, alert.level, alert.text, alert.windowS, now);
    if (alerts.spendReportDue(now))
        reportSpend(alerts, now);
    for (const AlertMessage &message : alerts.take(now))
        send(message);
    if (alerts.dailyUs() != dailyUs)
        m_daily.write(alerts.dailyUs());
    if (alerts.spendUs() != spendUs)
        m_spend.write(alerts.spendUs());
}

void Alerter::readFeed(Alerts &alerts, std::int64_t nowUs)
{
    const std::int64_t before = m_position;
    while (!stopping()) {
        auto rows = m_feed->read(m_position, kFeedRows);
        if (!rows.ok() || rows.value().empty())
            break;
        for (ledger::FedRow &fed : rows.value()) {
            m_position = fed.position;
            if (fed.row.open.untold || nowUs - fed.row.close.endedUs > kNewsUs)
                continue;
            Event event{.row = std::move(fed.row), .apiBase = {}};
            {
                const std::lock_guard lock(m_mutex);
                const auto found = m_bases->find(event.row.open.deploymentId);
                if (found != m_bases->end())
                    event.apiBase = found->second;
            }
            alerts.see(event, nowUs);
        }
    }
    if (m_position != before)
        m_progress.write(m_position);
}

void Alerter::reportSpend(Alerts &alerts, std::int64_t nowUs)
{
    const ledger::DayRange days{ledger::dayOf(nowUs - m_settings.spendReportS * 1'000'000 + kDayUs),
                                ledger::dayOf(nowUs)};
    using Parts = std::vector<ledger::NamedTotals>;
    const auto ask = [&](ledger::Dimension dimension) {
        auto promise = std::make_shared<std::promise<Parts>>();
        auto answer = promise->get_future();
        m_reader.totals(dimension, days, [promise](ledger::QueryToken, const Result<Parts> &parts) {
            promise->set_value(parts.ok() ? parts.value() : Parts());
        });
        return answer.wait_for(kLedgerWait) == std::future_status::ready ? answer.get() : Parts();
    };
    const auto parts = [&](ledger::Dimension dimension) {
        std::vector<SpendPart> out;
        for (const ledger::NamedTotals &part : ask(dimension)) {
            if (!part.name.empty() && out.size() < kMostParts)
                out.push_back({part.name, part.totals.requests, pricing::picoToText(part.totals.costPico)});
        }
        return out;
    };
    ledger::Int128 total = 0;
    for (const ledger::NamedTotals &part : ask(ledger::Dimension::All))
        total += part.totals.costPico;
    alerts.reportSpend(pricing::picoToText(total), parts(ledger::Dimension::Team),
                       parts(ledger::Dimension::Tag), nowUs);
}

void Alerter::send(const AlertMessage &message)
{
    const AlertTargets targets = alertTargets(m_settings, message.type, m_variables);
    const auto deliver = [this](const Secret &url, const std::string &body) {
        int waitMs = kFirstWaitMs;
        for (int i = 0; i < kTries && !stopping(); ++i, waitMs *= 2) {
            const PostResult result = m_poster.post(url, {}, body);
            if (result.ok())
                return;
            if (!result.worthRepeating())
                break;
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, std::chrono::milliseconds(std::max(waitMs, result.retryAfterMs)),
                            [this] { return m_stopping; });
        }
        if (m_lost++ == 0)
            qCWarning(gwSinks, "an alert could not be sent");
    };
    for (const Secret &url : targets.slack)
        deliver(url, slackBody(message));
    for (const Secret &url : targets.webhook)
        deliver(url, webhookBody(message));
}

}   // namespace gw::sinks
