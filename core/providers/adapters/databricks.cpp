#include "core/base/base64.h"
#include "core/base/json.h"
#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/decoding.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_databricks();

namespace {

// The workspace's own address: "https://adb-1.azuredatabricks.net".
std::string workspaceOf(const Target &target)
{
    const std::size_t scheme = target.baseUrl.find("://");
    const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
    return target.baseUrl.substr(0, target.baseUrl.find('/', host));
}

// Claude's signed thinking, as the serving endpoints say it: an item in front of the text.
void sayThinking(json::Object &message)
{
    const json::Array *blocks = json::findArray(message, "thinking_blocks");
    json::Array content;
    for (std::size_t i = 0; blocks && i < blocks->size(); ++i) {
        const json::Object *block = (*blocks)[i].if_object();
        if (!block || json::stringOr(*block, "signature").empty())
            continue;
        json::Object summary{{"type", "summary_text"},
                             {"text", json::stringOr(*block, "thinking")},
                             {"signature", json::stringOr(*block, "signature")}};
        content.emplace_back(
            json::Object{{"type", "reasoning"}, {"summary", json::Array{std::move(summary)}}});
    }
    message.erase("thinking_blocks");
    message.erase("reasoning_content");
    if (content.empty())
        return;
    json::Value &said = message["content"];
    if (said.is_string() && !said.get_string().empty())
        content.emplace_back(json::Object{{"type", "text"}, {"text", said.get_string()}});
    else if (const json::Array *parts = said.if_array())
        content.insert(content.end(), parts->begin(), parts->end());
    said = std::move(content);
}

// Databricks' serving endpoints: OpenAI's chat below the workspace, with a personal token or a service
// principal's (OAuth machine to machine), which wins.
class DatabricksAdapter final : public openai::OpenAiAdapter
{
public:
    std::string tokenKey(const Target &target) const override
    {
        const std::string client = clientOf(target);
        if (client.empty() || secretOf(target).isEmpty())
            return {};
        return "databricks " + workspaceOf(target) + " " + client;
    }

    Result<TokenRequest> tokenRequest(const Target &target, std::int64_t) const override
    {
        TokenRequest request;
        request.wire.url = workspaceOf(target) + "/oidc/v1/token";
        request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded");
        request.wire.headers.add("Authorization",
                                 "Basic " + toBase64(clientOf(target) + ":" + secretOf(target).reveal()));
        request.wire.body = "grant_type=client_credentials&scope=all-apis";
        return request;
    }

    Result<Token> readToken(int status, std::string_view body) const override
    {
        return readOAuthToken(status, body, "Databricks");
    }

    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        GW_TRY(WireRequest request, OpenAiAdapter::encode(call, target, context));
        const bool thinks = request.body.find("\"thinking_blocks\"") != std::string::npos ||
                            request.body.find("\"reasoning_content\"") != std::string::npos;
        if (!thinks || !call.path.empty() || call.operation == chat::Operation::Embed)
            return request;
        GW_TRY(json::Value value, json::parse(request.body));
        if (json::Value *messages = value.as_object().if_contains("messages");
            messages && messages->is_array()) {
            for (json::Value &message : messages->get_array()) {
                if (json::Object *object = message.if_object())
                    sayThinking(*object);
            }
        }
        request.body = json::serialize(value);
        request.spliced = false;
        return request;
    }

protected:
    // A base without a path is the workspace.
    std::string urlFor(const Target &target, std::string_view endpoint, std::string &model) const override
    {
        if (target.baseUrl != workspaceOf(target))
            return OpenAiAdapter::urlFor(target, endpoint, model);
        Target serving = target;
        serving.baseUrl += "/serving-endpoints";
        return OpenAiAdapter::urlFor(serving, endpoint, model);
    }

    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &context) const override
    {
        if (context.token.isEmpty())
            return OpenAiAdapter::addAuth(headers, target, context);
        headers.add("Authorization", "Bearer " + context.token.reveal());
    }

private:
    static std::string clientOf(const Target &target)
    {
        return target.setting("client_id", {"DATABRICKS_CLIENT_ID"});
    }
    static Secret secretOf(const Target &target)
    {
        return Secret(target.setting("client_secret", {"DATABRICKS_CLIENT_SECRET"}));
    }
};

}   // namespace

AdapterPtr create_databricks()
{
    return std::make_unique<DatabricksAdapter>();
}

}   // namespace gw::providers
