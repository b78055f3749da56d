#include "tests/core/providers/providersupport.h"

#include <cstdlib>

using namespace gw;
using namespace gw::providertest;

namespace {

// One target for the whole run.
struct Setting
{
    Setting()
        : row(deployment("anthropic/claude-sonnet-4-5"))
        , to(target(row))
        , chat(call("openaichat", R"({"model":"m","stream":true,"messages":[]})"))
        , messages(call("messages", R"({"model":"m","max_tokens":1,"stream":true,"messages":[]})"))
    {}

    config::Deployment row;
    providers::Target to;
    chat::Call chat;
    chat::Call messages;
};

std::string relayed(const Setting &setting, std::string_view bytes, std::size_t step)
{
    const auto relay = adapter("anthropic").newRelay(setting.messages, setting.to, {.model = "m"});
    std::string out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        if (!relay->feed(bytes.substr(0, step), out).ok())
            return out + "!";
    }
    return out + (relay->finish(out).ok() ? "" : "?");
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Streams and whole answers of the Messages API: decoded and relayed, the same in every cut.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Setting setting;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const providers::Adapter &anthropic = adapter("anthropic");
    const std::string whole =
        summary(readAnswer(*anthropic.newDecoder(setting.chat, setting.to, true), bytes));
    const std::vector<std::size_t> cuts(size, 1);
    if (summary(readAnswer(*anthropic.newDecoder(setting.chat, setting.to, true), bytes, cuts)) != whole)
        std::abort();
    readAnswer(*anthropic.newDecoder(setting.chat, setting.to, false), bytes);
    if (relayed(setting, bytes, 1) != relayed(setting, bytes, size + 1))
        std::abort();
    return 0;
}
