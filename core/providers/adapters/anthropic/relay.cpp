#include "core/providers/adapters/anthropic/relay.h"

#include "core/providers/adapters/anthropic/answerreader.h"
#include "core/providers/adapters/anthropic/usage.h"
#include "core/providers/decoding.h"
#include "core/wire/sse.h"

#include <simdjson.h>

namespace gw::providers::anthropic {

namespace {

namespace ondemand = simdjson::ondemand;

std::string_view memberText(const std::string &body, const chat::Members &members, std::string_view key)
{
    const chat::Member *member = members.find(key);
    return member ? std::string_view(body).substr(member->valueBegin, member->valueEnd - member->valueBegin)
                  : std::string_view();
}

// The text of a string member that is known to hold no escapes, as ids and names do.
std::string_view unquoted(std::string_view text)
{
    return text.size() >= 2 && text.front() == '"' ? text.substr(1, text.size() - 2) : std::string_view();
}

// What both relays do with a message object: its name, its id, its usage.
class MessagePass
{
public:
    MessagePass(const RelayOptions &options, AnswerFacts &facts)
        : m_facts(facts)
    {
        if (!options.model.empty())
            m_model = json::serialize(json::Value(options.model));
    }

    // body: the text of a message object.
    Result<std::string> pass(std::string body)
    {
        auto scanned = chat::scanMembers(body);
        if (!scanned.ok())
            return malformed("the provider's message is not a JSON object");
        const chat::Members &members = scanned.value();
        m_facts.providerId = unquoted(memberText(body, members, "id"));
        m_facts.model = unquoted(memberText(body, members, "model"));
        addUsage(memberText(body, members, "usage"));
        if (const chat::Member *model = members.find("model"); model && !m_model.empty())
            body.replace(model->valueBegin, model->valueEnd - model->valueBegin, m_model);
        return body;
    }

    void addUsage(std::string_view text)
    {
        const auto usage = json::parse(text);
        if (!usage.ok() || !usage.value().is_object())
            return;
        mergeUsage(m_usage, usage.value().get_object());
        m_facts.usage = readUsage(m_usage);
        m_facts.billed.serviceTier = tierOf(m_usage);
    }

    void addText(std::size_t bytes)
    {
        m_facts.textBytes += static_cast<std::int64_t>(bytes);
        m_facts.contentStarted = m_facts.contentStarted || bytes > 0;
    }

    void addToolCall()
    {
        m_facts.toolCalls = true;
        m_facts.contentStarted = true;
    }

private:
    AnswerFacts &m_facts;
    json::Object m_usage;
    std::string m_model;
};

class WholeRelay final : public Relay
{
public:
    explicit WholeRelay(const RelayOptions &options)
        : m_pass(options, m_facts)
    {}

    Result<void> feed(std::string_view bytes, std::string &) override
    {
        m_body += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        auto scanned = chat::scanMembers(m_body);
        if (!scanned.ok())
            return malformed("the provider's answer is not a JSON object");
        if (scanned.value().find("error")) {
            if (const auto whole = json::parse(m_body); whole.ok())
                return errorFrom(whole.value().get_object());
        }
        const auto content = json::parse(memberText(m_body, scanned.value(), "content"));
        if (!content.ok() || !content.value().is_array())
            return malformed("the provider's answer has no content");
        for (const json::Value &block : content.value().get_array())
            count(block);
        GW_TRY(const std::string passed, m_pass.pass(std::move(m_body)));
        out += passed;
        m_facts.ended = true;
        m_facts.finished = true;
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    void count(const json::Value &value)
    {
        const json::Object *block = value.if_object();
        if (!block)
            return;
        m_pass.addText(json::stringOr(*block, "text").size() + json::stringOr(*block, "thinking").size());
        if (json::stringOr(*block, "type") != "tool_use")
            return;
        m_pass.addToolCall();
        if (const json::Object *input = json::findObject(*block, "input"))
            m_pass.addText(json::serialize(*input).size());
    }

    AnswerFacts m_facts;
    MessagePass m_pass;
    std::string m_body;
};

class StreamRelay final : public Relay
{
public:
    explicit StreamRelay(const RelayOptions &options)
        : m_pass(options, m_facts)
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
        return endedBefore("message_stop");
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    Result<void> pass(const wire::SseEvent &event, std::string &out)
    {
        if (m_facts.ended || event.data == "[DONE]")
            return {};
        m_data.assign(event.data);
        m_data.reserve(m_data.size() + simdjson::SIMDJSON_PADDING);
        thread_local ondemand::parser parser;
        ondemand::document document;
        ondemand::object object;
        std::string_view type;
        if (parser.iterate(m_data.data(), m_data.size(), m_data.capacity()).get(document) ||
            document.get_object().get(object) || object["type"].get_string().get(type))
            return malformed("the provider sent an event that is not a JSON object with a type");
        if (type == "content_block_delta") {
            noteDelta(object);
        } else if (type == "content_block_start") {
            std::string_view kind;
            if (!object["content_block"]["type"].get_string().get(kind) && kind == "tool_use")
                m_pass.addToolCall();
        } else if (type == "message_start") {
            return passStart(event, out);
        } else if (type == "message_delta") {
            noteEnd();
        } else if (type == "message_stop") {
            m_facts.ended = true;
        } else if (type == "error") {
            if (const auto whole = json::parse(m_data); whole.ok() && whole.value().is_object())
                return errorFrom(whole.value().get_object());
        }
        out += event.raw;
        return {};
    }

    void noteDelta(ondemand::object &object)
    {
        ondemand::object delta;
        if (object["delta"].get_object().get(delta))
            return;
        for (auto field : delta) {
            std::string_view key;
            std::string_view text;
            if (field.unescaped_key().get(key))
                return;
            if ((key == "text" || key == "thinking" || key == "partial_json") &&
                !field.value().get_string().get(text))
                m_pass.addText(text.size());
        }
    }

    void noteEnd()
    {
        auto members = chat::scanMembers(m_data);
        if (!members.ok())
            return;
        m_pass.addUsage(memberText(m_data, members.value(), "usage"));
        m_facts.finished = true;
    }

    Result<void> passStart(const wire::SseEvent &event, std::string &out)
    {
        auto members = chat::scanMembers(m_data);
        if (!members.ok())
            return malformed("the provider sent an event that is not a JSON object");
        GW_TRY(const std::string message,
               m_pass.pass(std::string(memberText(m_data, members.value(), "message"))));
        if (const chat::Member *member = members.value().find("message"))
            m_data.replace(member->valueBegin, member->valueEnd - member->valueBegin, message);
        const std::size_t at = event.raw.find(event.data);
        if (at == std::string_view::npos) {
            wire::appendSse(out, m_data, event.event);   // Its data came in several lines.
        } else {
            out += event.raw.substr(0, at);
            out += m_data;
            out += event.raw.substr(at + event.data.size());
        }
        return {};
    }

    AnswerFacts m_facts;
    MessagePass m_pass;
    wire::SseReader m_sse;
    std::string m_data;
};

}   // namespace

std::unique_ptr<Relay> newRelay(const RelayOptions &options, bool streamed)
{
    if (streamed)
        return std::make_unique<StreamRelay>(options);
    return std::make_unique<WholeRelay>(options);
}

}   // namespace gw::providers::anthropic
