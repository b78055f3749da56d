#include "core/sinks/alerts.h"

#include "core/pricing/money.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gw::sinks {

namespace {

constexpr std::int64_t kUsPerS = 1'000'000;
constexpr std::int64_t kMinuteS = 60;
constexpr std::int64_t kDayS = 86'400;
constexpr std::size_t kMostHeld = 1000;
constexpr std::size_t kReported = 5;   // Deployments in one list of a report.
constexpr int kBadRequest = 400;
constexpr std::int64_t kFirstThreshold = 85;   // Percent of a budget.
constexpr std::int64_t kLastThreshold = 95;
// A pace is only seen after this part of a window, and not within its first hour.
constexpr std::int64_t kPaceParts = 10;
constexpr std::int64_t kPaceS = 3600;

// On unless alert_types says otherwise, of those whose facts are known here.
constexpr std::array kDefault{
    std::string_view("llm_exceptions"),        std::string_view("llm_too_slow"),
    std::string_view("llm_requests_hanging"),  std::string_view("cooldown_deployment"),
    std::string_view("outage_alerts"),         std::string_view("budget_alerts"),
    std::string_view("spend_reports"),         std::string_view("daily_reports"),
    std::string_view("failed_tracking_spend"), std::string_view("db_exceptions")};

std::string oneDecimal(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

std::string worded(std::string_view type, std::string_view level, const std::string &text, std::int64_t nowUs)
{
    return "*Alert type:* `" + std::string(type) + "`\nLevel: `" + std::string(level) + "`\nTimestamp: `" +
           isoTime(nowUs).substr(11, 8) + "`\n\nMessage: " + text;
}

// Which deployment it was.
std::string placeOf(const std::string &model, const std::string &apiBase, const std::string &id)
{
    std::string text = "\nModel: `" + model + "`";
    if (!apiBase.empty())
        text += "\nAPI Base: `" + apiBase + "`";
    if (!id.empty())
        text += "\nDeployment: `" + id + "`";
    return text;
}

// What will have been spent when the window ends, at the pace until now.
struct Projection
{
    double spent = 0;             // 10^-12 USD.
    std::int64_t crossedUs = 0;   // When the budget will have been; Unix microseconds.
};

std::optional<Projection> projectedOver(const BudgetFact &fact, std::int64_t nowUs)
{
    const std::int64_t nowS = nowUs / kUsPerS;
    const std::int64_t window = fact.endsS - fact.beganS;
    const std::int64_t elapsed = nowS - fact.beganS;
    if (!fact.max || fact.endsS == 0 || fact.spent <= 0 || elapsed < kPaceS ||
        elapsed < window / kPaceParts || elapsed >= window)
        return std::nullopt;
    const double perS = static_cast<double>(fact.spent) / static_cast<double>(elapsed);
    const double most = static_cast<double>(*fact.max);
    if (perS * static_cast<double>(window) <= most)
        return std::nullopt;
    return Projection{perS * static_cast<double>(window),
                      (fact.beganS + static_cast<std::int64_t>(most / perS)) * kUsPerS};
}

}   // namespace

Alerts::Alerts(config::Alerting settings, std::int64_t nowUs)
    : m_settings(std::move(settings))
    , m_dailyUs(nowUs)
    , m_spendUs(nowUs)
{}

bool Alerts::on(std::string_view type) const
{
    if (m_settings.channels.empty())
        return false;
    if (m_settings.types)
        return std::ranges::find(*m_settings.types, type) != m_settings.types->end();
    return std::ranges::find(kDefault, type) != kDefault.end();
}

void Alerts::setReported(std::int64_t dailyUs, std::int64_t spendUs)
{
    m_dailyUs = dailyUs;
    m_spendUs = spendUs;
}

void Alerts::raise(std::string_view type, const std::string &subject, std::string_view level,
                   const std::string &text, std::int64_t windowS, std::int64_t nowUs, json::Object facts)
{
    if (!on(type))
        return;
    const auto digest = m_settings.digestS.find(std::string(type));
    const bool gathers = digest != m_settings.digestS.end();
    const std::string key = std::string(type) + '\n' + subject;
    const auto found = m_held.find(key);
    std::string message = worded(type, level, text, nowUs);
    if (found != m_held.end() && nowUs < found->second.untilUs) {
        ++found->second.count;
        found->second.text = std::move(message);
        return;
    }
    // Past the bound everything is told at once rather than forgotten.
    if (m_held.size() < kMostHeld) {
        Held &held = m_held[key];
        held.type = type;
        held.untilUs = nowUs + (gathers ? digest->second : windowS) * kUsPerS;
        held.count += gathers ? 1 : 0;
        held.text = message;
        if (gathers)
            return;
    }
    m_out.push_back({std::string(type), std::move(message), std::move(facts)});
}

void Alerts::see(const BudgetFact &fact, std::int64_t nowUs)
{
    const std::int64_t limit = fact.max.value_or(fact.soft.value_or(0));
    const auto reached = [&](std::int64_t percent) {
        return static_cast<double>(fact.spent) * 100 >=
               static_cast<double>(limit) * static_cast<double>(percent);
    };
    const char *event = nullptr;
    std::string words;
    std::string level = "Low";
    if (!fact.max && fact.soft && reached(100)) {
        event = "soft_budget_crossed";
        words = "Soft Budget Crossed";
    } else if (fact.max && reached(100)) {
        event = "budget_crossed";
        words = "Budget Crossed";
        level = "High";
    } else if (fact.max && (reached(kLastThreshold) || reached(kFirstThreshold))) {
        const std::int64_t percent = reached(kLastThreshold) ? kLastThreshold : kFirstThreshold;
        event = "threshold_crossed";
        words = std::to_string(percent) + "% of the budget are spent";
        level = percent == kLastThreshold ? "Medium" : "Low";
    }
    const auto projected = event ? std::nullopt : projectedOver(fact, nowUs);
    if (projected) {
        event = "projected_limit_exceeded";
        words = "At this pace the budget is spent on " + isoTime(projected->crossedUs).substr(0, 10);
    }
    if (!event)
        return;
    const std::string spent = pricing::picoToText(fact.spent);
    const std::string most = pricing::picoToText(limit);
    std::string text = words + "\nSpend: `" + spent + "` of `" + most + "` USD, " + fact.group;
    text += fact.shown.empty() ? "" : " `" + fact.shown + "`";
    text += fact.window.empty() ? "" : ", each `" + fact.window + "`";
    json::Object facts{{"event", event},
                       {"event_group", fact.group},
                       {"spend", dollars(fact.spent)},
                       {"max_budget", fact.max ? json::Value(dollars(limit)) : json::Value(nullptr)},
                       {"soft_budget", fact.soft ? json::Value(dollars(limit)) : json::Value(nullptr)}};
    if (projected) {
        facts["projected_spend"] = dollars(static_cast<std::int64_t>(projected->spent));
        facts["projected_exceeded_date"] = isoTime(projected->crossedUs).substr(0, 10);
    }
    const char *name = fact.group == "key"             ? "token"
                       : fact.group == "team"          ? "team_id"
                       : fact.group == "internal_user" ? "user_id"
                       : fact.group == "customer"      ? "customer_id"
                                                       : nullptr;
    if (name)
        facts[name] = fact.id;
    // It stands so at every look until it is given anew: that is no further news.
    const std::string subject = fact.group + fact.id + fact.window + (projected ? event : words);
    std::int64_t &untilUs = m_budgetsTold[subject];
    if (nowUs < untilUs)
        return;
    untilUs = nowUs + m_settings.budgetS * kUsPerS;
    raise("budget_alerts", subject, level, text, 0, nowUs, std::move(facts));
    if (m_budgetsTold.size() > kMostHeld)
        std::erase_if(m_budgetsTold, [nowUs](const auto &one) { return one.second <= nowUs; });
}

void Alerts::see(const Event &event, std::int64_t nowUs)
{
    const ledger::OpenRecord &open = event.row.open;
    const ledger::CloseRecord &close = event.row.close;
    if (!open.deploymentId.empty()) {
        Day &day = m_day[open.deploymentId];
        day.model = open.upstreamModel;
        day.apiBase = event.apiBase;
        ++day.requests;
        day.seconds += static_cast<double>(close.endedUs - open.startedUs) / kUsPerS;
        day.outputTokens += std::max<std::int64_t>(close.usage.output, 0);
        day.failures += succeeded(event.row) || close.outcome == ledger::Outcome::ClientGone ? 0 : 1;
    }
    const double seconds = static_cast<double>(close.durationUs) / kUsPerS;
    const std::string place = placeOf(open.upstreamModel, event.apiBase, open.deploymentId);
    if (!close.again && seconds > m_settings.thresholdS)
        raise("llm_too_slow", open.deploymentId + open.upstreamModel, "Low",
              "Responses are slow - " + oneDecimal(seconds) + "s response time > Alerting threshold: " +
                  oneDecimal(m_settings.thresholdS) + "s\nRequest: `" + open.callId + "`" + place,
              kMinuteS * 5, nowUs);
    if (close.unpriced && succeeded(event.row) && close.ending != ledger::Ending::Mock)
        raise("failed_tracking_spend", open.upstreamModel, "Medium",
              "Spend is not tracked: no price is known" + place, kDayS, nowUs);
    if (!succeeded(event.row))
        seeFailure(event, nowUs);
}

void Alerts::seeFailure(const Event &event, std::int64_t nowUs)
{
    const ledger::OpenRecord &open = event.row.open;
    const ledger::CloseRecord &close = event.row.close;
    if (close.outcome == ledger::Outcome::ClientGone || close.outcome == ledger::Outcome::Refused)
        return;
    const std::string place = placeOf(open.upstreamModel, event.apiBase, open.deploymentId);
    if (!close.again)
        raise("llm_exceptions", open.deploymentId + open.upstreamModel + close.error, "High",
              "LLM API failure - `" + (close.error.empty() ? std::string("cut") : close.error) +
                  "`, status " + std::to_string(close.httpStatus) + "\nRequest: `" + open.callId + "`" +
                  place,
              kMinuteS, nowUs);
    if (open.deploymentId.empty() || close.upstreamStatus == kBadRequest || close.httpStatus == kBadRequest)
        return;
    std::deque<std::int64_t> &times = m_errors[open.deploymentId];
    times.push_back(nowUs);
    while (!times.empty() && nowUs - times.front() > m_settings.outageS * kUsPerS)
        times.pop_front();
    const auto count = static_cast<std::int64_t>(times.size());
    const std::string within =
        std::to_string(count) + " errors within " + std::to_string(m_settings.outageS) + "s" + place;
    if (count == m_settings.minorOutage)
        raise("outage_alerts", open.deploymentId + "minor", "Medium", "Minor service outage: " + within,
              m_settings.outageS, nowUs);
    if (count == m_settings.majorOutage) {
        raise("outage_alerts", open.deploymentId + "major", "High", "Major service outage: " + within,
              m_settings.outageS, nowUs);
        times.clear();
    }
    if (m_errors.size() > kMostHeld)
        m_errors.clear();
}

void Alerts::see(const CooldownFact &fact, std::int64_t nowUs)
{
    std::int64_t &last = m_rests[fact.deploymentId];
    if (fact.startedUs == 0 || fact.startedUs == last)
        return;
    last = fact.startedUs;
    raise("cooldown_deployment", fact.deploymentId, "Low",
          "Deployment rests for " + oneDecimal(fact.seconds) + "s after `" + fact.reason + "`, status " +
              std::to_string(fact.status) + placeOf(fact.model, fact.apiBase, fact.deploymentId),
          kMinuteS, nowUs);
}

void Alerts::see(const HangingFact &fact, std::int64_t nowUs)
{
    raise("llm_requests_hanging", fact.id, "Medium",
          "Request is hanging - " + oneDecimal(fact.seconds) + "s and no end\nRequest: `" + fact.id + "`" +
              placeOf(fact.model, {}, {}),
          kDayS, nowUs);
}

void Alerts::seeFailedWrites(std::uint64_t count, std::int64_t nowUs)
{
    if (count > m_failedWrites)
        raise("db_exceptions", "ledger", "High",
              "The ledger's database cannot be written; requests are kept in its journal meanwhile",
              kMinuteS * 5, nowUs);
    m_failedWrites = count;
}

void Alerts::reportDay(std::int64_t nowUs)
{
    using Entry = std::pair<const std::string, Day>;
    std::vector<const Entry *> list;
    for (const Entry &entry : m_day)
        list.push_back(&entry);
    const auto line = [](const Entry &entry, const std::string &figure) {
        return "\n- `" + entry.second.model + "`" +
               (entry.second.apiBase.empty() ? "" : " at `" + entry.second.apiBase + "`") + ": " + figure;
    };
    std::string text = "Report of the last " +
                       oneDecimal(static_cast<double>(m_settings.dailyReportS) / 3600) +
                       " h\n\n*Most failed requests*";
    std::ranges::stable_sort(
        list, [](const Entry *a, const Entry *b) { return a->second.failures > b->second.failures; });
    for (std::size_t i = 0; i < std::min(list.size(), kReported); ++i) {
        const Day &day = list[i]->second;
        if (day.failures > 0)
            text += line(*list[i], std::to_string(day.failures) + " of " + std::to_string(day.requests));
    }
    const auto perToken = [](const Day &day) {
        return day.outputTokens > 0 ? day.seconds / static_cast<double>(day.outputTokens) : 0;
    };
    std::ranges::stable_sort(
        list, [&](const Entry *a, const Entry *b) { return perToken(a->second) > perToken(b->second); });
    text += "\n\n*Slowest deployments*";
    for (std::size_t i = 0; i < std::min(list.size(), kReported); ++i) {
        if (const double each = perToken(list[i]->second); each > 0)
            text += line(*list[i], oneDecimal(each * 1000) + " ms per token");
    }
    if (!list.empty())
        raise("daily_reports", "daily", "Low", text, 0, nowUs);
    m_day.clear();
    m_dailyUs = nowUs;
}

bool Alerts::spendReportDue(std::int64_t nowUs) const
{
    return on("spend_reports") && nowUs - m_spendUs >= m_settings.spendReportS * kUsPerS;
}

void Alerts::reportSpend(std::string_view total, const std::vector<SpendPart> &teams,
                         const std::vector<SpendPart> &tags, std::int64_t nowUs)
{
    std::string text = "Spend of the last " + std::to_string(m_settings.spendReportS / kDayS) + " days: $" +
                       std::string(total);
    for (const auto &[title, parts] : {std::pair("*By team*", &teams), std::pair("*By tag*", &tags)}) {
        if (parts->empty())
            continue;
        text += std::string("\n\n") + title;
        for (const SpendPart &part : *parts)
            text +=
                "\n- `" + part.name + "`: $" + part.usd + ", " + std::to_string(part.requests) + " requests";
    }
    raise("spend_reports", "spend", "Low", text, 0, nowUs);
    m_spendUs = nowUs;
}

std::vector<AlertMessage> Alerts::take(std::int64_t nowUs)
{
    if (nowUs - m_dailyUs >= m_settings.dailyReportS * kUsPerS)
        reportDay(nowUs);
    for (auto it = m_held.begin(); it != m_held.end();) {
        if (nowUs < it->second.untilUs) {
            ++it;
            continue;
        }
        if (it->second.count > 0)
            m_out.push_back({it->second.type,
                             "[Num Alerts: " + std::to_string(it->second.count) + "]\n\n" + it->second.text});
        it = m_held.erase(it);
    }
    return std::exchange(m_out, {});
}

}   // namespace gw::sinks
