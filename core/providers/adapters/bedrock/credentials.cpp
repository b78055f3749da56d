#include "core/providers/adapters/bedrock/credentials.h"

#include "core/providers/files.h"

#include <cstdlib>

namespace gw::providers::bedrock {

namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Calls take(key, value) for each line of the section.
template <typename Take>
void readSection(std::string_view text, std::string_view section, Take take)
{
    bool inside = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#' || line.front() == ';')
            continue;
        if (line.front() == '[') {
            inside = trimmed(line.substr(1, line.find(']') - 1)) == section;
            continue;
        }
        const std::size_t equals = line.find('=');
        if (inside && equals != std::string_view::npos)
            take(trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
    }
}

std::string pathOf(const char *variable, const char *name)
{
    if (const char *path = std::getenv(variable); path && *path)
        return path;
    const char *home = std::getenv("HOME");
    return home && *home ? std::string(home) + "/.aws/" + name : std::string();
}

AwsCredentials keysOf(std::string accessKey, std::string secretKey, std::string sessionToken)
{
    return {std::move(accessKey), Secret(std::move(secretKey)), Secret(std::move(sessionToken))};
}

}   // namespace

Profile readProfile(std::string_view credentialsText, std::string_view configText, std::string_view name)
{
    Profile profile;
    const std::pair<std::string_view, std::string *> words[] = {
        {"region", &profile.region},
        {"credential_process", &profile.process},
        {"sso_session", &profile.ssoSession},
        {"sso_start_url", &profile.ssoStartUrl},
        {"sso_region", &profile.ssoRegion},
        {"sso_account_id", &profile.ssoAccount},
        {"sso_role_name", &profile.ssoRole},
        {"role_arn", &profile.roleArn},
        {"source_profile", &profile.sourceProfile},
        {"credential_source", &profile.credentialSource},
        {"role_session_name", &profile.sessionName},
        {"external_id", &profile.externalId}};
    const auto take = [&](std::string_view key, std::string_view value) {
        if (key == "aws_access_key_id")
            profile.credentials.accessKey = value;
        else if (key == "aws_secret_access_key")
            profile.credentials.secretKey = Secret(std::string(value));
        else if (key == "aws_session_token")
            profile.credentials.sessionToken = Secret(std::string(value));
        for (const auto &[word, place] : words) {
            if (key == word)
                *place = value;
        }
    };
    readSection(configText, name == "default" ? std::string(name) : "profile " + std::string(name), take);
    readSection(credentialsText, name, take);
    // [sso-session NAME] is shared by profiles.
    if (!profile.ssoSession.empty())
        readSection(configText, "sso-session " + profile.ssoSession, take);
    return profile;
}

Profile profileNamed(const std::string &name)
{
    return readProfile(fileText(pathOf("AWS_SHARED_CREDENTIALS_FILE", "credentials")).value_or(""),
                       fileText(pathOf("AWS_CONFIG_FILE", "config")).value_or(""), name);
}

std::optional<std::string> profileNeeded(const Target &target)
{
    if (keysOf(target.setting("aws_access_key_id"), target.setting("aws_secret_access_key"), {}).known())
        return std::nullopt;
    std::string name = target.setting("aws_profile_name");
    if (!name.empty())
        return name;
    if (!target.key.isEmpty() ||
        keysOf(target.setting("aws_access_key_id", {"AWS_ACCESS_KEY_ID"}),
               target.setting("aws_secret_access_key", {"AWS_SECRET_ACCESS_KEY"}), {})
            .known())
        return std::nullopt;
    name = target.setting("aws_profile_name", {"AWS_PROFILE_NAME"});
    if (const char *chosen = std::getenv("AWS_PROFILE"); name.empty() && chosen)
        name = chosen;
    return name.empty() ? "default" : name;
}

std::string regionFor(const Target &target, const ModelId &model, const Profile *profile)
{
    std::string region = target.setting("aws_region_name");
    if (region.empty())
        region = model.region;
    if (region.empty())
        region = target.setting("aws_region_name", {"AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"});
    if (region.empty() && profile)
        region = profile->region;
    return region.empty() ? "us-west-2" : region;
}

Result<Identity> identityFor(const Target &target, const ModelId &model, const AwsCredentials &assumed)
{
    Identity out;
    out.region = regionFor(target, model, nullptr);
    if (assumed.known()) {
        out.credentials = assumed;
        if (const auto name = profileNeeded(target)) {
            const Profile profile = profileNamed(*name);
            out.region = regionFor(target, model, &profile);
        }
        return out;
    }
    out.credentials = keysOf(target.setting("aws_access_key_id"), target.setting("aws_secret_access_key"),
                             target.setting("aws_session_token"));
    if (out.credentials.known())
        return out;
    const auto profileName = profileNeeded(target);
    if (!profileName && !target.key.isEmpty()) {
        out.bearer = target.key;
        return out;
    }
    if (!profileName) {
        out.credentials = keysOf(target.setting("aws_access_key_id", {"AWS_ACCESS_KEY_ID"}),
                                 target.setting("aws_secret_access_key", {"AWS_SECRET_ACCESS_KEY"}),
                                 target.setting("aws_session_token", {"AWS_SESSION_TOKEN"}));
        return out;
    }
    Profile profile = profileNamed(*profileName);
    if (!profile.credentials.known())
        return Error{.code = ErrorCode::UpstreamAuthentication,
                     .message = "there are no AWS credentials: neither aws_access_key_id and "
                                "aws_secret_access_key nor a Bedrock API key is given, and the profile '" +
                                *profileName + "' has no keys"};
    out.region = regionFor(target, model, &profile);
    out.credentials = std::move(profile.credentials);
    return out;
}

}   // namespace gw::providers::bedrock
