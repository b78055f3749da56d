#include "core/limits/refusals.h"

namespace gw::limits {

void Refusals::add(Refused refused)
{
    const std::scoped_lock lock(m_mutex);
    m_kept.push_front(std::move(refused));
    if (m_kept.size() > kKept)
        m_kept.pop_back();
}

std::vector<Refused> Refusals::last(std::string_view keyHash, std::size_t most) const
{
    std::vector<Refused> out;
    const std::scoped_lock lock(m_mutex);
    for (const Refused &one : m_kept) {
        if (out.size() == most)
            break;
        if (keyHash.empty() || one.keyHash == keyHash)
            out.push_back(one);
    }
    return out;
}

}   // namespace gw::limits
