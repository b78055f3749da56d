#pragma once

#include "core/config/schema.h"
#include "core/sinks/event.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::sinks {

struct AlertMessage
{
    std::string type;   // "llm_exceptions"
    std::string text;   // For people, in Slack's marks.
    // What a webhook is told beside: "event", "event_group", "spend" ...
    json::Object facts = {};
};

// How a budget stands. Amounts in 10^-12 USD.
struct BudgetFact
{
    std::string group;   // "key", "team", "team_member", "internal_user", "customer", "tag", "proxy"
    std::string id;
    std::string shown;
    std::string window;   // Its duration.
    std::int64_t spent = 0;
    std::optional<std::int64_t> max = {};
    std::optional<std::int64_t> soft = {};
    // Of the window that runs, Unix seconds; 0: it never ends.
    std::int64_t beganS = 0;
    std::int64_t endsS = 0;
};

// A deployment rests.
struct CooldownFact
{
    std::string deploymentId;
    std::string model;
    std::string apiBase;
    std::string reason;
    int status = 0;
    std::int64_t startedUs = 0;   // Steady clock: tells one rest from the next.
    double seconds = 0;
};

// A request that is being answered.
struct HangingFact
{
    std::string id;
    std::string model;
    double seconds = 0;
};

struct SpendPart
{
    std::string name;
    std::int64_t requests = 0;
    std::string usd;   // Exact decimal text.
};

// Decides what administrators are told, from facts that it is given (CONTRACT 10.4). What is the same is
// told once in a while, with how often it was. Knows no clock and no network; belongs to one thread. Times
// are Unix microseconds.
class Alerts
{
public:
    Alerts(config::Alerting settings, std::int64_t nowUs);

    bool on(std::string_view type) const;

    void see(const Event &event, std::int64_t nowUs);
    void see(const CooldownFact &fact, std::int64_t nowUs);
    // That rest is no news: it began before anybody looked.
    void know(const CooldownFact &fact) { m_rests[fact.deploymentId] = fact.startedUs; }
    void see(const HangingFact &fact, std::int64_t nowUs);
    // Told when 85 and 95 percent are spent, when all is, when what only alerts is, and before all that when
    // it would be at this pace before its window ends.
    void see(const BudgetFact &fact, std::int64_t nowUs);
    // Transactions of the ledger that have failed since the start.
    void seeFailedWrites(std::uint64_t count, std::int64_t nowUs);
    // Whether a spend report is due; it is told by the next call.
    bool spendReportDue(std::int64_t nowUs) const;
    void reportSpend(std::string_view total, const std::vector<SpendPart> &teams,
                     const std::vector<SpendPart> &tags, std::int64_t nowUs);
    // Of anything else: subject is what makes two of them the same, for windowS.
    void raise(std::string_view type, const std::string &subject, std::string_view level,
               const std::string &text, std::int64_t windowS, std::int64_t nowUs, json::Object facts = {});

    // What is to be sent by now; empties it.
    std::vector<AlertMessage> take(std::int64_t nowUs);

    // When the reports were told last; kept over restarts.
    std::int64_t dailyUs() const noexcept { return m_dailyUs; }
    std::int64_t spendUs() const noexcept { return m_spendUs; }
    void setReported(std::int64_t dailyUs, std::int64_t spendUs);

private:
    struct Held
    {
        std::string type;
        std::string text;   // Of the last one.
        std::int64_t untilUs = 0;
        int count = 0;   // Since it was told last.
    };
    struct Day   // Of one deployment.
    {
        std::string model;
        std::string apiBase;
        std::int64_t requests = 0;
        std::int64_t failures = 0;
        std::int64_t outputTokens = 0;
        double seconds = 0;
    };

    void seeFailure(const Event &event, std::int64_t nowUs);
    void reportDay(std::int64_t nowUs);

    const config::Alerting m_settings;
    std::map<std::string, Held> m_held;                  // By type and subject.
    std::map<std::string, std::int64_t> m_budgetsTold;   // When each is news again, by what it says.
    std::vector<AlertMessage> m_out;
    std::map<std::string, std::deque<std::int64_t>> m_errors;   // Times by deployment.
    std::map<std::string, std::int64_t> m_rests;                // The last one known, by deployment.
    std::map<std::string, Day> m_day;
    std::int64_t m_dailyUs;
    std::int64_t m_spendUs;
    std::uint64_t m_failedWrites = 0;
};

}   // namespace gw::sinks
