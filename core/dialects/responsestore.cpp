#include "core/dialects/responsestore.h"

namespace gw::dialects {

bool ResponseStore::alive(const Entry &entry, std::string_view owner, std::int64_t nowS) const
{
    return entry.response.owner == owner && nowS - entry.keptS < m_limits.lifeS;
}

void ResponseStore::drop(Entries::iterator entry)
{
    if (m_listener.dropped)
        m_listener.dropped(entry->response.id);
    m_bytes -= entry->bytes;
    m_byId.erase(entry->response.id);
    for (const std::string &item : entry->response.itemIds) {
        if (const auto found = m_byItem.find(item); found != m_byItem.end() && found->second == entry)
            m_byItem.erase(found);
    }
    m_entries.erase(entry);
}

// Not defaulted in the class: clang takes Limits for incomplete there.
ResponseStore::ResponseStore()
    : m_limits()
{}

void ResponseStore::listen(Listener listener)
{
    const std::scoped_lock lock(m_mutex);
    m_listener = std::move(listener);
}

std::size_t ResponseStore::bytesOf(const KeptResponse &response)
{
    // Nodes, buckets and string heads cost something for the smallest, too.
    constexpr std::size_t kEntryCost = 512;
    std::size_t bytes = kEntryCost + response.id.size() + response.owner.size() + response.response.size() +
                        response.input.size() + response.output.size();
    for (const std::string &item : response.itemIds)
        bytes += item.size();
    return bytes;
}

void ResponseStore::index(Entries::iterator entry)
{
    m_byId[entry->response.id] = entry;
    for (const std::string &item : entry->response.itemIds)
        m_byItem[item] = entry;
    m_bytes += entry->bytes;
}

void ResponseStore::keep(KeptResponse response, std::int64_t nowS)
{
    const std::size_t bytes = bytesOf(response);
    const std::scoped_lock lock(m_mutex);
    if (const auto old = m_byId.find(response.id); old != m_byId.end())
        drop(old->second);
    if (bytes > m_limits.maxBytes)
        return;
    while (!m_entries.empty() &&
           (m_bytes + bytes > m_limits.maxBytes || nowS - m_entries.front().keptS >= m_limits.lifeS))
        drop(m_entries.begin());
    m_entries.push_back({std::move(response), nowS, bytes});
    index(std::prev(m_entries.end()));
    if (m_listener.kept)
        m_listener.kept(m_entries.back().response, nowS);
}

bool ResponseStore::restore(KeptResponse response, std::int64_t keptS, std::int64_t nowS)
{
    const std::size_t bytes = bytesOf(response);
    const std::scoped_lock lock(m_mutex);
    if (nowS - keptS >= m_limits.lifeS || m_bytes + bytes > m_limits.maxBytes || m_byId.contains(response.id))
        return false;
    m_entries.push_front({std::move(response), keptS, bytes});
    index(m_entries.begin());
    return true;
}

void ResponseStore::expire(std::int64_t nowS)
{
    const std::scoped_lock lock(m_mutex);
    while (!m_entries.empty() && nowS - m_entries.front().keptS >= m_limits.lifeS)
        drop(m_entries.begin());
}

std::optional<KeptResponse> ResponseStore::find(std::string_view id, std::string_view owner,
                                                std::int64_t nowS) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byId.find(std::string(id));
    if (found == m_byId.end() || !alive(*found->second, owner, nowS) ||
        !found->second->response.deploymentId.empty())
        return std::nullopt;
    return found->second->response;
}

void ResponseStore::note(std::string id, std::string owner, std::string deploymentId, std::int64_t nowS)
{
    KeptResponse place;
    place.id = std::move(id);
    place.owner = std::move(owner);
    place.deploymentId = std::move(deploymentId);
    keep(std::move(place), nowS);
}

std::optional<std::string> ResponseStore::placeOf(std::string_view id, std::string_view owner,
                                                  std::int64_t nowS) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byId.find(std::string(id));
    if (found == m_byId.end() || !alive(*found->second, owner, nowS) ||
        found->second->response.deploymentId.empty())
        return std::nullopt;
    return found->second->response.deploymentId;
}

std::optional<std::string> ResponseStore::findItem(std::string_view itemId, std::string_view owner,
                                                   std::int64_t nowS) const
{
    std::string output;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_byItem.find(std::string(itemId));
        if (found == m_byItem.end() || !alive(*found->second, owner, nowS))
            return std::nullopt;
        output = found->second->response.output;
    }
    const auto items = json::parse(output);
    if (!items.ok() || !items.value().is_array())
        return std::nullopt;
    for (const json::Value &item : items.value().get_array()) {
        if (item.is_object() && json::stringOr(item.get_object(), "id") == itemId)
            return json::serialize(item);
    }
    return std::nullopt;
}

bool ResponseStore::remove(std::string_view id, std::string_view owner)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byId.find(std::string(id));
    if (found == m_byId.end() || found->second->response.owner != owner)
        return false;
    drop(found->second);
    return true;
}

std::size_t ResponseStore::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

}   // namespace gw::dialects
