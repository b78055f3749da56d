#include "core/api/spendviews.h"

#include "core/pricing/money.h"

#include <QDateTime>

#include <algorithm>

namespace gw::api {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::size_t kDateChars = 10;     // YYYY-MM-DD
constexpr std::size_t kSecondChars = 19;   // YYYY-MM-DD HH:MM:SS
// 9999-12-31: nothing is later.
constexpr ledger::Day kLastDay = 2'932'896;

Error badDate(std::string_view name)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid " + std::string(name) + ": expected YYYY-MM-DD or YYYY-MM-DD HH:MM:SS",
            .param = std::string(name)};
}

}   // namespace

double dollars(ledger::Int128 pico)
{
    return std::strtod(pricing::picoToText(pico).c_str(), nullptr);
}

std::string isoTime(std::int64_t unixUs)
{
    return QDateTime::fromMSecsSinceEpoch(unixUs / 1000, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

std::string isoDay(ledger::Day day)
{
    return QDate::fromJulianDay(QDate(1970, 1, 1).toJulianDay() + day).toString(Qt::ISODate).toStdString();
}

std::optional<std::int64_t> parseTime(std::string_view text)
{
    QString string = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    // A '+' that was not escaped in the query.
    if (text.size() > kSecondChars && string.at(string.size() - 6) == QLatin1Char(' '))
        string[string.size() - 6] = QLatin1Char('+');
    if (text.size() > kDateChars && string.at(kDateChars) == QLatin1Char(' '))
        string[static_cast<qsizetype>(kDateChars)] = QLatin1Char('T');
    QDateTime time = text.size() == kDateChars ? QDate::fromString(string, Qt::ISODate).startOfDay(Qt::UTC)
                                               : QDateTime::fromString(string, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    const std::int64_t ms = time.toMSecsSinceEpoch();
    // Years that no row can be of would not fit into the ledger's ids.
    constexpr std::int64_t kLastMs = kLastDay * std::int64_t{86'400'000};
    return ms < 0 || ms > kLastMs ? std::nullopt : std::optional(ms * 1000);
}

ledger::DayRange Times::days() const
{
    return {fromUs ? ledger::dayOf(*fromUs) : 0, untilUs ? ledger::dayOf(*untilUs - 1) : kLastDay};
}

bool Times::wholeDays() const noexcept
{
    return fromUs.value_or(0) % kDayUs == 0 && untilUs.value_or(0) % kDayUs == 0;
}

Result<Times> readTimes(const std::string &from, const std::string &until, std::string_view fromName,
                        std::string_view untilName)
{
    Times times;
    if (!from.empty() && !(times.fromUs = parseTime(from)))
        return badDate(fromName);
    if (!until.empty() && !(times.untilUs = parseTime(until)))
        return badDate(untilName);
    if (times.untilUs)
        *times.untilUs += until.size() == kDateChars         ? kDayUs
                          : until.size() <= kSecondChars + 1 ? kSecondUs
                                                             : 1;
    if (times.both() && *times.fromUs >= *times.untilUs)
        return Error{.code = ErrorCode::BadRequest,
                     .message = std::string(untilName) + " is before " + std::string(fromName),
                     .param = std::string(untilName)};
    return times;
}

Result<Times> timesOf(const ApiCall &call, bool required)
{
    const std::string from = queryText(call, "start_date");
    const std::string until = queryText(call, "end_date");
    if (required && (from.empty() || until.empty()))
        return Error{.code = ErrorCode::BadRequest,
                     .message = "Please provide start_date and end_date",
                     .param = from.empty() ? "start_date" : "end_date"};
    return readTimes(from, until, "start_date", "end_date");
}

ledger::Day today()
{
    return ledger::dayOf(QDateTime::currentMSecsSinceEpoch() * 1000);
}

Result<ledger::DayRange> daysOf(const ApiCall &call, bool required)
{
    GW_TRY(const Times times, timesOf(call, required));
    ledger::DayRange days{today() - kViewDays, today()};
    if (times.untilUs) {
        days.to = times.days().to;
        days.from = days.to - kViewDays;
    }
    if (times.fromUs) {
        days.from = times.days().from;
        days.to = std::max(days.to, days.from);
    }
    if (days.to - days.from >= kMostDays)
        return Error{.code = ErrorCode::BadRequest,
                     .message = "At most " + std::to_string(kMostDays) + " days can be asked for at once",
                     .param = "end_date"};
    return days;
}

bool seesAll(const auth::Principal &caller)
{
    if (caller.viewer())
        return true;
    const json::Object *granted = caller.key ? json::findObject(caller.key->rest, "permissions") : nullptr;
    return granted && json::findBool(*granted, "get_spend_routes").value_or(false);
}

bool maySee(const auth::Principal &caller, const ledger::OpenRecord &row)
{
    return seesAll(caller) ||
           (caller.userId.empty() ? row.keyHash == caller.keyHash : row.userId == caller.userId);
}

std::optional<ApiReply> narrow(access::Directory *directory, const auth::Principal &caller,
                               ledger::Filter &filter)
{
    if (seesAll(caller))
        return std::nullopt;
    if (filter.team && directory && isTeamAdmin(caller, directory->team(*filter.team).get()))
        return std::nullopt;
    if (filter.key && *filter.key != caller.keyHash) {
        const access::KeyPtr key = directory ? directory->key(*filter.key) : nullptr;
        if (caller.userId.empty() || !key || key->userId != caller.userId)
            return notAllowed("The spend of this key belongs to somebody else.");
    }
    if (filter.user && *filter.user != caller.userId)
        return notAllowed("The spend of user_id=" + *filter.user + " belongs to somebody else.");
    if (caller.userId.empty())
        filter.key = caller.keyHash;
    else
        filter.user = caller.userId;
    return std::nullopt;
}

ledger::Filter filterOf(const ApiCall &call, const Times &times)
{
    ledger::Filter filter;
    filter.fromUs = times.fromUs;
    filter.untilUs = times.untilUs;
    const auto read = [&](const char *name, std::optional<std::string> &out) {
        if (std::string text = queryText(call, name); !text.empty())
            out = std::move(text);
    };
    read("api_key", filter.key);
    if (filter.key)
        filter.key = hashOf(*filter.key);
    read("user_id", filter.user);
    read("team_id", filter.team);
    read("end_user", filter.endUser);
    read("model", filter.model);
    read("model_group", filter.modelGroup);
    read("model_id", filter.deployment);
    read("session_id", filter.session);
    read("gateway_id", filter.gateway);
    read("key_alias", filter.keyAlias);
    read("custom_llm_provider", filter.provider);
    return filter;
}

namespace {

// Of this filter nothing but one name of one dimension; the times do not count.
std::optional<std::pair<Dimension, std::string>> onlyName(const ledger::Filter &filter)
{
    ledger::Filter rest = filter;
    rest.fromUs.reset();
    rest.untilUs.reset();
    std::optional<std::pair<Dimension, std::string>> found;
    const std::pair<std::optional<std::string> *, Dimension> names[] = {
        {&rest.key, Dimension::Key},           {&rest.user, Dimension::User},
        {&rest.team, Dimension::Team},         {&rest.endUser, Dimension::EndUser},
        {&rest.model, Dimension::Model},       {&rest.modelGroup, Dimension::ModelGroup},
        {&rest.provider, Dimension::Provider}, {&rest.client, Dimension::Client}};
    for (const auto &[name, dimension] : names) {
        if (!*name || found)
            continue;
        found = {dimension, **name};
        name->reset();
    }
    return found && rest.isEmpty() ? found : std::nullopt;
}

bool saysNothing(ledger::Filter filter)
{
    filter.fromUs.reset();
    filter.untilUs.reset();
    return filter.isEmpty();
}

}   // namespace

void askTotals(ledger::Questions &reader, Dimension dimension, ledger::Filter filter, const Times &times,
               ledger::Questions::Callback<std::vector<ledger::NamedTotals>> callback)
{
    if (saysNothing(filter) && times.wholeDays()) {
        reader.totals(dimension, times.days(), std::move(callback));
        return;
    }
    filter.fromUs = times.fromUs;
    filter.untilUs = times.untilUs;
    reader.breakdown({filter, dimension},
                     [callback = std::move(callback)](ledger::QueryToken token,
                                                      const Result<std::vector<ledger::BreakdownRow>> &rows) {
                         if (!rows.ok())
                             return callback(token, rows.error());
                         std::vector<ledger::NamedTotals> out;
                         for (const ledger::BreakdownRow &row : rows.value())
                             out.push_back({row.first, row.totals});
                         std::ranges::stable_sort(out, std::greater(), [](const ledger::NamedTotals &one) {
                             return one.totals.costPico;
                         });
                         callback(token, std::move(out));
                     });
}

void askSeries(ledger::Questions &reader, Dimension dimension, ledger::Filter filter, ledger::DayRange days,
               ledger::Questions::Callback<std::vector<ledger::DayTotals>> callback)
{
    if (saysNothing(filter)) {
        reader.series(dimension, days, std::move(callback));
        return;
    }
    const auto only = onlyName(filter);
    if (only && (dimension == Dimension::All || dimension == only->first)) {
        reader.series(only->first, only->second, days, std::move(callback));
        return;
    }
    filter.fromUs = days.from * kDayUs;
    filter.untilUs = (days.to + std::int64_t{1}) * kDayUs;
    reader.breakdown({filter, dimension, Dimension::All, true},
                     [callback = std::move(callback)](ledger::QueryToken token,
                                                      const Result<std::vector<ledger::BreakdownRow>> &rows) {
                         if (!rows.ok())
                             return callback(token, rows.error());
                         std::vector<ledger::DayTotals> out;
                         for (const ledger::BreakdownRow &row : rows.value())
                             out.push_back({row.day, row.first, row.totals});
                         callback(token, std::move(out));
                     });
}

json::Array summaryOf(const SumsByDay &sums, ledger::DayRange days)
{
    const auto named = [](const std::map<std::string, ledger::Int128> &amounts) {
        json::Object out;
        for (const auto &[name, pico] : amounts)
            out[name] = dollars(pico);
        return out;
    };
    json::Array out;
    for (ledger::Day day = days.from; day <= days.to; ++day) {
        const auto found = sums.find(day);
        const DaySums one = found == sums.end() ? DaySums() : found->second;
        json::Object entry = named(one.keys);
        entry["startTime"] = isoDay(day);
        entry["spend"] = dollars(one.total);
        entry["users"] = named(one.users);
        entry["models"] = named(one.models);
        out.emplace_back(std::move(entry));
    }
    return out;
}

void askEither(const SpendReaders &readers, const AskEither &ask, const ApiCall &call,
               const ApiRespond &respond)
{
    if (!readers.shared)
        return ask(readers.local, call, respond);
    const auto from = [respond](const char *source) -> ApiRespond {
        return [respond, source](ApiReply reply) {
            reply.headers.set("x-portico-spend-source", source);
            respond(std::move(reply));
        };
    };
    if (!readers.sharedUp())
        return ask(readers.local, call, from("local"));
    // For asking once more; the texts that a head looks into are its own.
    const auto again = std::make_shared<ApiCall>(call);
    const std::string_view target = again->head.target;
    again->head.path = target.substr(0, target.find('?'));
    again->head.query = {};
    again->head.peer = nullptr;
    ask(*readers.shared, call,
        [&local = readers.local, ask, again, respondLocal = from("local"),
         respond = from("database")](ApiReply reply) {
            constexpr int kAway = 503;
            // It has gone meanwhile.
            if (reply.status == kAway)
                return ask(local, *again, respondLocal);
            respond(std::move(reply));
        });
}

namespace {

AskEither askerOf(const SpendSources &sources, SpendJob job)
{
    return [sources, job](ledger::Questions &reader, const ApiCall &call, const ApiRespond &respond) {
        job({reader, sources.readers, sources.ledger, sources.directory, sources.shared}, call, respond);
    };
}

}   // namespace

engine::ApiRoute spendRoute(const SpendSources &sources, const char *method, const char *pattern,
                            SpendJob job)
{
    return {method, pattern, engine::Access::Management,
            [readers = sources.readers, ask = askerOf(sources, job)](
                const ApiCall &call, const ApiRespond &respond) { askEither(readers, ask, call, respond); }};
}

engine::ApiRoute wholeSpendRoute(const SpendSources &sources, const char *method, const char *pattern,
                                 SpendJob job)
{
    return {method, pattern, engine::Access::Management,
            [readers = sources.readers, ask = askerOf(sources, job)](const ApiCall &call,
                                                                     const ApiRespond &respond) {
                if (!seesAll(call.principal))
                    return respond(engine::errorReply(auth::adminOnly(call.principal, call.head.path)));
                askEither(readers, ask, call, respond);
            }};
}

}   // namespace gw::api
