#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The binary event streams of AWS
// (https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html, "Event stream encoding").
namespace gw::wire {

// One message. The views stay valid until the reader's next call.
struct EventStreamMessage
{
    std::vector<std::pair<std::string_view, std::string_view>> headers;   // Those that hold texts or bytes.
    std::string_view payload;

    // The header's value, or "".
    std::string_view header(std::string_view name) const;
};

// Incremental reader: feed it bytes as they come, then take messages until there are none. A wrong checksum,
// a length out of bounds or a header of unknown type is an error (UpstreamMalformed); the reader stays
// failed.
class EventStreamReader
{
public:
    void feed(std::string_view bytes);
    Result<std::optional<EventStreamMessage>> next();
    // Bytes of a message that has begun are left over.
    bool unfinished() const noexcept { return m_buffer.size() > m_start; }

    static constexpr std::size_t kMaxMessage = 24u << 20;
    static constexpr std::size_t kMaxHeaders = 128u << 10;

private:
    Error fail(std::string_view why);
    bool readHeaders(std::string_view bytes, EventStreamMessage &message) const;

    std::string m_buffer;
    std::size_t m_start = 0;   // Of the message being read.
    bool m_failed = false;
};

// Appends a message of text headers and payload.
void appendEventStream(std::string &out,
                       const std::vector<std::pair<std::string_view, std::string_view>> &headers,
                       std::string_view payload);

}   // namespace gw::wire
