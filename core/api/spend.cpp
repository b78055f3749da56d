#include "core/api/routes.h"
#include "core/pricing/money.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

constexpr int kDefaultRows = 1000;
constexpr std::int64_t kDayUs = 86'400'000'000;

// Money as JSON clients know it; exact values are in the ledger.
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

// "2026-11-21", or with a time behind it; UTC.
std::optional<std::int64_t> parseTime(std::string_view text)
{
    const QString string = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QDateTime time =
        QDateTime::fromString(QString(string).replace(QLatin1Char(' '), QLatin1Char('T')), Qt::ISODate);
    if (!time.isValid())
        time = QDate::fromString(string, Qt::ISODate).startOfDay(Qt::UTC);
    if (!time.isValid())
        return std::nullopt;
    time.setTimeSpec(Qt::UTC);
    return time.toMSecsSinceEpoch() * 1000;
}

std::string_view callType(std::string_view route)
{
    // Names of CONTRACT 9.1 by the route as the ledger has it; what is none of ours was passed on.
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {"/v1/chat/completions", "acompletion"},
        {"/v1/completions", "atext_completion"},
        {"/v1/embeddings", "aembedding"},
        {"/v1/responses", "aresponses"},
        {"/v1/responses/compact", "aresponses"},
        {"/v1/messages", "anthropic_messages"},
        {"/v1/images/generations", "aimage_generation"},
        {"/v1/images/edits", "aimage_edit"},
        {"/v1/images/variations", "aimage_variation"},
        {"/v1/audio/speech", "aspeech"},
        {"/v1/audio/transcriptions", "atranscription"},
        {"/v1/audio/translations", "atranscription"},
        {"/v1/moderations", "amoderation"},
        {"/v1/rerank", "arerank"}};
    for (const auto &[ours, type] : kTypes) {
        if (route == ours)
            return type;
    }
    if (route.ends_with("mbedContent") || route.ends_with("mbedContents"))
        return "aembedding";
    if (route.starts_with("/v1beta/models"))
        return "agenerate_content";
    return "pass_through_endpoint";
}

json::Object spendRow(const ledger::Row &row)
{
    const ledger::OpenRecord &open = row.open;
    const ledger::CloseRecord &close = row.close;
    const std::int64_t input = std::max<std::int64_t>(close.usage.input, 0);
    const std::int64_t output = std::max<std::int64_t>(close.usage.output, 0);
    const bool success = close.outcome == ledger::Outcome::Success;
    json::Array tags;
    std::string_view list = open.tags;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        tags.emplace_back(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    if (!open.client.empty())
        tags.emplace_back("User-Agent: " + open.client);
    json::Object metadata{{"user_api_key", open.keyHash},
                          {"user_api_key_alias", open.keyAlias},
                          {"status", success ? "success" : "failure"},
                          {"usage_estimated", close.ending == ledger::Ending::Estimated ||
                                                  close.ending == ledger::Ending::Broken ||
                                                  close.ending == ledger::Ending::Mock},
                          {"cost_status", close.unpriced ? "unpriced" : "priced"},
                          {"attempt", open.attempt},
                          {"price_version", open.priceVersion}};
    if (!close.error.empty())
        metadata["error_information"] = json::Object{{"error_code", std::to_string(close.httpStatus)},
                                                     {"error_class", close.error},
                                                     {"llm_provider", open.provider}};
    json::Object object{{"request_id", close.providerId.empty() ? open.callId : close.providerId},
                        {"id", open.request.toString()},
                        {"litellm_call_id", open.callId},
                        {"call_type", callType(open.route)},
                        {"api_key", open.keyHash},
                        {"spend", dollars(close.costPico)},
                        {"total_tokens", input + output},
                        {"prompt_tokens", input},
                        {"completion_tokens", output},
                        {"startTime", isoTime(open.startedUs)},
                        {"endTime", isoTime(close.endedUs)}};
    object["completionStartTime"] = close.firstByteUs < 0
                                        ? json::Value(nullptr)
                                        : json::Value(isoTime(open.startedUs + close.firstByteUs));
    object["request_duration_ms"] = close.durationUs / 1000;
    object["model"] = open.upstreamModel;
    object["model_id"] = open.deploymentId;
    object["model_group"] = open.modelGroup;
    object["custom_llm_provider"] = open.provider;
    object["user"] = open.userId;
    object["team_id"] = open.teamId;
    object["end_user"] = open.endUser;
    object["metadata"] = std::move(metadata);
    object["cache_hit"] = close.ending == ledger::Ending::CacheHit ? "True" : "False";
    object["request_tags"] = std::move(tags);
    object["messages"] = json::Object();
    object["response"] = json::Object();
    object["session_id"] = open.sessionId;
    object["status"] = success ? "success" : "failure";
    return object;
}

ApiReply rowsReply(const std::vector<ledger::Row> &rows)
{
    json::Array list;
    for (const ledger::Row &row : rows)
        list.emplace_back(spendRow(row));
    return engine::jsonReply(std::move(list));
}

std::optional<std::string> textParam(const ApiCall &call, std::string_view name)
{
    const auto value = call.query.value(name);
    if (!value || value->empty())
        return std::nullopt;
    return std::string(*value);
}

// A key may be given itself or by its hash.
std::optional<std::string> keyParam(const ApiCall &call)
{
    auto key = textParam(call, "api_key");
    if (key && key->starts_with("sk-"))
        key = sha256Hex(*key);
    return key;
}

Error badDate(std::string_view name)
{
    return {.code = ErrorCode::BadRequest,
            .message = "Invalid " + std::string(name) + ": expected YYYY-MM-DD",
            .param = std::string(name)};
}

struct Range
{
    std::optional<std::int64_t> fromUs;
    std::optional<std::int64_t> untilUs;   // Exclusive: the end of the day that was named.
};

Result<Range> rangeOf(const ApiCall &call)
{
    Range range;
    if (const auto text = textParam(call, "start_date")) {
        range.fromUs = parseTime(*text);
        if (!range.fromUs)
            return badDate("start_date");
    }
    if (const auto text = textParam(call, "end_date")) {
        range.untilUs = parseTime(*text);
        if (!range.untilUs)
            return badDate("end_date");
        if (text->size() <= 10)
            *range.untilUs += kDayUs;
    }
    return range;
}

// Days of the range with their sums by key, user and model; days without requests are there too.
json::Array summarize(const std::vector<ledger::BreakdownRow> &rows, ledger::Day from, ledger::Day to)
{
    json::Array out;
    for (ledger::Day day = from; day <= to; ++day) {
        json::Object entry{{"startTime", isoDay(day)}, {"spend", 0.0}};
        json::Object models;
        ledger::Int128 total = 0;
        std::map<std::string, ledger::Int128> keys;
        std::map<std::string, ledger::Int128> byModel;
        for (const ledger::BreakdownRow &row : rows) {
            if (row.day != day)
                continue;
            total += row.totals.costPico;
            keys[row.first] += row.totals.costPico;
            byModel[row.second] += row.totals.costPico;
        }
        entry["spend"] = dollars(total);
        for (const auto &[key, pico] : keys)
            entry[key] = dollars(pico);
        for (const auto &[model, pico] : byModel)
            models[model] = dollars(pico);
        entry["users"] = json::Object();
        entry["models"] = std::move(models);
        out.emplace_back(std::move(entry));
    }
    return out;
}

// Administrators see every row, users theirs, keys without a user those of the key.
bool maySee(const auth::Principal &caller, const ledger::OpenRecord &row)
{
    return caller.viewer() ||
           (caller.userId.empty() ? row.keyHash == caller.keyHash : row.userId == caller.userId);
}

void spendLogs(ledger::LedgerReader &reader, const ApiCall &call, const ApiRespond &respond)
{
    const auth::Principal &caller = call.principal;
    if (const auto id = textParam(call, "request_id")) {
        reader.find(*id, [respond, caller](ledger::QueryToken, Result<std::vector<ledger::Row>> rows) {
            if (!rows.ok())
                return respond(engine::errorReply(rows.error()));
            std::erase_if(rows.value(), [&](const ledger::Row &row) { return !maySee(caller, row.open); });
            respond(rowsReply(rows.value()));
        });
        return;
    }
    const auto range = rangeOf(call);
    if (!range.ok())
        return respond(engine::errorReply(range.error()));
    ledger::Filter filter;
    filter.fromUs = range.value().fromUs;
    filter.untilUs = range.value().untilUs;
    filter.key = keyParam(call);
    filter.user = textParam(call, "user_id");
    if (!caller.viewer() && caller.userId.empty())
        filter.key = caller.keyHash;
    else if (!caller.viewer())
        filter.user = caller.userId;
    const bool summary = call.query.valueOr("summarize", "true") != "false";
    if (filter.fromUs && filter.untilUs && summary) {
        ledger::BreakdownQuery query{filter, ledger::Dimension::Key, ledger::Dimension::Model, true};
        const ledger::Day from = ledger::dayOf(*filter.fromUs);
        const ledger::Day to = ledger::dayOf(*filter.untilUs - 1);
        reader.breakdown(query, [respond, from, to](ledger::QueryToken,
                                                    const Result<std::vector<ledger::BreakdownRow>> &rows) {
            respond(rows.ok() ? engine::jsonReply(summarize(rows.value(), from, to))
                              : engine::errorReply(rows.error()));
        });
        return;
    }
    ledger::PageQuery query;
    query.filter = filter;
    query.limit =
        std::clamp(std::atoi(std::string(call.query.valueOr("page_size", "1000")).c_str()), 1, kDefaultRows);
    auto found = std::make_shared<std::vector<ledger::Row>>();
    reader.page(query, [respond, found](ledger::QueryToken, const Result<ledger::Page> &page) {
        if (!page.ok())
            return respond(engine::errorReply(page.error()));
        found->insert(found->end(), page.value().rows.begin(), page.value().rows.end());
        if (page.value().done)
            respond(rowsReply(*found));
    });
}

void globalSpend(ledger::LedgerReader &reader, const ApiCall &call, const ApiRespond &respond)
{
    const auto range = rangeOf(call);
    if (!range.ok())
        return respond(engine::errorReply(range.error()));
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    constexpr int kDays = 30;
    ledger::DayRange days{ledger::dayOf(now) - kDays, ledger::dayOf(now)};
    if (range.value().fromUs)
        days.from = ledger::dayOf(*range.value().fromUs);
    if (range.value().untilUs)
        days.to = ledger::dayOf(*range.value().untilUs - 1);
    const auto limit = call.table->config().litellm.maxBudget;
    reader.totals(ledger::Dimension::All, days,
                  [respond, limit](ledger::QueryToken, const Result<std::vector<ledger::NamedTotals>> &rows) {
                      if (!rows.ok())
                          return respond(engine::errorReply(rows.error()));
                      ledger::Int128 sum = 0;
                      for (const ledger::NamedTotals &row : rows.value())
                          sum += row.totals.costPico;
                      json::Object answer{{"spend", dollars(sum)}};
                      answer["max_budget"] =
                          limit ? json::Value(std::strtod(limit->c_str(), nullptr)) : json::Value(0.0);
                      respond(engine::jsonReply(std::move(answer)));
                  });
}

}   // namespace

engine::ApiRoutes spendRoutes(ledger::LedgerReader &reader)
{
    return {
        {"GET", "/spend/logs", Access::Management,
         [&reader](const ApiCall &call, const ApiRespond &respond) { spendLogs(reader, call, respond); }},
        {"GET", "/global/spend", Access::Admin,
         [&reader](const ApiCall &call, const ApiRespond &respond) { globalSpend(reader, call, respond); }}};
}

}   // namespace gw::api
