#include "core/http/inflater.h"

#include <algorithm>
#include <zlib.h>

namespace gw::http {

namespace {

constexpr int kZlibWindow = 15;
constexpr int kGzipWindow = 15 + 16;
constexpr int kRawWindow = -15;
constexpr std::size_t kStep = 64 * 1024;
// Small bodies may be of any ratio: a short text of blanks is no attack.
constexpr std::size_t kRatioFrom = 1024 * 1024;

}   // namespace

Inflater::Inflater(Coding coding, std::size_t limit, std::size_t ratio)
    : m_stream(new z_stream{})
    , m_coding(coding)
    , m_limit(limit)
    , m_ratio(ratio)
{
    m_usable = inflateInit2(m_stream, coding == Coding::Gzip ? kGzipWindow : kZlibWindow) == Z_OK;
}

Inflater::~Inflater()
{
    inflateEnd(m_stream);
    delete m_stream;
}

bool Inflater::restart(int windowBits)
{
    return inflateReset2(m_stream, windowBits) == Z_OK;
}

Inflater::Outcome Inflater::feed(std::string_view bytes, std::string &out)
{
    if (!m_usable)
        return Outcome::Corrupt;
    if (bytes.empty())
        return Outcome::Ok;
    const bool first = m_taken == 0;
    m_taken += bytes.size();
    // "deflate" means zlib's format (RFC 9110, 8.4.1.2), but some clients send the bare stream. A zlib
    // header has 8 in the low half of its first byte.
    if (first && m_coding == Coding::Deflate && (static_cast<unsigned char>(bytes[0]) & 0x0f) != 8)
        m_usable = restart(kRawWindow);
    m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    m_stream->avail_in = static_cast<uInt>(bytes.size());
    while (m_stream->avail_in > 0 || m_stream->avail_out == 0) {
        if (m_ended) {
            // A gzip body may have several members (RFC 1952, 2.2); anything else after the end is wrong.
            if (m_stream->avail_in == 0)
                break;
            if (m_coding != Coding::Gzip || !restart(kGzipWindow))
                return Outcome::Corrupt;
            m_ended = false;
        }
        const std::size_t had = out.size();
        const std::size_t room = std::min(kStep, m_limit + 1 - std::min(had, m_limit));
        out.resize(had + room);
        m_stream->next_out = reinterpret_cast<Bytef *>(out.data() + had);
        m_stream->avail_out = static_cast<uInt>(room);
        const int code = ::inflate(m_stream, Z_NO_FLUSH);
        out.resize(had + room - m_stream->avail_out);
        if (out.size() > m_limit || (out.size() > kRatioFrom && out.size() / m_ratio > m_taken))
            return Outcome::TooLarge;
        if (code == Z_STREAM_END)
            m_ended = true;
        else if (code == Z_BUF_ERROR)
            break;   // It wants more input.
        else if (code != Z_OK)
            return Outcome::Corrupt;
    }
    return Outcome::Ok;
}

}   // namespace gw::http
