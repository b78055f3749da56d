#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gw::ledger {

// Ids of names, found by text. Texts lie behind one another in one piece of memory, so that a look-up among a
// hundred thousand of them waits for memory twice, not four times.
class NameBook
{
public:
    // 0: it is not there.
    std::int64_t find(std::string_view text) const noexcept;
    // It must not be there yet; id is above 0.
    void add(std::string_view text, std::int64_t id);
    void clear();
    std::size_t size() const noexcept { return m_size; }
    // Of the texts and what stands beside them.
    std::size_t bytes() const noexcept { return m_texts.size(); }

private:
    struct Slot
    {
        std::uint32_t check = 0;   // Of the hash.
        std::uint32_t place = 0;   // In m_texts, one up; 0: free.
    };
    void grow();
    void put(std::uint64_t hash, std::uint32_t place) noexcept;

    // Open addressing: a power of two of them, at most half of them used.
    std::vector<Slot> m_slots;
    // Of each name its id (8 bytes), its length (4) and its text.
    std::string m_texts;
    std::size_t m_size = 0;
};

}   // namespace gw::ledger
