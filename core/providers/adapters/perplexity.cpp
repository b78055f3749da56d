#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

#include <algorithm>
#include <array>

namespace gw::providers {

AdapterPtr create_perplexity();

namespace {

constexpr std::string_view kOwnModel = "perplexity/sonar";

// Members of a request that the API knows (perplexityai's ResponseCreateParams; tool_choice by its migration
// guide). It answers 400 to any other.
constexpr std::array kKnown{std::string_view("background"),
                            std::string_view("input"),
                            std::string_view("instructions"),
                            std::string_view("language_preference"),
                            std::string_view("max_output_tokens"),
                            std::string_view("max_steps"),
                            std::string_view("model"),
                            std::string_view("models"),
                            std::string_view("preset"),
                            std::string_view("previous_response_id"),
                            std::string_view("reasoning"),
                            std::string_view("response_format"),
                            std::string_view("skills"),
                            std::string_view("store"),
                            std::string_view("stream"),
                            std::string_view("tool_choice"),
                            std::string_view("tools")};
constexpr std::array kFilters{
    std::string_view("search_domain_filter"),      std::string_view("search_recency_filter"),
    std::string_view("search_after_date_filter"),  std::string_view("search_before_date_filter"),
    std::string_view("last_updated_after_filter"), std::string_view("last_updated_before_filter")};

// The presets that came for the Sonar models, by what other gateways have published.
constexpr std::array kPresetOfModel{
    std::pair(std::string_view("sonar-pro"), std::string_view("low")),
    std::pair(std::string_view("sonar-reasoning"), std::string_view("medium")),
    std::pair(std::string_view("sonar-reasoning-pro"), std::string_view("medium")),
    std::pair(std::string_view("sonar-deep-research"), std::string_view("high"))};
constexpr std::array kPresets{std::string_view("fast"),   std::string_view("low"),
                              std::string_view("medium"), std::string_view("high"),
                              std::string_view("xhigh"),  std::string_view("wide-research")};

// The search tool of the request, put there if it is missing.
json::Object &searchTool(json::Object &body)
{
    json::Value &tools = body["tools"];
    if (!tools.is_array())
        tools = json::Array();
    for (json::Value &tool : tools.get_array()) {
        if (json::Object *object = tool.if_object();
            object && json::stringOr(*object, "type") == "web_search")
            return *object;
    }
    tools.get_array().emplace_back(json::Object{{"type", "web_search"}});
    return tools.get_array().back().get_object();
}

// Sonar searched for each question; the Agent API does so only where it is told to.
void chooseModel(json::Object &body)
{
    std::string model(json::stringOr(body, "model"));
    if (model.starts_with("preset/"))
        model.erase(0, 7);
    if (model == "sonar") {
        body["model"] = kOwnModel;
        const bool ownTools = body.contains("tools") || body.contains("tool_choice");
        searchTool(body);
        if (!ownTools)
            body["tool_choice"] = json::Object{{"type", "web_search"}};
        return;
    }
    const auto preset =
        std::ranges::find_if(kPresetOfModel, [&](const auto &entry) { return entry.first == model; });
    const bool named = std::ranges::find(kPresets, model) != kPresets.end();
    if (preset == kPresetOfModel.end() && !named)
        return;
    // A preset alone may stand for another vendor's model.
    body["preset"] = named ? std::string_view(model) : preset->second;
    body["model"] = kOwnModel;
}

void moveFilters(json::Object &body)
{
    for (const std::string_view key : kFilters) {
        json::Value *value = body.if_contains(key);
        if (!value)
            continue;
        json::Value &filters = searchTool(body)["filters"];
        if (!filters.is_object())
            filters = json::Object();
        filters.get_object()[key] = std::move(*value);
        body.erase(key);
    }
}

// text.format is unknown there; its place is Chat's.
void moveFormat(json::Object &body)
{
    json::Object text;
    if (const json::Object *found = json::findObject(body, "text"))
        text = *found;
    body.erase("text");
    const json::Object *format = json::findObject(text, "format");
    if (!format || json::stringOr(*format, "type") == "text")
        return;
    json::Object inner = *format;
    inner.erase("type");
    json::Object out{{"type", json::stringOr(*format, "type")}};
    if (!inner.empty())
        out["json_schema"] = std::move(inner);
    body["response_format"] = std::move(out);
}

void moveReasoning(json::Object &body)
{
    const json::Object *reasoning = json::findObject(body, "reasoning");
    if (!reasoning)
        return;
    std::string effort(json::stringOr(*reasoning, "effort"));
    if (effort == "max")
        effort = "xhigh";
    if (effort.empty() || effort == "none")
        body.erase("reasoning");
    else
        body["reasoning"] = json::Object{{"effort", effort}};
}

// Messages say their type; what the assistant said is plain text; sealed reasoning has no place.
void settleInput(json::Object &body)
{
    json::Value *input = body.if_contains("input");
    if (!input || !input->is_array())
        return;
    json::Array out;
    for (json::Value &item : input->get_array()) {
        json::Object *object = item.if_object();
        if (object && json::stringOr(*object, "type") == "reasoning")
            continue;
        if (object && object->contains("role")) {
            (*object)["type"] = "message";
            const json::Array *parts = json::findArray(*object, "content");
            if (parts && json::stringOr(*object, "role") == "assistant") {
                std::string text;
                for (const json::Value &part : *parts) {
                    if (const json::Object *piece = part.if_object())
                        text += json::stringOr(*piece, "text");
                }
                (*object)["content"] = std::move(text);
            }
        }
        out.push_back(std::move(item));
    }
    *input = std::move(out);
}

// Perplexity's Agent API (docs.perplexity.ai/docs/agent-api): OpenAI's Responses with a short list of known
// members, models that are chosen by presets, and searches that are a tool.
class PerplexityAdapter final : public openai::OpenAiAdapter
{
public:
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        GW_TRY(WireRequest request, OpenAiAdapter::encode(call, target, context));
        if (!call.path.empty() || call.operation == chat::Operation::Embed)
            return request;
        GW_TRY(json::Value value, json::parse(request.body));
        json::Object &body = value.as_object();
        chooseModel(body);
        moveFilters(body);
        moveFormat(body);
        moveReasoning(body);
        settleInput(body);
        std::vector<std::string> unknown;
        for (const auto &member : body) {
            if (std::ranges::find(kKnown, std::string_view(member.key())) == kKnown.end())
                unknown.emplace_back(member.key());
        }
        for (const std::string &key : unknown) {
            body.erase(key);
            request.dropped.push_back(key);
        }
        request.body = json::serialize(body);
        request.spliced = false;
        return request;
    }
};

}   // namespace

AdapterPtr create_perplexity()
{
    return std::make_unique<PerplexityAdapter>();
}

}   // namespace gw::providers
