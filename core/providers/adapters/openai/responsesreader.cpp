#include "core/providers/adapters/openai/responsesreader.h"

#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/adapters/openai/responseswriter.h"
#include "core/providers/decoding.h"
#include "core/providers/upstreamerror.h"
#include "core/wire/sse.h"

#include <map>
#include <set>
#include <utility>

namespace gw::providers::openai {

namespace {

using chat::Delta;
using chat::Events;

std::string textOf(const json::Object &object, std::string_view key)
{
    return std::string(json::stringOr(object, key));
}

// A stream's position as an int; 0 where the server leaves it out.
int indexOf(const json::Object &object, std::string_view key)
{
    return static_cast<int>(json::findInt(object, key).value_or(0));
}

constexpr int kNoIndex = -1;

json::Value chatAnnotation(const json::Object &annotation)
{
    const std::string type = textOf(annotation, "type");
    json::Object inner = annotation;
    inner.erase("type");
    return json::Object{{"type", type}, {type, std::move(inner)}};
}

chat::Usage usageOf(const json::Object &response)
{
    const json::Object *object = json::findObject(response, "usage");
    if (!object)
        return {};
    // xAI leaves reasoning out of its output; elsewhere the sum never fits.
    chat::Usage usage = readUsage(*object, true);
    if (const json::Value *write = json::findPath(*object, "input_tokens_details.cache_write_tokens"))
        usage.cacheWrite = json::toInt(*write).value_or(-1);
    if (const json::Value *searches = json::findPath(response, "tool_usage.web_search.num_requests"))
        usage.webSearches = json::toInt(*searches).value_or(-1);
    for (const std::string_view path : {"tool_calls_details.web_search.invocation",             // Perplexity
                                        "server_side_tool_usage_details.web_search_calls"}) {   // xAI
        if (const json::Value *searches = json::findPath(*object, path); searches && usage.webSearches < 0)
            usage.webSearches = json::toInt(*searches).value_or(-1);
    }
    return usage;
}

// The error of a response object that failed, or of an "error" event.
Error failureOf(const json::Object &object)
{
    const json::Object *inner = json::findObject(object, "error");
    const json::Object &source = inner ? *inner : object;
    Error error;
    error.message = textOf(source, "message");
    if (error.message.empty())
        error.message = textOf(source, "error");   // xAI: {"code":...,"error":"text"}
    if (error.message.empty())
        error.message = "the provider's answer failed without an explanation";
    error.upstreamCode = textOf(source, "code");
    error.upstreamType = textOf(source, "type");
    const bool limited = error.upstreamCode == "rate_limit_exceeded";
    const bool request =
        error.upstreamCode.starts_with("invalid") || error.upstreamCode == "context_length_exceeded";
    const int status = limited ? 429 : request ? 400 : 500;
    error.code = upstreamErrorCode(status, error.message + " " + error.upstreamCode);
    error.upstreamStatus = 200;
    return error;
}

// Turns output items, as they come in pieces or as wholes, into events. Items may overlap, so everything is
// kept by output_index.
class ItemReader
{
public:
    void start(const json::Object &response, Events &events)
    {
        if (m_started)
            return;
        m_started = true;
        chat::Start start;
        start.id = textOf(response, "id");
        start.created = json::findInt(response, "created_at").value_or(0);
        start.model = textOf(response, "model");
        if (const json::Value *tier = response.if_contains("service_tier"); tier && tier->is_string())
            start.extras["service_tier"] = *tier;
        events.emplace_back(std::move(start));
    }

    void added(const json::Object &item, int index, Events &events)
    {
        Item &state = m_items[index];
        state.type = textOf(item, "type");
        if (isCall(state.type))
            openCall(state, item, events);
    }

    // index: kNoIndex where the server does not say which item it writes.
    void text(int index, int part, std::string piece, Events &events)
    {
        Delta delta;
        const auto [at, fresh] = m_texts.try_emplace({index, part}, 0);
        at->second += piece.size();
        delta.newBlock = fresh && m_texts.size() > 1;
        delta.text = std::move(piece);
        events.emplace_back(std::move(delta));
    }

    void refusal(int index, std::string piece, Events &events)
    {
        m_items[index].said = true;
        Delta delta;
        delta.refusal = std::move(piece);
        events.emplace_back(std::move(delta));
    }

    void reasoning(int index, int part, std::string piece, Events &events)
    {
        Item &state = m_items[index];
        Delta delta;
        if (state.said && part != state.part)
            piece = "\n\n" + piece;
        delta.newBlock = !state.said && m_reasoned;
        state.said = true;
        state.part = part;
        m_reasoned = true;
        delta.reasoning = std::move(piece);
        events.emplace_back(std::move(delta));
    }

    void arguments(int index, std::string piece, Events &events)
    {
        Item &state = m_items[index];
        if (state.call < 0 || piece.empty())
            return;
        state.said = true;
        Delta delta;
        chat::ToolCallDelta call;
        call.index = state.call;
        call.arguments = std::move(piece);
        delta.toolCalls.push_back(std::move(call));
        events.emplace_back(std::move(delta));
    }

    void annotation(const json::Object &annotation, Events &events)
    {
        Delta delta;
        delta.extras["annotations"] = json::Array{chatAnnotation(annotation)};
        events.emplace_back(std::move(delta));
    }

    // A finished item: says what the pieces before have not.
    void done(const json::Object &item, int index, bool streamed, Events &events)
    {
        Item &state = m_items[index];
        if (state.done)
            return;
        state.done = true;
        state.type = textOf(item, "type");
        if (state.type == "message") {
            doneMessage(item, index, streamed, events);
        } else if (state.type == "search_results") {
            noteSources(item);
        } else if (state.type == "reasoning") {
            doneReasoning(item, index, events);
        } else if (isCall(state.type)) {
            openCall(state, item, events);
            if (!state.said)
                arguments(index, textOf(item, state.type == "function_call" ? "arguments" : "input"), events);
        }
    }

    // The response object at the end.
    void finish(const json::Object &response, bool streamed, Events &events)
    {
        start(response, events);
        if (const json::Array *output = json::findArray(response, "output")) {
            for (std::size_t i = 0; i < output->size(); ++i) {
                if (const json::Object *item = (*output)[i].if_object())
                    done(*item, static_cast<int>(i), streamed, events);
            }
        }
        const std::string_view status = json::stringOr(response, "status");
        if (status == "failed" || status == "cancelled") {
            events.emplace_back(chat::Failure{failureOf(response)});
            return;
        }
        std::string native(status);
        chat::Stop stop = m_calls > 0 ? chat::Stop::ToolCalls : chat::Stop::Stop;
        if (status == "incomplete") {
            const json::Value *reason = json::findPath(response, "incomplete_details.reason");
            native = reason && reason->is_string() ? std::string(reason->get_string()) : native;
            stop = native == "content_filter" ? chat::Stop::ContentFilter : chat::Stop::Length;
        }
        if (!m_sources.empty())
            events.emplace_back(chat::Annotation{{{"citations", std::exchange(m_citations, {})},
                                                  {"search_results", std::exchange(m_sources, {})}}});
        events.emplace_back(chat::Finish{0, stop, native});
        if (const chat::Usage usage = usageOf(response); usage.known()) {
            chat::UsageReport report{usage};
            report.billed.statedCost = statedCost(*json::findObject(response, "usage"));
            events.emplace_back(std::move(report));
        }
        events.emplace_back(chat::End());
    }

private:
    struct Item
    {
        std::string type;
        int call = -1;   // Number of the tool call, over the whole answer.
        int part = 0;
        bool said = false;
        bool done = false;
    };

    static bool isCall(std::string_view type)
    {
        return type == "function_call" || type == "custom_tool_call";
    }

    void openCall(Item &state, const json::Object &item, Events &events)
    {
        if (state.call >= 0)
            return;
        state.call = m_calls++;
        Delta delta;
        chat::ToolCallDelta call;
        call.index = state.call;
        call.id = textOf(item, "call_id");
        if (call.id.empty())
            call.id = textOf(item, "id");
        call.type = state.type == "function_call" ? "function" : "custom";
        call.name = textOf(item, "name");
        delta.toolCalls.push_back(std::move(call));
        events.emplace_back(std::move(delta));
    }

    void doneMessage(const json::Object &item, int index, bool streamed, Events &events)
    {
        const json::Array *content = json::findArray(item, "content");
        if (!content)
            return;
        for (std::size_t part = 0; part < content->size(); ++part) {
            const json::Object *object = (*content)[part].if_object();
            if (!object)
                continue;
            const std::string_view type = json::stringOr(*object, "type");
            if (type == "refusal" && !m_items[index].said)
                refusal(index, textOf(*object, "refusal"), events);
            if (type != "output_text")
                continue;
            sayRest(index, static_cast<int>(part), textOf(*object, "text"), events);
            const json::Array *annotations = json::findArray(*object, "annotations");
            for (std::size_t i = 0; annotations && !streamed && i < annotations->size(); ++i) {
                if (const json::Object *each = (*annotations)[i].if_object())
                    annotation(*each, events);
            }
        }
    }

    // What the pieces of a text have not said yet, if they said less than the whole of it.
    void sayRest(int index, int part, std::string whole, Events &events)
    {
        auto said = m_texts.find({index, part});
        if (said == m_texts.end())
            said = m_texts.find({kNoIndex, part});
        if (said == m_texts.end())
            return text(index, part, std::move(whole), events);
        const std::pair<int, int> place = said->first;
        const std::size_t length = said->second;
        if (whole.size() > length)
            text(place.first, place.second, whole.substr(length), events);
    }

    // Perplexity's own: what its searches found, in several batches; each address once.
    void noteSources(const json::Object &item)
    {
        const json::Array *results = json::findArray(item, "results");
        for (std::size_t i = 0; results && i < results->size(); ++i) {
            const json::Object *result = (*results)[i].if_object();
            const std::string url = result ? textOf(*result, "url") : std::string();
            if (url.empty() || !m_urls.insert(url).second)
                continue;
            m_citations.emplace_back(url);
            m_sources.emplace_back(*result);
        }
    }

    void doneReasoning(const json::Object &item, int index, Events &events)
    {
        if (!m_items[index].said) {
            for (const std::string_view key : {"summary", "content"}) {
                const json::Array *parts = json::findArray(item, key);
                for (std::size_t i = 0; parts && i < parts->size(); ++i) {
                    const json::Object *part = (*parts)[i].if_object();
                    if (part && !json::stringOr(*part, "text").empty())
                        reasoning(index, static_cast<int>(i), textOf(*part, "text"), events);
                }
                if (m_items[index].said)
                    break;   // Both say the same.
            }
        }
        if (json::stringOr(item, "encrypted_content").empty())
            return;
        Delta delta;
        delta.signature = sealReasoning(item);
        delta.newBlock = !m_items[index].said && m_reasoned;
        m_reasoned = true;
        events.emplace_back(std::move(delta));
    }

    std::map<int, Item> m_items;
    std::map<std::pair<int, int>, std::size_t> m_texts;   // Bytes said of each.
    json::Array m_citations;
    json::Array m_sources;
    std::set<std::string> m_urls;
    int m_calls = 0;
    bool m_started = false;
    bool m_reasoned = false;
};

class WholeResponses final : public WholeAnswer
{
protected:
    Result<Events> read(json::Object &object) override
    {
        if (!json::findArray(object, "output")) {
            if (const json::Value *error = object.if_contains("error"); error && !error->is_null())
                return failureOf(object);
            return malformed("the provider's answer has no output");
        }
        Events events;
        m_items.finish(object, false, events);
        return events;
    }

private:
    ItemReader m_items;
};

class StreamedResponses final : public EventDecoder
{
public:
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
            events.emplace_back(chat::Failure{endedBefore("response.completed")});
        return events;
    }

private:
    void read(std::string_view data, Events &events)
    {
        if (data.empty() || m_ended || data == "[DONE]")
            return;
        const auto value = json::parse(data);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        if (!object) {
            events.emplace_back(
                chat::Failure{malformed("the provider sent an event that is not a JSON object")});
            return;
        }
        const std::string_view type = json::stringOr(*object, "type");
        if (const json::Object *response = json::findObject(*object, "response")) {
            const bool last = type == "response.completed" || type == "response.incomplete" ||
                              type == "response.failed" || type == "response.cancelled";
            if (!last)
                return m_items.start(*response, events);
            m_ended = true;
            return m_items.finish(*response, true, events);
        }
        const json::Value *error = object->if_contains("error");
        if (type == "error" || (type.empty() && error && !error->is_null())) {
            events.emplace_back(chat::Failure{failureOf(*object)});
            return;
        }
        readPiece(type, *object, events);
    }

    void readPiece(std::string_view type, const json::Object &object, Events &events)
    {
        const int index = indexOf(object, "output_index");
        if (const json::Object *item = json::findObject(object, "item")) {
            if (type == "response.output_item.added")
                m_items.added(*item, index, events);
            else if (type == "response.output_item.done")
                m_items.done(*item, index, true, events);
            return;
        }
        if (type == "response.output_text.annotation.added") {
            if (const json::Object *annotation = json::findObject(object, "annotation"))
                m_items.annotation(*annotation, events);
            return;
        }
        const auto delta = json::findString(object, "delta");
        if (!delta)
            return;
        std::string piece(*delta);
        if (type == "response.output_text.delta")
            m_items.text(static_cast<int>(json::findInt(object, "output_index").value_or(kNoIndex)),
                         indexOf(object, "content_index"), std::move(piece), events);
        else if (type == "response.refusal.delta")
            m_items.refusal(index, std::move(piece), events);
        else if (type == "response.reasoning_summary_text.delta")
            m_items.reasoning(index, indexOf(object, "summary_index"), std::move(piece), events);
        else if (type == "response.reasoning_text.delta")
            m_items.reasoning(index, indexOf(object, "content_index"), std::move(piece), events);
        else if (type == "response.function_call_arguments.delta" ||
                 type == "response.custom_tool_call_input.delta")
            m_items.arguments(index, std::move(piece), events);
    }

    ItemReader m_items;
    wire::SseReader m_sse;
    bool m_ended = false;
};

// What both relays learn of a response object, and the name they put into it.
class ResponsePass
{
public:
    ResponsePass(const RelayOptions &options, AnswerFacts &facts)
        : m_facts(facts)
    {
        if (!options.model.empty())
            m_model = json::serialize(json::Value(options.model));
    }

    // Notes id, model, service tier and usage of the object whose bytes text are; appends them, renamed.
    Result<void> pass(std::string text, std::string &out)
    {
        auto scanned = chat::scanMembers(text);
        if (!scanned.ok())
            return malformed("the provider's answer is not a JSON object");
        const chat::Members &members = scanned.value();
        const auto member = [&](std::string_view key) {
            const chat::Member *found = members.find(key);
            return found
                       ? std::string_view(text).substr(found->valueBegin, found->valueEnd - found->valueBegin)
                       : std::string_view();
        };
        const auto word = [&](std::string_view key) {
            const auto value = json::parse(member(key));
            return value.ok() && value.value().is_string() ? std::string(value.value().get_string())
                                                           : std::string();
        };
        if (m_facts.providerId.empty())
            m_facts.providerId = word("id");
        if (m_facts.model.empty())
            m_facts.model = word("model");
        // The first events repeat what was asked for; the last one says what was used.
        if (std::string tier = word("service_tier"); !tier.empty())
            m_facts.billed.serviceTier = std::move(tier);
        if (member("usage").size() > 4) {   // More than null.
            json::Object response;
            for (const char *key : {"usage", "tool_usage"}) {
                if (auto value = json::parse(member(key)); value.ok())
                    response[key] = std::move(value).value();
            }
            if (const chat::Usage usage = usageOf(response); usage.known()) {
                m_facts.usage = usage;
                m_facts.billed.statedCost = statedCost(*json::findObject(response, "usage"));
            }
        }
        chat::EditList edits;
        if (!m_model.empty() && !member("model").empty() && member("model") != m_model)
            edits.set("model", m_model);
        out += edits.empty() ? text : edits.apply(text, members);
        return {};
    }

private:
    AnswerFacts &m_facts;
    std::string m_model;
};

class WholeResponsesRelay final : public Relay
{
public:
    explicit WholeResponsesRelay(RelayOptions options)
        : m_options(std::move(options))
        , m_pass(m_options, m_facts)
    {}

    Result<void> feed(std::string_view bytes, std::string &) override
    {
        m_body += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        GW_CHECK(m_pass.pass(m_body, out));
        m_facts.textBytes = static_cast<std::int64_t>(m_body.size());
        m_facts.ended = true;
        m_facts.finished = true;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    RelayOptions m_options;
    AnswerFacts m_facts;
    ResponsePass m_pass;
    std::string m_body;
};

class StreamedResponsesRelay final : public Relay
{
public:
    explicit StreamedResponsesRelay(RelayOptions options)
        : m_options(std::move(options))
        , m_pass(m_options, m_facts)
    {}

    Result<void> feed(std::string_view bytes, std::string &out) override
    {
        GW_CHECK(m_sse.feed(bytes));
        while (auto event = m_sse.next())
            GW_CHECK(pass(*event, out));
        return {};
    }

    Result<void> finish(std::string &) override
    {
        if (m_facts.ended)
            return {};
        return endedBefore("response.completed");
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    Result<void> pass(const wire::SseEvent &event, std::string &out)
    {
        if (m_facts.ended || event.data.empty() || event.data == "[DONE]")
            return {};
        m_event.assign(event.data);
        auto scanned = chat::scanMembers(m_event);
        if (!scanned.ok())
            return malformed("the provider sent an event that is not a JSON object");
        const chat::Members &members = scanned.value();
        const std::string_view type = valueOf(members, "type");
        if (type == "\"response.failed\"" || type == "\"error\"")
            return failed(m_event);
        ++m_facts.events;
        if (const std::string_view response = valueOf(members, "response"); !response.empty()) {
            std::string renamed;
            GW_CHECK(m_pass.pass(std::string(response), renamed));
            const auto begin = static_cast<std::size_t>(response.data() - m_event.data());
            wire::appendSse(out, m_event.substr(0, begin) + renamed + m_event.substr(begin + response.size()),
                            event.event);
            m_facts.ended = type == "\"response.completed\"" || type == "\"response.incomplete\"" ||
                            type == "\"response.cancelled\"";
            m_facts.finished = m_facts.ended;
            return {};
        }
        if (const std::string_view delta = valueOf(members, "delta"); delta.size() > 2) {
            m_facts.contentStarted = true;
            m_facts.textBytes += static_cast<std::int64_t>(delta.size() - 2);
        }
        if (type.starts_with("\"response.function_call_arguments"))
            m_facts.toolCalls = true;
        out += event.raw;
        return {};
    }

    std::string_view valueOf(const chat::Members &members, std::string_view key) const
    {
        const chat::Member *found = members.find(key);
        return found
                   ? std::string_view(m_event).substr(found->valueBegin, found->valueEnd - found->valueBegin)
                   : std::string_view();
    }

    static Error failed(std::string_view event)
    {
        const auto value = json::parse(event);
        if (!value.ok())
            return malformed("the provider's answer failed without an explanation");
        const json::Object &object = value.value().get_object();
        const json::Object *response = json::findObject(object, "response");
        return failureOf(response ? *response : object);
    }

    RelayOptions m_options;
    AnswerFacts m_facts;
    ResponsePass m_pass;
    wire::SseReader m_sse;
    std::string m_event;
};

}   // namespace

std::unique_ptr<EventDecoder> newResponsesDecoder(bool streamed)
{
    if (streamed)
        return std::make_unique<StreamedResponses>();
    return std::make_unique<WholeResponses>();
}

std::unique_ptr<Relay> newResponsesRelay(const RelayOptions &options, bool streamed)
{
    if (streamed)
        return std::make_unique<StreamedResponsesRelay>(options);
    return std::make_unique<WholeResponsesRelay>(options);
}

}   // namespace gw::providers::openai
