#include "core/providers/adapters/gemini/generation.h"

#include <algorithm>
#include <array>

namespace gw::providers::gemini {

namespace {

// Ours to Google's, inside generationConfig, where the value stays as it is.
constexpr std::pair<std::string_view, std::string_view> kPlain[] = {{"temperature", "temperature"},
                                                                    {"top_p", "topP"},
                                                                    {"top_k", "topK"},
                                                                    {"max_tokens", "maxOutputTokens"},
                                                                    {"seed", "seed"},
                                                                    {"n", "candidateCount"},
                                                                    {"presence_penalty", "presencePenalty"},
                                                                    {"frequency_penalty", "frequencyPenalty"},
                                                                    {"logprobs", "responseLogprobs"},
                                                                    {"top_logprobs", "logprobs"}};

// Google's own members of generationConfig, for clients that know them.
constexpr std::string_view kOwn[] = {"thinkingConfig",
                                     "speechConfig",
                                     "imageConfig",
                                     "mediaResolution",
                                     "responseSchema",
                                     "responseJsonSchema",
                                     "responseMimeType",
                                     "responseLogprobs",
                                     "responseModalities",
                                     "stopSequences",
                                     "topK",
                                     "topP",
                                     "maxOutputTokens",
                                     "candidateCount",
                                     "audioTimestamp",
                                     "enableAffectiveDialog"};

// Its own members of the body, in both spellings.
constexpr std::pair<std::string_view, std::string_view> kBody[] = {
    {"safety_settings", "safetySettings"},
    {"safetySettings", "safetySettings"},
    {"cached_content", "cachedContent"},
    {"cachedContent", "cachedContent"},
    {"labels", "labels"},
    {"modelArmorConfig", "modelArmorConfig"},
    {"model_armor_config", "modelArmorConfig"}};

// What every client may say and Google has no word for; nobody is hurt when it goes.
constexpr std::string_view kHarmless[] = {
    "user",         "logit_bias", "parallel_tool_calls", "metadata",         "store",
    "service_tier", "verbosity",  "safety_identifier",   "prompt_cache_key", "prompt_cache_retention"};

json::Object thinkingByEffort(std::string_view effort, const Flavour &flavour)
{
    const std::string &model = flavour.model;
    const bool pro = model.find("pro") != std::string::npos;
    if (flavour.atLeast(30)) {
        std::string_view level = effort;
        const bool noMinimal = flavour.atLeast(40) || pro;
        if (effort == "none" || effort == "minimal")
            level = noMinimal ? "low" : "minimal";
        else if (effort == "xhigh" || effort == "max")
            level = model.find("hydrogen") != std::string::npos ? "xhigh" : "high";
        return json::Object{{"includeThoughts", effort != "none"}, {"thinkingLevel", level}};
    }
    const bool lite = model.find("lite") != std::string::npos;
    std::int64_t budget = 4096;
    if (effort == "none")
        budget = pro ? 128 : 0;   // The large one cannot do without.
    else if (effort == "minimal")
        budget = pro ? 128 : lite ? 512 : 1;
    else if (effort == "low")
        budget = 1024;
    else if (effort == "medium")
        budget = 2048;
    return json::Object{{"includeThoughts", effort != "none"}, {"thinkingBudget", budget}};
}

// LiteLLM's "thinking", which is Anthropic's.
json::Object thinkingByBudget(const json::Object &thinking, const Flavour &flavour)
{
    const std::string_view type = json::stringOr(thinking, "type");
    if (type == "disabled")
        return thinkingByEffort("none", flavour);
    const auto budget = json::findInt(thinking, "budget_tokens");
    if (!budget)
        return json::Object{{"includeThoughts", true}};
    if (flavour.atLeast(40))
        return thinkingByEffort(*budget <= 1024 ? "low" : *budget <= 8192 ? "medium" : "high", flavour);
    return json::Object{{"includeThoughts", true}, {"thinkingBudget", *budget}};
}

void writeFormat(const json::Object &format, json::Object &config)
{
    const std::string_view type = json::stringOr(format, "type");
    if (type == "json_object") {
        config["responseMimeType"] = "application/json";
        if (const json::Value *schema = format.if_contains("response_schema"))
            config["responseJsonSchema"] = *schema;
    } else if (const json::Object *named = json::findObject(format, "json_schema")) {
        config["responseMimeType"] = "application/json";
        if (const json::Value *schema = named->if_contains("schema"))
            config["responseJsonSchema"] = *schema;
    }
}

json::Object toolConfig(std::string_view mode, json::Array names = {})
{
    json::Object inner{{"mode", mode}};
    if (!names.empty())
        inner["allowedFunctionNames"] = std::move(names);
    return json::Object{{"functionCallingConfig", std::move(inner)}};
}

std::optional<json::Object> writeToolChoice(const json::Value &choice)
{
    if (choice.is_string()) {
        const std::string_view word = choice.get_string();
        if (word == "auto")
            return toolConfig("AUTO");
        if (word == "none")
            return toolConfig("NONE");
        return toolConfig("ANY");
    }
    const json::Object *object = choice.if_object();
    if (!object)
        return std::nullopt;
    if (const json::Object *function = json::findObject(*object, "function"))
        return toolConfig("ANY", {json::Value(allowedName(json::stringOr(*function, "name")))});
    if (const json::Object *allowed = json::findObject(*object, "allowed_tools")) {
        json::Array names;
        const json::Array *tools = json::findArray(*allowed, "tools");
        for (std::size_t i = 0; tools && i < tools->size(); ++i) {
            const json::Object *tool = (*tools)[i].if_object();
            const json::Object *function = tool ? json::findObject(*tool, "function") : nullptr;
            if (function)
                names.emplace_back(allowedName(json::stringOr(*function, "name")));
        }
        // AUTO knows no list of names; VALIDATED is the mode that may also answer in words.
        return toolConfig(json::stringOr(*allowed, "mode") == "required" ? "ANY" : "VALIDATED",
                          std::move(names));
    }
    return std::nullopt;
}

class ParamWriter
{
public:
    ParamWriter(const Flavour &flavour, json::Object &body, json::Array &tools,
                std::vector<std::string> &dropped)
        : m_flavour(flavour)
        , m_body(body)
        , m_tools(tools)
        , m_dropped(dropped)
    {}

    Result<void> write(const json::Object &params)
    {
        for (const auto &member : params) {
            if (!member.value().is_null())
                GW_CHECK(writeOne(member.key(), member.value()));
        }
        if (!m_config.empty())
            m_body["generationConfig"] = std::move(m_config);
        return {};
    }

private:
    Result<void> writeOne(std::string_view key, const json::Value &value)
    {
        for (const auto &[ours, theirs] : kPlain) {
            if (ours == key) {
                if (!(key == "logprobs" && value == json::Value(false)))
                    m_config[theirs] = value;
                return {};
            }
        }
        for (const auto &[ours, theirs] : kBody) {
            if (ours == key) {
                m_body[theirs] = value;
                return {};
            }
        }
        if (std::ranges::find(kOwn, key) != std::end(kOwn)) {
            m_config[key] = value;
            return {};
        }
        if (std::ranges::find(kHarmless, key) != std::end(kHarmless)) {
            m_dropped.emplace_back(key);
            return {};
        }
        return writeSpecial(key, value);
    }

    Result<void> writeSpecial(std::string_view key, const json::Value &value)
    {
        const json::Object *object = value.if_object();
        if (key == "stop") {
            m_config["stopSequences"] = value.is_array() ? value : json::Value(json::Array{value});
        } else if (key == "response_format" && object) {
            writeFormat(*object, m_config);
        } else if (key == "reasoning_effort" && value.is_string()) {
            m_config["thinkingConfig"] = thinkingByEffort(value.get_string(), m_flavour);
        } else if (key == "thinking" && object) {
            m_config["thinkingConfig"] = thinkingByBudget(*object, m_flavour);
        } else if (key == "tool_choice") {
            if (auto config = writeToolChoice(value))
                m_body["toolConfig"] = std::move(*config);
        } else if (key == "web_search_options") {
            m_tools.emplace_back(json::Object{{"googleSearch", json::Object()}});
        } else if (key == "modalities" && value.is_array()) {
            json::Array modalities;
            for (const json::Value &each : value.get_array()) {
                std::string word(each.is_string() ? std::string_view(each.get_string()) : std::string_view());
                std::ranges::transform(word, word.begin(),
                                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
                modalities.emplace_back(std::move(word));
            }
            m_config["responseModalities"] = std::move(modalities);
        } else if (key == "audio" && object) {
            m_config["speechConfig"] =
                json::Object{{"voiceConfig",
                              json::Object{{"prebuiltVoiceConfig",
                                            json::Object{{"voiceName", json::stringOr(*object, "voice")}}}}}};
        } else {
            m_body[key] = value;   // Unknown to us, perhaps not to Google.
        }
        return {};
    }

    const Flavour &m_flavour;
    json::Object &m_body;
    json::Array &m_tools;
    std::vector<std::string> &m_dropped;
    json::Object m_config;
};

}   // namespace

Result<void> writeParams(const json::Object &params, const Flavour &flavour, json::Object &body,
                         json::Array &tools, std::vector<std::string> &dropped)
{
    return ParamWriter(flavour, body, tools, dropped).write(params);
}

chat::EditList nativeEdits(const chat::Call &call, const Target &target)
{
    chat::EditList edits;
    for (const chat::Member &member : call.members.all()) {
        if (chat::isGatewayField(member.key) || member.key == "model" || member.key == "stream")
            edits.remove(member.key);
    }
    const config::DeploymentParams &params = target.deployment->params;
    for (const auto &member : params.extraBody)
        edits.set(std::string(member.key()), json::serialize(member.value()));
    if (params.defaults.empty())
        return edits;
    json::Object body;
    json::Array tools;
    std::vector<std::string> dropped;
    if (!writeParams(params.defaults, flavourOf(target.upstreamModel, false), body, tools, dropped).ok())
        return edits;
    const json::Object *added = json::findObject(body, "generationConfig");
    if (!added)
        return edits;
    const bool snake = call.memberText("generationConfig").empty();
    const std::string_view key =
        snake && !call.memberText("generation_config").empty() ? "generation_config" : "generationConfig";
    const auto theirs = json::parse(call.memberText(key));
    json::Object config =
        theirs.ok() && theirs.value().is_object() ? theirs.value().get_object() : json::Object();
    for (const auto &member : *added) {
        if (!config.contains(member.key()))
            config[member.key()] = member.value();
    }
    edits.set(std::string(key), json::serialize(config));
    return edits;
}

}   // namespace gw::providers::gemini
