#include "core/providers/adapters/vertex/serviceaccount.h"

#include "core/base/base64.h"
#include "core/providers/decoding.h"
#include "core/providers/files.h"
#include "core/wire/query.h"

#include <cstdlib>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace gw::providers::vertex {

namespace {

constexpr std::string_view kTokenUri = "https://oauth2.googleapis.com/token";
constexpr std::string_view kScope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::int64_t kLifeS = 3600;

Error away(std::string why)
{
    return {.code = ErrorCode::SecretAway, .message = "Vertex AI: " + std::move(why)};
}

// A path, or the JSON itself.
std::string sourceOf(const Target &target)
{
    std::string source = target.setting("vertex_credentials", {"VERTEXAI_CREDENTIALS", "VERTEX_CREDENTIALS",
                                                               "GOOGLE_APPLICATION_CREDENTIALS"});
    const char *home = std::getenv("HOME");
    if (source.empty() && home)
        source = std::string(home) + "/.config/gcloud/application_default_credentials.json";
    return source;
}

// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3); empty when the key is none.
std::string signRs256(const std::string &text, const Secret &pem)
{
    const std::string &key = pem.reveal();
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(key.data(), static_cast<int>(key.size())), &BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!pkey || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pkey.get()) != 1)
        return {};
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
    std::size_t size = 0;
    if (EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
        return {};
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes,
                       text.size()) != 1)
        return {};
    signature.resize(size);
    return signature;
}

}   // namespace

Result<Credentials> readCredentials(std::string_view text)
{
    const auto value = json::parse(text);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (!object)
        return away("the credentials are no JSON object");
    Credentials credentials;
    const auto read = [&](std::string_view key) { return std::string(json::stringOr(*object, key)); };
    credentials.type = read("type");
    credentials.email = read("client_email");
    credentials.keyId = read("private_key_id");
    credentials.privateKey = Secret(read("private_key"));
    credentials.tokenUri = read("token_uri");
    if (credentials.tokenUri.empty())
        credentials.tokenUri = kTokenUri;
    credentials.project = read("project_id");
    if (credentials.project.empty())
        credentials.project = read("quota_project_id");
    credentials.clientId = read("client_id");
    credentials.clientSecret = Secret(read("client_secret"));
    credentials.refreshToken = Secret(read("refresh_token"));
    if (credentials.type != "service_account" && credentials.type != "authorized_user")
        return away("credentials of type '" + credentials.type +
                    "' are not understood; use a service account or gcloud's own sign-in");
    return credentials;
}

std::string credentialsKey(const Target &target)
{
    const std::string source = sourceOf(target);
    if (source.find('{') == std::string::npos)
        return "google " + source;
    const auto credentials = readCredentials(source);
    return credentials.ok() ? "google " + credentials.value().email + credentials.value().clientId + " " +
                                  credentials.value().keyId + " " + credentials.value().tokenUri
                            : "google";
}

Result<Credentials> credentialsOf(const Target &target)
{
    const std::string source = sourceOf(target);
    if (source.find('{') != std::string::npos)
        return readCredentials(source);
    const auto text = fileText(source);
    if (!text)
        return away("no credentials: neither vertex_credentials nor GOOGLE_APPLICATION_CREDENTIALS name a "
                    "readable file, and gcloud has left none");
    return readCredentials(*text);
}

Result<TokenRequest> tokenRequest(const Credentials &credentials, std::int64_t unixS)
{
    TokenRequest request;
    request.wire.url = credentials.tokenUri;
    request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded");
    if (credentials.type == "authorized_user") {
        request.wire.body =
            "grant_type=refresh_token&client_id=" + wire::percentEncoded(credentials.clientId) +
            "&client_secret=" + wire::percentEncoded(credentials.clientSecret.reveal()) +
            "&refresh_token=" + wire::percentEncoded(credentials.refreshToken.reveal());
        return request;
    }
    const json::Object head{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", credentials.keyId}};
    const json::Object claims{{"iss", credentials.email},
                              {"scope", kScope},
                              {"aud", credentials.tokenUri},
                              {"iat", unixS},
                              {"exp", unixS + kLifeS}};
    const std::string text = toBase64Url(json::serialize(head)) + "." + toBase64Url(json::serialize(claims));
    const std::string signature = signRs256(text, credentials.privateKey);
    if (signature.empty())
        return away("the private key of " + credentials.email + " cannot be read");
    request.wire.body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + text +
                        "." + toBase64Url(signature);
    return request;
}

Result<Token> readToken(int status, std::string_view body)
{
    return readOAuthToken(status, body, "Google", {"error_description", "error"});
}

}   // namespace gw::providers::vertex
