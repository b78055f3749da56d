#include "core/providers/adapters/bedrock/requestwriter.h"

#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/anthropic/requestwriter.h"
#include "core/providers/adapters/anthropic/tools.h"
#include "core/providers/adapters/bedrock/blocks.h"
#include "core/providers/params.h"

#include <algorithm>
#include <array>

namespace gw::providers::bedrock {

namespace {

using anthropic::AnswerFormat;

bool has(std::string_view text, std::string_view word)
{
    return text.find(word) != std::string_view::npos;
}

bool hasAny(std::string_view id, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return has(id, word); });
}

// Models with outputConfig.textFormat
// (https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html).
bool hasTextFormat(const ConverseOptions &options)
{
    return options.claude.hasOutputFormat() ||
           hasAny(options.id,
                  {"deepseek.v3", "google.gemma-3", "minimax.", "mistral-large-3", "magistral", "ministral",
                   "voxtral", "moonshot", "nvidia.nemotron", "gpt-oss", "qwen.qwen3", "zai.glm"});
}

// toolChoice any and tool.
bool takesForcedTool(const ConverseOptions &options)
{
    return !hasAny(options.id, {"meta.", "ai21.", "deepseek", "cohere."});
}

// Members of the body that clients may give in Converse's own words.
constexpr std::array kOwnMembers{std::string_view("guardrailConfig"),
                                 std::string_view("performanceConfig"),
                                 std::string_view("promptVariables"),
                                 std::string_view("requestMetadata"),
                                 std::string_view("additionalModelResponseFieldPaths"),
                                 std::string_view("serviceTier")};

// OpenAI's words that have no meaning here and whose absence changes no answer.
constexpr std::array kNothingHere{
    std::string_view("user"),          std::string_view("store"),
    std::string_view("verbosity"),     std::string_view("modalities"),
    std::string_view("prediction"),    std::string_view("prompt_cache_key"),
    std::string_view("audio"),         std::string_view("prompt_cache_retention"),
    std::string_view("container"),     std::string_view("safety_identifier"),
    std::string_view("betas"),         std::string_view("anthropic_beta"),
    std::string_view("cache_control"), std::string_view("web_search_options"),
    std::string_view("mcp_servers")};

class Writer
{
public:
    Writer(chat::Request &request, const ConverseOptions &options)
        : m_request(request)
        , m_params(request.params)
        , m_options(options)
        , m_blocks(options.media)
    {}

    Result<ConverseBody> write()
    {
        anthropic::modernise(m_request);
        m_format = anthropic::answerFormat(m_params);
        m_params.erase("response_format");
        if (json::Value *given = m_params.if_contains("additionalModelRequestFields");
            given && given->is_object())
            m_more = std::move(given->get_object());
        m_params.erase("additionalModelRequestFields");
        writeReasoning();
        GW_TRY(anthropic::Conversation conversation,
               anthropic::writeConversation(m_request.messages, m_options.claude));
        GW_CHECK(writeSystem(conversation.system));
        GW_CHECK(writeMessages(conversation.messages));
        writeTools();
        writeFormat();
        writeInference();
        writeRest();
        return std::move(m_body);
    }

private:
    bool isClaude() const { return m_options.claude.version() > 0 || has(m_options.id, "claude"); }
    bool isNova() const { return has(m_options.id, "nova"); }

    void writeReasoning()
    {
        const bool claude = isClaude() || m_params.contains("thinking");
        if (claude) {
            m_reasoning = anthropic::takeReasoning(m_request, m_options.claude, m_options.messagesClient,
                                                   m_body.dropped);
            anthropic::limitSampling(m_params, m_options.claude, m_reasoning, m_body.dropped);
            if (m_reasoning.thinking)
                m_more["thinking"] = *m_reasoning.thinking;
            if (!m_reasoning.effort.empty())
                m_more["output_config"] = json::Object{{"effort", m_reasoning.effort}};
            return;
        }
        std::string effort(json::stringOr(m_params, "reasoning_effort"));
        m_params.erase("reasoning_effort");
        if (effort.empty())
            return;
        if (effort == "minimal")
            effort = "low";
        if (effort == "xhigh" || effort == "max")
            effort = "high";
        const bool none = effort == "none";
        if (has(m_options.id, "qwen") && !none)
            m_more["reasoning_config"] = effort;
        else if (has(m_options.id, "gpt-oss"))
            m_more["reasoning_effort"] = none ? "low" : effort;
        else if (has(m_options.id, "nova-2") && none)
            m_more["reasoningConfig"] = json::Object{{"type", "disabled"}};
        else if (has(m_options.id, "nova-2"))
            m_more["reasoningConfig"] = json::Object{{"type", "enabled"}, {"maxReasoningEffort", effort}};
        else
            m_body.dropped.emplace_back("reasoning_effort");
    }

    Result<void> writeSystem(const json::Value &system)
    {
        json::Array out;
        if (system.is_string()) {
            out.emplace_back(json::Object{{"text", system.get_string()}});
        } else if (const json::Array *blocks = system.if_array()) {
            GW_TRY(out, m_blocks.write(*blocks));
        }
        if (!out.empty())
            m_body.object["system"] = std::move(out);
        return {};
    }

    Result<void> writeMessages(const json::Array &messages)
    {
        json::Array out;
        for (const json::Value &value : messages) {
            const json::Object &message = value.get_object();
            std::string_view role = json::stringOr(message, "role");
            // Converse knows two roles; where the model knows more, the system's words are still the user's.
            if (role != "assistant")
                role = "user";
            GW_TRY(json::Array content, m_blocks.write(message.at("content").get_array()));
            json::Object *last = out.empty() ? nullptr : out.back().if_object();
            if (last && json::stringOr(*last, "role") == role) {
                json::Array &before = (*last)["content"].get_array();
                for (json::Value &block : content)
                    before.push_back(std::move(block));
            } else if (!content.empty()) {
                out.emplace_back(json::Object{{"role", role}, {"content", std::move(content)}});
            }
        }
        m_body.object["messages"] = std::move(out);
        return {};
    }

    json::Value toolSpec(const chat::Tool &tool) const
    {
        const json::Value written = anthropic::writeTool(tool, m_options.claude);
        const json::Object &object = written.get_object();
        json::Object spec{{"name", tool.name}};
        if (const json::Value *description = object.if_contains("description"))
            spec["description"] = *description;
        spec["inputSchema"] = json::Object{{"json", object.at("input_schema")}};
        if (const json::Value *strict = object.if_contains("strict"))
            spec["strict"] = *strict;
        return json::Object{{"toolSpec", std::move(spec)}};
    }

    void addTool(const chat::Tool &tool)
    {
        if (!tool.raw) {
            m_tools.push_back(toolSpec(tool));
            if (auto point = cachePoint(tool.extras))
                m_tools.emplace_back(std::move(*point));
            return;
        }
        const json::Object *raw = tool.raw->if_object();
        if (!raw)
            return;
        if (raw->contains("toolSpec") || raw->contains("systemTool") || raw->contains("cachePoint")) {
            m_tools.push_back(*tool.raw);
        } else if (isClaude()) {
            // Anthropic's own tools (computer, bash, text editor) reach the model this way alone.
            json::Value *list = m_more.if_contains("tools");
            if (!list)
                list = &(m_more["tools"] = json::Array());
            list->get_array().push_back(*tool.raw);
        } else {
            m_body.dropped.emplace_back("tools");
        }
    }

    // A history with calls is refused without the tools that were called.
    void addToolsOfHistory()
    {
        std::vector<std::string> names;
        for (const chat::Message &message : m_request.messages) {
            for (const chat::ToolCall &call : message.toolCalls) {
                if (std::ranges::find(names, call.name) == names.end())
                    names.push_back(call.name);
            }
        }
        for (const std::string &name : names) {
            chat::Tool tool;
            tool.name = name;
            m_tools.push_back(toolSpec(tool));
        }
    }

    bool historyHasTools() const
    {
        return std::ranges::any_of(m_request.messages, [](const chat::Message &message) {
            return message.role == chat::Message::Role::Tool || !message.toolCalls.empty();
        });
    }

    void writeTools()
    {
        for (const chat::Tool &tool : m_request.tools)
            addTool(tool);
        m_choice = anthropic::takeToolChoice(m_params).value_or(json::Object());
        const bool none = json::stringOr(m_choice, "type") == "none";
        if (none) {
            m_choice.clear();
            if (!historyHasTools())
                m_tools.clear();
        }
        if (m_tools.empty() && historyHasTools())
            addToolsOfHistory();
        const auto single = json::findBool(m_choice, "disable_parallel_tool_use");
        if (single && !m_tools.empty() && m_options.claude.version() >= 45)
            m_more["tool_choice"] = m_choice;
    }

    void writeToolConfig()
    {
        if (m_tools.empty())
            return;
        json::Object config{{"tools", std::move(m_tools)}};
        const std::string_view type = json::stringOr(m_choice, "type");
        if (type == "auto")
            config["toolChoice"] = json::Object{{"auto", json::Object()}};
        else if (type == "any" && takesForcedTool(m_options))
            config["toolChoice"] = json::Object{{"any", json::Object()}};
        else if (type == "tool" && takesForcedTool(m_options))
            config["toolChoice"] =
                json::Object{{"tool", json::Object{{"name", json::stringOr(m_choice, "name")}}}};
        else if (!type.empty())
            m_body.dropped.emplace_back("tool_choice");
        m_body.object["toolConfig"] = std::move(config);
    }

    void addInstruction(std::string_view text)
    {
        json::Value *system = m_body.object.if_contains("system");
        if (!system)
            system = &(m_body.object["system"] = json::Array());
        system->get_array().emplace_back(json::Object{{"text", text}});
    }

    void writeFormat()
    {
        if (m_format.kind == AnswerFormat::Kind::Object) {
            addInstruction(
                "Answer with one JSON object and nothing else: no Markdown fence and no text around it.");
        } else if (m_format.kind == AnswerFormat::Kind::Schema && hasTextFormat(m_options)) {
            json::Object schema{{"name", m_format.name.empty() ? "answer" : m_format.name}};
            if (!m_format.description.empty())
                schema["description"] = m_format.description;
            schema["schema"] = json::serialize(m_options.messagesClient
                                                   ? json::Value(m_format.schema)
                                                   : anthropic::strictSchema(json::Value(m_format.schema)));
            m_body.object["outputConfig"] = json::Object{
                {"textFormat", json::Object{{"type", "json_schema"},
                                            {"structure", json::Object{{"jsonSchema", std::move(schema)}}}}}};
        } else if (m_format.kind == AnswerFormat::Kind::Schema) {
            json::Object spec{{"name", anthropic::kJsonTool}};
            if (!m_format.description.empty())
                spec["description"] = m_format.description;
            spec["inputSchema"] = json::Object{{"json", m_format.schema}};
            const bool alone = m_tools.empty();
            m_tools.emplace_back(json::Object{{"toolSpec", std::move(spec)}});
            if (m_reasoning.budget() > 0 || !takesForcedTool(m_options)) {
                m_choice.clear();
                addInstruction("Give your final answer by calling the tool json_tool_call.");
            } else if (alone) {
                m_choice = {{"type", "tool"}, {"name", anthropic::kJsonTool}};
            } else if (json::stringOr(m_choice, "type") != "tool") {
                m_choice = {{"type", "any"}};
            }
        }
        writeToolConfig();
    }

    void writeInference()
    {
        json::Object config;
        if (json::Value *given = m_params.if_contains("inferenceConfig"); given && given->is_object())
            config = std::move(given->get_object());
        m_params.erase("inferenceConfig");
        const auto move = [&](std::string_view from, std::string_view to) {
            if (const json::Value *value = m_params.if_contains(from); value && !value->is_null())
                config[to] = *value;
            m_params.erase(from);
        };
        if (const std::int64_t limit = anthropic::outputLimit(m_params, m_reasoning, m_options.claude);
            limit >= 0)
            config["maxTokens"] = limit;
        m_params.erase("max_tokens");
        move("temperature", "temperature");
        move("top_p", "topP");
        if (const json::Value *stop = m_params.if_contains("stop"); stop && stop->is_string())
            m_params["stop"] = json::Array{*stop};
        move("stop", "stopSequences");
        if (!config.empty())
            m_body.object["inferenceConfig"] = std::move(config);
        const json::Value *topK = m_params.if_contains("top_k");
        if (topK && !topK->is_null() && isNova())
            m_more["inferenceConfig"] = json::Object{{"topK", *topK}};
        else if (topK && !topK->is_null())
            m_more["top_k"] = *topK;
        m_params.erase("top_k");
    }

    void writeBetas()
    {
        std::vector<std::string> betas = m_options.betas;
        for (const char *key : {"betas", "anthropic_beta"}) {
            const json::Value *value = m_params.if_contains(key);
            if (const json::Array *list = value ? value->if_array() : nullptr) {
                for (const json::Value &item : *list) {
                    if (item.is_string())
                        betas.emplace_back(item.get_string());
                }
            }
        }
        const std::vector<std::string> known = knownBetas(betas);
        if (known.empty() || !isClaude())
            return;
        json::Array list;
        for (const std::string &beta : known)
            list.emplace_back(beta);
        m_more["anthropic_beta"] = std::move(list);
    }

    void writeRest()
    {
        writeBetas();
        const std::string tier(json::stringOr(m_params, "service_tier"));
        m_params.erase("service_tier");
        if (tier == "default" || tier == "priority" || tier == "flex" || tier == "reserved")
            m_body.object["serviceTier"] = json::Object{{"type", tier}};
        if (const json::Object *metadata = json::findObject(m_params, "metadata")) {
            json::Object texts;
            for (const auto &member : *metadata) {
                if (member.value().is_string() && texts.size() < 16)
                    texts[member.key()] = member.value();
            }
            if (!texts.empty())
                m_body.object["requestMetadata"] = std::move(texts);
        }
        m_params.erase("metadata");
        for (const std::string_view key : kNothingHere) {
            if (m_params.erase(key) > 0)
                m_body.dropped.emplace_back(key);
        }
        for (auto &member : m_params) {
            if (member.value().is_null())
                continue;
            if (std::ranges::find(kOwnMembers, std::string_view(member.key())) != kOwnMembers.end())
                m_body.object[member.key()] = std::move(member.value());
            else
                m_more[member.key()] = std::move(member.value());   // A word of the model's own.
        }
        if (!m_more.empty())
            m_body.object["additionalModelRequestFields"] = std::move(m_more);
    }

    chat::Request &m_request;
    json::Object &m_params;
    const ConverseOptions &m_options;
    BlockWriter m_blocks;
    ConverseBody m_body;
    anthropic::Reasoning m_reasoning;
    AnswerFormat m_format;
    json::Array m_tools;
    json::Object m_choice;   // As Anthropic says it.
    json::Object m_more;     // additionalModelRequestFields
};

}   // namespace

Result<ConverseBody> writeConverse(Prepared prepared, const ConverseOptions &options)
{
    GW_TRY(ConverseBody body, Writer(prepared.request, options).write());
    dropPaths(body.object, prepared.nestedDrops);
    return body;
}

bool usesJsonTool(const json::Object &params, const ConverseOptions &options)
{
    return !hasTextFormat(options) && anthropic::answerFormat(params).kind == AnswerFormat::Kind::Schema;
}

std::vector<std::string> knownBetas(const std::vector<std::string> &betas)
{
    static constexpr std::array kKnown{std::string_view("computer-use-2024-10-22"),
                                       std::string_view("computer-use-2025-01-24"),
                                       std::string_view("computer-use-2025-11-24"),
                                       std::string_view("token-efficient-tools-2025-02-19"),
                                       std::string_view("interleaved-thinking-2025-05-14"),
                                       std::string_view("output-128k-2025-02-19"),
                                       std::string_view("context-1m-2025-08-07"),
                                       std::string_view("context-management-2025-06-27"),
                                       std::string_view("effort-2025-11-24"),
                                       std::string_view("tool-search-tool-2025-10-19"),
                                       std::string_view("tool-examples-2025-10-29"),
                                       std::string_view("compact-2026-01-12")};
    std::vector<std::string> out;
    for (const std::string &beta : betas) {
        const std::string name =
            beta == "advanced-tool-use-2025-11-20" ? "tool-search-tool-2025-10-19" : beta;
        if (std::ranges::find(kKnown, name) != kKnown.end() && std::ranges::find(out, name) == out.end())
            out.push_back(name);
    }
    return out;
}

}   // namespace gw::providers::bedrock
