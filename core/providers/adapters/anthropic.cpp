#include "core/providers/adapters/anthropic/anthropicadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_anthropic();

AdapterPtr create_anthropic()
{
    return std::make_unique<anthropic::AnthropicAdapter>();
}

}   // namespace gw::providers
