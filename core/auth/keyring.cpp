#include "core/auth/keyring.h"

#include "core/base/ids.h"

#include <QByteArray>

#include <array>

namespace gw::auth {

namespace {

constexpr std::string_view kBearer = "bearer ";
constexpr std::string_view kBasic = "basic ";

bool startsWithWord(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() && wire::equalsIgnoringCase(text.substr(0, word.size()), word);
}

// "Bearer X", "Basic base64(user:X)" or X itself.
std::string keyFrom(std::string_view value)
{
    value = wire::trimmed(value);
    if (startsWithWord(value, kBearer))
        return std::string(wire::trimmed(value.substr(kBearer.size())));
    if (startsWithWord(value, kBasic)) {
        const std::string_view coded = wire::trimmed(value.substr(kBasic.size()));
        const QByteArray plain =
            QByteArray::fromBase64(QByteArray(coded.data(), static_cast<qsizetype>(coded.size())));
        const qsizetype colon = plain.indexOf(':');
        return colon < 0 ? std::string() : plain.mid(colon + 1).toStdString();
    }
    // "Bearer" alone is a client that was given no key.
    return wire::equalsIgnoringCase(value, "bearer") ? std::string() : std::string(value);
}

std::string shown(std::string_view key)
{
    constexpr std::size_t kShown = 4;
    if (key.size() <= 2 * kShown)
        return "****";
    return std::string(key.substr(0, kShown)) + "****" + std::string(key.substr(key.size() - kShown));
}

}   // namespace

Keyring::Keyring(KeyringOptions options)
    : m_options(std::move(options))
    , m_masterHash(m_options.masterKey.isEmpty() ? std::string() : sha256Hex(m_options.masterKey.reveal()))
{}

std::string Keyring::keyOf(const wire::Headers &headers, std::string_view queryKey) const
{
    if (!m_options.keyHeaderName.empty())
        return keyFrom(headers.valueOr(m_options.keyHeaderName));
    static constexpr std::array kSources{
        std::string_view("x-litellm-api-key"), std::string_view("authorization"),
        std::string_view("api-key"),           std::string_view("x-api-key"),
        std::string_view("x-goog-api-key"),    std::string_view("ocp-apim-subscription-key")};
    for (const std::string_view source : kSources) {
        if (const auto value = headers.value(source)) {
            if (std::string key = keyFrom(*value); !key.empty())
                return key;
        }
    }
    return std::string(queryKey);
}

Result<Principal> Keyring::authenticate(std::string_view key) const
{
    if (open()) {
        Principal principal;
        principal.kind = Principal::Kind::Open;
        principal.keyHash = "open";
        principal.admin = true;
        return principal;
    }
    if (!m_options.problem.empty())
        return Error{.code = ErrorCode::SecretAway, .message = m_options.problem};
    if (key.empty())
        return Error{.code = ErrorCode::NoKey, .message = "Authentication Error, No api key passed in."};
    if (m_options.masterKey.equals(key)) {
        Principal principal;
        principal.kind = Principal::Kind::Master;
        principal.keyHash = m_masterHash;
        principal.keyAlias = "master";
        principal.userId = "default_user_id";
        principal.admin = true;
        return principal;
    }
    if (!key.starts_with("sk-"))
        return Error{.code = ErrorCode::MalformedKey,
                     .message = "Authentication Error, LiteLLM Virtual Key expected. Received=" + shown(key) +
                                ", expected to start with 'sk-'."};
    if (!m_options.database)
        return Error{.code = ErrorCode::NoDatabaseKey,
                     .message = "Authentication Error, No connected db. Received API Key = sk-..." +
                                std::string(key.substr(key.size() > 12 ? key.size() - 4 : key.size()))};
    return Error{.code = ErrorCode::UnknownKey,
                 .message =
                     "Authentication Error, Invalid proxy server token passed. Received API Key = sk-..." +
                     std::string(key.substr(key.size() > 12 ? key.size() - 4 : key.size()))};
}

}   // namespace gw::auth
