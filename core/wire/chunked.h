#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gw::wire {

// Takes the chunked transfer coding apart (RFC 9112, 7.1), a byte at a time if need be and without keeping
// any. Strict, because servers that disagree about a chunk's end disagree about where the next request
// begins: sizes are plain hexadecimal digits, lines end with CR LF, and nothing stands between a size and its
// ';' or CR. Extensions and trailer fields are checked and dropped.
class ChunkedReader
{
public:
    enum class Outcome { NeedMore, Data, Complete, Malformed };
    struct Step
    {
        Outcome outcome = Outcome::NeedMore;
        std::size_t consumed = 0;
        std::string_view data;   // With Data: a piece of the body, within the bytes given.
    };

    // Consumes up to and including the next piece of data; all of it when more is needed.
    Step next(std::string_view bytes);
    // Bytes of the current chunk that are still to come; 0 until its size line is complete.
    std::uint64_t remaining() const { return m_state == State::Data ? m_remaining : 0; }

    // Of a size line with its extensions, and of all trailer fields together.
    static constexpr std::size_t kLongestLine = 4096;

private:
    enum class State {
        SizeStart,
        Size,
        Extension,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerStart,
        TrailerName,
        TrailerValue,
        TrailerLf,
        EndLf,
        Complete,
        Malformed,
    };

    // The state after c; everything but chunk data.
    State advance(char c);
    State afterDigit(char c);

    State m_state = State::SizeStart;
    std::uint64_t m_remaining = 0;
    std::size_t m_line = 0;   // Bytes of the current line, or of the trailer.
};

}   // namespace gw::wire
