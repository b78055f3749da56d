#pragma once

#include "core/providers/adapter.h"
#include "core/providers/adapters/bedrock/credentials.h"

// Roles that a deployment takes on (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
namespace gw::providers::bedrock {

// Names the role and who takes it on; empty where the deployment has no aws_role_name.
std::string roleKey(const Target &target);
// Asks the token service for the role's credentials: signed by the deployment's own, or with a token of an
// identity provider (aws_web_identity_token, a text or a file).
Result<TokenRequest> assumeRole(const Target &target, const ModelId &model, std::int64_t unixS);
// The credentials as one secret, which credentialsFrom() takes apart.
Result<Token> readRole(int status, std::string_view body);
AwsCredentials credentialsFrom(const Secret &token);

}   // namespace gw::providers::bedrock
