#include "core/config/scalars.h"
#include "core/config/section.h"

#include <QTimeZone>

#include <algorithm>

namespace gw::config {

namespace {

json::Object rawOf(const Node &root, std::string_view name)
{
    const Node *node = root.find(name);
    return node && node->isMap() ? toJson(*node).as_object() : json::Object();
}

void readVariable(const Reading &reading, const char *name, bool &out)
{
    if (const auto text = reading.variable(name))
        out = yamlBool(*text).value_or(*text == "1");
}

// A switch, or the path of a CA file that stands for "on".
void readVerify(Section &section, std::string_view key, Litellm &out)
{
    const Node *node = section.find(key);
    if (!node)
        return;
    const auto flag = asBool(*node);
    out.sslVerify = flag.value_or(true);
    if (!flag)
        section.read(key, out.sslCaFile);
}

// A fraction as exact decimal text; most bounds it where there is a bound.
bool readFraction(Reading &reading, const Node &node, const std::string &path, bool upToOne, std::string &out)
{
    const auto number = node.isScalar() ? yamlNumber(node.text) : std::nullopt;
    if (!number || !isDecimalText(node.text) || (upToOne && *number > 1)) {
        reading.error(node, path,
                      upToOne ? "must be a fraction from 0 to 1" : "must be a fraction, 0.1 for ten percent");
        return false;
    }
    out = node.text;
    return true;
}

void readDiscounts(Reading &reading, const Section &section, Litellm &out)
{
    constexpr std::string_view kKey = "cost_discount_config";
    const Node *map = section.find(kKey);
    if (!map)
        return;
    if (!map->isMap())
        return reading.error(*map, section.pathOf(kKey), "must be a map of providers and fractions");
    for (std::size_t i = 0; i < map->keys.size(); ++i) {
        const std::string &provider = map->keys[i].text;
        std::string fraction;
        if (readFraction(reading, map->items[i], section.pathOf(kKey) + "." + provider, true, fraction))
            out.costDiscounts.insert_or_assign(provider, std::move(fraction));
    }
}

// Each is a fraction, or a map of percentage (a fraction too, as LiteLLM has it) and fixed_amount.
void readMargins(Reading &reading, const Section &section, Litellm &out)
{
    constexpr std::string_view kKey = "cost_margin_config";
    const Node *map = section.find(kKey);
    if (!map)
        return;
    if (!map->isMap())
        return reading.error(*map, section.pathOf(kKey), "must be a map of providers and margins");
    for (std::size_t i = 0; i < map->keys.size(); ++i) {
        const Node &item = map->items[i];
        const std::string path = section.pathOf(kKey) + "." + map->keys[i].text;
        CostMargin margin;
        if (!item.isMap()) {
            if (readFraction(reading, item, path, false, margin.fraction))
                out.costMargins.insert_or_assign(map->keys[i].text, std::move(margin));
            continue;
        }
        const Node *percentage = item.find("percentage");
        if (percentage && !readFraction(reading, *percentage, path + ".percentage", false, margin.fraction))
            continue;
        if (const Node *fixed = item.find("fixed_amount")) {
            if (!fixed->isScalar() || !isDecimalText(fixed->text)) {
                reading.error(*fixed, path + ".fixed_amount", "must be an amount in USD");
                continue;
            }
            margin.fixedAmount = fixed->text;
        }
        out.costMargins.insert_or_assign(map->keys[i].text, std::move(margin));
    }
}

}   // namespace

Litellm readLitellm(Reading &reading, const Node &root)
{
    Litellm out;
    readVariable(reading, "LITELLM_DROP_PARAMS", out.dropParams);
    readVariable(reading, "LITELLM_MODIFY_PARAMS", out.modifyParams);
    readVariable(reading, "JSON_LOGS", out.jsonLogs);
    if (const auto text = reading.variable("SSL_VERIFY")) {
        const auto flag = yamlBool(*text);
        out.sslVerify = flag.value_or(true);
        if (!flag)
            out.sslCaFile = *text;
    }
    if (const auto text = reading.variable("REQUEST_TIMEOUT"))
        out.requestTimeoutS = yamlNumber(*text);

    Section section(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings");
    section.check();
    section.read("drop_params", out.dropParams);
    section.read("modify_params", out.modifyParams);
    section.read("request_timeout", out.requestTimeoutS);
    section.read("model_alias_map", out.modelAliasMap);
    readVerify(section, "ssl_verify", out);
    section.read("success_callback", out.successCallbacks);
    section.read("failure_callback", out.failureCallbacks);
    section.read("include_cost_in_streaming_usage", out.includeCostInStreamingUsage);
    section.read("turn_off_message_logging", out.turnOffMessageLogging);
    section.read("use_chat_completions_url_for_anthropic_messages",
                 out.useChatCompletionsUrlForAnthropicMessages);
    section.read("json_logs", out.jsonLogs);
    Section general(reading, SectionId::General, root.find("general_settings"), "general_settings");
    for (Section *place : {&general, &section}) {
        if (const Node *budget = place->find("max_budget")) {
            if (isDecimalText(budget->text))
                out.maxBudget = budget->text;
            else
                reading.error(*budget, place->pathOf("max_budget"),
                              QT_TRANSLATE_NOOP("gw::config", "must be an amount in USD"));
        }
        place->read("budget_duration", out.budgetDuration);
    }
    if (section.read("timezone", out.timezone) &&
        !QTimeZone(QByteArray::fromStdString(out.timezone)).isValid())
        reading.warn(*section.find("timezone"), section.pathOf("timezone"),
                     "is no time zone as Europe/Berlin; days begin at midnight UTC");
    readDiscounts(reading, section, out);
    readMargins(reading, section, out);
    out.raw = rawOf(root, "litellm_settings");
    // Redis URLs hold passwords under a name that says nothing of them.
    if (json::Value *params = out.raw.if_contains("cache_params"); params && params->is_object())
        params->as_object().erase("url");
    return out;
}

namespace {

void readPassThrough(Reading &reading, const Node &row, const std::string &path,
                     std::vector<PassThroughEndpoint> &out)
{
    if (!row.isMap())
        return reading.error(row, path,
                             QT_TRANSLATE_NOOP("gw::config", "must be a map with path and target"));
    PassThroughEndpoint endpoint;
    const auto text = [&](std::string_view key) {
        const Node *node = row.find(key);
        return node && node->isScalar() ? node->text : std::string();
    };
    const auto flag = [&](std::string_view key) { return text(key) == "true" || text(key) == "True"; };
    const auto texts = [&](std::string_view key, auto add) {
        const Node *node = row.find(key);
        for (std::size_t i = 0; node && node->isMap() && i < node->items.size(); ++i) {
            if (node->items[i].isScalar())
                add(node->keys[i].text, node->items[i].text);
        }
    };
    endpoint.path = text("path");
    endpoint.target = text("target");
    if (!endpoint.path.starts_with('/'))
        return reading.error(row, path + ".path",
                             QT_TRANSLATE_NOOP("gw::config", "must be a path that begins with a slash"));
    if (!endpoint.target.starts_with("http://") && !endpoint.target.starts_with("https://"))
        return reading.error(row, path + ".target",
                             QT_TRANSLATE_NOOP("gw::config", "must be an http(s) URL"));
    texts("headers", [&](const std::string &name, const std::string &value) {
        endpoint.headers.insert_or_assign(name, Secret(value));
    });
    texts("default_query_params", [&](const std::string &name, const std::string &value) {
        endpoint.defaultQuery.insert_or_assign(name, value);
    });
    if (const Node *methods = row.find("methods")) {
        for (const Node &method : methods->items)
            endpoint.methods.push_back(method.text);
    }
    endpoint.auth = flag("auth");
    endpoint.forwardHeaders = flag("forward_headers");
    endpoint.includeSubpath = flag("include_subpath");
    endpoint.costPerRequest = text("cost_per_request");
    endpoint.publicOnly = flag("public_only");
    if (!endpoint.costPerRequest.empty() && !isDecimalText(endpoint.costPerRequest))
        return reading.error(row, path + ".cost_per_request",
                             QT_TRANSLATE_NOOP("gw::config", "must be an amount in USD"));
    out.push_back(std::move(endpoint));
}

// Rows, or one row, of {header_name, litellm_user_role}.
void readHeaderMappings(Section &section, General &out)
{
    const Node *node = section.find("user_header_mappings");
    if (!node)
        return;
    const auto readRow = [&out](const Node &row) {
        const Node *name = row.isMap() ? row.find("header_name") : nullptr;
        const Node *role = row.isMap() ? row.find("litellm_user_role") : nullptr;
        if (name && role && name->isScalar() && role->isScalar() && role->text == "customer")
            out.customerHeaders.push_back(name->text);
    };
    if (node->isMap())
        return readRow(*node);
    for (const Node &row : node->items)
        readRow(row);
}

// What is no duration leaves seconds as it is.
void readDuration(Reading &reading, Section &section, std::string_view key, std::int64_t &seconds)
{
    std::string text;
    if (!section.read(key, text))
        return;
    if (const auto read = durationSeconds(text))
        seconds = *read;
    else
        reading.error(*section.find(key), section.pathOf(key),
                      {QT_TRANSLATE_NOOP("gw::config", "'%1' is no duration; try 1d or 30m"), {text}});
}

}   // namespace

namespace {

// A rate in default_team_settings; null and absent: none.
void readRate(Reading &reading, const Node &map, const char *name, std::optional<std::int64_t> &out)
{
    const Node *node = map.find(name);
    if (!node || node->isNull())
        return;
    const auto number = node->isScalar() ? yamlNumber(node->text) : std::nullopt;
    if (number && *number >= 0 && *number < 1e15)
        out = static_cast<std::int64_t>(*number);
    else
        reading.error(*node, std::string("general_settings.default_team_settings.") + name,
                      QT_TRANSLATE_NOOP("gw::config", "must be a number from 0 on"));
}

LimitDefaults readLimits(Reading &reading, Section &general, Section &litellm, Section &ours)
{
    LimitDefaults out;
    if (const Node *teams = general.find("default_team_settings"); teams && teams->isMap()) {
        readRate(reading, *teams, "tpm_limit", out.teamTpm);
        readRate(reading, *teams, "rpm_limit", out.teamRpm);
    }
    if (const Node *budget = litellm.find("max_end_user_budget"); budget && !budget->isNull()) {
        if (isDecimalText(budget->text))
            out.endUserBudget = budget->text;
        else
            reading.error(*budget, litellm.pathOf("max_end_user_budget"),
                          QT_TRANSLATE_NOOP("gw::config", "must be an amount in USD"));
    }
    litellm.read("max_end_user_budget_id", out.endUserBudgetId);
    if (std::string counted; general.read("token_rate_limit_type", counted)) {
        if (counted == "input")
            out.counted = LimitDefaults::Tokens::Input;
        else if (counted == "output")
            out.counted = LimitDefaults::Tokens::Output;
        else if (counted != "total")
            reading.error(*general.find("token_rate_limit_type"), general.pathOf("token_rate_limit_type"),
                          QT_TRANSLATE_NOOP("gw::config", "must be total, input or output"));
    }
    ours.read("hard_budget", out.hardBudget);
    if (const auto window = reading.variable("LITELLM_RATE_LIMIT_WINDOW_SIZE")) {
        if (const auto seconds = yamlNumber(*window); seconds && *seconds >= 1 && *seconds <= 86'400)
            out.rateWindowS = static_cast<std::int64_t>(*seconds);
    }
    return out;
}

}   // namespace

General readGeneral(Reading &reading, const Node &root)
{
    General out;
    Section section(reading, SectionId::General, root.find("general_settings"), "general_settings");
    section.check();
    section.read("master_key", out.masterKey);
    const Node *general = root.find("general_settings");
    if (const Node *key = general && general->isMap() ? general->find("master_key") : nullptr)
        out.masterKeyProblem = key->problem;
    Section litellm(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings");
    litellm.read("database_url", out.databaseUrl);
    section.read("database_url", out.databaseUrl);
    section.read("allow_requests_on_db_unavailable", out.allowWithoutDatabase);
    section.read("litellm_key_header_name", out.keyHeaderName);
    section.read("always_include_stream_usage", out.alwaysIncludeStreamUsage);
    section.read("completion_model", out.completionModel);
    section.read("embedding_model", out.embeddingModel);
    section.read("image_generation_model", out.imageModel);
    section.read("moderation_model", out.moderationModel);
    section.read("max_request_size_mb", out.maxRequestSizeMb);
    section.read("max_parallel_requests", out.maxParallelRequests);
    section.read("global_max_parallel_requests", out.globalMaxParallelRequests);
    section.read("enforce_user_param", out.enforceUserParam);
    section.read("allowed_ips", out.allowedIps);
    section.read("allowed_routes", out.allowedRoutes);
    section.read("admin_only_routes", out.adminOnlyRoutes);
    section.read("public_routes", out.publicRoutes);
    section.read("user_header_name", out.userHeaderName);
    readHeaderMappings(section, out);
    section.read("trusted_proxies", out.trustedProxies);
    section.read("use_x_forwarded_for", out.useXForwardedFor);
    section.read("forward_client_headers_to_llm_api", out.forwardClientHeaders);
    section.read("health_check_details", out.healthCheckDetails);
    section.read("background_health_checks", out.backgroundHealthChecks);
    section.read("health_check_concurrency", out.healthCheckConcurrency);
    section.read("disable_spend_logs", out.disableSpendLogs);
    readDuration(reading, section, "maximum_spend_logs_retention_period", out.spendLogsKeptS);
    readDuration(reading, section, "maximum_spend_logs_retention_interval", out.spendLogsEveryS);
    section.read("store_prompts_in_spend_logs", out.storePrompts);
    if (const Node *endpoints = section.find("pass_through_endpoints")) {
        for (std::size_t i = 0; i < endpoints->items.size(); ++i)
            readPassThrough(reading, endpoints->items[i],
                            "general_settings.pass_through_endpoints[" + std::to_string(i) + "]",
                            out.passThrough);
    }
    Section ours(reading, SectionId::Portico, root.find("portico_settings"), "portico_settings");
    ours.check();
    ours.read("host_names", out.hostNames);
    ours.read("origins", out.origins);
    ours.read("fetch_private_addresses", out.fetchPrivateAddresses);
    ours.read("model_private_addresses", out.modelPrivateAddresses);
    out.limits = readLimits(reading, section, litellm, ours);
    section.read("store_model_in_db", out.storeModels);
    if (const auto store = yamlBool(reading.variable("STORE_MODEL_IN_DB").value_or("")))
        out.storeModels = out.storeModels || *store;
    ours.read("keep_responses", out.keepResponses);
    ours.read("keep_prompts_days", out.bodyDays);
    ours.read("keep_prompts_mb", out.bodyMegabytes);
    ours.read("database_away_hours", out.databaseAwayHours);
    out.databaseAwayHours = std::max(out.databaseAwayHours, 0);
    out.bodyDays = std::max(out.bodyDays, 1);
    out.bodyMegabytes = std::max(out.bodyMegabytes, 1);
    ours.read("backup_folder", out.backupFolder);
    ours.read("backup_max_gb", out.backupMaxGigabytes);
    out.backupMaxGigabytes = std::max(out.backupMaxGigabytes, 1);
    std::string every;
    if (ours.read("backup_every", every) && (every == "0" || every == "off" || every == "never"))
        out.backupEveryS = 0;
    else
        readDuration(reading, ours, "backup_every", out.backupEveryS);
    readDuration(reading, ours, "backup_keep", out.backupKeepS);
    out.raw = rawOf(root, "general_settings");
    // Whoever knows such an address may write there.
    out.raw.erase("alert_to_webhook_url");
    return out;
}

}   // namespace gw::config
