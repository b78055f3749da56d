#include "tests/core/providers/providersupport.h"

#include <array>
#include <cstdlib>

using namespace gw;
using namespace gw::providertest;

namespace {

// One provider API, asked by a client of another shape and by one of its own.
struct Setting
{
    Setting(std::string_view id, const std::string &model, std::string_view dialect, std::string own)
        : adapter(providertest::adapter(id))
        , row(deployment(model))
        , to(target(row))
        , foreign(call("messages", R"({"model":"m","max_tokens":1,"stream":true,"messages":[]})"))
        , native(call(dialect, std::move(own), dialect == "gemini" ? "stream" : ""))
    {}

    const providers::Adapter &adapter;
    config::Deployment row;
    providers::Target to;
    chat::Call foreign;
    chat::Call native;
};

constexpr const char *kChat = R"({"model":"m","stream":true,"messages":[]})";

const std::array<Setting, 5> &settings()
{
    static const std::array<Setting, 5> all{Setting("openai", "openai/gpt-4o", "openaichat", kChat),
                                            Setting("openai", "openai/responses/gpt-5", "responses",
                                                    R"({"model":"m","stream":true,"input":"x"})"),
                                            Setting("gemini", "gemini/gemini-2.5-flash", "gemini",
                                                    R"({"model":"m","contents":[{"parts":[{"text":"x"}]}]})"),
                                            Setting("cohere", "cohere_chat/command-a", "openaichat", kChat),
                                            Setting("ollama", "ollama_chat/qwen3", "openaichat", kChat)};
    return all;
}

std::string relayed(const Setting &setting, std::string_view bytes, std::size_t step)
{
    const auto relay = setting.adapter.newRelay(setting.native, setting.to, {.model = "m"});
    std::string out;
    if (!relay)
        return out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
        if (!relay->feed(bytes.substr(0, step), out).ok())
            return out + "!";
    }
    return out + (relay->finish(out).ok() ? "" : "?");
}

// Made-up ids are as long as they are random.
std::string decoded(const Setting &setting, const chat::Call &from, std::string_view bytes,
                    const std::vector<std::size_t> &cuts)
{
    Read read = readAnswer(*setting.adapter.newDecoder(from, setting.to, true), bytes, cuts);
    for (auto &[index, choice] : read.response.choices) {
        for (auto &[position, made] : choice.toolCalls)
            made.id.clear();
    }
    return summary(read);
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Answers of the API that the first byte chooses, streamed, whole and relayed: the same in every cut.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const Setting &setting = settings()[data[0] % settings().size()];
    const std::string_view bytes(reinterpret_cast<const char *>(data + 1), size - 1);
    const std::vector<std::size_t> cuts(bytes.size(), 1);
    for (const chat::Call *from : {&setting.foreign, &setting.native}) {
        if (decoded(setting, *from, bytes, {}) != decoded(setting, *from, bytes, cuts))
            std::abort();
        readAnswer(*setting.adapter.newDecoder(*from, setting.to, false), bytes);
    }
    if (relayed(setting, bytes, 1) != relayed(setting, bytes, size))
        std::abort();
    return 0;
}
