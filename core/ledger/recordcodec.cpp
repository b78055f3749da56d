#include "core/ledger/recordcodec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace gw::ledger {

namespace {

constexpr std::uint32_t kMagic = 0x4c4a5750;   // "PWJL"
enum class Kind : std::uint64_t { Open = 1, Progress, Close };

struct Head
{
    std::uint32_t magic = kMagic;
    std::uint32_t size = 0;
    std::uint64_t sequence = 0;
    std::uint64_t checksum = 0;   // Over the whole record with this field 0.
    std::uint64_t kind = 0;
};
static_assert(sizeof(Head) == kRecordHeadSize);

struct OpenFields
{
    std::uint64_t high, low;
    std::int64_t startedUs, estimatedInput, estimatedCostPico;
    // The attempt's number in the low 16 bits, its waiting time above; whether it is a stream and untold
    // in the lowest, the queue time from bit 16 on. Records of earlier versions have zeros there.
    std::uint64_t attempt, stream;
};
constexpr int kTimeShift = 16;
enum OpenBit : unsigned { kStream = 1, kUntold = 2 };
enum CloseBit : unsigned { kUnpriced = 1, kAgain = 2 };

std::uint64_t above(std::int64_t us) noexcept
{
    constexpr std::int64_t kMost = (std::int64_t{1} << 47) - 1;
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(us, 0, kMost)) << kTimeShift;
}

struct ProgressFields
{
    std::uint64_t high, low;
    std::int64_t outputSoFar, inputSoFar, costPicoSoFar;
    std::uint64_t attempt;
};

struct CloseFields
{
    std::uint64_t high, low;
    std::int64_t endedUs, costPico, savedPico, priceInput, priceOutput, priceCacheRead, priceCacheWrite,
        durationUs;
    chat::Usage usage;
    std::int32_t httpStatus, upstreamStatus, firstByteUs, overheadUs;
    std::uint16_t attempt;
    std::uint8_t ending, outcome;
    std::uint32_t bits;
};
static_assert(sizeof(CloseFields) % 8 == 0);

// Fast, and sensitive to every bit and its position; no defence against an adversary, who could write the
// database as well.
std::uint64_t checksumOf(const std::byte *data, std::size_t size) noexcept
{
    // Four lanes, because one would wait for its own multiplication at every word.
    std::array<std::uint64_t, 4> lanes{0x9e3779b97f4a7c15ULL ^ size, 0xbf58476d1ce4e5b9ULL,
                                       0x94d049bb133111ebULL, 0xd6e8feb86659fd93ULL};
    const auto mix = [](std::uint64_t lane, const std::byte *from) {
        std::uint64_t word = 0;
        std::memcpy(&word, from, 8);
        return std::rotl((lane ^ word) * 0xbf58476d1ce4e5b9ULL, 31) + 0x94d049bb133111ebULL;
    };
    std::size_t at = 0;
    for (; at + 32 <= size; at += 32)
        for (std::size_t i = 0; i < 4; ++i)
            lanes[i] = mix(lanes[i], data + at + 8 * i);
    for (; at + 8 <= size; at += 8)
        lanes[0] = mix(lanes[0], data + at);
    std::uint64_t hash = 0;
    for (const std::uint64_t lane : lanes) {
        hash = (hash ^ lane) * 0xbf58476d1ce4e5b9ULL;
        hash ^= hash >> 32;
    }
    return hash * 0xd6e8feb86659fd93ULL;
}

std::string_view bounded(const std::string &text) noexcept
{
    if (text.size() <= kMaxRecordString)
        return text;
    std::size_t end = kMaxRecordString;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return std::string_view(text).substr(0, end);
}

template <typename Record>
auto stringsOf(Record &record)
{
    if constexpr (std::is_same_v<std::remove_const_t<Record>, OpenRecord>)
        return std::array{
            &record.callId,       &record.route,    &record.requestedModel, &record.modelGroup,
            &record.deploymentId, &record.provider, &record.upstreamModel,  &record.keyHash,
            &record.keyAlias,     &record.userId,   &record.teamId,         &record.endUser,
            &record.client,       &record.tags,     &record.sessionId,      &record.priceVersion,
            &record.dropped,      &record.reason,   &record.trace};
    else
        return std::array{&record.providerId, &record.error, &record.program};
}

constexpr std::size_t padded(std::size_t size) noexcept
{
    return (size + 7) & ~std::size_t{7};
}

template <typename Strings>
std::size_t sizeWith(std::size_t fields, const Strings &strings) noexcept
{
    std::size_t size = kRecordHeadSize + fields;
    for (const std::string *text : strings)
        size += 2 + bounded(*text).size();
    return padded(size);
}

// Puts fields and strings behind the head, then the head with the checksum of it all.
template <typename Fields, typename Strings>
void put(Kind kind, const Fields &fields, const Strings &strings, std::size_t size, std::uint64_t sequence,
         std::byte *to) noexcept
{
    std::byte *at = to + kRecordHeadSize;
    std::memcpy(at, &fields, sizeof fields);
    at += sizeof fields;
    for (const std::string *text : strings) {
        const std::string_view cut = bounded(*text);
        const auto length = static_cast<std::uint16_t>(cut.size());
        std::memcpy(at, &length, 2);
        std::memcpy(at + 2, cut.data(), cut.size());
        at += 2 + cut.size();
    }
    std::memset(at, 0, static_cast<std::size_t>(to + size - at));
    Head head{.size = static_cast<std::uint32_t>(size),
              .sequence = sequence,
              .kind = static_cast<std::uint64_t>(kind)};
    std::memcpy(to, &head, sizeof head);
    head.checksum = checksumOf(to, size);
    std::memcpy(to, &head, sizeof head);
}

// Reads what put() wrote; false when the strings do not fit the size. Strings that an earlier version did not
// know yet stand last and stay empty.
template <typename Fields, typename Strings>
bool take(std::span<const std::byte> bytes, Fields &fields, const Strings &strings)
{
    std::size_t at = kRecordHeadSize + sizeof fields;
    if (bytes.size() < at)
        return false;
    std::memcpy(&fields, bytes.data() + kRecordHeadSize, sizeof fields);
    for (std::string *text : strings) {
        std::uint16_t length = 0;
        if (bytes.size() < at + 2)
            break;
        std::memcpy(&length, bytes.data() + at, 2);
        if (bytes.size() < at + 2 + length)
            return false;
        text->assign(reinterpret_cast<const char *>(bytes.data()) + at + 2, length);
        at += 2 + std::size_t{length};
    }
    return true;
}

constexpr std::array<const std::string *, 0> kNoStrings{};

std::optional<AnyRecord> takeOpen(std::span<const std::byte> bytes)
{
    OpenFields f;
    OpenRecord record;
    if (!take(bytes, f, stringsOf(record)))
        return std::nullopt;
    record.request = {f.high, f.low};
    record.attempt = static_cast<std::uint16_t>(f.attempt);
    record.startedUs = f.startedUs;
    record.waitedUs = static_cast<std::int64_t>(f.attempt >> kTimeShift);
    record.stream = (f.stream & kStream) != 0;
    record.untold = (f.stream & kUntold) != 0;
    record.queuedUs = static_cast<std::int64_t>(f.stream >> kTimeShift);
    record.estimatedInput = f.estimatedInput;
    record.estimatedCostPico = f.estimatedCostPico;
    return record;
}

std::optional<AnyRecord> takeProgress(std::span<const std::byte> bytes)
{
    ProgressFields f;
    if (!take(bytes, f, std::array<std::string *, 0>{}))
        return std::nullopt;
    return ProgressRecord{.request = {f.high, f.low},
                          .attempt = static_cast<std::uint16_t>(f.attempt),
                          .outputSoFar = f.outputSoFar,
                          .inputSoFar = f.inputSoFar,
                          .costPicoSoFar = f.costPicoSoFar};
}

std::optional<AnyRecord> takeClose(std::span<const std::byte> bytes)
{
    CloseFields f;
    CloseRecord record;
    if (!take(bytes, f, stringsOf(record)))
        return std::nullopt;
    record.request = {f.high, f.low};
    record.attempt = f.attempt;
    record.ending = static_cast<Ending>(f.ending);
    record.outcome = static_cast<Outcome>(f.outcome);
    record.endedUs = f.endedUs;
    record.httpStatus = f.httpStatus;
    record.upstreamStatus = f.upstreamStatus;
    record.usage = f.usage;
    record.costPico = f.costPico;
    record.savedPico = f.savedPico;
    record.unpriced = (f.bits & kUnpriced) != 0;
    record.again = (f.bits & kAgain) != 0;
    record.priceInput = f.priceInput;
    record.priceOutput = f.priceOutput;
    record.priceCacheRead = f.priceCacheRead;
    record.priceCacheWrite = f.priceCacheWrite;
    record.firstByteUs = f.firstByteUs;
    record.overheadUs = f.overheadUs;
    record.durationUs = f.durationUs;
    return record;
}

}   // namespace

std::size_t encodedSize(const OpenRecord &record) noexcept
{
    return sizeWith(sizeof(OpenFields), stringsOf(record));
}

std::size_t encodedSize(const ProgressRecord &) noexcept
{
    return sizeWith(sizeof(ProgressFields), kNoStrings);
}

std::size_t encodedSize(const CloseRecord &record) noexcept
{
    return sizeWith(sizeof(CloseFields), stringsOf(record));
}

void encode(const OpenRecord &record, std::uint64_t sequence, std::byte *to) noexcept
{
    const OpenFields fields{.high = record.request.high,
                            .low = record.request.low,
                            .startedUs = record.startedUs,
                            .estimatedInput = record.estimatedInput,
                            .estimatedCostPico = record.estimatedCostPico,
                            .attempt = record.attempt | above(record.waitedUs),
                            .stream = (record.stream ? kStream : 0U) | (record.untold ? kUntold : 0U) |
                                      above(record.queuedUs)};
    put(Kind::Open, fields, stringsOf(record), encodedSize(record), sequence, to);
}

void encode(const ProgressRecord &record, std::uint64_t sequence, std::byte *to) noexcept
{
    const ProgressFields fields{.high = record.request.high,
                                .low = record.request.low,
                                .outputSoFar = record.outputSoFar,
                                .inputSoFar = record.inputSoFar,
                                .costPicoSoFar = record.costPicoSoFar,
                                .attempt = record.attempt};
    put(Kind::Progress, fields, kNoStrings, encodedSize(record), sequence, to);
}

void encode(const CloseRecord &record, std::uint64_t sequence, std::byte *to) noexcept
{
    const CloseFields fields{.high = record.request.high,
                             .low = record.request.low,
                             .endedUs = record.endedUs,
                             .costPico = record.costPico,
                             .savedPico = record.savedPico,
                             .priceInput = record.priceInput,
                             .priceOutput = record.priceOutput,
                             .priceCacheRead = record.priceCacheRead,
                             .priceCacheWrite = record.priceCacheWrite,
                             .durationUs = record.durationUs,
                             .usage = record.usage,
                             .httpStatus = record.httpStatus,
                             .upstreamStatus = record.upstreamStatus,
                             .firstByteUs = record.firstByteUs,
                             .overheadUs = record.overheadUs,
                             .attempt = record.attempt,
                             .ending = static_cast<std::uint8_t>(record.ending),
                             .outcome = static_cast<std::uint8_t>(record.outcome),
                             .bits = (record.unpriced ? kUnpriced : 0U) | (record.again ? kAgain : 0U)};
    put(Kind::Close, fields, stringsOf(record), encodedSize(record), sequence, to);
}

std::optional<Decoded> decode(std::span<const std::byte> bytes, std::uint64_t sequence)
{
    Head head;
    if (bytes.size() < sizeof head)
        return std::nullopt;
    std::memcpy(&head, bytes.data(), sizeof head);
    if (head.magic != kMagic || head.sequence != sequence || head.size < sizeof head ||
        head.size > kMaxRecordSize || head.size % 8 != 0 || head.size > bytes.size())
        return std::nullopt;
    std::array<std::byte, kMaxRecordSize> copy;   // NOLINT: filled up to head.size below.
    std::memcpy(copy.data(), bytes.data(), head.size);
    const std::uint64_t expected = std::exchange(head.checksum, 0);
    std::memcpy(copy.data(), &head, sizeof head);
    if (checksumOf(copy.data(), head.size) != expected)
        return std::nullopt;
    const std::span<const std::byte> whole(copy.data(), head.size);
    std::optional<AnyRecord> record;
    switch (static_cast<Kind>(head.kind)) {
    case Kind::Open:
        record = takeOpen(whole);
        break;
    case Kind::Progress:
        record = takeProgress(whole);
        break;
    case Kind::Close:
        record = takeClose(whole);
        break;
    }
    if (!record)
        return std::nullopt;
    return Decoded{std::move(*record), head.size};
}

}   // namespace gw::ledger
