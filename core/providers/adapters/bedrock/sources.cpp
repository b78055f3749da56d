#include "core/providers/adapters/bedrock/sources.h"

#include "core/providers/adapters/bedrock/sts.h"
#include "core/providers/files.h"
#include "core/wire/query.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>
#include <cstdlib>

namespace gw::providers::bedrock {

namespace {

// Steps of TokenRequest::step.
constexpr std::string_view kSso = "sso";
constexpr std::string_view kProcess = "process";
constexpr std::string_view kContainer = "container";
constexpr std::string_view kMachineToken = "machine token";
constexpr std::string_view kMachineRole = "machine role ";   // And the token behind it.
constexpr std::string_view kMachineKeys = "machine keys";
constexpr std::string_view kRole = "role";

constexpr std::string_view kMachine = "http://169.254.169.254";
constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";
// Of sources that do not say when their keys end; the machine's own are renewed long before.
constexpr std::int64_t kLifeS = 900;

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

Error away(std::string why)
{
    return {.code = ErrorCode::SecretAway, .message = "AWS credentials: " + std::move(why)};
}

bool inContainer()
{
    return !variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").empty() ||
           !variable("AWS_CONTAINER_CREDENTIALS_FULL_URI").empty();
}

// Asking an address that nobody answers at would hold up the first request of every desktop.
bool onMachine()
{
    if (variable("AWS_EC2_METADATA_DISABLED") == "true")
        return false;
    return !variable("AWS_EC2_METADATA_SERVICE_ENDPOINT").empty() ||
           fileText("/sys/class/dmi/id/sys_vendor").value_or("").starts_with("Amazon EC2");
}

std::string machineBase()
{
    std::string base = variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    if (base.empty())
        base = kMachine;
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

std::optional<std::int64_t> secondsOf(std::string_view time)
{
    const QDateTime at = QDateTime::fromString(
        QString::fromUtf8(time.data(), static_cast<qsizetype>(time.size())), Qt::ISODate);
    return at.isValid() ? std::optional<std::int64_t>(at.toSecsSinceEpoch()) : std::nullopt;
}

// The token that `aws sso login` has left (botocore names its file by the SHA-1 of session or start URL).
Result<std::string> ssoToken(const Profile &profile, const std::string &name, std::int64_t unixS)
{
    const std::string &key = profile.ssoSession.empty() ? profile.ssoStartUrl : profile.ssoSession;
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray(key.data(), static_cast<qsizetype>(key.size())),
                                 QCryptographicHash::Sha1)
            .toHex();
    const auto text =
        fileText(variable("HOME") + "/.aws/sso/cache/" + std::string(hash.constData()) + ".json");
    const auto value = json::parse(text.value_or(""));
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    const std::string token(object ? json::stringOr(*object, "accessToken") : "");
    const auto until = object ? secondsOf(json::stringOr(*object, "expiresAt")) : std::nullopt;
    if (token.empty() || (until && *until <= unixS))
        return away("the sign-in of profile '" + name + "' is missing or has ended: run `aws sso login " +
                    "--profile " + name + "`");
    return token;
}

Result<TokenRequest> askSso(const Profile &profile, const std::string &name, std::int64_t unixS)
{
    GW_TRY(const std::string token, ssoToken(profile, name, unixS));
    TokenRequest request;
    request.step = kSso;
    request.method = "GET";
    std::string base = variable("AWS_ENDPOINT_URL_SSO");
    if (base.empty())
        base = "https://portal.sso." + profile.ssoRegion + ".amazonaws.com";
    request.wire.url = base +
                       "/federation/credentials?account_id=" + wire::percentEncoded(profile.ssoAccount) +
                       "&role_name=" + wire::percentEncoded(profile.ssoRole);
    request.wire.headers.add("x-amz-sso_bearer_token", token);
    return request;
}

// Plain http only to this machine and to the addresses of ECS and EKS: the token would be read on the way.
bool mayAskContainer(const std::string &url)
{
    if (url.starts_with("https://"))
        return true;
    constexpr std::string_view kHttp = "http://";
    if (!url.starts_with(kHttp))
        return false;
    std::string host = url.substr(kHttp.size(), url.find_first_of("/?#", kHttp.size()) - kHttp.size());
    if (host.find('@') != std::string::npos)
        return false;
    if (!host.starts_with('['))
        host.resize(std::min(host.find(':'), host.size()));
    else
        host.resize(std::min(host.find(']') + 1, host.size()));
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "169.254.170.2" ||
           host == "169.254.170.23" || host == "[fd00:ec2::23]";
}

Result<TokenRequest> askContainer()
{
    TokenRequest request;
    request.step = kContainer;
    request.method = "GET";
    const std::string relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    request.wire.url =
        relative.empty() ? variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") : "http://169.254.170.2" + relative;
    if (!mayAskContainer(request.wire.url))
        return away("AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or an address of this machine or of "
                    "its container service");
    std::string token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (const std::string file = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty())
        token = fileText(file).value_or("");
    while (token.ends_with('\n') || token.ends_with('\r'))
        token.pop_back();
    if (!token.empty())
        request.wire.headers.add("Authorization", token);
    return request;
}

TokenRequest askMachine()
{
    TokenRequest request;
    request.step = kMachineToken;
    request.method = "PUT";
    request.wire.url = machineBase() + "/latest/api/token";
    request.wire.headers.add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
    return request;
}

TokenRequest askMachineFor(std::string step, std::string_view path, std::string_view token)
{
    TokenRequest request;
    request.step = std::move(step);
    request.method = "GET";
    request.wire.url = machineBase() + std::string(path);
    request.wire.headers.add("X-aws-ec2-metadata-token", token);
    return request;
}

// A role of the config file, taken on with the keys of another profile.
Result<TokenRequest> askRole(const Profile &profile, const std::string &name, const std::string &region,
                             std::int64_t unixS)
{
    const Profile source = profileNamed(profile.sourceProfile);
    if (!source.credentials.known())
        return away("profile '" + name + "' takes on a role with profile '" + profile.sourceProfile +
                    "', which has no keys");
    TokenRequest request;
    request.step = kRole;
    std::string &body = request.wire.body;
    body = "Action=AssumeRole&Version=2011-06-15&RoleArn=" + uriEncoded(profile.roleArn) +
           "&RoleSessionName=" +
           uriEncoded(profile.sessionName.empty() ? std::string("gateway") : profile.sessionName);
    if (!profile.externalId.empty())
        body += "&ExternalId=" + uriEncoded(profile.externalId);
    request.wire.url = variable("AWS_ENDPOINT_URL_STS");
    if (request.wire.url.empty())
        request.wire.url = "https://sts." + region + ".amazonaws.com/";
    request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    signV4(request.wire.headers, request.wire.url, body, source.credentials,
           {.region = region, .service = "sts", .unixS = unixS});
    return request;
}

std::string_view firstOf(const json::Object &object, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        if (const std::string_view text = json::stringOr(object, key); !text.empty())
            return text;
    }
    return {};
}

// Every source has the same members in a spelling of its own.
Result<Token> readKeys(std::string_view step, int status, std::string_view body, std::int64_t unixS)
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (const json::Object *inner = object ? json::findObject(*object, "roleCredentials") : nullptr)
        object = inner;
    const std::string key(object ? firstOf(*object, {"AccessKeyId", "accessKeyId"}) : "");
    if (status != 200 || key.empty()) {
        const std::string why(object ? firstOf(*object, {"message", "Message", "code"}) : "");
        return Error{.code = ErrorCode::UpstreamAuthentication,
                     .message = "AWS credentials: the source (" + std::string(step) +
                                ") gave none: " + (why.empty() ? "status " + std::to_string(status) : why),
                     .upstreamStatus = status};
    }
    std::int64_t life = kLifeS;
    if (const auto until = json::findInt(*object, "expiration"))   // SSO: milliseconds.
        life = *until / 1000 - unixS;
    else if (const auto at = secondsOf(firstOf(*object, {"Expiration"})))
        life = *at - unixS;
    const json::Object parts{{"key", key},
                             {"secret", firstOf(*object, {"SecretAccessKey", "secretAccessKey"})},
                             {"session", firstOf(*object, {"Token", "SessionToken", "sessionToken"})}};
    return Token{Secret(json::serialize(parts)), std::max<std::int64_t>(life, 0)};
}

std::string firstLine(std::string_view text)
{
    return std::string(text.substr(0, text.find_first_of("\r\n")));
}

}   // namespace

std::string sourceKey(const Target &target)
{
    const auto name = profileNeeded(target);
    if (!name)
        return {};
    const Profile profile = profileNamed(*name);
    if (profile.credentials.known() && profile.roleArn.empty())
        return {};
    if (!profile.roleArn.empty() && !profile.sourceProfile.empty())
        return "aws profile " + *name + " " + profile.roleArn;
    if (!profile.ssoAccount.empty())
        return "aws sso " + *name + " " + profile.ssoAccount + " " + profile.ssoRole;
    if (!profile.process.empty())
        return "aws process " + *name;
    return inContainer() ? "aws container" : onMachine() ? "aws machine" : "";
}

Result<TokenRequest> askSource(const Target &target, const ModelId &model, std::int64_t unixS)
{
    const std::string name = profileNeeded(target).value_or("default");
    const Profile profile = profileNamed(name);
    if (!profile.roleArn.empty() && !profile.sourceProfile.empty())
        return askRole(profile, name, regionFor(target, model, &profile), unixS);
    if (!profile.ssoAccount.empty())
        return askSso(profile, name, unixS);
    if (!profile.process.empty()) {
        TokenRequest request;
        request.step = kProcess;
        request.command = profile.process;
        return request;
    }
    if (inContainer())
        return askContainer();
    return askMachine();
}

Result<Token> readSource(const TokenRequest &asked, int status, std::string_view body, std::int64_t unixS)
{
    if (asked.step == kRole)
        return readRole(status, body);
    const bool fine = status == 200 && !body.empty();
    if (asked.step == kMachineToken && fine) {
        Token token;
        token.next = askMachineFor(std::string(kMachineRole) + firstLine(body), kRolePath, firstLine(body));
        return token;
    }
    if (asked.step.starts_with(kMachineRole) && fine) {
        Token token;
        token.next =
            askMachineFor(std::string(kMachineKeys), std::string(kRolePath) + uriEncoded(firstLine(body)),
                          std::string_view(asked.step).substr(kMachineRole.size()));
        return token;
    }
    const std::string_view shown =
        asked.step.starts_with("machine") ? std::string_view("machine") : std::string_view(asked.step);
    return readKeys(shown, status, body, unixS);
}

}   // namespace gw::providers::bedrock
