#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gw::cache {

// One provider's complete answer as it came, with what is needed to read it again.
struct Entry
{
    std::string deploymentId;
    std::string adapter;   // Whose words the bytes are in; empty: the client's (EmbeddingList).
    std::string upstreamModel;
    std::string contentType;
    std::string bytes;
    // Unix milliseconds.
    std::int64_t storedMs = 0;
    std::int64_t expiresMs = 0;

    bool operator==(const Entry &) const = default;
};

using EntryPtr = std::shared_ptr<const Entry>;

// For the disk and for Redis. Fields have their length in front; a text that another release wrote, or that
// was cut, is not decoded.
std::string encodeEntry(const Entry &entry);
std::optional<Entry> decodeEntry(std::string_view text);

}   // namespace gw::cache
