#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_openairesponses();

// Providers that answer on the Responses API alone: rows without the endpoint "chat".
AdapterPtr create_openairesponses()
{
    return std::make_unique<openai::OpenAiAdapter>();
}

}   // namespace gw::providers
