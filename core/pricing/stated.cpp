#include "core/pricing/stated.h"

#include <algorithm>

namespace gw::pricing {

Cost statedCost(std::string_view text)
{
    if (text.empty())
        return unpricedCost();
    Amount sum;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const auto amount = parseAmount(text.substr(0, space));
        if (!amount.ok() || amount.value().value < 0)
            return unpricedCost();
        sum = add(sum, amount.value());
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    Cost cost;
    cost.pico = roundToPico(sum);
    cost.original = cost.pico;
    return cost;
}

}   // namespace gw::pricing
