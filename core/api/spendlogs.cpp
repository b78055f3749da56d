#include "core/api/spendviews.h"

#include <charconv>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;

constexpr std::int64_t kRows = 1000;
constexpr std::int64_t kCsvRows = 10'000;

using Render = std::function<ApiReply(const std::vector<ledger::Row> &)>;

// All parts of one page.
void askPage(ledger::Questions &reader, const ledger::Filter &filter, const Paging &paging,
             const ApiRespond &respond, const Render &render)
{
    ledger::PageQuery query;
    query.filter = filter;
    query.limit = static_cast<int>(paging.size);
    query.skip = (paging.page - 1) * paging.size;
    auto found = std::make_shared<std::vector<ledger::Row>>();
    reader.page(query, [respond, found, render](ledger::QueryToken, const Result<ledger::Page> &page) {
        if (!page.ok())
            return respond(engine::errorReply(page.error()));
        found->insert(found->end(), page.value().rows.begin(), page.value().rows.end());
        if (page.value().done)
            respond(render(*found));
    });
}

json::Array rowsOf(const std::vector<ledger::Row> &rows, const routing::Table &table)
{
    json::Array list;
    for (const ledger::Row &row : rows)
        list.emplace_back(spendRow(row, table));
    return list;
}

Render renderOf(const ApiCall &call, bool csv, std::int64_t size, std::int64_t page)
{
    return [table = call.table, csv, size, page](const std::vector<ledger::Row> &rows) {
        if (!csv)
            return engine::jsonReply(rowsOf(rows, *table));
        ApiReply reply{.body = toCsv(rows, *table), .contentType = "text/csv; charset=utf-8"};
        reply.headers.set("content-disposition", "attachment; filename=\"spend.csv\"");
        if (static_cast<std::int64_t>(rows.size()) == size)
            reply.headers.set("x-next-page", std::to_string(page + 1));
        return reply;
    };
}

// Sums of days. The amount of one key or user comes from its roll-up, the parts from the rows.
void summarize(ledger::Questions &reader, const ledger::Filter &filter, ledger::DayRange days,
               const ApiRespond &respond)
{
    const auto sums = std::make_shared<SumsByDay>();
    const auto inquiry = std::make_shared<Inquiry>(respond);
    ledger::Filter bare = filter;
    bare.fromUs.reset();
    bare.untilUs.reset();
    using Series = std::vector<ledger::DayTotals>;
    askSeries(reader, Dimension::All, bare, days, inquiry->part<Series>([sums](const Series &rows) {
        for (const ledger::DayTotals &row : rows)
            (*sums)[row.day].total += row.totals.costPico;
    }));
    if (bare.isEmpty()) {
        reader.series(Dimension::Key, days, inquiry->part<Series>([sums](const Series &rows) {
            for (const ledger::DayTotals &row : rows)
                (*sums)[row.day].keys[row.name] += row.totals.costPico;
        }));
        reader.series(Dimension::User, days, inquiry->part<Series>([sums](const Series &rows) {
            for (const ledger::DayTotals &row : rows)
                (*sums)[row.day].users[row.name] += row.totals.costPico;
        }));
        reader.series(Dimension::Model, days, inquiry->last<Series>([sums, days](const Series &rows) {
            for (const ledger::DayTotals &row : rows)
                (*sums)[row.day].models[row.name] += row.totals.costPico;
            return engine::jsonReply(summaryOf(*sums, days));
        }));
        return;
    }
    ledger::BreakdownQuery query{bare, Dimension::Key, Dimension::User, true, Dimension::Model};
    query.filter.fromUs = days.from * kDayUs;
    query.filter.untilUs = (days.to + std::int64_t{1}) * kDayUs;
    using Rows = std::vector<ledger::BreakdownRow>;
    reader.breakdown(query, inquiry->last<Rows>([sums, days](const Rows &rows) {
        for (const ledger::BreakdownRow &row : rows) {
            DaySums &day = (*sums)[row.day];
            day.keys[row.first] += row.totals.costPico;
            day.users[row.second] += row.totals.costPico;
            day.models[row.third] += row.totals.costPico;
        }
        return engine::jsonReply(summaryOf(*sums, days));
    }));
}

void findRows(const SpendSources &sources, const ApiCall &call, const std::string &id,
              const ApiRespond &respond, const Render &render)
{
    sources.reader.find(id, [respond, render, caller = call.principal](
                                ledger::QueryToken, Result<std::vector<ledger::Row>> rows) {
        if (!rows.ok())
            return respond(engine::errorReply(rows.error()));
        std::erase_if(rows.value(), [&](const ledger::Row &row) { return !maySee(caller, row.open); });
        respond(render(rows.value()));
    });
}

void logs(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const std::string format = queryText(call, "format");
    if (!format.empty() && format != "json" && format != "csv")
        return respond(badRequest("Invalid format='" + format + "': expected json or csv", "format"));
    const bool csv = format == "csv";
    Paging paging = pagingOf(call, "page_size", csv ? kCsvRows : kRows, csv ? kCsvRows : kRows);
    if (paging.error)
        return respond(std::move(*paging.error));
    const Render render = renderOf(call, csv, paging.size, paging.page);
    if (const std::string id = queryText(call, "request_id"); !id.empty())
        return findRows(sources, call, id, respond, render);
    const auto times = timesOf(call);
    if (!times.ok())
        return respond(engine::errorReply(times.error()));
    ledger::Filter filter = filterOf(call, times.value());
    if (auto error = narrow(sources.directory, call.principal, filter))
        return respond(std::move(*error));
    if (csv || !times.value().both() || call.query.valueOr("summarize", "true") == "false")
        return askPage(sources.reader, filter, paging, respond, render);
    const auto days = daysOf(call);
    if (!days.ok())
        return respond(engine::errorReply(days.error()));
    summarize(sources.reader, filter, days.value(), respond);
}

std::optional<ApiReply> addConditions(const ApiCall &call, ledger::Filter &filter)
{
    if (const std::string status = queryText(call, "status_filter"); !status.empty()) {
        if (status != "success" && status != "failure")
            return badRequest("Invalid status_filter: expected success or failure", "status_filter");
        filter.failed = status == "failure";
    }
    for (const auto &[name, out] :
         {std::pair("min_spend", &filter.minCostPico), {"max_spend", &filter.maxCostPico}}) {
        const std::string text = queryText(call, name);
        if (text.empty())
            continue;
        *out = access::picoOf(json::Value(text));
        if (!*out)
            return badRequest("Invalid " + std::string(name) + ": expected an amount in USD", name);
    }
    if (const std::string code = queryText(call, "error_code"); !code.empty()) {
        int number = 0;
        const auto [end, problem] = std::from_chars(code.data(), code.data() + code.size(), number);
        if (problem != std::errc() || end != code.data() + code.size())
            return badRequest("Invalid error_code: expected a number", "error_code");
        filter.httpStatus = number;
    }
    return std::nullopt;
}

ApiReply pageReply(json::Array data, std::int64_t total, const Paging &paging)
{
    return engine::jsonReply(json::Object{{"data", std::move(data)},
                                          {"total", total},
                                          {"page", paging.page},
                                          {"page_size", paging.size},
                                          {"total_pages", paging.pages(static_cast<std::size_t>(total))}});
}

// A page with its number of rows, newest first.
void pages(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    constexpr std::int64_t kUsual = 50;
    constexpr std::int64_t kMost = 100;
    Paging paging = pagingOf(call, "page_size", kUsual, kMost);
    if (paging.error)
        return respond(std::move(*paging.error));
    const bool session = call.head.path.find("/session/") != std::string_view::npos;
    if (session && queryText(call, "session_id").empty())
        return respond(badRequest("Please provide session_id", "session_id"));
    if (const std::string id = queryText(call, "request_id"); !id.empty())
        return findRows(
            sources, call, id, respond, [table = call.table, paging](const std::vector<ledger::Row> &rows) {
                return pageReply(rowsOf(rows, *table), static_cast<std::int64_t>(rows.size()), paging);
            });
    const auto times = timesOf(call, !session);
    if (!times.ok())
        return respond(engine::errorReply(times.error()));
    ledger::Filter filter = filterOf(call, times.value());
    auto error = addConditions(call, filter);
    if (!error)
        error = narrow(sources.directory, call.principal, filter);
    if (error)
        return respond(std::move(*error));
    auto &reader = sources.reader;
    reader.count(filter, [&reader, filter, paging, respond,
                          table = call.table](ledger::QueryToken, const Result<std::int64_t> &total) {
        if (!total.ok())
            return respond(engine::errorReply(total.error()));
        askPage(reader, filter, paging, respond,
                [table, paging, all = total.value()](const std::vector<ledger::Row> &rows) {
                    return pageReply(rowsOf(rows, *table), all, paging);
                });
    });
}

ApiReply bodiesReply(const Result<ledger::KeptBodies> &kept)
{
    json::Value request = json::Object();
    json::Value response = json::Object();
    const std::vector<ledger::Body> none;
    for (const ledger::Body &body : kept.ok() ? kept.value().bodies : none) {
        auto parsed = json::parse(body.bytes);
        json::Value value = parsed.ok() ? std::move(parsed).value() : json::Value(body.bytes);
        if (body.part == ledger::BodyPart::ClientRequest)
            request = std::move(value);
        else if (body.part == ledger::BodyPart::ClientAnswer)
            response = std::move(value);
        else if (body.part == ledger::BodyPart::UpstreamAnswer && response.is_object() &&
                 response.get_object().empty())
            response = std::move(value);
    }
    const json::Value *messages =
        request.is_object() ? json::find(request.get_object(), "messages") : nullptr;
    return engine::jsonReply(json::Object{{"messages", messages ? *messages : json::Value(json::Object())},
                                          {"response", std::move(response)},
                                          {"proxy_server_request", request}});
}

// What was said in one request, where that is kept.
void one(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    auto &bodies = sources.ledger.bodies();
    sources.reader.find(
        call.path.at("request_id"), [respond, &bodies, caller = call.principal](
                                        ledger::QueryToken, Result<std::vector<ledger::Row>> rows) {
            if (!rows.ok())
                return respond(engine::errorReply(rows.error()));
            std::erase_if(rows.value(), [&](const ledger::Row &row) { return !maySee(caller, row.open); });
            if (rows.value().empty())
                return respond(notFound("There is no such request", "request_id"));
            bodies.read(rows.value().front().open.request,
                        [respond](const Result<ledger::KeptBodies> &kept) { respond(bodiesReply(kept)); });
        });
}

}   // namespace

engine::ApiRoutes spendLogRoutes(const SpendSources &sources)
{
    return {spendRoute(sources, "GET", "/spend/logs", &logs),
            spendRoute(sources, "GET", "/spend/logs/v2", &pages),
            spendRoute(sources, "GET", "/spend/logs/ui", &pages),
            spendRoute(sources, "GET", "/spend/logs/session/ui", &pages),
            spendRoute(sources, "GET", "/spend/logs/ui/{request_id}", &one)};
}

}   // namespace gw::api
