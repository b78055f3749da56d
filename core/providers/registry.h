#pragma once

#include "core/providers/adapter.h"

#include <map>
#include <string>

namespace gw::providers {

// One instance of every adapter in adapters/, by its file's name. Immutable; shared by all threads.
class Adapters
{
public:
    Adapters();
    const Adapter *find(std::string_view id) const;

private:
    std::map<std::string, AdapterPtr, std::less<>> m_adapters;
};

}   // namespace gw::providers
