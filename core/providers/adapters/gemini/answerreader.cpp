#include "core/base/ids.h"
#include "core/providers/adapters/gemini/dialect.h"
#include "core/providers/decoding.h"
#include "core/providers/upstreamerror.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <array>
#include <set>

namespace gw::providers::gemini {

namespace {

using chat::Delta;
using chat::Events;

std::int64_t count(const json::Object &object, std::string_view key)
{
    return json::findInt(object, key).value_or(-1);
}

std::int64_t ofModality(const json::Object &usage, std::string_view list, std::string_view modality)
{
    const json::Array *details = json::findArray(usage, list);
    for (std::size_t i = 0; details && i < details->size(); ++i) {
        const json::Object *each = (*details)[i].if_object();
        if (each && json::stringOr(*each, "modality") == modality)
            return count(*each, "tokenCount");
    }
    return -1;
}

// The tier that answered, by serviceTier ("flex", AI Studio) or trafficType ("ON_DEMAND_PRIORITY", Vertex).
std::string tierOf(const json::Object &answer)
{
    const json::Object *meta = json::findObject(answer, "usageMetadata");
    std::string said(meta ? json::stringOr(*meta, "serviceTier") : "");
    if (said.empty() && meta)
        said = json::stringOr(*meta, "trafficType");
    std::ranges::transform(said, said.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view tier : {"flex", "priority", "batch"}) {
        if (said.find(tier) != std::string::npos)
            return std::string(tier);
    }
    return "standard";
}

chat::Stop stopFor(std::string_view reason, bool calls)
{
    if (reason == "STOP")
        return calls ? chat::Stop::ToolCalls : chat::Stop::Stop;
    if (reason == "MAX_TOKENS")
        return chat::Stop::Length;
    static constexpr std::array kFiltered{std::string_view("SAFETY"),
                                          std::string_view("RECITATION"),
                                          std::string_view("BLOCKLIST"),
                                          std::string_view("PROHIBITED_CONTENT"),
                                          std::string_view("SPII"),
                                          std::string_view("MODEL_ARMOR"),
                                          std::string_view("IMAGE_SAFETY"),
                                          std::string_view("IMAGE_PROHIBITED_CONTENT"),
                                          std::string_view("IMAGE_RECITATION"),
                                          std::string_view("IMAGE_OTHER")};
    if (std::ranges::find(kFiltered, reason) != kFiltered.end())
        return chat::Stop::ContentFilter;
    return chat::Stop::Stop;
}

json::Value chatLogprob(const json::Object &candidate)
{
    const std::string token(json::stringOr(candidate, "token"));
    json::Array bytes;
    for (const char c : token)
        bytes.emplace_back(static_cast<unsigned char>(c));
    json::Object out{{"token", token}, {"bytes", std::move(bytes)}};
    if (const json::Value *value = candidate.if_contains("logProbability"))
        out["logprob"] = *value;
    return out;
}

std::optional<json::Object> readLogprobs(const json::Object &candidate)
{
    const json::Object *result = json::findObject(candidate, "logprobsResult");
    const json::Array *chosen = result ? json::findArray(*result, "chosenCandidates") : nullptr;
    if (!chosen)
        return std::nullopt;
    const json::Array *top = json::findArray(*result, "topCandidates");
    json::Array content;
    for (std::size_t i = 0; i < chosen->size(); ++i) {
        const json::Object *each = (*chosen)[i].if_object();
        if (!each)
            continue;
        json::Value entry = chatLogprob(*each);
        json::Array others;
        const json::Object *place = top && i < top->size() ? (*top)[i].if_object() : nullptr;
        const json::Array *alternatives = place ? json::findArray(*place, "candidates") : nullptr;
        for (std::size_t k = 0; alternatives && k < alternatives->size(); ++k) {
            if (const json::Object *alternative = (*alternatives)[k].if_object())
                others.push_back(chatLogprob(*alternative));
        }
        entry.get_object()["top_logprobs"] = std::move(others);
        content.push_back(std::move(entry));
    }
    return json::Object{{"content", std::move(content)}};
}

// Sources of a grounded answer as url_citation annotations.
json::Array readGrounding(const json::Object &grounding)
{
    json::Array annotations;
    const json::Array *chunks = json::findArray(grounding, "groundingChunks");
    const json::Array *supports = json::findArray(grounding, "groundingSupports");
    for (std::size_t i = 0; chunks && supports && i < supports->size(); ++i) {
        const json::Object *support = (*supports)[i].if_object();
        const json::Object *segment = support ? json::findObject(*support, "segment") : nullptr;
        const json::Array *indices = support ? json::findArray(*support, "groundingChunkIndices") : nullptr;
        for (std::size_t k = 0; segment && indices && k < indices->size(); ++k) {
            const auto index = static_cast<std::size_t>(json::toInt((*indices)[k]).value_or(-1));
            const json::Object *chunk = index < chunks->size() ? (*chunks)[index].if_object() : nullptr;
            const json::Object *web = chunk ? json::findObject(*chunk, "web") : nullptr;
            if (!web)
                continue;
            annotations.emplace_back(
                json::Object{{"type", "url_citation"},
                             {"url_citation",
                              json::Object{{"url", json::stringOr(*web, "uri")},
                                           {"title", json::stringOr(*web, "title")},
                                           {"start_index", json::findInt(*segment, "startIndex").value_or(0)},
                                           {"end_index", json::findInt(*segment, "endIndex").value_or(0)}}}});
        }
    }
    return annotations;
}

// Reads GenerateContentResponse objects, of which a stream has many.
class ResponseReader
{
public:
    explicit ResponseReader(std::map<std::string, std::string> names)
        : m_names(std::move(names))
    {}

    void read(const json::Object &answer, Events &events)
    {
        start(answer, events);
        if (const json::Array *candidates = json::findArray(answer, "candidates")) {
            int position = 0;
            for (const json::Value &value : *candidates) {
                if (const json::Object *candidate = value.if_object())
                    readCandidate(*candidate, position, events);
                ++position;
            }
        }
        if (const json::Object *feedback = json::findObject(answer, "promptFeedback")) {
            if (const auto reason = json::findString(*feedback, "blockReason"); reason && !m_finished) {
                m_finished = true;
                Delta delta;
                delta.text = "";
                events.emplace_back(std::move(delta));
                events.emplace_back(chat::Finish{0, chat::Stop::ContentFilter, std::string(*reason)});
            }
        }
        if (auto usage = readUsage(answer)) {
            m_usage = usage;   // Cumulative: the last one counts.
            m_tier = tierOf(answer);
        }
    }

    bool finished() const noexcept { return m_finished; }

    void end(Events &events)
    {
        if (m_usage) {
            chat::UsageReport report{*m_usage};
            report.billed.serviceTier = std::move(m_tier);
            events.emplace_back(std::move(report));
        }
        events.emplace_back(chat::End());
    }

private:
    void start(const json::Object &answer, Events &events)
    {
        if (m_started)
            return;
        m_started = true;
        chat::Start start;
        start.id = json::stringOr(answer, "responseId");
        start.model = json::stringOr(answer, "modelVersion");
        events.emplace_back(std::move(start));
    }

    void readCandidate(const json::Object &candidate, int position, Events &events)
    {
        const int choice = static_cast<int>(json::findInt(candidate, "index").value_or(position));
        if (const json::Object *content = json::findObject(candidate, "content")) {
            const json::Array *parts = json::findArray(*content, "parts");
            for (std::size_t i = 0; parts && i < parts->size(); ++i) {
                if (const json::Object *part = (*parts)[i].if_object())
                    readPart(*part, choice, events);
            }
        }
        Delta more;
        more.choice = choice;
        if (auto logprobs = readLogprobs(candidate))
            more.choiceExtras["logprobs"] = std::move(*logprobs);
        if (const json::Object *grounding = json::findObject(candidate, "groundingMetadata")) {
            if (json::Array annotations = readGrounding(*grounding); !annotations.empty())
                more.extras["annotations"] = std::move(annotations);
            events.emplace_back(
                chat::Annotation{{{"vertex_ai_grounding_metadata", json::Array{*grounding}}}});
        }
        if (!more.extras.empty() || !more.choiceExtras.empty())
            events.emplace_back(std::move(more));
        if (const auto reason = json::findString(candidate, "finishReason")) {
            m_finished = true;
            events.emplace_back(
                chat::Finish{choice, stopFor(*reason, m_calling.contains(choice)), std::string(*reason)});
        }
    }

    void readPart(const json::Object &part, int choice, Events &events)
    {
        Delta delta;
        delta.choice = choice;
        const std::string signature(json::stringOr(part, "thoughtSignature"));
        if (const auto text = json::findString(part, "text")) {
            if (json::findBool(part, "thought").value_or(false))
                delta.reasoning = std::string(*text);
            else
                delta.text = std::string(*text);
        } else if (const json::Object *call = json::findObject(part, "functionCall")) {
            readCall(*call, signature, delta);
        } else if (const json::Object *data = json::findObject(part, "inlineData")) {
            readMedia(*data, delta);
        } else if (const json::Object *code = json::findObject(part, "executableCode")) {
            std::string language(json::stringOr(*code, "language"));
            std::ranges::transform(language, language.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            delta.text = "\n```" + language + "\n" + std::string(json::stringOr(*code, "code")) + "\n```\n";
        } else if (const json::Object *result = json::findObject(part, "codeExecutionResult")) {
            delta.text = "\n```\n" + std::string(json::stringOr(*result, "output")) + "\n```\n";
        } else {
            return;
        }
        events.emplace_back(std::move(delta));
    }

    // Calls come whole.
    void readCall(const json::Object &object, const std::string &signature, Delta &delta)
    {
        m_calling.insert(delta.choice);
        chat::ToolCallDelta call;
        call.index = m_calls[delta.choice]++;
        call.id = json::stringOr(object, "id");
        if (call.id.empty())
            call.id = "call_" + randomToken(24);
        call.type = "function";
        call.name = json::stringOr(object, "name");
        if (const auto known = m_names.find(call.name); known != m_names.end())
            call.name = known->second;
        const json::Value *arguments = object.if_contains("args");
        call.arguments = arguments && arguments->is_object() ? json::serialize(*arguments) : "{}";
        call.signature = signature;
        if (!signature.empty())
            call.extras["provider_specific_fields"] = json::Object{{"thought_signature", signature}};
        delta.toolCalls.push_back(std::move(call));
    }

    void readMedia(const json::Object &data, Delta &delta)
    {
        const std::string type(json::stringOr(data, "mimeType"));
        const std::string bytes(json::stringOr(data, "data"));
        if (type.starts_with("audio/")) {
            delta.extras["audio"] = json::Object{
                {"id", "audio_" + randomToken(24)}, {"data", bytes}, {"transcript", ""}, {"format", type}};
            return;
        }
        delta.extras["images"] = json::Array{json::Object{
            {"type", "image_url"},
            {"index", m_images++},
            {"image_url", json::Object{{"url", "data:" + type + ";base64," + bytes}, {"detail", "auto"}}}}};
    }

    std::map<std::string, std::string> m_names;
    std::map<int, int> m_calls;
    std::set<int> m_calling;
    std::optional<chat::Usage> m_usage;
    std::string m_tier;
    int m_images = 0;
    bool m_started = false;
    bool m_finished = false;
};

Error errorFromObject(int status, const json::Object &body)
{
    const json::Object *inner = json::findObject(body, "error");
    if (!inner)
        return upstreamError(status, {});
    Error error;
    error.upstreamStatus = status;
    error.message = json::stringOr(*inner, "message");
    error.upstreamType = json::stringOr(*inner, "status");
    if (status < 400)
        status = static_cast<int>(json::findInt(*inner, "code").value_or(500));
    const json::Array *details = json::findArray(*inner, "details");
    for (std::size_t i = 0; details && i < details->size(); ++i) {
        const json::Object *detail = (*details)[i].if_object();
        if (!detail)
            continue;
        // A bad key is a bad request over there.
        if (json::stringOr(*detail, "reason") == "API_KEY_INVALID")
            status = 401;
        if (const auto delay = json::findString(*detail, "retryDelay"); delay && delay->ends_with('s')) {
            const std::string seconds(delay->substr(0, delay->size() - 1));
            error.retryAfterMs =
                static_cast<int>(std::clamp(std::strtod(seconds.c_str(), nullptr), 0.0, 1e6) * 1000);
        }
    }
    error.code = upstreamErrorCode(status, error.message);
    return error;
}

class WholeDecoder final : public WholeAnswer
{
public:
    explicit WholeDecoder(std::map<std::string, std::string> names)
        : m_reader(std::move(names))
    {}

protected:
    Result<Events> read(json::Object &object) override
    {
        if (object.contains("error"))
            return errorFromObject(200, object);
        Events events;
        m_reader.read(object, events);
        if (!m_reader.finished())
            return malformed("the provider's answer has neither a finish nor a block reason");
        m_reader.end(events);
        return events;
    }

private:
    ResponseReader m_reader;
};

class StreamDecoder final : public EventDecoder
{
public:
    explicit StreamDecoder(std::map<std::string, std::string> names)
        : m_reader(std::move(names))
    {}

    Result<Events> feed(std::string_view bytes) override
    {
        Events events;
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next()) {
            if (event->data.empty())
                continue;
            const auto value = json::parse(event->data);
            const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
            if (!object)
                events.emplace_back(
                    chat::Failure{malformed("the provider sent a chunk that is not a JSON object")});
            else if (object->contains("error"))
                events.emplace_back(chat::Failure{errorFromObject(200, *object)});
            else
                m_reader.read(*object, events);
        }
        return events;
    }

    // There is no end marker of its own: a finish reason has come, and then the connection's end.
    Result<Events> finish() override
    {
        Events events;
        if (m_reader.finished())
            m_reader.end(events);
        else
            events.emplace_back(chat::Failure{endedBefore("a finish reason")});
        return events;
    }

private:
    ResponseReader m_reader;
    wire::SseReader m_sse;
};

// batchEmbedContents, and Vertex's predict.
class EmbeddingDecoder final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        Vectors vectors;
        std::int64_t tokens = 0;
        for (const std::string_view list : {"embeddings", "predictions"}) {
            const json::Array *found = json::findArray(object, list);
            for (std::size_t i = 0; found && i < found->size(); ++i) {
                const json::Object *each = (*found)[i].if_object();
                if (const json::Object *inner = each ? json::findObject(*each, "embeddings") : nullptr)
                    each = inner;   // predictions[].embeddings.values
                const json::Value *values = each ? each->if_contains("values") : nullptr;
                if (!values)
                    continue;
                vectors.add(*values);
                if (const json::Value *n = json::findPath(*each, "statistics.token_count"))
                    tokens += json::toInt(*n).value_or(0);
            }
        }
        if (vectors.empty())
            return malformed("the provider's answer has no embeddings");
        std::optional<chat::UsageReport> report;
        if (tokens > 0)
            report = inputOnly(tokens);
        return vectors.events({}, std::move(report));
    }
};

// For clients that speak it themselves: byte for byte.
class StreamRelay final : public Relay
{
public:
    Result<void> feed(std::string_view bytes, std::string &out) override
    {
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next()) {
            GW_CHECK(note(event->data, m_facts));
            out += event->raw;
        }
        return {};
    }

    Result<void> finish(std::string &) override
    {
        if (!m_facts.finished)
            return endedBefore("a finish reason");
        m_facts.ended = true;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

    static Result<void> note(std::string_view text, AnswerFacts &facts)
    {
        const auto value = json::parse(text);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        if (!object)
            return malformed("the provider sent something that is not a JSON object");
        if (object->contains("error"))
            return errorFromObject(200, *object);
        if (facts.providerId.empty())
            facts.providerId = json::stringOr(*object, "responseId");
        if (facts.model.empty())
            facts.model = json::stringOr(*object, "modelVersion");
        if (auto usage = readUsage(*object)) {
            facts.usage = *usage;
            facts.billed.serviceTier = tierOf(*object);
        }
        Events events;
        ResponseReader reader({});
        reader.read(*object, events);
        facts.finished = facts.finished || reader.finished();
        for (const chat::Event &event : events) {
            const auto *delta = std::get_if<Delta>(&event);
            if (!delta)
                continue;
            std::size_t bytes = delta->text.value_or("").size() + delta->reasoning.value_or("").size();
            for (const chat::ToolCallDelta &call : delta->toolCalls)
                bytes += call.arguments.size();
            facts.toolCalls = facts.toolCalls || !delta->toolCalls.empty();
            facts.textBytes += static_cast<std::int64_t>(bytes);
            facts.contentStarted = facts.contentStarted || bytes > 0;
        }
        return {};
    }

private:
    AnswerFacts m_facts;
    wire::SseReader m_sse;
};

class WholeRelay final : public Relay
{
public:
    Result<void> feed(std::string_view bytes, std::string &) override
    {
        m_body += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        GW_CHECK(StreamRelay::note(m_body, m_facts));
        m_facts.ended = true;
        out += m_body;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    AnswerFacts m_facts;
    std::string m_body;
};

}   // namespace

// promptTokenCount includes what was cached and leaves out what tools have read; candidatesTokenCount leaves
// out the thoughts, unless prompt and candidates alone make the total.
std::optional<chat::Usage> readUsage(const json::Object &answer)
{
    const json::Object *meta = json::findObject(answer, "usageMetadata");
    if (!meta || !meta->contains("totalTokenCount"))
        return std::nullopt;
    chat::Usage usage;
    const std::int64_t prompt = std::max<std::int64_t>(count(*meta, "promptTokenCount"), 0);
    const std::int64_t tools = std::max<std::int64_t>(count(*meta, "toolUsePromptTokenCount"), 0);
    const std::int64_t candidates = std::max<std::int64_t>(count(*meta, "candidatesTokenCount"), 0);
    const std::int64_t thoughts = std::max<std::int64_t>(count(*meta, "thoughtsTokenCount"), 0);
    usage.total = count(*meta, "totalTokenCount");
    usage.input = prompt + tools;
    const bool inclusive = thoughts > 0 && prompt + candidates == usage.total;
    usage.output = inclusive ? candidates : candidates + thoughts;
    usage.reasoning = thoughts > 0 ? thoughts : -1;
    usage.cacheRead = count(*meta, "cachedContentTokenCount");
    usage.audioIn = ofModality(*meta, "promptTokensDetails", "AUDIO");
    usage.imageIn = ofModality(*meta, "promptTokensDetails", "IMAGE");
    usage.audioOut = ofModality(*meta, "candidatesTokensDetails", "AUDIO");
    usage.imageOut = ofModality(*meta, "candidatesTokensDetails", "IMAGE");
    return usage;
}

std::unique_ptr<EventDecoder> newDecoder(bool streamed, std::map<std::string, std::string> names)
{
    if (streamed)
        return std::make_unique<StreamDecoder>(std::move(names));
    return std::make_unique<WholeDecoder>(std::move(names));
}

std::unique_ptr<EventDecoder> newEmbeddingDecoder()
{
    return std::make_unique<EmbeddingDecoder>();
}

std::unique_ptr<Relay> newRelay(bool streamed)
{
    if (streamed)
        return std::make_unique<StreamRelay>();
    return std::make_unique<WholeRelay>();
}

Error readError(int status, std::string_view body)
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    const json::Array *list = value.ok() ? value.value().if_array() : nullptr;
    if (list && !list->empty())
        object = list->front().if_object();
    if (object)
        return errorFromObject(status, *object);
    return upstreamError(status, shownBody(body));
}

}   // namespace gw::providers::gemini
