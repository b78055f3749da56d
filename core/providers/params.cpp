#include "core/providers/params.h"

#include <algorithm>
#include <array>
#include <map>

namespace gw::providers {

namespace {

bool contains(const std::vector<std::string> &list, std::string_view value)
{
    return std::ranges::find(list, value) != list.end();
}

bool ruleApplies(const Rule &rule, std::string_view endpoint)
{
    if (rule.endpoints.empty())
        return endpoint == "chat" || endpoint == "completions";
    return contains(rule.endpoints, endpoint);
}

// Keeps what planParams() knows while it goes over the members: a member's text as the edits so far would
// leave it.
class Planner
{
public:
    // params: null where the members of the call itself are planned.
    Planner(const chat::Call &call, const json::Object *params, const Target &target,
            std::string_view endpoint, const std::string &model)
        : m_call(call)
        , m_params(params)
        , m_target(target)
        , m_endpoint(endpoint)
        , m_model(model)
    {}

    Result<ParamPlan> run();

private:
    std::string_view text(std::string_view key) const
    {
        if (contains(m_plan.removed, key))
            return {};
        if (const std::string *value = m_plan.edits.newValue(key))
            return *value;
        return original(key);
    }
    std::string_view original(std::string_view key) const
    {
        if (!m_params)
            return m_call.memberText(key);
        const auto known = m_texts.find(key);
        if (known != m_texts.end())
            return known->second;
        const json::Value *value = m_params->if_contains(key);
        return value ? m_texts.emplace(key, json::serialize(*value)).first->second : std::string_view();
    }
    void set(std::string_view key, std::string value)
    {
        std::erase(m_plan.removed, std::string(key));
        m_plan.edits.set(std::string(key), std::move(value));
    }
    void remove(std::string_view key)
    {
        if (!contains(m_plan.removed, key))
            m_plan.removed.emplace_back(key);
        m_plan.edits.remove(std::string(key));
    }
    // Refusals and usage in streams are of models that write text.
    bool generates() const
    {
        return m_endpoint == "chat" || m_endpoint == "completions" || m_endpoint == "responses";
    }
    void removeGatewayFields();
    void addDefaults();
    Result<void> applyRefusals();
    void applyRules();
    void rename(const Rule &rule);
    void clamp(const Rule &rule);
    void mapValue(const Rule &rule);
    void planStreamOptions();

    const chat::Call &m_call;
    const json::Object *m_params;
    mutable std::map<std::string, std::string, std::less<>> m_texts;   // Of m_params, as asked for.
    const Target &m_target;
    std::string_view m_endpoint;
    const std::string &m_model;
    ParamPlan m_plan;
};

void Planner::removeGatewayFields()
{
    // Canonical parameters have lost them at decoding.
    const bool stores = m_params || m_call.memberText("store") == "true";
    for (const chat::Member &member : m_call.members.all()) {
        if (m_params)
            break;
        if (chat::isGatewayField(member.key) || (member.key == "metadata" && !stores))
            remove(member.key);
    }
    for (const std::string &field : m_target.deployment->params.additionalDropParams) {
        if (field.find_first_of(".[") != std::string::npos)
            m_plan.nestedDrops.push_back(field);
        else if (!original(field).empty())
            remove(field);
    }
}

void Planner::addDefaults()
{
    const config::DeploymentParams &params = m_target.deployment->params;
    for (const auto &member : params.defaults) {
        const std::string_view key = member.key();
        // max_tokens and max_completion_tokens are one intent: a client's value in either wins.
        const bool limit = key == "max_tokens" || key == "max_completion_tokens";
        if (limit && (!text("max_tokens").empty() || !text("max_completion_tokens").empty()))
            continue;
        if (text(key).empty())
            set(key, json::serialize(member.value()));
    }
    for (const auto &member : params.extraBody)
        set(member.key(), json::serialize(member.value()));
}

bool refuses(const Refusal &refusal, std::string_view text)
{
    if (text.empty() || text == "null")
        return false;
    if (refusal.objectsOnly)
        return text.front() == '{';
    if (!refusal.values.empty()) {
        const auto value = json::parse(text);
        if (!value.ok())
            return false;
        std::string_view word;
        if (value.value().is_string())
            word = value.value().get_string();
        else if (const json::Object *object = value.value().if_object())
            word = json::stringOr(*object, "type");
        return contains(refusal.values, word);
    }
    if (refusal.above || !refusal.except.empty()) {
        const auto value = json::parse(text);
        const auto number = value.ok() ? json::toDouble(value.value()) : std::nullopt;
        if (refusal.above)
            return number && *number > *refusal.above;
        return !number || std::ranges::find(refusal.except, *number) == refusal.except.end();
    }
    return true;
}

Result<void> Planner::applyRefusals()
{
    if (!m_target.row || !generates())
        return {};
    std::vector<std::string> refused;
    for (const Refusal &refusal : m_target.row->unsupported) {
        if (!modelMatches(refusal.models, m_model) || !refuses(refusal, text(refusal.field)) ||
            contains(m_target.deployment->params.allowedOpenaiParams, refusal.field))
            continue;
        // n = 1 is what every provider does; refusing it would help nobody.
        if (refusal.field == "n" && text("n") == "1") {
            remove("n");
            continue;
        }
        if (!contains(refused, refusal.field))
            refused.push_back(refusal.field);
    }
    if (refused.empty())
        return {};
    if (!m_target.dropParams) {
        std::string list;
        for (const std::string &field : refused)
            list += (list.empty() ? "'" : ", '") + field + "'";
        return Error{.code = ErrorCode::UnsupportedParam,
                     .message = "litellm.UnsupportedParamsError: " + m_target.provider +
                                " does not support parameters: [" + list + "], for model=" + m_model +
                                ". To drop these, set `litellm.drop_params=True` or for proxy: "
                                "`litellm_settings: drop_params: true`",
                     .param = refused.front()};
    }
    for (const std::string &field : refused)
        remove(field);
    m_plan.dropped = std::move(refused);
    return {};
}

void Planner::rename(const Rule &rule)
{
    // The last alternative that is present wins; all others go.
    std::string value;
    for (const std::string &name : rule.from) {
        if (const std::string_view found = text(name); !found.empty() && found != "null")
            value = found;
    }
    if (value.empty())
        return;
    for (const std::string &name : rule.from) {
        if (name != rule.to && !text(name).empty())
            remove(name);
    }
    if (text(rule.to) != value)
        set(rule.to, value);
}

void Planner::clamp(const Rule &rule)
{
    const auto value = json::parse(text(rule.field));
    const auto number = value.ok() ? json::toDouble(value.value()) : std::nullopt;
    if (number && (*number < rule.low || *number > rule.high))
        set(rule.field, json::serialize(json::Value(std::clamp(*number, rule.low, rule.high))));
}

void Planner::mapValue(const Rule &rule)
{
    const auto value = json::parse(text(rule.field));
    if (!value.ok())
        return;
    if (value.value().is_object() && rule.namedTo) {
        set(rule.field, json::serialize(json::Value(*rule.namedTo)));
        return;
    }
    if (!value.value().is_string())
        return;
    const std::string word(value.value().get_string());
    if (!rule.valueTemplate.empty()) {
        if (word.find(rule.unlessHas) == std::string::npos) {
            std::string filled = rule.valueTemplate;
            filled.replace(filled.find("{value}"), 7, word);
            set(rule.field, json::serialize(json::Value(filled)));
        }
        return;
    }
    for (const auto &[from, to] : rule.map) {
        if (from == word)
            set(rule.field, json::serialize(json::Value(to)));
    }
}

void Planner::applyRules()
{
    for (const Rule *rule : m_target.rules) {
        if (!ruleApplies(*rule, m_endpoint))
            continue;
        switch (rule->kind) {
        case Rule::Kind::Rename:
            rename(*rule);
            break;
        case Rule::Kind::Drop:
            if (!text(rule->field).empty())
                remove(rule->field);
            break;
        case Rule::Kind::Clamp:
            clamp(*rule);
            break;
        case Rule::Kind::ValueMap:
            if (!rule->onAnswer)
                mapValue(*rule);
            break;
        default:
            break;   // Rules on messages, tools and answers.
        }
    }
}

void Planner::planStreamOptions()
{
    if (!m_call.stream)
        return;
    if (m_call.wantsUsage || !m_target.injectUsage)
        return;
    const auto options = json::parse(text("stream_options"));
    json::Object object =
        options.ok() && options.value().is_object() ? options.value().get_object() : json::Object();
    object["include_usage"] = true;
    set("stream_options", json::serialize(object));
    m_plan.askedUsage = true;
}

Result<ParamPlan> Planner::run()
{
    set("model", json::serialize(json::Value(m_model)));
    removeGatewayFields();
    addDefaults();
    if (generates())
        planStreamOptions();
    GW_CHECK(applyRefusals());
    applyRules();
    return std::move(m_plan);
}

// "tools[*].function.strict": objects by name, every item of a list by "[*]".
void dropPath(json::Value &value, std::string_view path)
{
    if (path.starts_with("[*]")) {
        path.remove_prefix(3);
        if (path.starts_with('.'))
            path.remove_prefix(1);
        if (json::Array *list = value.if_array()) {
            for (json::Value &item : *list)
                dropPath(item, path);
        }
        return;
    }
    json::Object *object = value.if_object();
    if (!object)
        return;
    const std::size_t stop = path.find_first_of(".[");
    const std::string_view key = path.substr(0, stop);
    if (stop == std::string_view::npos) {
        object->erase(key);
        return;
    }
    if (json::Value *inner = object->if_contains(key))
        dropPath(*inner, path[stop] == '.' ? path.substr(stop + 1) : path.substr(stop));
}

}   // namespace

void dropPaths(json::Object &body, const std::vector<std::string> &paths)
{
    for (const std::string &path : paths) {
        json::Value whole(std::move(body));
        dropPath(whole, path);
        body = std::move(whole.get_object());
    }
}

Result<ParamPlan> planParams(const chat::Call &call, const Target &target, std::string_view endpoint,
                             const std::string &model)
{
    return Planner(call, nullptr, target, endpoint, model).run();
}

Result<ParamPlan> planParams(const chat::Call &call, const json::Object &params, const Target &target,
                             std::string_view endpoint, const std::string &model)
{
    return Planner(call, &params, target, endpoint, model).run();
}

}   // namespace gw::providers
