#include "core/wire/sse.h"

#include <algorithm>
#include <cstring>

namespace gw::wire {

Result<void> SseReader::feed(std::string_view bytes)
{
    const Error tooLarge{.code = ErrorCode::UpstreamMalformed,
                         .message = "an event of the stream is too large"};
    if (m_failed)
        return tooLarge;
    // What has been reported is dropped before more comes, so that views stay valid between calls of next().
    if (m_start > 0) {
        m_buffer.erase(0, m_start);
        m_scan -= m_start;
        m_searched -= std::min(m_searched, m_start);
        m_dataBegin -= std::min(m_dataBegin, m_start);
        m_dataEnd -= std::min(m_dataEnd, m_start);
        m_start = 0;
    }
    m_buffer += bytes;
    if (!m_begun && (m_buffer.size() >= 3 || !std::string_view("\xef\xbb\xbf").starts_with(m_buffer))) {
        if (m_buffer.starts_with("\xef\xbb\xbf"))
            m_buffer.erase(0, 3);
        m_begun = true;
    }
    // Only an event that is still open may be too large; whole ones are about to be taken.
    if (m_buffer.size() - m_start > m_maxEvent && m_buffer.size() - m_start - bytes.size() > m_maxEvent) {
        m_failed = true;
        return tooLarge;
    }
    return {};
}

std::optional<SseEvent> SseReader::next()
{
    if (!m_begun || m_failed)
        return std::nullopt;
    if (m_reported) {
        m_event.clear();
        m_reported = false;
    }
    while (true) {
        const std::size_t end = lineEnd();
        if (end == std::string::npos)
            return std::nullopt;
        std::size_t after = end + 1;
        if (m_buffer[end] == '\r') {
            // A CR at the end of what is here may be half of a CRLF.
            if (after == m_buffer.size())
                return std::nullopt;
            if (m_buffer[after] == '\n')
                ++after;
        }
        const bool complete = takeLine(m_scan, end);
        const bool blank = end == m_scan;
        m_scan = after;
        if (!blank)
            continue;
        const std::size_t begin = m_start;
        m_start = after;
        if (!complete)
            continue;
        SseEvent event;
        event.event = m_event;
        event.data = m_dataLines == 1
                         ? std::string_view(m_buffer).substr(m_dataBegin, m_dataEnd - m_dataBegin)
                         : std::string_view(m_joined);
        event.raw = std::string_view(m_buffer).substr(begin, after - begin);
        m_dataLines = 0;
        m_reported = true;
        return event;
    }
}

// Where the line at m_scan ends; npos: not here yet. What has been searched is not searched again.
std::size_t SseReader::lineEnd()
{
    const std::size_t from = std::max(m_scan, m_searched);
    const char *begin = m_buffer.data() + from;
    const std::size_t size = m_buffer.size() - from;
    const auto *feed = static_cast<const char *>(std::memchr(begin, '\n', size));
    const std::size_t upTo = feed ? static_cast<std::size_t>(feed - begin) : size;
    // A CR ends a line as well; before an LF it is part of the same end.
    if (const auto *cr = static_cast<const char *>(std::memchr(begin, '\r', upTo)))
        return from + static_cast<std::size_t>(cr - begin);
    m_searched = from + upTo;
    return feed ? m_searched : std::string::npos;
}

bool SseReader::takeLine(std::size_t begin, std::size_t end)
{
    if (begin == end) {
        const bool complete = m_dataLines > 0;
        if (!complete)
            m_event.clear();
        return complete;
    }
    const std::string_view line = std::string_view(m_buffer).substr(begin, end - begin);
    const std::size_t colon = line.find(':');
    if (colon == 0)
        return false;
    const std::string_view field = line.substr(0, colon);
    std::size_t value = colon == std::string_view::npos ? line.size() : colon + 1;
    if (value < line.size() && line[value] == ' ')
        ++value;
    if (field == "data") {
        if (m_dataLines == 0) {
            m_dataBegin = begin + value;
            m_dataEnd = end;
        } else {
            if (m_dataLines == 1)
                m_joined.assign(m_buffer, m_dataBegin, m_dataEnd - m_dataBegin);
            m_joined += '\n';
            m_joined += line.substr(value);
        }
        ++m_dataLines;
    } else if (field == "event") {
        m_event = line.substr(value);
    }
    return false;
}

void appendSse(std::string &out, std::string_view data, std::string_view event)
{
    if (!event.empty()) {
        out += "event: ";
        out += event;
        out += '\n';
    }
    while (true) {
        const std::size_t line = data.find('\n');
        out += "data: ";
        out += data.substr(0, line);
        out += '\n';
        if (line == std::string_view::npos)
            break;
        data.remove_prefix(line + 1);
    }
    out += '\n';
}

}   // namespace gw::wire
