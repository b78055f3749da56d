#pragma once

#include "core/preparation/fetch.h"
#include "core/providers/adapter.h"

#include <QProcess>

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace gw::preparation {

// How requests of one target travel.
struct Way
{
    upstream::TlsOptions tls;
    std::string proxy;
    bool publicOnly = false;   // See upstream::UpstreamRequest.
};

// What the deployment says, else what the config says for all.
Way wayTo(const providers::Target &target, const config::Litellm &global);

// Access tokens of providers' token services, or of programs that the user has named: kept until shortly
// before they end, and one request in flight for all that wait for the same. One per worker, on its thread.
class Tokens
{
public:
    using Done = std::function<void(Result<Secret>)>;
    // Names one waiting caller; 0 is nobody.
    using Ticket = std::uint64_t;

    explicit Tokens(upstream::Transport &transport)
        : m_transport(transport)
    {}

    // The token if it is at hand. unixS: now.
    std::optional<Secret> known(const std::string &cacheKey, std::int64_t unixS) const;
    // Fetches it. done is called later, unless forget() comes first. adapter outlives the fetch. Fails when
    // the credentials are not enough to ask.
    Result<Ticket> fetch(const std::string &cacheKey, const providers::Adapter &adapter,
                         const providers::Target &target, const Way &way, std::int64_t unixS, Done done);
    void forget(Ticket ticket);

private:
    struct Entry
    {
        Secret value;
        std::int64_t untilS = 0;
        std::unique_ptr<Fetch> fetch;
        std::unique_ptr<QProcess> process;
        providers::TokenRequest asked;
        Way way;
        std::list<std::pair<Ticket, Done>> waiting;
    };
    void ask(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS);
    void run(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS);
    void arrived(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS,
                 Result<Reply> reply);

    upstream::Transport &m_transport;
    std::map<std::string, Entry, std::less<>> m_entries;
    Ticket m_last = 0;
};

}   // namespace gw::preparation
