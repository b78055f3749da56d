#include "core/config/scalars.h"
#include "core/config/section.h"

#include <algorithm>

namespace gw::config {

namespace {

constexpr std::string_view kStrategies[] = {
    "simple-shuffle",        "least-busy",         "usage-based-routing",    "usage-based-routing-v2",
    "latency-based-routing", "cost-based-routing", "provider-budget-routing"};
constexpr std::string_view kRetryClasses[] = {"BadRequestErrorRetries",
                                              "AuthenticationErrorRetries",
                                              "TimeoutErrorRetries",
                                              "RateLimitErrorRetries",
                                              "ContentPolicyViolationErrorRetries",
                                              "InternalServerErrorRetries",
                                              "ServiceUnavailableErrorRetries",
                                              "NotFoundErrorRetries",
                                              "DefaultRetries"};

// '*' stands for any text.
bool globMatches(std::string_view pattern, std::string_view name)
{
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

class RouterReader
{
public:
    RouterReader(Reading &reading, const Node &root, const std::vector<Deployment> &deployments)
        : m_reading(reading)
        , m_deployments(deployments)
        , m_router(reading, SectionId::Router, root.find("router_settings"), "router_settings")
        , m_litellm(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings")
        , m_root(root)
    {}

    RouterSettings read();

private:
    struct FallbackList
    {
        std::vector<FallbackRow> rows;
        std::vector<std::string> chain;   // Plain strings among the items.
    };

    bool exists(const std::string &name) const;
    // From router_settings, else litellm_settings; path receives where it was found.
    const Node *findEither(std::string_view key, std::string &path) const;
    template <typename T>
    void readEither(std::string_view key, T &out)
    {
        if (!m_router.read(key, out))
            m_litellm.read(key, out);
    }
    void readNumbers();
    void readStrategy();
    void readAliases();
    void readAlias(const Node &key, const Node &value);
    void readPolicy(const Node &node, const std::string &path, RetryPolicy &policy);
    void readPolicies();
    void readFallbacks();
    FallbackList readFallbackList(std::string_view key);
    void readFallbackItem(const Node &item, const std::string &path, FallbackList &list);
    void addFallback(const Node &at, const std::string &path, const std::string &source, const Node &targets,
                     FallbackList &list);
    void warnMissing(const Node &at, const std::string &path, const std::string &name);

    Reading &m_reading;
    const std::vector<Deployment> &m_deployments;
    Section m_router;
    Section m_litellm;
    const Node &m_root;
    RouterSettings m_out;
};

bool RouterReader::exists(const std::string &name) const
{
    const auto answers = [&](const Deployment &deployment) {
        return deployment.info.id == name || globMatches(deployment.modelName, name);
    };
    return name == "*" || std::ranges::any_of(m_deployments, answers) ||
           std::ranges::any_of(m_out.aliases, [&](const AliasRow &row) { return row.alias == name; });
}

const Node *RouterReader::findEither(std::string_view key, std::string &path) const
{
    path = m_router.pathOf(key);
    if (const Node *node = m_router.find(key))
        return node;
    path = m_litellm.pathOf(key);
    return m_litellm.find(key);
}

void RouterReader::warnMissing(const Node &at, const std::string &path, const std::string &name)
{
    if (!exists(name))
        m_reading.warn(
            at, path,
            Wording(QT_TRANSLATE_NOOP("gw::config", "no model is called '%1'; skipped when it would be used"),
                    {name}));
}

void RouterReader::readNumbers()
{
    // Variables give the defaults, as they do in the original.
    const auto fromVariable = [&](const char *name) -> std::optional<double> {
        const auto text = m_reading.variable(name);
        return text ? yamlNumber(*text) : std::nullopt;
    };
    if (const auto value = fromVariable("ROUTER_MAX_FALLBACKS"))
        m_out.maxFallbacks = static_cast<int>(std::clamp(*value, 0.0, 1000.0));
    if (const auto value = fromVariable("DEFAULT_COOLDOWN_TIME_SECONDS"))
        m_out.cooldownTimeS = *value;
    readEither("num_retries", m_out.numRetries);
    m_router.read("max_fallbacks", m_out.maxFallbacks);
    m_router.read("timeout", m_out.timeoutS);
    m_router.read("stream_timeout", m_out.streamTimeoutS);
    readEither("retry_after", m_out.retryAfterS);
    readEither("allowed_fails", m_out.allowedFails);
    readEither("cooldown_time", m_out.cooldownTimeS);
    m_router.read("disable_cooldowns", m_out.disableCooldowns);
    m_router.read("enable_pre_call_check", m_out.enablePreCallChecks);
    m_router.read("enable_pre_call_checks", m_out.enablePreCallChecks);
}

void RouterReader::readStrategy()
{
    const Node *node = m_router.find("routing_strategy");
    if (!node)
        return;
    std::string strategy;
    if (!m_router.read("routing_strategy", strategy))
        return;
    if (isStrategy(strategy)) {
        m_out.strategy = strategy;
        return;
    }
    std::string known;
    for (const std::string_view name : kStrategies)
        known += (known.empty() ? "" : ", ") + std::string(name);
    m_reading.error(
        *node, m_router.pathOf("routing_strategy"),
        Wording(QT_TRANSLATE_NOOP("gw::config", "'%1' is no strategy; known are %2"), {strategy, known}));
}

void RouterReader::readAlias(const Node &key, const Node &value)
{
    const std::string path = m_router.pathOf("model_group_alias." + key.text);
    AliasRow row{.alias = key.text, .targets = {}, .hidden = false};
    if (value.isScalar()) {
        row.targets = {value.text};
    } else if (value.isMap()) {
        Section section(m_reading, SectionId::Top, &value, path);
        std::string model;
        section.read("model", model);
        section.read("hidden", row.hidden);
        if (model.empty()) {
            m_reading.error(value, path, QT_TRANSLATE_NOOP("gw::config", "needs 'model'"));
            return;
        }
        row.targets = {model};
    } else if (value.isSequence()) {
        std::string order;
        for (const Node &item : value.items) {
            if (!item.isScalar()) {
                m_reading.error(item, path, QT_TRANSLATE_NOOP("gw::config", "must be a list of model names"));
                return;
            }
            if (!exists(item.text)) {
                m_reading.warn(item, path,
                               Wording(QT_TRANSLATE_NOOP("gw::config", "no model is called '%1'; left out"),
                                       {item.text}));
                continue;
            }
            order += (order.empty() ? "" : ", ") + item.text;
            row.targets.push_back(item.text);
        }
        if (row.targets.empty()) {
            m_reading.warn(value, path,
                           QT_TRANSLATE_NOOP("gw::config", "none of its models exists; ignored"));
            return;
        }
        m_reading.warn(
            key, path,
            Wording(QT_TRANSLATE_NOOP("gw::config", "a list of models is tried in this order: %1"), {order}));
        m_out.aliases.push_back(std::move(row));
        return;
    } else {
        m_reading.error(
            value, path,
            QT_TRANSLATE_NOOP("gw::config", "must be a model name, a list of them, or a map with 'model'"));
        return;
    }
    warnMissing(value, path, row.targets.front());
    m_out.aliases.push_back(std::move(row));
}

void RouterReader::readAliases()
{
    const Node *map = m_router.find("model_group_alias");
    if (!map)
        return;
    if (!map->isMap()) {
        m_reading.error(*map, m_router.pathOf("model_group_alias"),
                        QT_TRANSLATE_NOOP("gw::config", "must be a map of aliases"));
        return;
    }
    for (std::size_t i = 0; i < map->keys.size(); ++i)
        readAlias(map->keys[i], map->items[i]);
}

void RouterReader::readPolicy(const Node &node, const std::string &path, RetryPolicy &policy)
{
    Section section(m_reading, SectionId::Top, &node, path);
    if (!node.isMap())
        return;
    for (const Node &key : node.keys) {
        if (std::ranges::find(kRetryClasses, key.text) == std::end(kRetryClasses)) {
            m_reading.warn(key, path + "." + key.text,
                           QT_TRANSLATE_NOOP("gw::config", "unknown class of error; ignored"));
            continue;
        }
        int retries = 0;
        if (section.read(key.text, retries))
            policy.byClass[key.text] = retries;
    }
}

void RouterReader::readPolicies()
{
    if (const Node *node = m_router.find("retry_policy"))
        readPolicy(*node, m_router.pathOf("retry_policy"), m_out.retryPolicy);
    const Node *groups = m_router.find("model_group_retry_policy");
    if (!groups)
        return;
    const std::string path = m_router.pathOf("model_group_retry_policy");
    if (!groups->isMap()) {
        m_reading.error(*groups, path, QT_TRANSLATE_NOOP("gw::config", "must be a map of groups"));
        return;
    }
    for (std::size_t i = 0; i < groups->keys.size(); ++i) {
        const std::string &group = groups->keys[i].text;
        readPolicy(groups->items[i], path + "." + group, m_out.groupRetryPolicies[group]);
    }
}

void RouterReader::addFallback(const Node &at, const std::string &path, const std::string &source,
                               const Node &targets, FallbackList &list)
{
    FallbackRow row{.source = source, .targets = {}};
    std::vector<Node> items;
    if (targets.isSequence())
        items = targets.items;
    else
        items = {targets};
    for (const Node &item : items) {
        if (!item.isScalar()) {
            m_reading.error(item, path,
                            QT_TRANSLATE_NOOP("gw::config", "must be a model name or a list of them"));
            return;
        }
        warnMissing(item, path, item.text);
        row.targets.push_back(item.text);
    }
    const auto same = [&](const FallbackRow &other) { return other.source == source; };
    if (std::ranges::any_of(list.rows, same)) {
        m_reading.warn(
            at, path,
            Wording(QT_TRANSLATE_NOOP("gw::config", "'%1' has fallbacks already; the first ones count"),
                    {source}));
        return;
    }
    warnMissing(at, path, source);
    list.rows.push_back(std::move(row));
}

void RouterReader::readFallbackItem(const Node &item, const std::string &path, FallbackList &list)
{
    if (item.isScalar()) {
        warnMissing(item, path, item.text);
        list.chain.push_back(item.text);
        return;
    }
    if (!item.isMap()) {
        m_reading.error(
            item, path,
            QT_TRANSLATE_NOOP("gw::config", "must be a map from a model to its fallbacks, or a model name"));
        return;
    }
    // {model_name: a, fallbacks: [b]} says the same as {a: [b]}.
    const Node *targets = item.find("fallbacks");
    const Node *source = item.find("model_name");
    if (!source)
        source = item.find("model");
    if (item.keys.size() == 2 && targets && source && source->isScalar()) {
        addFallback(item, path, source->text, *targets, list);
        return;
    }
    for (std::size_t i = 0; i < item.keys.size(); ++i)
        addFallback(item.keys[i], path, item.keys[i].text, item.items[i], list);
}

RouterReader::FallbackList RouterReader::readFallbackList(std::string_view key)
{
    FallbackList list;
    std::string path;
    const Node *node = findEither(key, path);
    if (!node)
        return list;
    if (!node->isSequence()) {
        readFallbackItem(*node, path, list);
        return list;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i)
        readFallbackItem(node->items[i], path + "[" + std::to_string(i) + "]", list);
    return list;
}

void RouterReader::readFallbacks()
{
    const auto addDefault = [](FallbackList &list) {
        const auto isDefault = [](const FallbackRow &row) { return row.source == "*"; };
        if (!list.chain.empty() && std::ranges::none_of(list.rows, isDefault))
            list.rows.push_back({.source = "*", .targets = list.chain});
    };
    FallbackList plain = readFallbackList("fallbacks");
    if (!plain.chain.empty()) {
        std::string path;
        const Node *node = findEither("fallbacks", path);
        m_reading.warn(*node, path,
                       QT_TRANSLATE_NOOP("gw::config", "plain model names: interpreted as default chain"));
        m_out.defaultChain = std::move(plain.chain);
    }
    FallbackList defaults = readFallbackList("default_fallbacks");
    addDefault(defaults);
    for (FallbackRow &row : defaults.rows) {
        const auto same = [&](const FallbackRow &other) { return other.source == row.source; };
        if (std::ranges::none_of(plain.rows, same))
            plain.rows.push_back(std::move(row));
    }
    m_out.fallbacks = std::move(plain.rows);
    FallbackList window = readFallbackList("context_window_fallbacks");
    addDefault(window);
    std::string path;
    m_out.hasContextWindowFallbacks = findEither("context_window_fallbacks", path) != nullptr;
    m_out.hasContentPolicyFallbacks = findEither("content_policy_fallbacks", path) != nullptr;
    m_out.contextWindowFallbacks = std::move(window.rows);
    FallbackList policy = readFallbackList("content_policy_fallbacks");
    addDefault(policy);
    m_out.contentPolicyFallbacks = std::move(policy.rows);
}

RouterSettings RouterReader::read()
{
    m_router.check();
    readStrategy();
    readNumbers();
    readAliases();
    readPolicies();
    readFallbacks();
    readSteering(m_reading, m_root, m_out);
    m_router.read("default_litellm_params", m_out.defaultParams);
    if (const Node *node = m_root.find("router_settings"); node && node->isMap())
        m_out.raw = toJson(*node).as_object();
    return std::move(m_out);
}

}   // namespace

bool isStrategy(std::string_view name)
{
    return std::ranges::find(kStrategies, name) != std::end(kStrategies);
}

RouterSettings readRouter(Reading &reading, const Node &root, const std::vector<Deployment> &deployments)
{
    return RouterReader(reading, root, deployments).read();
}

}   // namespace gw::config
