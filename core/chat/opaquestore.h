#pragma once

#include "core/chat/request.h"

#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gw::chat {

// What a model wrote beside a tool call and wants to see again in the next turn, while the client's dialect
// may have no place for it: reasoning with its signature, and the signature of the call.
struct Opaque
{
    std::string scope;                // Provider and model that made it; nobody else may be given it.
    std::string signature;            // Of the call itself.
    std::vector<Part> thinking;       // Thinking and RedactedThinking that stood in front of the call.
    std::string encryptedReasoning;   // OpenAI Responses: the reasoning item as JSON text.
};

// Keeps such pieces by tool-call id, so that tool use over several turns survives dialects that cannot hold
// them. In memory only; the oldest go when limits are reached. Thread-safe.
class OpaqueStore
{
public:
    struct Limits
    {
        std::size_t maxBytes = std::size_t{64} * 1024 * 1024;
        std::int64_t lifeS = 24 * 3600;
    };

    OpaqueStore()
        : OpaqueStore(Limits())
    {}
    explicit OpaqueStore(const Limits &limits)
        : m_limits(limits)
    {}

    // nowS: unix seconds. Replaces what was kept under the id.
    void keep(const std::string &toolCallId, Opaque opaque, std::int64_t nowS);
    std::optional<Opaque> find(const std::string &toolCallId, std::int64_t nowS) const;
    std::size_t bytes() const;

private:
    struct Entry
    {
        std::string id;
        Opaque opaque;
        std::int64_t keptS = 0;
        std::size_t bytes = 0;
    };
    void dropOldest();

    const Limits m_limits;
    mutable std::mutex m_mutex;
    std::list<Entry> m_entries;   // Oldest first.
    std::unordered_map<std::string, std::list<Entry>::iterator> m_byId;
    std::size_t m_bytes = 0;
};

}   // namespace gw::chat
