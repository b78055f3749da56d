#include "core/client/conversationanswer.h"

#include "core/client/conversationparts.h"
#include "core/wire/sse.h"

#include <map>

namespace gw::client::said {

namespace {

using Kind = SaidPart::Kind;

SaidMessage assistant()
{
    return {.role = QStringLiteral("assistant"), .answer = true};
}

// An error in any dialect's shape.
QString errorOf(const json::Object &answer)
{
    const json::Value *error = json::find(answer, "error");
    if (!error || error->is_null())
        return {};
    if (const json::Object *object = error->if_object())
        if (const QString message = member(*object, "message"); !message.isEmpty())
            return message;
    return plainOrJson(*error);
}

void addResponses(Conversation &out, const json::Object &response)
{
    const json::Array *output = json::findArray(response, "output");
    if (!output)
        return;
    out.finish = member(response, "status");
    for (const json::Value &item : *output) {
        if (!item.is_object())
            continue;
        SaidMessage message = responsesItem(item.get_object());
        message.answer = true;
        if (message.role.isEmpty())
            message.role = QStringLiteral("assistant");
        out.messages.push_back(std::move(message));
    }
}

void addChoices(Conversation &out, const json::Array &choices)
{
    for (const json::Value &value : choices) {
        if (!value.is_object())
            continue;
        const json::Object &choice = value.get_object();
        SaidMessage message = assistant();
        out.finish = member(choice, "finish_reason");
        if (const json::Object *said = json::findObject(choice, "message")) {
            for (const std::string_view key : {"reasoning_content", "reasoning"})
                append(message, Kind::Thinking, member(*said, key));
            if (const json::Value *content = json::find(*said, "content"))
                addContent(message, *content);
            append(message, Kind::Refusal, member(*said, "refusal"));
            addToolCalls(message, *said);
        } else {
            append(message, Kind::Text, member(choice, "text"));
        }
        out.messages.push_back(std::move(message));
    }
}

// Gemini's candidates; pieces of a stream join what is there.
void addCandidates(Conversation &out, SaidMessage &message, const json::Object &answer)
{
    const json::Array *candidates = json::findArray(answer, "candidates");
    if (!candidates || candidates->empty() || !candidates->front().is_object())
        return;
    const json::Object &first = candidates->front().get_object();
    if (const QString finish = member(first, "finishReason"); !finish.isEmpty())
        out.finish = finish;
    if (const json::Object *content = json::findObject(first, "content"))
        addGeminiParts(message, *content);
}

void readWhole(Conversation &out, const json::Value &value)
{
    SaidMessage message = assistant();
    // Gemini streams a list where no event stream is asked for.
    if (value.is_array()) {
        for (const json::Value &piece : value.get_array())
            if (piece.is_object())
                addCandidates(out, message, piece.get_object());
        if (!message.parts.empty())
            out.messages.push_back(std::move(message));
        return;
    }
    if (!value.is_object())
        return;
    const json::Object &answer = value.get_object();
    out.error = errorOf(answer);
    if (const json::Array *choices = json::findArray(answer, "choices"))
        return addChoices(out, *choices);
    if (json::findArray(answer, "output"))
        return addResponses(out, answer);
    if (const json::Value *content = json::find(answer, "content")) {
        addContent(message, *content);
        out.finish = member(answer, "stop_reason");
    } else {
        addCandidates(out, message, answer);
    }
    if (!message.parts.empty())
        out.messages.push_back(std::move(message));
}

// Puts the pieces of a stream together.
class Pieces
{
public:
    explicit Pieces(Conversation &out)
        : m_out(out)
    {}

    void take(const json::Object &event)
    {
        const std::string_view type = json::stringOr(event, "type");
        if (const QString error = errorOf(event); !error.isEmpty())
            m_out.error = error;
        if (const json::Array *choices = json::findArray(event, "choices"))
            takeChoices(*choices);
        else if (json::findArray(event, "candidates"))
            addCandidates(m_out, m_message, event);
        else if (type.starts_with("response."))
            takeResponses(event, type);
        else if (!type.empty())
            takeAnthropic(event, type);
    }

    void finish()
    {
        for (auto &[index, part] : m_parts)
            m_message.parts.push_back(std::move(part));
        if (!m_whole && !m_message.parts.empty())
            m_out.messages.push_back(std::move(m_message));
    }

private:
    void takeChoices(const json::Array &choices)
    {
        for (const json::Value &value : choices) {
            // Several answers at once are rare, and raw shows them all.
            if (!value.is_object() || json::findInt(value.get_object(), "index").value_or(0) != 0)
                continue;
            const json::Object &choice = value.get_object();
            if (const QString finish = member(choice, "finish_reason"); !finish.isEmpty())
                m_out.finish = finish;
            append(m_message, Kind::Text, member(choice, "text"));
            const json::Object *delta = json::findObject(choice, "delta");
            if (!delta)
                continue;
            for (const std::string_view key : {"reasoning_content", "reasoning"})
                append(m_message, Kind::Thinking, member(*delta, key));
            append(m_message, Kind::Text, member(*delta, "content"));
            append(m_message, Kind::Refusal, member(*delta, "refusal"));
            takeCalls(*delta);
        }
    }

    void takeCalls(const json::Object &delta)
    {
        const json::Array *calls = json::findArray(delta, "tool_calls");
        if (!calls)
            return;
        for (const json::Value &value : *calls) {
            if (!value.is_object())
                continue;
            const json::Object &call = value.get_object();
            SaidPart &part = m_parts[json::findInt(call, "index").value_or(0)];
            part.kind = Kind::ToolCall;
            if (part.id.isEmpty())
                part.id = member(call, "id");
            if (const json::Object *function = json::findObject(call, "function")) {
                part.name += member(*function, "name");
                part.text += member(*function, "arguments");
            }
        }
    }

    void takeAnthropic(const json::Object &event, std::string_view type)
    {
        const std::int64_t index = json::findInt(event, "index").value_or(0);
        if (type == "content_block_start") {
            const json::Object *block = json::findObject(event, "content_block");
            SaidMessage one;
            if (block)
                addPart(one, *block);
            SaidPart &part = m_parts[index];
            if (!one.parts.empty())
                part = one.parts.front();
            // The arguments follow in pieces; what stands here is an empty object.
            if (part.kind == Kind::ToolCall)
                part.text.clear();
        } else if (const json::Object *delta = json::findObject(event, "delta")) {
            if (type == "message_delta") {
                m_out.finish = member(*delta, "stop_reason");
                return;
            }
            SaidPart &part = m_parts[index];
            for (const std::string_view key : {"text", "thinking", "partial_json"})
                part.text += member(*delta, key);
        }
    }

    void takeResponses(const json::Object &event, std::string_view type)
    {
        if (type == "response.completed" || type == "response.incomplete" || type == "response.failed") {
            if (const json::Object *response = json::findObject(event, "response")) {
                // The end holds everything again.
                m_whole = true;
                addResponses(m_out, *response);
                if (const QString error = errorOf(*response); !error.isEmpty())
                    m_out.error = error;
            }
            return;
        }
        SaidPart &part = m_parts[json::findInt(event, "output_index").value_or(0)];
        if (type == "response.output_item.added") {
            if (const json::Object *item = json::findObject(event, "item")) {
                const SaidMessage one = responsesItem(*item);
                if (!one.parts.empty())
                    part = one.parts.front();
            }
        } else if (type.ends_with(".delta")) {
            part.text += member(event, "delta");
        }
    }

    Conversation &m_out;
    SaidMessage m_message = assistant();
    std::map<std::int64_t, SaidPart> m_parts;   // By the place that the stream gives them.
    bool m_whole = false;                       // A last event has told all.
};

}   // namespace

bool isStream(std::string_view body)
{
    const std::size_t begin = body.find_first_not_of("\r\n \xef\xbb\xbf");
    if (begin == std::string_view::npos)
        return false;
    const std::string_view text = body.substr(begin);
    return text.starts_with("data:") || text.starts_with("event:") || text.starts_with("id:") ||
           text.starts_with(": ");
}

void readAnswer(Conversation &out, std::string_view body)
{
    if (!isStream(body)) {
        const auto parsed = json::parse(body);
        out.answerRead = parsed.ok();
        if (parsed.ok())
            readWhole(out, parsed.value());
        return;
    }
    wire::SseReader reader;
    if (!reader.feed(body).ok() || !reader.feed("\n\n").ok())
        return;
    out.answerRead = true;
    Pieces pieces(out);
    while (const auto event = reader.next())
        if (const auto parsed = json::parse(event->data); parsed.ok() && parsed.value().is_object())
            pieces.take(parsed.value().get_object());
    pieces.finish();
}

}   // namespace gw::client::said
