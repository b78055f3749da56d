#include "core/providers/upstreamerror.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <string>

namespace gw::providers {

namespace {

ErrorCode codeForStatus(int status)
{
    switch (status) {
    case 400:
    case 413:
        return ErrorCode::UpstreamBadRequest;
    case 401:
    case 498:   // Cohere's word for an invalid token.
        return ErrorCode::UpstreamAuthentication;
    case 402:   // No credit left.
        return ErrorCode::UpstreamRateLimit;
    case 403:
        return ErrorCode::UpstreamPermission;
    case 404:
        return ErrorCode::UpstreamNotFound;
    case 408:
    case 504:
        return ErrorCode::UpstreamTimeout;
    case 422:
        return ErrorCode::UpstreamUnprocessable;
    case 429:
        return ErrorCode::UpstreamRateLimit;
    case 424:   // The model failed while it wrote (TGI, Bedrock).
    case 500:
        return ErrorCode::UpstreamInternal;
    case 502:
        return ErrorCode::UpstreamBadGateway;
    case 503:
        return ErrorCode::UpstreamUnavailable;
    case 529:
        return ErrorCode::UpstreamOverloaded;
    default:
        break;
    }
    return status >= 400 && status < 500 ? ErrorCode::UpstreamBadRequest : ErrorCode::UpstreamConnection;
}

bool containsAny(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// A 400 may really be about the size of the prompt, about policy or the key; users configure fallbacks for
// these.
ErrorCode refine(ErrorCode code, std::string_view explanation)
{
    if (code != ErrorCode::UpstreamBadRequest && code != ErrorCode::UpstreamUnprocessable)
        return code;
    const std::string text = lower(explanation);
    if (containsAny(text, {"maximum context length", "prompt is too long", "context_length_exceeded",
                           "exceeds the maximum number of tokens", "input is too long", "context window",
                           "input tokens exceed", "too many tokens", "input length and `max_tokens` exceed",
                           "requested token count exceeds", "exceed context limit", "reduce the length",
                           "model_max_length"}))
        return ErrorCode::UpstreamContextWindow;
    if (containsAny(text, {"content_policy_violation", "content management policy", "safety system",
                           "content filtering policy", "responsibleaipolicyviolation",
                           "violating our usage policy", "data_inspection_failed"}))
        return ErrorCode::UpstreamContentPolicy;
    if (containsAny(text, {"incorrect api key", "api_key_invalid"}))
        return ErrorCode::UpstreamAuthentication;
    return code;
}

}   // namespace

ErrorCode upstreamErrorCode(int status, std::string_view explanation)
{
    return refine(codeForStatus(status), explanation);
}

Error upstreamError(int status, std::string_view message)
{
    Error error;
    error.message = message.empty() ? "HTTP status " + std::to_string(status) + " without an explanation"
                                    : std::string(message);
    error.upstreamStatus = status;
    error.code = upstreamErrorCode(status, error.message);
    return error;
}

std::string_view shownBody(std::string_view body)
{
    constexpr std::size_t kMaxShown = 500;
    return body.substr(0, kMaxShown);
}

}   // namespace gw::providers
