#include "tests/core/providers/providersupport.h"

#include <array>

using namespace gw;
using namespace gw::providertest;

namespace {

struct Provider
{
    Provider(std::string_view id, const std::string &model)
        : adapter(providertest::adapter(id))
        , row(deployment(model))
        , to(target(row))
    {}

    const providers::Adapter &adapter;
    config::Deployment row;
    providers::Target to;
};

const std::vector<Provider> &everyProvider()
{
    static const std::vector<Provider> all = [] {
        std::vector<Provider> out;
        out.reserve(7);   // Targets point to their rows.
        out.emplace_back("openai", "openai/gpt-4o");
        out.emplace_back("openai", "openai/responses/gpt-5");
        out.emplace_back("anthropic", "anthropic/claude-sonnet-4-5");
        out.emplace_back("gemini", "gemini/gemini-2.5-flash");
        out.emplace_back("bedrock", "bedrock/us.anthropic.claude-sonnet-4-5");
        out.emplace_back("cohere", "cohere_chat/command-a");
        out.emplace_back("ollama", "ollama_chat/qwen3");
        return out;
    }();
    return all;
}

}   // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

// Requests of the client API that the first byte chooses: read, made canonical, and written for every
// provider.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array<std::pair<const char *, const char *>, 7> kApis{{{"openaichat", ""},
                                                                                 {"openaicompletions", ""},
                                                                                 {"openaiembeddings", ""},
                                                                                 {"responses", ""},
                                                                                 {"messages", ""},
                                                                                 {"gemini", "generate"},
                                                                                 {"gemini", "embed"}}};
    if (size == 0)
        return 0;
    const auto &[dialect, action] = kApis[data[0] % kApis.size()];
    dialects::Stores stores;
    const auto call = dialects::Dialects::all()[dialect].decode(
        {.pathModel = "m",
         .action = action,
         .stores = &stores,
         .owner = "me",
         .body = std::string(reinterpret_cast<const char *>(data + 1), size - 1)});
    if (!call.ok() || !call.value().canonical().ok())
        return 0;
    for (const Provider &provider : everyProvider()) {
        for (const bool hubOnly : {false, true})
            static_cast<void>(provider.adapter.encode(
                call.value(), provider.to, {.hubOnly = hubOnly, .unixS = 1, .opaque = &stores.opaque}));
    }
    return 0;
}
