#pragma once

#include "core/preparation/tokens.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gw::preparation {

struct MediaLimits
{
    std::size_t maxBytes = std::size_t{20} * 1024 * 1024;   // Of all media of one request.
    int timeoutMs = 10'000;                                 // Of one fetch.
    int maxRedirects = 3;
    bool privateAddresses = false;   // Also from this machine and its own network.
};

// What has to be fetched before one attempt can be written: an access token, and media that the request names
// by URL for a provider that does not fetch itself. Destroying it gives up. One thread, the worker's.
class Preparation
{
public:
    // Nothing, or why the attempt cannot be made. The preparation may be destroyed inside.
    using Done = std::function<void(Result<void>)>;

    Preparation(Tokens &tokens, upstream::Transport &transport, Way way, const MediaLimits &limits);
    ~Preparation();
    Preparation(const Preparation &) = delete;
    Preparation &operator=(const Preparation &) = delete;

    // True when nothing is missing: done is not called then. Otherwise done comes later. adapter, call and
    // target outlive the preparation.
    Result<bool> begin(const providers::Adapter &adapter, const chat::Call &call,
                       const providers::Target &target, std::int64_t unixS, Done done);
    const Way &way() const noexcept { return m_way; }
    const Secret &token() const noexcept { return m_token; }
    const providers::MediaByUrl &media() const noexcept { return m_media; }

private:
    void fetchNext();
    void fetchUrl(const std::string &url);
    void arrived(Result<Reply> reply);
    void finish(Result<void> result);

    Tokens &m_tokens;
    upstream::Transport &m_transport;
    const Way m_way;
    const MediaLimits m_limits;
    Done m_done;
    Tokens::Ticket m_ticket = 0;
    Secret m_token;
    std::vector<std::string> m_wanted;   // URLs still to be fetched, the next one last.
    std::string m_wantedUrl;             // The one in flight, as the request names it.
    std::string m_fetchedUrl;            // Where redirects have led.
    int m_redirects = 0;
    std::size_t m_bytes = 0;
    std::unique_ptr<Fetch> m_fetch;
    providers::MediaByUrl m_media;
};

}   // namespace gw::preparation
