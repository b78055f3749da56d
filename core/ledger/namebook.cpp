#include "core/ledger/namebook.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace gw::ledger {

namespace {

constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kHead = sizeof(std::int64_t) + sizeof(std::uint32_t);
constexpr int kCheckShift = 32;

std::uint64_t hashOf(std::string_view text) noexcept
{
    return std::hash<std::string_view>()(text);
}

}   // namespace

std::int64_t NameBook::find(std::string_view text) const noexcept
{
    if (m_slots.empty())
        return 0;
    const std::uint64_t hash = hashOf(text);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask; m_slots[at].place != 0; at = (at + 1) & mask) {
        if (m_slots[at].check != static_cast<std::uint32_t>(hash >> kCheckShift))
            continue;
        const char *const entry = m_texts.data() + m_slots[at].place - 1;
        std::int64_t id = 0;
        std::uint32_t length = 0;
        std::memcpy(&id, entry, sizeof id);
        std::memcpy(&length, entry + sizeof id, sizeof length);
        if (text == std::string_view(entry + kHead, length))
            return id;
    }
    return 0;
}

void NameBook::add(std::string_view text, std::int64_t id)
{
    if (m_slots.size() < (m_size + 1) * 2)
        grow();
    const auto place = static_cast<std::uint32_t>(m_texts.size() + 1);
    const auto length = static_cast<std::uint32_t>(text.size());
    char head[kHead];
    std::memcpy(head, &id, sizeof id);
    std::memcpy(head + sizeof id, &length, sizeof length);
    m_texts.append(head, kHead);
    m_texts.append(text);
    put(hashOf(text), place);
    ++m_size;
}

void NameBook::put(std::uint64_t hash, std::uint32_t place) noexcept
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hash & mask;
    while (m_slots[at].place != 0)
        at = (at + 1) & mask;
    m_slots[at] = {static_cast<std::uint32_t>(hash >> kCheckShift), place};
}

void NameBook::grow()
{
    m_slots.assign(std::max(m_slots.size() * 2, kFirstSlots), {});
    for (std::size_t at = 0; at < m_texts.size();) {
        std::uint32_t length = 0;
        std::memcpy(&length, m_texts.data() + at + sizeof(std::int64_t), sizeof length);
        put(hashOf({m_texts.data() + at + kHead, length}), static_cast<std::uint32_t>(at + 1));
        at += kHead + length;
    }
}

void NameBook::clear()
{
    m_slots.clear();
    m_texts.clear();
    m_size = 0;
}

}   // namespace gw::ledger
