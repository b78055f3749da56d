#pragma once

#include "core/dialects/dialect.h"
#include "core/wire/sse.h"

#include <QTest>

#include <string>
#include <vector>

// What the tests of the dialects share: decoding a body, feeding events, reading the stream that comes out.
namespace gw::dialects {

inline Result<chat::Call> decoded(std::string_view dialect, std::string body, std::string_view action = {},
                                  Stores *stores = nullptr, std::string_view owner = "me")
{
    return Dialects::all()[dialect].decode(
        {.action = action, .stores = stores, .owner = owner, .body = std::move(body)});
}

// The canonical chat request of a call that must be right.
inline const chat::Request &chatOf(const chat::Call &call)
{
    const auto canonical = call.canonical();
    if (!canonical.ok())
        qFatal("%s", canonical.error().message.c_str());
    return std::get<chat::Request>(*canonical.value());
}

inline std::string paramOf(const chat::Request &request, std::string_view key)
{
    const json::Value *value = request.params.if_contains(key);
    return value ? json::serialize(*value) : std::string();
}

struct Sent
{
    std::string event;
    json::Object data;
};

inline std::vector<Sent> readStream(const std::string &bytes)
{
    std::vector<Sent> out;
    wire::SseReader reader;
    if (!reader.feed(bytes).ok())
        qFatal("no event stream");
    while (const auto event = reader.next()) {
        auto value = json::parse(event->data);
        if (!value.ok() || !value.value().is_object())
            qFatal("no JSON object in the stream");
        out.push_back({std::string(event->event), std::move(value.value().get_object())});
    }
    return out;
}

inline std::vector<std::string> eventNames(const std::vector<Sent> &stream)
{
    std::vector<std::string> names;
    for (const Sent &sent : stream)
        names.push_back(sent.event);
    return names;
}

inline std::string at(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    if (!value)
        return "(none)";
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

inline chat::Event startEvent(std::string id)
{
    chat::Start start;
    start.id = std::move(id);
    return start;
}

inline chat::Event textEvent(std::string text)
{
    chat::Delta delta;
    delta.text = std::move(text);
    return delta;
}

inline chat::Event thoughtEvent(std::string text, std::string signature = {})
{
    chat::Delta delta;
    if (!text.empty())
        delta.reasoning = std::move(text);
    delta.signature = std::move(signature);
    return delta;
}

inline chat::Event callEvent(int index, std::string id, std::string name, std::string arguments)
{
    chat::Delta delta;
    chat::ToolCallDelta &call = delta.toolCalls.emplace_back();
    call.index = index;
    call.id = std::move(id);
    call.name = std::move(name);
    call.arguments = std::move(arguments);
    return delta;
}

inline chat::Event usageEvent(const chat::Usage &usage)
{
    return chat::UsageReport{.usage = usage};
}

inline std::string streamed(StreamEncoder &encoder, const chat::Events &events)
{
    std::string out;
    for (const chat::Event &event : events)
        encoder.encode(event, out);
    return out;
}

inline chat::Response folded(const chat::Events &events)
{
    chat::Response response;
    for (const chat::Event &event : events)
        response.fold(event);
    return response;
}

inline json::Object objectOf(const std::string &text)
{
    return json::parse(text).value().get_object();
}

}   // namespace gw::dialects
