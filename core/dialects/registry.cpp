#include "core/dialects/dialect.h"

#include <algorithm>
#include <utility>

namespace gw::dialects {

#include "apis.gen.h"

Dialects::Dialects()
{
    for (const auto &[id, create] : k_create_registry)
        m_dialects.emplace_back(id, create());
}

const Dialects &Dialects::all()
{
    static const Dialects dialects;
    return dialects;
}

const Dialect &Dialects::operator[](std::string_view id) const
{
    return *std::ranges::find(m_dialects, id, [](const auto &entry) {
                return std::string_view(entry.first);
            })->second;
}

}   // namespace gw::dialects
