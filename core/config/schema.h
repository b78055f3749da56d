#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/config/cacheparams.h"

#include <QtGlobal>   // QT_TRANSLATE_NOOP

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// config.yaml as the gateway uses it: plain values with defaults, made by yamlreader, never changed
// afterwards. A running exchange keeps the snapshot it began with (std::shared_ptr<const Config>).
namespace gw::config {

// Where a value stands in a file; line and column count from 1, 0 means unknown.
struct Location
{
    std::string file;
    int line = 0;
    int column = 0;
};

// A sentence in English with the places of its arguments ("%1"), so that a window can say it in another
// language. pattern is a literal, marked for translation in the context "gw::config"; "" where there is only
// English.
struct Wording
{
    Wording() = default;
    Wording(const char *itsPattern,
            std::vector<std::string> itsArguments = {})   // NOLINT: a plain text is one.
        : pattern(itsPattern)
        , arguments(std::move(itsArguments))
    {}
    std::string english() const;

    const char *pattern = "";
    std::vector<std::string> arguments;
};

// One thing to tell the user about the config; errors keep it from being used.
struct Diagnostic
{
    enum class Severity { Error, Warning };

    Severity severity = Severity::Warning;
    Location where;
    std::string keyPath;    // "router_settings.fallbacks[2]"
    std::string message;    // Names the nearest known key where one was misspelt. Never a secret.
    Wording wording = {};   // The same, for translation.
};

// How to call one upstream: litellm_params of one model_list row (CONTRACT 2.3), typed where the gateway
// reads it.
struct DeploymentParams
{
    std::string model;   // "<provider>/<upstream id>" as written.
    std::string customLlmProvider;
    Secret apiKey;               // Resolved. Empty: the provider's environment variables apply.
    std::string apiKeyProblem;   // Why a reference could not be resolved ("keychain locked"); such a
                                 // deployment answers 503.
    std::string apiBase;
    std::string apiVersion;
    std::string organization;
    std::optional<double> timeoutS;
    std::optional<double> streamTimeoutS;
    std::optional<int> maxRetries;
    std::optional<int> numRetries;
    std::optional<std::int64_t> rpm;
    std::optional<std::int64_t> tpm;
    std::optional<double> weight;
    std::optional<int> order;
    std::optional<int> maxParallelRequests;
    std::optional<double> cooldownTimeS;
    std::optional<double> connectTimeoutS;       // Ours.
    std::optional<double> gapTimeoutS;           // Ours: between two pieces of a stream.
    std::string maxBudget;                       // USD as decimal text; empty: none.
    std::optional<std::int64_t> budgetPeriodS;   // budget_duration
    std::string regionName;
    std::vector<std::string> tags;
    std::optional<bool> dropParams;
    std::vector<std::string> additionalDropParams;
    std::vector<std::string> allowedOpenaiParams;
    std::map<std::string, std::string> extraHeaders;
    json::Object extraBody;
    json::Object defaults;   // temperature, max_tokens, ... and any provider param: client values win.
    std::map<std::string, std::string> prices;   // input_cost_per_token etc. as exact decimal text.
    std::string mockResponse;
    bool hasMockResponse = false;
    bool mockTimeout = false;
    std::optional<double> mockDelayS;
    bool useChatCompletionsApi = false;
    std::string proxy;   // Ours: per deployment.
    std::optional<bool> sslVerify;
    std::string sslCaFile;
    std::map<std::string, Secret>
        credentials;      // azure_*, aws_*, vertex_* and other named secrets, resolved.
    json::Object other;   // Every further key, as JSON, for adapters and /model/info (secrets left out).
};

struct ModelInfo
{
    std::string id;   // Given, or derived from non-secret params and the row index; stable over key rotation.
    std::string mode = "chat";
    std::string baseModel;
    std::map<std::string, std::string> prices;   // Exact decimal text by key (CONTRACT 2.4).
    std::optional<std::int64_t> maxTokens;
    std::optional<std::int64_t> maxInputTokens;
    std::optional<std::int64_t> maxOutputTokens;
    std::vector<std::string> accessGroups;
    std::string teamId;
    std::string teamPublicModelName;
    bool blocked = false;           // Paused: it gets no traffic.
    std::string healthCheckModel;   // "<provider>/<upstream id>"; empty: the deployment's own.
    std::optional<double> healthCheckTimeoutS;
    std::optional<int> healthCheckMaxTokens;
    bool skipsBackgroundCheck = false;   // disable_background_health_check
    json::Object raw;                    // As written, echoed by /model/info.
};

// One row of model_list. Rows of one model_name form a group.
struct Deployment
{
    std::string modelName;   // Public name; may hold '*'.
    DeploymentParams params;
    ModelInfo info;
    Location where;
    // Added by the API: its api_base is not the word of whoever owns this machine, and gets no key that is.
    bool stored = false;
    bool publicOnly = false;   // Its addresses must be public ones, whatever their names resolve to.
};

struct AliasRow
{
    std::string alias;
    std::vector<std::string> targets;   // One for the string and object forms; ordered for the list form.
    bool hidden = false;
};

// Ordered targets of one source group; "*" is the default source.
struct FallbackRow
{
    std::string source;
    std::vector<std::string> targets;
};

struct RetryPolicy
{
    // Keys of CONTRACT 2.7 ("RateLimitErrorRetries" ...).
    std::map<std::string, int> byClass;
};

// How many failures of a class a deployment may have before it cools down.
struct AllowedFailsPolicy
{
    // Keys of CONTRACT 2.7 ("RateLimitErrorAllowedFails" ...).
    std::map<std::string, int> byClass;
};

// routing_strategy_args
struct StrategyArgs
{
    double ttlS = 3600;               // Life of latency samples.
    double lowestLatencyBuffer = 0;   // 0.2: up to a fifth slower than the fastest is as good.
    int maxLatencyListSize = 10;
};

// A strategy for some groups only (routing_groups).
struct RoutingGroup
{
    std::string name;
    std::vector<std::string> models;
    std::string strategy = "simple-shuffle";
    StrategyArgs args;
};

// What may be spent in a window that begins with its first spending.
struct BudgetLimit
{
    std::string limit;   // USD, decimal text.
    std::int64_t periodS = 86'400;
};

// Seconds; what is absent is taken from the next wider place.
struct TimeoutSettings
{
    std::optional<double> connectS;
    std::optional<double> firstTokenS;
    std::optional<double> gapS;
    std::optional<double> totalS;
};

// Ours: what happens when a group has no free slot.
struct QueueSettings
{
    int maxWaiting = 1000;   // In one group's line; more are refused with a 429.
    double maxWaitS = 600;   // Nobody waits longer, nor past the request's deadline.
};

struct RouterSettings
{
    std::string strategy = "simple-shuffle";
    StrategyArgs strategyArgs;
    std::vector<RoutingGroup> routingGroups;
    std::optional<int> numRetries;
    int maxFallbacks = 5;
    std::optional<double> timeoutS;
    std::optional<double> streamTimeoutS;
    double retryAfterS = 0;
    RetryPolicy retryPolicy;
    std::map<std::string, RetryPolicy> groupRetryPolicies;
    std::vector<AliasRow> aliases;
    std::vector<FallbackRow> fallbacks;
    std::vector<FallbackRow> contextWindowFallbacks;
    std::vector<FallbackRow> contentPolicyFallbacks;
    std::vector<std::string> defaultChain;   // Odd form A of CONTRACT 2.6.
    // The list was given at all: a class of errors with a list of its own leaves the others alone.
    bool hasContextWindowFallbacks = false;
    bool hasContentPolicyFallbacks = false;
    std::optional<int> allowedFails;
    AllowedFailsPolicy allowedFailsPolicy;
    std::vector<std::string> optionalChecks;                           // optional_pre_call_checks
    std::map<std::string, std::vector<std::string>> groupAffinities;   // model_group_affinity_config
    double affinityTtlS = 3600;
    bool tagFiltering = false;
    bool tagMatchAny = true;
    std::map<std::string, BudgetLimit> providerBudgets;
    std::map<std::string, BudgetLimit> tagBudgets;
    std::optional<int> defaultMaxParallel;
    std::optional<int> defaultPriority;
    bool healthRouting = false;
    std::optional<double> healthStalenessS;
    bool healthIgnoresTransient = false;
    double healthIntervalS = 300;                           // general_settings.health_check_interval
    bool midstreamFallback = true;                          // Ours.
    QueueSettings queue;                                    // Ours: portico_settings.queue
    TimeoutSettings timeouts;                               // Ours: portico_settings.timeouts
    std::optional<double> maxStreamS;                       // LITELLM_MAX_STREAMING_DURATION_SECONDS
    std::map<std::string, TimeoutSettings> groupTimeouts;   // Ours: portico_settings.group_timeouts
    double cooldownTimeS = 5;
    bool disableCooldowns = false;
    bool enablePreCallChecks = false;
    json::Object defaultParams;   // default_litellm_params
    json::Object raw;             // The whole section, for later stages and for the window.
};

// What is put on top of the cost of a request. Decimal texts; empty: nothing.
struct CostMargin
{
    std::string fraction;      // 0.1: ten percent.
    std::string fixedAmount;   // USD for each request.
};

struct Litellm
{
    bool dropParams = false;
    bool modifyParams = false;
    std::optional<double> requestTimeoutS;
    std::map<std::string, std::string> modelAliasMap;
    bool sslVerify = true;
    std::string sslCaFile;
    std::vector<std::string> successCallbacks;
    std::vector<std::string> failureCallbacks;
    bool includeCostInStreamingUsage = false;
    bool turnOffMessageLogging = false;
    bool useChatCompletionsUrlForAnthropicMessages = false;
    bool jsonLogs = false;
    std::optional<std::string> maxBudget;   // Decimal text, USD.
    std::string budgetDuration;
    std::string timezone;   // IANA; of the days that budgets are given for. Empty: UTC.
    std::map<std::string, std::string> costDiscounts;   // Fractions from 0 to 1, by provider.
    std::map<std::string, CostMargin> costMargins;      // By provider; "global" for those without one.
    json::Object raw;
};

// One row of general_settings.pass_through_endpoints (CONTRACT 3.8).
struct PassThroughEndpoint
{
    std::string path;
    std::string target;                      // An absolute URL.
    std::map<std::string, Secret> headers;   // Resolved.
    bool auth = false;                       // Our key is required.
    bool forwardHeaders = false;
    bool includeSubpath = false;                       // Else the exact path only.
    std::vector<std::string> methods;                  // Empty: all.
    std::map<std::string, std::string> defaultQuery;   // The client's values win.
    std::string costPerRequest;                        // USD, exact decimal text.
    // public_only, as for all that were added by the API: whatever the target's name resolves to must be a
    // public address.
    bool publicOnly = false;
};

// What holds for those that have no limit of their own, and how limits count (CONTRACT 2.8, 2.9 and 7.6).
struct LimitDefaults
{
    enum class Tokens : std::uint8_t { Total, Input, Output };

    // general_settings.default_team_settings: of every team without own ones; of keys without a team too,
    // each for itself.
    std::optional<std::int64_t> teamTpm;
    std::optional<std::int64_t> teamRpm;
    std::optional<std::string> endUserBudget;   // Decimal text, USD; max_end_user_budget
    std::string endUserBudgetId;                // max_end_user_budget_id
    Tokens counted = Tokens::Total;             // token_rate_limit_type
    bool hardBudget = false;                    // Ours: portico_settings.hard_budget cuts streams
    std::int64_t rateWindowS = 60;              // LITELLM_RATE_LIMIT_WINDOW_SIZE
};

struct General
{
    Secret masterKey;
    std::string masterKeyProblem;   // Why a reference to it could not be resolved; nobody is let in then.
    std::string databaseUrl;        // May hold a password: never logged.
    bool allowWithoutDatabase = false;   // allow_requests_on_db_unavailable
    // Ours: portico_settings.database_away_hours. How long known keys count while the database is away.
    int databaseAwayHours = 24;
    std::string keyHeaderName;   // litellm_key_header_name
    std::optional<bool> alwaysIncludeStreamUsage;
    std::string completionModel;
    std::string embeddingModel;
    std::string imageModel;        // image_generation_model
    std::string moderationModel;   // moderation_model
    std::optional<int> maxRequestSizeMb;
    std::optional<int> maxParallelRequests;
    std::optional<int> globalMaxParallelRequests;
    LimitDefaults limits;
    bool enforceUserParam = false;
    std::string userHeaderName;                 // Names the end user.
    std::vector<std::string> customerHeaders;   // user_header_mappings of the role customer
    std::vector<std::string> allowedRoutes;
    std::vector<std::string> adminOnlyRoutes;
    std::vector<std::string> publicRoutes;
    std::vector<std::string> allowedIps;
    std::vector<std::string> trustedProxies;
    bool useXForwardedFor = false;
    bool forwardClientHeaders = false;
    bool healthCheckDetails = true;
    bool backgroundHealthChecks = false;
    int healthCheckConcurrency = 20;
    bool disableSpendLogs = false;
    // maximum_spend_logs_retention_period and ..._interval, in seconds; 0: rows are kept for ever.
    std::int64_t spendLogsKeptS = 0;
    std::int64_t spendLogsEveryS = 86'400;
    bool storePrompts = false;    // store_prompts_in_spend_logs
    int bodyDays = 7;             // Ours: portico_settings.keep_prompts_days
    int bodyMegabytes = 2000;     // Ours: portico_settings.keep_prompts_mb
    bool keepResponses = false;   // Ours: portico_settings.keep_responses
    // Ours: portico_settings.backup_every, backup_keep, backup_folder, backup_max_gb. 0: no snapshot is made
    // by itself. Empty: in the data folder.
    std::int64_t backupEveryS = 86'400;
    std::int64_t backupKeepS = std::int64_t{30} * 86'400;
    std::string backupFolder;
    int backupMaxGigabytes = 5;
    std::vector<std::string> hostNames;   // Ours: portico_settings.host_names
    std::vector<std::string> origins;     // Ours: portico_settings.origins
    // Ours: portico_settings.fetch_private_addresses. Media that a request names by URL may lie on this
    // machine and its own network.
    bool fetchPrivateAddresses = false;
    // Ours: portico_settings.model_private_addresses. Models that were added by the API may be on this
    // machine and its own network.
    bool modelPrivateAddresses = false;
    bool storeModels = false;   // store_model_in_db; STORE_MODEL_IN_DB counts too
    std::vector<PassThroughEndpoint> passThrough;
    json::Object raw;   // Without secrets.
};

inline constexpr std::int64_t kDigestS = 86'400;

// Alerts: general_settings.alerting and what belongs to it (CONTRACT 10.4).
struct Alerting
{
    std::vector<std::string> channels;   // "slack", "webhook"; empty: off.
    double thresholdS = 300;             // What is slow, and what hangs.
    // alert_types; absent: those that are on by default.
    std::optional<std::vector<std::string>> types;
    std::map<std::string, std::vector<Secret>> urls;   // By type, instead of the channel's own.
    std::map<std::string, std::int64_t> digestS;       // By type: told in a digest, this often.
    std::int64_t dailyReportS = 43'200;
    std::int64_t spendReportS = 7 * 86'400;
    std::int64_t outageS = 60;
    std::int64_t budgetS = 86'400;   // budget_alert_ttl: what a budget has to tell is told again after this.
    std::int64_t minorOutage = 5;    // Errors of one deployment within outageS.
    std::int64_t majorOutage = 10;
};

// What metrics carry beside their standard labels, and which of them are told (CONTRACT 10.1).
struct MetricLabels
{
    // One entry of prometheus_metrics_config: only these metrics are told, and only with these labels.
    struct Group
    {
        std::vector<std::string> metrics;
        std::vector<std::string> labels;   // Empty: all.
    };

    std::vector<std::string> metadata;   // custom_prometheus_metadata_labels, without "metadata."
    std::vector<std::string> tags;       // custom_prometheus_tags; "*" at the end stands for anything.
    bool endUser = false;                // enable_end_user_cost_tracking_prometheus_only
    bool stream = false;                 // prometheus_emit_stream_label
    std::vector<Group> groups;           // Empty: everything is told.

    bool any() const noexcept { return endUser || stream || !metadata.empty() || !tags.empty(); }
};

// Who is told of each request (CONTRACT 10.2, 10.3).
struct Watching
{
    std::vector<std::string> onSuccess;   // success_callback and callbacks, those that are known.
    std::vector<std::string> onFailure;
    std::vector<std::string> langfuseTags;   // langfuse_default_tags
    json::Object settings;                   // callback_settings, by callback; with secrets.
    bool hidesContent = false;               // turn_off_message_logging
    bool metricsNeedKey = false;             // require_auth_for_metrics_endpoint
    bool metricsOfAllBudgets = false;        // prometheus_initialize_budget_metrics
    MetricLabels metricLabels;
    Alerting alerting;
    // Ours: portico_settings.callback_backlog_*. What a receiver has not taken by then is skipped.
    int backlogRows = 1'000'000;
    int backlogHours = 72;
    // portico_settings.rows_wait_hours: how much longer than retention says rows stay that are still to be
    // told of.
    int rowsWaitHours = 72;
};

struct Config
{
    std::vector<Deployment> deployments;
    RouterSettings router;
    Litellm litellm;
    General general;
    CacheParams cache;
    Watching watching;
    std::optional<RedisPlace> sharedState;       // What several gateways share; nothing: each on its own.
    json::Array budgetConfig;                    // budget_config, as written.
    json::Array credentials;                     // credential_list, without its secrets.
    std::map<std::string, Secret> environment;   // environment_variables; they win over the process's own.
    std::map<std::string, Secret> secrets;       // What raw leaves out of the settings, by key path.
    std::vector<Diagnostic> diagnostics;         // Of this load: warnings, and errors of rows left out.
    std::vector<std::string> files;              // Every file read, the main one first.
    std::uint64_t version = 0;                   // Counts loads within the process.
};

using ConfigPtr = std::shared_ptr<const Config>;

}   // namespace gw::config
