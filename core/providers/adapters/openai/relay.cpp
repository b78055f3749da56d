#include "core/providers/adapters/openai/relay.h"

#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/decoding.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <cmath>
#include <simdjson.h>

namespace gw::providers::openai {

namespace {

using simdjson::ondemand::array;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

bool isStandardFinish(std::string_view word)
{
    return word == "stop" || word == "length" || word == "tool_calls" || word == "content_filter" ||
           word == "function_call";
}

// What is worth knowing of a "choices" array, found without building it.
struct ChoicesSeen
{
    bool empty = true;
    bool toolCalls = false;
    bool content = false;   // Something a user would call the first token.
    std::int64_t textBytes = 0;
    std::vector<std::pair<std::size_t, std::size_t>>
        oddFinishes;   // Where finish words stand that OpenAI does not know.
    bool finished = false;
};

class ChoicesScanner
{
public:
    // text must be followed by simdjson's padding within the same allocation.
    ChoicesScanner(std::string_view text, std::size_t capacity, ChoicesSeen &seen)
        : m_text(text)
        , m_seen(seen)
    {
        thread_local simdjson::ondemand::parser parser;
        simdjson::ondemand::document document;
        array choices;
        if (parser.iterate(text.data(), text.size(), capacity).get(document) ||
            document.get_array().get(choices))
            return;
        for (auto item : choices) {
            object choice;
            if (item.get_object().get(choice))
                return;
            m_seen.empty = false;
            scanChoice(choice);
        }
    }

private:
    void scanChoice(object &choice)
    {
        for (auto field : choice) {
            std::string_view key;
            value inner;
            if (field.unescaped_key().get(key) || field.value().get(inner))
                return;
            if (key == "finish_reason") {
                scanFinish(inner);
            } else if (key == "delta" || key == "message") {
                object message;
                if (!inner.get_object().get(message))
                    scanMessage(message);
            } else if (key == "text") {
                addText(inner);
            }
        }
    }

    void scanFinish(value &inner)
    {
        const std::string_view token = inner.raw_json_token();
        std::string_view word;
        if (inner.get_string().get(word))
            return;   // null: not finished yet.
        m_seen.finished = true;
        if (!isStandardFinish(word)) {
            const auto begin = static_cast<std::size_t>(token.data() - m_text.data());
            const std::size_t end = m_text.find('"', begin + 1);
            m_seen.oddFinishes.emplace_back(begin, end + 1 - begin);
        }
    }

    void scanMessage(object &message)
    {
        for (auto field : message) {
            std::string_view key;
            value inner;
            if (field.unescaped_key().get(key) || field.value().get(inner))
                return;
            if (key == "content" || key == "reasoning_content" || key == "reasoning" || key == "refusal")
                addText(inner);
            else if (key == "tool_calls")
                scanToolCalls(inner);
        }
    }

    void scanToolCalls(value &list)
    {
        array calls;
        if (list.get_array().get(calls))
            return;
        for (auto item : calls) {
            m_seen.toolCalls = true;
            m_seen.content = true;
            object call;
            object function;
            std::string_view arguments;
            if (!item.get_object().get(call) && !call["function"].get_object().get(function) &&
                !function["arguments"].get_string().get(arguments))
                m_seen.textBytes += static_cast<std::int64_t>(arguments.size());
        }
    }

    void addText(value &inner)
    {
        std::string_view text;
        if (inner.get_string().get(text) || text.empty())
            return;
        m_seen.content = true;
        m_seen.textBytes += static_cast<std::int64_t>(text.size());
    }

    std::string_view m_text;
    ChoicesSeen &m_seen;
};

std::string_view memberText(const std::string &body, const chat::Member *member)
{
    return member ? std::string_view(body).substr(member->valueBegin, member->valueEnd - member->valueBegin)
                  : std::string_view();
}

// What both relays do with one JSON object of the provider's.
class ObjectPass
{
public:
    ObjectPass(const Target &target, const RelayOptions &options, AnswerFacts &facts)
        : m_target(target)
        , m_facts(facts)
    {
        if (!options.model.empty())
            m_model = json::serialize(json::Value(options.model));
    }

    // Finds what matters and plans the edits. An error is the provider's own.
    Result<void> inspect(std::string &body)
    {
        auto scanned = chat::scanMembers(body);
        if (!scanned.ok())
            return Error{.code = ErrorCode::UpstreamMalformed,
                         .message = "the provider's answer is not a JSON object"};
        members = std::move(scanned).value();
        edits = {};
        seen = {};
        const std::string_view error = memberText(body, members.find("error"));
        const chat::Member *choices = members.find("choices");
        if (!error.empty() && error != "null" && error != "{}" && !(choices && error == "\"\"")) {
            const auto whole = json::parse(body);
            if (whole.ok()) {
                if (auto found = findError(whole.value().get_object(), m_target))
                    return *found;
            }
        }
        if (choices) {
            const std::string_view text = memberText(body, choices);
            ChoicesScanner(text, body.capacity() - choices->valueBegin, seen);
            m_facts.textBytes += seen.textBytes;
            m_facts.contentStarted = m_facts.contentStarted || seen.content;
            m_facts.toolCalls = m_facts.toolCalls || seen.toolCalls;
            m_facts.finished = m_facts.finished || seen.finished;
            normaliseFinishes(text);
        }
        if (const std::string_view tier = memberText(body, members.find("service_tier")); tier.size() > 2)
            m_facts.billed.serviceTier = tier.substr(1, tier.size() - 2);
        rename(body);
        readUsageMember(body);
        if (m_facts.providerId.empty()) {
            const auto id = json::parse(memberText(body, members.find("id")));
            if (id.ok() && id.value().is_string())
                m_facts.providerId = id.value().get_string();
        }
        return {};
    }

    chat::Members members;
    chat::EditList edits;
    ChoicesSeen seen;
    bool hasUsage = false;

private:
    void rename(const std::string &body)
    {
        const std::string_view model = memberText(body, members.find("model"));
        if (m_facts.model.empty() && model.size() > 2)
            m_facts.model = model.substr(1, model.size() - 2);
        if (!m_model.empty() && model != m_model && !model.empty())
            edits.set("model", m_model);
    }

    void readUsageMember(const std::string &body)
    {
        const std::string_view text = memberText(body, members.find("usage"));
        hasUsage = !text.empty() && text != "null" && text != "{}";
        if (!hasUsage)
            return;
        const auto usage = json::parse(text);
        if (usage.ok() && usage.value().is_object()) {
            const chat::Usage read = readUsage(usage.value().get_object(), false);
            m_facts.billed.statedCost = statedCost(usage.value().get_object());
            if (read.known())
                m_facts.usage = read;
            else
                hasUsage = false;
        }
    }

    void normaliseFinishes(std::string_view choices)
    {
        if (seen.oddFinishes.empty())
            return;
        std::string text;
        std::size_t done = 0;
        for (const auto &[begin, size] : seen.oddFinishes) {
            text += choices.substr(done, begin - done);
            text += '"';
            text += chat::stopName(chat::stopFromName(choices.substr(begin + 1, size - 2)));
            text += '"';
            done = begin + size;
        }
        text += choices.substr(done);
        edits.set("choices", std::move(text));
    }

    const Target &m_target;
    AnswerFacts &m_facts;
    std::string m_model;
};

class WholeRelay final : public Relay
{
public:
    WholeRelay(const Target &target, RelayOptions options)
        : m_options(std::move(options))
        , m_pass(target, m_options, m_facts)
    {}

    Result<void> feed(std::string_view bytes, std::string &) override
    {
        m_body += bytes;
        return {};
    }

    Result<void> finish(std::string &out) override
    {
        GW_CHECK(m_pass.inspect(m_body));
        if (!m_pass.members.find("choices") && !m_pass.members.find("data"))
            return Error{.code = ErrorCode::UpstreamMalformed,
                         .message = "the provider's answer has no choices"};
        m_facts.ended = true;
        m_facts.finished = true;
        if (!m_pass.hasUsage)
            m_pass.edits.set("usage", json::serialize(estimatedUsage()));
        if (m_pass.edits.empty() && !m_pass.members.hasDuplicates())
            out += m_body;
        else
            out += m_pass.edits.apply(m_body, m_pass.members);
        return {};
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    json::Object estimatedUsage() const
    {
        const auto output = static_cast<std::int64_t>(
            std::ceil(static_cast<double>(m_facts.textBytes) / m_options.bytesPerToken));
        json::Object usage{{"prompt_tokens", m_options.estimatedInput}};
        if (m_pass.members.find("choices"))
            usage["completion_tokens"] = output;
        usage["total_tokens"] = m_options.estimatedInput + output;
        return usage;
    }

    RelayOptions m_options;
    AnswerFacts m_facts;
    ObjectPass m_pass;
    std::string m_body;
};

class StreamRelay final : public Relay
{
public:
    StreamRelay(const Target &target, RelayOptions options)
        : m_options(std::move(options))
        , m_pass(target, m_options, m_facts)
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
        return endedBefore("[DONE]");
    }

    const AnswerFacts &facts() const override { return m_facts; }

private:
    Result<void> pass(const wire::SseEvent &event, std::string &out)
    {
        if (m_facts.ended)
            return {};   // Whatever a server sends behind its end marker is not part of the answer.
        if (event.data.empty()) {
            return {};   // Comments and keep-alives.
        }
        if (event.data == "[DONE]") {
            m_facts.ended = true;
            out += "data: [DONE]\n\n";
            return {};
        }
        m_chunk.assign(event.data);
        GW_CHECK(m_pass.inspect(m_chunk));
        const bool usageMember = m_pass.members.find("usage") != nullptr;
        if (usageMember && !m_options.giveUsage) {
            // Asked for by us and not by the client.
            if (m_pass.hasUsage && m_pass.seen.empty)
                return {};
            m_pass.edits.remove("usage");
        }
        if (m_pass.edits.empty() && !m_pass.members.hasDuplicates()) {
            out += "data: ";
            out += event.data;
        } else {
            out += "data: ";
            out += m_pass.edits.apply(m_chunk, m_pass.members);
        }
        out += "\n\n";
        return {};
    }

    RelayOptions m_options;
    AnswerFacts m_facts;
    ObjectPass m_pass;
    wire::SseReader m_sse;
    std::string m_chunk;
};

}   // namespace

std::unique_ptr<Relay> newWholeRelay(const Target &target, const RelayOptions &options)
{
    return std::make_unique<WholeRelay>(target, options);
}

std::unique_ptr<Relay> newStreamRelay(const Target &target, const RelayOptions &options)
{
    return std::make_unique<StreamRelay>(target, options);
}

bool relayable(const Target &target)
{
    return std::ranges::none_of(target.rules, [](const Rule *rule) {
        return rule->kind == Rule::Kind::FoldReasoning || rule->kind == Rule::Kind::UsagePath ||
               rule->onAnswer;
    });
}

}   // namespace gw::providers::openai
