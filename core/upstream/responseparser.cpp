#include "core/upstream/responseparser.h"

#include <algorithm>

namespace gw::upstream {

namespace {

namespace beast = boost::beast;

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::size_t kUsualFields = 24;
constexpr int kSwitchingProtocols = 101;

// Where the head that begins here ends; npos: not yet. An interim head is one, too.
std::size_t headEnd(std::string_view bytes, std::size_t from)
{
    const std::size_t start = from < kHeadEnd.size() ? 0 : from - (kHeadEnd.size() - 1);
    const std::size_t at = bytes.find(kHeadEnd, start);
    return at == std::string_view::npos ? at : at + kHeadEnd.size();
}

// True when what is here can still become a status line.
bool mayBeHttp(std::string_view bytes)
{
    constexpr std::string_view kVersion = "HTTP/1.";
    const std::size_t size = std::min(bytes.size(), kVersion.size());
    return bytes.substr(0, size) == kVersion.substr(0, size);
}

// "HTTP/1.1 103 Early Hints": three digits from the ninth byte on.
bool isInterim(std::string_view head)
{
    return head.size() > 12 && head[9] == '1' && head.substr(9, 3) != "101";
}

}   // namespace

ResponseParser::ResponseParser(std::size_t headLimit, bool noBody)
    : m_headLimit(headLimit)
    , m_noBody(noBody)
{
    // Limits are ours: the head is presented whole and within them.
    header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(headLimit + 1, UINT32_MAX)));
    body_limit(boost::none);
    eager(false);
}

ResponseParser::Step ResponseParser::fail(std::string problem)
{
    m_stage = Stage::Malformed;
    m_keepAlive = false;
    m_problem = std::move(problem);
    return {Progress::Malformed, 0, {}};
}

ResponseParser::Step ResponseParser::nextHead(std::string_view bytes)
{
    std::size_t skipped = 0;
    while (true) {
        const std::string_view rest = bytes.substr(skipped);
        if (rest.empty())
            return {Progress::NeedMore, skipped, {}};
        m_started = true;
        if (!mayBeHttp(rest))
            return fail("the answer is not valid HTTP");
        const std::size_t size = headEnd(rest, m_scanned);
        if (size == std::string_view::npos ? rest.size() > m_headLimit : size > m_headLimit)
            return fail("the answer's head is larger than " + std::to_string(m_headLimit) + " bytes");
        if (size == std::string_view::npos) {
            m_scanned = rest.size();
            return {Progress::NeedMore, skipped, {}};
        }
        m_scanned = 0;
        if (isInterim(rest)) {
            skipped += size;
            continue;
        }
        m_headers.reserve(kUsualFields);
        error_code_t code;
        const std::size_t parsed = put(boost::asio::const_buffer(rest.data(), size), code);
        if (code || parsed != size || !is_header_done() || m_status == kSwitchingProtocols)
            return fail("the answer is not valid HTTP");
        chooseBody();
        return {Progress::Head, skipped + size, {}};
    }
}

// RFC 9112, 6.3.
void ResponseParser::chooseBody()
{
    m_keepAlive = keep_alive();
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    if (m_noBody || m_status == kNoContent || m_status == kNotModified) {
        m_stage = Stage::Empty;
    } else if (chunked()) {
        m_stage = Stage::Chunks;
    } else if (const auto length = content_length(); length && !m_headers.contains("Transfer-Encoding")) {
        m_stage = Stage::Length;
        m_left = *length;
    } else {
        m_stage = Stage::UntilClose;
        m_keepAlive = false;
    }
}

ResponseParser::Step ResponseParser::next(std::string_view bytes)
{
    switch (m_stage) {
    case Stage::Head:
        return nextHead(bytes);
    case Stage::Length: {
        const std::string_view piece =
            bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size())));
        m_left -= piece.size();
        if (!piece.empty())
            return {Progress::Data, piece.size(), piece};
        if (m_left > 0)
            return {};
        break;
    }
    case Stage::Chunks: {
        using Outcome = wire::ChunkedReader::Outcome;
        const wire::ChunkedReader::Step step = m_chunks.next(bytes);
        if (step.outcome == Outcome::Malformed)
            return fail("the answer's chunked body is malformed");
        if (step.outcome == Outcome::Data)
            return {Progress::Data, step.consumed, step.data};
        if (step.outcome == Outcome::NeedMore)
            return {Progress::NeedMore, step.consumed, {}};
        m_stage = Stage::Complete;
        return {Progress::Complete, step.consumed, {}};
    }
    case Stage::UntilClose:
        return bytes.empty() ? Step{} : Step{Progress::Data, bytes.size(), bytes};
    case Stage::Malformed:
        return {Progress::Malformed, 0, {}};
    case Stage::Empty:
    case Stage::Complete:
        break;
    }
    m_stage = Stage::Complete;
    return {Progress::Complete, 0, {}};
}

ResponseParser::Progress ResponseParser::end() const
{
    return m_stage == Stage::UntilClose || m_stage == Stage::Complete ? Progress::Complete
                                                                      : Progress::NeedMore;
}

void ResponseParser::on_response_impl(int status, string_view_t, int, error_code_t &)
{
    m_status = status;
}

void ResponseParser::on_field_impl(beast::http::field, string_view_t name, string_view_t value,
                                   error_code_t &)
{
    m_headers.add({name.data(), name.size()}, {value.data(), value.size()});
}

}   // namespace gw::upstream
