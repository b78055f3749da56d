#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_snowflake();

namespace {

// Snowflake Cortex: OpenAI's chat, signed with a programmatic access token ("pat/TOKEN", as LiteLLM has it)
// or a JWT of a key pair; a header says which.
class SnowflakeAdapter final : public openai::OpenAiAdapter
{
protected:
    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &) const override
    {
        if (target.key.isEmpty())
            return;
        constexpr std::string_view kAccessToken = "pat/";
        std::string key = target.key.reveal();
        const bool accessToken = key.starts_with(kAccessToken);
        if (accessToken)
            key.erase(0, kAccessToken.size());
        headers.add("Authorization", "Bearer " + key);
        headers.add("X-Snowflake-Authorization-Token-Type",
                    accessToken ? "PROGRAMMATIC_ACCESS_TOKEN" : "KEYPAIR_JWT");
    }
};

}   // namespace

AdapterPtr create_snowflake()
{
    return std::make_unique<SnowflakeAdapter>();
}

}   // namespace gw::providers
