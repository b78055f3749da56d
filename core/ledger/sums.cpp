#include "core/ledger/sums.h"

#include <algorithm>
#include <cstddef>

namespace gw::ledger {

namespace {

constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kWorthWiping = 16;

}   // namespace

std::size_t Sums::slotOf(const Place &place) const noexcept
{
    const auto day = static_cast<std::uint64_t>(static_cast<std::uint32_t>(place.day));
    std::uint64_t hash = static_cast<std::uint64_t>(place.name) * 0x9e3779b97f4a7c15ULL;
    hash = (hash ^ (hash >> 29) ^ (day << 8) ^ static_cast<std::uint64_t>(place.dimension)) *
           0xbf58476d1ce4e5b9ULL;
    return static_cast<std::size_t>(hash >> 20) & (m_slots.size() - 1);
}

void Sums::grow()
{
    m_slots.assign(std::max(m_slots.size() * 2, kFirstSlots), 0);
    for (std::size_t i = 0; i < m_sums.size(); ++i) {
        std::size_t slot = slotOf(m_sums[i].place);
        while (m_slots[slot] != 0)
            slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

std::uint32_t Sums::numberOf(const Place &place, std::size_t slot)
{
    while (m_slots[slot] != 0 && m_sums[m_slots[slot] - 1].place != place)
        slot = (slot + 1) & (m_slots.size() - 1);
    if (m_slots[slot] == 0) {
        m_sums.push_back({.place = place, .totals = {}});
        m_slots[slot] = static_cast<std::uint32_t>(m_sums.size());
    }
    return m_slots[slot] - 1;
}

void Sums::add(std::span<const Place> places, const Totals &totals)
{
    while (m_slots.size() < (m_sums.size() + places.size()) * 2)
        grow();
    m_found.resize(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        m_found[i] = slotOf(places[i]);
        __builtin_prefetch(&m_slots[m_found[i]]);
    }
    for (const std::size_t slot : m_found) {
        if (m_slots[slot] == 0)
            continue;
        const auto *const sum = reinterpret_cast<const std::byte *>(&m_sums[m_slots[slot] - 1]);
        for (std::size_t at = 0; at < sizeof(Sum); at += kCacheLine)
            __builtin_prefetch(sum + at);
    }
    for (std::size_t i = 0; i < places.size(); ++i)
        m_sums[numberOf(places[i], m_found[i])].totals += totals;
}

std::vector<Sums::Sum *> Sums::inOrder()
{
    std::vector<Sum *> list;
    list.reserve(m_sums.size());
    for (Sum &sum : m_sums)
        list.push_back(&sum);
    std::ranges::sort(list, {}, [](const Sum *sum) -> const Place & { return sum->place; });
    return list;
}

void Sums::clear()
{
    // What is nearly empty is not worth being wiped the next time.
    if (m_sums.size() * kWorthWiping < m_slots.size())
        m_slots.clear();
    else
        std::ranges::fill(m_slots, 0);
    m_sums.clear();
}

}   // namespace gw::ledger
