#include "core/providers/adapters/anthropic/requestwriter.h"

#include "core/providers/adapters/anthropic/blocks.h"
#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/anthropic/tools.h"
#include "core/providers/params.h"

#include <algorithm>
#include <array>

namespace gw::providers::anthropic {

namespace {

using chat::Message;

// Puts one conversation together: who speaks in turn, results of tools in front of what the user says.
class Writer
{
public:
    explicit Writer(const ClaudeModel &model)
        : m_model(model)
    {}

    Result<void> add(const Message &message)
    {
        switch (message.role) {
        case Message::Role::System:
        case Message::Role::Developer:
            return addSystem(message);
        case Message::Role::Assistant:
            return addAssistant(message);
        case Message::Role::Tool:
        case Message::Role::Function:
            return addResult(message);
        case Message::Role::User:
            break;
        }
        return addUser(message);
    }

    Conversation take()
    {
        flush();
        trimPrefill();
        Conversation out;
        if (m_plainSystem)
            out.system = json::stringOr(m_system.front().get_object(), "text");
        else if (!m_system.empty())
            out.system = std::move(m_system);
        out.messages = std::move(m_messages);
        return out;
    }

private:
    static json::Array marked(json::Array blocks, const Message &message)
    {
        // LiteLLM's clients may mark the message instead of a part.
        const json::Value *mark = message.extras.if_contains("cache_control");
        json::Object *last = mark && !blocks.empty() ? blocks.back().if_object() : nullptr;
        if (last && !last->contains("cache_control"))
            (*last)["cache_control"] = *mark;
        return blocks;
    }

    Result<void> addSystem(const Message &message)
    {
        GW_TRY(json::Array blocks, writeParts(message.parts));
        blocks = marked(std::move(blocks), message);
        if (blocks.empty())
            return {};
        if (m_messages.empty()) {
            m_plainSystem = m_system.empty() && message.form == Message::Form::String &&
                            !blocks.front().get_object().contains("cache_control");
            for (json::Value &block : blocks)
                m_system.push_back(std::move(block));
            return {};
        }
        // Nothing may stand between a call and its result.
        m_later.push_back(std::move(blocks));
        if (!m_callsOpen)
            flush();
        return {};
    }

    // System messages of the middle take their place.
    void flush()
    {
        for (json::Array &blocks : m_later) {
            if (m_model.takesLaterSystem()) {
                append("system", std::move(blocks));
                continue;
            }
            for (json::Value &block : blocks) {
                json::Object *object = block.if_object();
                if (const auto text = object ? json::findString(*object, "text") : std::nullopt)
                    (*object)["text"] = "<system-reminder>\n" + std::string(*text) + "\n</system-reminder>";
            }
            appendToUser(std::move(blocks));
        }
        m_later.clear();
    }

    Result<void> addUser(const Message &message)
    {
        GW_TRY(json::Array blocks, writeParts(message.parts));
        blocks = marked(std::move(blocks), message);
        m_callsOpen = false;
        if (blocks.empty())
            return {};
        if (m_resultsLast) {
            appendToUser(std::move(blocks));
            m_resultsLast = false;
        } else {
            flush();
            append("user", std::move(blocks));
        }
        flush();
        return {};
    }

    Result<void> addAssistant(const Message &message)
    {
        GW_TRY(json::Array blocks, writeAssistant(message));
        blocks = marked(std::move(blocks), message);
        m_callsOpen = false;
        flush();
        if (blocks.empty())
            return {};
        append("assistant", std::move(blocks));
        m_callsOpen = !message.toolCalls.empty() || message.extras.contains("function_call");
        return {};
    }

    Result<void> addResult(const Message &message)
    {
        GW_TRY(json::Object result, writeToolResult(message));
        json::Array blocks;
        blocks.emplace_back(std::move(result));
        if (m_resultsLast)
            appendToUser(std::move(blocks));
        else
            append("user", std::move(blocks));
        m_resultsLast = true;
        return {};
    }

    void append(std::string_view role, json::Array blocks)
    {
        m_messages.emplace_back(json::Object{{"role", role}, {"content", std::move(blocks)}});
        m_resultsLast = false;
    }

    void appendToUser(json::Array blocks)
    {
        json::Object *last = m_messages.empty() ? nullptr : m_messages.back().if_object();
        if (!last || json::stringOr(*last, "role") != "user")
            return append("user", std::move(blocks));
        json::Array &content = (*last)["content"].get_array();
        for (json::Value &block : blocks)
            content.push_back(std::move(block));
    }

    // The text that the model shall continue must not end in white space.
    void trimPrefill()
    {
        json::Object *last = m_messages.empty() ? nullptr : m_messages.back().if_object();
        if (!last || json::stringOr(*last, "role") != "assistant")
            return;
        json::Array &content = (*last)["content"].get_array();
        json::Object *block = content.empty() ? nullptr : content.back().if_object();
        const auto text = block ? json::findString(*block, "text") : std::nullopt;
        if (!text)
            return;
        const std::size_t end = text->find_last_not_of(" \t\r\n");
        (*block)["text"] = std::string(text->substr(0, end == std::string_view::npos ? 0 : end + 1));
    }

    const ClaudeModel &m_model;
    json::Array m_system;
    json::Array m_messages;
    std::vector<json::Array> m_later;
    bool m_plainSystem = false;   // The system prompt is one text, as a string.
    bool m_callsOpen = false;     // Calls wait for their results.
    bool m_resultsLast = false;
};

// OpenAI's words that have no meaning here and whose absence changes no answer.
constexpr std::array kNothingHere{
    std::string_view("store"),         std::string_view("verbosity"),
    std::string_view("modalities"),    std::string_view("prompt_cache_key"),
    std::string_view("prediction"),    std::string_view("prompt_cache_retention"),
    std::string_view("logit_bias"),    std::string_view("audio"),
    std::string_view("stop_token_ids")};

bool isPersonal(std::string_view user)
{
    if (user.find('@') != std::string_view::npos)
        return true;
    const auto digits = std::ranges::count_if(user, [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool phone = std::ranges::all_of(user, [](unsigned char c) {
        return std::isdigit(c) != 0 ||
               std::string_view("+-() ").find(static_cast<char>(c)) != std::string_view::npos;
    });
    return phone && digits >= 7;
}

// The members that have another name or form here.
class ParamWriter
{
public:
    ParamWriter(json::Object &params, Body &body)
        : m_params(params)
        , m_body(body)
    {}

    void write()
    {
        writeStop();
        writeUser();
        writeTier();
        for (const std::string_view key : kNothingHere) {
            if (m_params.erase(key) > 0)
                m_body.dropped.emplace_back(key);
        }
        if (json::Value *metadata = m_params.if_contains("metadata");
            metadata && !(metadata->is_object() && metadata->get_object().contains("user_id")))
            m_params.erase("metadata");
        m_params.erase("response_format");
        for (const char *key : {"anthropic_beta", "betas"})
            takeBetas(key);
        for (auto &member : m_params) {
            if (!member.value().is_null())
                m_body.object[member.key()] = std::move(member.value());
        }
    }

private:
    void writeStop()
    {
        json::Array stops;
        const auto add = [&](const json::Value &value) {
            if (value.is_string() &&
                std::string_view(value.get_string()).find_first_not_of(" \t\r\n") != std::string_view::npos)
                stops.push_back(value);
        };
        if (const json::Value *stop = m_params.if_contains("stop")) {
            if (const json::Array *list = stop->if_array())
                std::ranges::for_each(*list, add);
            else
                add(*stop);
            m_params.erase("stop");
        }
        if (!stops.empty())
            m_body.object["stop_sequences"] = std::move(stops);
    }

    void writeUser()
    {
        std::string user(json::stringOr(m_params, "user"));
        if (user.empty())
            user = json::stringOr(m_params, "safety_identifier");
        m_params.erase("user");
        m_params.erase("safety_identifier");
        const json::Object *metadata = json::findObject(m_params, "metadata");
        if (!user.empty() && !isPersonal(user) && !(metadata && metadata->contains("user_id")))
            m_params["metadata"] = json::Object{{"user_id", user}};
    }

    void writeTier()
    {
        const std::string tier(json::stringOr(m_params, "service_tier"));
        if (tier.empty())
            return;
        if (tier == "default")
            m_params["service_tier"] = "standard_only";
        else if (tier == "priority")
            m_params["service_tier"] = "auto";
        else if (tier != "auto" && tier != "standard_only")
            m_params.erase("service_tier");
    }

    void takeBetas(std::string_view key)
    {
        const json::Value *value = m_params.if_contains(key);
        if (!value)
            return;
        if (value->is_string())
            m_body.betas.emplace_back(value->get_string());
        else if (const json::Array *list = value->if_array()) {
            for (const json::Value &item : *list) {
                if (item.is_string())
                    m_body.betas.emplace_back(item.get_string());
            }
        }
        m_params.erase(key);
    }

    json::Object &m_params;
    Body &m_body;
};

void addInstruction(json::Value &system, std::string_view text)
{
    json::Object block{{"type", "text"}, {"text", text}};
    if (system.is_string())
        system = json::Array{json::Object{{"type", "text"}, {"text", system.get_string()}}};
    if (!system.is_array())
        system = json::Array();
    system.get_array().emplace_back(std::move(block));
}

constexpr std::string_view kJsonOnly =
    "Answer with one JSON object and nothing else: no Markdown fence and no text around it.";

// The format of the answer: by the API's own means, by a tool, or by asking for it.
void writeFormat(const AnswerFormat &format, const BodyOptions &options, bool manualThinking,
                 json::Value &system, json::Array &tools, json::Object &params, json::Object &outputConfig)
{
    if (format.kind == AnswerFormat::Kind::Text)
        return;
    if (format.kind == AnswerFormat::Kind::Object)
        return addInstruction(system, kJsonOnly);
    if (options.model.hasOutputFormat()) {
        outputConfig["format"] =
            json::Object{{"type", "json_schema"},
                         {"schema", options.messagesClient ? json::Value(format.schema)
                                                           : strictSchema(json::Value(format.schema))}};
        return;
    }
    json::Object tool{{"name", kJsonTool}};
    if (!format.description.empty())
        tool["description"] = format.description;
    tool["input_schema"] = format.schema;
    if (manualThinking) {
        // No tool can be forced while the model thinks on a budget.
        addInstruction(system, "Give your final answer by calling the tool json_tool_call.");
    } else if (tools.empty()) {
        params["tool_choice"] =
            json::Object{{"type", "function"}, {"function", json::Object{{"name", kJsonTool}}}};
    } else if (!forcesTool(params)) {
        params["tool_choice"] = "required";
    }
    tools.emplace_back(std::move(tool));
}

bool holdsText(const json::Value &value, std::string_view text)
{
    return json::serialize(value).find(text) != std::string::npos;
}

// What must be asked for in the header anthropic-beta (https://docs.claude.com/en/api/beta-headers).
void addNeededBetas(Body &body)
{
    static constexpr std::pair<std::string_view, std::string_view> kByTool[] = {
        {"computer_20241022", "computer-use-2024-10-22"},
        {"computer_20250124", "computer-use-2025-01-24"},
        {"computer_20251124", "computer-use-2025-11-24"},
        {"code_execution_20250522", "code-execution-2025-05-22"},
        {"code_execution_20250825", "code-execution-2025-08-25"},
        {"web_fetch_20250910", "web-fetch-2025-09-10"},
        {"memory_20250818", "context-management-2025-06-27"},
        {"tool_search_tool", "advanced-tool-use-2025-11-20"}};
    const auto need = [&](std::string_view beta) {
        if (std::ranges::find(body.betas, beta) == body.betas.end())
            body.betas.emplace_back(beta);
    };
    if (const json::Array *tools = json::findArray(body.object, "tools")) {
        for (const json::Value &tool : *tools) {
            const json::Object *object = tool.if_object();
            const std::string_view type = object ? json::stringOr(*object, "type") : std::string_view();
            for (const auto &[prefix, beta] : kByTool) {
                if (!type.empty() && type.starts_with(prefix))
                    need(beta);
            }
            if (object && (object->contains("defer_loading") || object->contains("input_examples")))
                need("advanced-tool-use-2025-11-20");
        }
    }
    if (body.object.contains("mcp_servers"))
        need("mcp-client-2025-04-04");
    if (const json::Value *context = body.object.if_contains("context_management")) {
        need("context-management-2025-06-27");
        if (holdsText(*context, "compact_"))
            need("compact-2026-01-12");
    }
    const json::Object *container = json::findObject(body.object, "container");
    if (container && container->contains("skills"))
        need("skills-2025-10-02");
    if (holdsText(body.object["messages"], "\"file_id\":"))
        need("files-api-2025-04-14");
}

}   // namespace

Result<Conversation> writeConversation(const std::vector<Message> &messages, const ClaudeModel &model)
{
    Writer writer(model);
    for (const Message &message : messages)
        GW_CHECK(writer.add(message));
    return writer.take();
}

Result<Body> writeMessages(Prepared prepared, const BodyOptions &options)
{
    chat::Request &request = prepared.request;
    json::Object &params = request.params;
    Body body;
    modernise(request);
    const AnswerFormat format = answerFormat(params);
    const Reasoning reasoning = takeReasoning(request, options.model, options.messagesClient, body.dropped);
    limitSampling(params, options.model, reasoning, body.dropped);
    GW_TRY(Conversation conversation, writeConversation(request.messages, options.model));

    json::Array tools;
    for (const chat::Tool &tool : request.tools)
        tools.push_back(writeTool(tool, options.model));
    if (const json::Object *search = json::findObject(params, "web_search_options"))
        tools.emplace_back(webSearchTool(*search));
    params.erase("web_search_options");
    json::Object outputConfig;
    if (json::Object *given =
            params.if_contains("output_config") ? params["output_config"].if_object() : nullptr)
        outputConfig = std::move(*given);
    params.erase("output_config");
    writeFormat(format, options, reasoning.budget() > 0, conversation.system, tools, params, outputConfig);
    if (!reasoning.effort.empty())
        outputConfig["effort"] = reasoning.effort;

    json::Object &object = body.object;
    if (!options.version.empty())
        object["anthropic_version"] = options.version;
    if (options.namesModel)
        object["model"] = request.model;
    const std::int64_t limit = outputLimit(params, reasoning, options.model);
    object["max_tokens"] = limit >= 0               ? limit
                           : options.maxOutput >= 0 ? options.maxOutput
                                                    : options.model.maxOutput();
    params.erase("max_tokens");
    if (!conversation.system.is_null())
        object["system"] = std::move(conversation.system);
    object["messages"] = std::move(conversation.messages);
    std::optional<json::Object> choice = takeToolChoice(params);
    if (!tools.empty()) {
        object["tools"] = std::move(tools);
        if (choice)
            object["tool_choice"] = std::move(*choice);
    }
    if (reasoning.thinking)
        object["thinking"] = *reasoning.thinking;
    if (!outputConfig.empty())
        object["output_config"] = std::move(outputConfig);
    ParamWriter(params, body).write();
    if (request.stream && options.saysStream)
        object["stream"] = true;
    addNeededBetas(body);
    dropPaths(object, prepared.nestedDrops);
    return body;
}

json::Object countBody(const json::Object &body)
{
    static constexpr std::array kKept{std::string_view("model"),
                                      std::string_view("messages"),
                                      std::string_view("system"),
                                      std::string_view("tools"),
                                      std::string_view("tool_choice"),
                                      std::string_view("thinking"),
                                      std::string_view("mcp_servers"),
                                      std::string_view("output_config"),
                                      std::string_view("context_management")};
    json::Object out;
    for (const auto &member : body) {
        if (std::ranges::find(kKept, std::string_view(member.key())) != kKept.end())
            out[member.key()] = member.value();
    }
    return out;
}

ClaudeModel modelOf(const Target &target)
{
    const std::string &base = target.deployment->info.baseModel;
    return ClaudeModel(!isClaude(target.upstreamModel) && isClaude(base) ? base : target.upstreamModel);
}

}   // namespace gw::providers::anthropic
