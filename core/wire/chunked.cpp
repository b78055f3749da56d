#include "core/wire/chunked.h"

#include <algorithm>

namespace gw::wire {

namespace {

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isText(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool isToken(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

}   // namespace

ChunkedReader::State ChunkedReader::afterDigit(char c)
{
    const int value = digit(c);
    if (value < 0 || m_remaining > (UINT64_MAX >> 4))
        return State::Malformed;
    m_remaining = m_remaining * 16 + static_cast<unsigned>(value);
    return State::Size;
}

ChunkedReader::State ChunkedReader::advance(char c)
{
    switch (m_state) {
    case State::SizeStart:
        m_line = 0;
        m_remaining = 0;
        return afterDigit(c);
    case State::Size:
        if (c == '\r')
            return State::SizeLf;
        return c == ';' ? State::Extension : afterDigit(c);
    case State::Extension:
        if (c == '\r')
            return State::SizeLf;
        return isText(c) ? State::Extension : State::Malformed;
    case State::SizeLf:
        if (c != '\n')
            return State::Malformed;
        m_line = 0;
        return m_remaining > 0 ? State::Data : State::TrailerStart;
    case State::DataCr:
        return c == '\r' ? State::DataLf : State::Malformed;
    case State::DataLf:
        return c == '\n' ? State::SizeStart : State::Malformed;
    case State::TrailerStart:
        if (c == '\r')
            return State::EndLf;
        return isToken(c) ? State::TrailerName : State::Malformed;
    case State::TrailerName:
        if (c == ':')
            return State::TrailerValue;
        return isToken(c) ? State::TrailerName : State::Malformed;
    case State::TrailerValue:
        if (c == '\r')
            return State::TrailerLf;
        return isText(c) ? State::TrailerValue : State::Malformed;
    case State::TrailerLf:
        return c == '\n' ? State::TrailerStart : State::Malformed;
    case State::EndLf:
        return c == '\n' ? State::Complete : State::Malformed;
    case State::Data:
    case State::Complete:
    case State::Malformed:
        break;
    }
    return State::Malformed;
}

ChunkedReader::Step ChunkedReader::next(std::string_view bytes)
{
    for (std::size_t at = 0; at < bytes.size();) {
        if (m_state == State::Complete)
            return {Outcome::Complete, at, {}};
        if (m_state == State::Data) {
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, bytes.size() - at));
            m_remaining -= size;
            if (m_remaining == 0)
                m_state = State::DataCr;
            return {Outcome::Data, at + size, bytes.substr(at, size)};
        }
        m_state = advance(bytes[at++]);
        if (++m_line > kLongestLine)
            m_state = State::Malformed;
        if (m_state == State::Malformed)
            return {Outcome::Malformed, at, {}};
        if (m_state == State::Complete)
            return {Outcome::Complete, at, {}};
    }
    return {m_state == State::Complete ? Outcome::Complete : Outcome::NeedMore, bytes.size(), {}};
}

}   // namespace gw::wire
