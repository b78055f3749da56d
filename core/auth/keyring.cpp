#include "core/auth/keyring.h"

#include "core/base/ids.h"

#include <QByteArray>

#include <algorithm>
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

// How long a client waits before it asks again for a key that nobody can look up.
constexpr int kAwayRetryMs = 5000;

// "sk-...abcd"; short keys are not shown at all.
std::string lastOf(std::string_view key)
{
    constexpr std::size_t kShown = 4;
    constexpr std::size_t kShortest = 12;
    return "sk-..." + std::string(key.substr(key.size() > kShortest ? key.size() - kShown : key.size()));
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
        principal.directory = m_options.directory;
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
        principal.directory = m_options.directory;
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
    if (!m_options.directory)
        return Error{.code = ErrorCode::NoDatabaseKey,
                     .message = "Authentication Error, No connected db. Received API Key = " + lastOf(key)};
    return findVirtual(key);
}

Result<Principal> Keyring::findVirtual(std::string_view key) const
{
    const access::KeyPtr found = m_options.directory->key(sha256Hex(key));
    const access::Standing standing = m_options.directory->standing();
    // Nobody knows whether the key is one: never 401, which clients take for final.
    if (standing == access::Standing::Lost || (standing == access::Standing::Away && !found))
        return Error{.code = ErrorCode::DatabaseAway,
                     .message = "Service Unavailable: the database that knows the keys is away",
                     .retryAfterMs = kAwayRetryMs};
    if (!found)
        return Error{.code = ErrorCode::UnknownKey,
                     .message =
                         "Authentication Error, Invalid proxy server token passed. Received API Key = " +
                         lastOf(key)};
    if (found->blocked)
        return Error{.code = ErrorCode::BlockedKey,
                     .message =
                         "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an "
                         "admin."};
    const std::int64_t now = m_options.directory->clock().unixUs() / 1'000'000;
    if (found->expired(now))
        return Error{.code = ErrorCode::ExpiredKey,
                     .message = "Authentication Error - Expired Key. Key Expiry time " +
                                access::isoText(found->expires) + " and current time " + access::isoText(now),
                     .param = lastOf(key)};
    Principal principal;
    principal.kind = Principal::Kind::Virtual;
    principal.directory = m_options.directory;
    if (!found->teamId.empty())
        principal.team = m_options.directory->team(found->teamId);
    if (principal.team && principal.team->blocked)
        return Error{.code = ErrorCode::BlockedKey,
                     .message = "Authentication Error, Team=" + found->teamId +
                                " is blocked. Update via `/team/unblock` if you're an admin."};
    if (!found->userId.empty())
        principal.user = m_options.directory->user(found->userId);
    if (principal.user && principal.user->blocked)
        return Error{.code = ErrorCode::BlockedKey,
                     .message = "Authentication Error, User=" + found->userId + " is blocked."};
    principal.keyHash = found->token;
    principal.keyAlias = found->alias;
    principal.userId = found->userId;
    principal.teamId = found->teamId;
    principal.admin = principal.user && principal.user->role == "proxy_admin";
    principal.disableFallbacks = found->disableFallbacks;
    principal.fallbacks = found->fallbacks;
    principal.key = found;
    return principal;
}

Result<Principal> Keyring::admit(const Visit &visit) const
{
    const bool open = std::ranges::any_of(
        m_options.routes.open, [&](const std::string &entry) { return routeFits(entry, visit.path); });
    const Access access = open ? Access::Public : visit.access;
    auto caller = authenticate(visit.key);
    if (!caller.ok()) {
        const bool needed =
            access == Access::Loopback ? !visit.loopback || !visit.key.empty() : access != Access::Public;
        // A key that was given and is wrong is told, except where none is needed at all.
        return needed ? caller : Principal();
    }
    if (access != Access::Public)
        GW_CHECK(mayCall(caller.value(), access, visit.method, visit.path, m_options.routes));
    return caller;
}

}   // namespace gw::auth
