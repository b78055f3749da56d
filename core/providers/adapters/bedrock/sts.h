#pragma once

#include "core/providers/adapter.h"
#include "core/providers/adapters/bedrock/credentials.h"

#include <optional>
#include <string>

// Roles that a deployment takes on (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
namespace gw::providers::bedrock {

// One role that is taken on with keys.
struct Role
{
    std::string arn;
    std::string session;   // Empty: "gateway".
    std::string externalId;
    std::string region;
    std::string endpoint;   // Of the token service; empty: the region's.
};

// The deployment's own role (aws_role_name); nothing where it has none, or where a token of an identity
// provider stands for the keys.
std::optional<Role> roleWithKeys(const Target &target);
// Names the role and who takes it on; empty where the deployment has no aws_role_name.
std::string roleKey(const Target &target);
// Asks the token service for the role's credentials: signed by the deployment's own, or with a token of an
// identity provider (aws_web_identity_token, a text or a file).
Result<TokenRequest> assumeRole(const Target &target, const ModelId &model, std::int64_t unixS);
// The credentials as one secret, which credentialsFrom() takes apart.
Result<Token> readRole(int status, std::string_view body);
AwsCredentials credentialsFrom(const Secret &token);

}   // namespace gw::providers::bedrock
