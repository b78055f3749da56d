#include "core/telemetry/metrics.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>

namespace gw::telemetry {

namespace {

using Label = std::pair<std::string_view, std::string_view>;

// Unset labels are the word None, as LiteLLM's are.
void addLabel(std::string &out, std::string_view name, std::string_view value)
{
    if (!out.empty())
        out += ',';
    out += name;
    out += "=\"";
    for (const char c : value.empty() ? std::string_view("None") : value) {
        if (c == '\\' || c == '"')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    out += '"';
}

std::string labels(std::initializer_list<Label> list)
{
    std::string out;
    for (const auto &[name, value] : list)
        addLabel(out, name, value);
    return out;
}

void append(std::string &labelText, const std::string &more)
{
    if (!more.empty())
        labelText += ',' + more;
}

// Of text as labels() writes it, those that are wanted.
std::string selected(std::string_view text, const std::vector<std::string> &wanted)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t equals = text.find('=');
        std::size_t end = equals + 2;
        while (text[end] != '"')
            end += text[end] == '\\' ? 2U : 1U;
        if (std::ranges::find(wanted, text.substr(0, equals)) != wanted.end()) {
            out += out.empty() ? "" : ",";
            out += text.substr(0, end + 1);
        }
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return out;
}

// LiteLLM's users write names with the suffix that clients of Prometheus add, or without.
const Selection::Group *groupOf(const Selection &selection, std::string_view metric)
{
    for (const Selection::Group &group : selection.groups) {
        const auto named = [metric](std::string_view name) {
            if (name.ends_with("_total"))
                name.remove_suffix(std::string_view("_total").size());
            return name == metric;
        };
        if (std::ranges::any_of(group.metrics, named))
            return &group;
    }
    return nullptr;
}

// Takes out of rows what is not wanted; join adds one row to another with the same labels.
template <typename Rows, typename Join>
void select(std::map<std::string, Rows> &metrics, const Selection &selection, Join join)
{
    if (selection.groups.empty())
        return;
    std::map<std::string, Rows> kept;
    for (auto &[name, rows] : metrics) {
        const Selection::Group *group = groupOf(selection, name);
        if (!group)
            continue;
        for (auto &[text, value] : rows)
            join(kept[name][group->labels.empty() ? text : selected(text, group->labels)], value);
    }
    metrics = std::move(kept);
}

std::string number(double value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
    return {buffer, end};
}

void writeLine(std::string &out, std::string_view name, std::string_view suffix, const std::string &labelText,
               double value)
{
    out += name;
    out += suffix;
    if (!labelText.empty())
        out += '{' + labelText + '}';
    out += ' ' + number(value) + '\n';
}

void writeHead(std::string &out, std::string_view name, std::string_view type, std::string_view help)
{
    out += "# HELP ";
    out.append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" ").append(type) +=
        '\n';
}

void writeBudgets(std::string &out, const Gauges &gauges)
{
    const auto rows = [&](const std::string &name, const char *what, bool ofKey, auto value) {
        bool any = false;
        for (const BudgetGauge &budget : gauges.budgets) {
            const std::optional<double> one = budget.ofKey == ofKey ? value(budget) : std::nullopt;
            if (!one)
                continue;
            if (!std::exchange(any, true))
                writeHead(out, name, "gauge", what);
            writeLine(out, name, "",
                      ofKey ? labels({{"api_key_alias", budget.alias}, {"hashed_api_key", budget.id}})
                            : labels({{"team", budget.id}, {"team_alias", budget.alias}}),
                      *one);
        }
    };
    for (const bool ofKey : {false, true}) {
        const std::string who = ofKey ? "api_key" : "team";
        rows("litellm_" + who + "_max_budget_metric", "US dollars.", ofKey,
             [](const BudgetGauge &budget) { return std::optional(budget.max); });
        rows("litellm_remaining_" + who + "_budget_metric", "US dollars.", ofKey,
             [](const BudgetGauge &budget) { return std::optional(budget.left); });
        rows("litellm_" + who + "_budget_remaining_hours_metric", "Until the budget is given anew.", ofKey,
             [](const BudgetGauge &budget) {
                 return budget.hoursLeft < 0 ? std::nullopt : std::optional(budget.hoursLeft);
             });
    }
    const auto rates = [&](const char *name, std::int64_t ModelRateGauge::*left) {
        bool any = false;
        for (const ModelRateGauge &rate : gauges.modelRates) {
            if (rate.*left < 0)
                continue;
            if (!std::exchange(any, true))
                writeHead(out, name, "gauge", "In the minute that runs.");
            writeLine(out, name, "",
                      labels({{"api_key_alias", rate.keyAlias},
                              {"hashed_api_key", rate.keyHash},
                              {"model", rate.model}}),
                      static_cast<double>(rate.*left));
        }
    };
    rates("litellm_remaining_api_key_requests_for_model", &ModelRateGauge::requests);
    rates("litellm_remaining_api_key_tokens_for_model", &ModelRateGauge::tokens);
}

void writeGauges(std::string &out, const Gauges &gauges)
{
    writeHead(out, "litellm_in_flight_requests", "gauge", "Requests being answered.");
    writeLine(out, "litellm_in_flight_requests", "", {}, gauges.inFlight);
    if (!gauges.deployments.empty())
        writeHead(out, "litellm_deployment_state", "gauge", "0 well, 1 failing now and then, 2 resting.");
    for (const DeploymentGauge &deployment : gauges.deployments)
        writeLine(out, "litellm_deployment_state", "",
                  labels({{"api_base", deployment.apiBase},
                          {"api_provider", deployment.provider},
                          {"litellm_model_name", deployment.model},
                          {"model_id", deployment.modelId}}),
                  deployment.state);
    if (gauges.callbacks.empty())
        return;
    const auto rows = [&](std::string_view name, std::string_view suffix, auto value) {
        for (const CallbackGauge &callback : gauges.callbacks)
            writeLine(out, name, suffix, labels({{"callback_name", callback.name}}),
                      static_cast<double>(value(callback)));
    };
    writeHead(out, "litellm_callback_logging_failures_metric_total", "counter",
              "Events that a callback was not told of.");
    rows("litellm_callback_logging_failures_metric", "_total", [](const auto &c) { return c.failures; });
    writeHead(out, "portico_callback_events_total", "counter", "Events that a callback was told of.");
    rows("portico_callback_events", "_total", [](const auto &c) { return c.sent; });
    writeHead(out, "portico_callback_backlog", "gauge", "Events that a callback has still to be told of.");
    rows("portico_callback_backlog", "", [](const auto &c) { return c.backlog; });
}

}   // namespace

// Collects label text per metric while a page is written.
struct Metrics::Page
{
    std::map<std::string, std::map<std::string, double>> counters;
    std::map<std::string, std::map<std::string, Histogram>> histograms;
    std::map<std::string, std::map<std::string, std::pair<std::int64_t, double>>> newest;   // And its time.

    void add(const Row &row);
    void addTimes(const Row &row, const std::string &latency);
    void note(const char *name, const std::string &labelText, std::int64_t atUs, std::int64_t value);
};

std::int64_t countIn(std::string_view text) noexcept
{
    std::int64_t count = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
    return parsed.ec == std::errc() ? count : -1;
}

void Metrics::Histogram::observe(std::int64_t us)
{
    const double seconds = static_cast<double>(us) / 1e6;
    std::size_t bucket = 0;
    while (bucket < kBuckets.size() && seconds > kBuckets[bucket])
        ++bucket;
    ++counts[bucket];
    sum += seconds;
}

void Metrics::Histogram::merge(const Histogram &other)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += other.counts[i];
    sum += other.sum;
}

void Metrics::add(const ExchangeSample &s)
{
    const std::scoped_lock lock(m_mutex);
    m_key.clear();
    for (const std::string *part : {&s.modelId, &s.requestedModel, &s.keyHash, &s.route, &s.model, &s.team,
                                    &s.user, &s.errorClass, &s.endUser, &s.extra, &s.streamed}) {
        m_key += *part;
        m_key += '\n';
    }
    m_key += std::to_string(s.status);
    m_key += s.attempt ? 'a' : s.fallback ? 'f' : '-';
    m_key += s.failed ? 'x' : '-';
    const auto [it, added] = m_rows.try_emplace(m_key);
    Row &row = it->second;
    if (added)
        row.labels = s;
    ++row.requests;
    if (s.remainingRequests >= 0 || s.remainingTokens >= 0) {
        row.labels.remainingRequests = s.remainingRequests;
        row.labels.remainingTokens = s.remainingTokens;
        row.labels.nowUs = s.nowUs;
    }
    row.inputTokens += s.inputTokens;
    row.outputTokens += s.outputTokens;
    row.costUsd += static_cast<double>(s.costPico) / 1e12;
    row.cacheHits += s.cacheHit ? 1U : 0U;
    row.cacheMisses += s.cacheMiss ? 1U : 0U;
    row.cachedTokens += s.cacheHit ? s.inputTokens + s.outputTokens : 0;
    row.total.observe(s.totalUs);
    if (s.upstreamUs >= 0)
        row.upstream.observe(s.upstreamUs);
    if (s.firstByteUs >= 0)
        row.firstByte.observe(s.firstByteUs);
    if (s.overheadUs >= 0)
        row.overhead.observe(s.overheadUs);
    if (s.upstreamUs >= 0 && s.outputTokens > 0)
        row.perToken.observe(s.upstreamUs / s.outputTokens);
}

void Metrics::Page::add(const Row &row)
{
    const ExchangeSample &s = row.labels;
    const std::string status = std::to_string(s.status);
    const auto count = static_cast<double>(row.requests);
    std::string common = labels({{"api_key_alias", s.keyAlias},
                                 {"end_user", s.endUser},
                                 {"hashed_api_key", s.keyHash},
                                 {"requested_model", s.requestedModel},
                                 {"team", s.team},
                                 {"team_alias", ""},
                                 {"user", s.user},
                                 {"user_email", ""},
                                 {"model_id", s.modelId},
                                 {"route", s.route}});
    append(common, s.extra);
    std::string spend = labels({{"api_key_alias", s.keyAlias},
                                {"end_user", s.endUser},
                                {"hashed_api_key", s.keyHash},
                                {"model", s.model},
                                {"team", s.team},
                                {"team_alias", ""},
                                {"user", s.user}});
    append(spend, s.extra);
    const std::string tokens = spend + "," + labels({{"requested_model", s.requestedModel}});
    const std::string latency = tokens + "," + labels({{"model_id", s.modelId}});
    std::string deployment = labels({{"api_base", s.apiBase},
                                     {"api_key_alias", s.keyAlias},
                                     {"api_provider", s.provider},
                                     {"hashed_api_key", s.keyHash},
                                     {"litellm_model_name", s.model},
                                     {"model_id", s.modelId},
                                     {"requested_model", s.requestedModel},
                                     {"team", s.team},
                                     {"team_alias", ""}});
    append(deployment, s.extra);
    const std::string failure = labels({{"exception_class", s.errorClass}, {"exception_status", status}});
    if (s.attempt) {
        counters["litellm_llm_api_failed_requests_metric"][spend] += count;
        counters["litellm_deployment_total_requests"][deployment] += count;
        counters["litellm_deployment_failure_responses"][deployment + "," + failure] += count;
        return;
    }
    std::string total = common + "," + labels({{"status_code", status}});
    if (!s.streamed.empty())
        append(total, labels({{"stream", s.streamed}}));
    counters["litellm_proxy_total_requests_metric"][total] += count;
    if (s.fallback)
        counters[s.failed ? "litellm_deployment_failed_fallbacks" : "litellm_deployment_successful_fallbacks"]
                [labels({{"api_key_alias", s.keyAlias},
                         {"fallback_model", s.modelGroup},
                         {"hashed_api_key", s.keyHash},
                         {"requested_model", s.requestedModel},
                         {"team", s.team},
                         {"team_alias", ""},
                         {"exception_class", s.errorClass},
                         {"exception_status", s.failed ? status : ""}})] += count;
    if (s.failed) {
        counters["litellm_proxy_failed_requests_metric"][common + "," + failure] += count;
        return;
    }
    if (!s.modelId.empty())
        counters["litellm_deployment_total_requests"][deployment] += count;
    counters["litellm_requests_metric"][spend + "," + labels({{"user_email", ""}})] += count;
    counters["litellm_spend_metric"][spend] += row.costUsd;
    counters["litellm_input_tokens_metric"][tokens] += static_cast<double>(row.inputTokens);
    counters["litellm_output_tokens_metric"][tokens] += static_cast<double>(row.outputTokens);
    counters["litellm_total_tokens_metric"][tokens] +=
        static_cast<double>(row.inputTokens + row.outputTokens);
    if (row.cacheHits > 0) {
        counters["litellm_cache_hits_metric"][spend] += static_cast<double>(row.cacheHits);
        counters["litellm_cached_tokens_metric"][spend] += static_cast<double>(row.cachedTokens);
    }
    if (row.cacheMisses > 0)
        counters["litellm_cache_misses_metric"][spend] += static_cast<double>(row.cacheMisses);
    counters["litellm_deployment_success_responses"][deployment] += count;
    addTimes(row, latency);
}

void Metrics::Page::addTimes(const Row &row, const std::string &latency)
{
    const ExchangeSample &s = row.labels;
    histograms["litellm_request_total_latency_metric"][latency].merge(row.total);
    histograms["litellm_llm_api_latency_metric"][latency].merge(row.upstream);
    histograms["litellm_llm_api_time_to_first_token_metric"][latency].merge(row.firstByte);
    const std::string group = labels({{"api_base", s.apiBase},
                                      {"api_key_alias", s.keyAlias},
                                      {"api_provider", s.provider},
                                      {"hashed_api_key", s.keyHash},
                                      {"litellm_model_name", s.model},
                                      {"model_group", s.modelGroup}});
    histograms["litellm_overhead_latency_metric"][group].merge(row.overhead);
    histograms["litellm_deployment_latency_per_output_token"][labels({{"api_base", s.apiBase},
                                                                      {"api_key_alias", s.keyAlias},
                                                                      {"api_provider", s.provider},
                                                                      {"hashed_api_key", s.keyHash},
                                                                      {"litellm_model_name", s.model},
                                                                      {"model_id", s.modelId},
                                                                      {"team", s.team},
                                                                      {"team_alias", ""}})]
        .merge(row.perToken);
    note("litellm_remaining_requests_metric", group, s.nowUs, s.remainingRequests);
    note("litellm_remaining_tokens_metric", group, s.nowUs, s.remainingTokens);
}

// Of what several rows say the newest counts.
void Metrics::Page::note(const char *name, const std::string &labelText, std::int64_t atUs,
                         std::int64_t value)
{
    if (value < 0)
        return;
    auto &[knownUs, known] = newest[name][labelText];
    if (atUs < knownUs)
        return;
    knownUs = atUs;
    known = static_cast<double>(value);
}

void Metrics::addCooldown(const std::string &model, const std::string &modelId, const std::string &apiBase,
                          const std::string &provider, int status)
{
    const std::string text = labels({{"api_base", apiBase},
                                     {"api_provider", provider},
                                     {"exception_status", std::to_string(status)},
                                     {"litellm_model_name", model},
                                     {"model_id", modelId}});
    const std::scoped_lock lock(m_mutex);
    m_cooldowns[text] += 1;
}

std::string labelText(std::string_view name, std::string_view value)
{
    std::string safe(name);
    for (char &c : safe) {
        if (!std::isalnum(static_cast<unsigned char>(c)))
            c = '_';
    }
    if (safe.empty() || std::isdigit(static_cast<unsigned char>(safe.front())))
        safe.insert(safe.begin(), '_');
    std::string out;
    addLabel(out, safe, value);
    return out;
}

std::string renderMetrics(const std::vector<const Metrics *> &parts, const Gauges &gauges,
                          const Selection &selection)
{
    Metrics::Page page;
    for (const Metrics *part : parts) {
        const std::scoped_lock lock(part->m_mutex);
        for (const auto &[key, row] : part->m_rows)
            page.add(row);
        for (const auto &[text, count] : part->m_cooldowns)
            page.counters["litellm_deployment_cooled_down"][text] += count;
    }
    select(page.counters, selection, [](double &to, double value) { to += value; });
    select(page.histograms, selection, [](auto &to, const auto &value) { to.merge(value); });
    select(page.newest, selection, [](auto &to, const auto &value) {
        if (value.first >= to.first)
            to = value;
    });
    std::string out;
    for (const auto &[name, rows] : page.counters) {
        writeHead(out, name + "_total", "counter", "Counted since start.");
        for (const auto &[labelText, value] : rows)
            writeLine(out, name, "_total", labelText, value);
    }
    for (const auto &[name, rows] : page.histograms) {
        writeHead(out, name, "histogram", "Seconds.");
        for (const auto &[labelText, value] : rows) {
            std::uint64_t below = 0;
            for (std::size_t i = 0; i < value.counts.size(); ++i) {
                below += value.counts[i];
                const std::string limit =
                    i < Metrics::kBuckets.size() ? number(Metrics::kBuckets[i]) : "+Inf";
                writeLine(out, name, "_bucket", labelText + ",le=\"" + limit + "\"",
                          static_cast<double>(below));
            }
            writeLine(out, name, "_sum", labelText, value.sum);
            writeLine(out, name, "_count", labelText, static_cast<double>(below));
        }
    }
    for (const auto &[name, rows] : page.newest) {
        writeHead(out, name, "gauge", "As the provider said last.");
        for (const auto &[labelText, value] : rows)
            writeLine(out, name, "", labelText, value.second);
    }
    writeGauges(out, gauges);
    writeBudgets(out, gauges);
    return out;
}

}   // namespace gw::telemetry
