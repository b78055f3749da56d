#pragma once

#include "core/providers/adapter.h"

#include <string>

// Google's OAuth tokens for a service account (RFC 7523) or a signed-in user.
namespace gw::providers::vertex {

struct Credentials
{
    std::string type;   // "service_account" or "authorized_user".
    std::string email;
    std::string keyId;
    Secret privateKey;   // PEM, PKCS #8.
    std::string tokenUri;
    std::string project;
    std::string clientId;
    Secret clientSecret;
    Secret refreshToken;
};

// Of the deployment (vertex_credentials: a path or JSON), else of the environment, else of gcloud's file in
// the home folder. SecretAway says what was looked for.
Result<Credentials> credentialsOf(const Target &target);
Result<Credentials> readCredentials(std::string_view json);
// Names them without reading a file.
std::string credentialsKey(const Target &target);
// The signed request that exchanges the credentials for a token. unixS: now.
Result<TokenRequest> tokenRequest(const Credentials &credentials, std::int64_t unixS);
Result<Token> readToken(int status, std::string_view body);

}   // namespace gw::providers::vertex
