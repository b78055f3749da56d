#include "core/wire/eventstream.h"
#include "tests/core/providers/providersupport.h"

#include <cstdlib>

using namespace gw;
using namespace gw::providertest;

namespace {

struct Setting
{
    Setting()
        : row(deployment("bedrock/us.anthropic.claude-sonnet-4-5"))
        , to(target(row))
        , chat(call("openaichat", R"({"model":"m","stream":true,"messages":[]})"))
    {}

    config::Deployment row;
    providers::Target to;
    chat::Call chat;
};

// Lines "event type, space, payload" as frames, whose checksums no fuzzer would guess.
std::string framed(std::string_view lines)
{
    std::string out;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        const std::size_t space = std::min(line.find(' '), line.size());
        constexpr std::size_t kLongest = 255;
        wire::appendEventStream(
            out, {{":event-type", line.substr(0, std::min(space, kLongest))}, {":message-type", "event"}},
            line.substr(std::min(space + 1, line.size())));
    }
    return out;
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Streams and whole answers of Converse, the same in every cut.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Setting setting;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const providers::Adapter &bedrock = adapter("bedrock");
    const std::string stream = framed(bytes);
    const std::string whole =
        summary(readAnswer(*bedrock.newDecoder(setting.chat, setting.to, true), stream));
    const std::vector<std::size_t> cuts(stream.size(), 1);
    if (summary(readAnswer(*bedrock.newDecoder(setting.chat, setting.to, true), stream, cuts)) != whole)
        std::abort();
    readAnswer(*bedrock.newDecoder(setting.chat, setting.to, false), bytes);
    return 0;
}
