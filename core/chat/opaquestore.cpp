#include "core/chat/opaquestore.h"

#include <utility>

namespace gw::chat {

namespace {

constexpr std::size_t kEntryCost = 256;   // Nodes, buckets and string heads, roughly.

std::size_t bytesOf(const std::string &id, const Opaque &opaque)
{
    std::size_t bytes = kEntryCost + 2 * id.size() + opaque.scope.size() + opaque.signature.size() +
                        opaque.encryptedReasoning.size();
    for (const Part &part : opaque.thinking)
        bytes += sizeof(Part) + part.text.size() + part.signature.size();
    return bytes;
}

}   // namespace

void OpaqueStore::keep(const std::string &toolCallId, Opaque opaque, std::int64_t nowS)
{
    const std::size_t bytes = bytesOf(toolCallId, opaque);
    const std::scoped_lock lock(m_mutex);
    if (const auto old = m_byId.find(toolCallId); old != m_byId.end()) {
        m_bytes -= old->second->bytes;
        m_entries.erase(old->second);
        m_byId.erase(old);
    }
    if (bytes > m_limits.maxBytes)
        return;
    m_entries.push_back({toolCallId, std::move(opaque), nowS, bytes});
    m_byId.emplace(toolCallId, std::prev(m_entries.end()));
    m_bytes += bytes;
    while (m_bytes > m_limits.maxBytes || m_entries.front().keptS + m_limits.lifeS < nowS)
        dropOldest();
}

std::optional<Opaque> OpaqueStore::find(const std::string &toolCallId, std::int64_t nowS) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_byId.find(toolCallId);
    if (it == m_byId.end() || it->second->keptS + m_limits.lifeS < nowS)
        return std::nullopt;
    return it->second->opaque;
}

std::size_t OpaqueStore::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

void OpaqueStore::dropOldest()
{
    m_bytes -= m_entries.front().bytes;
    m_byId.erase(m_entries.front().id);
    m_entries.pop_front();
}

}   // namespace gw::chat
