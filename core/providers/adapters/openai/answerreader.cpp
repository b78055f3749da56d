#include "core/providers/adapters/openai/answerreader.h"

#include "core/providers/decoding.h"
#include "core/providers/upstreamerror.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <set>

namespace gw::providers::openai {

namespace {

using chat::Delta;
using chat::Events;

std::int64_t countAt(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    return value ? json::toInt(*value).value_or(-1) : -1;
}

std::int64_t firstCount(const json::Object &object, std::initializer_list<std::string_view> paths)
{
    for (const std::string_view path : paths) {
        if (const std::int64_t count = countAt(object, path); count >= 0)
            return count;
    }
    return -1;
}

// Text of one content item that stands for reasoning: {"type":"thinking","thinking":[{"text":...}]} or
// {"text":...}.
std::string reasoningOf(const json::Value &value)
{
    if (value.is_string())
        return std::string(value.get_string());
    std::string out;
    if (const json::Array *list = value.if_array()) {
        for (const json::Value &item : *list)
            out += reasoningOf(item);
    } else if (const json::Object *object = value.if_object()) {
        for (const std::string_view key : {"text", "thinking", "summary"}) {
            if (const json::Value *inner = object->if_contains(key))
                return reasoningOf(*inner);
        }
    }
    return out;
}

// Of one reasoning item: {"summary":[{"text":..., "signature":...}]} (Databricks, for Claude).
std::string signatureOf(const json::Object &part)
{
    std::string out(json::stringOr(part, "signature"));
    const json::Array *summary = json::findArray(part, "summary");
    for (std::size_t i = 0; summary && i < summary->size(); ++i) {
        if (const json::Object *item = (*summary)[i].if_object())
            out += json::stringOr(*item, "signature");
    }
    return out;
}

class MessageReader
{
public:
    MessageReader(const Target &target, bool foldsReasoning)
        : m_target(target)
        , m_foldsReasoning(foldsReasoning)
    {}

    // message or delta of one choice; takes its members.
    void read(json::Object message, bool whole, Delta &delta)
    {
        if (const auto role = json::findString(message, "role"); role && !role->empty())
            delta.role = true;
        message.erase("role");
        readContent(message, delta);
        readReasoning(message, delta);
        if (json::Value *refusal = message.if_contains("refusal"); refusal && refusal->is_string()) {
            // Snowflake says "" for what is absent; in a stream it opens the refusal that follows.
            if (!refusal->get_string().empty() || (!whole && !delta.text))
                delta.refusal = std::string(refusal->get_string());
            message.erase("refusal");
        }
        readToolCalls(message, whole, delta);
        // What whole answers say with null is better left out of a chunk.
        for (const char *key : {"tool_calls", "function_call", "audio", "refusal", "reasoning_content"}) {
            if (const json::Value *value = message.if_contains(key); value && value->is_null() && !whole)
                message.erase(key);
        }
        if (const json::Value *value = message.if_contains("tool_calls");
            value && (value->is_null() || value->is_string()))
            message.erase("tool_calls");
        delta.extras = std::move(message);
    }

private:
    void readContent(json::Object &message, Delta &delta)
    {
        json::Value *content = message.if_contains("content");
        if (!content)
            return;
        if (content->is_string()) {
            delta.text = std::string(content->get_string());
        } else if (json::Array *parts = content->if_array()) {
            for (const json::Value &part : *parts)
                readPart(part, delta);
        }
        message.erase("content");
    }

    void readPart(const json::Value &part, Delta &delta)
    {
        const json::Object *object = part.if_object();
        if (!object)
            return;
        const std::string_view type = json::stringOr(*object, "type");
        const bool reasoning =
            type == "thinking" || type == "reasoning" ||
            std::ranges::any_of(m_target.rules, [&](const Rule *rule) {
                return rule->kind == Rule::Kind::FoldReasoning && !rule->part.empty() && rule->part == type;
            });
        if (reasoning) {
            delta.reasoning = delta.reasoning.value_or("") + reasoningOf(part);
            delta.signature += signatureOf(*object);
        } else if (const auto text = json::findString(*object, "text")) {
            delta.text = delta.text.value_or("") + std::string(*text);
        }
    }

    void readReasoning(json::Object &message, Delta &delta)
    {
        std::vector<std::string_view> fields{"reasoning_content"};
        for (const Rule *rule : m_target.rules) {
            if (rule->kind == Rule::Kind::FoldReasoning && rule->part.empty())
                fields.push_back(rule->field);
        }
        if (m_foldsReasoning)
            fields.push_back("reasoning");
        for (const std::string_view field : fields) {
            json::Value *value = message.if_contains(field);
            if (!value || !value->is_string())
                continue;
            const bool said = !value->get_string().empty() || field == "reasoning_content";
            if (!delta.reasoning && said)
                delta.reasoning = std::string(value->get_string());
            message.erase(field);
        }
    }

    void readToolCalls(json::Object &message, bool whole, Delta &delta)
    {
        json::Value *calls = message.if_contains("tool_calls");
        if (!calls || !calls->is_array())
            return;
        int position = 0;
        for (json::Value &item : calls->get_array()) {
            json::Object *object = item.if_object();
            if (!object)
                continue;
            chat::ToolCallDelta call;
            call.index = static_cast<int>(json::findInt(*object, "index").value_or(position));
            if (whole)
                call.index = position;
            ++position;
            call.id = json::stringOr(*object, "id");
            call.type = json::stringOr(*object, "type");
            const bool custom = call.type == "custom" || !object->contains("function");
            if (const json::Object *function = json::findObject(*object, custom ? "custom" : "function")) {
                call.name = json::stringOr(*function, "name");
                readArguments(*function, custom ? "input" : "arguments", call);
            }
            for (const char *key : {"index", "id", "type", "function", "custom"})
                object->erase(key);
            call.extras = std::move(*object);
            delta.toolCalls.push_back(std::move(call));
        }
        message.erase("tool_calls");
    }

    static void readArguments(const json::Object &function, std::string_view key, chat::ToolCallDelta &call)
    {
        const json::Value *arguments = function.if_contains(key);
        if (!arguments || arguments->is_null())
            return;
        // Some servers send an object where OpenAI sends its text.
        call.arguments =
            arguments->is_string() ? std::string(arguments->get_string()) : json::serialize(*arguments);
    }

    const Target &m_target;
    const bool m_foldsReasoning;
};

// Reads answer objects and chunks; what both decoders share.
class ChatReader
{
public:
    ChatReader(const Target &target, bool foldsReasoning)
        : m_target(target)
        , m_messages(target, foldsReasoning)
    {}

    void start(json::Object &object, Events &events)
    {
        if (m_started)
            return;
        m_started = true;
        chat::Start start;
        start.id = json::stringOr(object, "id");
        start.created = json::findInt(object, "created").value_or(0);
        start.model = json::stringOr(object, "model");
        for (const auto &member : object) {
            const std::string_view key = member.key();
            if (key != "id" && key != "object" && key != "created" && key != "model" && key != "choices" &&
                key != "usage" && key != "obfuscation" && key != "moderation")
                start.extras[key] = member.value();
        }
        events.emplace_back(std::move(start));
    }

    void choices(json::Object &object, bool whole, Events &events)
    {
        json::Value *list = object.if_contains("choices");
        if (!list || !list->is_array())
            return;
        int position = 0;
        for (json::Value &item : list->get_array()) {
            if (json::Object *choice = item.if_object())
                readChoice(*choice, position, whole, events);
            ++position;
        }
    }

    // Choices of a stream whose finish reason was nothing but empty.
    void closeOpen(Events &events)
    {
        for (const int index : m_open) {
            if (!m_closed.contains(index))
                events.emplace_back(chat::Finish{index, finishFor("", index), ""});
        }
        m_open.clear();
    }

    bool calls(int choice) const { return std::ranges::find(m_calling, choice) != m_calling.end(); }

private:
    void readChoice(json::Object &choice, int position, bool whole, Events &events)
    {
        Delta delta;
        delta.choice = static_cast<int>(json::findInt(choice, "index").value_or(position));
        const char *key = whole ? "message" : "delta";
        if (json::Value *message = choice.if_contains(key); message && message->is_object()) {
            m_messages.read(std::move(message->get_object()), whole, delta);
        } else if (const auto text = json::findString(choice, "text")) {
            delta.text = std::string(*text);   // A legacy completion.
        }
        std::optional<std::string> reason;
        if (const auto word = json::findString(choice, "finish_reason"))
            reason = std::string(*word);
        for (const char *taken : {"index", "message", "delta", "text", "finish_reason"})
            choice.erase(taken);
        if (const json::Value *logprobs = choice.if_contains("logprobs");
            logprobs && logprobs->is_null() && !whole)
            choice.erase("logprobs");
        delta.choiceExtras = std::move(choice);
        if (!delta.toolCalls.empty() && !calls(delta.choice))
            m_calling.push_back(delta.choice);
        const int index = delta.choice;
        const bool says = delta.role || delta.text || delta.reasoning || delta.refusal ||
                          !delta.toolCalls.empty() || !delta.extras.empty() || !delta.choiceExtras.empty();
        if (says || whole)
            events.emplace_back(std::move(delta));
        // An empty word in a chunk ends nothing; what it means is known at the end.
        if (!whole && reason && reason->empty() && mapsEmptyReason()) {
            m_open.insert(index);
            return;
        }
        if (reason)
            m_closed.insert(index);
        if (reason || whole)
            events.emplace_back(
                chat::Finish{index, finishFor(reason.value_or("stop"), index), reason.value_or("")});
    }

    bool mapsEmptyReason() const
    {
        return std::ranges::any_of(m_target.rules, [](const Rule *rule) {
            return rule->kind == Rule::Kind::ValueMap && rule->onAnswer && rule->field == "finish_reason" &&
                   std::ranges::any_of(rule->map, [](const auto &entry) { return entry.first.empty(); });
        });
    }

    chat::Stop finishFor(const std::string &native, int choice) const
    {
        for (const Rule *rule : m_target.rules) {
            if (rule->kind != Rule::Kind::ValueMap || !rule->onAnswer || rule->field != "finish_reason")
                continue;
            for (const auto &[from, to] : rule->map) {
                if (from != native)
                    continue;
                return to == "auto" ? (calls(choice) ? chat::Stop::ToolCalls : chat::Stop::Stop)
                                    : chat::stopFromName(to);
            }
        }
        return chat::stopFromName(native);
    }

    const Target &m_target;
    MessageReader m_messages;
    std::vector<int> m_calling;
    std::set<int> m_open;
    std::set<int> m_closed;
    bool m_started = false;
};

class WholeDecoder final : public WholeAnswer
{
public:
    WholeDecoder(const Target &target, bool foldsReasoning)
        : m_target(target)
        , m_reader(target, foldsReasoning)
    {}

protected:
    Result<Events> read(json::Object &object) override
    {
        if (auto error = findError(object, m_target); error && !object.contains("choices"))
            return *error;
        if (!json::findArray(object, "choices"))
            return malformed("the provider's answer has no choices");
        Events events;
        m_reader.start(object, events);
        m_reader.choices(object, true, events);
        if (auto usage = findUsage(object, m_target))
            events.emplace_back(std::move(*usage));
        if (const json::Value *moderation = object.if_contains("moderation"))
            events.emplace_back(chat::Annotation{{{"moderation", *moderation}}});
        events.emplace_back(chat::End());
        return events;
    }

private:
    const Target &m_target;
    ChatReader m_reader;
};

class StreamDecoder final : public EventDecoder
{
public:
    StreamDecoder(const Target &target, bool foldsReasoning)
        : m_target(target)
        , m_reader(target, foldsReasoning)
    {}

    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next())
            read(event->data, events);
        return events;
    }

    Result<Events> finish() override
    {
        Events events;
        if (!m_ended)
            events.emplace_back(chat::Failure{endedBefore("[DONE]")});
        return events;
    }

private:
    void read(std::string_view data, Events &events)
    {
        if (data.empty() || m_ended)
            return;
        if (data == "[DONE]") {
            m_ended = true;
            m_reader.closeOpen(events);
            if (m_usage)
                events.emplace_back(std::move(*m_usage));
            events.emplace_back(chat::End());
            return;
        }
        auto value = json::parse(data);
        if (!value.ok() || !value.value().is_object()) {
            events.emplace_back(
                chat::Failure{malformed("the provider sent a chunk that is not a JSON object")});
            return;
        }
        json::Object &object = value.value().get_object();
        if (auto error = findError(object, m_target)) {
            events.emplace_back(chat::Failure{std::move(*error)});
            return;
        }
        m_reader.start(object, events);
        m_reader.choices(object, false, events);
        // Usage may come more than once and before the end; the last one counts.
        if (auto usage = findUsage(object, m_target))
            m_usage = std::move(*usage);
        if (const json::Value *moderation = object.if_contains("moderation"))
            events.emplace_back(chat::Annotation{{{"moderation", *moderation}}});
    }

    const Target &m_target;
    ChatReader m_reader;
    wire::SseReader m_sse;
    std::optional<chat::UsageReport> m_usage;
    bool m_ended = false;
};

class EmbeddingDecoder final : public WholeAnswer
{
public:
    explicit EmbeddingDecoder(const Target &target)
        : m_target(target)
    {}

protected:
    Result<Events> read(json::Object &object) override
    {
        if (auto error = findError(object, m_target))
            return *error;
        Events events;
        chat::Start start;
        start.id = json::stringOr(object, "id");
        start.model = json::stringOr(object, "model");
        events.emplace_back(std::move(start));
        if (auto usage = findUsage(object, m_target))
            events.emplace_back(std::move(*usage));
        object.erase("model");
        object.erase("usage");
        events.emplace_back(chat::Annotation{std::move(object)});
        events.emplace_back(chat::End());
        return events;
    }

private:
    const Target &m_target;
};

std::string wordAt(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    if (!value || value->is_null())
        return {};
    if (value->is_string())
        return std::string(value->get_string());
    // [{"loc":[...],"msg":...,"type":...}]: validation errors of servers built on FastAPI.
    std::string joined;
    const json::Array *list = value->if_array();
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const json::Object *item = (*list)[i].if_object();
        if (!item || json::stringOr(*item, "msg").empty())
            return json::serialize(*value);
        joined += (joined.empty() ? "" : "; ") + std::string(json::stringOr(*item, "msg"));
        if (const json::Array *place = json::findArray(*item, "loc"); place && !place->empty())
            joined += " (" + json::serialize(place->back()) + ")";
    }
    return joined.empty() ? json::serialize(*value) : joined;
}

Error errorFromObject(int status, const json::Object &body, const Target &target)
{
    Error error;
    error.upstreamStatus = status;
    if (const json::Object *inner = json::findObject(body, "error")) {
        error.message = wordAt(*inner, "message");
        error.upstreamType = wordAt(*inner, "type");
        error.upstreamCode = wordAt(*inner, "code");
        error.param = wordAt(*inner, "param");
        if (status < 400 && json::findInt(*inner, "code").value_or(0) >= 400)
            status = static_cast<int>(*json::findInt(*inner, "code"));
        if (const std::string raw = wordAt(*inner, "metadata.raw"); !raw.empty() && raw.size() < 2000)
            error.message += " " + raw;
    }
    for (const Rule *rule : target.rules) {
        if (rule->kind != Rule::Kind::ErrorPath || !error.message.empty())
            continue;
        error.message = wordAt(body, rule->message);
        if (!rule->type.empty())
            error.upstreamType = wordAt(body, rule->type);
        if (!rule->code.empty())
            error.upstreamCode = wordAt(body, rule->code);
    }
    for (const std::string_view path : {"error", "message", "detail", "error_message"}) {
        if (error.message.empty())
            error.message = wordAt(body, path);
    }
    // Hugging Face says how long a model still loads.
    if (const auto loads = json::findDouble(body, "estimated_time"); loads && *loads > 0 && *loads < 1e6)
        error.retryAfterMs = static_cast<int>(*loads * 1000);
    error.code = upstreamErrorCode(status, error.message + " " + error.upstreamCode);
    return error;
}

}   // namespace

chat::Usage readUsage(const json::Object &usage, bool reasoningOutside)
{
    chat::Usage out;
    out.input = firstCount(usage, {"prompt_tokens", "input_tokens"});
    out.output = firstCount(usage, {"completion_tokens", "output_tokens"});
    out.total = countAt(usage, "total_tokens");
    // Embedding providers often say the total alone.
    if (out.input < 0 && out.output < 0)
        out.input = out.total;
    out.cacheRead =
        firstCount(usage, {"prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens",
                           "prompt_cache_hit_tokens", "input_tokens_details.cache_read_input_tokens",
                           "cache_read_input_tokens", "num_cached_tokens", "cached_tokens"});
    out.cacheWrite = firstCount(
        usage, {"prompt_tokens_details.cache_write_tokens", "prompt_tokens_details.cache_creation_tokens",
                "input_tokens_details.cache_creation_input_tokens", "cache_creation_input_tokens"});
    out.audioIn = countAt(usage, "prompt_tokens_details.audio_tokens");
    out.imageIn = countAt(usage, "prompt_tokens_details.image_tokens");
    out.reasoning = firstCount(usage, {"completion_tokens_details.reasoning_tokens",
                                       "output_tokens_details.reasoning_tokens", "reasoning_tokens"});
    out.audioOut = countAt(usage, "completion_tokens_details.audio_tokens");
    out.acceptedPrediction = countAt(usage, "completion_tokens_details.accepted_prediction_tokens");
    out.rejectedPrediction = countAt(usage, "completion_tokens_details.rejected_prediction_tokens");
    if (reasoningOutside && out.reasoning > 0 && out.output >= 0 &&
        out.total == out.input + out.output + out.reasoning)
        out.output += out.reasoning;
    return out;
}

std::string statedCost(const json::Object &usage)
{
    const json::Value *cost = usage.if_contains("cost");
    if (const json::Object *parts = cost ? cost->if_object() : nullptr)
        cost = parts->if_contains("total_cost");
    if (!cost || !cost->is_number())
        return {};
    std::string text = json::serialize(*cost);
    // With a key of the user's own for the model's vendor, that vendor takes its part too.
    const json::Value *upstream = json::findPath(usage, "cost_details.upstream_inference_cost");
    if (json::findBool(usage, "is_byok").value_or(false) && upstream && upstream->is_number())
        text += " " + json::serialize(*upstream);
    return text;
}

std::optional<chat::UsageReport> findUsage(const json::Object &answer, const Target &target)
{
    const json::Object *found = json::findObject(answer, "usage");
    bool outside = false;
    for (const Rule *rule : target.rules) {
        if (rule->kind != Rule::Kind::UsagePath)
            continue;
        outside = outside || rule->reasoningOutside;
        const json::Value *value = found ? nullptr : json::findPath(answer, rule->path);
        if (value && value->is_object())
            found = &value->get_object();
    }
    if (!found)
        return std::nullopt;
    chat::UsageReport report{readUsage(*found, outside), *found};
    if (!report.usage.known())
        return std::nullopt;
    report.billed.statedCost = statedCost(*found);
    if (outside)
        report.native.clear();   // Its numbers are not OpenAI's.
    return report;
}

std::optional<Error> findError(const json::Object &answer, const Target &target)
{
    const json::Value *error = answer.if_contains("error");
    if (!error || error->is_null() || (error->is_object() && error->get_object().empty()))
        return std::nullopt;
    if (const json::Object *inner = error->if_object();
        inner && json::findInt(*inner, "code").value_or(500) == 0)
        return std::nullopt;
    Error out = errorFromObject(200, answer, target);
    if (out.code == ErrorCode::UpstreamConnection)
        out.code = upstreamErrorCode(500, out.message);
    return out;
}

Error errorFromBody(int status, std::string_view body, const Target &target)
{
    const auto value = json::parse(body);
    Error error;
    if (value.ok() && value.value().is_object()) {
        error = errorFromObject(status, value.value().get_object(), target);
    } else if (const json::Array *list = value.ok() ? value.value().if_array() : nullptr;
               list && !list->empty() && list->front().is_object()) {
        error = errorFromObject(status, list->front().get_object(),
                                target);   // Google wraps its error in a list.
    } else {
        return upstreamError(status, shownBody(body));
    }
    error.upstreamStatus = status;
    if (error.message.empty())
        error.message = "HTTP status " + std::to_string(status) + " without an explanation";
    return error;
}

std::unique_ptr<EventDecoder> newChatDecoder(const Target &target, bool streaming, bool foldsReasoning)
{
    if (streaming)
        return std::make_unique<StreamDecoder>(target, foldsReasoning);
    return std::make_unique<WholeDecoder>(target, foldsReasoning);
}

std::unique_ptr<EventDecoder> newEmbeddingDecoder(const Target &target)
{
    return std::make_unique<EmbeddingDecoder>(target);
}

}   // namespace gw::providers::openai
