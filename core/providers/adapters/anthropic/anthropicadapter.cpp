#include "core/providers/adapters/anthropic/anthropicadapter.h"

#include "core/providers/adapters/anthropic/answerreader.h"
#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/anthropic/relay.h"
#include "core/providers/adapters/anthropic/requestwriter.h"
#include "core/providers/adapters/anthropic/splice.h"
#include "core/providers/adapters/anthropic/tools.h"

#include <algorithm>

namespace gw::providers::anthropic {

namespace {

using chat::Shape;

constexpr std::string_view kBeta = "anthropic-beta";
constexpr std::string_view kVersion = "anthropic-version";
// Tokens of a subscription are no API keys.
constexpr std::string_view kOAuthToken = "sk-ant-oat";

// Adds the items of a comma-separated header field that are not there yet.
void addItems(std::vector<std::string> &items, std::string_view list)
{
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view item = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (item.starts_with(' '))
            item.remove_prefix(1);
        while (item.ends_with(' '))
            item.remove_suffix(1);
        if (!item.empty() && std::ranges::find(items, item) == items.end())
            items.emplace_back(item);
    }
}

BodyOptions optionsFor(const chat::Call &call, const Target &target)
{
    BodyOptions options;
    options.model = modelOf(target);
    options.messagesClient = call.shape == Shape::AnthropicMessages;
    options.maxOutput = target.deployment->info.maxOutputTokens.value_or(-1);
    return options;
}

}   // namespace

bool answersByTool(const chat::Call &call, const Target &target)
{
    const ClaudeModel model = modelOf(target);
    const config::DeploymentParams &params = target.deployment->params;
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
    if (params.extraBody.contains("response_format"))
        return usesJsonTool(params.extraBody, model);
    if (request && request->params.contains("response_format"))
        return usesJsonTool(request->params, model);
    return usesJsonTool(params.defaults, model);
}

std::string AnthropicAdapter::opaqueScope(const Target &target) const
{
    return target.provider + "/claude";
}

std::string AnthropicAdapter::urlFor(const Target &target) const
{
    // Users paste whole URLs; neither path nor version is appended twice.
    const std::string &base = target.baseUrl;
    if (base.ends_with("/messages"))
        return base;
    return base.ends_with("/v1") ? base + "/messages" : base + "/v1/messages";
}

Result<void> AnthropicAdapter::authorize(WireRequest &request, const Target &target,
                                         const EncodeContext &) const
{
    addAuth(request.headers, target);
    if (!request.headers.contains(kVersion))
        request.headers.add(kVersion, "2023-06-01");
    return {};
}

void AnthropicAdapter::addAuth(wire::Headers &headers, const Target &target) const
{
    if (target.key.isEmpty())
        return;
    const bool bearer = target.row->auth == "bearer" || target.keyVariable == "ANTHROPIC_AUTH_TOKEN" ||
                        target.key.reveal().starts_with(kOAuthToken);
    if (bearer)
        headers.add("Authorization", "Bearer " + target.key.reveal());
    else
        headers.add("x-api-key", target.key.reveal());
}

wire::Headers AnthropicAdapter::headersFor(const chat::Call &call, const Target &target,
                                           const EncodeContext &context,
                                           const std::vector<std::string> &betas) const
{
    wire::Headers headers;
    headers.add("Content-Type", "application/json");
    headers.add("Accept", call.stream ? "text/event-stream" : "application/json");
    addAuth(headers, target);
    headers.set(kVersion, "2023-06-01");
    for (const auto &[name, value] : target.row->extraHeaders)
        headers.set(name, value);
    std::vector<std::string> all;
    if (context.clientHeaders) {
        addItems(all, context.clientHeaders->valueOr(kBeta));
        if (const auto version = context.clientHeaders->value(kVersion))
            headers.set(kVersion, *version);
    }
    for (const auto &[name, value] : target.deployment->params.extraHeaders) {
        if (wire::equalsIgnoringCase(name, kBeta))
            addItems(all, value);
        else
            headers.set(name, value);
    }
    for (const std::string &beta : betas)
        addItems(all, beta);
    if (target.key.reveal().starts_with(kOAuthToken))
        addItems(all, "oauth-2025-04-20");
    std::string joined;
    for (const std::string &beta : all)
        joined += (joined.empty() ? "" : ",") + beta;
    if (!joined.empty())
        headers.set(kBeta, joined);
    return headers;
}

Result<WireRequest> AnthropicAdapter::encode(const chat::Call &call, const Target &target,
                                             const EncodeContext &context) const
{
    if (call.operation == chat::Operation::Embed)
        return Error{.code = ErrorCode::NotImplemented,
                     .message = target.row->name + " offers no embeddings endpoint"};
    WireRequest request;
    request.url = urlFor(target);
    if (call.shape == Shape::AnthropicMessages && !context.hubOnly && !context.withoutThinking) {
        if (const auto edits = spliceEdits(call, target)) {
            request.body = edits->apply(call.body, call.members);
            request.spliced = true;
            request.headers = headersFor(call, target, context, {});
            return request;
        }
    }
    GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
    request.dropped = prepared.dropped;
    GW_TRY(const Body body, writeMessages(std::move(prepared), optionsFor(call, target)));
    request.dropped.insert(request.dropped.end(), body.dropped.begin(), body.dropped.end());
    request.body = json::serialize(body.object);
    request.headers = headersFor(call, target, context, body.betas);
    return request;
}

Result<std::optional<WireRequest>> AnthropicAdapter::encodeCount(const chat::Call &call, const Target &target,
                                                                 const EncodeContext &context) const
{
    WireRequest request;
    request.url = urlFor(target) + "/count_tokens";
    if (call.shape == Shape::AnthropicMessages && !context.hubOnly) {
        if (const auto edits = countEdits(call, target)) {
            request.body = edits->apply(call.body, call.members);
            request.spliced = true;
            request.headers = headersFor(call, target, context, {});
            return std::optional(std::move(request));
        }
    }
    GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
    GW_TRY(const Body body, writeMessages(std::move(prepared), optionsFor(call, target)));
    request.body = json::serialize(countBody(body.object));
    request.headers = headersFor(call, target, context, body.betas);
    return std::optional(std::move(request));
}

std::optional<std::int64_t> AnthropicAdapter::readCount(std::string_view body) const
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    return object ? json::findInt(*object, "input_tokens") : std::nullopt;
}

std::unique_ptr<EventDecoder> AnthropicAdapter::newDecoder(const chat::Call &call, const Target &target,
                                                           bool streamed) const
{
    return anthropic::newDecoder({.jsonTool = answersByTool(call, target)}, streamed);
}

std::unique_ptr<Relay> AnthropicAdapter::newRelay(const chat::Call &call, const Target &target,
                                                  const RelayOptions &options) const
{
    // A request that was written anew may still be answered as it is, unless a tool was put in for its
    // format.
    if (call.shape != Shape::AnthropicMessages || (!spliceEdits(call, target) && answersByTool(call, target)))
        return nullptr;
    return anthropic::newRelay(options, call.stream);
}

bool AnthropicAdapter::repeatsWithoutThinking(const Error &error) const
{
    return refusesThinking(error);
}

Error AnthropicAdapter::readError(int status, const wire::Headers &, std::string_view body,
                                  const Target &target) const
{
    return errorFrom(status, body, target);
}

}   // namespace gw::providers::anthropic
