#include "core/config/scalars.h"
#include "core/config/section.h"

#include <algorithm>
#include <array>

namespace gw::config {

namespace {

// What is told of each request (CONTRACT 10.2).
constexpr std::array kCallbacks{std::string_view("prometheus"),    std::string_view("langfuse"),
                                std::string_view("langfuse_otel"), std::string_view("langsmith"),
                                std::string_view("otel"),          std::string_view("webhook"),
                                std::string_view("generic_api"),   std::string_view("custom_callback_api")};
// Hooks inside LiteLLM, and "postgres", which is no callback there either: it says that rows go to the
// database.
constexpr std::array kSilent{std::string_view("postgres"),
                             std::string_view("dynamic_rate_limiter"),
                             std::string_view("dynamic_rate_limiter_v3"),
                             std::string_view("hide_secrets"),
                             std::string_view("detect_prompt_injection"),
                             std::string_view("lakera_prompt_injection"),
                             std::string_view("llamaguard_moderations"),
                             std::string_view("banned_keywords"),
                             std::string_view("blocked_user_check"),
                             std::string_view("max_budget_limiter"),
                             std::string_view("parallel_request_limiter"),
                             std::string_view("cache_control_check"),
                             std::string_view("responses_id_security")};

bool isCallback(const std::string &name)
{
    return std::ranges::find(kCallbacks, std::string_view(name)) != kCallbacks.end();
}

// The names of one list that are called; the others are warned about, once and by name.
std::vector<std::string> readCallbacks(Reading &reading, Section &section, std::string_view key)
{
    std::vector<std::string> names;
    std::vector<std::string> called;
    std::string missing;
    section.read(key, names);
    for (const std::string &name : names) {
        if (isCallback(name))
            called.push_back(name);
        else if (std::ranges::find(kSilent, std::string_view(name)) == kSilent.end())
            missing += (missing.empty() ? "" : ", ") + name;
    }
    if (!missing.empty())
        reading.warn(
            *section.find(key), section.pathOf(key),
            Wording(QT_TRANSLATE_NOOP(
                        "gw::config",
                        "config: key %1 accepted but not supported; effect: these are not called: %2"),
                    {section.pathOf(key), missing}));
    return called;
}

void addAll(std::vector<std::string> &list, const std::vector<std::string> &more)
{
    for (const std::string &name : more) {
        if (std::ranges::find(list, name) == list.end())
            list.push_back(name);
    }
}

void readUrls(const Section &section, Alerting &out)
{
    const Node *map = section.find("alert_to_webhook_url");
    for (std::size_t i = 0; map && map->isMap() && i < map->keys.size(); ++i) {
        const Node &value = map->items[i];
        std::vector<Secret> &urls = out.urls[map->keys[i].text];
        if (value.isScalar())
            urls.emplace_back(value.text);
        for (const Node &item : value.items) {
            if (item.isScalar())
                urls.emplace_back(item.text);
        }
    }
}

// alert_type_config: {TYPE: {digest: true, digest_interval: 86400}}
void readDigests(const Section &section, Alerting &out)
{
    const Node *map = section.find("alert_type_config");
    for (std::size_t i = 0; map && map->isMap() && i < map->keys.size(); ++i) {
        const Node *digest = map->items[i].isMap() ? map->items[i].find("digest") : nullptr;
        if (!digest || !asBool(*digest).value_or(false))
            continue;
        const Node *interval = map->items[i].find("digest_interval");
        out.digestS[map->keys[i].text] =
            std::max<std::int64_t>(interval ? asInt(*interval).value_or(kDigestS) : kDigestS, 1);
    }
}

Alerting readAlerting(Reading &reading, const Node &root)
{
    Alerting out;
    Section section(reading, SectionId::General, root.find("general_settings"), "general_settings");
    section.read("alerting", out.channels);
    section.read("alerting_threshold", out.thresholdS);
    std::vector<std::string> types;
    if (section.read("alert_types", types))
        out.types = std::move(types);
    readUrls(section, out);
    readDigests(section, out);
    std::string every;
    if (section.read("spend_report_frequency", every))
        out.spendReportS = durationSeconds(every).value_or(out.spendReportS);
    const Node *arguments = section.find("alerting_args");
    const auto number = [&](std::string_view key, std::int64_t &value) {
        const Node *node = arguments && arguments->isMap() ? arguments->find(key) : nullptr;
        if (node)
            value = std::max<std::int64_t>(asInt(*node).value_or(value), 1);
    };
    number("daily_report_frequency", out.dailyReportS);
    number("outage_alert_ttl", out.outageS);
    number("budget_alert_ttl", out.budgetS);
    number("minor_outage_alert_threshold", out.minorOutage);
    number("major_outage_alert_threshold", out.majorOutage);
    constexpr std::array kChannels{std::string_view("slack"), std::string_view("webhook")};
    std::string missing;
    for (const std::string &name : out.channels) {
        if (std::ranges::find(kChannels, std::string_view(name)) == kChannels.end())
            missing += (missing.empty() ? "" : ", ") + name;
    }
    if (!missing.empty())
        reading.warn(
            *section.find("alerting"), section.pathOf("alerting"),
            Wording(QT_TRANSLATE_NOOP(
                        "gw::config",
                        "config: key %1 accepted but not supported; effect: these are not called: %2"),
                    {section.pathOf("alerting"), missing}));
    return out;
}

}   // namespace

namespace {

MetricLabels readMetricLabels(const Section &settings, Reading &reading)
{
    MetricLabels out;
    Section section = settings;
    section.read("custom_prometheus_metadata_labels", out.metadata);
    for (std::string &path : out.metadata) {
        if (path.starts_with("metadata."))
            path.erase(0, std::string_view("metadata.").size());
    }
    section.read("custom_prometheus_tags", out.tags);
    section.read("prometheus_emit_stream_label", out.stream);
    bool never = false;
    section.read("enable_end_user_cost_tracking_prometheus_only", out.endUser);
    section.read("disable_end_user_cost_tracking_prometheus_only", never);
    out.endUser = out.endUser && !never;
    const Node *groups = section.find("prometheus_metrics_config");
    if (!groups || groups->isNull())
        return out;
    if (!groups->isSequence()) {
        reading.error(*groups, section.pathOf("prometheus_metrics_config"),
                      QT_TRANSLATE_NOOP("gw::config", "must be a list"));
        return out;
    }
    const auto texts = [](const Node *list) {
        std::vector<std::string> names;
        if (list && list->isSequence()) {
            for (const Node &item : list->items) {
                if (item.isScalar())
                    names.push_back(item.text);
            }
        }
        return names;
    };
    for (const Node &row : groups->items) {
        MetricLabels::Group group;
        if (row.isMap()) {
            group.metrics = texts(row.find("metrics"));
            group.labels = texts(row.find("include_labels"));
        }
        out.groups.push_back(std::move(group));
    }
    return out;
}

}   // namespace

Watching readWatching(Reading &reading, const Node &root)
{
    Watching out;
    Section section(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings");
    out.onSuccess = readCallbacks(reading, section, "success_callback");
    out.onFailure = readCallbacks(reading, section, "failure_callback");
    const std::vector<std::string> both = readCallbacks(reading, section, "callbacks");
    addAll(out.onSuccess, both);
    addAll(out.onFailure, both);
    section.read("langfuse_default_tags", out.langfuseTags);
    section.read("require_auth_for_metrics_endpoint", out.metricsNeedKey);
    section.read("prometheus_initialize_budget_metrics", out.metricsOfAllBudgets);
    out.metricLabels = readMetricLabels(section, reading);
    section.read("turn_off_message_logging", out.hidesContent);
    if (const Node *settings = root.find("callback_settings"); settings && settings->isMap())
        out.settings = toJson(*settings, Expose::All).as_object();
    out.alerting = readAlerting(reading, root);
    Section ours(reading, SectionId::Portico, root.find("portico_settings"), "portico_settings");
    ours.read("callback_backlog_rows", out.backlogRows);
    ours.read("callback_backlog_hours", out.backlogHours);
    ours.read("rows_wait_hours", out.rowsWaitHours);
    out.rowsWaitHours = std::max(out.rowsWaitHours, 0);
    out.backlogRows = std::max(out.backlogRows, 1);
    out.backlogHours = std::max(out.backlogHours, 1);
    return out;
}

}   // namespace gw::config
