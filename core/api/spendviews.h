#pragma once

#include "core/api/management.h"
#include "core/api/routes.h"
#include "core/base/json.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What the routes on spend share (CONTRACT 3.7 and 9): times, rights, rows, and questions to the ledger. Sums
// come from the roll-ups where one of them fits; else from the rows, and then only of those that retention
// has left.
namespace gw::api {

constexpr std::int64_t kDayUs = 86'400'000'000;
// Days that one answer may cover.
constexpr std::int64_t kMostDays = 1000;
// What LiteLLM's views without dates cover: today and this many days before.
constexpr ledger::Day kViewDays = 30;

// Money as JSON clients know it: the shortest number that reads back the same.
double dollars(ledger::Int128 pico);
// "2026-11-21T10:00:00.000Z"
std::string isoTime(std::int64_t unixUs);
// "2026-11-21"
std::string isoDay(ledger::Day day);
// "2026-11-21", or with a time behind it; UTC. Unix microseconds.
std::optional<std::int64_t> parseTime(std::string_view text);

// From a time on, and before another one. Absent: no limit.
struct Times
{
    std::optional<std::int64_t> fromUs = {};
    std::optional<std::int64_t> untilUs = {};

    bool both() const noexcept { return fromUs && untilUs; }
    // Every day that is touched; without a limit as far as there can be any.
    ledger::DayRange days() const;
    // Roll-ups say the same as rows.
    bool wholeDays() const noexcept;
};
// Both texts may be empty. An end without a time is the end of that day, one with seconds of that second.
// 400 names the member that is wrong.
Result<Times> readTimes(const std::string &from, const std::string &until, std::string_view fromName,
                        std::string_view untilName);
// start_date and end_date of the query. required: 400 where one is missing.
Result<Times> timesOf(const engine::ApiCall &call, bool required = false);
// The same as days, at most kMostDays; the last 30 where nothing is said.
Result<ledger::DayRange> daysOf(const engine::ApiCall &call, bool required = false);
ledger::Day today();

// Administrators, their viewers, and keys with the permission get_spend_routes.
bool seesAll(const auth::Principal &caller);
bool maySee(const auth::Principal &caller, const ledger::OpenRecord &row);
// Narrows filter down to what the caller may see; 403 where it asks for somebody else's.
std::optional<engine::ApiReply> narrow(access::Directory *directory, const auth::Principal &caller,
                                       ledger::Filter &filter);
// api_key (itself or its hash), user_id, team_id, end_user, model, model_group ... of the query.
ledger::Filter filterOf(const engine::ApiCall &call, const Times &times);

// A row as LiteLLM_SpendLogs has it. table: for the base of the provider.
json::Object spendRow(const ledger::Row &row, const routing::Table &table);
// request_tags of a row: the tags, and the program.
std::vector<std::string> requestTagsOf(const ledger::OpenRecord &open);

// Gives the answer to the one question, or its error.
template <typename Answer, typename Make>
ledger::Questions::Callback<Answer> replying(engine::ApiRespond respond, Make make)
{
    return [respond = std::move(respond), make = std::move(make)](ledger::QueryToken, Result<Answer> answer) {
        respond(answer.ok() ? make(answer.value()) : engine::errorReply(answer.error()));
    };
}

// Several questions asked at once; the reader answers them in their order, and the last answer makes the
// reply.
class Inquiry : public std::enable_shared_from_this<Inquiry>
{
public:
    explicit Inquiry(engine::ApiRespond respond)
        : m_respond(std::move(respond))
    {}
    template <typename Answer, typename Take>
    ledger::Questions::Callback<Answer> part(Take take)
    {
        return
            [self = shared_from_this(), take = std::move(take)](ledger::QueryToken, Result<Answer> answer) {
                if (!answer.ok())
                    self->m_error = answer.error();
                else
                    take(answer.value());
            };
    }
    // make: of the answer, gives the reply.
    template <typename Answer, typename Make>
    ledger::Questions::Callback<Answer> last(Make make)
    {
        return
            [self = shared_from_this(), make = std::move(make)](ledger::QueryToken, Result<Answer> answer) {
                if (!answer.ok())
                    self->m_error = answer.error();
                self->m_respond(self->m_error ? engine::errorReply(*self->m_error) : make(answer.value()));
            };
    }

private:
    const engine::ApiRespond m_respond;
    std::optional<Error> m_error;   // The reader's thread's.
};

// Sums by name, largest cost first.
void askTotals(ledger::Questions &reader, ledger::Dimension dimension, ledger::Filter filter,
               const Times &times, ledger::Questions::Callback<std::vector<ledger::NamedTotals>> callback);
// Sums by day and name, in order of days.
void askSeries(ledger::Questions &reader, ledger::Dimension dimension, ledger::Filter filter,
               ledger::DayRange days, ledger::Questions::Callback<std::vector<ledger::DayTotals>> callback);

// One day of /spend/logs in sums.
struct DaySums
{
    ledger::Int128 total = 0;
    std::map<std::string, ledger::Int128> keys = {};
    std::map<std::string, ledger::Int128> users = {};
    std::map<std::string, ledger::Int128> models = {};
};
using SumsByDay = std::map<ledger::Day, DaySums>;
// Every day of the range, those without requests too.
json::Array summaryOf(const SumsByDay &sums, ledger::DayRange days);

// A cell of comma-separated text (RFC 4180); what a spreadsheet would take for a formula gets an apostrophe
// in front.
std::string csvCell(std::string_view text);
// Rows under a line of names.
std::string toCsv(const std::vector<ledger::Row> &rows, const routing::Table &table);

// Where spend is looked up.
struct SpendSources
{
    ledger::Questions &reader;   // Of readers, the one that this call asks.
    SpendReaders readers;
    ledger::Ledger &ledger;
    access::Directory *directory;   // Null: no virtual keys.
    engine::Shared &shared;
};

using SpendJob = void (*)(const SpendSources &sources, const engine::ApiCall &call,
                          const engine::ApiRespond &respond);
using AskEither = std::function<void(ledger::Questions &reader, const engine::ApiCall &call,
                                     const engine::ApiRespond &respond)>;
// Asks the shared reader while it is there and the local one else; where there are two, a header of the
// answer says which (x-portico-spend-source: database or local).
void askEither(const SpendReaders &readers, const AskEither &ask, const engine::ApiCall &call,
               const engine::ApiRespond &respond);
// Any key may come; the job looks at whom it belongs to.
engine::ApiRoute spendRoute(const SpendSources &sources, const char *method, const char *pattern,
                            SpendJob job);
// Only for those who see everything.
engine::ApiRoute wholeSpendRoute(const SpendSources &sources, const char *method, const char *pattern,
                                 SpendJob job);

// /spend/logs and its kin.
engine::ApiRoutes spendLogRoutes(const SpendSources &sources);
// /spend/keys, /spend/users, /spend/tags, /spend/calculate.
engine::ApiRoutes spendListRoutes(const SpendSources &sources);
// /global/spend and its lists, /global/all_end_users.
engine::ApiRoutes globalSpendRoutes(const SpendSources &sources);
// /global/spend/report
engine::ApiRoutes spendReportRoutes(const SpendSources &sources);
// /global/activity and its kin, /provider/budgets.
engine::ApiRoutes globalActivityRoutes(const SpendSources &sources);

}   // namespace gw::api
