#pragma once

#include "core/redis/client.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gw::redis {

// One deployment that could take a request, with the limits that all gateways keep together.
struct Candidate
{
    std::string id;
    // A minute; -1: none.
    std::int64_t rpmLimit = -1;
    std::int64_t tpmLimit = -1;
    std::int64_t parallelLimit = -1;
};

// What all gateways together know of one candidate.
struct Load
{
    std::int64_t requests = 0;   // This minute, those that are under way included.
    std::int64_t tokens = 0;     // This minute.
    std::int64_t inFlight = 0;
    bool cooling = false;
};

struct Decision
{
    int chosen = -1;           // Index of the candidate; -1: none could take it.
    std::vector<Load> loads;   // One for each candidate, the chosen one's before it was chosen.
};

// The counters that several gateways share, so that a limit holds for all of them together: each decision is
// one script that Redis runs undisturbed. All members return false when Redis is away; nothing has happened
// then and callback is dropped. Belongs to its client's thread.
class SharedCounters
{
public:
    // prefix begins every key; its braces keep all keys of a decision in one slot of a cluster.
    explicit SharedCounters(Client &client, std::string prefix = "{portico}:");

    bool available() const noexcept { return m_client.available(); }

    // Takes the first candidate that is not cooling and has room in all its limits, and counts the request:
    // one request and the estimated tokens in that minute, and ticket as in flight until leave() or until
    // flightS is over. nothing: Redis did not answer, and may have counted or not.
    using Decided = std::function<void(const std::optional<Decision> &)>;
    [[nodiscard]] bool reserve(const std::vector<Candidate> &candidates, const std::string &ticket,
                               std::int64_t estimatedTokens, std::int64_t unixMinute, Decided callback,
                               int flightS = 600);
    // The same decision without counting anything.
    [[nodiscard]] bool look(const std::vector<Candidate> &candidates, std::int64_t estimatedTokens,
                            std::int64_t unixMinute, Decided callback);
    // More (or fewer) tokens than were reserved in that minute.
    bool settle(const std::string &id, std::int64_t unixMinute, std::int64_t moreTokens);
    // Requests in flight, by tickets that nobody else uses; a gateway that dies leaves none behind for longer
    // than flightS.
    bool enter(const std::string &id, const std::string &ticket, int flightS = 600);
    bool leave(const std::string &id, const std::string &ticket);
    // All gateways leave the deployment alone for so long. Nothing for 0 and less.
    bool coolDown(const std::string &id, double seconds, const std::string &reason);

private:
    bool decide(const std::vector<Candidate> &candidates, const std::string &ticket,
                std::int64_t estimatedTokens, std::int64_t unixMinute, int flightS, Decided callback);
    std::string key(const char *kind, const std::string &id, std::int64_t unixMinute = -1) const;

    Client &m_client;
    std::string m_prefix;
    Script m_decide;
};

}   // namespace gw::redis
