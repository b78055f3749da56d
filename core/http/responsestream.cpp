#include "core/http/responsestream.h"

#include "core/http/connection.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::http {

namespace {

struct Phrase
{
    int status;
    std::string_view text;
};

constexpr Phrase kPhrases[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {424, "Failed Dependency"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {499, "Client Closed Request"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {529, "Overloaded"},
};

constexpr std::string_view kLastChunk = "0\r\n\r\n";

void appendNumber(std::string &out, std::uint64_t number, int base = 10)
{
    std::array<char, 24> digits;
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number, base);
    out.append(digits.data(), result.ptr);
}

// Values come from providers, too: a line break in one would end the field and begin another.
void appendClean(std::string &out, std::string_view value, bool clean)
{
    if (clean) {
        out.append(value);
        return;
    }
    const std::size_t at = out.size();
    out.append(value);
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(at), out.end(),
        [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

bool hasNoBody(int status)
{
    return status < 200 || status == 204 || status == 304;
}

}   // namespace

std::string_view reasonPhrase(int status)
{
    const auto *found = std::ranges::lower_bound(kPhrases, status, {}, &Phrase::status);
    return found != std::end(kPhrases) && found->status == status ? found->text : "Unknown";
}

Response::Response(Connection &connection, AnswerShape shape)
    : m_connection(&connection)
    , m_shape(shape)
{}

Response::~Response()
{
    if (!m_connection || m_ended)
        return;
    if (m_headSent)
        abort();
    else
        respond(500, {{"Content-Type", "application/json"}},
                R"({"error":{"message":"The request was dropped.","type":"internal_server_error"}})");
    if (m_connection)
        m_connection->forget(*this);
}

void Response::appendHead(std::string &out, int status, const wire::Headers &headers, std::int64_t length)
{
    m_bodiless = m_shape.head || hasNoBody(status);
    out.append(m_shape.version >= 11 ? "HTTP/1.1 " : "HTTP/1.0 ");
    appendNumber(out, static_cast<std::uint64_t>(status));
    out.append(" ").append(reasonPhrase(status)).append("\r\n");
    bool dated = false;
    const bool clean = headers.isClean();
    for (const auto &[name, value] : headers) {
        if (wire::equalsIgnoringCase(name, "Transfer-Encoding") ||
            wire::equalsIgnoringCase(name, "Keep-Alive"))
            continue;
        if (wire::equalsIgnoringCase(name, "Connection")) {
            if (wire::equalsIgnoringCase(value, "close"))
                m_shape.keepAlive = false;
            continue;
        }
        if (wire::equalsIgnoringCase(name, "Content-Length")) {
            std::int64_t declared = -1;
            const auto result = std::from_chars(value.data(), value.data() + value.size(), declared);
            if (result.ec == std::errc() && declared >= 0 && length < 0)
                length = declared;
            continue;
        }
        dated = dated || wire::equalsIgnoringCase(name, "Date");
        appendClean(out, name, clean);
        out.append(": ");
        appendClean(out, value, clean);
        out.append("\r\n");
    }
    if (!dated)
        out.append("Date: ").append(m_connection->date()).append("\r\n");
    if (length >= 0 && !hasNoBody(status)) {
        out.append("Content-Length: ");
        appendNumber(out, static_cast<std::uint64_t>(length));
        out.append("\r\n");
    } else if (!m_bodiless && length < 0) {
        m_chunked = m_shape.version >= 11;
        if (m_chunked)
            out.append("Transfer-Encoding: chunked\r\n");
        else
            m_shape.keepAlive = false;
    }
    m_left = m_bodiless ? -1 : length;
    if (m_connection->closing())
        m_shape.keepAlive = false;
    if (!m_shape.keepAlive)
        out.append("Connection: close\r\n");
    else if (m_shape.version < 11)
        out.append("Connection: keep-alive\r\n");
    out.append("\r\n");
    m_headSent = true;
}

void Response::writeHead(int status, const wire::Headers &headers)
{
    if (!m_connection || m_headSent)
        return;
    std::string &head = m_connection->scratchHead();
    appendHead(head, status, headers, -1);
    m_connection->put(*this, head, false);
    noteLevel();
}

void Response::write(std::string_view bytes)
{
    if (!m_connection || !m_headSent || m_ended || m_bodiless || bytes.empty())
        return;
    if (m_left >= 0) {
        bytes = bytes.substr(0, static_cast<std::size_t>(m_left));
        m_left -= static_cast<std::int64_t>(bytes.size());
    }
    if (m_chunked) {
        std::string &size = m_connection->scratchHead();
        appendNumber(size, bytes.size(), 16);
        size.append("\r\n");
        m_connection->put(*this, size, false);
    }
    m_connection->put(*this, bytes, false);
    if (m_chunked)
        m_connection->put(*this, "\r\n", false);
    noteLevel();
}

void Response::respond(int status, const wire::Headers &headers, std::string_view body)
{
    if (!m_connection || m_headSent)
        return;
    std::string &head = m_connection->scratchHead();
    appendHead(head, status, headers, static_cast<std::int64_t>(body.size()));
    m_ended = true;
    Connection *connection = m_connection;
    connection->putWhole(*this, head, m_bodiless ? std::string_view() : body);
    connection->finish(*this, m_shape.keepAlive);
}

void Response::end()
{
    if (!m_connection || m_ended)
        return;
    if (!m_headSent ||
        m_left > 0) {   // Fewer bytes than promised: the client must not take that for the end.
        abort();
        return;
    }
    m_ended = true;
    Connection *connection = m_connection;
    if (m_chunked)
        connection->put(*this, kLastChunk, true);
    else
        connection->put(*this, {}, true);
    connection->finish(*this, m_shape.keepAlive);
}

void Response::abort()
{
    if (!m_connection || m_ended)
        return;
    m_ended = true;
    m_connection->cut(*this, m_headSent && m_shape.version < 11);
}

std::size_t Response::pending() const
{
    return m_connection ? m_connection->pendingOf(*this) : 0;
}

std::size_t Response::highWater() const
{
    return m_connection ? m_connection->limits().highWater : 0;
}

void Response::noteLevel()
{
    if (m_connection && pending() > highWater())
        m_above = true;
}

void Response::tellGone()
{
    if (m_gone || m_ended)
        return;
    m_gone = true;
    m_connection = nullptr;
    const std::shared_ptr<Response> keep = weak_from_this().lock();
    const std::function<void()> call = std::move(onPeerGone);
    onPeerGone = nullptr;
    if (keep && call)
        call();
}

void Response::tellDrained()
{
    if (!m_above || !m_connection || pending() >= highWater() / 2)
        return;
    m_above = false;
    const std::shared_ptr<Response> keep = weak_from_this().lock();
    const std::function<void()> call = onDrained;   // It may replace itself.
    if (keep && call)
        call();
}

}   // namespace gw::http
