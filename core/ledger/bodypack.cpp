#include "core/ledger/bodypack.h"

#include "core/ledger/bodysecrets.h"

#include <algorithm>
#include <zstd.h>

namespace gw::ledger {

namespace {

constexpr int kLevel = 3;
constexpr char kVersion = 1;
constexpr std::size_t kMaxUnpacked = std::size_t{256} << 20;

void putNumber(std::string &out, std::uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>((number & 0x7f) | 0x80);
    out += static_cast<char>(number);
}

void putText(std::string &out, std::string_view text)
{
    putNumber(out, text.size());
    out += text;
}

// Reads what the two above wrote; ok() turns false at the first thing that cannot be.
class Unpacker
{
public:
    explicit Unpacker(std::string_view bytes)
        : m_bytes(bytes)
    {}
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty())
                break;
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80)
                return value;
        }
        m_ok = false;
        return 0;
    }
    std::string text()
    {
        const std::uint64_t size = number();
        if (size > m_bytes.size()) {
            m_ok = false;
            return {};
        }
        std::string out(m_bytes.substr(0, size));
        m_bytes.remove_prefix(size);
        return out;
    }
    bool ok() const { return m_ok; }
    bool atEnd() const { return m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_ok = true;
};

// Only texts can be searched for secrets, and read.
bool isText(std::string_view contentType)
{
    return contentType.empty() || contentType.find("json") != std::string_view::npos ||
           contentType.starts_with("text/") || contentType.find("xml") != std::string_view::npos ||
           contentType.find("x-www-form-urlencoded") != std::string_view::npos;
}

// What a provider was sent as the client said it, or a client was given as the provider said it, is known.
void dropRepeated(std::vector<Body> &bodies)
{
    const auto repeats = [&](const Body &body, BodyPart original) {
        return std::ranges::any_of(bodies, [&](const Body &other) {
            return other.part == original && other.bytes == body.bytes && other.wholeBytes == body.wholeBytes;
        });
    };
    std::vector<Body> kept;
    for (const Body &body : bodies) {
        if (body.part == BodyPart::UpstreamRequest && repeats(body, BodyPart::ClientRequest))
            continue;
        if (body.part == BodyPart::UpstreamAnswer && repeats(body, BodyPart::ClientAnswer))
            continue;
        kept.push_back(body);
    }
    bodies = std::move(kept);
}

}   // namespace

std::string packBodies(std::vector<Body> bodies)
{
    dropRepeated(bodies);
    std::string plain(1, kVersion);
    putNumber(plain, bodies.size());
    for (const Body &body : bodies) {
        putNumber(plain, static_cast<std::uint64_t>(body.part));
        putNumber(plain, body.attempt);
        putNumber(plain, static_cast<std::uint64_t>(std::max(body.status, 0)));
        putText(plain, body.contentType.substr(0, 128));
        putNumber(plain, body.wholeBytes);
        putNumber(plain, body.cut || !isText(body.contentType) ? 1 : 0);
        putText(plain, isText(body.contentType) ? withoutSecrets(body.bytes, body.cut) : std::string());
    }
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const std::size_t size =
        ZSTD_compress2(context, packed.data(), packed.size(), plain.data(), plain.size());
    ZSTD_freeCCtx(context);
    packed.resize(ZSTD_isError(size) ? 0 : size);
    return packed;
}

Result<std::vector<Body>> unpackBodies(std::string_view packed)
{
    const Error damaged{.code = ErrorCode::Internal, .message = "what was kept of this request is damaged"};
    const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxUnpacked)
        return damaged;
    std::string plain(size, '\0');
    const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
    if (ZSTD_isError(got) || got != size || plain.empty() || plain.front() != kVersion)
        return damaged;
    Unpacker in(std::string_view(plain).substr(1));
    const std::uint64_t count = in.number();
    std::vector<Body> bodies;
    while (in.ok() && bodies.size() < count) {
        Body body;
        body.part = static_cast<BodyPart>(std::min<std::uint64_t>(in.number(), 3));
        body.attempt = static_cast<std::uint16_t>(in.number());
        body.status = static_cast<int>(in.number());
        body.contentType = in.text();
        body.wholeBytes = in.number();
        body.cut = in.number() != 0;
        body.bytes = in.text();
        bodies.push_back(std::move(body));
    }
    if (!in.ok() || !in.atEnd())
        return damaged;
    return bodies;
}

}   // namespace gw::ledger
