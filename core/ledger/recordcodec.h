#pragma once

#include "core/ledger/records.h"

#include <cstddef>
#include <optional>
#include <span>
#include <variant>

// Records as bytes of a journal segment: a 32-byte head (magic, size, the segment's sequence number,
// checksum, kind), fixed fields as they lie in memory, then strings with their lengths. Journals never leave
// the machine, so fields keep its byte order. Sizes are multiples of 8.
namespace gw::ledger {

inline constexpr std::size_t kRecordHeadSize = 32;
// Longer strings are cut at a UTF-8 boundary.
inline constexpr std::size_t kMaxRecordString = 256;
inline constexpr std::size_t kMaxRecordSize = 8192;

using AnyRecord = std::variant<OpenRecord, ProgressRecord, CloseRecord>;

std::size_t encodedSize(const OpenRecord &record) noexcept;
std::size_t encodedSize(const ProgressRecord &record) noexcept;
std::size_t encodedSize(const CloseRecord &record) noexcept;
// Writes exactly encodedSize(record) bytes; to must have room for them. Never allocates.
void encode(const OpenRecord &record, std::uint64_t sequence, std::byte *to) noexcept;
void encode(const ProgressRecord &record, std::uint64_t sequence, std::byte *to) noexcept;
void encode(const CloseRecord &record, std::uint64_t sequence, std::byte *to) noexcept;

struct Decoded
{
    AnyRecord record;
    std::size_t size = 0;
};
// The record at the start of bytes; nothing where it is incomplete, damaged, or left over from an earlier use
// of the segment (another sequence number).
std::optional<Decoded> decode(std::span<const std::byte> bytes, std::uint64_t sequence);

}   // namespace gw::ledger
