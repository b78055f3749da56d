#include "core/providers/upstreamerror.h"

#include <algorithm>
#include <initializer_list>

namespace gw::providers {

namespace {

ErrorCode codeForStatus(int status)
{
    switch (status) {
    case 400:
    case 413:
        return ErrorCode::UpstreamBadRequest;
    case 401:
        return ErrorCode::UpstreamAuthentication;
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

// A 400 may really be about the size of the prompt or about policy; users configure fallbacks for these.
ErrorCode refine(ErrorCode code, std::string_view text)
{
    if (code == ErrorCode::UpstreamBadRequest || code == ErrorCode::UpstreamUnprocessable) {
        if (containsAny(text,
                        {"maximum context length", "prompt is too long", "context_length_exceeded",
                         "exceeds the maximum number of tokens", "input is too long", "context window"}))
            return ErrorCode::UpstreamContextWindow;
        if (containsAny(text, {"content_policy_violation", "content management policy", "safety system",
                               "content filtering policy"}))
            return ErrorCode::UpstreamContentPolicy;
    }
    return code;
}

}   // namespace

ErrorCode upstreamErrorCode(int status, std::string_view explanation)
{
    return refine(codeForStatus(status), explanation);
}

}   // namespace gw::providers
