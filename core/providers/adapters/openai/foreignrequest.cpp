#include "core/providers/adapters/openai/foreignrequest.h"

#include "core/base/base64.h"
#include "core/base/ids.h"
#include "core/providers/adapters/openai/reasoningdetails.h"
#include "core/providers/prepare.h"

#include <algorithm>
#include <array>

namespace gw::providers::openai {

namespace {

using chat::Message;
using chat::Part;

template <std::size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N> &words)
{
    return std::ranges::find(words, word) != words.end();
}

bool isOpenAi(const Target &target)
{
    return target.row->id == "openai" || target.row->id == "azure" || target.row->id == "azure_ai";
}

// The model without what stands in front of its own name ("openai/gpt-6-sol").
std::string_view bareName(const Target &target)
{
    const std::string_view model = target.upstreamModel;
    return model.substr(model.rfind('/') + 1);
}

// Whether a model thinks before it answers, as far as its name tells.
bool reasons(const Target &target)
{
    static constexpr std::array kStarts{
        std::string_view("o1"),       std::string_view("o3"),        std::string_view("o4"),
        std::string_view("gpt-5"),    std::string_view("gpt-6"),     std::string_view("gpt-oss"),
        std::string_view("codex"),    std::string_view("magistral"), std::string_view("grok-3-mini"),
        std::string_view("grok-4"),   std::string_view("claude"),    std::string_view("gemini-2.5"),
        std::string_view("gemini-3"), std::string_view("gemini-4")};
    static constexpr std::array kParts{std::string_view("reason"), std::string_view("think"),
                                       std::string_view("-r1")};
    const std::string_view name = bareName(target);
    return std::ranges::any_of(kStarts, [&](std::string_view start) { return name.starts_with(start); }) ||
           std::ranges::any_of(kParts, [&](std::string_view part) { return name.find(part) != name.npos; });
}

// Rows with a "thinking" parameter of their own, and that want reasoning_content back in later turns.
bool thinksInOwnWords(const Target &target)
{
    static constexpr std::array kRows{std::string_view("deepseek"), std::string_view("moonshot"),
                                      std::string_view("zai"), std::string_view("volcengine")};
    return isOneOf(target.row->id, kRows);
}

bool wantsReasoningBack(const Target &target)
{
    return thinksInOwnWords(target) || target.row->id == "minimax" || target.row->id == "openrouter";
}

// Whose servers understand Anthropic's cache marks inside OpenAI's messages.
bool knowsCacheMarks(const Target &target)
{
    if (target.row->id == "openrouter") {
        const std::string &model = target.upstreamModel;
        return std::ranges::any_of(
            std::array{std::string_view("anthropic/"), std::string_view("google/"),
                       std::string_view("minimax/"), std::string_view("z-ai/")},
            [&](std::string_view maker) { return model.find(maker) != std::string::npos; });
    }
    static constexpr std::array kRows{std::string_view("zai"), std::string_view("minimax"),
                                      std::string_view("dashscope"), std::string_view("databricks")};
    return isOneOf(target.row->id, kRows);
}

bool knowsTopK(const Target &target)
{
    static constexpr std::array kRows{
        std::string_view("openrouter"), std::string_view("together_ai"),    std::string_view("fireworks_ai"),
        std::string_view("deepinfra"),  std::string_view("nebius"),         std::string_view("novita"),
        std::string_view("sambanova"),  std::string_view("hyperbolic"),     std::string_view("hosted_vllm"),
        std::string_view("vllm"),       std::string_view("featherless_ai"), std::string_view("friendliai"),
        std::string_view("baseten"),    std::string_view("dashscope"),      std::string_view("minimax")};
    return target.row->local || isOneOf(target.row->id, kRows);
}

std::string_view effortFor(std::int64_t budget)
{
    return budget >= 10'000 ? "high" : budget >= 5'000 ? "medium" : budget >= 2'000 ? "low" : "minimal";
}

// The nearest effort that the model knows.
std::string_view knownEffort(std::string_view effort, const Target &target)
{
    const std::string_view name = bareName(target);
    const bool beyond = effort == "xhigh" || effort == "max" || effort == "ultra";
    if (name.starts_with("gpt-6")) {
        const bool knowsNone = name.starts_with("gpt-6-sol") || name.starts_with("gpt-6-luna");
        if (effort == "minimal" || (effort == "none" && !knowsNone))
            return "low";
        return effort == "ultra" ? "max" : effort;
    }
    if (target.row->id == "deepseek" || target.row->id == "openrouter")
        return effort == "ultra" ? "max" : effort;
    if (!beyond)
        return effort;
    const bool knowsXhigh = name.starts_with("gpt-5.") || name.find("codex-max") != std::string_view::npos;
    return knowsXhigh ? "xhigh" : "high";
}

class ParamWriter
{
public:
    ParamWriter(json::Object &params, const Target &target)
        : m_params(params)
        , m_target(target)
    {}

    void run(bool hasTools)
    {
        dropVendorWords();
        sayThinking();
        sayEffort();
        limitOutput();
        if (!hasTools) {
            m_params.erase("tool_choice");
            m_params.erase("parallel_tool_calls");
        }
        if (json::Value *user = m_params.if_contains("user"); user && user->is_string()) {
            constexpr std::size_t kMaxUser = 64;
            std::string text(user->get_string());
            if (text.size() > kMaxUser)
                *user = text.substr(0, kMaxUser);
        }
        if (!knowsTopK(m_target))
            m_params.erase("top_k");
        if (isOpenAi(m_target) && reasons(m_target))
            m_params.erase("stop");
    }

private:
    // Parameters that mean nothing outside the API they come from, or that only some servers take.
    void dropVendorWords()
    {
        for (const char *key :
             {// Anthropic
              "cache_control", "container", "context_management", "inference_geo", "mcp_servers",
              "output_config", "speed", "betas",
              // Gemini
              "safety_settings", "cached_content", "labels", "speech_config", "image_config",
              "media_resolution", "tool_config", "enable_enhanced_civic_answers",
              // Responses
              "background", "client_metadata", "conversation", "include", "max_tool_calls",
              "previous_response_id", "prompt", "reasoning", "truncation", "context"})
            m_params.erase(key);
        if (isOpenAi(m_target))
            return;
        static constexpr std::array kTiers{std::string_view("groq"), std::string_view("openrouter")};
        if (!isOneOf(m_target.row->id, kTiers))
            m_params.erase("service_tier");
        static constexpr std::array kCacheKeys{std::string_view("mistral"), std::string_view("openrouter"),
                                               std::string_view("xai")};
        if (!isOneOf(m_target.row->id, kCacheKeys))
            m_params.erase("prompt_cache_key");
        if (m_target.row->id != "openrouter")
            m_params.erase("verbosity");
        for (const char *key : {"prompt_cache_retention", "safety_identifier", "store"})
            m_params.erase(key);
    }

    void sayThinking()
    {
        const json::Value *value = m_params.if_contains("thinking");
        if (!value)
            return;
        const json::Object thinking = value->is_object() ? value->get_object() : json::Object();
        const std::string type(json::stringOr(thinking, "type"));
        m_params.erase("thinking");
        if (thinksInOwnWords(m_target)) {
            if (!type.empty())
                m_params["thinking"] = json::Object{{"type", type == "disabled" ? "disabled" : "enabled"}};
            return;
        }
        const auto budget = json::findInt(thinking, "budget_tokens");
        if (type != "enabled" || !budget || m_params.contains("reasoning_effort"))
            return;
        if (reasons(m_target))
            m_params["reasoning_effort"] = effortFor(*budget);
    }

    void sayEffort()
    {
        const json::Value *value = m_params.if_contains("reasoning_effort");
        if (!value || !value->is_string())
            return;
        // OpenAI's models that do not reason refuse the word.
        if (isOpenAi(m_target) && bareName(m_target).starts_with("gpt-") && !reasons(m_target)) {
            m_params.erase("reasoning_effort");
            return;
        }
        const std::string effort(knownEffort(value->get_string(), m_target));
        m_params["reasoning_effort"] = effort;
    }

    // Clients that must name a limit name a generous one; the row may say what the model can do.
    void limitOutput()
    {
        const auto most = m_target.deployment->info.maxOutputTokens;
        for (const char *key : {"max_tokens", "max_completion_tokens"}) {
            if (const auto asked = json::findInt(m_params, key); most && asked && *asked > *most)
                m_params[key] = *most;
        }
    }

    json::Object &m_params;
    const Target &m_target;
};

class MessageWriter
{
public:
    MessageWriter(const Target &target, const EncodeContext &context)
        : m_target(target)
        , m_context(context)
        , m_keepMarks(knowsCacheMarks(target))
    {}

    Result<std::vector<Message>> run(const std::vector<Message> &messages)
    {
        for (const Message &message : messages)
            GW_CHECK(write(message));
        flushPictures();
        return std::move(m_out);
    }

private:
    Result<void> write(const Message &message)
    {
        if (message.role != Message::Role::Tool)
            flushPictures();
        switch (message.role) {
        case Message::Role::Assistant:
            writeAssistant(message);
            return {};
        case Message::Role::Tool:
            return writeTool(message);
        default:
            break;
        }
        Message out;
        out.role = message.role;
        if (out.role == Message::Role::Developer && !isOpenAi(m_target))
            out.role = Message::Role::System;
        out.name = message.name;
        for (const Part &part : message.parts)
            GW_CHECK(writePart(out.parts, part));
        if (out.parts.empty())
            out.parts.emplace_back();
        settleForm(out);
        add(std::move(out));
        return {};
    }

    void add(Message message)
    {
        const bool behindTool = !m_out.empty() && m_out.back().role == Message::Role::Tool;
        // Mistral wants a word of the assistant's between a result and the user's.
        if (message.role == Message::Role::User && behindTool && m_target.row->id == "mistral") {
            Message pause;
            pause.role = Message::Role::Assistant;
            pause.form = Message::Form::String;
            pause.parts.emplace_back().text = " ";
            m_out.push_back(std::move(pause));
        }
        // Many servers take one system message alone.
        const bool joins = !isOpenAi(m_target) && message.role == Message::Role::System &&
                           message.form == Message::Form::String && !m_out.empty() &&
                           m_out.back().role == Message::Role::System &&
                           m_out.back().form == Message::Form::String;
        if (joins)
            m_out.back().parts.front().text += "\n\n" + message.parts.front().text;
        else
            m_out.push_back(std::move(message));
    }

    // One text is a string; a system prompt in several pieces too, where no piece is marked.
    void settleForm(Message &message) const
    {
        const bool marked = std::ranges::any_of(message.parts, [](const Part &part) {
            return part.kind != Part::Kind::Text || !part.extras.empty();
        });
        message.form = Message::Form::Parts;
        if (marked)
            return;
        if (message.parts.size() > 1 && message.role != Message::Role::System)
            return;
        std::string text;
        for (const Part &part : message.parts)
            text += (text.empty() || part.text.empty() ? "" : "\n\n") + part.text;
        message.parts.resize(1);
        message.parts.front().text = std::move(text);
        message.form = Message::Form::String;
    }

    Result<void> writePart(std::vector<Part> &to, const Part &part) const
    {
        Part out = part;
        out.extras = {};
        out.signature.clear();
        if (m_keepMarks) {
            if (const json::Value *mark = part.extras.if_contains("cache_control"))
                out.extras["cache_control"] = *mark;
        }
        switch (part.kind) {
        case Part::Kind::Text:
            if (part.text.empty())
                return {};
            break;
        case Part::Kind::Refusal:
            out.kind = Part::Kind::Text;
            break;
        case Part::Kind::Image:
            if (part.url.empty())
                return Error{.code = ErrorCode::BadRequest,
                             .message = m_target.row->name + " cannot read a picture by its file id",
                             .param = "messages"};
            break;
        case Part::Kind::File:
            writeFile(out);
            break;
        case Part::Kind::Audio:
            break;
        case Part::Kind::Thinking:
        case Part::Kind::RedactedThinking:
        case Part::Kind::Other:   // Blocks of another vendor's own tools.
            return {};
        }
        to.push_back(std::move(out));
        return {};
    }

    static void writeFile(Part &part)
    {
        const auto data = splitDataUrl(part.data);
        if (data && data->first.starts_with("text/")) {
            part.kind = Part::Kind::Text;
            part.text = fromBase64(data->second).value_or("");
            return;
        }
        if (!part.data.empty() && part.fileName.empty())
            part.fileName = "document.pdf";
        // OpenAI has no place for a document's address; servers that fetch documents look here.
        if (part.data.empty() && part.fileId.empty())
            part.fileId = part.url;
    }

    Result<void> writeTool(const Message &message)
    {
        Message out;
        out.role = Message::Role::Tool;
        out.form = Message::Form::String;
        out.toolCallId = message.toolCallId;
        std::string text;
        for (const Part &part : message.parts) {
            std::vector<Part> said;
            GW_CHECK(writePart(said, part));
            if (said.empty())
                continue;
            if (said.front().kind == Part::Kind::Text)
                text += (text.empty() ? "" : "\n\n") + said.front().text;
            else
                m_pictures.push_back(std::move(said.front()));
        }
        if (message.isError && !text.starts_with("Error"))
            text.insert(0, "Error: ");
        out.parts.emplace_back().text = std::move(text);
        m_out.push_back(std::move(out));
        return {};
    }

    // A tool's message holds text alone; what it has shown comes behind the last result.
    void flushPictures()
    {
        if (m_pictures.empty())
            return;
        Message message;
        message.form = Message::Form::Parts;
        message.parts.emplace_back().text = "Output of the tool:";
        for (Part &part : m_pictures)
            message.parts.push_back(std::move(part));
        m_pictures.clear();
        add(std::move(message));
    }

    void writeAssistant(const Message &message)
    {
        Message out;
        out.role = Message::Role::Assistant;
        out.name = message.name;
        std::string text;
        std::string reasoning;
        for (const Part &part : message.parts) {
            if (part.kind == Part::Kind::Text || part.kind == Part::Kind::Refusal)
                text += part.text;
            else if (part.kind == Part::Kind::Thinking)
                reasoning += part.text;
        }
        for (const chat::ToolCall &call : message.toolCalls) {
            chat::ToolCall said;
            said.id = call.id;
            said.name = toolNameFor(call.name);
            said.arguments = call.arguments;
            out.toolCalls.push_back(std::move(said));
        }
        out.hasToolCalls = !out.toolCalls.empty();
        giveReasoningBack(out, message, std::move(reasoning));
        if (text.empty() && !out.hasToolCalls)
            return;
        if (text.empty()) {
            out.form = Message::Form::Null;
        } else {
            out.form = Message::Form::String;
            out.parts.emplace_back().text = std::move(text);
        }
        m_out.push_back(std::move(out));
    }

    void giveReasoningBack(Message &out, const Message &message, std::string text) const
    {
        if (m_target.row->id == "databricks")
            giveThinkingBack(out, message);
        if (!wantsReasoningBack(m_target))
            return;
        std::vector<Part> thinking = message.parts;
        if (text.empty() && !keepsDetails(thinking)) {
            thinking = keptThinking(message);
            for (const Part &part : thinking)
                text += part.kind == Part::Kind::Thinking ? part.text : std::string();
        }
        const bool router = m_target.row->id == "openrouter";
        for (const Part &part : thinking) {
            if (auto details = router ? openDetails(part.signature) : std::nullopt) {
                out.extras["reasoning_details"] = std::move(*details);
                return;
            }
        }
        if (!text.empty())
            out.extras[router ? "reasoning" : "reasoning_content"] = std::move(text);
    }

    // Claude's blocks behind another API: its adapter writes them into the content.
    static void giveThinkingBack(Message &out, const Message &message)
    {
        json::Array blocks;
        for (const Part &part : message.parts) {
            if (part.kind == Part::Kind::Thinking && !part.signature.empty() &&
                !isSealedReasoning(part.signature))
                blocks.emplace_back(json::Object{
                    {"type", "thinking"}, {"thinking", part.text}, {"signature", part.signature}});
        }
        if (!blocks.empty())
            out.extras["thinking_blocks"] = std::move(blocks);
    }

    static bool keepsDetails(const std::vector<Part> &parts)
    {
        return std::ranges::any_of(parts,
                                   [](const Part &part) { return openDetails(part.signature).has_value(); });
    }

    // What an earlier answer has left in the store with the first of these calls.
    std::vector<Part> keptThinking(const Message &message) const
    {
        if (!m_context.opaque)
            return {};
        for (const chat::ToolCall &call : message.toolCalls) {
            const auto kept = m_context.opaque->find(call.id, m_context.unixS);
            if (kept && kept->scope == m_target.provider + "/" + m_target.upstreamModel)
                return kept->thinking;
        }
        return {};
    }

    const Target &m_target;
    const EncodeContext &m_context;
    const bool m_keepMarks;
    std::vector<Message> m_out;
    std::vector<Part> m_pictures;   // Of the results since the last assistant turn.
};

std::vector<chat::Tool> writeTools(const chat::Request &request, const Target &target, json::Object &params)
{
    const bool keepMarks = knowsCacheMarks(target);
    std::vector<chat::Tool> tools;
    for (const chat::Tool &tool : request.tools) {
        if (tool.raw) {
            // Only OpenAI's search models have a word for it.
            if (chat::isWebSearch(tool) && bareName(target).find("-search") != std::string_view::npos)
                params["web_search_options"] = json::Object();
            continue;
        }
        chat::Tool said = tool;
        said.name = toolNameFor(tool.name);
        said.extras = {};
        if (keepMarks) {
            if (const json::Value *mark = tool.extras.if_contains("cache_control"))
                said.extras["cache_control"] = *mark;
        }
        tools.push_back(std::move(said));
    }
    return tools;
}

void renameChoice(json::Object &params)
{
    json::Value *choice = params.if_contains("tool_choice");
    json::Value *function =
        choice && choice->is_object() ? choice->get_object().if_contains("function") : nullptr;
    if (!function || !function->is_object())
        return;
    const std::string name(json::stringOr(function->get_object(), "name"));
    function->get_object()["name"] = toolNameFor(name);
}

class RenamingDecoder final : public EventDecoder
{
public:
    RenamingDecoder(std::unique_ptr<EventDecoder> inner, std::map<std::string, std::string> names)
        : m_inner(std::move(inner))
        , m_names(std::move(names))
    {}

    Result<chat::Events> feed(std::string_view bytes) override { return renamed(m_inner->feed(bytes)); }
    Result<chat::Events> finish() override { return renamed(m_inner->finish()); }

private:
    Result<chat::Events> renamed(Result<chat::Events> events) const
    {
        if (!events.ok())
            return events;
        for (chat::Event &event : events.value()) {
            auto *delta = std::get_if<chat::Delta>(&event);
            if (!delta)
                continue;
            for (chat::ToolCallDelta &call : delta->toolCalls) {
                if (const auto found = m_names.find(call.name); found != m_names.end())
                    call.name = found->second;
            }
        }
        return events;
    }

    std::unique_ptr<EventDecoder> m_inner;
    std::map<std::string, std::string> m_names;
};

}   // namespace

std::string toolNameFor(const std::string &name)
{
    constexpr std::size_t kMaxName = 64;
    constexpr std::size_t kKept = 55;
    constexpr std::size_t kHash = 8;
    std::string out = name;
    for (char &c : out) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '_' || c == '-';
        if (!fine)
            c = '_';
    }
    if (out == name && name.size() <= kMaxName)
        return name;
    return out.substr(0, kKept) + "_" + sha256Hex(name).substr(0, kHash);
}

std::map<std::string, std::string> renamedTools(const chat::Request &request)
{
    std::map<std::string, std::string> names;
    for (const chat::Tool &tool : request.tools) {
        if (std::string said = toolNameFor(tool.name); said != tool.name)
            names.emplace(std::move(said), tool.name);
    }
    return names;
}

std::unique_ptr<EventDecoder> newRenamingDecoder(std::unique_ptr<EventDecoder> inner,
                                                 std::map<std::string, std::string> names)
{
    return std::make_unique<RenamingDecoder>(std::move(inner), std::move(names));
}

Result<chat::Request> sayAsChat(const chat::Request &request, const Target &target,
                                const EncodeContext &context)
{
    chat::Request out;
    out.model = request.model;
    out.stream = request.stream;
    out.params = request.params;
    out.tools = writeTools(request, target, out.params);
    out.hasTools = !out.tools.empty();
    renameChoice(out.params);
    ParamWriter(out.params, target).run(out.hasTools);
    GW_TRY(out.messages, MessageWriter(target, context).run(request.messages));
    return out;
}

void sayForResponses(chat::Request &request, const Target &target)
{
    std::vector<chat::Tool> tools;
    for (chat::Tool &tool : request.tools) {
        if (tool.raw && !chat::isWebSearch(tool))
            continue;
        if (tool.raw)
            tool.raw = json::Object{{"type", "web_search"}};
        else
            tool.name = toolNameFor(tool.name);
        tools.push_back(std::move(tool));
    }
    request.tools = std::move(tools);
    request.hasTools = !request.tools.empty();
    renameChoice(request.params);
    ParamWriter(request.params, target).run(request.hasTools);
    for (Message &message : request.messages) {
        for (chat::ToolCall &call : message.toolCalls)
            call.name = toolNameFor(call.name);
        // Blocks of another vendor's own tools; calls keep their place among the parts that stay.
        for (std::size_t i = message.parts.size(); i-- > 0;) {
            if (message.parts[i].kind != Part::Kind::Other)
                continue;
            message.parts.erase(message.parts.begin() + static_cast<std::ptrdiff_t>(i));
            for (chat::ToolCall &call : message.toolCalls) {
                if (call.partsBefore != SIZE_MAX && call.partsBefore > i)
                    --call.partsBefore;
            }
        }
        if (message.isError && !message.text().starts_with("Error"))
            message.parts.emplace(message.parts.begin())->text = "Error: ";
    }
}

}   // namespace gw::providers::openai
