#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_openai();

AdapterPtr create_openai()
{
    return std::make_unique<openai::OpenAiAdapter>();
}

}   // namespace gw::providers
