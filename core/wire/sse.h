#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

// Server-sent events, by the section "Interpreting an event stream" of the HTML standard.
namespace gw::wire {

// One event. The views stay valid until the reader's next call.
struct SseEvent
{
    std::string_view event;   // The event field; empty: "message".
    std::string_view data;    // The data lines, joined by "\n".
    std::string_view raw;     // The event's bytes as they came, its closing blank line included.
};

// Incremental reader. Feed it bytes as they come, then take events until there are none. CR, LF and CRLF end
// a line; a BOM is skipped; comments and unknown fields are ignored; events without data are not reported.
// Bytes behind the last blank line are an unfinished event and are never reported.
class SseReader
{
public:
    // An event larger than maxEvent bytes is an error (UpstreamMalformed); the reader stays failed.
    explicit SseReader(std::size_t maxEvent = kMaxEvent)
        : m_maxEvent(maxEvent)
    {}

    Result<void> feed(std::string_view bytes);
    std::optional<SseEvent> next();

    static constexpr std::size_t kMaxEvent = 64u << 20;

private:
    std::size_t lineEnd();
    // Handles the line [begin, end) of the buffer; true when it closes an event with data.
    bool takeLine(std::size_t begin, std::size_t end);

    std::string m_buffer;
    std::size_t m_start = 0;      // Of the event being read.
    std::size_t m_scan = 0;       // Behind the last complete line.
    std::size_t m_searched = 0;   // No line ends between m_scan and here.
    std::size_t m_maxEvent;
    std::string m_event;
    std::string m_joined;          // Data of more than one line.
    std::size_t m_dataBegin = 0;   // Data of a single line, in the buffer.
    std::size_t m_dataEnd = 0;
    int m_dataLines = 0;
    bool m_begun = false;   // The BOM has been dealt with.
    bool m_failed = false;
    bool m_reported = false;   // The last event's name is still to be forgotten.
};

// Appends "data: ...\n" for each line of data and the blank line that ends the event; with a name, "event:
// ..." first.
void appendSse(std::string &out, std::string_view data, std::string_view event = {});

}   // namespace gw::wire
