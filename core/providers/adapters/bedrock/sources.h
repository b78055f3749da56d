#pragma once

#include "core/providers/adapter.h"
#include "core/providers/adapters/bedrock/credentials.h"
#include "core/providers/adapters/bedrock/sts.h"

// Credentials of AWS that are fetched: by SSO, by a program of the user's, from the container or the machine
// (docs.aws.amazon.com/sdkref: standardized credential providers). Only asked where no keys are written down.
namespace gw::providers::bedrock {

// Names the source; empty where keys are at hand, or there is no source.
std::string sourceKey(const Target &target);
// The first step to the credentials; roles of the profile are taken on with them, and then last, where there
// is one. SecretAway says what the user has to do first.
Result<TokenRequest> askSource(const Target &target, const ModelId &model, std::int64_t unixS,
                               const Role *last = nullptr);
// Reads what asked has brought; a token with a next step is none yet. unixS: now.
Result<Token> readSource(const TokenRequest &asked, int status, std::string_view body, std::int64_t unixS);

}   // namespace gw::providers::bedrock
