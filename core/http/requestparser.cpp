#include "core/http/requestparser.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace gw::http {

namespace {

namespace beast = boost::beast;

// RFC 9112, 2.2: a server should ignore at least one empty line before a request.
constexpr int kLeadingLines = 2;
// Room made for a body at once; more as it arrives, so that a promise of bytes costs nothing.
constexpr std::size_t kReserveAtMost = 1024 * 1024;
// std::string keeps short texts in itself, and views into them would break when the head is moved.
constexpr std::size_t kHeapString = 32;
// RequestHead::headers is made for this many fields at first.
constexpr std::size_t kUsualFields = 16;
constexpr std::size_t kLongestChunkLine = 4096;

std::string_view std_view(beast::string_view text)
{
    return {text.data(), text.size()};
}

// Marks errors of the callbacks; m_refusal says what they mean.
beast::error_code stop()
{
    return beast::http::make_error_code(beast::http::error::bad_value);
}

bool allDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool plausibleHost(std::string_view host)
{
    return std::none_of(host.begin(), host.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '@' || c == ',' || c == '\\' ||
               c == '?' || c == '#';
    });
}

}   // namespace

RequestParser::RequestParser(const Limits &limits)
    : m_limits(limits)
{
    // Limits are ours: the head is presented whole and within them.
    header_limit(static_cast<std::uint32_t>(limits.headerBytes + 1));
    body_limit(boost::none);
    eager(false);
}

RequestParser::Fed RequestParser::refuse(int status, std::string_view reason)
{
    if (m_refusal.status == 0)
        m_refusal = {status, reason};
    m_stage = Stage::Refused;
    return {Progress::Refused, 0};
}

RequestParser::Fed RequestParser::feed(std::string_view bytes)
{
    switch (m_stage) {
    case Stage::Head:
        return feedHead(bytes);
    case Stage::Body:
        return m_chunked ? feedChunks(bytes) : feedBody(bytes);
    case Stage::Complete:
        return {Progress::Complete, 0};
    case Stage::Refused:
        break;
    }
    return {Progress::Refused, 0};
}

std::size_t RequestParser::scanHead(std::string_view bytes)
{
    while (m_scanned < bytes.size()) {
        const void *found = std::memchr(bytes.data() + m_scanned, '\n', bytes.size() - m_scanned);
        if (!found) {
            m_scanned = bytes.size();
            return 0;
        }
        const auto at = static_cast<std::size_t>(static_cast<const char *>(found) - bytes.data());
        if (at == m_lineStart || bytes[at - 1] != '\r') {
            refuse(400, "a line does not end with CR LF");
            return 0;
        }
        const std::size_t length = at - 1 - m_lineStart;
        m_scanned = at + 1;
        if (length == 0)
            return at + 1;
        if (m_lineStart > 0 && (bytes[m_lineStart] == ' ' || bytes[m_lineStart] == '\t')) {
            refuse(400, "a header field is folded");
            return 0;
        }
        m_lineStart = at + 1;
    }
    return 0;
}

RequestParser::Fed RequestParser::feedHead(std::string_view bytes)
{
    std::size_t skipped = 0;
    while (!m_started && m_leadingLines < kLeadingLines && bytes.size() - skipped >= 2 &&
           bytes.substr(skipped, 2) == "\r\n") {
        skipped += 2;
        ++m_leadingLines;
    }
    bytes.remove_prefix(skipped);
    if (bytes.empty() || (!m_started && bytes == "\r" && m_leadingLines < kLeadingLines))
        return {Progress::NeedMore, skipped};
    m_started = true;
    const std::size_t size = scanHead(bytes);
    if (m_stage == Stage::Refused)
        return {Progress::Refused, 0};
    if (size > m_limits.headerBytes || (size == 0 && bytes.size() > m_limits.headerBytes))
        return refuse(431, "the request's header is too large");
    if (size == 0)
        return {Progress::NeedMore, skipped};

    m_head.headers.reserve(kUsualFields);
    error_code_t code;
    const std::size_t parsed = put(boost::asio::const_buffer(bytes.data(), size), code);
    if (code || parsed != size || !is_header_done()) {
        refuseOnError(code);
        return {Progress::Refused, 0};
    }
    if (!finishHead())
        return {Progress::Refused, 0};
    m_stage = Stage::Body;
    return {Progress::HeadComplete, skipped + size};
}

void RequestParser::refuseOnError(const error_code_t &code)
{
    using beast::http::error;
    if (code == error::bad_version)
        refuse(505, "the HTTP version is not supported");
    else if (code == error::bad_method)
        refuse(400, "the method is malformed");
    else if (code == error::bad_target)
        refuse(400, "the request target is malformed");
    else if (code == error::bad_content_length || code == error::multiple_content_length)
        refuse(400, "Content-Length is malformed or contradicts itself");
    else if (code == error::bad_transfer_encoding)
        refuse(400, "Transfer-Encoding is malformed or contradicts Content-Length");
    else if (code == error::bad_chunk || code == error::bad_chunk_extension)
        refuse(400, "the chunked body is malformed");
    else
        refuse(400, "the request is malformed");
}

void RequestParser::on_request_impl(beast::http::verb, string_view_t method, string_view_t target,
                                    int version, error_code_t &)
{
    m_version = version;
    m_keepAlive = version >= 11;
    m_head.method.assign(method.data(), method.size());
    m_head.target.reserve(std::max(kHeapString, target.size()));
    m_head.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(beast::http::field field, string_view_t name, string_view_t value,
                                  error_code_t &code)
{
    if (m_stage != Stage::Head)   // A trailer: nothing here reads those.
        return;
    using Field = beast::http::field;
    const std::string_view text = std_view(value);
    const auto bad = [&](std::string_view reason) {
        refuse(400, reason);
        code = stop();
    };
    if (m_head.headers.size() >= m_limits.headerCount) {
        refuse(431, "the request has too many header fields");
        code = stop();
        return;
    }
    switch (field) {
    case Field::content_length: {
        if (m_hasLength || m_chunked || !allDigits(text))
            return bad("Content-Length is malformed, repeated or beside Transfer-Encoding");
        m_hasLength = true;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), m_length);
        if (result.ec != std::errc())
            m_length = UINT64_MAX;
        break;
    }
    case Field::transfer_encoding:
        if (m_hasLength || m_chunked || m_version < 11 || !wire::equalsIgnoringCase(text, "chunked"))
            return bad("Transfer-Encoding is not just chunked, or beside Content-Length");
        m_chunked = true;
        break;
    case Field::host:
        if (m_hasHost || !plausibleHost(text))
            return bad("Host is malformed or repeated");
        m_hasHost = true;
        break;
    case Field::expect:
        if (!wire::equalsIgnoringCase(text, "100-continue")) {
            refuse(417, "the expectation is not supported");
            code = stop();
            return;
        }
        m_expectContinue = m_version >= 11;
        break;
    default:
        break;
    }
    m_head.headers.add(std_view(name), text);
}

bool RequestParser::finishHead()
{
    if (m_version >= 11 && !m_hasHost) {
        refuse(400, "Host is missing");
        return false;
    }
    if (!splitTarget() || !chooseCoding())
        return false;
    m_keepAlive = keep_alive();
    if (!m_chunked && m_length > m_limits.bodyBytes) {
        refuse(413, "the request's body is too large");
        return false;
    }
    if (!m_chunked && m_length > 0 && !m_inflater)
        m_body.reserve(std::min<std::size_t>(m_length, kReserveAtMost) + kBodyPadding);
    eager(true);
    return true;
}

bool RequestParser::splitTarget()
{
    std::string_view rest = m_head.target;
    const bool plain = wire::equalsIgnoringCase(rest.substr(0, 7), "http://");
    if (plain || wire::equalsIgnoringCase(rest.substr(0, 8), "https://")) {
        // Absolute form (RFC 9112, 3.2.2): its authority counts, whatever Host says.
        rest.remove_prefix(plain ? 7 : 8);
        const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
        const std::string_view authority = rest.substr(0, end);
        if (authority.empty() || !plausibleHost(authority)) {
            refuse(400, "the request target is malformed");
            return false;
        }
        m_head.headers.set("Host", authority);
        rest.remove_prefix(end);
        if (rest.empty() || rest.front() != '/') {
            // No path was sent, so there is nothing to point at but a slash of our own.
            m_head.target.insert(m_head.target.size() - rest.size(), 1, '/');
            return splitTarget();
        }
    } else if (rest.empty() || (rest.front() != '/' && !(rest == "*" && m_head.method == "OPTIONS"))) {
        refuse(400, "the request target is malformed");
        return false;
    }
    const std::size_t mark = rest.find('?');
    m_head.path = rest.substr(0, mark);
    m_head.query = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
    return true;
}

bool RequestParser::chooseCoding()
{
    const auto coding = m_head.headers.value("Content-Encoding");
    if (!coding || coding->empty() || wire::equalsIgnoringCase(*coding, "identity"))
        return true;
    const bool gzip =
        wire::equalsIgnoringCase(*coding, "gzip") || wire::equalsIgnoringCase(*coding, "x-gzip");
    if (m_head.headers.count("Content-Encoding") > 1 ||
        (!gzip && !wire::equalsIgnoringCase(*coding, "deflate"))) {
        refuse(415, "the content coding is not supported; use gzip, deflate or none");
        return false;
    }
    if (m_chunked || m_length > 0)
        m_inflater = std::make_unique<Inflater>(gzip ? Inflater::Coding::Gzip : Inflater::Coding::Deflate,
                                                m_limits.bodyBytes, m_limits.inflateRatio);
    return true;
}

bool RequestParser::addBody(std::string_view bytes)
{
    m_bodyTaken += bytes.size();
    if (m_discard)
        return true;
    if (m_inflater) {
        switch (m_inflater->feed(bytes, m_body)) {
        case Inflater::Outcome::Ok:
            return true;
        case Inflater::Outcome::TooLarge:
            refuse(413, "the request's body is too large once inflated");
            return false;
        case Inflater::Outcome::Corrupt:
            refuse(400, "the request's body does not match its content coding");
            return false;
        }
    }
    if (m_body.size() + bytes.size() > m_limits.bodyBytes) {
        refuse(413, "the request's body is too large");
        return false;
    }
    m_body.append(bytes);
    return true;
}

RequestParser::Fed RequestParser::feedBody(std::string_view bytes)
{
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(m_length - m_bodyTaken, bytes.size()));
    if (wanted > 0 && !addBody(bytes.substr(0, wanted)))
        return {Progress::Refused, 0};
    if (m_bodyTaken < m_length)
        return {Progress::NeedMore, wanted};
    return {finishBody() ? Progress::Complete : Progress::Refused, wanted};
}

RequestParser::Fed RequestParser::feedChunks(std::string_view bytes)
{
    if (bytes.empty())
        return {};
    error_code_t code;
    std::size_t consumed = 0;
    // Bytes that put() leaves are presented again at once, until it asks for more: it stops between a chunk's
    // size and its content.
    while (consumed < bytes.size() && !is_done()) {
        const std::size_t step =
            put(boost::asio::const_buffer(bytes.data() + consumed, bytes.size() - consumed), code);
        consumed += step;
        if (code == beast::http::error::need_more) {
            // What is left is a chunk's size line or the trailer.
            if (bytes.size() - consumed > kLongestChunkLine)
                return refuse(400, "a chunk's size line or the trailer is too long");
            return {Progress::NeedMore, consumed};
        }
        if (code || m_stage == Stage::Refused) {
            refuseOnError(code);
            return {Progress::Refused, 0};
        }
    }
    if (!is_done())
        return {Progress::NeedMore, consumed};
    return {finishBody() ? Progress::Complete : Progress::Refused, consumed};
}

std::size_t RequestParser::on_body_impl(string_view_t body, error_code_t &)
{
    return body.size();   // Bodies with a length never come this way.
}

void RequestParser::on_chunk_header_impl(std::uint64_t size, string_view_t extensions, error_code_t &code)
{
    // Blanks or bare line feeds here are read differently by different servers.
    const bool odd =
        !extensions.empty() &&
        (extensions.front() != ';' ||
         std_view(extensions).find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos);
    if (odd) {
        refuse(400, "the chunked body is malformed");
        code = stop();
    } else if (size > m_limits.bodyBytes ||
               (!m_inflater && !m_discard && m_body.size() + size > m_limits.bodyBytes)) {
        refuse(413, "the request's body is too large");
        code = stop();
    }
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view_t body, error_code_t &code)
{
    if (!addBody(std_view(body)))
        code = stop();
    return body.size();
}

bool RequestParser::finishBody()
{
    if (m_inflater && !m_discard) {
        if (!m_inflater->complete()) {
            refuse(400, "the request's body does not match its content coding");
            return false;
        }
        // The handler gets plain bytes, so the fields describe those.
        m_head.headers.remove("Content-Encoding");
        m_head.headers.remove("Transfer-Encoding");
        m_head.headers.set("Content-Length", std::to_string(m_body.size()));
    }
    m_stage = Stage::Complete;
    return true;
}

std::string RequestParser::takeBody()
{
    m_body.reserve(m_body.size() + kBodyPadding);
    return std::move(m_body);
}

}   // namespace gw::http
