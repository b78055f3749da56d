#pragma once

#include "core/routing/walk.h"

#include <string>

// Small configs and requests that the routing tests share.
namespace gw::routingtest {

inline config::Deployment deployment(const std::string &name, const std::string &model, const std::string &id)
{
    config::Deployment out;
    out.modelName = name;
    out.params.model = model;
    out.params.apiBase = "http://127.0.0.1:9/v1";
    out.info.id = id;
    return out;
}

inline routing::TablePtr tableOf(std::shared_ptr<config::Config> config, routing::FactsOf facts = nullptr)
{
    return std::make_shared<const routing::Table>(
        std::move(config), providers::Catalog::builtIn(),
        [](std::string_view) { return std::optional<std::string>(); }, nullptr, std::move(facts));
}

inline chat::Call callFor(const std::string &model)
{
    std::string body = R"({"model":"x","messages":[]})";
    auto members = chat::scanMembers(body).value();
    chat::Call call(chat::Shape::OpenAiChat, body, std::move(members), nullptr);
    call.model = model;
    return call;
}

inline routing::Moment at(double seconds)
{
    return {static_cast<std::int64_t>(seconds * 1e6), 1'800'000'000 + static_cast<std::int64_t>(seconds)};
}

inline Error failure(ErrorCode code, int status = 0, int retryAfterMs = -1)
{
    return {.code = code, .message = "made to fail", .upstreamStatus = status, .retryAfterMs = retryAfterMs};
}

}   // namespace gw::routingtest
