#include "core/providers/adapters/bedrock/sts.h"

#include <fstream>
#include <sstream>

namespace gw::providers::bedrock {

namespace {

constexpr std::string_view kVersion = "2011-06-15";
// What the service gives when nothing is asked for, less a while for clocks and for requests on their way.
constexpr std::int64_t kLifeS = 3600 - 300;

std::string roleOf(const Target &target)
{
    return target.setting("aws_role_name", {"AWS_ROLE_NAME"});
}

std::string sessionOf(const Target &target)
{
    const std::string name = target.setting("aws_session_name", {"AWS_SESSION_NAME"});
    return name.empty() ? "gateway" : name;
}

// The text itself, or what stands in the file of that name.
std::string webToken(const Target &target)
{
    std::string text = target.setting("aws_web_identity_token", {"AWS_WEB_IDENTITY_TOKEN"});
    std::string path = text.empty()
                           ? target.setting("aws_web_identity_token_file", {"AWS_WEB_IDENTITY_TOKEN_FILE"})
                       : text.front() == '/' ? text
                                             : std::string();
    if (path.empty())
        return text;
    const std::ifstream file(path);
    std::ostringstream content;
    if (file)
        content << file.rdbuf();
    text = content.str();
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return text;
}

// The text of the first element of that name; answers of the service are small and plain.
std::string element(std::string_view xml, std::string_view name)
{
    const std::string open = "<" + std::string(name) + ">";
    const std::size_t begin = xml.find(open);
    const std::size_t end = xml.find("</" + std::string(name) + ">", begin);
    if (begin == std::string_view::npos || end == std::string_view::npos)
        return {};
    return std::string(xml.substr(begin + open.size(), end - begin - open.size()));
}

}   // namespace

std::string roleKey(const Target &target)
{
    const std::string role = roleOf(target);
    if (role.empty())
        return {};
    return "aws " + role + " " + sessionOf(target) + " " +
           target.setting("aws_access_key_id", {"AWS_ACCESS_KEY_ID"}) + " " +
           target.setting("aws_profile_name", {"AWS_PROFILE_NAME"}) + " " + target.setting("aws_external_id");
}

std::optional<Role> roleWithKeys(const Target &target)
{
    const std::string role = roleOf(target);
    if (role.empty() || !webToken(target).empty())
        return std::nullopt;
    return Role{
        role, sessionOf(target), target.setting("aws_external_id"), {}, target.setting("aws_sts_endpoint")};
}

Result<TokenRequest> assumeRole(const Target &target, const ModelId &model, std::int64_t unixS)
{
    const std::string web = webToken(target);
    TokenRequest request;
    std::string &body = request.wire.body;
    body = "Action=" + std::string(web.empty() ? "AssumeRole" : "AssumeRoleWithWebIdentity") +
           "&Version=" + std::string(kVersion) + "&RoleArn=" + uriEncoded(roleOf(target)) +
           "&RoleSessionName=" + uriEncoded(sessionOf(target));
    if (const std::string id = target.setting("aws_external_id"); !id.empty() && web.empty())
        body += "&ExternalId=" + uriEncoded(id);
    if (!web.empty())
        body += "&WebIdentityToken=" + uriEncoded(web);
    std::string region = regionFor(target, model, nullptr);
    AwsCredentials signer;
    if (web.empty()) {
        // A Bedrock API key cannot take on a role.
        Target keys = target;
        keys.key = Secret();
        GW_TRY(Identity identity, identityFor(keys, model, {}));
        region = identity.region;
        signer = std::move(identity.credentials);
    }
    request.wire.url = target.setting("aws_sts_endpoint");
    if (request.wire.url.empty())
        request.wire.url = "https://sts." + region + ".amazonaws.com";
    if (!request.wire.url.ends_with('/'))
        request.wire.url += '/';
    request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    if (signer.known())
        signV4(request.wire.headers, request.wire.url, body, signer,
               {.region = region, .service = "sts", .unixS = unixS});
    return request;
}

Result<Token> readRole(int status, std::string_view body)
{
    const std::string accessKey = element(body, "AccessKeyId");
    if (status != 200 || accessKey.empty()) {
        const std::string why = element(body, "Message");
        return Error{.code = ErrorCode::UpstreamAuthentication,
                     .message = "AWS did not let the role be taken on: " +
                                (why.empty() ? "HTTP status " + std::to_string(status) : why),
                     .upstreamStatus = status};
    }
    const json::Object parts{{"key", accessKey},
                             {"secret", element(body, "SecretAccessKey")},
                             {"session", element(body, "SessionToken")}};
    return Token{Secret(json::serialize(parts)), kLifeS};
}

AwsCredentials credentialsFrom(const Secret &token)
{
    const auto value = json::parse(token.reveal());
    const json::Object *parts = value.ok() ? value.value().if_object() : nullptr;
    if (!parts)
        return {};
    return {std::string(json::stringOr(*parts, "key")), Secret(std::string(json::stringOr(*parts, "secret"))),
            Secret(std::string(json::stringOr(*parts, "session")))};
}

}   // namespace gw::providers::bedrock
