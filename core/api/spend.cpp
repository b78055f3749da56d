#include "core/api/spendviews.h"

#include <algorithm>

namespace gw::api {

engine::ApiRoutes spendRoutes(access::Directory *directory, const SpendReaders &readers,
                              ledger::Ledger &ledger, engine::Shared &shared)
{
    const SpendSources sources{readers.local, readers, ledger, directory, shared};
    engine::ApiRoutes routes;
    for (auto part :
         {&spendLogRoutes, &spendListRoutes, &globalSpendRoutes, &spendReportRoutes, &globalActivityRoutes})
        std::ranges::move(part(sources), std::back_inserter(routes));
    return routes;
}

}   // namespace gw::api
