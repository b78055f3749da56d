#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Prometheus metrics with LiteLLM's names and labels (CONTRACT 10.1).
namespace gw::telemetry {

// What one finished exchange adds.
struct ExchangeSample
{
    std::string requestedModel;
    std::string model;   // Upstream model.
    std::string modelId;
    std::string apiBase;
    std::string provider;
    std::string modelGroup;
    std::string keyHash;
    std::string keyAlias;
    std::string team;
    std::string user;
    std::string route;
    std::string endUser;      // Empty: not told.
    std::string extra;        // Further labels, as labelText() writes them, with commas between.
    std::string streamed;     // "True", "False"; empty: not told.
    std::string errorClass;   // Empty: success. Of a success by fallback: what the first group failed with.
    bool attempt = false;     // A failed attempt, counted for its deployment alone.
    bool fallback = false;    // Another group than the first one answered, or failed last.
    bool failed = false;      // So the client was told.
    int status = 200;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t costPico = 0;   // 10^-12 USD.
    std::int64_t totalUs = 0;
    std::int64_t upstreamUs = -1;
    std::int64_t firstByteUs = -1;
    std::int64_t overheadUs = -1;
    // What the provider says is left of its limits (countIn); -1 unknown.
    std::int64_t remainingRequests = -1;
    std::int64_t remainingTokens = -1;
    std::int64_t nowUs = 0;   // Steady clock: the newest of these counts.
    bool cacheHit = false;    // Answered from the cache,
    bool cacheMiss = false;   // or looked up there in vain.
};

// name="value"; None for an empty value, as LiteLLM has it. Letters that no label's name may have become _.
std::string labelText(std::string_view name, std::string_view value);

// What a page holds: metrics by name, and of these only some labels. Numbers that only differ by labels that
// are left out are added up.
struct Selection
{
    struct Group
    {
        std::vector<std::string> metrics;
        std::vector<std::string> labels;   // Empty: all.
    };
    std::vector<Group> groups;   // Empty: everything.
};

// A header's whole number, or -1.
std::int64_t countIn(std::string_view text) noexcept;

// What is asked when somebody looks, beside what was counted.
struct DeploymentGauge
{
    std::string model;
    std::string modelId;
    std::string apiBase;
    std::string provider;
    int state = 0;   // 0 well, 1 failing now and then, 2 resting.
};
struct CallbackGauge
{
    std::string name;
    std::int64_t backlog = 0;
    std::uint64_t sent = 0;
    std::uint64_t failures = 0;
};
// Of a key, or of a team; US dollars.
struct BudgetGauge
{
    bool ofKey = true;
    std::string id;   // Hash of the key, id of the team.
    std::string alias;
    double max = 0;
    double left = 0;         // Below 0: it was passed.
    double hoursLeft = -1;   // Until it is given anew; below 0: never.
};
// What is left of the rates of one model on one key; below 0: there is no such limit.
struct ModelRateGauge
{
    std::string keyHash;
    std::string keyAlias;
    std::string model;
    std::int64_t requests = -1;
    std::int64_t tokens = -1;
};
struct Gauges
{
    int inFlight = 0;
    std::vector<BudgetGauge> budgets = {};
    std::vector<ModelRateGauge> modelRates = {};
    std::vector<DeploymentGauge> deployments;
    std::vector<CallbackGauge> callbacks;
};

// Counters and histograms of one worker. add() is called by its worker, merged by whoever is scraped: the
// lock is taken uncontended in all but that case.
class Metrics
{
public:
    void add(const ExchangeSample &sample);
    // A deployment rests from now on; status is what the provider answered last.
    void addCooldown(const std::string &model, const std::string &modelId, const std::string &apiBase,
                     const std::string &provider, int status);

private:
    friend std::string renderMetrics(const std::vector<const Metrics *> &parts, const Gauges &gauges,
                                     const Selection &selection);

    static constexpr std::array<double, 12> kBuckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                     0.5,   1,    2.5,   5,    10,  60};
    struct Histogram
    {
        std::array<std::uint64_t, 13> counts{};   // One per bucket and +Inf; not cumulative.
        double sum = 0;
        void observe(std::int64_t us);
        void merge(const Histogram &other);
    };
    // Everything that shares its labels. Label text is made when scraped, not when counted.
    struct Row
    {
        ExchangeSample labels;
        std::uint64_t requests = 0;
        std::int64_t inputTokens = 0;
        std::int64_t outputTokens = 0;
        double costUsd = 0;
        std::uint64_t cacheHits = 0;
        std::uint64_t cacheMisses = 0;
        std::int64_t cachedTokens = 0;
        Histogram total;
        Histogram upstream;
        Histogram firstByte;
        Histogram overhead;
        Histogram perToken;
    };
    struct Page;

    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Row> m_rows;
    std::unordered_map<std::string, double> m_cooldowns;   // By label text.
    std::string m_key;
};

// The text format, version 0.0.4.
std::string renderMetrics(const std::vector<const Metrics *> &parts, const Gauges &gauges,
                          const Selection &selection = {});

}   // namespace gw::telemetry
