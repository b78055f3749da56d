#include "core/ledger/sumpack.h"

#include <type_traits>

namespace gw::ledger {

namespace {

__extension__ typedef unsigned __int128 UInt128;

constexpr unsigned kBits = 7;
constexpr unsigned kMore = 0x80;

// The number of a field is its bit in what stands before the fields: those that most sums have come first, so
// that one byte tells of them.
template <typename AnyTotals, typename Field>
void eachField(AnyTotals &totals, Field field)
{
    field(totals.requests);
    field(totals.attempts);
    field(totals.input);
    field(totals.output);
    field(totals.durationUs);
    field(totals.costPico);
    field(totals.cacheRead);
    field(totals.failures);
    field(totals.estimated);
    field(totals.reasoning);
    field(totals.cacheWrite);
    field(totals.unpriced);
    field(totals.broken);
    field(totals.savedPico);
}

template <typename Unsigned>
char *put(char *at, Unsigned number) noexcept
{
    while (number >= kMore) {
        *at++ = static_cast<char>(static_cast<unsigned>(number & (kMore - 1)) | kMore);
        number >>= kBits;
    }
    *at++ = static_cast<char>(number);
    return at;
}

template <typename Unsigned>
bool take(const char *&at, const char *end, Unsigned &number) noexcept
{
    number = 0;
    for (unsigned shift = 0; at != end && shift < sizeof(Unsigned) * 8; shift += kBits) {
        const auto byte = static_cast<unsigned char>(*at++);
        number |= static_cast<Unsigned>(byte & (kMore - 1)) << shift;
        if (byte < kMore)
            return true;
    }
    return false;
}

// Small amounts below zero stay short: corrections take away.
std::uint64_t folded(std::int64_t number) noexcept
{
    return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}

UInt128 folded(Int128 number) noexcept
{
    return (static_cast<UInt128>(number) << 1) ^ static_cast<UInt128>(number >> 127);
}

template <typename Signed, typename Unsigned>
Signed unfolded(Unsigned number) noexcept
{
    return static_cast<Signed>((number >> 1) ^ (Unsigned{0} - (number & 1)));
}

// Of one sum: its name, what it has, twelve counts and two amounts.
constexpr std::size_t kMostBytes = 10 + 2 + 12 * 10 + 2 * 19;

}   // namespace

void SumPacker::add(std::int64_t name, const Totals &totals)
{
    char bytes[kMostBytes];
    unsigned present = 0;
    unsigned bit = 1;
    eachField(totals, [&](const auto &count) {
        present |= count != 0 ? bit : 0;
        bit <<= 1;
    });
    char *at = put(bytes, static_cast<std::uint64_t>(name) - static_cast<std::uint64_t>(m_last));
    at = put(at, present);
    eachField(totals, [&](const auto &count) {
        if (count == 0)
            return;
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(count)>, Int128>) {
            const UInt128 wide = folded(count);
            at = (wide >> 64) == 0 ? put(at, static_cast<std::uint64_t>(wide)) : put(at, wide);
        } else {
            at = put(at, folded(count));
        }
    });
    m_bytes.append(bytes, static_cast<std::size_t>(at - bytes));
    m_last = name;
}

bool SumUnpacker::next(NamedSum &sum) noexcept
{
    if (m_at == m_end)
        return false;
    std::uint64_t distance = 0;
    unsigned present = 0;
    bool good = take(m_at, m_end, distance) && take(m_at, m_end, present);
    m_last = static_cast<std::int64_t>(static_cast<std::uint64_t>(m_last) + distance);
    sum.name = m_last;
    unsigned bit = 1;
    eachField(sum.totals, [&](auto &count) {
        using Count = std::remove_cvref_t<decltype(count)>;
        using Folded = std::conditional_t<std::is_same_v<Count, Int128>, UInt128, std::uint64_t>;
        Folded value = 0;
        if ((present & bit) != 0)
            good = take(m_at, m_end, value) && good;
        count = unfolded<Count>(value);
        bit <<= 1;
    });
    m_damaged = !good;
    if (!good)
        m_at = m_end;
    return good;
}

void packGroup(std::string &bytes, const SumGroup &group)
{
    char head[3 * 10];
    char *at = put(head, static_cast<std::uint64_t>(group.dimension));
    at = put(at, folded(std::int64_t{group.day}));
    at = put(at, static_cast<std::uint64_t>(group.sums.size()));
    bytes.append(head, static_cast<std::size_t>(at - head));
    bytes.append(group.sums);
}

bool takeGroup(std::string_view &bytes, SumGroup &group) noexcept
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    std::uint64_t dimension = 0;
    std::uint64_t day = 0;
    std::uint64_t size = 0;
    if (!take(at, end, dimension) || !take(at, end, day) || !take(at, end, size) ||
        size > static_cast<std::uint64_t>(end - at))
        return false;
    group = {static_cast<Dimension>(dimension), static_cast<Day>(unfolded<std::int64_t>(day)),
             std::string_view(at, size)};
    bytes = std::string_view(at + size, static_cast<std::size_t>(end - at) - size);
    return true;
}

}   // namespace gw::ledger
