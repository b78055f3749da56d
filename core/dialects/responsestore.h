#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gw::dialects {

// One answer of the Responses API that the gateway has kept, as JSON texts.
struct KeptResponse
{
    std::string id;
    std::string owner;           // Hash of the key that made it; nobody else may see it.
    std::string response = {};   // The object as it was answered.
    std::string input = {};      // List of items: everything the model was given, earlier turns included.
    std::string output = {};     // List of items.
    std::vector<std::string> itemIds = {};   // Of the output, for references to single items.
    // The deployment whose provider keeps the answer itself; the texts are empty then.
    std::string deploymentId = {};
};

// What previous_response_id and GET /v1/responses/{id} need, for providers that keep nothing themselves. In
// memory; a listener may keep a copy elsewhere. The oldest go when limits are reached. Thread-safe.
class ResponseStore
{
public:
    struct Limits
    {
        std::size_t maxBytes = std::size_t{64} * 1024 * 1024;
        std::int64_t lifeS = 24 * 3600;
    };

    ResponseStore();
    explicit ResponseStore(const Limits &limits)
        : m_limits(limits)
    {}

    // Told of every change, under the store's lock: must be quick and not call back.
    struct Listener
    {
        std::function<void(const KeptResponse &response, std::int64_t keptS)> kept = {};
        std::function<void(const std::string &id)> dropped = {};
    };
    // Replaces the one before.
    void listen(Listener listener);

    // nowS: unix seconds. An answer larger than all of the store is not kept.
    void keep(KeptResponse response, std::int64_t nowS);
    std::optional<KeptResponse> find(std::string_view id, std::string_view owner, std::int64_t nowS) const;
    // Notes that the provider of this deployment keeps the answer.
    void note(std::string id, std::string owner, std::string deploymentId, std::int64_t nowS);
    // That deployment; nothing for answers that are kept here, or by nobody.
    std::optional<std::string> placeOf(std::string_view id, std::string_view owner, std::int64_t nowS) const;
    // The output item with this id, as JSON text.
    std::optional<std::string> findItem(std::string_view itemId, std::string_view owner,
                                        std::int64_t nowS) const;
    // Puts back what was kept at keptS, as older than all that is there. False when that was too long ago,
    // when there is no room, or when the id is there. Not told to the listener.
    bool restore(KeptResponse response, std::int64_t keptS, std::int64_t nowS);
    // Forgets what is too old now, rather than when room is needed.
    void expire(std::int64_t nowS);
    // False when there was none.
    bool remove(std::string_view id, std::string_view owner);
    std::size_t bytes() const;

private:
    struct Entry
    {
        KeptResponse response;
        std::int64_t keptS = 0;
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>;
    bool alive(const Entry &entry, std::string_view owner, std::int64_t nowS) const;
    void drop(Entries::iterator entry);
    static std::size_t bytesOf(const KeptResponse &response);
    void index(Entries::iterator entry);

    const Limits m_limits;
    mutable std::mutex m_mutex;
    Listener m_listener;
    Entries m_entries;   // Oldest first.
    std::unordered_map<std::string, Entries::iterator> m_byId;
    std::unordered_map<std::string, Entries::iterator> m_byItem;
    std::size_t m_bytes = 0;
};

}   // namespace gw::dialects
