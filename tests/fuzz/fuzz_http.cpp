#include "core/http/requestparser.h"
#include "core/upstream/responseparser.h"
#include "core/wire/chunked.h"
#include "core/wire/sse.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>

using namespace gw;

namespace {

enum class Next { More, Again, Stop };

// As a socket would: what was not consumed is presented again with more behind it.
template <typename Feed>
void inSteps(std::string_view bytes, std::size_t step, Feed feed)
{
    std::size_t done = 0;
    for (std::size_t end = 0; end < bytes.size();) {
        end = std::min(end + step, bytes.size());
        Next next = Next::Again;
        while (next == Next::Again) {
            std::size_t consumed = 0;
            std::tie(consumed, next) = feed(bytes.substr(done, end - done));
            done += consumed;
        }
        if (next == Next::Stop)
            return;
    }
}

std::string events(std::string_view bytes, std::size_t step)
{
    wire::SseReader reader;
    std::string out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        if (!reader.feed(bytes.substr(0, step)).ok())
            return out + "!";
        while (const auto event = reader.next())
            out += std::string(event->event) + "|" + std::string(event->data) + "|" + std::string(event->raw);
    }
    return out;
}

std::string chunks(std::string_view bytes, std::size_t step)
{
    using Outcome = wire::ChunkedReader::Outcome;
    wire::ChunkedReader reader;
    std::string out;
    inSteps(bytes, step, [&](std::string_view rest) {
        const auto read = reader.next(rest);
        out += read.data;
        if (read.outcome == Outcome::Complete || read.outcome == Outcome::Malformed)
            out += read.outcome == Outcome::Complete ? "|complete" : "|malformed";
        const bool over = read.outcome == Outcome::Complete || read.outcome == Outcome::Malformed;
        return std::tuple(read.consumed, over                            ? Next::Stop
                                         : read.outcome == Outcome::Data ? Next::Again
                                                                         : Next::More);
    });
    return out;
}

std::string request(std::string_view bytes, std::size_t step)
{
    using Progress = http::RequestParser::Progress;
    static const http::Limits limits = [] {
        http::Limits out;
        out.bodyBytes = 1 << 16;
        return out;
    }();
    http::RequestParser parser(limits);
    std::string out = "more";
    inSteps(bytes, step, [&](std::string_view rest) {
        const auto fed = parser.feed(rest);
        if (fed.progress == Progress::HeadComplete)
            return std::tuple(fed.consumed, Next::Again);
        if (fed.progress == Progress::NeedMore)
            return std::tuple(fed.consumed, Next::More);
        out = fed.progress == Progress::Refused
                  ? "refused " + std::to_string(parser.refusal().status)
                  : parser.head().method + "|" + parser.head().target + "|" + parser.takeBody();
        return std::tuple(fed.consumed, Next::Stop);
    });
    return out;
}

std::string answer(std::string_view bytes, std::size_t step)
{
    using Progress = upstream::ResponseParser::Progress;
    constexpr std::size_t kHeadLimit = 1 << 16;
    upstream::ResponseParser parser(kHeadLimit, false);
    std::string out;
    inSteps(bytes, step, [&](std::string_view rest) {
        const auto read = parser.next(rest);
        out += read.data;
        if (read.progress == Progress::Head)
            out += std::to_string(parser.status()) + "|";
        if (read.progress == Progress::Complete || read.progress == Progress::Malformed) {
            out += read.progress == Progress::Complete ? "|complete" : "|malformed";
            return std::tuple(read.consumed, Next::Stop);
        }
        return std::tuple(read.consumed, read.progress == Progress::NeedMore ? Next::More : Next::Again);
    });
    return out;
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// The parsers of HTTP, of chunks and of event streams: the first byte chooses one, and no cut changes what it
// reads.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    static constexpr std::string (*kReaders[])(std::string_view, std::size_t) = {events, chunks, request,
                                                                                 answer};
    const auto read = kReaders[data[0] % std::size(kReaders)];
    const std::string_view bytes(reinterpret_cast<const char *>(data + 1), size - 1);
    if (read(bytes, 1) != read(bytes, size))
        std::abort();
    return 0;
}
