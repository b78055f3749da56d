#include "core/providers/adapters/openai/openaiadapter.h"

#include "core/base/ids.h"
#include "core/providers/adapters/openai/answerreader.h"
#include "core/providers/adapters/openai/foreignrequest.h"
#include "core/providers/adapters/openai/hubmodel.h"
#include "core/providers/adapters/openai/passed.h"
#include "core/providers/adapters/openai/reasoningdetails.h"
#include "core/providers/adapters/openai/relay.h"
#include "core/providers/adapters/openai/requestwriter.h"
#include "core/providers/adapters/openai/rerank.h"
#include "core/providers/adapters/openai/responsesreader.h"
#include "core/providers/adapters/openai/responseswriter.h"
#include "core/providers/prepare.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace gw::providers::openai {

namespace {

using chat::Shape;

// A completion goes to a chat-only provider as a chat.
bool bridged(const chat::Call &call, const Target &target)
{
    return call.shape == Shape::OpenAiCompletions && !target.row->answers("completions");
}

// The client spoke another dialect: its members are no parameters of ours.
bool foreign(const chat::Call &call)
{
    return call.shape != Shape::OpenAiChat && call.shape != Shape::OpenAiCompletions &&
           call.shape != Shape::OpenAiEmbeddings;
}

// "openai/responses/NAME" and model_info.mode "responses" ask for that API, as LiteLLM has it.
constexpr std::string_view kResponsesPrefix = "responses/";

// Models that answer on no other API.
bool onlyResponses(const Target &target)
{
    const std::string &model = target.upstreamModel;
    if (model.starts_with(kResponsesPrefix) || target.deployment->info.mode == "responses" ||
        !target.row->answers("chat"))
        return true;
    if (target.row->id != "openai" && target.row->id != "azure")
        return false;
    static constexpr std::array kModels{std::string_view("o1-pro"),
                                        std::string_view("o3-pro"),
                                        std::string_view("gpt-5-pro"),
                                        std::string_view("gpt-5-codex"),
                                        std::string_view("codex-mini"),
                                        std::string_view("gpt-5.1-codex"),
                                        std::string_view("gpt-5.2-codex"),
                                        std::string_view("gpt-5.2-pro"),
                                        std::string_view("gpt-5.3-codex"),
                                        std::string_view("gpt-5.4-pro"),
                                        std::string_view("o3-deep-research"),
                                        std::string_view("o4-mini-deep-research"),
                                        std::string_view("computer-use-preview")};
    return std::ranges::any_of(kModels, [&](std::string_view name) { return model.starts_with(name); });
}

bool viaResponses(const chat::Call &call, const Target &target)
{
    if (!target.row->answers("responses") || target.deployment->params.useChatCompletionsApi)
        return false;
    switch (call.shape) {
    case Shape::OpenAiResponses:
        return true;
    case Shape::OpenAiChat:
    case Shape::AnthropicMessages:
    case Shape::Gemini:
        return onlyResponses(target) || target.row->wirePreferred == "responses";
    default:
        return false;
    }
}

// Whether the provider itself knows what others are only asked in words for. Another server behind OpenAI's
// row need not.
bool knowsOwn(const chat::Call &call, const Target &target)
{
    return call.own && viaResponses(call, target) && target.row->answers(call.own->path) &&
           (target.row->baseUrl.empty() || target.baseUrl == target.row->baseUrl);
}

std::string ownBody(const chat::OwnOperation &own, const Target &target, const std::string &model)
{
    chat::EditList edits;
    edits.set("model", json::serialize(json::Value(model)));
    const std::vector<std::string> &dropped = target.deployment->params.additionalDropParams;
    for (const chat::Member &member : own.members.all()) {
        if (chat::isGatewayField(member.key) || std::ranges::find(dropped, member.key) != dropped.end())
            edits.remove(member.key);
    }
    return edits.apply(own.body, own.members);
}

std::string_view endpointOf(const chat::Call &call, const Target &target)
{
    if (call.operation == chat::Operation::Embed)
        return "embeddings";
    if (viaResponses(call, target))
        return "responses";
    return call.shape == Shape::OpenAiCompletions && !bridged(call, target) ? "completions" : "chat";
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    if (const std::size_t at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
    return text;
}

// "novita/deepseek/x" by a row's routes: the path of that route, and the model without the route's name.
std::string routedPath(const Target &target, std::string &model)
{
    const std::size_t slash = model.find('/');
    if (target.row->routes.empty() || slash == std::string::npos)
        return target.row->chatPath;
    const std::string route = model.substr(0, slash);
    // A model of the hub itself ("Qwen/Qwen3") is no route: any other route stands before two names.
    const bool any = model.find('/', slash + 1) != std::string::npos;
    const std::string *path = nullptr;
    for (const auto &[name, value] : target.row->routes) {
        if (name == route || (name == "*" && any && !path))
            path = &value;
    }
    if (!path)
        return target.row->chatPath;
    model = model.substr(slash + 1);
    // "ragflow/chat/ID/MODEL"
    if (path->find("{id}") != std::string::npos) {
        const std::size_t end = std::min(model.find('/'), model.size());
        const std::string id = model.substr(0, end);
        model.erase(0, std::min(end + 1, model.size()));
        return replaced(*path, "{id}", id);
    }
    return replaced(replaced(*path, "{route}", route), "{model}", model);
}

std::optional<std::string> filledHeader(const std::string &value, const Target &target)
{
    if (value == "{api_key}")
        return target.key.isEmpty() ? std::nullopt : std::optional(target.key.reveal());
    if (value == "{uuid}")
        return makeId().toString();
    if (value.size() > 2 && value.front() == '{' && value.back() == '}') {
        const char *text = std::getenv(value.substr(1, value.size() - 2).c_str());
        return text && *text ? std::optional<std::string>(text) : std::nullopt;
    }
    return value;
}

wire::Headers headersFor(const chat::Call &call, const Target &target, wire::Headers auth)
{
    wire::Headers headers;
    headers.add("Content-Type", call.form ? call.form->contentType : "application/json");
    if (chat::isPassed(call.shape))
        headers.add("Accept", "*/*");
    else
        headers.add("Accept", call.stream ? "text/event-stream" : "application/json");
    for (const auto &[name, value] : auth)
        headers.add(name, value);
    for (const auto &[name, value] : target.row->extraHeaders) {
        if (const auto filled = filledHeader(value, target))
            headers.set(name, *filled);
    }
    const config::DeploymentParams &params = target.deployment->params;
    if (!params.organization.empty())
        headers.set("OpenAI-Organization", params.organization);
    for (const auto &[name, value] : params.extraHeaders)
        headers.set(name, value);
    return headers;
}

json::Object embeddingBody(const chat::EmbeddingRequest &embedding)
{
    json::Object body;
    body["model"] = embedding.model;
    body["input"] = embedding.input;
    for (const auto &member : embedding.params)
        body[member.key()] = member.value();
    return body;
}

Result<json::Object> buildBody(const chat::Call &call, const Target &target)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    json::Object body;
    if (const auto *request = std::get_if<chat::Request>(canonical)) {
        body = writeChat(*request);
    } else if (const auto *completion = std::get_if<chat::CompletionRequest>(canonical)) {
        if (bridged(call, target)) {
            GW_TRY(const chat::Request chat, chatFromCompletion(*completion));
            body = writeChat(chat);
        } else {
            body["model"] = completion->model;
            body["prompt"] = completion->prompt;
            for (const auto &member : completion->params)
                body[member.key()] = member.value();
        }
    } else {
        body = embeddingBody(std::get<chat::EmbeddingRequest>(*canonical));
    }
    if (call.stream)
        body["stream"] = true;
    else if (call.memberText("stream") == "false")
        body["stream"] = false;
    if (const auto options = json::parse(call.memberText("stream_options")); options.ok())
        body["stream_options"] = options.value();
    return body;
}

// The body for a client of another dialect, and what was left out of it. Its client did not choose OpenAI's
// parameters: what the provider refuses of them goes without an error.
Result<json::Object> buildForeign(const chat::Call &call, const Target &target, const EncodeContext &context,
                                  std::string_view endpoint, const std::string &model, WireRequest &request)
{
    GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
    Target lenient = target;
    lenient.dropParams = true;
    json::Object body;
    const json::Object *params = nullptr;
    chat::Request said;
    if (const auto *embedding = std::get_if<chat::EmbeddingRequest>(canonical)) {
        body = embeddingBody(*embedding);
        for (const char *key : {"task_type", "title"})   // Gemini's alone.
            body.erase(key);
        params = &embedding->params;
    } else {
        GW_TRY(said, sayAsChat(std::get<chat::Request>(*canonical), target, context));
        body = writeChat(said);
        if (call.stream)
            body["stream"] = true;
        params = &said.params;
    }
    GW_TRY(const ParamPlan plan, planParams(call, *params, lenient, endpoint, model));
    request.dropped = plan.dropped;
    request.askedUsage = plan.askedUsage;
    plan.edits.apply(body);
    applyBodyRules(body, target, plan);
    return body;
}

}   // namespace

std::string OpenAiAdapter::urlFor(const Target &target, std::string_view endpoint, std::string &model) const
{
    std::string path;
    if (endpoint == "embeddings")
        path = "/embeddings";
    else if (endpoint == "completions")
        path = "/completions";
    else if (endpoint == "responses")
        path =
            target.row->answers("chat") || target.row->chatPath.empty() ? "/responses" : target.row->chatPath;
    else if (endpoint != "chat")
        path = "/" + std::string(endpoint);
    else
        path = routedPath(target, model);
    if (path.empty())
        path = "/chat/completions";
    if (endpoint != "chat" && target.row->chatPath.ends_with("/v1/chat/completions"))
        path = "/v1" + path;
    const std::string &base = target.baseUrl;
    const std::string bare = path.substr(0, path.find('?'));
    // Users paste whole URLs; the path is not appended twice, nor a version that the base already ends with.
    if (base.ends_with(bare))
        return base;
    if (bare.starts_with("/v1/") && base.ends_with("/v1"))
        path.erase(0, 3);
    return base + path;
}

Result<void> OpenAiAdapter::authorize(WireRequest &request, const Target &target,
                                      const EncodeContext &context) const
{
    addAuth(request.headers, target, context);
    if (const std::string &organization = target.deployment->params.organization; !organization.empty())
        request.headers.set("OpenAI-Organization", organization);
    return {};
}

void OpenAiAdapter::addAuth(wire::Headers &headers, const Target &target, const EncodeContext &) const
{
    const std::string &auth = target.row->auth;
    if (target.key.isEmpty())
        return;
    if (auth == "key")
        headers.add("Authorization", "Key " + target.key.reveal());
    else if (auth == "token")
        headers.add("Authorization", "Token " + target.key.reveal());
    else if (auth.starts_with("x-") || auth.ends_with("-key"))
        headers.add(auth, target.key.reveal());
    else
        headers.add("Authorization", "Bearer " + target.key.reveal());
}

// The Responses API: the client's own bytes where it speaks that, else the canonical request.
Result<WireRequest> OpenAiAdapter::encodeResponses(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const
{
    std::string model = target.upstreamModel;
    if (model.starts_with(kResponsesPrefix))
        model.erase(0, kResponsesPrefix.size());
    WireRequest request;
    const bool own = knowsOwn(call, target);
    request.url = urlFor(target, own ? std::string_view(call.own->path) : "responses", model);
    wire::Headers auth;
    addAuth(auth, target, context);
    request.headers = headersFor(call, target, std::move(auth));
    if (own) {
        request.body = ownBody(*call.own, target, model);
        request.spliced = true;
        return request;
    }
    if (call.shape == Shape::OpenAiResponses) {
        request.body = responsesEdits(call, target, model).apply(call.body, call.members);
        request.spliced = true;
        return request;
    }
    // A client of another dialect did not choose these parameters: what is refused of them goes.
    Target lenient = target;
    lenient.dropParams = target.dropParams || foreign(call);
    GW_TRY(Prepared prepared, prepareChat(call, lenient, context, opaqueScope(target)));
    if (foreign(call))
        sayForResponses(prepared.request, target);
    prepared.request.model = model;
    request.dropped = std::move(prepared.dropped);
    GW_TRY(json::Object body, writeResponses(prepared.request, lenient, request.dropped));
    applyToolRules(body, target);
    request.body = json::serialize(body);
    return request;
}

std::string OpenAiAdapter::tokenKey(const Target &target) const
{
    return hubKey(target);
}

Result<TokenRequest> OpenAiAdapter::tokenRequest(const Target &target, std::int64_t) const
{
    return askHub(target);
}

Result<Token> OpenAiAdapter::readTokenOf(const TokenRequest &asked, int status, std::string_view body,
                                         std::int64_t) const
{
    return asked.step.empty() ? readToken(status, body) : readHub(asked, status, body);
}

Result<void> OpenAiAdapter::takes(const chat::Call &call, const Target &target) const
{
    return mayPass(call, target);
}

// Requests that are neither chats nor embeddings.
Result<WireRequest> OpenAiAdapter::encodeOther(const chat::Call &call, const Target &target,
                                               const EncodeContext &context) const
{
    std::string model = target.upstreamModel;
    WireRequest request;
    request.url = urlFor(target, call.path, model);
    if (call.shape == Shape::Rerank && rerankForm(target) == RerankForm::Tei)
        request.url = teiUrl(target.baseUrl);
    wire::Headers auth;
    addAuth(auth, target, context);
    request.headers = headersFor(call, target, std::move(auth));
    GW_TRY(request.body, call.shape == Shape::Rerank ? rerankBody(call, target, model)
                                                     : passedBody(call, target, model, request));
    return request;
}

Result<WireRequest> OpenAiAdapter::encode(const chat::Call &call, const Target &target,
                                          const EncodeContext &context) const
{
    if (!call.path.empty())
        return encodeOther(call, target, context);
    const std::string_view endpoint = endpointOf(call, target);
    if (!target.row->answers(endpoint) && !target.row->local && target.row->id != "openai")
        return Error{.code = ErrorCode::NotImplemented,
                     .message = target.row->name + " offers no " + std::string(endpoint) + " endpoint"};
    if (endpoint == "responses")
        return encodeResponses(call, target, context);
    std::string model = target.upstreamModel;
    WireRequest request;
    request.url = urlFor(target, endpoint, model);
    if (!context.token.isEmpty() && !hubKey(target).empty())
        model = context.token.reveal();
    wire::Headers auth;
    addAuth(auth, target, context);
    request.headers = headersFor(call, target, std::move(auth));
    if (foreign(call)) {
        GW_TRY(const json::Object body, buildForeign(call, target, context, endpoint, model, request));
        request.body = json::serialize(body);
        return request;
    }
    GW_TRY(ParamPlan plan, planParams(call, target, endpoint, model));
    request.dropped = plan.dropped;
    request.askedUsage = plan.askedUsage;
    if (!bridged(call, target) && !context.hubOnly &&
        (endpoint == "embeddings" || !needsHub(call, target, plan))) {
        request.body = plan.edits.apply(call.body, call.members);
        request.spliced = true;
        return request;
    }
    GW_TRY(json::Object body, buildBody(call, target));
    plan.edits.apply(body);
    applyBodyRules(body, target, plan);
    request.body = json::serialize(body);
    return request;
}

std::unique_ptr<EventDecoder> OpenAiAdapter::newDecoder(const chat::Call &call, const Target &target,
                                                        bool streamed) const
{
    if (call.shape == Shape::Rerank)
        return newRerankDecoder(call, target);
    if (call.operation == chat::Operation::Embed)
        return newEmbeddingDecoder(target);
    const bool responses = viaResponses(call, target);
    auto decoder =
        responses ? newResponsesDecoder(streamed) : newChatDecoder(target, streamed, foreign(call));
    if (!foreign(call))
        return decoder;
    if (target.row->id == "openrouter" && !responses)
        decoder = newDetailsDecoder(std::move(decoder));
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
    auto names = request ? renamedTools(*request) : std::map<std::string, std::string>();
    return names.empty() ? std::move(decoder) : newRenamingDecoder(std::move(decoder), std::move(names));
}

std::unique_ptr<Relay> OpenAiAdapter::newRelay(const chat::Call &call, const Target &target,
                                               const RelayOptions &options) const
{
    if (chat::isPassed(call.shape))
        return newPassedRelay(call, target);
    // The answer to a question in words is no answer to an operation.
    if (call.own && !knowsOwn(call, target))
        return nullptr;
    if (call.shape == Shape::OpenAiResponses && viaResponses(call, target))
        return newResponsesRelay(options, call.stream);
    if (viaResponses(call, target) || bridged(call, target) || foreign(call) || !relayable(target))
        return nullptr;
    return call.stream ? newStreamRelay(target, options) : newWholeRelay(target, options);
}

Error OpenAiAdapter::readError(int status, const wire::Headers &, std::string_view body,
                               const Target &target) const
{
    return errorFromBody(status, body, target);
}

}   // namespace gw::providers::openai
