#include "core/providers/adapters/bedrock/sources.h"

#include "core/providers/files.h"
#include "core/wire/query.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <vector>

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

json::Object roleObject(const Role &role)
{
    return {{"arn", role.arn},
            {"session", role.session},
            {"external", role.externalId},
            {"region", role.region},
            {"endpoint", role.endpoint}};
}

Role roleFrom(const json::Object &object)
{
    const auto text = [&](std::string_view key) { return std::string(json::stringOr(object, key)); };
    return {text("arn"), text("session"), text("external"), text("region"), text("endpoint")};
}

// A request's mark carries the roles that are taken on behind it, one with the keys of the other.
std::string markOf(std::string_view step, std::span<const Role> roles)
{
    std::string mark(step);
    if (roles.empty())
        return mark;
    json::Array list;
    for (const Role &role : roles)
        list.emplace_back(roleObject(role));
    return mark + "\n" + json::serialize(list);
}

std::vector<Role> rolesIn(std::string_view mark)
{
    std::vector<Role> roles;
    const std::size_t line = mark.find('\n');
    const auto list = json::parse(line == std::string_view::npos ? "[]" : mark.substr(line + 1));
    if (!list.ok() || !list.value().is_array())
        return roles;
    for (const json::Value &value : list.value().get_array()) {
        if (const json::Object *object = value.if_object())
            roles.push_back(roleFrom(*object));
    }
    return roles;
}

// The first of roles, asked for with keys; the others follow.
TokenRequest askRole(std::span<const Role> roles, const AwsCredentials &keys, std::int64_t unixS)
{
    const Role &role = roles.front();
    TokenRequest request;
    request.step = markOf(kRole, roles.subspan(1));
    std::string &body = request.wire.body;
    body = "Action=AssumeRole&Version=2011-06-15&RoleArn=" + uriEncoded(role.arn) +
           "&RoleSessionName=" + uriEncoded(role.session.empty() ? std::string("gateway") : role.session);
    if (!role.externalId.empty())
        body += "&ExternalId=" + uriEncoded(role.externalId);
    request.wire.url = role.endpoint.empty() ? variable("AWS_ENDPOINT_URL_STS") : role.endpoint;
    if (request.wire.url.empty())
        request.wire.url = "https://sts." + role.region + ".amazonaws.com/";
    if (!request.wire.url.ends_with('/'))
        request.wire.url += '/';
    request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    signV4(request.wire.headers, request.wire.url, body, keys,
           {.region = role.region, .service = "sts", .unixS = unixS});
    return request;
}

// Where a profile's keys come from in the end, and the roles that are taken on with them, in their order.
struct Chain
{
    std::string name;   // Of the profile at its end.
    Profile profile;
    std::string source;   // credential_source of the last role.
    std::vector<Role> roles;
};

Result<Chain> chainOf(const std::string &name)
{
    constexpr int kMostRoles = 5;
    Chain chain{name, profileNamed(name), {}, {}};
    while (!chain.profile.roleArn.empty() && chain.source.empty()) {
        const Profile &profile = chain.profile;
        if (profile.sourceProfile.empty() && profile.credentialSource.empty())
            break;   // Nobody says with whose keys: those that it has itself.
        chain.roles.insert(chain.roles.begin(),
                           Role{profile.roleArn, profile.sessionName, profile.externalId, {}, {}});
        if (chain.roles.size() > kMostRoles)
            return away("the roles of profile '" + name + "' lead to each other");
        chain.source = profile.credentialSource;
        // A profile may take on a role with keys of its own.
        const bool own = profile.sourceProfile == chain.name;
        if (!profile.sourceProfile.empty()) {
            chain.name = profile.sourceProfile;
            chain.profile = profileNamed(chain.name);
        }
        if (own)
            break;
    }
    return chain;
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
    const auto found = chainOf(*name);
    if (!found.ok())
        return "aws profile " + *name;   // Asking for it tells what is wrong.
    const Chain &chain = found.value();
    std::string roles;
    for (const Role &role : chain.roles)
        roles += " " + role.arn;
    const Profile &profile = chain.profile;
    if (profile.credentials.known() && chain.source.empty())
        return roles.empty() ? std::string() : "aws profile " + *name + roles;
    if (!profile.ssoAccount.empty() && chain.source.empty())
        return "aws sso " + *name + " " + profile.ssoAccount + " " + profile.ssoRole + roles;
    if (!profile.process.empty() && chain.source.empty())
        return "aws process " + *name + roles;
    const bool container = chain.source == "EcsContainer" || (chain.source.empty() && inContainer());
    const bool machine = chain.source == "Ec2InstanceMetadata" || (chain.source.empty() && onMachine());
    if (!roles.empty())
        return "aws profile " + *name + roles;
    return container ? "aws container" : machine ? "aws machine" : "";
}

Result<TokenRequest> askSource(const Target &target, const ModelId &model, std::int64_t unixS,
                               const Role *last)
{
    const std::string name = profileNeeded(target).value_or("default");
    GW_TRY(Chain chain, chainOf(name));
    const Profile first = profileNamed(name);
    if (last)
        chain.roles.push_back(*last);
    for (Role &role : chain.roles)
        role.region = regionFor(target, model, &first);
    const auto before = [&](TokenRequest request) {
        request.step = markOf(request.step, chain.roles);
        return request;
    };
    const Profile &profile = chain.profile;
    if (chain.source == "Environment") {
        const AwsCredentials keys{variable("AWS_ACCESS_KEY_ID"), Secret(variable("AWS_SECRET_ACCESS_KEY")),
                                  Secret(variable("AWS_SESSION_TOKEN"))};
        if (!keys.known())
            return away("profile '" + name + "' wants keys in the environment, where there are none");
        return askRole(chain.roles, keys, unixS);
    }
    if (chain.source == "EcsContainer") {
        GW_TRY(TokenRequest request, askContainer());
        return before(std::move(request));
    }
    if (chain.source == "Ec2InstanceMetadata")
        return before(askMachine());
    if (!chain.source.empty())
        return away("profile '" + name + "' has an unknown credential_source");
    if (profile.credentials.known() && !chain.roles.empty())
        return askRole(chain.roles, profile.credentials, unixS);
    if (!profile.ssoAccount.empty()) {
        GW_TRY(TokenRequest request, askSso(profile, chain.name, unixS));
        return before(std::move(request));
    }
    if (!profile.process.empty()) {
        TokenRequest request;
        request.step = kProcess;
        request.command = profile.process;
        return before(std::move(request));
    }
    if (chain.name != name)
        return away("profile '" + name + "' takes on a role with profile '" + chain.name +
                    "', which has no keys");
    if (inContainer()) {
        GW_TRY(TokenRequest request, askContainer());
        return before(std::move(request));
    }
    return before(askMachine());
}

Result<Token> readSource(const TokenRequest &asked, int status, std::string_view body, std::int64_t unixS)
{
    const std::vector<Role> roles = rolesIn(asked.step);
    const std::string_view step = std::string_view(asked.step).substr(0, asked.step.find('\n'));
    const bool fine = status == 200 && !body.empty();
    if (step == kMachineToken && fine) {
        Token token;
        token.next = askMachineFor(markOf(std::string(kMachineRole) + firstLine(body), roles), kRolePath,
                                   firstLine(body));
        return token;
    }
    if (step.starts_with(kMachineRole) && fine) {
        Token token;
        token.next =
            askMachineFor(markOf(kMachineKeys, roles), std::string(kRolePath) + uriEncoded(firstLine(body)),
                          step.substr(kMachineRole.size()));
        return token;
    }
    const std::string_view shown = step.starts_with("machine") ? std::string_view("machine") : step;
    GW_TRY(Token token, step == kRole ? readRole(status, body) : readKeys(shown, status, body, unixS));
    if (!roles.empty())
        token.next = askRole(roles, credentialsFrom(token.value), unixS);
    return token;
}

}   // namespace gw::providers::bedrock
