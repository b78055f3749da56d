#pragma once

#include "core/base/result.h"
#include "core/providers/adapters/bedrock/modelid.h"
#include "core/providers/adapters/bedrock/sigv4.h"
#include "core/providers/target.h"

#include <optional>
#include <string>

// Who signs a request to AWS, and for which region.
namespace gw::providers::bedrock {

// One section of ~/.aws/credentials and ~/.aws/config.
struct Profile
{
    AwsCredentials credentials;
    std::string region;
    // Other ways to credentials.
    std::string process;   // credential_process: a command line.
    std::string ssoSession;
    std::string ssoStartUrl;
    std::string ssoRegion;
    std::string ssoAccount;
    std::string ssoRole;
    std::string roleArn;
    std::string sourceProfile;
    std::string credentialSource;   // Instead of sourceProfile: "EcsContainer" ...
    std::string sessionName;
    std::string externalId;
};
// text: an INI file as the AWS tools write it. Sections of the config file are called "profile NAME", but for
// the default one.
Profile readProfile(std::string_view credentialsText, std::string_view configText, std::string_view name);

// The profile of the files in the user's home, or where the environment says they are.
Profile profileNamed(const std::string &name);
// The profile that has to say who target is: nothing where keys are given, or a Bedrock API key.
std::optional<std::string> profileNeeded(const Target &target);

struct Identity
{
    Secret bearer;   // A Bedrock API key; then nothing is signed.
    AwsCredentials credentials;
    std::string region;
};
// The deployment's own keys, its profile, a Bedrock API key, keys of the environment, the default profile, in
// this order; read from files only when nothing else is there. assumed: keys of a role that was taken on,
// which come before all others. Asks for what is missing in words.
Result<Identity> identityFor(const Target &target, const ModelId &model, const AwsCredentials &assumed);
// Region by parameter, name, environment, profile; us-west-2 at last.
std::string regionFor(const Target &target, const ModelId &model, const Profile *profile);

}   // namespace gw::providers::bedrock
