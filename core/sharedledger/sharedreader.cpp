#include "core/sharedledger/sharedreader.h"

#include "core/sharedledger/rows.h"

#include <algorithm>

namespace gw::sharedledger {

using ledger::Dimension;
using ledger::Filter;
using ledger::QueryToken;
using ledger::Row;
using postgres::Connection;
using postgres::Parameters;
using postgres::Rows;

namespace {

// Sums over many rows may take longer than what a gateway waits for else.
constexpr int kAnswerMs = 60'000;
constexpr std::int64_t kUsPerDay = 86'400'000'000;
// An id is made when its request starts; a row's own time may differ by this much.
constexpr std::int64_t kIdSlackUs = 600'000'000;

postgres::Settings patient(postgres::Settings settings)
{
    settings.answerMs = std::max(settings.answerMs, kAnswerMs);
    return settings;
}

// Conditions on attempts a and their values.
struct Where
{
    std::string sql = "true";
    Parameters values = {};

    // condition has a % where the value stands.
    void add(std::string condition, postgres::Parameter value)
    {
        values.push_back(std::move(value));
        condition.replace(condition.find('%'), 1, '$' + std::to_string(values.size()));
        sql += " AND " + condition;
    }
};

Where whereOf(const Filter &filter)
{
    Where where;
    const std::pair<const std::optional<std::string> *, const char *> texts[] = {
        {&filter.key, "a.key_hash = %"},
        {&filter.user, "a.user_id = %"},
        {&filter.team, "a.team_id = %"},
        {&filter.endUser, "a.end_user = %"},
        {&filter.modelGroup, "a.model_group = %"},
        {&filter.model, "a.model = %"},
        {&filter.provider, "a.provider = %"},
        {&filter.client, "a.client = %"},
        {&filter.route, "a.route = %"},
        {&filter.session, "a.session_id = %"},
        {&filter.keyAlias, "a.key_alias = %"},
        {&filter.deployment, "a.deployment = %"},
        {&filter.gateway, "a.gateway = %"}};
    for (const auto &[text, condition] : texts) {
        if (*text)
            where.add(condition, **text);
    }
    const auto number = [&where](const auto &value, const char *condition) {
        if (value)
            where.add(condition, static_cast<std::int64_t>(*value));
    };
    number(filter.fromUs, "a.started_us >= %");
    number(filter.untilUs, "a.started_us < %");
    number(filter.outcome, "a.outcome = %");
    number(filter.ending, "a.ending = %");
    number(filter.httpStatus, "a.http_status = %");
    number(filter.upstreamStatus, "a.upstream_status = %");
    number(filter.minCostPico, "a.cost >= %");
    number(filter.maxCostPico, "a.cost <= %");
    if (filter.failed)
        where.sql += *filter.failed ? " AND a.outcome <> 0" : " AND a.outcome = 0";
    if (filter.unpriced)
        where.sql += *filter.unpriced ? " AND a.flags & 2 <> 0" : " AND a.flags & 2 = 0";
    // For the index, which is in the order of ids.
    if (filter.fromUs)
        where.add("a.id >= %::uuid", ledger::Cursor::at(*filter.fromUs - kIdSlackUs).request.toString());
    if (filter.untilUs)
        where.add("a.id < %::uuid", ledger::Cursor::at(*filter.untilUs + kIdSlackUs).request.toString());
    return where;
}

const char *columnOf(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Key:
        return "a.key_hash";
    case Dimension::User:
        return "a.user_id";
    case Dimension::Team:
        return "a.team_id";
    case Dimension::EndUser:
        return "a.end_user";
    case Dimension::ModelGroup:
        return "a.model_group";
    case Dimension::Model:
        return "a.model";
    case Dimension::Provider:
        return "a.provider";
    case Dimension::Client:
        return "a.client";
    case Dimension::Deployment:
        return "a.deployment";
    case Dimension::Route:
        return "a.route";
    case Dimension::All:
    case Dimension::Tag:
    case Dimension::Member:
    case Dimension::KeyModel:
        break;
    }
    return "''";
}

// The sums of rows, in the order of roll-ups.
constexpr const char *kRowSums =
    "COUNT(*) FILTER (WHERE a.attempt = 0), COUNT(*), COUNT(*) FILTER (WHERE a.outcome <> 0), "
    "COUNT(*) FILTER (WHERE a.ending = 1), COUNT(*) FILTER (WHERE a.ending = 3), "
    "COUNT(*) FILTER (WHERE a.flags & 2 <> 0), SUM(GREATEST(a.input, 0)), SUM(GREATEST(a.cache_read, 0)), "
    "SUM(GREATEST(a.cache_write, 0) + GREATEST(a.cache_write_1h, 0)), SUM(GREATEST(a.output, 0)), "
    "SUM(GREATEST(a.reasoning, 0)), SUM(GREATEST(a.duration_us, 0)), SUM(a.cost), SUM(a.saved)";

std::vector<Row> rowsOf(const Rows &rows)
{
    std::vector<Row> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(readRow(rows, i));
    return out;
}

}   // namespace

SharedReader::SharedReader(postgres::Settings settings, postgres::Link::Job prepare)
    : m_link(patient(std::move(settings)), {.name = "portico reader", .prepare = std::move(prepare)})
{}

void SharedReader::close()
{
    const std::lock_guard lock(m_answering);
    m_closed = true;
}

template <typename Answer>
QueryToken SharedReader::ask(Callback<Answer> callback, std::function<Result<Answer>(Connection &)> work)
{
    const auto answer = std::make_shared<Result<Answer>>(Error{});
    m_link.post(
        [answer, work = std::move(work)](Connection &connection) -> Result<void> {
            *answer = work(connection);
            return answer->ok() ? Result<void>() : Result<void>(answer->error());
        },
        [this, answer, callback = std::move(callback)](const Result<void> &done) {
            const std::lock_guard lock(m_answering);
            if (!m_closed)
                callback(0, done.ok() ? std::move(*answer) : Result<Answer>(done.error()));
        });
    return 0;
}

QueryToken SharedReader::page(ledger::PageQuery query, Callback<ledger::Page> callback)
{
    return ask<ledger::Page>(
        std::move(callback), [query = std::move(query)](Connection &connection) -> Result<ledger::Page> {
            Where where = whereOf(query.filter);
            if (query.before) {
                where.add("(a.id, a.attempt) < (%::uuid, ", query.before->request.toString());
                where.values.push_back(std::int64_t{query.before->attempt});
                where.sql += "$" + std::to_string(where.values.size()) + "::smallint)";
            }
            GW_TRY(const Rows rows,
                   connection.query("SELECT " + rowColumns(true) + " FROM portico.attempts a WHERE " +
                                        where.sql + " ORDER BY a.id DESC, a.attempt DESC, a.gateway LIMIT " +
                                        std::to_string(std::max(query.limit, 1)) + " OFFSET " +
                                        std::to_string(std::max<std::int64_t>(query.skip, 0)),
                                    where.values));
            ledger::Page page;
            page.rows = rowsOf(rows);
            page.scanned = rows.size();
            page.done = true;
            if (rows.size() >= query.limit)
                page.next = {page.rows.back().open.request, page.rows.back().open.attempt};
            return page;
        });
}

QueryToken SharedReader::find(std::string text, Callback<std::vector<Row>> callback)
{
    return ask<std::vector<Row>>(
        std::move(callback), [text = std::move(text)](Connection &connection) -> Result<std::vector<Row>> {
            std::string sql =
                "SELECT " + rowColumns(true) +
                " FROM portico.attempts a WHERE a.call_id = $1 OR (a.answer_id = $1 AND a.answer_id "
                "<> '')";
            Parameters values{text};
            if (const auto id = Id128::fromString(text)) {
                sql += " OR a.id = $2::uuid";
                values.push_back(id->toString());
            }
            GW_TRY(const Rows rows,
                   connection.query(sql + " ORDER BY a.id DESC, a.attempt DESC LIMIT 1000", values));
            return rowsOf(rows);
        });
}

QueryToken SharedReader::totals(Dimension dimension, ledger::DayRange days,
                                Callback<std::vector<ledger::NamedTotals>> callback)
{
    return ask<std::vector<ledger::NamedTotals>>(
        std::move(callback), [=](Connection &connection) -> Result<std::vector<ledger::NamedTotals>> {
            GW_TRY(const Rows rows,
                   connection.query(
                       "SELECT name, " + sumColumns("SUM(", ")") +
                           " FROM portico.rollups WHERE dimension = $1 AND day BETWEEN $2 AND $3 GROUP "
                           "BY name",
                       {static_cast<int>(dimension), int{days.from}, int{days.to}}));
            std::vector<ledger::NamedTotals> out;
            for (int i = 0; i < rows.size(); ++i)
                out.push_back({rows.string(i, 0), readTotals(rows, i, 1)});
            std::ranges::sort(out, [](const ledger::NamedTotals &a, const ledger::NamedTotals &b) {
                return std::tie(b.totals.costPico, a.name) < std::tie(a.totals.costPico, b.name);
            });
            return out;
        });
}

QueryToken SharedReader::series(Dimension dimension, std::optional<std::string> name, ledger::DayRange days,
                                Callback<std::vector<ledger::DayTotals>> callback)
{
    return ask<std::vector<ledger::DayTotals>>(
        std::move(callback),
        [=, name = std::move(name)](Connection &connection) -> Result<std::vector<ledger::DayTotals>> {
            Parameters values{static_cast<int>(dimension), int{days.from}, int{days.to}};
            if (name)
                values.push_back(*name);
            GW_TRY(const Rows rows,
                   connection.query(
                       "SELECT day, name, " + sumColumns("SUM(", ")") +
                           " FROM portico.rollups WHERE dimension = $1 AND day BETWEEN $2 AND $3" +
                           (name ? " AND name = $4" : "") + " GROUP BY day, name ORDER BY day, name",
                       values));
            std::vector<ledger::DayTotals> out;
            for (int i = 0; i < rows.size(); ++i)
                out.push_back({static_cast<ledger::Day>(rows.integer(i, 0)), rows.string(i, 1),
                               readTotals(rows, i, 2)});
            return out;
        });
}

QueryToken SharedReader::count(Filter filter, Callback<std::int64_t> callback)
{
    return ask<std::int64_t>(
        std::move(callback), [filter = std::move(filter)](Connection &connection) -> Result<std::int64_t> {
            const Where where = whereOf(filter);
            GW_TRY(
                const Rows rows,
                connection.query("SELECT COUNT(*) FROM portico.attempts a WHERE " + where.sql, where.values));
            return rows.integer(0, 0);
        });
}

QueryToken SharedReader::breakdown(ledger::BreakdownQuery query,
                                   Callback<std::vector<ledger::BreakdownRow>> callback)
{
    return ask<std::vector<ledger::BreakdownRow>>(
        std::move(callback),
        [query = std::move(query)](Connection &connection) -> Result<std::vector<ledger::BreakdownRow>> {
            const Where where = whereOf(query.filter);
            const std::string day = query.byDay ? "a.started_us / " + std::to_string(kUsPerDay) : "0::bigint";
            GW_TRY(const Rows rows,
                   connection.query("SELECT " + day + ", " + columnOf(query.first) + "::text, " +
                                        columnOf(query.second) + "::text, " + columnOf(query.third) +
                                        "::text, " + kRowSums + " FROM portico.attempts a WHERE " +
                                        where.sql + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 LIMIT " +
                                        std::to_string(query.limit + 1),
                                    where.values));
            if (static_cast<std::size_t>(rows.size()) > query.limit)
                return Error{.code = ErrorCode::BadRequest,
                             .message =
                                 "This has too many parts to be summed up at once: ask for fewer days"};
            std::vector<ledger::BreakdownRow> out;
            for (int i = 0; i < rows.size(); ++i)
                out.push_back({static_cast<ledger::Day>(rows.integer(i, 0)), rows.string(i, 1),
                               rows.string(i, 2), readTotals(rows, i, 4), rows.string(i, 3)});
            return out;
        });
}

}   // namespace gw::sharedledger
