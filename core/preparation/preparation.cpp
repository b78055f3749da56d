#include "core/preparation/preparation.h"

#include "core/base/logging.h"
#include "core/upstream/environment.h"

#include <algorithm>

namespace gw::preparation {

namespace {

Error unusable(const std::string &url, const std::string &why)
{
    const upstream::Origin origin = upstream::originOf(url);
    return {.code = ErrorCode::BadRequest,
            .message = "Cannot fetch the media at " +
                       (origin.host.empty() ? std::string("that address") : origin.authority()) + ": " + why};
}

// The target of a redirect (RFC 9110, 10.2.2); relative ones against base.
std::string redirected(const std::string &base, std::string_view location)
{
    if (location.starts_with("http://") || location.starts_with("https://"))
        return std::string(location);
    const std::size_t authority = base.find("://") + 3;
    if (location.starts_with("//"))
        return base.substr(0, authority - 2) + std::string(location);
    const std::size_t path = std::min(base.find_first_of("/?#", authority), base.size());
    if (location.starts_with('/'))
        return base.substr(0, path) + std::string(location);
    const std::string whole = base.substr(0, base.find_first_of("?#", authority));
    const std::size_t slash = whole.rfind('/');
    return (slash >= authority && slash != std::string::npos ? whole.substr(0, slash + 1) : whole + "/") +
           std::string(location);
}

}   // namespace

Preparation::Preparation(Tokens &tokens, upstream::Transport &transport, Way way, const MediaLimits &limits)
    : m_tokens(tokens)
    , m_transport(transport)
    , m_way(std::move(way))
    , m_limits(limits)
{}

Preparation::~Preparation()
{
    m_tokens.forget(m_ticket);
}

Result<bool> Preparation::begin(const providers::Adapter &adapter, const chat::Call &call,
                                const providers::Target &target, std::int64_t unixS, Done done)
{
    m_wanted = adapter.mediaWanted(call, target);
    std::ranges::reverse(m_wanted);
    const std::string key = adapter.tokenKey(target);
    std::optional<Secret> known = key.empty() ? Secret() : m_tokens.known(key, unixS);
    if (known)
        m_token = std::move(*known);
    if (known && m_wanted.empty())
        return true;
    m_done = std::move(done);
    if (known) {
        fetchNext();
        return false;
    }
    GW_TRY(m_ticket, m_tokens.fetch(key, adapter, target, m_way, unixS, [this](const Result<Secret> &token) {
        m_ticket = 0;
        if (!token.ok())
            return finish(token.error());
        m_token = token.value();
        fetchNext();
    }));
    return false;
}

void Preparation::fetchNext()
{
    while (!m_wanted.empty() && m_media.contains(m_wanted.back()))
        m_wanted.pop_back();
    if (m_wanted.empty())
        return finish({});
    m_wantedUrl = std::move(m_wanted.back());
    m_wanted.pop_back();
    m_redirects = 0;
    fetchUrl(m_wantedUrl);
}

void Preparation::fetchUrl(const std::string &url)
{
    m_fetchedUrl = url;
    upstream::UpstreamRequest request;
    request.method = "GET";
    request.url = url;
    request.headers.add("Accept", "*/*");
    request.timeouts.totalMs = m_limits.timeoutMs;
    request.tls = m_way.tls;
    request.publicOnly = !m_limits.privateAddresses;
    m_fetch = std::make_unique<Fetch>(m_transport, m_limits.maxBytes - m_bytes,
                                      [this](Result<Reply> reply) { arrived(std::move(reply)); });
    m_fetch->start(std::move(request));
}

void Preparation::arrived(Result<Reply> result)
{
    const std::unique_ptr<Fetch> fetch = std::move(m_fetch);
    if (!result.ok())
        return finish(unusable(m_fetchedUrl, result.error().message));
    Reply &reply = result.value();
    if (const auto location = reply.headers.value("location");
        location && reply.status >= 300 && reply.status < 400) {
        if (++m_redirects > m_limits.maxRedirects)
            return finish(unusable(m_wantedUrl, "it redirects too often"));
        return fetchUrl(redirected(m_fetchedUrl, *location));
    }
    if (reply.status < 200 || reply.status >= 300)
        return finish(
            unusable(m_fetchedUrl, "its server answered with status " + std::to_string(reply.status)));
    m_bytes += reply.body.size();
    std::string type(reply.headers.valueOr("content-type"));
    type.resize(std::min(type.find(';'), type.size()));
    m_media.insert_or_assign(m_wantedUrl, providers::Media{std::move(type), std::move(reply.body)});
    fetchNext();
}

void Preparation::finish(Result<void> result)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

}   // namespace gw::preparation
