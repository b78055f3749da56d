#include "core/providers/adapters/anthropic/splice.h"

#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/anthropic/requestwriter.h"
#include "core/providers/prepare.h"

#include <algorithm>
#include <array>

namespace gw::providers::anthropic {

namespace {

// Parameters that have another name or form in OpenAI's vocabulary, in which defaults are written.
constexpr std::array kOtherForm{std::string_view("stop"),
                                std::string_view("user"),
                                std::string_view("tools"),
                                std::string_view("tool_choice"),
                                std::string_view("parallel_tool_calls"),
                                std::string_view("reasoning_effort"),
                                std::string_view("response_format"),
                                std::string_view("web_search_options"),
                                std::string_view("service_tier"),
                                std::string_view("max_completion_tokens")};
// Those that Anthropic has none of: a default of theirs means nothing to a client that speaks Messages.
constexpr std::array kNotHere{std::string_view("n"),
                              std::string_view("seed"),
                              std::string_view("logprobs"),
                              std::string_view("top_logprobs"),
                              std::string_view("logit_bias"),
                              std::string_view("frequency_penalty"),
                              std::string_view("presence_penalty"),
                              std::string_view("stream_options"),
                              std::string_view("store"),
                              std::string_view("verbosity")};
// What count_tokens refuses.
constexpr std::array kNotCounted{std::string_view("max_tokens"),  std::string_view("stream"),
                                 std::string_view("temperature"), std::string_view("top_p"),
                                 std::string_view("top_k"),       std::string_view("stop_sequences"),
                                 std::string_view("metadata"),    std::string_view("service_tier")};

bool isIn(const auto &list, std::string_view key)
{
    return std::ranges::find(list, key) != list.end();
}

// Fields that go; false where a path of additional_drop_params needs more than that.
bool removeFields(const chat::Call &call, const Target &target, chat::EditList &edits)
{
    for (const chat::Member &member : call.members.all()) {
        if (chat::isGatewayField(member.key))
            edits.remove(member.key);
    }
    for (const std::string &field : target.deployment->params.additionalDropParams) {
        if (field.find_first_of(".[") != std::string::npos)
            return false;
        edits.remove(field);
    }
    return true;
}

// Reasoning of other makers' models came to the client without a signature of Anthropic's, and comes back so;
// Anthropic refuses such blocks.
bool holdsUnsignedThinking(const chat::Call &call)
{
    constexpr std::string_view kKey = "\"signature\"";
    const std::string_view text = call.memberText("messages");
    for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at)) {
        at += kKey.size();
        const std::size_t colon = text.find_first_not_of(" \t\r\n", at);
        if (colon == std::string_view::npos || text[colon] != ':')
            continue;
        const std::size_t value = text.find_first_not_of(" \t\r\n", colon + 1);
        if (value != std::string_view::npos &&
            (text.substr(value, 2) == "\"\"" || isSealedReasoning(text.substr(value + 1, 64))))
            return true;
    }
    return false;
}

// A budget for a model that refuses budgets.
void adaptThinking(const chat::Call &call, const ClaudeModel &model, chat::EditList &edits)
{
    const auto thinking = json::parse(call.memberText("thinking"));
    if (!thinking.ok() || !thinking.value().is_object())
        return;
    const auto adaptive = adaptiveFor(thinking.value().get_object(), model);
    if (!adaptive)
        return;
    edits.set("thinking", json::serialize(adaptive->thinking));
    const auto given = json::parse(call.memberText("output_config"));
    json::Object config =
        given.ok() && given.value().is_object() ? given.value().get_object() : json::Object();
    if (!config.contains("effort")) {
        config["effort"] = adaptive->effort;
        edits.set("output_config", json::serialize(config));
    }
}

}   // namespace

std::optional<chat::EditList> spliceEdits(const chat::Call &call, const Target &target)
{
    const config::DeploymentParams &params = target.deployment->params;
    chat::EditList edits;
    edits.set("model", json::serialize(json::Value(target.upstreamModel)));
    if (!removeFields(call, target, edits) || holdsUnsignedThinking(call))
        return std::nullopt;
    for (const auto &member : params.defaults) {
        const std::string_view key = member.key();
        if (isIn(kOtherForm, key))
            return std::nullopt;
        const bool dropped = isIn(params.additionalDropParams, key);
        if (!isIn(kNotHere, key) && !dropped && call.memberText(key).empty())
            edits.set(std::string(key), json::serialize(member.value()));
    }
    for (const auto &member : params.extraBody)
        edits.set(std::string(member.key()), json::serialize(member.value()));
    adaptThinking(call, modelOf(target), edits);
    return edits;
}

std::optional<chat::EditList> countEdits(const chat::Call &call, const Target &target)
{
    chat::EditList edits;
    edits.set("model", json::serialize(json::Value(target.upstreamModel)));
    if (!removeFields(call, target, edits) || holdsUnsignedThinking(call))
        return std::nullopt;
    for (const std::string_view key : kNotCounted)
        edits.remove(std::string(key));
    adaptThinking(call, modelOf(target), edits);
    return edits;
}

}   // namespace gw::providers::anthropic
