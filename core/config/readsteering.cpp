#include "core/config/scalars.h"
#include "core/config/section.h"

#include <algorithm>

namespace gw::config {

namespace {

constexpr std::string_view kFailClasses[] = {"BadRequestErrorAllowedFails",
                                             "AuthenticationErrorAllowedFails",
                                             "TimeoutErrorAllowedFails",
                                             "RateLimitErrorAllowedFails",
                                             "ContentPolicyViolationErrorAllowedFails",
                                             "InternalServerErrorAllowedFails"};
constexpr std::string_view kChecks[] = {"prompt_caching",
                                        "router_budget_limiting",
                                        "responses_api_deployment_check",
                                        "deployment_affinity",
                                        "session_affinity",
                                        "encrypted_content_affinity",
                                        "enforce_model_rate_limits",
                                        "forward_client_headers_by_model_group"};

// Reads the settings that choose between deployments, beside fallbacks and retries.
class SteeringReader
{
public:
    SteeringReader(Reading &reading, const Node &root, RouterSettings &out)
        : m_reading(reading)
        , m_router(reading, SectionId::Router, root.find("router_settings"), "router_settings")
        , m_litellm(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings")
        , m_general(reading, SectionId::General, root.find("general_settings"), "general_settings")
        , m_portico(reading, SectionId::Portico, root.find("portico_settings"), "portico_settings")
        , m_out(out)
    {}

    void read();

private:
    void readArgs(const Node *node, const std::string &path, StrategyArgs &out);
    void readGroups();
    void readAllowedFails();
    void readChecks();
    void readBudgets(Section &section, std::string_view key, std::map<std::string, BudgetLimit> &out);
    void readTimeouts(const Node *node, const std::string &path, TimeoutSettings &out);
    void readOurs();

    Reading &m_reading;
    Section m_router;
    Section m_litellm;
    Section m_general;
    Section m_portico;
    RouterSettings &m_out;
};

void SteeringReader::readArgs(const Node *node, const std::string &path, StrategyArgs &out)
{
    Section section(m_reading, SectionId::Top, node, path);
    section.read("ttl", out.ttlS);
    section.read("lowest_latency_buffer", out.lowestLatencyBuffer);
    section.read("max_latency_list_size", out.maxLatencyListSize);
    out.ttlS = std::max(out.ttlS, 1.0);
    out.lowestLatencyBuffer = std::max(out.lowestLatencyBuffer, 0.0);
    out.maxLatencyListSize = std::clamp(out.maxLatencyListSize, 1, 1000);
}

void SteeringReader::readGroups()
{
    const Node *list = m_router.find("routing_groups");
    if (!list)
        return;
    const std::string path = m_router.pathOf("routing_groups");
    if (!list->isSequence()) {
        m_reading.error(*list, path, QT_TRANSLATE_NOOP("gw::config", "must be a list of groups"));
        return;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const std::string at = path + "[" + std::to_string(i) + "]";
        Section section(m_reading, SectionId::Top, &list->items[i], at);
        RoutingGroup group;
        section.read("group_name", group.name);
        section.read("models", group.models);
        section.read("routing_strategy", group.strategy);
        if (!isStrategy(group.strategy)) {
            m_reading.error(list->items[i], at + ".routing_strategy",
                            {QT_TRANSLATE_NOOP("gw::config", "'%1' is no strategy"), {group.strategy}});
            continue;
        }
        group.args = m_out.strategyArgs;
        readArgs(section.find("routing_strategy_args"), at + ".routing_strategy_args", group.args);
        m_out.routingGroups.push_back(std::move(group));
    }
}

void SteeringReader::readAllowedFails()
{
    const Node *policy = m_router.find("allowed_fails_policy");
    if (!policy || !policy->isMap())
        return;
    const std::string path = m_router.pathOf("allowed_fails_policy");
    Section section(m_reading, SectionId::Top, policy, path);
    for (const Node &key : policy->keys) {
        int count = 0;
        if (std::ranges::find(kFailClasses, key.text) == std::end(kFailClasses))
            m_reading.warn(key, path + "." + key.text,
                           QT_TRANSLATE_NOOP("gw::config", "unknown class of error; ignored"));
        else if (section.read(key.text, count))
            m_out.allowedFailsPolicy.byClass[key.text] = count;
    }
}

void SteeringReader::readChecks()
{
    m_router.read("optional_pre_call_checks", m_out.optionalChecks);
    if (const Node *node = m_router.find("optional_pre_call_checks")) {
        for (const std::string &check : m_out.optionalChecks) {
            if (std::ranges::find(kChecks, check) == std::end(kChecks))
                m_reading.warn(
                    *node, m_router.pathOf("optional_pre_call_checks"),
                    {QT_TRANSLATE_NOOP("gw::config", "no check is called '%1'; ignored"), {check}});
        }
    }
    m_router.read("deployment_affinity_ttl_seconds", m_out.affinityTtlS);
    if (const Node *groups = m_router.find("model_group_affinity_config"); groups && groups->isMap()) {
        Section section(m_reading, SectionId::Top, groups, m_router.pathOf("model_group_affinity_config"));
        for (const Node &key : groups->keys)
            section.read(key.text, m_out.groupAffinities[key.text]);
    }
}

void SteeringReader::readBudgets(Section &section, std::string_view key,
                                 std::map<std::string, BudgetLimit> &out)
{
    const Node *node = section.find(key);
    if (!node)
        return;
    const std::string path = section.pathOf(key);
    if (!node->isMap()) {
        m_reading.error(*node, path, QT_TRANSLATE_NOOP("gw::config", "must be a map of budgets"));
        return;
    }
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        const std::string at = path + "." + node->keys[i].text;
        const Node &value = node->items[i];
        BudgetLimit limit;
        const Node *amount = value.isMap() ? value.find("budget_limit") : nullptr;
        if (!amount && value.isMap())
            amount = value.find("max_budget");
        if (!amount || !isDecimalText(amount->text)) {
            m_reading.error(value, at,
                            QT_TRANSLATE_NOOP("gw::config", "needs 'budget_limit', an amount in USD"));
            continue;
        }
        limit.limit = amount->text;
        const Node *period = value.find("time_period");
        if (!period)
            period = value.find("budget_duration");
        const auto seconds = period ? durationSeconds(period->text) : std::optional(limit.periodS);
        if (!seconds) {
            m_reading.error(
                *period, at + ".time_period",
                {QT_TRANSLATE_NOOP("gw::config", "'%1' is no duration; try 1d or 30m"), {period->text}});
            continue;
        }
        limit.periodS = *seconds;
        out[node->keys[i].text] = std::move(limit);
    }
}

void SteeringReader::readTimeouts(const Node *node, const std::string &path, TimeoutSettings &out)
{
    Section section(m_reading, SectionId::Top, node, path);
    section.read("connect", out.connectS);
    section.read("first_token", out.firstTokenS);
    section.read("gap", out.gapS);
    section.read("total", out.totalS);
}

void SteeringReader::readOurs()
{
    readTimeouts(m_portico.find("timeouts"), m_portico.pathOf("timeouts"), m_out.timeouts);
    if (const Node *groups = m_portico.find("group_timeouts"); groups && groups->isMap()) {
        for (std::size_t i = 0; i < groups->keys.size(); ++i)
            readTimeouts(&groups->items[i], m_portico.pathOf("group_timeouts." + groups->keys[i].text),
                         m_out.groupTimeouts[groups->keys[i].text]);
    }
    Section queue(m_reading, SectionId::Top, m_portico.find("queue"), m_portico.pathOf("queue"));
    queue.read("max_waiting", m_out.queue.maxWaiting);
    queue.read("max_wait", m_out.queue.maxWaitS);
    m_out.queue.maxWaiting = std::max(m_out.queue.maxWaiting, 0);
}

void SteeringReader::read()
{
    readArgs(m_router.find("routing_strategy_args"), m_router.pathOf("routing_strategy_args"),
             m_out.strategyArgs);
    readGroups();
    readAllowedFails();
    readChecks();
    m_router.read("enable_tag_filtering", m_out.tagFiltering);
    m_router.read("tag_filtering_match_any", m_out.tagMatchAny);
    readBudgets(m_router, "provider_budget_config", m_out.providerBudgets);
    readBudgets(m_litellm, "tag_budget_config", m_out.tagBudgets);
    m_router.read("default_max_parallel_requests", m_out.defaultMaxParallel);
    m_router.read("default_priority", m_out.defaultPriority);
    m_router.read("midstream_fallback", m_out.midstreamFallback);
    for (Section *place : {&m_general, &m_router}) {
        place->read("enable_health_check_routing", m_out.healthRouting);
        place->read("health_check_staleness_threshold", m_out.healthStalenessS);
        place->read("health_check_ignore_transient_errors", m_out.healthIgnoresTransient);
    }
    m_general.read("health_check_interval", m_out.healthIntervalS);
    m_out.healthIntervalS = std::max(m_out.healthIntervalS, 1.0);
    if (const auto text = m_reading.variable("LITELLM_MAX_STREAMING_DURATION_SECONDS"))
        m_out.maxStreamS = yamlNumber(*text);
    readOurs();
}

}   // namespace

void readSteering(Reading &reading, const Node &root, RouterSettings &out)
{
    SteeringReader(reading, root, out).read();
}

}   // namespace gw::config
