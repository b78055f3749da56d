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
};
// text: an INI file as the AWS tools write it. Sections of the config file are called "profile NAME", but for
// the default one.
Profile readProfile(std::string_view credentialsText, std::string_view configText, std::string_view name);

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
