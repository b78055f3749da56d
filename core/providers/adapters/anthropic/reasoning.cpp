#include "core/providers/adapters/anthropic/reasoning.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gw::providers::anthropic {

namespace {

using chat::Message;
using chat::Part;

constexpr std::int64_t kLeastBudget = 1024;

// LiteLLM's budgets for OpenAI's words; 0: no thinking.
std::optional<std::int64_t> budgetFor(std::string_view effort)
{
    static constexpr std::pair<std::string_view, std::int64_t> kBudgets[] = {
        {"none", 0},    {"minimal", 0},  {"low", 1024},  {"medium", 2048},
        {"high", 4096}, {"xhigh", 8192}, {"max", 16'384}};
    for (const auto &[word, budget] : kBudgets) {
        if (word == effort)
            return budget;
    }
    return std::nullopt;
}

std::string_view effortFor(std::int64_t budget)
{
    if (budget <= 2048)
        return "low";
    if (budget <= 8192)
        return "medium";
    return budget <= 24'576 ? "high" : "xhigh";
}

// Words that the model does not know become the nearest it does.
std::string knownEffort(std::string_view effort, const ClaudeModel &model)
{
    if (effort == "none" || effort == "minimal")
        return "low";
    if (effort == "xhigh" && !model.hasExtraHighEffort())
        return "high";
    if (effort == "max" && !model.thinksAdaptively())
        return "high";
    return std::string(effort);
}

std::string takeEffort(json::Object &params)
{
    std::string effort;
    if (const json::Value *value = params.if_contains("reasoning_effort")) {
        if (value->is_string())
            effort = value->get_string();
        else if (const json::Object *object = value->if_object())
            effort = json::stringOr(*object, "effort");
        params.erase("reasoning_effort");
    }
    return effort;
}

// The last turn of the assistant called tools without the thinking that must stand in front of them.
bool inUnthinkingToolLoop(const std::vector<Message> &messages)
{
    for (auto it = messages.rbegin(); it != messages.rend(); ++it) {
        if (it->role == Message::Role::Tool)
            continue;
        if (it->role != Message::Role::Assistant || it->toolCalls.empty())
            return false;
        return it->parts.empty() || (it->parts.front().kind != Part::Kind::Thinking &&
                                     it->parts.front().kind != Part::Kind::RedactedThinking);
    }
    return false;
}

bool isEnabled(const json::Object &thinking)
{
    return json::stringOr(thinking, "type") == "enabled";
}

// Thinking and effort that an effort alone asks for.
Reasoning fromEffort(const std::string &effort, const ClaudeModel &model, bool effortAlone, bool forced)
{
    Reasoning out;
    out.ours = true;
    const bool hasEffort =
        model.thinksAdaptively() || (model.family() == ClaudeModel::Family::Opus && model.version() >= 45);
    if (effortAlone && hasEffort) {
        out.effort = knownEffort(effort, model);
        return out;
    }
    if (!model.thinks())
        return out;
    if (effort == "none") {
        if (model.alwaysThinks())
            out.effort = "low";
        else
            out.thinking = json::Object{{"type", "disabled"}};
        return out;
    }
    if (model.thinksAdaptively()) {
        out.thinking = json::Object{{"type", "adaptive"}};
        out.effort = knownEffort(effort, model);
        return out;
    }
    const std::int64_t budget = budgetFor(effort).value_or(*budgetFor("medium"));
    if (budget == 0)
        out.thinking = json::Object{{"type", "disabled"}};
    else if (!forced)
        out.thinking = json::Object{{"type", "enabled"}, {"budget_tokens", budget}};
    return out;
}

}   // namespace

std::int64_t Reasoning::budget() const
{
    return thinking && isEnabled(*thinking) ? json::findInt(*thinking, "budget_tokens").value_or(0) : 0;
}

bool forcesTool(const json::Object &params)
{
    const json::Value *choice = params.if_contains("tool_choice");
    if (!choice)
        return false;
    if (choice->is_string())
        return choice->get_string() == "required" || choice->get_string() == "any";
    const json::Object *object = choice->if_object();
    return object && json::stringOr(*object, "type") != "auto" && json::stringOr(*object, "type") != "none";
}

std::optional<Adaptive> adaptiveFor(const json::Object &thinking, const ClaudeModel &model)
{
    if (!isEnabled(thinking) || !model.refusesBudget())
        return std::nullopt;
    Adaptive out;
    out.thinking = thinking;
    out.thinking["type"] = "adaptive";
    out.effort = effortFor(json::findInt(thinking, "budget_tokens").value_or(0));
    out.thinking.erase("budget_tokens");
    return out;
}

Reasoning takeReasoning(chat::Request &request, const ClaudeModel &model, bool effortAlone,
                        std::vector<std::string> &dropped)
{
    json::Object &params = request.params;
    const std::string effort = takeEffort(params);
    const json::Object *given = json::findObject(params, "thinking");
    if (!given) {
        if (effort.empty())
            return {};
        Reasoning out = fromEffort(effort, model, effortAlone, forcesTool(params));
        if (out.budget() > 0 && inUnthinkingToolLoop(request.messages))
            out.thinking.reset();
        if (!out.thinking && out.effort.empty())
            dropped.emplace_back("reasoning_effort");
        return out;
    }
    Reasoning out;
    out.thinking = *given;
    params.erase("thinking");
    if (!effort.empty() && model.thinksAdaptively())
        out.effort = knownEffort(effort, model);
    if (auto adaptive = adaptiveFor(*out.thinking, model)) {
        out.thinking = std::move(adaptive->thinking);
        if (out.effort.empty())
            out.effort = std::move(adaptive->effort);
    } else if (json::stringOr(*out.thinking, "type") == "disabled" && model.alwaysThinks()) {
        out.thinking.reset();
        out.effort = "low";
    }
    if (out.budget() > 0 && inUnthinkingToolLoop(request.messages)) {
        out.thinking.reset();
        dropped.emplace_back("thinking");
    }
    return out;
}

void limitSampling(json::Object &params, const ClaudeModel &model, const Reasoning &reasoning,
                   std::vector<std::string> &dropped)
{
    const auto drop = [&](std::string_view key) {
        if (params.erase(key) > 0)
            dropped.emplace_back(key);
    };
    if (model.refusesSampling()) {
        for (const std::string_view key : {"temperature", "top_p", "top_k"})
            drop(key);
        return;
    }
    // Beside thinking on a budget only the defaults are taken. A client that asked for thinking knows.
    if (reasoning.ours && reasoning.budget() > 0) {
        for (const std::string_view key : {"temperature", "top_p", "top_k"})
            drop(key);
    }
    if (const auto temperature = json::findDouble(params, "temperature"); temperature && *temperature > 1)
        params["temperature"] = 1;
    if (model.refusesTemperatureWithTopP() && params.contains("temperature"))
        drop("top_p");
}

std::int64_t outputLimit(const json::Object &params, const Reasoning &reasoning, const ClaudeModel &model)
{
    const std::int64_t asked = json::findInt(params, "max_tokens").value_or(-1);
    if (asked < 0 || !reasoning.ours || asked > reasoning.budget())
        return asked;
    return std::max(std::min(asked + reasoning.budget(), model.maxOutput()), kLeastBudget + 1);
}

bool refusesThinking(const Error &error)
{
    if (error.code != ErrorCode::UpstreamBadRequest)
        return false;
    std::string text = error.message;
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::erase(text, '`');
    const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    return says("invalid signature") || says("must start with a thinking block") ||
           says("signature: field required") || (says("thinking") && says("cannot be modified")) ||
           (says("extra inputs are not permitted") && says("signature"));
}

}   // namespace gw::providers::anthropic
