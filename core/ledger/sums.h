#pragma once

#include "core/ledger/queries.h"

#include <compare>
#include <span>
#include <vector>

namespace gw::ledger {

// Sums while they are added up: found by place in one step, and listed in the order of their places.
class Sums
{
public:
    struct Place
    {
        Dimension dimension = Dimension::All;
        Day day = 0;
        std::int64_t name = 0;   // Its id.
        auto operator<=>(const Place &) const = default;
    };
    struct Sum
    {
        Place place;
        Totals totals;
    };

    // To every one of these. They are looked for side by side: each may be anywhere in memory.
    void add(std::span<const Place> places, const Totals &totals);
    // All of them. Valid until the next add().
    std::vector<Sum *> inOrder();
    void clear();
    std::size_t size() const noexcept { return m_sums.size(); }

private:
    std::size_t slotOf(const Place &place) const noexcept;
    std::uint32_t numberOf(const Place &place, std::size_t slot);
    void grow();

    // Open addressing: numbers in m_sums, one up; 0 is free. A power of two of them, at most half of them
    // used.
    std::vector<std::uint32_t> m_slots;
    std::vector<Sum> m_sums;
    std::vector<std::size_t> m_found;   // Of one add(): slots, then numbers in m_sums.
};

}   // namespace gw::ledger
