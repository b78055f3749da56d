#pragma once

#include <QtGlobal>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace gw {

// What went wrong, as the pipeline needs it: every dialect maps a code to a status and a body through
// resources/errors.json (see base/errortable.h), the router to a retry decision, the ledger to a class.
enum class ErrorCode : std::uint8_t {
    // Made by the gateway.
    BadRequest,
    BadJson,
    MissingField,
    UnsupportedParam,
    NoKey,
    MalformedKey,
    UnknownKey,
    NoDatabaseKey,
    ExpiredKey,
    BlockedKey,
    ModelDenied,
    RouteDenied,
    AdminOnly,
    AddressDenied,
    OriginDenied,
    HostDenied,
    BudgetExceeded,
    RateLimited,
    UnknownModel,
    NoModels,
    NoDeployment,
    TagDenied,
    NotFound,
    MethodNotAllowed,
    PayloadTooLarge,
    NotImplemented,
    DatabaseAway,
    SecretAway,
    Overloaded,
    Internal,
    // Reported by, or met on the way to, a provider.
    UpstreamBadRequest,
    UpstreamContextWindow,
    UpstreamContentPolicy,
    UpstreamAuthentication,
    UpstreamPermission,
    UpstreamNotFound,
    UpstreamTimeout,
    UpstreamUnprocessable,
    UpstreamRateLimit,
    UpstreamInternal,
    UpstreamBadGateway,
    UpstreamUnavailable,
    UpstreamOverloaded,
    UpstreamConnection,
    UpstreamMalformed,
    // The client left. Never shown to anybody; a normal outcome, not a fault.
    Cancelled,
};

// Why an operation failed, in words that may be shown to a client: never a key, never a prompt.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string param = {};          // The offending request field, where there is one.
    std::string upstreamCode = {};   // The provider's own error code, kept for OpenAI-shaped clients.
    std::string upstreamType = {};   // The provider's own error type.
    int upstreamStatus = 0;          // The provider's HTTP status; 0 when no answer came.
    int retryAfterMs = -1;           // How long the provider (or we) ask to wait; -1 unknown.
};

// Either a T or an Error. Check ok() before value(); both accessors assert.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    bool ok() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }
    const T &value() const &
    {
        Q_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T &value() &
    {
        Q_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T &&value() &&
    {
        Q_ASSERT(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    const Error &error() const
    {
        Q_ASSERT(!ok());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_ok(false)
    {}
    bool ok() const noexcept { return m_ok; }
    explicit operator bool() const noexcept { return m_ok; }
    const Error &error() const
    {
        Q_ASSERT(!m_ok);
        return m_error;
    }

private:
    Error m_error;
    bool m_ok = true;
};

}   // namespace gw

// Evaluates expr; on error returns it from the enclosing function, else binds the value.
// Expands to several statements: never the body of an unbraced if.
#define GW_TRY_CAT2(a, b) a##b
#define GW_TRY_CAT(a, b) GW_TRY_CAT2(a, b)
#define GW_TRY(decl, expr) GW_TRY_IMPL(GW_TRY_CAT(gwTry, __COUNTER__), decl, expr)
#define GW_TRY_IMPL(tmp, decl, expr)                                                                         \
    auto tmp = (expr);                                                                                       \
    if (!tmp.ok())                                                                                           \
        return tmp.error();                                                                                  \
    decl = std::move(tmp).value()
// The same for Result<void>.
#define GW_CHECK(expr)                                                                                       \
    do {                                                                                                     \
        auto gwCheck = (expr);                                                                               \
        if (!gwCheck.ok())                                                                                   \
            return gwCheck.error();                                                                          \
    } while (false)
