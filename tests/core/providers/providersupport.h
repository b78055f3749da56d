#pragma once

#include "core/chat/response.h"
#include "core/dialects/dialect.h"
#include "core/providers/registry.h"

#include <QtGlobal>

#include <algorithm>
#include <map>
#include <random>

// What tests of adapters share: deployments without a config file, and answers read in pieces.
namespace gw::providertest {

using Variables = std::map<std::string, std::string>;

inline config::Deployment deployment(const std::string &model, std::string key = "sk-test")
{
    config::Deployment out;
    out.modelName = "m";
    out.info.id = "id";
    out.params.model = model;
    out.params.apiKey = Secret(std::move(key));
    return out;
}

inline providers::Target target(const config::Deployment &deployment, const Variables &variables = {})
{
    return providers::resolveTarget(providers::Catalog::builtIn(), deployment, false,
                                    [&](std::string_view name) -> std::optional<std::string> {
                                        const auto it = variables.find(std::string(name));
                                        return it == variables.end() ? std::nullopt
                                                                     : std::optional(it->second);
                                    });
}

inline const providers::Adapter &adapter(std::string_view id)
{
    static const providers::Adapters adapters;
    return *adapters.find(id);
}

// Aborts the test program on a request that its dialect refuses: the test itself is wrong then.
inline chat::Call call(std::string_view dialect, std::string body, std::string_view action = {})
{
    auto decoded = dialects::Dialects::all()[dialect].decode({.action = action, .body = std::move(body)});
    if (!decoded.ok())
        qFatal("%s", decoded.error().message.c_str());
    return std::move(decoded).value();
}

inline json::Value parsed(std::string_view text)
{
    auto value = json::parse(text);
    if (!value.ok())
        qFatal("%s: %s", value.error().message.c_str(), std::string(text).c_str());
    return std::move(value).value();
}

// "" when both are the same; else where they differ, and both.
inline std::string difference(const json::Value &got, const json::Value &wanted)
{
    std::string where;
    if (json::equal(got, wanted, &where))
        return {};
    return "at " + where + "\n  got    " + json::serialize(got) + "\n  wanted " + json::serialize(wanted);
}

struct Read
{
    chat::Response response;
    std::string error;   // Of the decoder, or of a failure inside the answer.
    ErrorCode code = ErrorCode::Internal;
};

// Gives bytes to the decoder in pieces; sizes are used in turn, what is left comes at once.
inline Read readAnswer(providers::EventDecoder &decoder, std::string_view bytes,
                       const std::vector<std::size_t> &sizes = {})
{
    Read out;
    const auto take = [&](Result<chat::Events> events) {
        if (!events.ok()) {
            out.error = events.error().message;
            out.code = events.error().code;
            return false;
        }
        for (chat::Event &event : events.value()) {
            if (const auto *failure = std::get_if<chat::Failure>(&event)) {
                out.error = failure->error.message;
                out.code = failure->error.code;
                return false;   // Nobody reads on behind it.
            }
            out.response.fold(std::move(event));
        }
        return true;
    };
    for (const std::size_t size : sizes) {
        if (!take(decoder.feed(bytes.substr(0, size))))
            return out;
        bytes.remove_prefix(std::min(size, bytes.size()));
    }
    if (take(decoder.feed(bytes)))
        take(decoder.finish());
    return out;
}

// The cuts that every byte parser must not notice.
inline std::vector<std::vector<std::size_t>> cuttings(std::size_t size)
{
    std::vector<std::vector<std::size_t>> out{{}, std::vector<std::size_t>(size, 1)};
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::size_t> cuts;
        for (std::size_t sum = 0; sum < size; sum += cuts.back())
            cuts.push_back(1 + random() % 50);
        out.push_back(std::move(cuts));
    }
    return out;
}

// Everything a client could notice of an answer, as text that can be compared.
inline std::string summary(const Read &read)
{
    std::string out = read.error;
    for (const auto &[index, choice] : read.response.choices) {
        out += "\n" + std::to_string(index) + " text=" + choice.text.value_or("none");
        for (const chat::Block &block : choice.blocks)
            out += "\n block " + std::to_string(static_cast<int>(block.kind)) + " " + block.text + " " +
                   block.signature + " " + std::to_string(block.toolCall);
        for (const auto &[position, made] : choice.toolCalls)
            out += "\n call " + made.id + " " + made.name + " " + made.arguments;
        out += "\n extras=" + json::serialize(choice.extras);
        if (choice.finish)
            out += "\n finish=" + choice.finish->native + " " + choice.finish->stopSequence + " " +
                   std::string(chat::stopName(choice.finish->reason));
    }
    if (read.response.usage) {
        const chat::Usage &usage = read.response.usage->usage;
        for (const std::int64_t count : {usage.input, usage.output, usage.cacheRead, usage.cacheWrite,
                                         usage.cacheWrite1h, usage.reasoning, usage.total, usage.webSearches})
            out += " " + std::to_string(count);
    }
    return out + (read.response.ended ? "\nended" : "\ncut");
}

}   // namespace gw::providertest
