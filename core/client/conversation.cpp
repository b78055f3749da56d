#include "core/client/conversation.h"

#include "core/client/conversationanswer.h"
#include "core/client/conversationparts.h"
#include "core/wire/sse.h"

namespace gw::client {

namespace {

using namespace said;
using Kind = SaidPart::Kind;

// Anthropic's and OpenAI's messages.
void readMessages(Conversation &out, const json::Object &request)
{
    if (const json::Value *system = json::find(request, "system")) {
        SaidMessage message{.role = QStringLiteral("system")};
        addContent(message, *system);
        out.messages.push_back(std::move(message));
    }
    for (const json::Value &value : *json::findArray(request, "messages")) {
        if (!value.is_object())
            continue;
        const json::Object &from = value.get_object();
        SaidMessage message{.role = member(from, "role")};
        for (const std::string_view key : {"reasoning_content", "reasoning"})
            append(message, Kind::Thinking, member(from, key));
        const json::Value *content = json::find(from, "content");
        const bool result =
            message.role == QLatin1String("tool") || message.role == QLatin1String("function");
        if (result) {
            SaidMessage inner;
            if (content)
                addContent(inner, *content);
            SaidPart part{
                .kind = Kind::ToolResult, .name = member(from, "name"), .id = member(from, "tool_call_id")};
            for (const SaidPart &piece : inner.parts)
                part.text += piece.text;
            message.parts.push_back(std::move(part));
        } else if (content) {
            addContent(message, *content);
        }
        addToolCalls(message, from);
        out.messages.push_back(std::move(message));
    }
}

void readGemini(Conversation &out, const json::Object &request)
{
    const json::Object *system = json::findObject(request, "systemInstruction");
    if (!system)
        system = json::findObject(request, "system_instruction");
    if (system) {
        SaidMessage message{.role = QStringLiteral("system")};
        addGeminiParts(message, *system);
        out.messages.push_back(std::move(message));
    }
    for (const json::Value &value : *json::findArray(request, "contents")) {
        if (!value.is_object())
            continue;
        SaidMessage message{.role = member(value.get_object(), "role")};
        if (message.role.isEmpty())
            message.role = QStringLiteral("user");
        addGeminiParts(message, value.get_object());
        out.messages.push_back(std::move(message));
    }
}

// The input of Responses, of embeddings and of moderations, or a prompt: a text or a list.
void readInput(Conversation &out, const json::Value &input)
{
    const auto say = [&](const QString &text) {
        out.messages.push_back({.role = QStringLiteral("user"), .parts = {{.text = text}}});
    };
    if (!input.is_array())
        return say(plainOrJson(input));
    for (const json::Value &item : input.get_array()) {
        if (item.is_object())
            out.messages.push_back(responsesItem(item.get_object()));
        else
            say(plainOrJson(item));
    }
}

// Names of the tools, in any of the dialects' places for them.
void readTools(Conversation &out, const json::Object &request)
{
    const auto add = [&](const json::Object &tool) {
        const json::Object *function = json::findObject(tool, "function");
        QString name = member(function ? *function : tool, "name");
        if (name.isEmpty())
            name = member(tool, "type");
        if (!name.isEmpty())
            out.tools << name;
    };
    for (const std::string_view key : {"tools", "functions"}) {
        const json::Array *tools = json::findArray(request, key);
        if (!tools)
            continue;
        for (const json::Value &value : *tools) {
            if (!value.is_object())
                continue;
            const json::Object &tool = value.get_object();
            const json::Array *declared = json::findArray(tool, "functionDeclarations");
            if (!declared)
                declared = json::findArray(tool, "function_declarations");
            if (!declared) {
                add(tool);
                continue;
            }
            for (const json::Value &declaration : *declared)
                if (declaration.is_object())
                    add(declaration.get_object());
        }
    }
}

void readRequest(Conversation &out, std::string_view body)
{
    const auto parsed = json::parse(body);
    if (!parsed.ok() || !parsed.value().is_object())
        return;
    const json::Object &request = parsed.value().get_object();
    out.requestRead = true;
    if (const QString instructions = member(request, "instructions"); !instructions.isEmpty())
        out.messages.push_back({.role = QStringLiteral("system"), .parts = {{.text = instructions}}});
    if (json::findArray(request, "messages"))
        readMessages(out, request);
    else if (json::findArray(request, "contents"))
        readGemini(out, request);
    else if (const json::Value *input = json::find(request, "input"))
        readInput(out, *input);
    else if (const json::Value *prompt = json::find(request, "prompt"))
        readInput(out, *prompt);
    else
        out.requestRead = false;
    readTools(out, request);
}

constexpr int kIndent = 2;

void writePretty(std::string &out, const json::Value &value, std::size_t depth)
{
    const auto line = [&](std::size_t at) { out.append(1, '\n').append(at * kIndent, ' '); };
    const auto list = [&](const auto &items, char open, char close, const auto &write) {
        out += open;
        bool first = true;
        for (const auto &item : items) {
            if (!std::exchange(first, false))
                out += ',';
            line(depth + 1);
            write(item);
        }
        line(depth);
        out += close;
    };
    if (value.is_array() && !value.get_array().empty())
        return list(value.get_array(), '[', ']',
                    [&](const json::Value &item) { writePretty(out, item, depth + 1); });
    if (value.is_object() && !value.get_object().empty())
        return list(value.get_object(), '{', '}', [&](const auto &item) {
            json::appendString(out, std::string_view(item.key().data(), item.key().size()));
            out += ": ";
            writePretty(out, item.value(), depth + 1);
        });
    json::append(out, value);
}

}   // namespace

Conversation readConversation(std::string_view request, std::string_view answer)
{
    Conversation out;
    readRequest(out, request);
    readAnswer(out, answer);
    return out;
}

std::vector<SaidEvent> streamEvents(std::string_view body)
{
    std::vector<SaidEvent> events;
    if (!isStream(body))
        return events;
    wire::SseReader reader;
    // A stream that was cut may lack its last blank line.
    if (!reader.feed(body).ok() || !reader.feed("\n\n").ok())
        return events;
    while (const auto event = reader.next())
        events.push_back({toText(event->event), prettyJson(event->data)});
    return events;
}

QString prettyJson(std::string_view body)
{
    const auto parsed = json::parse(body);
    if (!parsed.ok())
        return toText(body);
    std::string out;
    writePretty(out, parsed.value(), 0);
    return toText(out);
}

}   // namespace gw::client
