#include "core/providers/registry.h"

#include <utility>

namespace gw::providers {

#include "adapters.gen.h"

Adapters::Adapters()
{
    for (const auto &[id, create] : k_create_registry)
        m_adapters.emplace(id, create());
}

const Adapter *Adapters::find(std::string_view id) const
{
    const auto it = m_adapters.find(id);
    return it == m_adapters.end() ? nullptr : it->second.get();
}

}   // namespace gw::providers
