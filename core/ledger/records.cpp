#include "core/ledger/records.h"

namespace gw::ledger {

namespace {

constexpr std::size_t kMostTrace = 128;

}   // namespace

std::string traceText(std::string_view parent, std::string_view id)
{
    std::string text(parent.substr(0, kMostTrace));
    if (!id.empty())
        text.append(1, ' ').append(id.substr(0, kMostTrace));
    return text;
}

}   // namespace gw::ledger
