#include "core/wire/eventstream.h"

#include <algorithm>
#include <zlib.h>

namespace gw::wire {

namespace {

constexpr std::size_t kPrelude = 12;    // Two lengths and their checksum.
constexpr std::size_t kOverhead = 16;   // The prelude and the message's checksum.

// Kinds of header values, by the number that stands in front of them.
enum class Kind : std::uint8_t { True, False, Byte, Short, Int, Long, Bytes, Text, Timestamp, Uuid };

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::uint32_t checksum(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void appendNumber(std::string &out, std::size_t value, int size)
{
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
}

// Bytes of a value of fixed size; nothing for those that say their size, and for unknown kinds.
std::optional<std::size_t> fixedSize(std::uint8_t kind)
{
    switch (static_cast<Kind>(kind)) {
    case Kind::True:
    case Kind::False:
        return 0;
    case Kind::Byte:
        return 1;
    case Kind::Short:
        return 2;
    case Kind::Int:
        return 4;
    case Kind::Long:
    case Kind::Timestamp:
        return 8;
    case Kind::Uuid:
        return 16;
    case Kind::Bytes:
    case Kind::Text:
        break;
    }
    return std::nullopt;
}

}   // namespace

std::string_view EventStreamMessage::header(std::string_view name) const
{
    const auto it = std::ranges::find_if(headers, [&](const auto &header) { return header.first == name; });
    return it == headers.end() ? std::string_view() : it->second;
}

void EventStreamReader::feed(std::string_view bytes)
{
    // What has been reported is dropped before more comes, so that views stay valid between calls of next().
    if (m_start > 0) {
        m_buffer.erase(0, m_start);
        m_start = 0;
    }
    if (!m_failed)
        m_buffer += bytes;
}

Error EventStreamReader::fail(std::string_view why)
{
    m_failed = true;
    return {.code = ErrorCode::UpstreamMalformed,
            .message = "the provider's event stream is broken: " + std::string(why)};
}

Result<std::optional<EventStreamMessage>> EventStreamReader::next()
{
    if (m_failed)
        return fail("nothing is read behind an error");
    const std::string_view rest = std::string_view(m_buffer).substr(m_start);
    if (rest.size() < kPrelude)
        return std::optional<EventStreamMessage>();
    const std::size_t total = number(rest, 0, 4);
    const std::size_t headers = number(rest, 4, 4);
    if (checksum(rest.substr(0, 8)) != number(rest, 8, 4))
        return fail("the checksum of a message's lengths is wrong");
    if (total > kMaxMessage || headers > kMaxHeaders || total < kOverhead || headers > total - kOverhead)
        return fail("a message's length is out of bounds");
    if (rest.size() < total)
        return std::optional<EventStreamMessage>();
    const std::string_view bytes = rest.substr(0, total);
    if (checksum(bytes.substr(0, total - 4)) != number(bytes, total - 4, 4))
        return fail("the checksum of a message is wrong");
    EventStreamMessage message;
    if (!readHeaders(bytes.substr(kPrelude, headers), message))
        return fail("a message's headers cannot be read");
    message.payload = bytes.substr(kPrelude + headers, total - headers - kOverhead);
    m_start += total;
    return std::optional(std::move(message));
}

bool EventStreamReader::readHeaders(std::string_view bytes, EventStreamMessage &message) const
{
    while (!bytes.empty()) {
        const auto nameSize = static_cast<std::size_t>(number(bytes, 0, 1));
        if (bytes.size() < nameSize + 2)
            return false;
        const std::string_view name = bytes.substr(1, nameSize);
        const auto kind = static_cast<std::uint8_t>(number(bytes, 1 + nameSize, 1));
        bytes.remove_prefix(nameSize + 2);
        if (const auto size = fixedSize(kind)) {
            if (bytes.size() < *size)
                return false;
            bytes.remove_prefix(*size);
            continue;
        }
        if (kind != static_cast<std::uint8_t>(Kind::Bytes) && kind != static_cast<std::uint8_t>(Kind::Text))
            return false;
        if (bytes.size() < 2)
            return false;
        const std::size_t size = number(bytes, 0, 2);
        if (bytes.size() < size + 2)
            return false;
        message.headers.emplace_back(name, bytes.substr(2, size));
        bytes.remove_prefix(size + 2);
    }
    return true;
}

void appendEventStream(std::string &out,
                       const std::vector<std::pair<std::string_view, std::string_view>> &headers,
                       std::string_view payload)
{
    std::string head;
    for (const auto &[name, value] : headers) {
        appendNumber(head, name.size(), 1);
        head += name;
        appendNumber(head, static_cast<std::size_t>(Kind::Text), 1);
        appendNumber(head, value.size(), 2);
        head += value;
    }
    std::string message;
    appendNumber(message, kOverhead + head.size() + payload.size(), 4);
    appendNumber(message, head.size(), 4);
    appendNumber(message, checksum(message), 4);
    message += head;
    message += payload;
    appendNumber(message, checksum(message), 4);
    out += message;
}

}   // namespace gw::wire
